"""What is worked out from one record alone is remembered with it, and kept with it from run to run."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from pydantic import PrivateAttr

from .fields import Whole

T = TypeVar("T")
R = TypeVar("R")


class _Remembered(dict[str, Any]):
    """By the function that worked it out. Two records are the same whatever is remembered of them."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Remembered)

    __hash__ = None


class Remembering(Whole):
    """A record that remembers, as a file of interactions does (`sheet.Sheet`)."""

    _remembered: _Remembered = PrivateAttr(default_factory=_Remembered)

    @property
    def remembered(self) -> dict[str, Any]:
        """What was worked out from it, by the function that did so."""
        found: _Remembered = (self.__pydantic_private__ or {})["_remembered"]  # pydantic's own way is slow
        return found

    def __copy__(self) -> "Remembering":
        """A copy remembers nothing: it may be given other values."""
        copied = super().__copy__()
        copied._remembered = _Remembered()
        return copied


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
        if name not in known:
            known[name] = function(thing)
        return known[name]

    return once
