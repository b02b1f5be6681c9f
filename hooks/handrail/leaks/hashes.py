"""Texts → a hash of each of their words and of each run of words, of all texts at once.

Words that are the same in the form in which texts are compared (`words(folded(text))`) have the same hash;
others have another one, as far as 64 bits can tell.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import shake_128
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..records.folding import folded, words

Hashes = NDArray[np.uint64]
_FACTOR = pow(5, 1001, 2**64)
"""A word is the sum of hashes of its bytes, each times another power of this; so is a run of its words."""
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_PIECE = 1 << 17
"""Bytes. What is made of so many stays where a processor is fast."""
ENOUGH = 1 << 21
"""Characters. To take more texts at once saves no more time, and needs room."""
_END = np.uint64(0x9E3779B97F4A7C15)
"""No word has this hash."""
_IS_WORD = np.array([n > 127 or chr(n).isalnum() for n in range(256)])
_OF_BYTE: Hashes = np.frombuffer(shake_128(b"words").digest(8 * 256), np.uint64) * _IS_WORD
_OF_BYTE[ord("A") : ord("Z") + 1] = _OF_BYTE[ord("a") : ord("z") + 1]


@dataclass(frozen=True)
class Words:
    """The words of some texts, in order."""

    hashes: Hashes
    begins: NDArray[np.intp]
    """Which of the words is the first one of each text."""

    def runs(self, length: int) -> Hashes:
        """Of each word and those behind it, so many in a row, be it across texts: 1, 2, 4 or 8."""
        found, done = self.hashes, 1
        while done < length:
            found = found[:-done] * np.uint64(pow(_FACTOR, done, 2**64)) + found[done:]
            done *= 2
        return found

    def runs_inside(self, length: int) -> Hashes:
        """The same, of those runs alone that lie in one text."""
        found = self.runs(length)
        text_of = np.repeat(np.arange(len(self.begins)), np.diff(self.begins, append=len(self.hashes)))
        inside: Hashes = found[text_of[: len(found)] == text_of[length - 1 :]]
        return inside

    def text_of(self, word: NDArray[np.intp]) -> NDArray[np.intp]:
        """The number of the text that each of these words is in."""
        found: NDArray[np.intp] = np.searchsorted(self.begins, word, "right") - 1
        return found


class HashSet:
    """A set of hashes in which many are looked up at once."""

    def __init__(self, hashes: Hashes) -> None:
        self.hashes = np.unique(hashes)
        bits = len(self.hashes).bit_length() + 4
        self._shift = np.uint64(64 - bits)
        self._first = np.zeros(1 << bits, bool)
        """Whether there is any that starts with these bits."""
        self._first[self.hashes >> self._shift] = True

    def __len__(self) -> int:
        return len(self.hashes)

    def among(self, hashes: Hashes) -> NDArray[np.intp]:
        """The places of those that are known."""
        may = np.flatnonzero(self._first.take(hashes >> self._shift))
        at = np.searchsorted(self.hashes, hashes[may])
        known: NDArray[np.intp] = may[self.hashes.take(at, mode="clip") == hashes[may]]
        return known

    def without(self, hashes: Hashes) -> "HashSet":
        """The others."""
        there = self.among(hashes)
        return HashSet(np.setdiff1d(self.hashes, hashes[there])) if len(there) else self


def portions(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts, as many at a time as are taken at once."""
    some, size = list[str](), 0
    for text in texts:
        some.append(text)
        size += len(text)
        if size > ENOUGH:
            yield some
            some, size = [], 0
    yield some


def words_of(texts: Sequence[str]) -> Words:
    """The words of these texts, as they were written."""
    return in_rows([text.encode() if text.isascii() else row(words(folded(text))) for text in texts])


def kept(groups: Sequence[Sequence[str]]) -> Iterator[bytes]:
    """The words of the texts of each group, for `words_in`."""
    found = words_of([text for group in groups for text in group])
    ends = np.append(found.begins, len(found.hashes))[1:]
    stops = np.cumsum([0, *map(len, groups)])
    stops += np.append(0, ends)[stops]
    every = np.insert(found.hashes, ends, _END)
    return (every[start:stop].tobytes() for start, stop in pairwise(stops.tolist()))


def words_in(groups: Sequence[bytes]) -> Words:
    """The words of all texts of these groups."""
    every = np.frombuffer(b"".join(groups), np.uint64)
    is_word = every != _END
    ends = np.flatnonzero(~is_word)
    return Words(every[is_word], np.append(0, ends - np.arange(len(ends)))[:-1])


def row(of_it: Sequence[str]) -> bytes:
    """The words of a folded text, for `in_rows`."""
    return " ".join(of_it).encode("utf-8", "surrogatepass")


def in_rows(rows: Sequence[bytes]) -> Words:
    """The words in rows. Letters without accents may be capitals there, and any signs between the words."""
    begins = np.cumsum([0, *[len(one) + 1 for one in rows]])[:-1]
    pieces = [*_hashed(b" ".join(rows))]
    starts = np.concatenate([at for at, _ in pieces])
    return Words(np.concatenate([found for _, found in pieces]), np.searchsorted(starts, begins))


def _hashed(text: bytes) -> Iterator[tuple[NDArray[np.intp], Hashes]]:
    """Where each word starts, and its number, piece by piece; a piece ends with a blank."""
    start = 0
    while start <= len(text):
        end = text.find(b" ", start + _PIECE)
        end = len(text) if end < 0 else end
        at, found = _of_words(b" " + text[start:end] + b" ")
        yield at + start, found
        start = end + 1


def _of_words(text: bytes) -> tuple[NDArray[np.intp], Hashes]:
    """The same of a text with a blank at both ends; what is before a word counts as its start."""
    codes = np.frombuffer(text, np.uint8)
    is_word = _IS_WORD.take(codes)
    edges = np.flatnonzero(is_word[1:] != is_word[:-1])
    starts, ends = edges[::2], edges[1::2]
    power, inverse = _powers(1 << len(codes).bit_length())
    sums = np.cumsum(_OF_BYTE.take(codes) * power[: len(codes)])
    found = (sums[ends] - sums[starts]) * inverse[starts]
    return starts, (found ^ (found >> np.uint64(29))) * _MIX


@cache
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """The first powers of a number, and what undoes to multiply with each."""
    powers = np.array([[_FACTOR], [pow(_FACTOR, -1, 2**64)]], np.uint64).repeat(count, axis=1)
    powers[:, 0] = 1
    power, inverse = np.multiply.accumulate(powers, axis=1)
    return power, inverse
