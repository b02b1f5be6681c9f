"""Documents → texts of words, the pieces of those words, and where each text's meaning lies."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, pairwise

import numpy as np
from numpy.typing import NDArray

from ..words.pieces import cut, near, vocabulary
from ..words.splitting import split
from ..words.vectors import Vectors, unit
from .documents import Document

MOST_USED = 5000
"""How many of the pieces that the articles use are taken along; words of rarer ones are cut smaller."""
PIECES = 6500
"""How many pieces there are at most with those for what customers may write besides, of which there are …"""
NEAR = (1000, 5000)
"""… at least and at most so many."""
BODY = 0.5
"""How much the text of an article counts beside its title and each phrasing."""
MOST_PHRASINGS = 200
"""How many phrasings of an article are compared word by word; all of them shape its meaning."""
_ANCHORS = 500
"""The most used words of the records decide what is near."""


@dataclass(frozen=True)
class Texts:
    """Texts with the document that each belongs to, and how much each counts; those of one lie together."""

    words: tuple[str, ...]
    """Every word of any of the texts, sorted."""
    numbers: NDArray[np.int32]
    """The words of the first text as their numbers in `words`, each once, then those of the second …"""
    times: NDArray[np.float32]
    """How often each of these stands in its text."""
    begins: NDArray[np.int64]
    """Where in `numbers` each text begins, and at last where all end."""
    articles: NDArray[np.int64]
    weights: NDArray[np.float32]
    shown: tuple[str, ...]
    """The phrasing itself; '' for titles, bodies and what readers do not see."""
    is_body: NDArray[np.bool_]

    def words_of(self, text: int) -> NDArray[np.int32]:
        """The numbers of the words of one text, each once."""
        return self.numbers[self.begins[text] : self.begins[text + 1]]

    def followed_by(self, others: "Texts", documents: int) -> "Texts":
        """These, of so many documents, and others of further ones."""
        words = sorted({*self.words, *others.words})
        place = {word: n for n, word in enumerate(words)}
        ours, theirs = (np.array([place[word] for word in t.words], np.int32) for t in (self, others))
        return Texts(
            tuple(words),
            np.concatenate([ours[self.numbers], theirs[others.numbers]]),
            np.concatenate([self.times, others.times]),
            np.concatenate([self.begins, others.begins[1:] + len(self.numbers)]),
            np.concatenate([self.articles, others.articles + documents]),
            np.concatenate([self.weights, others.weights]),
            self.shown + others.shown,
            np.concatenate([self.is_body, others.is_body]),
        )


def texts_of(documents: Sequence[Document]) -> Texts:
    """All texts of the documents, those of one together."""
    found: list[tuple[str, int, float, str, bool]] = []
    for n, document in enumerate(documents):
        found.append((document.title, n, 1.0, "", False))
        found += [(text, n, 1.0, text, False) for text in document.phrasings]
        found += [(text, n, 1.0, "", False) for text in document.hidden]
        found += [(text, n, BODY, "", True) for text in document.bodies or ("",)]
    texts, articles, weights, shown, is_body = zip(*found, strict=True)
    known: defaultdict[str, int] = defaultdict(count().__next__)
    every, ends = array("i"), [0]
    for text in texts:
        every.extend(map(known.__getitem__, split(text)))
        ends.append(len(every))
    words = sorted(known)
    place = np.empty(len(words), np.int64)
    place[[known[word] for word in words]] = np.arange(len(words))
    owners = np.repeat(np.arange(len(texts)), np.diff(ends))
    keys, times = np.unique(owners * len(words) + place[every], return_counts=True)
    return Texts(
        words=tuple(words),
        numbers=(keys % max(1, len(words))).astype(np.int32),
        times=times.astype(np.float32),
        begins=np.searchsorted(keys, np.arange(len(texts) + 1) * len(words)),
        articles=np.array(articles),
        weights=np.array(weights, np.float32),
        shown=shown,
        is_body=np.array(is_body),
    )


def pieces_of(texts: Texts) -> list[str]:
    """The pieces that the texts use, the most used if there are very many, and others near them."""
    counts = np.bincount(texts.numbers, texts.times, len(texts.words))
    times = dict(zip(texts.words, counts.astype(int).tolist(), strict=True))
    known = vocabulary()
    used: Counter[str] = Counter()
    for word in times:
        for piece in cut(word, known):
            used[piece] += times[word]
    common = sorted(times, key=lambda word: (-times[word], word))[:_ANCHORS]
    kept = sorted(used, key=lambda piece: (-used[piece], piece))[:MOST_USED]
    others = min(max(PIECES - len(kept), NEAR[0]), NEAR[1])
    return sorted({*kept, *near(common, others)})


def meanings_of(texts: Texts, pieces: dict[str, int], table: Vectors) -> Vectors:
    """For each text the sum of the rows of `table` for its pieces, with length 1."""
    of_words = np.empty((len(texts.words), table.shape[1]), np.float32)
    for n, word in enumerate(texts.words):
        of_words[n] = table[[pieces[piece] for piece in cut(word, pieces)]].sum(0)
    sums = np.empty((len(texts.articles), table.shape[1]), np.float32)
    for n, (begin, end) in enumerate(pairwise(texts.begins.tolist())):
        sums[n] = texts.times[begin:end] @ of_words[texts.numbers[begin:end]]
    return unit(sums)


def compared(texts: Texts, there: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Those that are compared word by word, if `there`: of each document title, phrasings and body."""
    shorter = (there & ~texts.is_body).astype(int)
    rank = np.cumsum(shorter)
    rank -= (rank - shorter)[np.searchsorted(texts.articles, texts.articles)]
    return np.flatnonzero(there & (texts.is_body | (rank <= MOST_PHRASINGS + 1)))
