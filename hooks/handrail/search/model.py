"""What ranks: two small tables that say how much each word of a query speaks for each article.

*Meaning*: a query's vector is the sum of its words' vectors, and an article is a direction in which the
vectors of its texts lie (`classifier.fit`). *Words*: a query is compared with each text of an article by the
words that they share, the rarer the more (the cosine of tf-idf vectors); its best text counts, and in how
many of its texts each word is. The score is meaning + `WORDS` × best text + `LEANING` × log-odds. All
numbers are small integers, so that a reader's browser gets by with little and computes what is computed
here.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # has no types

from ..words.pieces import vectors_of
from ..words.vectors import Vectors, unit
from .calibration import Evidence, Firsts, held_out
from .classifier import Numbers, fit
from .documents import MANY, Document
from .index import Index, index_of
from .tables import LEVELS, reduced, whole, whole_pieces
from .texts import Texts, compared, meanings_of, pieces_of, texts_of

FEWER_LEVELS = 8
"""With so many articles, their numbers go no further: a first search would load too much."""


@dataclass(frozen=True)
class Model:
    """All that the ranking of a query needs."""

    documents: tuple[Document, ...]
    pieces: dict[str, int]
    """The row of each piece in `vectors`."""
    vectors: NDArray[np.int8]
    scales: NDArray[np.int64]
    """What the numbers of each row of `vectors` are multiplied with."""
    directions: NDArray[np.int8]
    """A row for each document."""
    stretch: Numbers
    """What a row of `directions` is multiplied with, so that its product with a unit vector is a score."""
    offsets: Numbers
    index: Index
    phrasings: tuple[str, ...]
    """What the texts of `index` say, where it is a phrasing that readers may see, and '' elsewhere."""
    evidence: Evidence
    threshold: float
    """The evidence up to which a person is better than any answer."""
    firsts: Firsts
    """Of the phrasings that were held out."""


@dataclass(frozen=True)
class _Learnt:
    """What documents teach, before it is made small."""

    texts: Texts
    pieces: dict[str, int]
    table: Vectors
    """The vector of each piece."""
    units: Vectors
    """The sum of the vectors of the pieces of each text, with length 1."""
    directions: Vectors
    offsets: Vectors
    evidence: Evidence
    threshold: float
    firsts: Firsts


@lru_cache(maxsize=2)
def train(documents: tuple[Document, ...], pages: tuple[Document, ...] = ()) -> Model:
    """The model of `documents`, from their texts alone, and of some `pages` beside them, of which nothing is
    learnt. There must be one document at least.

    Checking and building learn from the same documents, and only once. One thread, so that the same texts
    give the same bytes on any number of cores.
    """
    with threadpool_limits(1):
        learnt = _with_pages(_learn(documents), pages) if pages else _learn(documents)
        project, rows, ratio = reduced(learnt.table, learnt.units, learnt.texts.weights, learnt.directions)
        vectors, scales = whole_pieces(learnt.table @ project)
        numbers, stretch = whole(rows, LEVELS if len(documents) < MANY else FEWER_LEVELS)
    chosen = compared(learnt.texts, learnt.texts.weights > 0)
    return Model(
        documents=(*documents, *pages),
        pieces=learnt.pieces,
        vectors=vectors,
        scales=scales,
        directions=numbers,
        stretch=np.array([float(f"{s:.5g}") for s in stretch / ratio]),
        offsets=learnt.offsets.astype(float).round(3),
        index=index_of(learnt.texts, chosen),
        phrasings=tuple(learnt.texts.shown[n] for n in chosen),
        evidence=learnt.evidence,
        threshold=learnt.threshold,
        firsts=learnt.firsts,
    )


@lru_cache(maxsize=1)
def _learn(documents: tuple[Document, ...]) -> _Learnt:
    texts = texts_of(documents)
    pieces = {name: n for n, name in enumerate(pieces_of(texts))}
    table = vectors_of(list(pieces))
    units = meanings_of(texts, pieces, table)
    directions, offsets = fit(units, texts.articles, texts.weights)
    return _Learnt(texts, pieces, table, units, directions, offsets, *held_out(texts, units, table))


def _with_pages(learnt: _Learnt, pages: tuple[Document, ...]) -> _Learnt:
    """`learnt`, and for each page the direction from the middle of all texts to its own, of usual length."""
    texts = texts_of(pages)
    units = meanings_of(texts, learnt.pieces, learnt.table)
    to_each = np.zeros((len(pages), units.shape[1]))
    np.add.at(to_each, texts.articles, units * texts.weights[:, None])
    of_each = np.bincount(texts.articles, texts.weights)[:, None]
    length = float(np.median(np.linalg.norm(learnt.directions, axis=1)))
    directions = (unit(to_each / of_each - learnt.units.mean(0)) * length).astype(np.float32)
    return replace(
        learnt,
        texts=learnt.texts.followed_by(texts, len(learnt.directions)),
        units=np.vstack([learnt.units, units]),
        directions=np.vstack([learnt.directions, directions]),
        offsets=np.concatenate([learnt.offsets, np.zeros(len(pages), np.float32)]),
    )
