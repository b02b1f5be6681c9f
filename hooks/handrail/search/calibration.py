"""What the records' own questions find when they are held out: from when on there is an answer at all."""

from math import ceil

import numpy as np
from numpy.typing import NDArray

from ..words.vectors import Vectors, unit
from .head import Numbers, fit
from .index import index_of
from .tables import reduced
from .texts import Texts, compared

WORDS = 3.0
"""How much sharing words with one text counts beside meaning; chosen by cross-validation."""
LEANING = 0.1
"""How much it counts beside these that the words are common among a document's texts; chosen likewise."""
ANSWERED = 0.95
"""The share of the questions of the records themselves that get answers."""
_FOLDS = 5
_ENOUGH = 500
"""With so many questions held out no further fold is, and of a fold no more are asked."""
_AT_ONCE = 20


def held_out(texts: Texts, units: Vectors, table: Vectors) -> tuple[float, tuple[tuple[int, int], ...]]:
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
        fold = every[:: ceil(len(every) / _ENOUGH)]
        speaks, first = _without(texts, units, table, fold)
        found += speaks
        pairs = zip(fold, texts.articles[fold].tolist(), first, strict=True)
        firsts += [(own, other) for n, own, other in pairs if texts.shown[n]]
    return round(float(np.quantile(found, 1 - ANSWERED)), 3), tuple(sorted(firsts))


def _without(
    texts: Texts, units: Vectors, table: Vectors, held: NDArray[np.int64]
) -> tuple[list[float], list[int]]:
    """What the texts `held` find by what the others say: how much evidence, and which document first."""
    weights = texts.weights.copy()
    weights[held] = 0
    directions, offsets = fit(units, texts.articles, weights)
    project, rows, ratio = reduced(table, units, weights, directions)
    index = index_of(texts, compared(texts, weights > 0))
    speaks: list[float] = []
    first: list[int] = []
    for some in np.split(held, range(_AT_ONCE, len(held), _AT_ONCE)):
        scores = unit(units[some] @ project) @ rows.T / ratio + offsets
        for n, text in enumerate(some):
            words = [texts.words[word] for word in texts.words_of(text)]
            scores[n] += WORDS * index.best(index.likeness(words)) + LEANING * sum(map(index.odds, words))
        speaks += evidence(scores).tolist()
        first += scores.argmax(1).tolist()
    return speaks, first


def evidence(scores: Numbers) -> Numbers:
    """How much speaks for any document at all: the logarithm of the sum of the exponentials of a row."""
    highest: Numbers = scores.max(1)
    found: Numbers = highest + np.log(np.exp(scores - highest[:, None]).sum(1))
    return found
