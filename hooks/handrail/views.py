"""What each audience may see. The public view has no internal field, by type.

`records.public` is the list of public fields; the functions here fill those types and nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import Any, TypeVar

from .evidence.history import history
from .evidence.published import MEASURES, aggregates
from .records.base import Record
from .records.library import Library
from .records.moved import Move
from .records.procedure import Procedure, Step
from .records.public import (
    PublicProcedure,
    PublicQuestion,
    PublicRetired,
    PublicSettings,
    PublicStep,
    PublicTopic,
)
from .records.question import Question
from .records.retired import Retired
from .records.settings import Topic

P = TypeVar("P")


@dataclass(frozen=True)
class PublicView:
    """The help center: all that its pages are rendered from."""

    settings: PublicSettings
    topics: tuple[PublicTopic, ...]
    questions: Mapping[str, PublicQuestion]
    tutorials: Mapping[str, PublicProcedure]
    retired: Mapping[str, PublicRetired]
    moved: tuple[Move, ...]
    """What moved.yml says."""
    urls: frozenset[str]
    """The pages that were ever published, each as `questions/refund-time/`."""

    def records(self) -> Iterator[PublicQuestion | PublicProcedure]:
        """Every question, then every tutorial."""
        yield from self.questions.values()
        yield from self.tutorials.values()

    def all_topics(self) -> Iterator[PublicTopic]:
        """Every topic, parents before their children."""
        yield from _flatten(self.topics)


@dataclass(frozen=True)
class InternalView:
    """The staff site: the help center as if every record were public, and the records themselves."""

    help_center: PublicView
    library: Library


@lru_cache(maxsize=1)
def public_view(library: Library, today: date) -> PublicView:
    """What customers may see: public records alone, and of them public fields alone.

    Of the by-hand work as of `today`, the aggregates that settings.yml lists and nothing else.
    """
    return _help_center(library, today, everything=False)


@lru_cache(maxsize=1)
def internal_view(library: Library, today: date) -> InternalView:
    """What staff may see."""
    return InternalView(_help_center(library, today, everything=True), library)


def _help_center(library: Library, today: date, everything: bool) -> PublicView:
    questions = {id: q for id, q in library.questions.items() if everything or q.is_public}
    procedures = {
        id: p for id, p in library.procedures.items() if p.is_public or (everything and p.has_tutorial)
    }
    retired = {id: r for id, r in library.retired.items() if everything or r.is_public}
    ids = questions.keys() | procedures.keys()
    counted = _counted(library, today, (*questions.values(), *procedures.values()))
    used = None if everything else {r.topic for r in (*questions.values(), *procedures.values())}
    return PublicView(
        settings=PublicSettings(
            site=library.settings.site,
            contact=library.settings.contact,
            featured=tuple(id for id in library.settings.featured if id in ids),
        ),
        topics=tuple(t for topic in library.topics.topics if (t := _topic(topic, used))),
        questions=MappingProxyType({id: _question(q, ids, counted[id]) for id, q in questions.items()}),
        retired=MappingProxyType({id: _retired(r, ids) for id, r in retired.items()}),
        tutorials=MappingProxyType({id: _tutorial(p, ids, counted[id]) for id, p in procedures.items()}),
        moved=library.moved.moved,
        urls=frozenset(url[1:] for url in library.urls if "#" not in url),
    )


def _counted(
    library: Library, today: date, records: Sequence[Question | Procedure]
) -> Mapping[str, Mapping[str, object]]:
    """The aggregates of each record. By-hand work is looked at only where settings.yml names one."""
    if not library.settings.publish:
        return dict.fromkeys((record.id for record in records), dict.fromkeys(n.value for n in MEASURES))
    past = history(library, today)
    return {record.id: aggregates(library, past, record) for record in records}


def _question(question: Question, ids: set[str], counted: Mapping[str, object]) -> PublicQuestion:
    procedure = question.procedure if question.procedure in ids else None
    return _pick(PublicQuestion, question, related=_related(question, ids), procedure=procedure, **counted)


def _tutorial(procedure: Procedure, ids: set[str], counted: Mapping[str, object]) -> PublicProcedure:
    return _pick(
        PublicProcedure,
        procedure,
        customer_title=procedure.customer_title or procedure.title,
        steps=tuple(_step(step) for step in procedure.steps),
        related=_related(procedure, ids),
        **counted,
    )


def _retired(retired: Retired, ids: set[str]) -> PublicRetired:
    return _pick(PublicRetired, retired, instead=tuple(id for id in retired.instead if id in ids))


def _step(step: Step) -> PublicStep:
    return _pick(PublicStep, step, by_a_person=step.by.is_a_person)


def _topic(topic: Topic, used: set[str] | None) -> PublicTopic | None:
    """The topic without what is internal; None when nothing that is shown lies in it or below."""
    below = tuple(t for child in topic.topics if (t := _topic(child, used)))
    if used is not None and topic.id not in used and not below:
        return None
    return _pick(PublicTopic, topic, topics=below)


def _pick(public: type[P], record: object, **given: object) -> P:
    """The `public` type filled from the record's fields of the same names, or from `given`."""
    return public(*_values(public)({**vars(record), **given}))  # type: ignore[arg-type]  # mypy: no type[P] is hashable


@cache
def _values(public: Any) -> Callable[[Mapping[str, object]], Iterable[object]]:
    return itemgetter(*[field.name for field in fields(public)])


def _related(record: Record, ids: set[str]) -> tuple[str, ...]:
    return tuple([id for id in record.related if id in ids])  # quicker than of a generator


def _flatten(topics: tuple[PublicTopic, ...]) -> Iterator[PublicTopic]:
    for topic in topics:
        yield topic
        yield from _flatten(topic.topics)
