"""Documents → texts of words, the pieces of those words, and where each text's meaning lies."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..words.pieces import cut, near, vocabulary
from ..words.splitting import split
from ..words.vectors import Vectors, unit
from .documents import Document

Whole = NDArray[np.unsignedinteger[Any]]
"""Numbers in as few bytes as they take."""
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
_AT_ONCE = 500
"""Texts: few enough that what is reckoned for them lies near."""
_ANCHORS = 500
"""The most used words of the records decide what is near."""


@dataclass(frozen=True)
class Bags:
    """Of some texts, one after the other, the words that each has."""

    words: tuple[str, ...]
    """Every word of any of the texts, sorted."""
    numbers: Whole
    """The words of the first text as their numbers in `words`, each once and in order, then the second's …"""
    times: Whole
    """How often each of these stands in its text."""
    begins: NDArray[np.int64]
    """Where in `numbers` each text begins, and at last where all end."""

    def words_of(self, text: int) -> Whole:
        """The numbers of the words of one text, each once."""
        return self.numbers[self.begins[text] : self.begins[text + 1]]

    def followed_by(self, others: "Bags") -> "Bags":
        """These texts, and then others."""
        words = sorted({*self.words, *others.words})
        place = {word: n for n, word in enumerate(words)}
        return Bags(
            tuple(words),
            np.concatenate([bags._as_in(place) for bags in (self, others)]),
            np.concatenate([self.times, others.times]),
            np.concatenate([self.begins, others.begins[1:] + len(self.numbers)]),
        )

    def _as_in(self, place: dict[str, int]) -> Whole:
        """The words by other numbers."""
        return _renumbered(self.numbers, np.array([place[word] for word in self.words], np.int64))

    def taken(self, texts: NDArray[np.int64]) -> "Bags":
        """Only these texts, in this order, and their words."""
        lengths = np.diff(self.begins)[texts]
        ends = np.flatnonzero(np.diff(texts, append=-1) != 1) + 1  # of runs of texts that lie together
        runs = [
            slice(self.begins[texts[first]], self.begins[texts[end - 1] + 1])
            for first, end in pairwise([0, *ends.tolist()])
        ]
        numbers = np.concatenate([self.numbers[run] for run in runs])
        there = np.bincount(numbers, minlength=len(self.words)) > 0
        return Bags(
            tuple(compress(self.words, there.tolist())),
            _renumbered(numbers, there.cumsum() - there),
            np.concatenate([self.times[run] for run in runs]),
            np.concatenate([[0], lengths.cumsum()]),
        )


NO_BAGS = Bags((), np.zeros(0, np.uint8), np.zeros(0, np.uint8), np.zeros(1, np.int64))


@dataclass(frozen=True)
class Texts(Bags):
    """Texts with the document that each belongs to, and how much each counts; those of one lie together."""

    articles: NDArray[np.int64]
    weights: NDArray[np.float32]
    shown: tuple[str, ...]
    """The phrasing itself; '' for titles, bodies and what readers do not see."""
    is_body: NDArray[np.bool_]

    def and_those_of(self, others: "Texts") -> "Texts":
        """These, and then those of other documents."""
        return Texts(
            **vars(self.followed_by(others)),
            articles=np.concatenate([self.articles, others.articles + self.articles[-1] + 1]),
            weights=np.concatenate([self.weights, others.weights]),
            shown=self.shown + others.shown,
            is_body=np.concatenate([self.is_body, others.is_body]),
        )


def texts_of(documents: Sequence[Document]) -> Texts:
    """All texts of the documents, those of one together."""
    return texts_in(documents, [*map(count_of, documents)], bags_of(documents))


def count_of(document: Document) -> int:
    """How many texts a document has: title, phrasings, what is hidden, and bodies, one at least."""
    return 1 + len(document.phrasings) + len(document.hidden) + (len(document.bodies) or 1)


def texts_in(documents: Sequence[Document], counts: Sequence[int], bags: Bags) -> Texts:
    """The texts of the documents, when it is known how many there are and which words they have."""
    shown: list[str] = []
    bodies: list[int] = []
    for document, each in zip(documents, counts, strict=True):
        shown += ("", *document.phrasings, *[""] * (each - 1 - len(document.phrasings)))
        bodies.append(each - 1 - len(document.phrasings) - len(document.hidden))
    left = np.repeat(np.cumsum(counts), counts) - np.arange(len(shown))
    is_body = left <= np.repeat(bodies, counts)
    return Texts(
        **vars(bags),
        articles=np.repeat(np.arange(len(counts)), counts),
        weights=np.where(is_body, BODY, 1).astype(np.float32),
        shown=tuple(shown),
        is_body=is_body,
    )


def bags_of(documents: Iterable[Document]) -> Bags:
    """The words of all texts of the documents."""
    texts = [t for d in documents for t in (d.title, *d.phrasings, *d.hidden, *(d.bodies or ("",)))]
    if not texts:
        return NO_BAGS
    found: defaultdict[str, int] = defaultdict(count().__next__)
    every: list[tuple[list[int], NDArray[np.int32]]] = []
    for start in range(0, len(texts), _AT_ONCE):
        split_up = [split(text) for text in texts[start : start + _AT_ONCE]]
        numbers = map(found.__getitem__, chain.from_iterable(split_up))
        every.append(([len(words) for words in split_up], np.fromiter(numbers, np.int32)))
    words = sorted(found)
    place = np.empty(len(words), np.int64)
    place[[found[word] for word in words]] = np.arange(len(words))
    counted = [_counted(place[each], lengths, len(words)) for lengths, each in every]
    once, times, lengths = (np.concatenate(parts) for parts in zip(*counted, strict=True))
    return Bags(tuple(words), once, times, np.concatenate([[0], lengths.cumsum()]))


def _counted(
    numbers: NDArray[np.int64], lengths: list[int], count: int
) -> tuple[Whole, Whole, NDArray[np.int64]]:
    """Of each of some texts, with so many of the `numbers` each, the numbers once, how often, how many."""
    owners = np.repeat(np.arange(len(lengths)), lengths)
    keys, times = np.unique(owners * count + numbers, return_counts=True)
    own = np.bincount(keys // count, minlength=len(lengths))
    return (keys % count).astype(np.min_scalar_type(count)), _smallest(times), own


def _renumbered(numbers: Whole, to: NDArray[np.int64]) -> Whole:
    """The numbers that they are replaced by, which mostly are the same."""
    return numbers if len(to) and to[-1] == len(to) - 1 else _smallest(to)[numbers]


def _smallest(numbers: Sequence[int] | NDArray[Any]) -> Whole:
    """The numbers, none of them negative, in as few bytes as they take."""
    whole = np.asarray(numbers)
    smallest: Whole = whole.astype(np.min_scalar_type(int(whole.max(initial=0))))
    return smallest


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


def meanings_of(texts: Bags, pieces: dict[str, int], table: Vectors) -> Vectors:
    """For each text the sum of the rows of `table` for its pieces, with length 1."""
    of_words = np.empty((len(texts.words), table.shape[1]), np.float32)
    for n, word in enumerate(texts.words):
        of_words[n] = table[[pieces[piece] for piece in cut(word, pieces)]].sum(0)
    sums = np.empty((len(texts.begins) - 1, table.shape[1]), np.float32)
    times = texts.times.astype(np.float32)
    for n, (begin, end) in enumerate(pairwise(texts.begins.tolist())):
        sums[n] = times[begin:end] @ of_words[texts.numbers[begin:end]]
    return unit(sums)


def compared(texts: Texts, there: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Those that are compared word by word, if `there`: of each document title, phrasings and body."""
    shorter = (there & ~texts.is_body).astype(int)
    rank = np.cumsum(shorter)
    rank -= (rank - shorter)[np.searchsorted(texts.articles, texts.articles)]
    return np.flatnonzero(there & (texts.is_body | (rank <= MOST_PHRASINGS + 1)))
