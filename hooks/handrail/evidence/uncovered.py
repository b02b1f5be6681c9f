"""By-hand work that used no public answer, put together by what customers needed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..records.interaction import Interaction
from ..records.library import Library
from ..records.needs import NamedNeed
from ..records.procedure import Procedure
from ..words.vectors import Vectors
from .coverage import Article, answering_now
from .grouping import groups
from .history import History, in_order


@dataclass(frozen=True)
class Together:
    """Interactions that are about one thing, the earliest first."""

    interactions: tuple[Interaction, ...]
    named: NamedNeed | None = None
    """What staff said of it in needs.yml."""
    record: Article | None = None
    """The record that answers it: the one that they used, or that needs.yml names."""


@dataclass(frozen=True)
class Uncovered:
    """What no public answer covers; what stays by hand on purpose is left out."""

    together: tuple[Together, ...]
    wordless: tuple[Interaction, ...]
    """Nothing says what was asked, so that they are in no group."""
    points: Mapping[str, NDArray[np.float32]]
    """The vector of each text that was compared."""


def uncovered(library: Library, past: History) -> Uncovered:
    """Every interaction of `past` that used nothing public.

    Staff have the first word (needs.yml), then comes the record that was used, then customers' words.
    """
    needs = library.needs.needs
    named = {id: need for need in reversed(needs) for id in need.interactions}
    answered_by = {need.answered_by: need for need in reversed(needs)}
    asked: list[Interaction] = []
    wordless: list[Interaction] = []
    answering = answering_now(library, past).keys()
    using: dict[str, list[Interaction]] = {}
    used_for: dict[str, list[Interaction]] = {}
    for interaction in past.interactions:
        if not answering.isdisjoint(interaction.used):
            continue
        records = [found for id in interaction.used if (found := library.article(id))]
        need = named.get(interaction.id)
        need = need or next((answered_by[r.id] for r in records if r.id in answered_by), None)
        if need and records:
            used_for.setdefault(need.id, []).append(interaction)
        elif need:
            asked.append(interaction)
        elif records:
            using.setdefault(records[0].id, []).append(interaction)
        elif interaction.asked:
            asked.append(interaction)
        else:
            wordless.append(interaction)
    by_record = (Together(tuple(found), record=library.article(id)) for id, found in using.items())
    together = [one for one in by_record if not kept_by_hand(one.record)]
    texts = [i.asked or i.did or "" for i in asked]
    alike, points = groups(texts)
    by_words = _by_words(library, asked, named, used_for, alike, points)
    return Uncovered((*together, *by_words), tuple(wordless), dict(zip(texts, points, strict=True)))


def kept_by_hand(record: Article | None) -> bool:
    """It is a procedure that stays by hand on purpose."""
    return isinstance(record, Procedure) and record.keep_by_hand is not None


def _by_words(
    library: Library,
    asked: Sequence[Interaction],
    named: Mapping[str, NamedNeed],
    used_for: Mapping[str, Sequence[Interaction]],
    alike: Sequence[list[int]],
    points: Vectors,
) -> Iterator[Together]:
    """The groups of what customers said, those with a name first, and with what is known to be for it.

    `alike` are the places in `asked` of those that are about one thing, `points` the vectors of all.
    """
    places_of: dict[str, list[int]] = {}
    nameless: list[list[int]] = []
    for places in alike:
        shown = [n for n in places if asked[n].id in named]
        if not shown:
            nameless.append(places)
        for n, nearest in zip(places, _nearest(points, places, shown), strict=False):
            need = named.get(asked[n].id) or named[asked[nearest].id]
            places_of.setdefault(need.id, []).append(n)
    for need in library.needs.needs:
        if of_need := [*(asked[n] for n in places_of.get(need.id, ())), *used_for.get(need.id, ())]:
            record = library.article(need.answered_by) if need.answered_by else None
            yield Together(tuple(sorted(of_need, key=in_order)), need, record)
    for places in nameless:
        yield Together(tuple(asked[n] for n in places))


def _nearest(points: Vectors, places: Sequence[int], shown: Sequence[int]) -> list[int]:
    """For each of `places` that of `shown` whose text is most alike; nothing when none is shown."""
    if not shown:
        return []
    likeness = points[np.asarray(places)] @ points[np.asarray(shown)].T
    return [shown[n] for n in likeness.argmax(axis=1)]
