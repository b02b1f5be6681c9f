"""Words → the pieces that have a vector: `refunds` is `refund` and `+s`.

The pieces are the tokens of wordllama's vocabulary; `+` marks one that goes on with a word. A word is cut
from its start, each piece as long as it can be, which a reader's browser can do as well.
"""

from collections.abc import Collection, Container, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from .vectors import Vectors, token_ids, token_vectors, unit


def cut(word: str, known: Container[str]) -> list[str]:
    """The pieces of `word`, of those that are `known`; what none of them starts with is left out."""
    pieces, start, mark = [], 0, ""
    while start < len(word):
        for end in range(len(word), start, -1):
            if (piece := mark + word[start:end]) in known:
                pieces.append(piece)
                start = end
                break
        else:
            start += 1
        mark = "+"
    return pieces


@cache
def vocabulary() -> dict[str, int]:
    """The number of each piece; lower ones are more common."""
    found: dict[str, int] = {}
    for token, number in sorted(token_ids().items(), key=lambda item: item[1]):
        text = token.removeprefix("▁")
        if text and text.isalnum() and text == text.lower():
            found.setdefault(text if token.startswith("▁") else f"+{text}", number)
    return found


def vectors_of(pieces: Sequence[str]) -> Vectors:
    """A row for each piece of `vocabulary()`, as long as it is meaningful."""
    numbers = vocabulary()
    return token_vectors([numbers[piece] for piece in pieces])


def near(words: Collection[str], most: int) -> list[str]:
    """At most `most` pieces that mean something like one of `words`, or are common; in their own order."""
    starts = [piece for piece in vocabulary() if not piece.startswith("+")]
    parts = [piece for piece in vocabulary() if piece.startswith("+")][: most // 4]
    candidates = unit(vectors_of(starts))
    own = unit(np.array([_word_vector(word) for word in words]).reshape(-1, candidates.shape[1]))
    likeness = np.concatenate([(part @ own.T).max(1, initial=-1) for part in np.array_split(candidates, 20)])
    by_likeness = np.argsort(np.argsort(-likeness, kind="stable"), kind="stable")
    order = np.argsort(by_likeness + np.arange(len(starts)) / 2, kind="stable")
    return parts + [starts[n] for n in order[: most - len(parts)]]


def _word_vector(word: str) -> NDArray[np.float32]:
    """The sum of the vectors of the word's pieces."""
    vector: NDArray[np.float32] = vectors_of(cut(word, vocabulary())).sum(0)
    return vector
