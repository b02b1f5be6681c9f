"""How often one record was asked for by hand, week by week, for its page."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from ..evidence.ledger import Entry
from ..evidence.weeks import Week, asks_per_week
from .pictures import weekly_asks


@dataclass(frozen=True)
class WeeklyAsks:
    """The numbers, and a picture of them; the rates are in asks a week, None when they are not known."""

    weeks: tuple[Week, ...]
    published: date | None
    before: float | None
    after: float | None

    @property
    def picture(self) -> Markup:
        """It is drawn when its page is made, and most pages are not made again."""
        return weekly_asks(self.weeks, self.published, self.before, self.after)


def weekly_asks_of(entry: Entry, today: date) -> WeeklyAsks | None:
    """Of what the ledger says of a record; None when nobody asked for it by hand."""
    published = entry.record.published if entry.asks else None
    weeks = asks_per_week(entry.uses, today, since=published)
    if not weeks:
        return None
    before = after = None
    if entry.asks and entry.asks.days_before and entry.asks.days_after:
        before, after = map(float, entry.asks.weekly)
    return WeeklyAsks(weeks, published, before, after)
