"""Which words are in which text, and how alike a query and each document are by the words they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from .texts import Texts, compared

_EVERYWHERE = 0.2
"""A word in a larger share of the texts tells hardly any of them from the others, and is not looked up."""

_MANY = 50
"""… if these are so many at least."""


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

    def best(self, alike: NDArray[np.float64], documents: int) -> NDArray[np.float64]:
        """The likeness of the most alike text of each of so many documents."""
        found = np.zeros(documents)
        np.maximum.at(found, self.owners, alike)
        return found


def index_of(texts: Texts) -> Index:
    """The index of those of `texts` that are compared word by word."""
    chosen = compared(texts)
    found: dict[str, list[int]] = {}
    for n, text in enumerate(chosen):
        for word in dict.fromkeys(texts.words[text]):
            found.setdefault(word, []).append(n)
    most = max(_MANY, _EVERYWHERE * len(chosen))
    counts = {word: len(found[word]) for word in sorted(found)}
    texts_with = {w: np.array(found[w] if count <= most else (), np.int32) for w, count in counts.items()}
    owners = texts.articles[chosen].astype(np.int32)
    index = Index(texts_with, counts, owners, np.ones(len(chosen)))
    squares = np.zeros(len(chosen))
    for word, numbers in found.items():
        squares[numbers] += index.rarity(word) ** 2
    return replace(index, lengths=np.maximum(np.sqrt(squares), 1).round())
