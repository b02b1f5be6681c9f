"""The interactions of one file as one thing: there are hundreds in it, and most rules ask once for all."""

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from .fields import Location, Unfinished
from .interaction import Interaction
from .unpickling import unpickled


class Sheet:
    """The interactions that were read in one file, and what is remembered of them (`remembering`).

    One that was kept makes its interactions when the first is asked for. So where the file is the same as the
    last time, and all that is asked is remembered, nothing is done for any of them.
    """

    def __init__(self, path: str, interactions: Iterable[Interaction]) -> None:
        self.path = path
        """The file, relative to the folder of records."""
        self.remembered: dict[str, Any] = {}
        self._interactions: tuple[Interaction, ...] | bytes = tuple(interactions)
        self._count = len(self._interactions)

    def __len__(self) -> int:
        return self._count

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """In the order of the file."""
        if isinstance(self._interactions, bytes):
            self._interactions = tuple(map(_with, unpickled(self._interactions)))
        return self._interactions

    def __getstate__(self) -> dict[str, Any]:
        found = self._interactions
        kept = found if isinstance(found, bytes) else pickle.dumps([vars(i) for i in found])
        return {**vars(self), "_interactions": kept}


class Interactions(Mapping[str, Interaction]):
    """All interactions by their ids, in the order of these. They are put together when one is asked for."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = sheets

    @cached_property
    def _by_id(self) -> dict[str, Interaction]:
        return {i.id: i for i in sorted(_all(self.sheets), key=lambda i: i.id)}

    def __getitem__(self, id: str) -> Interaction:
        return self._by_id[id]

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and "#" in id and id in self._by_id  # ids of records are asked for, too

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return sum(map(len, self.sheets))


def sheets_of(interactions: Mapping[str, Interaction]) -> Sequence[Sheet]:
    """The interactions by file."""
    if isinstance(interactions, Interactions):
        return interactions.sheets
    in_order = sorted(interactions.values(), key=lambda i: (i.path, i.number))
    return [Sheet(path, of_file) for path, of_file in groupby(in_order, lambda i: i.path)]


def parts(thing: BaseModel | Unfinished | Sheet) -> Iterator[tuple[Location, BaseModel | Unfinished]]:
    """Each interaction of a sheet with where in the file it starts; of anything else, the thing itself."""
    if isinstance(thing, Sheet):
        yield from (((i.number - 1,), i) for i in thing.interactions)
    else:
        yield (), thing


def _with(values: dict[str, Any]) -> Interaction:
    """The interaction that had these values, which were found right then."""
    state = {"__dict__": values, "__pydantic_fields_set__": set(values)}
    again = Interaction.__new__(Interaction)
    again.__setstate__(state | {"__pydantic_extra__": None, "__pydantic_private__": None})
    return again


def _all(sheets: Iterable[Sheet]) -> Iterator[Interaction]:
    for sheet in sheets:
        yield from sheet.interactions
