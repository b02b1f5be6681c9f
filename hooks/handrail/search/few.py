"""Some documents: everything is learnt from all of their texts, and from nothing else."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..words.pieces import vectors_of
from ..words.vectors import Vectors, unit
from .calibration import HeldOut, Scores, held_out
from .classifier import fit
from .documents import Document
from .learnt import Learnt, from_the_middle, rounded
from .memory import NOTHING
from .tables import LEVELS, reduced, whole, whole_pieces
from .texts import Texts, meanings_of, pieces_of, texts_of


@dataclass(frozen=True)
class _Large:
    """What documents teach, before it is made small."""

    texts: Texts
    pieces: dict[str, int]
    table: Vectors
    """The vector of each piece."""
    units: Vectors
    """The sum of the vectors of the pieces of each text, with length 1."""
    directions: Vectors
    offsets: Vectors
    held_out: HeldOut


def learn(documents: tuple[Document, ...], pages: tuple[Document, ...]) -> Learnt:
    """What `documents` teach, with some `pages` beside them, of which nothing is learnt."""
    large = _with_pages(_learn(documents), pages) if pages else _learn(documents)
    project, rows, ratio = reduced(large.table, large.units, large.texts.weights, large.directions)
    vectors, scales = whole_pieces(large.table @ project)
    directions, stretch = whole(rows, LEVELS)
    return Learnt(
        texts=large.texts,
        pieces=large.pieces,
        vectors=vectors,
        scales=scales,
        directions=directions,
        stretch=rounded(stretch / ratio),
        offsets=large.offsets.astype(float).round(3),
        evidence=large.held_out.evidence,
        threshold=large.held_out.threshold(),
        firsts=large.held_out.firsts,
        known=NOTHING,
    )


@lru_cache(maxsize=1)
def _learn(documents: tuple[Document, ...]) -> _Large:
    texts = texts_of(documents)
    pieces = {name: n for n, name in enumerate(pieces_of(texts))}
    table = vectors_of(list(pieces))
    units = meanings_of(texts, pieces, table)

    def without(held: NDArray[np.int64]) -> Scores:
        weights = texts.weights.copy()
        weights[held] = 0
        directions, offsets = fit(units, texts.articles, weights)
        project, rows, ratio = reduced(table, units, weights, directions)
        return lambda some: unit(units[some] @ project) @ rows.T / ratio + offsets

    directions, offsets = fit(units, texts.articles, texts.weights)
    return _Large(texts, pieces, table, units, directions, offsets, held_out(texts, without))


def _with_pages(large: _Large, pages: tuple[Document, ...]) -> _Large:
    """`large`, and for each page the direction from the middle of all texts to its own."""
    texts = texts_of(pages)
    units = meanings_of(texts, large.pieces, large.table)
    directions = from_the_middle(texts, units, large.units.mean(0), large.directions)
    return replace(
        large,
        texts=large.texts.and_those_of(texts),
        units=np.vstack([large.units, units]),
        directions=np.vstack([large.directions, directions]),
        offsets=np.concatenate([large.offsets, np.zeros(len(pages), np.float32)]),
    )
