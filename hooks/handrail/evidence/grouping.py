"""Texts that ask for the same → groups, by what their words mean.

Ward's method joins, step by step, the two groups whose joining adds least to the squared distances of the
texts from the middles of their groups, and stops when a step would add more than a group is worth, or
would put together what is not alike at all.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..words.vectors import Vectors, vectors

WORTH = 1.28
"""What a group of its own is worth: the squared distances that it must save. With more, groups are fewer.

Calibrated on half of the intents of BANKING77, in sets of 30 to 3,800 questions (benchmarks/needs.py).
"""
FEW = 300
"""From so many texts on, a group must save more, with the square root of their number: ten times as many
asks are not about ten times as many things."""
ALIKE = 0.25
"""At least so alike are two texts of a group on average; texts about nothing in common are by 0.1 to 0.2."""
PIECES = 2_500
"""So many texts are compared each with each. More of them are first put together to so many pieces …"""
_TELLING = 96
"""… by so many numbers instead of a text's 256, in which texts differ most: groups are as good."""


def groups(texts: Sequence[str], number: int | None = None) -> tuple[list[list[int]], Vectors]:
    """The places in `texts` of those that ask for the same, each group in order; the vectors of all texts.

    How many groups there are follows from the texts, unless `number` says it. The order of `texts` makes
    no difference to what is in a group with what.
    """
    order = sorted(range(len(texts)), key=lambda n: texts[n])
    points = vectors(texts)
    by_label: dict[int, list[int]] = {}
    for label, n in zip(_labels(points[order], number), order, strict=True):
        by_label.setdefault(label, []).append(n)
    return sorted(sorted(places) for places in by_label.values()), points


def _labels(points: Vectors, number: int | None) -> list[int]:
    """The number of the group of each point."""
    if len(points) < 2:
        return [1] * len(points)
    # here, for it takes a while to load; scipy has no types of its own
    from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]

    pieces, piece_of = _pieces(points)
    tree = linkage(pieces, "ward")
    labels = fcluster(tree, number, "maxclust") if number else _cut(tree, points, piece_of)
    return [int(label) for label in labels[piece_of]]


def _cut(tree: NDArray[np.float64], points: Vectors, piece_of: NDArray[np.intp]) -> NDArray[np.intp]:
    """The number of the group of each piece: the largest branches of `tree` that may be groups."""
    pieces = len(tree) + 1
    worth = WORTH * max(1, (len(points) / FEW) ** 0.5) * pieces / len(points)
    sums = np.zeros((2 * pieces - 1, points.shape[1]))
    sums[:pieces] = _summed(points, piece_of)
    sizes = np.bincount(piece_of, minlength=len(sums)).astype(float)
    below = tree[:, :2].astype(int)
    for n, pair in enumerate(below, pieces):
        sums[n], sizes[n] = sums[pair].sum(axis=0), sizes[pair].sum()
    pairs = np.maximum(sizes * (sizes - 1), 1)
    alike = ((sums**2).sum(axis=1) - sizes) / pairs
    # the tree's heights are √(2 × what a step adds), with pieces counted as one text each
    may_be = (tree[:, 2] ** 2 / 2 <= worth) & ((alike[pieces:] >= ALIKE) | (sizes[pieces:] < 2))
    groups_of = np.arange(len(sums))
    for n in range(len(sums) - 1, pieces - 1, -1):  # from the root down; each branch before those in it
        if may_be[n - pieces] or groups_of[n] != n:
            groups_of[below[n - pieces]] = groups_of[n]
    return groups_of[:pieces]


def _pieces(points: Vectors) -> tuple[NDArray[np.floating], NDArray[np.intp]]:
    """At most `PIECES` middles of points that are very close, and which one is whose.

    Each point goes to the nearest of some that are spread over all; to let the middles wander further, as
    k-means does, makes no better groups.
    """
    if len(points) <= PIECES:
        return points, np.arange(len(points))
    near = points @ np.linalg.eigh(points.T @ points)[1][:, -_TELLING:]
    spread = near[np.linspace(0, len(points) - 1, PIECES).astype(int)]
    length = (spread**2).sum(axis=1) / 2
    some = np.array_split(near, len(points) // 1_000)
    nearest = np.concatenate([(few @ spread.T - length).argmax(axis=1) for few in some])
    piece_of = np.unique(nearest, return_inverse=True)[1]  # of two equal ones, one is the nearest to none
    return _summed(points, piece_of) / np.bincount(piece_of)[:, None], piece_of


def _summed(points: Vectors, piece_of: NDArray[np.intp]) -> NDArray[np.float64]:
    """The sum of the points of each piece."""
    in_order = np.argsort(piece_of, kind="stable")
    first = np.unique(piece_of[in_order], return_index=True)[1]
    sums: NDArray[np.float64] = np.add.reduceat(points[in_order], first, axis=0, dtype=float)
    return sums
