"""Checks across records: a function for each rule, `(library, today) -> problems`."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from ..problems import Problem
from ..progress import phase
from ..reading.cache import RecordCache
from ..reading.folder import MOST_PROBLEMS, read_library, too_many
from ..records.library import Library
from .cycles import cycles
from .ladder import ladder
from .links import links
from .names import ids_taken_twice, old_ids, old_topics
from .needs import needs
from .personal import personal
from .publication import changes, days, publication, retirements, reviews, revisits, ways_to_a_person
from .references import named_for_nothing, references
from .search import search

Rule = Callable[[Library, date], Iterator[Problem]]
CHECKS: tuple[Rule, ...] = (
    ids_taken_twice,
    references,
    named_for_nothing,
    links,
    publication,
    ways_to_a_person,
    changes,
    ladder,
    reviews,
    days,
    revisits,
    retirements,
    old_ids,
    old_topics,
    cycles,
    needs,
    personal,
    search,
)


def read_and_check(
    records: Path, today: date, cache: RecordCache | None = None
) -> tuple[Library, list[Problem]]:
    """The library in a folder, and everything that is wrong in it and between its records, sorted.

    Of files that are the same as before, what `cache` has is taken.
    """
    phase("Reading records")
    library, problems = read_library(records, cache)
    phase("Checking records")
    return library, sorted([*problems, *check(library, today)])


def check(library: Library, today: date, rules: Sequence[Rule] = CHECKS) -> list[Problem]:
    """Everything that is wrong between records, as of `today`, sorted by path and line."""
    found: list[Problem] = []
    for path, group in groupby(sorted(p for rule in rules for p in rule(library, today)), lambda p: p.path):
        of_file = list(group)
        found += of_file[:MOST_PROBLEMS]
        for p in of_file[MOST_PROBLEMS : MOST_PROBLEMS + 1]:
            found.append(too_many(path, (p.line, p.column)))
    return found
