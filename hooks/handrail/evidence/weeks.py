"""By-hand asks week by week."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from ..records.interaction import Interaction

Week = tuple[date, int]
"""The Monday of a week, and how many by-hand asks came in it."""


def asks_per_week(
    interactions: Iterable[Interaction], today: date, since: date | None = None, most: int = 26
) -> tuple[Week, ...]:
    """Every week from the first ask, or from `since` if that is earlier, to the one that `today` lies in.

    The last `most` of them, those without an ask too; the last one may not be over yet. No asks, no weeks.
    """
    asks: dict[date, int] = {}
    for interaction in interactions:
        if interaction.on <= today:
            monday = _monday(interaction.on)
            asks[monday] = asks.get(monday, 0) + 1
    if not asks:
        return ()
    last = _monday(today)
    first = max(min(*asks, _monday(since or today)), last - timedelta(weeks=most - 1))
    return tuple([(monday, asks.get(monday, 0)) for monday in _mondays(first, last)])


def last_day(today: date) -> date:
    """The Sunday of the week that `today` lies in."""
    return _monday(today) + timedelta(days=6)


@lru_cache
def _mondays(first: date, last: date) -> tuple[date, ...]:
    """Every Monday between the two, which are some."""
    return tuple(first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1))


@lru_cache(maxsize=10_000)
def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
