"""A query → the documents that answer it, best first. `ranking.js` does the same in a reader's browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from ..words.pieces import cut
from ..words.splitting import split
from .calibration import LEANING, WORDS
from .documents import Document
from .model import Model

LONGEST = 1000
"""So many characters of a query are read."""
_SHORTEST_START = 3
_SHORTEST_TYPO = 4
_MOST_COMPLETIONS = 3


@dataclass(frozen=True)
class Found:
    """A document and how well it answers."""

    document: Document
    score: float
    phrasing: str
    """How customers have put it, when a phrasing is what shares the most words with the query; else ''."""
    words: tuple[tuple[str, float], ...]
    """How much each word of the query speaks for it rather than for the others, the most telling first."""


@dataclass(frozen=True)
class Answer:
    """What there is for a query."""

    found: tuple[Found, ...]
    """All documents, the best first; none when no word of the query is known."""
    evidence: float
    is_answered: bool
    """There is enough evidence; else a person is better than any of the documents."""


def ask(model: Model, query: str, most: int = 10) -> Answer:
    """The `most` documents that answer `query` best."""
    words = understood(model, split(query[:LONGEST]))
    rows = {word: [model.pieces[piece] for piece in cut(word, model.pieces)] for word in words}
    meant = {word: _vector(model, numbers) for word, numbers in rows.items()}
    total = sum((meant[word] for word in words), np.zeros(model.vectors.shape[1]))
    length = sqrt(float(total @ total))
    alike = model.index.likeness(words)
    if not length and not alike.any():
        return Answer((), 0.0, False)
    scores = model.offsets + (model.directions @ total) * model.stretch / max(length, 1e-9)
    scores += WORDS * model.index.best(alike)
    odds = {word: model.index.odds(word) for word in words}
    leaning = sum(odds.values(), np.zeros(len(scores)))
    evidence = model.evidence.of(scores, leaning, model.index.unknown(words))
    scores += LEANING * leaning
    order = sorted(range(len(scores)), key=lambda n: (-scores[n], n))[:most]
    found = tuple(_found(model, n, float(scores[n]), meant, odds, length, alike) for n in order)
    return Answer(found, evidence, evidence > model.threshold)


def _vector(model: Model, rows: Sequence[int]) -> NDArray[np.float64]:
    """The sum of the pieces' vectors, in units that all pieces share."""
    vector: NDArray[np.float64] = (model.vectors[rows].astype(float) * model.scales[rows, None]).sum(0)
    return vector


def _found(
    model: Model,
    n: int,
    score: float,
    meant: dict[str, NDArray[np.float64]],
    odds: dict[str, NDArray[np.float64]],
    length: float,
    alike: NDArray[np.float64],
) -> Found:
    index = model.index
    first, end = np.searchsorted(index.owners, [n, n + 1])
    text = int(first + alike[first:end].argmax())
    shared = {w: index.rarity(w) ** 2 for w in meant if text in index.texts_with.get(w, ())}
    share = WORDS * alike[text] / max(sum(shared.values()), 1e-9)
    direction = model.directions[n] * model.stretch[n]
    telling = {
        w: float(direction @ v) / max(length, 1e-9) + share * shared.get(w, 0) + LEANING * float(odds[w][n])
        for w, v in meant.items()
    }
    words = sorted(telling.items(), key=lambda item: (-item[1], item[0]))
    return Found(model.documents[n], score, model.phrasings[text] if alike[text] else "", tuple(words))


def understood(model: Model, words: Sequence[str]) -> list[str]:
    """The words of a query, with one that is not known replaced by what was probably meant.

    The last word may not be finished yet: it is completed to words of the records. Others have a typo: one
    letter too many, too few, wrong, or two in the wrong order.
    """
    found: list[str] = []
    for n, word in enumerate(words):
        if word in model.index.texts_with:
            found.append(word)
        elif n == len(words) - 1 and (completed := _completed(model, word)):
            found += completed
        elif word in model.pieces:
            found.append(word)
        else:
            found += _corrected(model, word) or [word]
    return found


def _completed(model: Model, start: str) -> list[str]:
    texts = model.index.texts_with
    longer = [word for word in texts if word.startswith(start)] if len(start) >= _SHORTEST_START else []
    return sorted(longer, key=lambda word: (-len(texts[word]), word))[:_MOST_COMPLETIONS]


def _corrected(model: Model, typo: str) -> list[str]:
    if len(typo) < _SHORTEST_TYPO:
        return []
    texts = model.index.texts_with
    alike = [word for word in texts if is_one_typo(word, typo)]
    return sorted(alike, key=lambda word: (-len(texts[word]), word))[:1]


def is_one_typo(word: str, typo: str) -> bool:
    """One is the other with a letter added, left out or replaced, or two neighbours exchanged."""
    if abs(len(word) - len(typo)) > 1 or word == typo:
        return False
    start = 0
    while start < min(len(word), len(typo)) and word[start] == typo[start]:
        start += 1
    a, b = word[start:], typo[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
