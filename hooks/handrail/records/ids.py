"""Ids: what can be one, which one says what a text says, and which are free."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from itertools import count

from ..problems import Code, Problem, problem
from .fields import ID_MAX, ID_PATTERN
from .library import FOLDERS, Library

_ID = re.compile(ID_PATTERN, re.ASCII).fullmatch
_WITH_MORE = re.compile(r"(?:.*[:/])?([a-z0-9-]+)(?:\.yml|\))?")


def is_id(text: str) -> bool:
    """`text` can be an id as it is."""
    return len(text) <= ID_MAX and _ID(text) is not None


def not_an_id(text: str) -> str:
    """What is said of a text that cannot be one."""
    return f"'{text}' cannot be an id: small letters, digits, single hyphens, at most {ID_MAX}"


def id_from(text: str, otherwise: str) -> str:
    """An id that says what `text` says; one in `otherwise` and a number of it when it has no Latin letter."""
    folded = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['\u2019`]", "", folded)).strip("-")
    return _cut(words, ID_MAX) or f"{otherwise}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def not_free(library: Library, kind: str, id: str, before: str | None = None) -> Problem | None:
    """Why a record of `kind`, which was called `before` if it is there already, cannot have this id."""
    shown = library.shown(f"{FOLDERS[kind]}/{id}.yml")
    if not is_id(id) or id == "index":
        better = id_from(id, kind)
        fix = f"take '{better}'" if better != "index" else "name it after what it is about"
        return problem(shown, 1, 1, Code.BAD_ID, not_an_id(id), fix)
    if id in library.unusable or library.kind_of(id):
        every = (*library.records(), *library.retired.values())
        where = "".join(f", {library.shown(record.path)}" for record in every if record.id == id)
        message = f"the id '{id}' is taken by a {library.noun_of(id) or 'record with problems'}{where}"
        fix = "take another id" if id in library.retired else "take another id, or add to that record"
        return problem(shown, 1, 1, Code.ID_TAKEN, message, fix)
    if any(need.id == id and need.answered_by not in (id, before) for need in library.needs.needs):
        message, fix = f"a need in needs.yml has the id '{id}'", "take another id, or rename the need"
        return problem(shown, 1, 1, Code.ID_TAKEN, message, fix)
    old_ids = {old: r.id for r in library.records() for old in r.was}
    old_ids |= {old: r.id for r in library.retired.values() for old in r.was}
    if id in old_ids and old_ids[id] != before:
        message = f"'{id}' was the id of '{old_ids[id]}', and its old address leads there"
        return problem(shown, 1, 1, Code.OLD_ID_TAKEN, message, "take another id")
    return None


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


def id_within(written: str) -> str:
    """The id in a link, a path or the name of a file: `[B](question:b)`, `questions/b.yml`; '' for none."""
    found = _WITH_MORE.fullmatch(written)
    return found[1] if found else ""
