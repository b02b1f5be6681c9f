"""The signs that say scale now, as far as records show them."""

from datetime import timedelta
from fractions import Fraction
from math import floor

from ...records.interaction import Interaction
from ...records.library import Library
from ...records.settings import Readiness
from ..history import History, between, minutes
from ..wording import count, percent
from .sign import Side, Sign

SPAN = timedelta(weeks=4)
"""What is compared with as much before it. Whole weeks, since asks differ from weekday to weekday."""


def asks_grow(past: History, reckoning: Readiness) -> Sign:
    """By-hand work of the last four weeks against the four before. Any is more than none."""
    now, before = _span(past, 0), _span(past, 1)
    growth = Fraction(reckoning.growth)
    change = f", {_change(len(now), len(before))}" if before else ""
    unknown = _unknown(past, 2 * SPAN)
    return Sign(
        "asks_grow",
        Side.NOW,
        "There is more and more to do by hand",
        len(now) > 0 and len(now) >= len(before) * (1 + growth) if not unknown else None,
        f"{count(len(now), 'interaction')} in the last 4 weeks, {len(before)} in the 4 before"
        f"{change}{unknown}",
        f"at least {percent(growth)} more interactions than in the 4 weeks before",
        interactions=(*before, *now),
    )


def busy(library: Library, past: History, reckoning: Readiness) -> Sign:
    """The person with the most by-hand work. It counts what is on record, so less than there was.

    The default is half a week of 40 hours, the cap that Google's "Site Reliability Engineering" sets to toil.
    """
    by: dict[str, list[Interaction]] = {member.handle: [] for member in library.team.team}
    for interaction in _span(past, 0):
        by.setdefault(interaction.by, []).append(interaction)
    handle, most = max(by.items(), key=lambda each: minutes(each[1]), default=("nobody", []))
    hours = Fraction(minutes(most), 60 * 4)
    unknown = "" if hours >= reckoning.hours else _unknown(past, SPAN)
    return Sign(
        "busy",
        Side.NOW,
        "By-hand work fills somebody's week",
        hours >= reckoning.hours if not unknown else None,
        f"{_most(handle, minutes(most))} in the last 4 weeks: {floor(hours * 10) / 10:g} hours a week"
        f"{unknown}",
        f"somebody spends at least {reckoning.hours} hours a week on work that is on record",
        interactions=tuple(most),
    )


def _most(handle: str, total: int) -> str:
    return f"{handle} spent most, {count(total, 'minute')}" if total else "Nobody spent a minute"


def new_segments(past: History) -> Sign:
    """Segments of the last four weeks that no earlier interaction has."""
    now = _span(past, 0)
    before = {i.segment for i in past.interactions[: len(past.interactions) - len(now)]}
    new = tuple(i for i in now if i.segment and i.segment not in before)
    names = ", ".join(dict.fromkeys(i.segment for i in new if i.segment))
    unknown = _unknown(past, 2 * SPAN)
    return Sign(
        "new_segments",
        Side.NOW,
        "New groups of customers come to us",
        bool(new) if not unknown else None,
        f"{f'New: {names},' if new else 'No new segment'} in the last 4 weeks{unknown}",
        "at least 1 segment asked in the last 4 weeks for the first time",
        interactions=new,
    )


def _span(past: History, n: int) -> tuple[Interaction, ...]:
    """The interactions of the span that ends today (n = 0), or n spans earlier."""
    end = past.today + timedelta(days=1) - n * SPAN
    return between(past.interactions, end - SPAN, end)


def _unknown(past: History, needed: timedelta) -> str:
    """That nobody can tell, where records go back so little that nothing recorded says nothing; else ''."""
    recorded = past.today - past.interactions[0].on + timedelta(days=1) if past.interactions else timedelta()
    if recorded >= needed:
        return ""
    far = f"records go back {count(recorded.days, 'day')} of the {needed.days} that are needed"
    return f"; not known, since {far}"


def _change(now: int, before: int) -> str:
    """`+33.3 %`, towards zero: what has not reached a threshold must not look as if it had."""
    change = Fraction(now - before, before)
    return f"{'+' if change >= 0 else '−'}{percent(abs(change))}"
