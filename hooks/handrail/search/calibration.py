"""What the records' own questions find when they are held out: from when on there is an answer at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil

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
        return float(np.logaddexp.reduce(self.of_each(scores, leaning, unknown)))

    def of_each(self, scores: Numbers, leaning: Numbers, unknown: int) -> Numbers:
        """What each document has of it."""
        return scores + self.leaning * leaning - self.unknown * unknown


_OF_PHRASINGS = Evidence(0.03, 0.05)
"""Chosen on questions that nothing answers, of two domains."""
_OF_TITLES = Evidence(0, 0)
"""Titles are shorter than what customers ask, and of other words: these say nothing there."""


@dataclass(frozen=True)
class HeldOut:
    """What questions found when they were held out."""

    evidence: Evidence
    answered: float
    """The share of them that is to get answers."""
    own: tuple[float, ...]
    """Of each, how much evidence its own document has …"""
    others: tuple[float, ...]
    """… and how much all others have together."""
    firsts: Firsts
    """Of those that are phrasings."""

    def threshold(self, times: float = 1) -> float:
        """The evidence that so many of them have, among `times` as many others like those."""
        found = np.logaddexp(self.own, np.add(self.others, np.log(times)))
        return round(float(np.quantile(found, 1 - self.answered)), 3)


def held_out(texts: Texts, without: Callable[[NDArray[np.int64]], Scores]) -> HeldOut:
    """What the records' own questions find when they are held out, and what evidence is: `ANSWERED` of them
    are to get answers, or `ANSWERED_BY_FEW`.

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
    asked = [every[:: ceil(len(every) / ENOUGH)] for every in folds[: ceil(ENOUGH / len(folds[0]))]]
    found = [one for fold in asked for one in _ask(texts, fold, without(fold), evidence)]
    held, own, others, first = zip(*found, strict=True)
    pairs = zip(held, texts.articles[[*held]].tolist(), first, strict=True)
    firsts = sorted((article, other) for text, article, other in pairs if texts.shown[text])
    return HeldOut(evidence, answered, own, others, tuple(firsts))


def _ask(
    texts: Texts, held: NDArray[np.int64], meant: Scores, evidence: Evidence
) -> Iterator[tuple[int, float, float, int]]:
    """What each text of `held` finds by what the others say: its number, how much evidence its own document
    has and all others have, and which is first."""
    there = texts.weights > 0
    there[held] = False
    index = index_of(texts, compared(texts, there))
    for some in np.split(held, range(_AT_ONCE, len(held), _AT_ONCE)):
        for text, score in zip(some.tolist(), meant(some), strict=True):
            words = [texts.words[word] for word in texts.words_of(text)]
            score += WORDS * index.best(index.likeness(words))
            leaning, article = index.odds(*words), texts.articles[text]
            each = evidence.of_each(score, leaning, index.unknown(words))
            others = float(np.logaddexp.reduce(np.delete(each, article)))
            yield text, float(each[article]), others, int((score + LEANING * leaning).argmax())
