"""The interactions of one file as one thing: there are hundreds in it, and most rules ask once for all."""

import pickle
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from .fields import Location, M, Unfinished, marked, marked_in_each
from .interaction import Interaction, number_of
from .unpickling import unpickled

Columns = dict[str, Sequence[Any]]
"""What each interaction has in a field, by the field's name; these are in the order of `Interaction`."""


_STATE = (
    ("__pydantic_fields_set__", {*Interaction.model_fields}),  # of each the same, as nobody changes one
    ("__pydantic_extra__", None),
    ("__pydantic_private__", None),
)


def columns_of(interactions: Iterable[Interaction]) -> Columns:
    """The values of these."""
    values = [*map(vars, interactions)]
    return {name: [each[name] for each in values] for name in Interaction.model_fields}


class Sheet:
    """The interactions that were read in one file, and what is remembered of them (`remembering`).

    They are kept by their fields, and made when the first is asked for: most rules ask what there is in a
    field. Where the file is the same as the last time, and all that is asked is remembered, not even that is
    looked at.
    """

    def __init__(self, path: str, columns: Columns) -> None:
        self.path = path
        """The file, relative to the folder of records."""
        self.remembered: dict[str, Any] = {}
        self._columns: Columns | bytes = columns
        self._count = len(columns["id"])
        self._interactions: tuple[Interaction, ...] | None = None

    def __len__(self) -> int:
        return self._count

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """In the order of the file."""
        if self._interactions is None:
            names = [*Interaction.model_fields]
            rows = zip(*self._all_columns().values(), strict=True)
            self._interactions = tuple([_with(dict(zip(names, row, strict=True))) for row in rows])
        return self._interactions

    def each(self, field: str) -> Sequence[Any]:
        """What they have in a field, in the order of the file."""
        return self._all_columns()[field]

    def different(self, field: str) -> Collection[Any]:
        """The same, each value once."""
        return dict.fromkeys(self.each(field))

    def _all_columns(self) -> Columns:
        if isinstance(self._columns, bytes):
            columns: Columns = unpickled(self._columns)
            self._columns = columns
        return self._columns

    def __getstate__(self) -> dict[str, Any]:
        found = self._columns
        kept = found if isinstance(found, bytes) else pickle.dumps(found)
        return {**vars(self), "_columns": kept, "_interactions": None}


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
    return [Sheet(path, columns_of(of_file)) for path, of_file in groupby(in_order, lambda i: i.path)]


Thing = BaseModel | Unfinished | Sheet
"""What stands by itself: something typed, what is not yet, or the interactions of a file."""


def parts(thing: Thing) -> Iterator[tuple[Location, BaseModel | Unfinished]]:
    """Each interaction of a sheet with where in the file it starts; of anything else, the thing itself."""
    if isinstance(thing, Sheet):
        yield from (((i.number - 1,), i) for i in thing.interactions)
    else:
        yield (), thing


def marked_in(thing: Thing, mark: type[M]) -> Iterator[tuple[Location, str, M]]:
    """The same as `fields.marked`, in one thing or in all interactions of a sheet."""
    if not isinstance(thing, Sheet):
        yield from marked(thing, mark)
        return
    ids = thing.each("id")
    for (n, *within), text, found in marked_in_each(Interaction, thing.each, mark):
        yield (number_of(ids[n]) - 1, *within), text, found


def _with(values: dict[str, Any]) -> Interaction:
    """The interaction that has these values, which were found right."""
    made = Interaction.__new__(Interaction)
    object.__setattr__(made, "__dict__", values)
    for name, value in _STATE:
        object.__setattr__(made, name, value)
    return made


def _all(sheets: Iterable[Sheet]) -> Iterator[Interaction]:
    for sheet in sheets:
        yield from sheet.interactions
