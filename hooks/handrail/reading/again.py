"""One file of records read again: what an edit changes in a library that is there."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, TypeVar

from ..problems import Problem
from ..records.library import FOLDERS, KINDS, Library
from .folder import KIND_OF_FOLDER, MODELS, _Reading

V = TypeVar("V")


def is_one_record(relative: str) -> bool:
    """Whether a file of that name, relative to the folder of records, holds one record that has a page."""
    path = PurePosixPath(relative)
    return KIND_OF_FOLDER.get(path.parts[0]) in KINDS and len(path.parts) > 1 and path.suffix == ".yml"


def read_again(library: Library, relative: str) -> tuple[Library, list[Problem]]:
    """`library` with the record of the file `relative` as it is now, and what is wrong with that file.

    A record with problems, and one whose file is gone, is not in it. No other file is read.
    """
    id = PurePosixPath(relative).stem
    reading = _Reading(Path(library.root), seen=_files_of_ids(library, relative))
    before = _without(library, relative, id)
    if not os.path.lexists(reading.root / relative):
        return before, []
    kind = reading.kind_of(relative)
    record = reading.record(relative, MODELS[kind]) if kind else None
    after = replace(
        before,
        texts=MappingProxyType({**before.texts, **reading.texts}),
        unfinished=(*before.unfinished, *reading.unfinished),
        unusable=before.unusable | reading.unusable,
    )
    if kind and record:
        folder: dict[str, Any] = {FOLDERS[kind]: _sorted({**getattr(before, FOLDERS[kind]), id: record})}
        after = replace(after, **folder)
    return after, reading.problems


def _files_of_ids(library: Library, but: str) -> dict[str, str]:
    """The file of each id, those of the file `but` left out."""
    records = (*library.records(), *library.retired.values())
    return {record.id.casefold(): record.path for record in records if record.path != but}


def _without(library: Library, relative: str, id: str) -> Library:
    """`library` without what it has of that file."""
    kept: dict[str, Any] = {
        folder: MappingProxyType({i: r for i, r in records.items() if i != id})
        for folder in FOLDERS.values()
        if (of_id := (records := getattr(library, folder)).get(id)) and of_id.path == relative
    }
    return replace(
        library,
        **kept,
        texts=MappingProxyType({path: text for path, text in library.texts.items() if path != relative}),
        unfinished=tuple(one for one in library.unfinished if one[0] != relative),
        unusable=library.unusable - {id, relative},
    )


def _sorted(records: Mapping[str, V]) -> Mapping[str, V]:
    by_id: Iterable[tuple[str, V]] = sorted(records.items())
    return MappingProxyType(dict(by_id))
