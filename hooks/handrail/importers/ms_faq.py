"""Microsoft Learn's `### YamlMime:FAQ` files → entries: each section is a topic."""

import re
from typing import Any

from ..reading.yaml12 import Places, Refused, load
from ..records.fields import Location
from .entries import Entry, Source
from .plain import plain_text
from .relative import definitions_in

NAMELESS = "General"
"""The topic of a section without a name."""
_MIME = re.compile(r"\s*#+\s*YamlMime:\s*(\S+)", re.IGNORECASE)
_KNOWN = {(): {"sections"}, ("section",): {"name", "questions"}, ("question",): {"question", "answer"}}


def read_ms_faq(source: Source) -> None:
    """Fill `source` with the entries of its text."""
    mime = _MIME.match(source.text)
    if mime and mime[1].lower() != "faq":
        source.refuse(
            1, 1, f"is a page of the kind '{mime[1]}'", "only files with '### YamlMime:FAQ' are read"
        )
        return
    try:
        value, places = load(source.text)
    except Refused as refused:
        source.refuse(*refused.position, refused.message, f"{refused.fix}; nothing of this file was imported")
        return
    if not isinstance(value, dict) or not isinstance(value.get("sections"), list):
        source.refuse(1, 1, "has no 'sections' with questions", "check that it is a '### YamlMime:FAQ' file")
        return
    reading = _Reading(source, places)
    reading.note_others(value, (), ())
    for n, section in enumerate(value["sections"]):
        reading.section(section, ("sections", n))
    texts = [
        value.get("summary"),
        value.get("additionalContent"),
        *(entry.answer for entry in source.entries),
    ]
    source.definitions = {
        k: v for text in reversed(texts) if isinstance(text, str) for k, v in definitions_in(text).items()
    }


class _Reading:
    """One file while it is read."""

    def __init__(self, source: Source, places: Places) -> None:
        self.source = source
        self.places = places

    def refuse(self, at: Location, message: str) -> None:
        self.source.refuse(*self.places.of_key(at), message, "correct this one; the others were imported")

    def section(self, section: Any, at: Location) -> None:
        if not isinstance(section, dict):
            self.refuse(at, "is not a section with 'name' and 'questions'")
            return
        self.note_others(section, at, ("section",))
        name, questions = section.get("name"), section.get("questions")
        if name is not None and not isinstance(name, str):
            self.refuse((*at, "name"), "name: needs a text")
            return
        topic = plain_text(name or "")[0] or NAMELESS
        if questions is not None and not isinstance(questions, list):
            self.refuse((*at, "questions"), "questions: needs a list")
            return
        if not questions:
            self.source.note(self.places.of_key(at)[0], "section without questions", topic)
        for n, question in enumerate(questions or []):
            self.question(question, topic, (*at, "questions", n))

    def question(self, question: Any, topic: str, at: Location) -> None:
        if not isinstance(question, dict):
            self.refuse(at, "is not a question with 'question' and 'answer'")
            return
        self.note_others(question, at, ("question",))
        for name in ("question", "answer"):
            value = question.get(name)
            if not isinstance(value, str | None):
                self.refuse((*at, name), f"{name}: needs a text")
                return
            if not (value or "").strip():
                self.refuse((*at, name), f"{name}: is missing or empty")
                return
        line, answer_line = (self.places.of_value((*at, name))[0] for name in ("question", "answer"))
        entry = Entry(
            self.source.path,
            line,
            question["question"],
            question["answer"],
            answer_line,
            topic=topic,
            question_is_markdown=True,
        )
        self.source.entries.append(entry)

    def note_others(self, value: dict[str, Any], at: Location, kind: tuple[str, ...]) -> None:
        """Everything of `value` that no record holds, such as a summary."""
        for name, other in value.items():
            if name not in _KNOWN[kind] and other not in (None, "", [], {}):
                text = other if isinstance(other, str) else _flat(other)
                if text.strip():
                    self.source.note(
                        self.places.of_key((*at, name))[0], f"'{name}' is not imported", text.strip()
                    )


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_flat(item)}" for name, item in value.items() if item is not None)
    return ", ".join(map(_flat, value)) if isinstance(value, list) else str(value)
