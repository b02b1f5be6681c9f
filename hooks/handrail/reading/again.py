"""One file of records read again: what an edit changes in a library that is there."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from ..problems import Problem
from ..records.base import Record
from ..records.library import FOLDERS, KIND_OF_FOLDER, KINDS, Library, kind_and_id
from ..records.retired import Retired
from .folder import MODELS, Reading


def is_one_record(relative: str) -> bool:
    """Whether a file of that name, relative to the folder of records, holds one record that has a page."""
    path = PurePosixPath(relative)
    return KIND_OF_FOLDER.get(path.parts[0]) in KINDS and len(path.parts) > 1 and path.suffix == ".yml"


def read_again(library: Library, relative: str) -> tuple[Library, list[Problem]]:
    """`library` with the record of the file `relative` as it is now, and what is wrong with that file.

    A record with problems, and one whose file is gone, is not in it. No other file is read.
    """
    kind, id = kind_and_id(relative)
    there = _file_of(library, id.casefold())
    is_taken = there not in (None, relative)
    reading = Reading(Path(library.root), seen={id.casefold(): there} if there else {})
    record: Record | Retired | None = None
    if os.path.lexists(reading.root / relative) and reading.kind_of(relative):
        record = reading.record(relative, MODELS[kind])
    if is_taken:
        return library, reading.problems
    texts = {**library.texts, **reading.texts}
    if relative not in reading.texts:
        texts.pop(relative, None)
    known: dict[str, Any] = {FOLDERS[kind]: _with(library.of_kind(kind), id, record)}
    return replace(
        library,
        **known,
        texts=MappingProxyType(texts),
        unfinished=(*(one for one in library.unfinished if one[0] != relative), *reading.unfinished),
        unusable=(library.unusable - {id, relative}) | reading.unusable,
    ), reading.problems


def _file_of(library: Library, id: str) -> str | None:
    """The file of the record with this id."""
    kind = library.kind_of(id)
    path: str | None = library.of_kind(kind)[id].path if kind else None
    return path


def _with(records: Mapping[str, Any], id: str, record: Record | Retired | None) -> Mapping[str, Any]:
    """`records`, still in the order of their ids, with that one, or without it."""
    known = {**records, id: record}
    if record is None:
        known.pop(id)
    elif id not in records:
        known = dict(sorted(known.items()))
    return MappingProxyType(known)
