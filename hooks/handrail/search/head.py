"""Texts with the article that each belongs to → for every article a direction in which its texts lie."""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # has no types
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # has no types

Numbers = NDArray[np.float64]

_C = 20.0
"""How far logistic regression may go to tell the texts apart; chosen by cross-validation."""
_MOST_WORK = 4_000_000
"""Texts × articles up to which a logistic regression is worth its time (some seconds)."""
_SHRINKAGE = 0.6
"""How much of the covariance is taken to be the same in all directions; chosen by cross-validation."""
_SPREAD = 3.0
"""The standard deviation that a logistic regression's scores have, and others are given."""


def fit(vectors: Numbers, articles: NDArray[np.int64], weights: Numbers) -> tuple[Numbers, Numbers]:
    """Directions (a row of numbers for each article) and offsets: a text's score is their product plus it.

    `vectors` has a row of length 1 for each text; all articles count the same, whatever the number of their
    texts. Logistic regression; with very many articles, linear
    discriminant analysis, which is nearly as good when there are few texts an article, and needs no search.
    One thread, so that the same texts give the same bytes on any number of cores.
    """
    with threadpool_limits(1):
        of_each = np.bincount(articles, weights)
        weights = weights / of_each[articles] * of_each.mean()
        count = len(of_each)
        if count < 3 or count * len(vectors) > _MOST_WORK:
            return _discriminant(vectors, articles, weights)
        model = LogisticRegression(C=_C, max_iter=100).fit(vectors, articles, sample_weight=weights)
        directions, offsets = model.coef_, model.intercept_
        return directions - directions.mean(0), offsets - offsets.mean()


def _discriminant(vectors: Numbers, articles: NDArray[np.int64], weights: Numbers) -> tuple[Numbers, Numbers]:
    count = np.bincount(articles, weights)
    means = np.zeros((len(count), vectors.shape[1]))
    np.add.at(means, articles, vectors * weights[:, None])
    means /= count[:, None]
    rest = (vectors - means[articles]) * np.sqrt(weights)[:, None]
    covariance = rest.T @ rest / weights.sum()
    even = max(float(np.trace(covariance)) / len(covariance), 1e-6)
    covariance = (1 - _SHRINKAGE) * covariance + _SHRINKAGE * even * np.eye(len(covariance))
    directions = np.linalg.solve(covariance, means.T).T
    offsets = -0.5 * (directions * means).sum(1)
    scale = _SPREAD / max(float((vectors[:1000] @ directions.T + offsets).std()), 1e-6)
    return (directions - directions.mean(0)) * scale, (offsets - offsets.mean()) * scale
