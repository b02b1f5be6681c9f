"""How far long work is: whoever does it says so, and whoever began it may listen."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
Listener = Callable[[str, int, int], None]
"""Is told what is done, and how many of how many things are; 0 of 0 when they are not counted."""
_EVERY = 100


def _nobody(what: str, done: int, of: int) -> None:
    """Nobody listens."""


_listener: ContextVar[Listener] = ContextVar("listener", default=_nobody)


def phase(what: str) -> None:
    """Say what begins."""
    _listener.get()(what, 0, 0)


def counted(what: str, items: Sequence[Item], of: int) -> Iterator[Item]:
    """`items`, saying every now and then how many are done; they are as much of `of` as the other parts."""
    for n, item in enumerate(items):
        if n % _EVERY == 0:
            _listener.get()(what, n * of // len(items), of)
        yield item


@contextmanager
def told_to(listener: Listener = _nobody) -> Iterator[None]:
    """Have `listener` told of the work that is done meanwhile; without one, nobody."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)
