"""What is known of documents from the last time, so that those that are the same are not read again.

What is known of a document follows from it alone, or from it and the few that teach what all have in common.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..words.vectors import Vectors
from .calibration import Evidence, HeldOut
from .documents import Document
from .tables import RANK, table_of
from .texts import NO_BAGS, Bags, bags_of, count_of


@dataclass(frozen=True)
class Common:
    """What is the same for all documents."""

    taught_by: str
    """The digest of those that it was learnt from."""
    pieces: dict[str, int]
    """The row of each piece in `vectors`."""
    held_out: HeldOut
    vectors: NDArray[np.int8]
    scales: NDArray[np.int64]
    """What the numbers of each row of `vectors` are multiplied with."""
    turn: Vectors
    """What the mean of a document's texts is multiplied with to get its direction."""
    middle: Vectors
    """The mean of all texts."""

    @property
    def table(self) -> Vectors:
        """The vector of each piece."""
        return table_of(self.vectors, self.scales)


@dataclass(frozen=True, eq=False)
class Memory:
    """Of some documents, one after the other, what is known of each."""

    digests: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    """How many texts each has."""
    bags: Bags = NO_BAGS
    """The words of all texts."""
    sums: Vectors = field(default_factory=lambda: np.zeros((0, RANK), np.float32))
    """What the vectors of the texts of each come to, by `common`."""
    common: Common | None = None

    def __eq__(self, other: object) -> bool:
        """Whatever is known before, the same is learnt."""
        return isinstance(other, Memory)

    def __hash__(self) -> int:
        return 0

    def of(self, documents: Sequence[Document]) -> "Memory":
        """What is known of these documents. Those that are new are read; their sums are no numbers."""
        place = {each: n for n, each in enumerate(self.digests)}
        new = [document for document in documents if document.digest not in place]
        place |= {document.digest: len(self.digests) + n for n, document in enumerate(new)}
        digests = tuple(document.digest for document in documents)
        order = [place[each] for each in digests]
        counts = np.array((*self.counts, *map(count_of, new)), np.int64)
        sums = np.concatenate([self.sums, np.full((len(new), RANK), np.nan, np.float32)])
        own, begins = counts[order], (counts.cumsum() - counts)[order]
        texts = np.repeat(begins - own.cumsum() + own, own) + np.arange(int(own.sum()))
        return Memory(
            digests,
            tuple(own.tolist()),
            self.bags.followed_by(bags_of(new)).taken(texts),
            sums[order],
            self.common,
        )


NOTHING = Memory()


def packed(memory: Memory, of: str) -> bytes:
    """All that is known, after a line of JSON that says what that is, and `of` what."""
    bags, common = memory.bags, memory.common
    assert common
    of_common = common.taught_by, [*common.pieces], asdict(common.held_out)
    texts = (memory.digests, bags.words, *of_common)
    arrays: list[NDArray[Any]] = [np.frombuffer(json.dumps(texts).encode(), np.uint8)]
    arrays += [np.array(memory.counts), bags.numbers, bags.times, np.diff(bags.begins), memory.sums]
    arrays += [common.vectors, common.scales, common.turn, common.middle]
    head = json.dumps([of, [(each.dtype.str, each.shape) for each in arrays]])
    return b"".join([f"{head}\n".encode(), *(each.tobytes() for each in arrays)])


def unpacked(content: bytes, of: str) -> Memory:
    """What was packed, unless that was `of` something else."""
    end = content.index(b"\n") + 1
    about, kinds = json.loads(content[:end])
    if about != of:
        return NOTHING
    arrays: list[NDArray[Any]] = []
    for kind, shape in kinds:
        arrays.append(np.frombuffer(content, kind, prod(shape), end).reshape(shape))
        end += arrays[-1].nbytes
    texts, counts, numbers, times, lengths, sums, *common = arrays
    digests, words, taught_by, pieces, held_out = json.loads(texts.tobytes())
    held_out["evidence"] = Evidence(**held_out["evidence"])
    return Memory(
        tuple(digests),
        tuple(counts.tolist()),
        Bags(tuple(words), numbers, times, np.concatenate([[0], lengths.cumsum()])),
        sums,
        Common(taught_by, {piece: n for n, piece in enumerate(pieces)}, HeldOut(**held_out), *common),
    )
