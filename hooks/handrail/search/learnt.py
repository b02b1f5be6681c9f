"""What is learnt from documents, made small: numbers for the pieces of words and for the documents."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..words.vectors import Vectors, unit
from .calibration import Evidence, Firsts
from .classifier import Numbers
from .memory import Memory
from .texts import Texts


@dataclass(frozen=True)
class Learnt:
    """Two tables of whole numbers, and when there is an answer."""

    texts: Texts
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
    evidence: Evidence
    threshold: float
    """The evidence up to which a person is better than any answer."""
    firsts: Firsts
    """Of the phrasings that were held out."""
    known: Memory
    """What need not be found out again, of very many documents."""


def from_the_middle(texts: Texts, units: Vectors, middle: Vectors, directions: Vectors) -> Vectors:
    """For each document of `texts` the direction from the `middle` of all others to its own, and as long as
    theirs are."""
    of_each = np.bincount(texts.articles, texts.weights)[:, None]
    length = float(np.quantile(np.linalg.norm(directions, axis=1), 0.5))  # np.median imports much
    to_each = np.zeros((len(of_each), units.shape[1]))
    np.add.at(to_each, texts.articles, units * texts.weights[:, None])
    return (unit(to_each / of_each - middle) * length).astype(np.float32)


def rounded(stretch: Numbers) -> Numbers:
    """Five digits of each number, which is all that a browser needs."""
    return np.array([float(f"{s:.5g}") for s in stretch])
