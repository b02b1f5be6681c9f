"""Documents → texts of words, the pieces of those words, and where each text's meaning lies."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ..words.pieces import cut, near, vocabulary
from ..words.splitting import split
from .documents import Document
from .head import Numbers

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
_AT_ONCE = 500


@dataclass(frozen=True)
class Texts:
    """Texts with the document that each belongs to, and how much each counts."""

    words: tuple[tuple[str, ...], ...]
    articles: NDArray[np.int64]
    weights: Numbers
    shown: tuple[str, ...]
    """The phrasing itself; '' for titles, bodies and what readers do not see."""
    is_body: NDArray[np.bool_]

    def only(self, chosen: NDArray[np.bool_]) -> "Texts":
        """Those that are chosen."""
        kept = np.flatnonzero(chosen)
        return Texts(
            tuple(self.words[n] for n in kept),
            self.articles[chosen],
            self.weights[chosen],
            tuple(self.shown[n] for n in kept),
            self.is_body[chosen],
        )

    def before(self, others: "Texts", documents: int) -> "Texts":
        """These, of so many documents, and others of further ones."""
        return Texts(
            self.words + others.words,
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
    words = tuple(tuple(split(text)) for text in texts)
    return Texts(words, np.array(articles), np.array(weights), shown, np.array(is_body))


def pieces_of(texts: Texts) -> list[str]:
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


def sums_of(texts: Texts, pieces: dict[str, int], table: Numbers) -> Numbers:
    """The sum of the rows of `table` for the pieces of each text."""
    words = {word for text in texts.words for word in text}
    cuts = {word: [pieces[p] for p in cut(word, pieces)] for word in words}
    table = np.vstack([table, np.zeros(table.shape[1])]).astype(np.float32)
    nothing = len(table) - 1  # stands in each text, so that none is empty
    sums = np.empty((len(texts.words), table.shape[1]))
    for start in range(0, len(sums), _AT_ONCE):
        rows = [
            [nothing, *(n for w in text for n in cuts[w])] for text in texts.words[start : start + _AT_ONCE]
        ]
        begins = np.cumsum([0, *map(len, rows[:-1])])
        every = table[np.concatenate(rows)]
        sums[start : start + len(rows)] = np.add.reduceat(every, begins, axis=0)
    return sums


def compared(texts: Texts) -> list[int]:
    """The texts that are compared word by word: of each document its title, phrasings and body."""
    chosen: list[int] = []
    for _, group in groupby(range(len(texts.words)), lambda n: int(texts.articles[n])):
        of_one = list(group)
        chosen += [n for n in of_one if not texts.is_body[n]][: MOST_PHRASINGS + 1]
        chosen += [n for n in of_one if texts.is_body[n]]
    return chosen
