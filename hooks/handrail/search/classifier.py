"""Texts with the article that each belongs to → for every article a direction in which its texts lie."""

from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from ..words.vectors import Vectors

Numbers = NDArray[np.float64]

_C = 10.0
"""How far logistic regression may go to tell the texts apart; chosen by cross-validation."""
_STEPS = 40
"""Steps of the regression; more make it no better."""
_MOST_WORK = 4_000_000
"""Texts × articles up to which a logistic regression is worth its time (some seconds)."""
_SHRINKAGE = 0.8
"""How much of the covariance is taken to be the same in all directions; chosen by cross-validation."""
_SPREAD = 3.0
"""The standard deviation that a logistic regression's scores have, and others are given."""
_AT_ONCE = 5000


def fit(vectors: Vectors, articles: NDArray[np.int64], weights: Vectors) -> tuple[Vectors, Vectors]:
    """Directions (a row of numbers for each article) and offsets: a text's score is their product plus it.

    `vectors` has a row of length 1 for each text; the texts of an article lie together, and those of weight 0
    are not there. All articles count the same, whatever the number of their texts. Logistic regression; with
    very many articles, linear discriminant analysis, which is nearly as good when there are few texts an
    article, and needs no search.
    """
    weights, count = _evened(articles, weights), int(articles[-1]) + 1
    if count < 3 or count * len(vectors) > _MOST_WORK:
        means, turn = _discriminant(vectors, articles, weights)
        directions, offsets = toward(means, turn)
        scale = _scale(vectors, weights, directions, offsets)
        directions, offsets = directions * scale, offsets * scale
    else:
        there = weights > 0
        directions, offsets = _regression(vectors[there], articles[there], weights[there])
    return centered(directions, offsets)


def centered(directions: Vectors, offsets: Vectors) -> tuple[Vectors, Vectors]:
    """The same without what all articles have in common, which tells none from another."""
    return directions - directions.mean(0), offsets - offsets.mean()


def discriminant(vectors: Vectors, articles: NDArray[np.int64], weights: Vectors) -> tuple[Vectors, Vectors]:
    """The mean of the texts of each article, and what turns such a mean, of these or of other articles, into
    a direction (`toward`). Linear discriminant analysis."""
    weights = _evened(articles, weights)
    means, turn = _discriminant(vectors, articles, weights)
    scaled: Vectors = turn * _scale(vectors, weights, *toward(means, turn))
    return means, scaled


def toward(means: Vectors, turn: Vectors) -> tuple[Vectors, Vectors]:
    """Directions and offsets of articles whose texts have these means."""
    directions = means @ turn
    offsets: Vectors = np.float32(-0.5) * (directions * means).sum(1)
    return directions, offsets


def sums_of(vectors: Vectors, articles: NDArray[np.int64], weights: Vectors) -> Vectors:
    """For each article the sum of the vectors of its texts, each so often as it weighs."""
    begins = np.searchsorted(articles, np.arange(int(articles[-1]) + 2)).tolist()
    sums: Vectors = np.stack([weights[begin:end] @ vectors[begin:end] for begin, end in pairwise(begins)])
    return sums


def _evened(articles: NDArray[np.int64], weights: Vectors) -> Vectors:
    """The weights with the same sum for every article."""
    of_each = np.bincount(articles, weights)
    evened: Vectors = (weights / of_each[articles] * of_each.mean()).astype(np.float32)
    return evened


def _regression(vectors: Vectors, articles: NDArray[np.int64], weights: Vectors) -> tuple[Vectors, Vectors]:
    """Multinomial logistic regression, by gradients with momentum (Nesterov's; anew when it overshoots).

    Each step is measured by a bound on the curvature that holds everywhere (Böhning 1992), so it needs no
    search for a length and does not depend on how the vectors are stretched.
    """
    count = int(articles.max()) + 1
    exact = np.hstack([vectors, np.ones((len(vectors), 1))])
    least = np.full((exact.shape[1], 1), 1 / _C)
    least[-1] = 1e-6  # an offset may be as far as it likes
    bound = 0.5 * (exact * weights[:, None]).T @ exact + np.diag(least[:, 0])
    step, known = np.linalg.inv(bound).astype(np.float32), exact.astype(np.float32)
    least, each = least.astype(np.float32), weights[:, None].astype(np.float32)
    own = np.arange(len(articles)), articles
    found = ahead = np.zeros((known.shape[1], count), np.float32)
    pace = 1.0
    for _ in range(_STEPS):
        scores = known @ ahead
        chances = np.exp(scores - scores.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        chances[own] -= 1
        slope = known.T @ (chances * each) + least * ahead
        before, found = found, ahead - step @ slope
        pace = 1.0 if (slope * (found - before)).sum() > 0 else pace
        faster = (1 + (1 + 4 * pace**2) ** 0.5) / 2
        ahead, pace = found + (pace - 1) / faster * (found - before), faster
    return found[:-1].T, found[-1]


def _discriminant(vectors: Vectors, articles: NDArray[np.int64], weights: Vectors) -> tuple[Vectors, Vectors]:
    """The means of the articles' texts, and the inverse of the covariance that is left within articles."""
    count, sums = np.bincount(articles, weights), sums_of(vectors, articles, weights)
    means = (sums / count[:, None]).astype(np.float32)
    covariance = (products(vectors, weights) - sums.T @ means) / weights.sum()
    even = max(float(np.trace(covariance)) / len(covariance), 1e-6)
    covariance = (1 - _SHRINKAGE) * covariance + _SHRINKAGE * even * np.eye(len(covariance))
    return means, np.linalg.inv(covariance).astype(np.float32)


def _scale(vectors: Vectors, weights: Vectors, directions: Vectors, offsets: Vectors) -> np.float32:
    """What makes the spread of the scores the usual one."""
    some = vectors[np.flatnonzero(weights)[:1000]]
    return np.float32(_SPREAD / max(_spread(some, directions, offsets), 1e-6))


def _spread(vectors: Vectors, directions: Vectors, offsets: Vectors) -> float:
    """The standard deviation of all scores of the vectors."""
    exact = np.column_stack([vectors, np.ones(len(vectors), np.float32)])
    both = np.column_stack([directions, offsets])
    mean = float(exact.mean(0) @ both.mean(0))
    square = float(((both @ (exact.T @ exact)) * both).sum()) / len(vectors) / len(directions)
    return sqrt(max(0.0, square - mean**2))


def products(vectors: Vectors, weights: Vectors) -> Numbers:
    """The sum of the products of each vector, so often as it weighs, with itself."""
    found, roots = np.zeros((vectors.shape[1], vectors.shape[1])), np.sqrt(weights)[:, None]
    for start in range(0, len(vectors), _AT_ONCE):
        some = vectors[start : start + _AT_ONCE] * roots[start : start + _AT_ONCE]
        found += some.T @ some
    return found
