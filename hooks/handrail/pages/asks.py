"""How often one record was asked for by hand, week by week, for its page."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from markupsafe import Markup

from ..evidence.ledger import Entry
from ..evidence.weeks import Week, asks_per_week, last_day
from .pictures import weekly_asks


@dataclass(frozen=True)
class WeeklyAsks:
    """The numbers, and a picture of them: reckoned when their page is made, and most are not made again."""

    entry: Entry = field(repr=False)
    """What the ledger says of a record that somebody asked for; a page with this has it, too."""
    end: date
    """The last day of this week."""

    @property
    def published(self) -> date | None:
        """The day of the record, where the ledger compares what was before and after it."""
        return self.entry.record.published if self.entry.asks else None

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """Up to this one, those without asks too."""
        return asks_per_week(self.entry.uses, self.end, since=self.published)

    @cached_property
    def rates(self) -> tuple[float, float] | None:
        """Asks a week before and after it was published; None when they are not known."""
        asks = self.entry.asks
        if not (asks and asks.days_before and asks.days_after):
            return None
        before, after = asks.weekly
        return float(before), float(after)

    @property
    def picture(self) -> Markup:
        """The weeks as bars, and the rates."""
        return weekly_asks(self.weeks, self.published, *(self.rates or (None, None)))


def weekly_asks_of(entry: Entry, today: date) -> WeeklyAsks | None:
    """Of what the ledger says of a record; None when nobody asked for it by hand."""
    return WeeklyAsks(entry, last_day(today)) if entry.uses else None
