"""What is searched: a document for every page with an answer."""

import marshal
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from ..records.base import Audience
from ..records.library import Library
from ..records.links import without_comments
from ..records.procedure import Procedure
from ..records.public import PublicProcedure, PublicQuestion
from ..stored import digest
from ..views import InternalView, PublicView, internal_view, public_view

_NOT_WORDS = re.compile(r"\]\([^)\s]*(?:\s+\"[^\"]*\")?\)|<[^<>]*>|https?://\S+|\{[^{}\n]*\}")
"""Parts of a Markdown text that no reader sees: targets of links, tags, attributes; and addresses."""

Markdown = tuple[str, ...]
"""Texts in Markdown, one after the other."""
MANY = 1000
"""Documents. Among so many, search learns in other ways."""


@dataclass(frozen=True)
class Document:
    """A page as search knows it."""

    kind: str
    """`question`, `tutorial`, `playbook`, `cycle`, `risk` or `page`."""
    id: str
    """The id of its record."""
    title: str
    topic: str
    """The title of its topic."""
    phrasings: tuple[str, ...]
    """How customers have put it in their own words."""
    hidden: tuple[str, ...]
    """Words that it is found by and that are not shown."""
    parts: tuple[str | Markdown, ...]
    """The page without its title, by its parts (the answer, each step): their words, or their Markdown."""

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """The words of each part that has some. They are often known from the last time (`memory.py`)."""
        plain = (part if isinstance(part, str) else _plain(part) for part in self.parts)
        return tuple(text for text in plain if text)

    @cached_property
    def digest(self) -> str:
        """No other document has it."""
        said = self.kind, self.id, self.title, self.topic, self.phrasings, self.hidden, self.parts
        return digest(marshal.dumps(said, 0))  # of version 0, the same values give the same bytes

    def __hash__(self) -> int:
        """Its texts are long, and ids are enough to tell documents apart."""
        return hash(self.id)


@lru_cache(maxsize=2)
def documents_of(library: Library, audience: Audience, today: date) -> tuple[Document, ...]:
    """What an audience may find; customers nothing but what the public view has."""
    if audience is Audience.INTERNAL:
        return _for_staff(internal_view(library, today))
    view = public_view(library, today)
    return (*_questions(view), *_tutorials(view))


def _for_staff(view: InternalView) -> tuple[Document, ...]:
    """Everything; questions and playbooks by the words of the customers they were used for, too."""
    library, titles = view.library, _topics(view.help_center)
    asked: dict[str, list[str]] = {}
    for sheet in library.sheets:
        for words, used in zip(sheet.each("asked"), sheet.each("used"), strict=True):
            for id in used if words else ():
                asked.setdefault(id, []).append(words)
    playbooks = [
        Document("playbook", p.id, p.title, titles[p.topic], (), tuple(asked.get(p.id, ())), _playbook(p))
        for p in library.procedures.values()
    ]
    others = [
        Document("cycle", c.id, c.title, titles[c.topic], (), (), _texts((c.hypothesis, c.learned)))
        for c in library.cycles.values()
    ]
    others += [
        Document("risk", r.id, r.title, titles[r.topic], (), (), _texts((r.mitigation, r.plan_b)))
        for r in library.risks.values()
    ]
    return (*_questions(view.help_center, asked), *_tutorials(view.help_center, asked), *playbooks, *others)


def _questions(view: PublicView, asked: dict[str, list[str]] | None = None) -> Iterator[Document]:
    titles, asked = _topics(view), asked or {}
    for q in view.questions.values():
        hidden = (*_hidden(q), *asked.get(q.id, ()))
        yield Document("question", q.id, q.title, titles[q.topic], q.asked_as, hidden, _answer(q))


def _tutorials(view: PublicView, asked: dict[str, list[str]] | None = None) -> Iterator[Document]:
    titles, asked = _topics(view), asked or {}
    for t in view.tutorials.values():
        hidden = (*_hidden(t), *asked.get(t.id, ()))
        yield Document("tutorial", t.id, t.title, titles[t.topic], (), hidden, _tutorial(t))


def _hidden(record: PublicQuestion | PublicProcedure) -> tuple[str, ...]:
    return (" ".join(record.asked_words),) if record.asked_words else ()


def _topics(view: PublicView) -> defaultdict[str, str]:
    """The titles by id; '' for a topic that is not there, which another check has reported."""
    return defaultdict(str, ((topic.id, topic.title) for topic in view.all_topics()))


def _answer(q: PublicQuestion) -> tuple[Markdown, ...]:
    return _texts((q.answer,), (q.symptoms, q.environment, q.cause))


def _tutorial(t: PublicProcedure) -> tuple[Markdown, ...]:
    steps = ((s.title, s.customer, s.expected, s.if_it_fails) for s in t.steps)
    return _texts((t.who_for and f"For {t.who_for}", t.outcome), *steps)


def _playbook(p: Procedure) -> tuple[Markdown, ...]:
    steps = ((s.title, s.staff, s.if_it_fails) for s in p.steps)
    return _texts((p.trigger, p.outcome), *steps)


def _texts(*parts: tuple[str | None, ...]) -> tuple[Markdown, ...]:
    """Each part without what is not there."""
    return tuple([tuple(filter(None, part)) for part in parts])


def _plain(part: Markdown) -> str:
    """The words of a part, in one line."""
    words = " ".join(_NOT_WORDS.sub(" ", without_comments(text)) for text in part)
    return " ".join(words.split())
