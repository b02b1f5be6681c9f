"""Texts → vectors, from the word vectors that the package wordllama brings along.

Nothing is downloaded and wordllama itself is not imported: only its two files are read, once, when the
first text comes (0.4 s for the tokenizer, 16 MiB for the vectors).
"""

import struct
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from itertools import chain
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
"""A row for each text, of length 1: the product of two rows is how alike they are, at most 1."""
Rows = TypeVar("Rows", Vectors, NDArray[np.float64])
SIZE = 256
MOST_CHARACTERS = 2_000
"""Of a longer text only the start is read: what somebody wants is said there."""
_AT_ONCE = 500
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"


def vectors(texts: Sequence[str]) -> Vectors:
    """The mean of the vectors of each text's tokens, whatever the case of letters: rows of `SIZE` numbers.

    A text depends on itself alone, whatever the others are.
    """
    return unit(_sums(texts))


def unit(rows: Rows) -> Rows:
    """The rows with length 1; those of length 0 as they are."""
    units: Rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return units


def meaning(words: Sequence[str]) -> list[float]:
    """How much each word means by itself: 1 to 8 for 'the' or 'please', 10 to 25 for 'order' or 'invoice'."""
    lengths: Vectors = np.linalg.norm(_sums(words), axis=1)
    return [float(length) for length in lengths]


def _sums(texts: Sequence[str]) -> Vectors:
    """The sum of the vectors of each text's tokens. No token goes over the end of a word."""
    found = np.zeros((len(texts), SIZE), np.float32)
    in_words = [text[:MOST_CHARACTERS].lower().split() for text in texts]
    words = list(dict.fromkeys(chain.from_iterable(in_words)))  # each is cut into tokens once
    cut = _tokenizer().encode_batch_fast(words, add_special_tokens=False)
    tokens_of = {word: one.ids for word, one in zip(words, cut, strict=True)}
    for start in range(0, len(texts), _AT_ONCE):
        few = in_words[start : start + _AT_ONCE]
        tokens = [[*chain.from_iterable(map(tokens_of.__getitem__, one))] or [0] for one in few]
        begins = np.cumsum([0, *map(len, tokens[:-1])])
        there, which = np.unique(np.concatenate(tokens), return_inverse=True)
        every = token_vectors(there)[which]
        found[start : start + len(few)] = np.add.reduceat(every, begins, axis=0)
    return found


def token_ids() -> dict[str, int]:
    """The number of each token; one that starts a word starts with `▁`."""
    ids: dict[str, int] = loads((_folder() / _TOKENIZER).read_text("utf-8"))["model"]["vocab"]
    return ids


def token_vectors(numbers: Sequence[int] | NDArray[np.integer]) -> Vectors:
    """The vectors of these tokens, each as long as it is meaningful."""
    return _weights()[np.asarray(numbers, np.intp)].astype(np.float32)


@cache
def _tokenizer() -> "Tokenizer":
    from tokenizers import Tokenizer  # here, for most commands need no vectors

    return Tokenizer.from_file(str(_folder() / _TOKENIZER))


@cache
def _weights() -> NDArray[np.float16]:
    """A row for each token, read from the disk where and when it is needed.

    A file of safetensors is the length of its head (8 bytes), its head (JSON), and the numbers.
    """
    path = _folder() / _WEIGHTS
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        (about,) = (entry for name, entry in loads(file.read(length)).items() if name != "__metadata__")
    if about["dtype"] != "F16" or about["shape"][1] != SIZE:
        raise OSError(
            f"{path} holds {about['dtype']} {about['shape']}, not {SIZE} numbers of 16 bits a token"
        )
    return np.memmap(path, np.float16, "r", 8 + length + about["data_offsets"][0], tuple(about["shape"]))


def _folder() -> Path:
    """Where wordllama is installed; its own code is heavy, and not run."""
    spec = find_spec("wordllama")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("wordllama is not installed; install handrail with what it needs")
    return Path(spec.origin).parent
