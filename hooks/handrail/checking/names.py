"""A name stands for one thing, now and in old addresses."""

from collections.abc import Iterator
from datetime import date

from ..problems import Code, Problem
from ..records.base import Record
from ..records.fields import Location
from ..records.library import Library
from ..records.retired import Retired
from .finding import at

Named = list[tuple[Location, str]]


def ids_taken_twice(library: Library, today: date) -> Iterator[Problem]:
    """Topics and handles that are listed twice. (Records are seen to while reading.)"""
    topics: Named = [(place, topic.id) for place, topic in library.placed_topics()]
    handles: Named = [((n,), member.handle) for n, member in enumerate(library.team.team)]
    for path, noun, field, listed in (
        (library.topics.path, "topic", "id", topics),
        (library.team.path, "handle", "handle", handles),
    ):
        seen: set[str] = set()
        for location, name in listed:
            if name in seen:
                message, fix = f"the {noun} '{name}' is listed twice", "rename or remove one of them"
                yield at(library, path, (*location, field), Code.ID_TAKEN, message, fix)
            seen.add(name)


def old_topics(library: Library, today: date) -> Iterator[Problem]:
    """Old ids of topics that a topic of today has, or that two topics claim."""
    topics = {topic.id for topic in library.all_topics()}
    claimed: dict[str, str] = {}
    for location, topic in library.placed_topics():
        for n, old in enumerate(topic.was):
            if old in topics:
                message, fix = f"was: there is a topic '{old}' now", "remove it here, or rename that topic"
            elif old in claimed:
                message = f"was: '{claimed[old]}' had the id '{old}' too"
                fix = "keep it in the topic that its address leads to"
            else:
                claimed[old] = topic.id
                continue
            yield at(library, library.topics.path, (*location, "was", n), Code.OLD_ID_TAKEN, message, fix)


def old_ids(library: Library, today: date) -> Iterator[Problem]:
    """Old ids that a record of today has, or that two records claim."""
    claimed: dict[str, str] = {}
    all_of_them: list[Record | Retired] = [*library.records(), *library.retired.values()]
    for record in all_of_them:
        for n, old in enumerate(record.was):
            if problem := _taken(library, record.id, old, claimed.get(old)):
                yield at(library, record.path, ("was", n), Code.OLD_ID_TAKEN, *problem)
            claimed.setdefault(old, record.id)


def _taken(library: Library, id: str, old: str, claimed_by: str | None) -> tuple[str, str] | None:
    if old == id:
        return f"was: '{old}' is the id that it has now", "remove it here"
    if claimed_by == id:
        return f"was: '{old}' is listed twice", "remove one of them"
    if kind := library.noun_of(old):
        return f"was: the {kind} '{old}' has this id now", "remove it here, or rename that record"
    if claimed_by:
        return (
            f"was: '{claimed_by}' had the id '{old}' too",
            "keep it in the record that its address leads to",
        )
    return None
