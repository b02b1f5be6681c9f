"""Texts → ids."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from itertools import count

from ..records.fields import ID_MAX, ID_PATTERN


def is_id(text: str) -> bool:
    """`text` can be an id as it is."""
    return bool(re.fullmatch(ID_PATTERN, text, re.ASCII)) and len(text) <= ID_MAX


def id_from(text: str, otherwise: str) -> str:
    """An id that says what `text` says; one in `otherwise` and a number of it when it has no Latin letter."""
    folded = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['\u2019`]", "", folded)).strip("-")
    return _cut(words, ID_MAX) or f"{otherwise}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def numbered(id: str) -> Iterator[str]:
    """`id`, then `id-2`, `id-3` …"""
    yield id
    for n in count(2):
        yield f"{_cut(id, ID_MAX - len(str(n)) - 1)}-{n}"


def _cut(id: str, longest: int) -> str:
    """At most `longest` characters of `id`, if possible whole words."""
    if len(id) <= longest:
        return id
    words = id[: longest + 1].rpartition("-")[0]
    return words or id[:longest]
