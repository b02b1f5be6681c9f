"""What somebody may have meant who typed a name that is not there."""

import difflib
import heapq
import re
from collections.abc import Collection
from functools import lru_cache

from ..records.fields import ID_MAX

_WEIGHED = 30
"""So many candidates are compared letter by letter."""


def did_you_mean(wrong: str, possible: Collection[str]) -> str | None:
    """`did you mean 'x'?` for the nearest of `possible`, or None when none is near."""
    near = nearest(wrong, possible)
    return f"did you mean '{near}'?" if near else None


def nearest(wrong: str, possible: Collection[str], alike: float = 0.6) -> str | None:
    """Which of `possible` may be meant, or None when so much of the letters is alike in none."""
    wrong = wrong[:ID_MAX]
    if len(possible) > _WEIGHED:
        pairs = _pairs(wrong)
        possible = heapq.nsmallest(_WEIGHED, possible, key=lambda p: (-len(pairs & _pairs(p)), p))
    spelt = {_simply(one): one for one in sorted(possible, reverse=True)}
    near = difflib.get_close_matches(_simply(wrong), sorted(spelt), n=1, cutoff=alike)
    return spelt[near[0]] if near else None


@lru_cache(maxsize=20_000)
def _simply(word: str) -> str:
    """Without what people write in several ways: `E-Mail` is `email`."""
    return re.sub(r"[-_ ]", "", word).casefold() or word


@lru_cache(maxsize=20_000)
def _pairs(word: str) -> frozenset[str]:
    """The pairs of neighbouring letters: cheap to compare, so that thousands of ids are no problem."""
    return frozenset(word[i : i + 2] for i in range(len(word) - 1))
