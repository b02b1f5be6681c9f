"""Entries of a source → drafts of records, and notes of what could not come along as it was."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pydantic import ValidationError

from ..records.ids import id_from, is_id
from ..records.library import Library
from ..records.limits import too_much
from ..records.question import Question
from .company import owner_for
from .entries import Entry, Note, Options, Source, without_unseen
from .matching import Draft
from .ms_faq import NAMELESS
from .plain import plain_text
from .relative import Kept, without_relative
from .sources import line_of

_EMPTY_START = re.compile(r"\A(?:[ \t]*\n)+")


class Drafting:
    """One import: the topics and notes so far."""

    def __init__(self, library: Library, options: Options, today: date, by_section: bool) -> None:
        self.options, self.today, self.by_section = options, today, by_section
        self.usual = library.settings.review_every
        self.owner = owner_for(library, options.owner)
        self.titles = {topic.id: topic.title for topic in library.all_topics()}
        """The titles of topics by id, the new ones last."""
        self._was = {old: topic.id for topic in library.all_topics() for old in topic.was}
        self._ids = {title.casefold(): id for id, title in reversed(self.titles.items())}
        self._notes: list[tuple[Note, Draft | None]] = []
        self._topics_noted: set[tuple[str, str, str]] = set()

    def draft(self, source: Source, entry: Entry) -> Draft | None:
        """The entry as a question without an id, or None and its problem."""
        plain, targets = plain_text(entry.question) if entry.question_is_markdown else (entry.question, [])
        found = [Kept(0, "link of the question is not imported", target) for target in targets]
        texts = []
        for text in (plain, entry.answer, *entry.asked_as):
            clean, unseen = without_unseen(text.replace("\r\n", "\n").replace("\r", "\n"))
            texts.append(clean)
            found += [Kept(0, "unseen character left out", name) for _, name in unseen]
        question, answer, *asked_as = texts
        if message := too_much(answer):
            source.refuse(entry.line, 1, f"answer: {message}", "split it; the others were imported")
            return None
        answer, kept = without_relative(answer, source.definitions)
        values = self._values(entry, question, answer, asked_as)
        try:
            draft = Draft(entry, values, Question.model_validate({**values, "id": "unnamed", "path": ""}))
        except ValidationError as error:
            wrong = error.errors(include_url=False)[0]
            message = f"{wrong['loc'][0]}: {wrong['msg']}"
            source.refuse(entry.line, 1, message, "correct this one; the others were imported")
            return None
        for piece in found + kept:
            line = line_of(source, entry, piece.line, piece.text)
            self._notes.append((Note(entry.path, line, piece.what, piece.text), draft))
        return draft

    def notes(self) -> list[Note]:
        """All notes, with the ids that the records have now."""
        return [replace(note, record=draft.id) if draft else note for note, draft in self._notes]

    def _values(self, entry: Entry, question: str, answer: str, asked_as: Sequence[str]) -> dict[str, object]:
        """The fields of the record in the order in which they are written."""
        public, validated = self.options.audience == "public", self.options.confidence == "validated"
        fields: dict[str, object] = {
            "question": " ".join(question.split()),
            "answer": _EMPTY_START.sub("", answer).rstrip(" \t\n")
            + "\n",  # with a line end it is written after `|`
            "asked_as": [text for text in asked_as if text.strip()],
            "topic": self._topic(entry),
            "audience": "public" if public else None,
            "confidence": self.options.confidence,
            "owner": self.owner,
            "published": self.today if public else None,
            "reviewed": self.today if validated else None,
            "review_every": self._review_every(entry) if validated else None,
        }
        return {name: value for name, value in fields.items() if value or name in ("question", "answer")}

    def _review_every(self, entry: Entry) -> str | None:
        """From half of the usual time to all of it, so that not all reviews of an import fall due at once.

        It is the same in every import of the question.
        """
        longest = min(self.usual.days, 99_999)
        spread = int.from_bytes(hashlib.sha256(entry.question.encode()).digest()[:8])
        return f"{longest - spread % (longest // 2 + 1)}d" if longest else None

    def _topic(self, entry: Entry) -> str:
        """The id of the entry's topic; a new one is remembered with its title."""
        named = entry.topic or NAMELESS
        if self.options.topic and (self.by_section or not entry.topic):
            if entry.topic not in ("", NAMELESS):
                self._note_topic(entry, f"section goes into the topic '{self.options.topic}'", entry.topic)
            named = self.options.topic
        named = " ".join(without_unseen(named)[0].split()) or NAMELESS
        known = named if named in self.titles else self._ids.get(named.casefold())
        if known:
            return known
        id = id_from(named, "topic")
        id = self._was.get(id, id)
        if id in self.titles:
            self._note_topic(entry, f"topic goes into '{id}' ({self.titles[id]})", named)
            return id
        self.titles[id] = named.replace("-", " ").capitalize() if is_id(named) else named
        self._ids.setdefault(self.titles[id].casefold(), id)
        return id

    def _note_topic(self, entry: Entry, what: str, named: str) -> None:
        if (entry.path, what, named) not in self._topics_noted:
            self._topics_noted.add((entry.path, what, named))
            self._notes.append((Note(entry.path, entry.line, what, named), None))
