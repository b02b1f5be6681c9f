"""What by-hand work costs and what publishing saved, for each question and procedure.

Minutes written off a week = (asks a week before − asks a week after it was published) × minutes an ask took
before. The times before and after are of unequal length, hence asks a week; fewer than no minutes are not
written off.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ..records.interaction import Interaction
from ..records.library import Library
from .coverage import Article, Coverage, articles, coverage, recent
from .history import History, minutes
from .ladder.asks import Asks, asks


@dataclass(frozen=True)
class Entry:
    """A question or procedure in the ledger."""

    record: Article
    uses: tuple[Interaction, ...]
    """The interactions that used it."""
    asks: Asks | None
    """Those before and after it was published; None when it is not public or does not say since when."""
    minutes_to_write: int

    @cached_property
    def written_off(self) -> Fraction | None:
        """Minutes a week that it saves; None when there was no day before or after it was published."""
        if self.asks is None or not (self.asks.days_before and self.asks.days_after):
            return None
        before, after = self.asks.weekly
        return max(before - after, Fraction(0)) * self.minutes_an_ask

    @cached_property
    def minutes(self) -> int:
        """What all its uses took."""
        return minutes(self.uses)

    @property
    def minutes_an_ask(self) -> Fraction:
        """What an ask took on average before it was published; 0 when nobody asked."""
        before = self.asks.before if self.asks else ()
        return Fraction(minutes(before), len(before)) if before else Fraction(0)

    @property
    def payback(self) -> Fraction | None:
        """The weeks after which writing it has paid; None when it saves nothing, or nobody can tell."""
        return self.minutes_to_write / self.written_off if self.written_off else None

    @property
    def has_paid(self) -> bool:
        """That many weeks have passed since it was published."""
        return self.asks is not None and self.payback is not None and self.asks.days_after >= self.payback * 7


@dataclass(frozen=True)
class Ledger:
    """What the by-hand work cost, and what publishing saved."""

    entries: tuple[Entry, ...]
    """The records that by-hand work used, the one that saves most first."""
    unused: tuple[Article, ...]
    """The others."""
    coverage: Coverage
    """Of the last 90 days."""

    @property
    def known(self) -> tuple[Entry, ...]:
        """Those of which it can be told what they save."""
        return tuple(e for e in self.entries if e.written_off is not None)

    @cached_property
    def written_off(self) -> Fraction:
        """Minutes a week that all of them save together."""
        return sum((e.written_off or Fraction(0) for e in self.entries), Fraction(0))


def ledger(library: Library, past: History) -> Ledger:
    """The ledger of `library`."""
    entries = [entry_of(library, past, record) for record in articles(library)]
    return Ledger(
        entries=tuple(sorted((e for e in entries if e.uses), key=_most_first)),
        unused=tuple(e.record for e in entries if not e.uses),
        coverage=coverage(library, recent(past)),
    )


def entry_of(library: Library, past: History, record: Article) -> Entry:
    """What the ledger says of one record."""
    to_write = record.minutes_to_write
    return Entry(
        record=record,
        uses=past.uses_of(record.id),
        asks=asks(past, record.id, record.published) if record.is_public and record.published else None,
        minutes_to_write=library.settings.ledger.minutes_to_write if to_write is None else to_write,
    )


def _most_first(entry: Entry) -> tuple[Fraction, int, str]:
    return -(entry.written_off or Fraction(0)), -entry.minutes, entry.record.id
