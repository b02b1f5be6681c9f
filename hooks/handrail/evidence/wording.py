"""Numbers in words, as rules, commands and pages say them."""

from fractions import Fraction
from math import floor

_PLURALS = {"person": "people", "address": "addresses"}
_ORDINALS = {1: "second", 2: "third", 3: "fourth", 4: "fifth"}


def count(number: int, noun: str) -> str:
    """`1 run`, `2 runs`."""
    return f"{number} {_plural(noun) if number != 1 else noun}"


def more(number: int, noun: str) -> str:
    """`1 more run`, `2 more runs`."""
    return f"{number} more {_plural(noun) if number != 1 else noun}"


def last(number: int, noun: str) -> str:
    """`the last run`, `the last 2 runs`."""
    return f"the last {noun}" if number == 1 else f"the last {count(number, noun)}"


def percent(share: Fraction) -> str:
    """To one place, downwards: what has not reached a threshold must not look as if it had."""
    return f"{floor(share * 1000) / 10:g} %"


def by_others(have: int, needed: int) -> str:
    """`a run by a second person`, `runs by 2 more people`."""
    if needed - have == 1 and have in _ORDINALS:
        return f"a run by a {_ORDINALS[have]} person"
    return f"runs by {more(needed - have, 'person')}"


def _plural(noun: str) -> str:
    return _PLURALS.get(noun) or f"{noun}s"
