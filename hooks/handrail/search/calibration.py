"""What the records' own questions find when they are held out: from when on there is an answer at all."""

from math import ceil

import numpy as np
from numpy.typing import NDArray

from .head import Numbers, fit
from .index import index_of
from .tables import reduced, unit
from .texts import Texts

WORDS = 3.0
"""How much sharing words counts beside meaning; chosen by cross-validation."""
ANSWERED = 0.95
"""The share of the questions of the records themselves that get answers."""
_FOLDS = 5
_ENOUGH = 500
"""With so many questions held out, no further fold is …"""
_MOST = 2000
"""… and of a fold at most so many are asked; more would only take time."""


def held_out(texts: Texts, sums: Numbers, table: Numbers) -> tuple[float, tuple[tuple[int, int], ...]]:
    """The evidence that `ANSWERED` of the records' own questions have when they are held out, and what each
    phrasing finds first then, beside its own document.

    Cross-validation over the phrasings, as those are what customers write; over titles too while there are
    fewer phrasings than documents. No example of a question without an answer is needed.
    """
    phrasings = np.flatnonzero([shown != "" for shown in texts.shown])
    is_enough = len(phrasings) > texts.articles[-1]
    questions = phrasings if is_enough else np.flatnonzero(~texts.is_body)
    folds = [questions[n::_FOLDS] for n in range(min(_FOLDS, len(questions)))]
    found: list[float] = []
    firsts: list[tuple[int, int]] = []
    for every in folds[: ceil(_ENOUGH / len(folds[0]))]:
        fold = every[:: ceil(len(every) / _MOST)]
        scores = _scores_without(texts, sums, table, fold)
        found += evidence(scores).tolist()
        pairs = zip(fold, texts.articles[fold].tolist(), scores.argmax(1).tolist(), strict=True)
        firsts += [(own, first) for n, own, first in pairs if texts.shown[n]]
    return round(float(np.quantile(found, 1 - ANSWERED)), 3), tuple(sorted(firsts))


def _scores_without(texts: Texts, sums: Numbers, table: Numbers, held: NDArray[np.int64]) -> Numbers:
    """The scores of each of the texts `held`, by what the others say, in the form that is shipped."""
    rest = np.ones(len(texts.words), bool)
    rest[held] = False
    known = texts.only(rest)
    directions, offsets = fit(unit(sums[rest]), known.articles, known.weights)
    project, rows, ratio = reduced(table, sums[rest], directions)
    scores: Numbers = unit(sums[held] @ project) @ rows.T / ratio + offsets
    index = index_of(known)
    for n, text in enumerate(held):
        scores[n] += WORDS * index.best(index.likeness(texts.words[text]), len(directions))
    return scores


def evidence(scores: Numbers) -> Numbers:
    """How much speaks for any document at all: the logarithm of the sum of the exponentials of a row."""
    highest: Numbers = scores.max(1)
    found: Numbers = highest + np.log(np.exp(scores - highest[:, None]).sum(1))
    return found
