"""Which words are in which text, and how alike a query and each document are by the words they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from .texts import Bags, Texts, Whole

_EVERYWHERE = 0.2
"""A word in a larger share of the texts tells hardly any of them from the others, and is not looked up."""

_MANY = 50
"""… if these are so many at least."""
_AT_ONCE = 2000
"""Texts."""
_NONE = np.array((), np.int32)


@dataclass(frozen=True)
class Index:
    """The words of texts, each of which belongs to a document."""

    texts_with: Mapping[str, NDArray[np.int32]]
    """The numbers of the texts in which each word is, in their order; none for words that are everywhere."""
    counts: Mapping[str, int]
    """In how many texts each word is."""
    owners: NDArray[np.int32]
    """The document of each text; a document's texts lie together."""
    lengths: NDArray[np.float64]
    """The length of each text's vector."""

    def rarity(self, word: str) -> float:
        """How much a word says: the fewer texts it is in, the more (inverse document frequency, smoothed)."""
        return log((1 + len(self.owners)) / (1 + self.counts.get(word, 0))) + 1

    def unknown(self, query: Sequence[str]) -> int:
        """How many words of `query` are in no text."""
        return sum(word not in self.counts for word in {*query})

    def likeness(self, query: Sequence[str]) -> NDArray[np.float64]:
        """How alike `query` is to each text, from 0 to 1.

        The cosine between their vectors, which have the rarity of each of their words.
        """
        products = np.zeros(len(self.owners))
        square = 0.0
        for word in dict.fromkeys(query):
            weight = self.rarity(word) ** 2
            square += weight
            products[self.texts_with.get(word, [])] += weight
        alike: NDArray[np.float64] = products / (self.lengths * max(square, 1e-9) ** 0.5)
        return alike

    def best(self, alike: NDArray[np.float64]) -> NDArray[np.float64]:
        """The likeness of the most alike text of each document."""
        found: NDArray[np.float64] = np.maximum.reduceat(alike, self._begins)
        return found

    def odds(self, *words: str) -> NDArray[np.float64]:
        """For each document, how much more of its texts than of all texts have `words` (logarithms of odds).

        Of all words of a query this is a naive Bayes classifier: what many phrasings of a document
        share counts more than what one of them happens to say.
        """
        odds = np.zeros(len(self._begins))
        found = [texts for word in words if len(texts := self.texts_with.get(word, _NONE))]
        for texts in found:
            odds += self._logarithms[np.bincount(self.owners[texts], minlength=len(odds))]
        usual = sum(log((1 + len(texts)) / (2 + len(self.owners))) for texts in found)
        return odds - len(found) * self._sizes - usual

    @cached_property
    def _logarithms(self) -> NDArray[np.float64]:
        """Of 1, 2 …: one text more than there are, so that no text is not impossible."""
        return np.log1p(np.arange(1 + np.diff(self._begins, append=len(self.owners)).max()))

    @cached_property
    def _sizes(self) -> NDArray[np.float64]:
        sizes: NDArray[np.float64] = np.log(2 + np.diff(self._begins, append=len(self.owners)))
        return sizes

    @cached_property
    def _begins(self) -> NDArray[np.int64]:
        return np.searchsorted(self.owners, np.arange(self.owners[-1] + 1))


def index_of(texts: Texts, chosen: NDArray[np.int64]) -> Index:
    """The index of some texts."""
    bags, count = texts.taken(chosen), len(chosen)
    places = np.repeat(np.arange(count, dtype=np.int32), np.diff(bags.begins))
    by_word = places[_sorted(bags.numbers)]
    counts = np.bincount(bags.numbers, minlength=len(bags.words))
    rarities = np.log((1 + count) / (1 + counts)) + 1
    found = dict(zip(bags.words, pairwise([0, *counts.cumsum().tolist()]), strict=True))
    most = max(_MANY, _EVERYWHERE * count)
    return Index(
        texts_with={w: by_word[a:b] if b - a <= most else _NONE for w, (a, b) in found.items()},
        counts={word: b - a for word, (a, b) in found.items()},
        owners=texts.articles[chosen].astype(np.int32),
        lengths=np.maximum(np.sqrt(_sums(bags, rarities**2)), 1).round(),
    )


def _sorted(numbers: Whole) -> NDArray[np.intp]:
    """Where each number is, the lowest first, equal ones as they lie. There are millions.

    Numbers of 16 bits are sorted in a fraction of the time of longer ones, so these are sorted twice.
    """
    order = numbers.astype(np.uint16).argsort(kind="stable")
    if numbers.itemsize > 2:
        order = order[(numbers >> 16)[order].astype(np.uint16).argsort(kind="stable")]
    return order


def _sums(bags: Bags, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of the weights of the words of each text."""
    sums = np.zeros(len(bags.begins) - 1)
    for start in range(0, len(sums), _AT_ONCE):
        begins = bags.begins[start : start + _AT_ONCE + 1]
        owners = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
        each = weights[bags.numbers[begins[0] : begins[-1]]]
        sums[start : start + _AT_ONCE] = np.bincount(owners, each, len(begins) - 1)
    return sums
