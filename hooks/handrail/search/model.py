"""What ranks: two small tables that say how much each word of a query speaks for each article.

*Meaning*: a query's vector is the sum of its words' vectors, and an article is a direction in which the
vectors of its texts lie (`head.fit`). *Words*: a query is compared with each text of an article by the
words that they share, the rarer the more (the cosine of tf-idf vectors); its best text counts. The score
is meaning + `WORDS` × words. All numbers are small integers, so that a reader's browser gets by with
little and computes what is computed here.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # has no types

from ..words.pieces import vectors_of
from .calibration import held_out
from .documents import Document
from .head import Numbers, fit
from .index import Index, index_of
from .tables import LEVELS, reduced, unit, whole, whole_pieces
from .texts import compared, pieces_of, sums_of, texts_of

MANY = 1000
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
    threshold: float
    """The evidence below which a person is better than any answer."""
    firsts: tuple[tuple[int, int], ...]
    """For each phrasing that was held out: its own document, and the one that it finds first then."""


@lru_cache(maxsize=2)
def train(documents: tuple[Document, ...]) -> Model:
    """The model of `documents`, from their texts alone. There must be one at least.

    Checking and building ask for the same one. One thread, so that the same texts give the same bytes on any
    number of cores.
    """
    with threadpool_limits(1):
        texts = texts_of(documents)
        pieces = {name: n for n, name in enumerate(pieces_of(texts))}
        table = vectors_of(list(pieces)).astype(np.float64)
        sums = sums_of(texts, pieces, table)
        directions, offsets = fit(unit(sums), texts.articles, texts.weights)
        project, rows, ratio = reduced(table, sums, directions)
        vectors, scales = whole_pieces(table @ project)
        numbers, stretch = whole(rows, LEVELS if len(documents) < MANY else FEWER_LEVELS)
        threshold, firsts = held_out(texts, sums, table)
    return Model(
        documents=tuple(documents),
        pieces=pieces,
        vectors=vectors,
        scales=scales,
        directions=numbers,
        stretch=np.array([float(f"{s:.5g}") for s in stretch / ratio]),
        offsets=offsets.round(3),
        index=index_of(texts),
        phrasings=tuple(texts.shown[n] for n in compared(texts)),
        threshold=threshold,
        firsts=firsts,
    )
