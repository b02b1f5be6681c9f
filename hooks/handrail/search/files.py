"""A model → the files that `ranking.js` reads. Everything is JSON, so that every byte can be looked at.

`model.json`, `pieces` and `words` are needed for any query; of `postings-N` (in which texts words are) and
`documents-N` (what results show), only what a query asks for. `model.json` says the versions of the others,
which they have in their names: those of one build never meet those of another in a browser's cache, and what
an edit leaves as it is, is not loaded again. A part of `documents` need not even be made to know its name.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from hashlib import sha256
from itertools import groupby, pairwise, takewhile

import numpy as np
from numpy.typing import NDArray

from ..stored import own_code
from .calibration import LEANING, WORDS
from .documents import Document
from .excerpts import excerpt
from .model import Model
from .tables import LEVELS

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""The letter of each whole number from -LEVELS on. They compress well, and look like no phone number."""
_BYTES = np.frombuffer(LETTERS.encode(), np.uint8)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_VERSION = 10
MODEL = "model.json"
_POSTINGS = 4_000
"""About how many occurrences of words a file holds."""
_DOCUMENTS = 10


def search_files(
    model: Model, address: Callable[[Document], str]
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The name of each file, and what makes its content.

    `address` is where a document's page is, from the site's root.
    """
    postings = _postings(model)
    vectors = {"scales": model.scales.tolist(), "vectors": _letters(model.vectors)}
    parts = {
        "pieces-0": _json({"pieces": " ".join(model.pieces)} | vectors),
        "words-0": _json(_words(model)),
        **{f"postings-{n}": steps for n, (_, steps) in enumerate(postings)},
    }
    made: dict[str, Callable[[], bytes]] = {n: partial(bytes, content) for n, content in parts.items()}
    versions = {name: _version(content) for name, content in parts.items()}
    begins, phrasings = _begins(model), model.phrasings
    for n, first in enumerate(range(0, len(model.documents), _DOCUMENTS)):
        some = model.documents[first : first + _DOCUMENTS]
        own = [phrasings[a:b] for a, b in pairwise(begins[first : first + _DOCUMENTS + 1].tolist())]
        made[f"documents-{n}"] = partial(_results, some, own, address)
        versions[f"documents-{n}"] = _version("".join([own_code(), *(d.digest for d in some)]).encode())
    head = _head(model) | {"postings": [first for first, _ in postings], "versions": _by_kind(versions)}
    said = _json(head)
    yield MODEL, lambda: b'{"version":"%b",%b' % (_version(said).encode(), said[1:])
    for name, content in made.items():
        yield f"{name}.{versions[name]}.json", content


def _results(
    documents: Sequence[Document], phrasings: Sequence[Sequence[str]], address: Callable[[Document], str]
) -> bytes:
    """What results show of these documents. It follows from them alone."""
    every = zip(documents, phrasings, strict=True)
    return _json([_shown(document, address(document), own) for document, own in every])


def _version(content: bytes) -> str:
    """So many letters that no other content has."""
    return "".join(LETTERS[26 + byte % 26] for byte in sha256(content).digest()[:_VERSION])


def _by_kind(versions: Mapping[str, str]) -> dict[str, str]:
    """The versions of all parts of a kind, one after the other."""
    kinds = groupby(versions.items(), lambda item: item[0].partition("-")[0])
    return {kind: "".join(version for _, version in items) for kind, items in kinds}


def _head(model: Model) -> dict[str, object]:
    return {
        "rank": model.directions.shape[1],
        "levels": LEVELS,
        "words": WORDS,
        "leaning": LEANING,
        "evidence": asdict(model.evidence),
        "threshold": model.threshold,
        "directions": _letters(model.directions),
        "stretch": model.stretch.tolist(),
        "offsets": model.offsets.tolist(),
        "texts": np.diff(_begins(model)).tolist(),
        "lengths": model.index.lengths.astype(int).tolist(),
        "documents": _DOCUMENTS,
    }


def _words(model: Model) -> dict[str, object]:
    texts_with = model.index.texts_with
    return {
        "words": _shortened(list(texts_with)),
        "counts": [model.index.counts[word] for word in texts_with],
        "everywhere": [n for n, texts in enumerate(texts_with.values()) if not len(texts)],
    }


def _shortened(words: list[str]) -> str:
    """Each word after a capital letter that says how many letters it shares with the one before."""
    shared = [_shared(word, before) for before, word in pairwise(["", *words])]
    return "".join(LETTERS[n] + word[n:] for word, n in zip(words, shared, strict=True))


def _shared(word: str, before: str) -> int:
    """At most 25, and none of those that are two units in a browser's strings."""
    same = takewhile(lambda pair: pair[0] == pair[1] and pair[0] <= "\uffff", zip(word, before, strict=False))
    return min(25, sum(1 for _ in same))


def _json(content: object) -> bytes:
    return _ENCODER.encode(content).encode()


def _letters(rows: NDArray[np.int8]) -> str:
    return _BYTES[rows + LEVELS].tobytes().decode()


def _begins(model: Model) -> NDArray[np.int64]:
    """Where among the texts of the index those of each document begin, and at last where all end."""
    return np.searchsorted(model.index.owners, np.arange(len(model.documents) + 1))


def _postings(model: Model) -> list[tuple[int, bytes]]:
    """For each file the number of its first word, and for each of its words the steps from text to text."""
    parts: list[tuple[int, list[bytes]]] = []
    # millions of numbers: each that there may be is written once, and then found
    digits = np.array([f"{n}," for n in range(len(model.index.owners))], bytes)
    size = _POSTINGS
    for n, texts in enumerate(model.index.texts_with.values()):
        if size >= _POSTINGS:
            parts.append((n, []))
            size = 0
        steps = texts.copy()
        steps[1:] -= texts[:-1]
        parts[-1][1].append(digits[steps].tobytes().translate(None, b"\0")[:-1])
        size += len(texts)
    return [(first, b"[[%b]]" % b"],[".join(lists)) for first, lists in parts]


def _shown(document: Document, address: str, phrasings: Sequence[str]) -> dict[str, object]:
    return {
        "kind": document.kind,
        "title": document.title,
        "address": address,
        "topic": document.topic,
        "text": excerpt(document),
        "phrasings": phrasings,
    }
