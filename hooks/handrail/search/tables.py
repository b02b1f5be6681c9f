"""Directions of articles → two small tables of whole numbers, for pieces and for articles."""

import numpy as np
from numpy.typing import NDArray

from ..words.vectors import Vectors, unit
from .classifier import Numbers, products

RANK = 64
"""How many numbers a piece and an article have."""
LEVELS = 25
"""The numbers of pieces and articles are whole, from -LEVELS to LEVELS."""
_EVENNESS = 0.9
"""How much of the texts' spread is taken to be the same in all directions; chosen by cross-validation."""
_NOTHING = 1e-9
"""A share of the greatest variance that is an error of rounding."""
_STEPS = 1.5
"""Steps between 0 and a typical number of a piece; finer ones make no difference."""


def reduced(
    table: Vectors, units: Vectors, weights: Vectors, directions: Vectors
) -> tuple[Vectors, Vectors, float]:
    """What to multiply vectors with to have `RANK` numbers, the directions as such numbers, and how many
    times longer the vector of a text is than what is left of it. Texts of weight 0 are not there.

    The principal components of the directions as the texts see them: what does not tell the texts' articles
    apart is left out. Where few articles leave room, it is taken by what tells most words apart otherwise: a
    query that is about something else is long there, and so less like any article.
    """
    there = weights > 0
    spread: Numbers = products(units, there.astype(np.float32)) / there.sum()
    even = max(float(np.trace(spread)) / len(spread), _NOTHING)
    root = np.linalg.cholesky((1 - _EVENNESS) * spread + _EVENNESS * even * np.eye(len(spread)))
    seen: Numbers = (directions @ root.astype(np.float32)).astype(float)
    sizes, axes = _principal(seen.T @ seen)
    telling = min(RANK, len(directions), int((sizes > _NOTHING * sizes[0]).sum()))
    axes, rest = axes[:telling], axes[telling:]
    if telling < RANK:
        words = np.linalg.solve(root, unit(table).T)
        _, others = _principal(rest @ (words @ words.T) @ rest.T)
        axes = np.vstack([axes, others[: RANK - telling] @ rest])
    project: Vectors = np.linalg.solve(root.T, axes.T).astype(np.float32)
    says = there & (units != 0).any(axis=1)
    left = np.maximum(np.linalg.norm(units[says] @ project, axis=1), 1e-9)
    ratio = float(np.median(np.linalg.norm(units[says], axis=1) / left)) if len(left) else 1.0
    return project, (seen @ axes.T).astype(np.float32), ratio


def _principal(products: Numbers) -> tuple[Numbers, Numbers]:
    """The eigenvalues of a symmetric matrix, the greatest first, and a row for the direction of each."""
    sizes, columns = np.linalg.eigh(products)
    return sizes[::-1], columns.T[::-1]


def whole(rows: Vectors, most: int) -> tuple[NDArray[np.int8], Numbers]:
    """Each row as whole numbers of at most `most`, and what they are multiplied with."""
    steps = np.maximum(np.abs(rows).max(1), 1e-9) / most
    return np.round(rows / steps[:, None]).astype(np.int8), steps


def whole_pieces(vectors: Vectors) -> tuple[NDArray[np.int8], NDArray[np.int64]]:
    """Each row as a few whole numbers, which compress well, and its scale from 1 to 2,000.

    All scales have one common factor, which the length of a query's vector takes out again.
    """
    steps = np.linalg.norm(vectors, axis=1) / np.sqrt(vectors.shape[1]) / _STEPS
    scales = np.maximum(1, np.round(steps / steps.max() * 2000)).astype(np.int64)
    steps = np.maximum(scales * steps.max() / 2000, 1e-9)
    return np.clip(np.round(vectors / steps[:, None]), -LEVELS, LEVELS).astype(np.int8), scales


def table_of(vectors: NDArray[np.int8], scales: NDArray[np.int64]) -> Vectors:
    """The rows that the whole numbers and their scales stand for."""
    return (vectors * scales[:, None]).astype(np.float32)
