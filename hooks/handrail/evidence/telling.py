"""What a group of texts is about: the words that tell it from others, and its most typical texts."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from math import log

import numpy as np

from ..records.folding import folded, words
from ..words.vectors import Vectors, meaning

MOST_WORDS = 6
_SHORTEST = 3
_MEANS_LITTLE = 8.0
"""See `meaning`: below lie words such as 'does' and 'would'."""


def telling_words(every: Sequence[str]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Says of a group of texts which words tell it from the texts in `every`, the most telling first.

    A word counts the more, the more texts of the group have it, the fewer of the others do, and the more it
    means by itself; so that no list of stop words is needed. Among three texts or more, one is not enough.
    """
    times_of = Counter(chain.from_iterable({*words(folded(text))} for text in every))
    everywhere = {word: times for word, times in times_of.items() if _tells(word)}
    means = dict(zip(everywhere, meaning(list(everywhere)), strict=True))

    def tell(texts: Sequence[str]) -> tuple[str, ...]:
        here = Counter(word for text in texts for word in {*words(folded(text))} if word in everywhere)
        enough = 2 if len(texts) > 2 else 1
        worth = {
            word: times * log((1 + len(every)) / everywhere[word]) * means[word]
            for word, times in here.items()
            if times >= enough and means[word] >= _MEANS_LITTLE
        }
        return tuple(sorted(worth, key=lambda word: (-worth[word], word))[:MOST_WORDS])

    return tell


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST and not word.isdigit()


def most_typical(texts: Sequence[str], points: Vectors) -> tuple[str, ...]:
    """Each of `texts` once, the one nearest to the middle of them all first. `points` are their vectors."""
    near = points @ np.asarray(points.mean(axis=0)) if len(texts) else []
    alike = {text: float(nearness) for text, nearness in zip(texts, near, strict=True)}
    return tuple(sorted(alike, key=lambda text: (-round(alike[text], 5), text)))
