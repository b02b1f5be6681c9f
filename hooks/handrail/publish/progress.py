"""How far long work is."""

from typing import Protocol


class Tell(Protocol):
    """Hears of each phase, and how much of it is done."""

    def __call__(self, phase: str, done: int = 0, of: int = 0) -> None:
        """So many things `of` so many are done; 0 of 0 where nobody counts."""


def nobody(phase: str, done: int = 0, of: int = 0) -> None:
    """Hears and says nothing."""
