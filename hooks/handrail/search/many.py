"""Very many documents: what they have in common is learnt from some of them.

So that takes no longer with more documents, and mostly need not be done again after an edit. Where the texts
of each document lie among those of the others is reckoned in the few numbers that a browser has.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ..stored import digest
from ..words.pieces import vectors_of
from ..words.vectors import Vectors
from .calibration import HeldOut, Scores, held_out
from .classifier import centered, discriminant, sums_of, toward
from .documents import MANY, Document
from .learnt import Learnt, from_the_middle, rounded
from .memory import Common, Memory
from .tables import reduced, table_of, whole, whole_pieces
from .texts import Texts, meanings_of, pieces_of, texts_in, texts_of

_LEVELS = 8
"""The numbers of so many documents go no further: a first search would load too much."""


@dataclass(frozen=True)
class _Placed:
    """Where documents lie."""

    texts: Texts
    weights: Vectors
    """Of each document the sum of its texts' weights."""
    known: Memory
    common: Common


def learn(documents: tuple[Document, ...], pages: tuple[Document, ...], known: Memory) -> Learnt:
    """What `documents` teach, with some `pages` beside them, of which nothing is learnt."""
    placed = _place(documents, known)
    texts, common = placed.texts, placed.common
    rows, offsets = _toward(placed.known.sums, placed.weights, common.turn)
    if pages:
        more = texts_of(pages)
        units = meanings_of(more, common.pieces, common.table)
        rows = np.vstack([rows, from_the_middle(more, units, common.middle, rows)])
        offsets = np.concatenate([offsets, np.zeros(len(pages), np.float32)])
        texts = texts.and_those_of(more)
    directions, stretch = whole(rows, _LEVELS)
    return Learnt(
        texts=texts,
        pieces=common.pieces,
        vectors=common.vectors,
        scales=common.scales,
        directions=directions,
        stretch=rounded(stretch),
        offsets=offsets.astype(float).round(3),
        evidence=common.held_out.evidence,
        threshold=common.held_out.threshold((len(documents) - 1) / (MANY - 1)),
        firsts=(),
        known=placed.known,
    )


@lru_cache(maxsize=1)
def _place(documents: tuple[Document, ...], known: Memory) -> _Placed:
    known = known.of(documents)
    texts = texts_in(documents, known.counts, known.bags)
    common = _common(documents, texts, known)
    sums = known.sums if common is known.common else np.full_like(known.sums, np.nan)
    if len(new := np.flatnonzero(np.isnan(sums[:, 0]))):
        own = np.flatnonzero(np.isin(texts.articles, new))
        units = meanings_of(texts.taken(own), common.pieces, common.table)
        sums[new] = sums_of(units, np.searchsorted(new, texts.articles[own]), texts.weights[own])
    return _Placed(texts, _weights_of_each(texts), replace(known, common=common, sums=sums), common)


def _weights_of_each(texts: Texts) -> Vectors:
    return np.bincount(texts.articles, texts.weights).astype(np.float32)


def _toward(sums: Vectors, weights: Vectors, turn: Vectors) -> tuple[Vectors, Vectors]:
    return centered(*toward(sums / weights[:, None], turn))


def _common(documents: Sequence[Document], texts: Texts, known: Memory) -> Common:
    """What `MANY` of the documents teach, unless it is known from them."""
    some = _some(documents)
    taught_by = digest("".join(known.digests[n] for n in some).encode())
    if known.common and known.common.taught_by == taught_by:
        return known.common
    bags = texts.taken(np.flatnonzero(np.isin(texts.articles, some)))
    texts = texts_in([documents[n] for n in some], [known.counts[n] for n in some], bags)
    pieces = {name: n for n, name in enumerate(pieces_of(texts))}
    table = vectors_of(list(pieces))
    units = meanings_of(texts, pieces, table)
    directions, _ = centered(*toward(*discriminant(units, texts.articles, texts.weights)))
    project, _, _ = reduced(table, units, texts.weights, directions)
    vectors, scales = whole_pieces(table @ project)
    units = meanings_of(texts, pieces, table_of(vectors, scales))
    _, turn = discriminant(units, texts.articles, texts.weights)
    asked = _held_out(texts, units, turn)
    return Common(taught_by, pieces, asked, vectors, scales, turn, units.mean(0))


def _held_out(texts: Texts, units: Vectors, turn: Vectors) -> HeldOut:
    """What questions find when they are held out."""
    sums, weights = sums_of(units, texts.articles, texts.weights), _weights_of_each(texts)

    def without(held: NDArray[np.int64]) -> Scores:
        owners, less = texts.articles[held], texts.weights[held]
        left, of_each = sums.copy(), weights.copy()
        np.subtract.at(left, owners, units[held] * less[:, None])
        np.subtract.at(of_each, owners, less)
        rows, offsets = _toward(left, of_each, turn)
        return lambda some: units[some] @ rows.T + offsets

    return held_out(texts, without)


def _some(documents: Sequence[Document]) -> list[int]:
    """The numbers of `MANY` documents: always the same ones, whatever else there is."""
    marks = [(crc32(each.id.encode()), each.id, each.kind) for each in documents]
    return sorted(sorted(range(len(documents)), key=marks.__getitem__)[:MANY])
