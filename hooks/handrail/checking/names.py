"""A name stands for one thing, now and in old addresses."""

from collections.abc import Iterator
from datetime import date

from ..problems import Code, Problem
from ..records.library import Library
from .finding import at


def ids_taken_twice(library: Library, today: date) -> Iterator[Problem]:
    """Topics and handles that are listed twice. (Records are seen to while reading.)"""
    topics: set[str] = set()
    for topic in library.all_topics():
        if topic.id in topics:
            message, fix = f"the topic '{topic.id}' is listed twice", "rename or remove one of them"
            yield at(library, library.topics.path, (), Code.ID_TAKEN, message, fix, wanted=f"id: {topic.id}")
        topics.add(topic.id)
    handles: set[str] = set()
    for n, member in enumerate(library.team.team):
        if member.handle in handles:
            message, fix = f"the handle '{member.handle}' is listed twice", "rename or remove one of them"
            yield at(library, library.team.path, (n, "handle"), Code.ID_TAKEN, message, fix)
        handles.add(member.handle)


def old_ids(library: Library, today: date) -> Iterator[Problem]:
    """Old ids that a record of today has, or that two records claim."""
    claimed: dict[str, str] = {}
    for record in library.records():
        for n, old in enumerate(record.was):
            holder = claimed.get(old) or (old if library.kind_of(old) else None)
            if holder:
                message = f"was: the old id '{old}' belongs to '{holder}'"
                fix = "an old id leads to one record; remove it from one of them"
                yield at(library, record.path, ("was", n), Code.OLD_ID_TAKEN, message, fix)
            claimed.setdefault(old, record.id)
