"""What customers need next: by-hand work that no public answer covers, and that which one should have.

Two lists. A `Need` has no article that customers can read. `AnsweredAnyway` has one, and staff did the
work by hand all the same: customers did not find it, or it is wrong.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ..records.interaction import Interaction, Outcome
from ..records.library import Library
from ..records.needs import NamedNeed
from ..words.vectors import vectors
from .coverage import Article, answering_now
from .history import History, between, customers, in_order, minutes
from .telling import most_typical, telling_words
from .uncovered import Together, kept_by_hand, uncovered

TREND = timedelta(weeks=4)


@dataclass(frozen=True)
class Measures:
    """What can be counted of some by-hand work."""

    interactions: tuple[Interaction, ...]
    """The earliest first; at least one."""
    since: date
    """The first day of the whole history: how often something comes is counted from it …"""
    today: date
    """… to this day."""

    @property
    def minutes(self) -> int:
        """The minutes that it took us: what an answer could have saved."""
        return minutes(self.interactions)

    @property
    def customers(self) -> int:
        """How many different customers it was for."""
        return customers(self.interactions)

    @property
    def per_week(self) -> float:
        """How many times a week it came."""
        return len(self.interactions) * 7 / ((self.today - self.since).days + 1)

    @property
    def effort(self) -> float:
        """The median of the minutes that one took."""
        return median(i.minutes for i in self.interactions)

    @property
    def dissatisfied(self) -> tuple[Interaction, ...]:
        """Those that were not solved, or that the customer gave 3 of 5 or less."""
        return tuple(i for i in self.interactions if not _went_well(i))

    @property
    def recent(self) -> tuple[Interaction, ...]:
        """Those of the last four weeks, today included."""
        tomorrow = self.today + timedelta(days=1)
        return between(self.interactions, tomorrow - TREND, tomorrow)

    @property
    def before(self) -> tuple[Interaction, ...]:
        """Those of the four weeks before these."""
        end = self.today + timedelta(days=1) - TREND
        return between(self.interactions, end - TREND, end)


@dataclass(frozen=True)
class Need:
    """Asks for one thing, to which customers can read no answer."""

    id: str
    """Its name in needs.yml, else that of the internal record, else its place in the list: '1', '2' …"""
    words: tuple[str, ...]
    """The words that tell it from other asks, the most telling first."""
    asks: tuple[str, ...]
    """Customers' words, each once, the most typical first."""
    measures: Measures
    named: NamedNeed | None
    """What staff said of it in needs.yml."""
    record: Article | None
    """The record that answers it and is not public."""


@dataclass(frozen=True)
class AnsweredAnyway:
    """By-hand work since the day on which a record that answers it was published."""

    record: Article
    measures: Measures

    @property
    def wrong(self) -> tuple[Interaction, ...]:
        """The record did not fit, or did not solve it: it is not, or no longer, what customers need."""
        return tuple(i for i in self.measures.interactions if _did_not_fit(i))

    @property
    def not_found(self) -> tuple[Interaction, ...]:
        """What the record says solved it: they had not found it, or would rather ask."""
        return tuple(i for i in self.measures.interactions if not _did_not_fit(i))


@dataclass(frozen=True)
class Backlog:
    """Both lists, what took the most minutes first."""

    needs: tuple[Need, ...]
    answered_anyway: tuple[AnsweredAnyway, ...]
    wordless: tuple[Interaction, ...]
    """No public answer covers them, and nothing says what was asked: they are in no need."""


def backlog(library: Library, past: History) -> Backlog:
    """What customers need next, as of the day of `past`."""
    found = uncovered(library, past)
    needs = [one for one in found.together if not (one.record and one.record.is_public)]
    return Backlog(
        needs=_needs(needs, past, found.points),
        answered_anyway=_answered_anyway(library, past, found.together),
        wordless=found.wordless,
    )


def _needs(
    together: Iterable[Together], past: History, known: Mapping[str, NDArray[np.float32]]
) -> tuple[Need, ...]:
    """`known` are the vectors of the texts that were compared already."""
    tell = telling_words([i.asked for i in past.interactions if i.asked])
    found = []
    for one in together:
        asks = [i.asked for i in one.interactions if i.asked]
        id = one.named.id if one.named else one.record.id if one.record else ""
        measures = _measures(one.interactions, past)
        points = np.array([known[a] for a in asks]) if asks and known.keys() >= {*asks} else vectors(asks)
        found.append(Need(id, tell(asks), most_typical(asks, points), measures, one.named, one.record))
    found.sort(key=lambda need: _most_first(need.measures))
    return tuple(replace(need, id=need.id or str(place)) for place, need in enumerate(found, 1))


def _answered_anyway(
    library: Library, past: History, together: Iterable[Together]
) -> tuple[AnsweredAnyway, ...]:
    """For each public record what used it, or belongs to a need that it answers, since it was published."""
    answering = dict.fromkeys(record.id for record in answering_now(library, past).values())
    work = {id: past.uses_of(id) for id in answering}
    for one in together:
        if one.record and one.record.is_public:
            all_of_it = {i.id: i for i in (*work.get(one.record.id, ()), *one.interactions)}
            work[one.record.id] = tuple(sorted(all_of_it.values(), key=in_order))
    found = []
    for id, interactions in work.items():
        record = library.article(id)
        if record is None or record.published is None or kept_by_hand(record):
            continue
        since = tuple(i for i in interactions if i.on >= record.published)
        if since:
            found.append(AnsweredAnyway(record, _measures(since, past)))
    return tuple(sorted(found, key=lambda one: _most_first(one.measures)))


def _measures(interactions: tuple[Interaction, ...], past: History) -> Measures:
    return Measures(interactions, past.interactions[0].on, past.today)


def _most_first(measures: Measures) -> tuple[int, int, date, str]:
    first = measures.interactions[0]
    return -measures.minutes, -len(measures.interactions), first.on, first.id


def _went_well(interaction: Interaction) -> bool:
    gave = interaction.satisfaction
    return interaction.outcome is Outcome.SOLVED and (gave is None or gave > 3)


def _did_not_fit(interaction: Interaction) -> bool:
    return bool(interaction.deviated) or interaction.outcome is not Outcome.SOLVED
