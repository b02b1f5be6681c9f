"""The by-hand work up to a day, in its order: what every measure is computed from."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from ..records.interaction import Interaction
from ..records.library import Library


@dataclass(frozen=True)
class History:
    """The interactions up to and including `today`, the earliest first; later ones count nowhere."""

    today: date
    interactions: tuple[Interaction, ...]
    used: Mapping[str, tuple[Interaction, ...]]
    """Those in which each question or procedure was used, by its id; () is not in it."""

    def uses_of(self, id: str) -> tuple[Interaction, ...]:
        """The interactions that used the question or procedure with this id."""
        return self.used.get(id, ())

    def until(self, day: date) -> "History":
        """The same as of an earlier day."""

        def early(interactions: tuple[Interaction, ...]) -> tuple[Interaction, ...]:
            return interactions[: bisect_right(interactions, day, key=_day)]

        used = {id: found for id, every in self.used.items() if (found := early(every))}
        return History(day, early(self.interactions), MappingProxyType(used))


@lru_cache(maxsize=1)
def history(library: Library, today: date) -> History:
    """The by-hand work of `library` as of `today`, whatever the order of the files."""
    in_order_of_files = sorted(library.sheets, key=lambda sheet: sheet.path)
    past = [i for sheet in in_order_of_files for i in sheet.interactions if i.on <= today]
    past.sort(key=_day)  # as `in_order` does, for those of one day are in order already
    used: dict[str, list[Interaction]] = {}
    for interaction in past:
        for id in dict.fromkeys(interaction.used):
            used.setdefault(id, []).append(interaction)
    return History(today, tuple(past), MappingProxyType({id: tuple(found) for id, found in used.items()}))


def in_order(interaction: Interaction) -> tuple[date, str, int]:
    """What interactions are sorted by: whatever the order of the files, the earliest comes first."""
    return interaction.on, interaction.path, interaction.number


def minutes(interactions: Iterable[Interaction]) -> int:
    """The minutes that they took us together."""
    return sum(i.minutes for i in interactions)


def customers(interactions: Iterable[Interaction]) -> int:
    """How many different customers they were for."""
    return len({i.customer for i in interactions})


def between(interactions: Sequence[Interaction], start: date, end: date) -> tuple[Interaction, ...]:
    """Those on or after `start` and before `end`, of interactions of which the earliest come first."""
    first = bisect_left(interactions, start, key=_day)
    return tuple(interactions[first : bisect_left(interactions, end, first, key=_day)])


def _day(interaction: Interaction) -> date:
    return interaction.on
