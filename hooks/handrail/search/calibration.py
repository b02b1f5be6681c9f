"""What the records' own questions find when they are held out: from when on there is an answer at all."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, log

import numpy as np
from numpy.typing import NDArray

from ..words.vectors import Vectors
from .classifier import Numbers
from .index import index_of
from .texts import Texts, compared

Firsts = tuple[tuple[int, int], ...]
"""Pairs of documents: the one that a phrasing belongs to, and the one that it finds first."""
Scores = Callable[[NDArray[np.int64]], Vectors]
"""Texts, by their numbers → a row for each, of what its meaning says for every document."""
WORDS = 3.0
"""How much sharing words with one text counts beside meaning; chosen by cross-validation."""
LEANING = 0.1
"""How much it counts beside these that the words are common among a document's texts; chosen likewise."""
ANSWERED = 0.95
"""The share of the questions of the records themselves that get answers."""
ANSWERED_BY_FEW = 0.9
"""The same where articles have less than two phrasings each: what is held out is then so much of what is
known of its article that in use, with it, far more get answers."""
ENOUGH = 500
"""With so many questions held out no further fold is, and of a fold no more are asked."""
_FOLDS = 5
_AT_ONCE = 20


@dataclass(frozen=True)
class Evidence:
    """How much speaks for there being any answer to a query at all."""

    leaning: float
    """How much it counts that words are common among a document's texts: less than `LEANING`, as what nothing
    answers has common words too."""
    unknown: float
    """How much each word that is in no text speaks against an answer."""

    def of(self, scores: Numbers, leaning: Numbers, unknown: int) -> float:
        """The logarithm of the sum of the exponentials of the scores, less for so many unknown words.

        `scores` are those of all documents but for what `leaning` adds to them.
        """
        scores = scores + self.leaning * leaning
        highest = float(scores.max())
        return highest + log(float(np.exp(scores - highest).sum())) - self.unknown * unknown


_OF_PHRASINGS = Evidence(0.03, 0.05)
"""Chosen on questions that nothing answers, of two domains."""
_OF_TITLES = Evidence(0, 0)
"""Titles are shorter than what customers ask, and of other words: these say nothing there."""


def held_out(
    texts: Texts, without: Callable[[NDArray[np.int64]], Scores], enough: int = ENOUGH
) -> tuple[Evidence, float, Firsts]:
    """What evidence is, how much of it `ANSWERED` of the records' own questions have when they are held out,
    or `ANSWERED_BY_FEW`, and what each phrasing finds first then, beside its own document.

    Cross-validation over the phrasings, as those are what customers write; over titles too while there are
    fewer phrasings than documents. No example of a question without an answer is needed. `without` learns
    without some texts.
    """
    phrasings = np.flatnonzero([shown != "" for shown in texts.shown])
    documents = int(texts.articles[-1]) + 1
    answered = ANSWERED if len(phrasings) >= 2 * documents else ANSWERED_BY_FEW
    if len(phrasings) >= documents:
        questions, evidence = phrasings, _OF_PHRASINGS
    else:
        questions, evidence = np.flatnonzero(~texts.is_body), _OF_TITLES
    folds = [questions[n::_FOLDS] for n in range(min(_FOLDS, len(questions)))]
    found: list[float] = []
    firsts: list[tuple[int, int]] = []
    for every in folds[: ceil(enough / len(folds[0]))]:
        fold = every[:: ceil(len(every) / enough)]
        speaks, first = _ask(texts, fold, without(fold), evidence)
        found += speaks
        pairs = zip(fold, texts.articles[fold].tolist(), first, strict=True)
        firsts += [(own, other) for n, own, other in pairs if texts.shown[n]]
    return evidence, round(float(np.quantile(found, 1 - answered)), 3), tuple(sorted(firsts))


def _ask(
    texts: Texts, held: NDArray[np.int64], meant: Scores, evidence: Evidence
) -> tuple[list[float], list[int]]:
    """What the texts `held` find by what the others say: how much evidence, and which document first."""
    there = texts.weights > 0
    there[held] = False
    index = index_of(texts, compared(texts, there))
    speaks: list[float] = []
    first: list[int] = []
    for some in np.split(held, range(_AT_ONCE, len(held), _AT_ONCE)):
        for text, score in zip(some, meant(some), strict=True):
            words = [texts.words[word] for word in texts.words_of(text)]
            score += WORDS * index.best(index.likeness(words))
            leaning = sum(map(index.odds, words), np.zeros(len(score)))
            speaks.append(evidence.of(score, leaning, index.unknown(words)))
            first.append(int((score + LEANING * leaning).argmax()))
    return speaks, first
