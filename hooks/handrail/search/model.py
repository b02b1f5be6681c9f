"""What ranks: two small tables that say how much each word of a query speaks for each article.

*Meaning*: a query's vector is the sum of its words' vectors, and an article is a direction in which the
vectors of its texts lie (`head.fit`). *Words*: a query is compared with each text of an article by the
words that they share, the rarer the more (the cosine of tf-idf vectors); its best text counts. The score
is meaning + `WORDS` × words. All numbers are small integers, so that a reader's browser gets by with
little and computes what is computed here.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy has no types of its own

from ..words.pieces import cut, near, vectors_of, vocabulary
from ..words.splitting import split
from .documents import Document
from .head import Numbers, fit
from .index import Index, index_of

WORDS = 3.0
"""How much sharing words counts beside meaning; chosen by cross-validation."""
RANK = 64
"""How many numbers a piece and an article have."""
MOST_USED = 5000
"""How many of the pieces that the articles use are taken along; words of rarer ones are cut smaller."""
PIECES = 5500
"""How many pieces there are at most with those for what customers may write besides, of which there are …"""
NEAR = (1000, 4000)
"""… at least and at most so many."""
MOST_PHRASINGS = 60
"""How many phrasings of an article are compared word by word; all of them shape its meaning."""
BODY = 0.5
"""How much the text of an article counts beside its title and each phrasing."""
ANSWERED = 0.95
"""The share of the questions of the records themselves that get answers."""
LEVELS = 25
"""The numbers of pieces and articles are whole, from -LEVELS to LEVELS."""
MANY = 1000
FEWER_LEVELS = 8
"""With so many articles, their numbers go no further: a first search would load too much."""
_STEPS = 3
"""Steps between 0 and a typical number of a piece; finer ones make no difference."""
_ANCHORS = 2000
"""The most used words of the records decide what is near."""
_FOLDS = 5
_ENOUGH = 500
"""So many questions held out are enough; more would only take time."""


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


@dataclass(frozen=True)
class _Texts:
    """Texts with the document that each belongs to, and how much each counts."""

    words: tuple[tuple[str, ...], ...]
    articles: NDArray[np.int64]
    weights: Numbers
    shown: tuple[str, ...]
    """The phrasing itself; '' for titles, bodies and what readers do not see."""
    is_body: NDArray[np.bool_]

    def only(self, chosen: NDArray[np.bool_]) -> "_Texts":
        kept = np.flatnonzero(chosen)
        return _Texts(
            tuple(self.words[n] for n in kept),
            self.articles[chosen],
            self.weights[chosen],
            tuple(self.shown[n] for n in kept),
            self.is_body[chosen],
        )


@lru_cache(maxsize=2)
def train(documents: tuple[Document, ...]) -> Model:
    """The model of `documents`, from their texts alone. There must be one at least.

    Checking and building ask for the same one.
    """
    texts = _texts(documents)
    pieces = {name: n for n, name in enumerate(_pieces(texts))}
    table = vectors_of(list(pieces)).astype(np.float64)
    sums = _sums(texts, pieces, table)
    directions, offsets = fit(_unit(sums), texts.articles, texts.weights)
    reduced, rows, ratio = _reduced(table, sums, directions)
    vectors, scales = _whole_pieces(reduced)
    whole, stretch = _whole(rows, LEVELS if len(documents) < MANY else FEWER_LEVELS)
    threshold, firsts = _held_out(texts, sums)
    return Model(
        documents=tuple(documents),
        pieces=pieces,
        vectors=vectors,
        scales=scales,
        directions=whole,
        stretch=np.array([float(f"{s:.5g}") for s in stretch / ratio]),
        offsets=offsets.round(3),
        index=_index(texts),
        phrasings=tuple(texts.shown[n] for n in _shown(texts)),
        threshold=threshold,
        firsts=firsts,
    )


def _texts(documents: Sequence[Document]) -> _Texts:
    found: list[tuple[str, int, float, str, bool]] = []
    for n, document in enumerate(documents):
        found.append((document.title, n, 1.0, "", False))
        found += [(text, n, 1.0, text, False) for text in document.phrasings]
        found += [(text, n, 1.0, "", False) for text in document.hidden]
        found += [(text, n, BODY, "", True) for text in document.bodies or ("",)]
    texts, articles, weights, shown, is_body = zip(*found, strict=True)
    words = tuple(tuple(split(text)) for text in texts)
    return _Texts(words, np.array(articles), np.array(weights), shown, np.array(is_body))


def _pieces(texts: _Texts) -> list[str]:
    """The pieces that the texts use, the most used if there are very many, and others near them."""
    times = Counter(word for text in texts.words for word in text)
    known = vocabulary()
    used: Counter[str] = Counter()
    for word, count in times.items():
        for piece in cut(word, known):
            used[piece] += count
    common = sorted(times, key=lambda word: (-times[word], word))[:_ANCHORS]
    kept = sorted(used, key=lambda piece: (-used[piece], piece))[:MOST_USED]
    others = min(max(PIECES - len(kept), NEAR[0]), NEAR[1])
    return sorted({*kept, *near(common, others)})


def _sums(texts: _Texts, pieces: dict[str, int], table: Numbers) -> Numbers:
    """The sum of the vectors of the pieces of each text."""
    words = {word for text in texts.words for word in text}
    cuts = {word: [pieces[p] for p in cut(word, pieces)] for word in words}
    rows = [[n for word in text for n in cuts[word]] for text in texts.words]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter(chain.from_iterable(rows), np.int64, ends[-1])
    counts = csr_array((np.ones(len(columns)), columns, ends), shape=(len(rows), len(pieces)))
    sums: Numbers = counts @ table
    return sums


def _unit(vectors: Numbers) -> Numbers:
    """The vectors with length 1; those of length 0 as they are."""
    units: Numbers = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return units


def _reduced(table: Numbers, sums: Numbers, directions: Numbers) -> tuple[Numbers, Numbers, float]:
    """Pieces and directions with `RANK` numbers whose products are nearly the same, and the ratio by
    which the length of a text's vector is longer than the length that is left of it.

    A singular value decomposition of the directions as the texts see them: what does not tell the texts'
    articles apart is left out.
    """
    units = _unit(sums)
    spread = units.T @ units / len(units)
    spread += np.eye(len(spread)) * np.trace(spread) / len(spread) * 1e-3
    root = np.linalg.cholesky(spread)
    left, sizes, right = np.linalg.svd(directions @ root, full_matrices=False)
    project = np.linalg.solve(root.T, right[:RANK].T)
    kept = np.linalg.norm(sums @ project, axis=1)
    ratio = float(np.median(np.linalg.norm(sums, axis=1) / np.maximum(kept, 1e-9)))
    return table @ project, left[:, :RANK] * sizes[:RANK], ratio


def _whole(rows: Numbers, most: int) -> tuple[NDArray[np.int8], Numbers]:
    """Each row as whole numbers of at most `most`, and what they are multiplied with."""
    steps = np.maximum(np.abs(rows).max(1), 1e-9) / most
    return np.round(rows / steps[:, None]).astype(np.int8), steps


def _whole_pieces(vectors: Numbers) -> tuple[NDArray[np.int8], NDArray[np.int64]]:
    """Each row as a few whole numbers, which compress well, and its scale from 1 to 2,000.

    All scales have one common factor, which the length of a query's vector takes out again.
    """
    steps = np.linalg.norm(vectors, axis=1) / np.sqrt(vectors.shape[1]) / _STEPS
    scales = np.maximum(1, np.round(steps / steps.max() * 2000)).astype(np.int64)
    steps = np.maximum(scales * steps.max() / 2000, 1e-9)
    return np.clip(np.round(vectors / steps[:, None]), -LEVELS, LEVELS).astype(np.int8), scales


def _shown(texts: _Texts) -> list[int]:
    """The texts that are compared word by word: of each document its title, phrasings and body."""
    chosen: list[int] = []
    for _, group in groupby(range(len(texts.words)), lambda n: int(texts.articles[n])):
        of_one = list(group)
        chosen += [n for n in of_one if not texts.is_body[n]][: MOST_PHRASINGS + 1]
        chosen += [n for n in of_one if texts.is_body[n]]
    return chosen


def _index(texts: _Texts) -> Index:
    shown = _shown(texts)
    return index_of([texts.words[n] for n in shown], [int(texts.articles[n]) for n in shown])


def _held_out(texts: _Texts, sums: Numbers) -> tuple[float, tuple[tuple[int, int], ...]]:
    """The evidence that `ANSWERED` of the records' own questions have when they are held out, and the
    what each phrasing finds first then.

    Cross-validation over titles and phrasings. No example of a question without an answer is needed.
    """
    questions = np.flatnonzero(~texts.is_body)
    folds = [questions[n::_FOLDS] for n in range(min(_FOLDS, len(questions)))]
    found: list[float] = []
    firsts: list[tuple[int, int]] = []
    for whole in folds[: ceil(_ENOUGH / len(folds[0]))]:
        fold = whole[:: ceil(len(whole) / _ENOUGH)]
        scores = _scores_without(texts, sums, fold)
        found += evidence(scores).tolist()
        pairs = zip(fold, texts.articles[fold].tolist(), scores.argmax(1).tolist(), strict=True)
        firsts += [(own, first) for n, own, first in pairs if texts.shown[n]]
    return round(float(np.quantile(found, 1 - ANSWERED)), 3), tuple(sorted(firsts))


def _scores_without(texts: _Texts, sums: Numbers, held_out: NDArray[np.int64]) -> Numbers:
    """The scores of each of the texts `held_out`, by what the others say."""
    rest = np.ones(len(texts.words), bool)
    rest[held_out] = False
    known = texts.only(rest)
    directions, offsets = fit(_unit(sums[rest]), known.articles, known.weights)
    scores: Numbers = _unit(sums[held_out]) @ directions.T + offsets
    index = _index(known)
    for n, text in enumerate(held_out):
        scores[n] += WORDS * index.best(index.likeness(texts.words[text]), len(directions))
    return scores


def evidence(scores: Numbers) -> Numbers:
    """How much speaks for any document at all: the logarithm of the sum of the exponentials of a row."""
    highest: Numbers = scores.max(1)
    found: Numbers = highest + np.log(np.exp(scores - highest[:, None]).sum(1))
    return found
