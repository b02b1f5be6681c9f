"""By-hand asks before and after a publication, as rates since the times differ; the rung `proven`."""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from ...records.interaction import Interaction
from ...records.settings import Ladder
from ..history import History
from ..wording import count, more, percent
from .rungs import Rule, Rung


@dataclass(frozen=True)
class Asks:
    """The interactions that used something, on either side of the day on which it was published.

    They are left out of its text, from which digests are made: whatever has it has all uses, too.
    """

    before: tuple[Interaction, ...] = field(repr=False)
    days_before: int
    """From the first interaction of all to the day before it was published."""
    after: tuple[Interaction, ...] = field(repr=False)
    days_after: int
    """From the day on which it was published to today, both included."""

    def are_known(self, days: int) -> bool:
        """Both times last at least so many days, and somebody asked in the first."""
        return min(self.days_before, self.days_after) >= max(days, 1) and bool(self.before)

    @property
    def weekly(self) -> tuple[Fraction, Fraction]:
        """Asks a week before and after. There must be days on both sides."""
        return (
            Fraction(len(self.before) * 7, self.days_before),
            Fraction(len(self.after) * 7, self.days_after),
        )

    @property
    def fall(self) -> Fraction:
        """By which share asks a week fell: 1 is all of them, below 0 they rose. They must be known."""
        before, after = self.weekly
        return 1 - after / before

    @property
    def words(self) -> str:
        """Both rates and the change, with what they were computed from. They must be known."""
        before, after = self.weekly
        way = "rose" if self.fall < 0 else "fell"
        return (
            f"{float(before):.2f} a week before ({len(self.before)} in {count(self.days_before, 'day')}), "
            f"{float(after):.2f} since ({len(self.after)} in {count(self.days_after, 'day')}): "
            f"{way} by {percent(abs(self.fall))}"
        )


def asks(past: History, id: str, published: date) -> Asks:
    """The by-hand asks for the record with this id, before and after `published`."""
    uses = past.uses_of(id)
    first = past.interactions[0].on if past.interactions else published
    since = bisect_left(uses, published, key=lambda use: use.on)
    return Asks(
        before=uses[:since],
        days_before=max((published - first).days, 0),
        after=uses[since:],
        days_after=max((past.today - published).days + 1, 0),
    )


def fewer_asks(asks: Asks | None, ladder: Ladder) -> Rule:
    """The rule of `proven`: customers ask us less often since it was published."""
    days, needed = ladder.enough_time.days, Fraction(ladder.fewer_asks)
    known = asks if asks and asks.are_known(days) else None
    holds = known is not None and known.fall >= needed
    unknown = _unknown(asks, days)
    return Rule(
        Rung.PROVEN,
        "fewer_asks",
        holds,
        value=float(known.fall) if known else None,
        needed=float(needed),
        says=known.words if known else f"not yet known: {unknown}",
        wants=f"by-hand asks a week fell by at least {percent(needed)}, compared over {days} days or more",
        otherwise=""
        if holds
        else f"by-hand asks a week must fall by {percent(needed)}"
        if known
        else unknown,
        interactions=(*asks.before, *asks.after) if asks else (),
    )


def _unknown(asks: Asks | None, days: int) -> str:
    """Why it cannot be told yet whether asks fell."""
    if asks is None:
        return "there is no day on which it was published"
    if not asks.before:
        return "nobody asked before it was published, so there is nothing to compare with"
    if asks.days_before < days:
        return f"only {count(asks.days_before, 'day')} on record before it was published"
    return f"{more(max(days, 1) - asks.days_after, 'day')} after it was published"
