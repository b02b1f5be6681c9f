"""What is worked out from one record alone is remembered with it, and kept with it from run to run."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, TypeVar

from .fields import Whole

T = TypeVar("T")
R = TypeVar("R")


_SET: set[str] = set()
"""Of each record the same: nobody asks which of its fields were written."""


class Remembering(Whole):
    """A record that remembers, as a file of interactions does (`sheet.Sheet`).

    Two are the same whatever they remember. A copy remembers nothing: it may be given other values.
    """

    __slots__ = ("_remembered",)

    @property
    def remembered(self) -> dict[str, Any]:
        """What was worked out from it, by the function that did so."""
        try:
            found: dict[str, Any] = object.__getattribute__(self, "_remembered")
        except AttributeError:
            found = {}
            object.__setattr__(self, "_remembered", found)
        return found

    def __getstate__(self) -> tuple[dict[str, Any], dict[str, Any]]:  # type: ignore[override]
        """Its values, and what it remembers."""
        return vars(self), self.remembered

    def __setstate__(self, state: tuple[dict[str, Any], dict[str, Any]]) -> None:  # type: ignore[override]
        """The same record again."""
        values, known = state
        object.__setattr__(self, "__dict__", values)
        object.__setattr__(self, "__pydantic_fields_set__", _SET)
        object.__setattr__(self, "__pydantic_extra__", None)
        object.__setattr__(self, "__pydantic_private__", None)
        object.__setattr__(self, "_remembered", known)


def remembered(function: Callable[[T], R]) -> Callable[[T], R]:
    """`function`, which does its work once for each thing that remembers.

    Its result must follow from the thing alone, and be of plain values or of what `records` defines.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def once(thing: T) -> R:
        known: dict[str, R] | None = getattr(thing, "remembered", None)
        if known is None:
            return function(thing)
        try:
            return known[name]
        except KeyError:
            found = known[name] = function(thing)
            return found

    return once


def remembered_of_each(function: Callable[[Sequence[T]], Iterable[R]]) -> Callable[[Sequence[T]], list[R]]:
    """The same for a function that says something of each of many things, and is quicker for many at once."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def of_each(things: Sequence[T]) -> list[R]:
        known: list[dict[str, R]] = [getattr(thing, "remembered", {}) for thing in things]
        new = [n for n, of_it in enumerate(known) if name not in of_it]
        for n, found in zip(new, function([things[n] for n in new]), strict=True):
            known[n][name] = found
        return [of_it[name] for of_it in known]

    return of_each
