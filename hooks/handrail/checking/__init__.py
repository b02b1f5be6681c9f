"""Checks across records: a function for each rule, `(library, today) -> problems`."""

from collections.abc import Callable, Iterator
from datetime import date

from ..problems import Problem
from ..records.library import Library
from .links import links
from .names import ids_taken_twice, old_ids
from .publication import publication, reviews
from .references import references

CHECKS: tuple[Callable[[Library, date], Iterator[Problem]], ...] = (
    ids_taken_twice,
    references,
    links,
    publication,
    reviews,
    old_ids,
)


def check(library: Library, today: date) -> list[Problem]:
    """Everything that is wrong between records, as of `today`, sorted by path and line."""
    return sorted(p for rule in CHECKS for p in rule(library, today))
