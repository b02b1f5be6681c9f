"""`handrail retire`: a record gives way to what is left of it, a page that says what took its place."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ..problems import Problem
from ..reading.dump import dump
from ..reading.yaml12 import load
from ..records.files import first_line
from ..records.library import AnyKind, Library
from ..records.procedure import Procedure
from .files import files_of, write_all
from .references import Reference, references, renamed


def retire(
    root: Path, library: Library, record: AnyKind, instead: Sequence[str], why: str | None, today: date
) -> tuple[list[str], list[Problem]]:
    """Put the tombstone of `record` in its place: the files that changed, or why none did.

    Where exactly one record took its place, it is named wherever this one was; but not in what happened
    before (`used`, `changed`), nor where it stands already or would name itself.
    """
    found = [r for r in references(library, record.id) if r.path != record.path]
    names = {reference: _name(library, reference, instead) for reference in found}
    edits = [reference for reference, name in names.items() if name != reference.written]
    texts, problems = renamed(library, edits, lambda reference: names[reference])
    if problems:
        return [], problems
    path = f"retired/{record.id}.yml"
    files = files_of(root, texts)
    files |= {path: _tombstone(library, record, instead, why, today).encode(), record.path: None}
    wrong = write_all(root, files)
    return ([], [wrong]) if wrong else (sorted(files), [])


def _name(library: Library, reference: Reference, instead: Sequence[str]) -> str:
    """What is to stand there: the one that took its place, or as it is, without a place on the page."""
    kind = library.kind_of(instead[0]) if len(instead) == 1 else None
    if kind and _can_name(library, reference, kind, instead[0]):
        return reference.named(kind, instead[0], keep_place=False)
    return reference.written.partition("#")[0]


def _can_name(library: Library, reference: Reference, kind: str, id: str) -> bool:
    if kind not in reference.kinds or "retired" in reference.kinds:
        return False
    if reference.path.endswith(f"/{id}.yml"):
        return False
    if reference.is_link or not isinstance(reference.location[-1], int):
        return True
    value: Any = load(library.texts[reference.path])[0]
    for part in reference.location[:-1]:
        value = value[part]
    return id not in value


def _tombstone(
    library: Library, record: AnyKind, instead: Sequence[str], why: str | None, today: date
) -> str:
    title = record.customer_title if isinstance(record, Procedure) and record.is_public else None
    values = {
        "kind": library.kind_of(record.id),
        "title": title or record.title,
        "audience": record.audience.value,
        "retired": today,
        "instead": list(instead),
        "why": why,
        "was": list(record.was),
    }
    path = f"retired/{record.id}.yml"
    return first_line(path) + dump({name: value for name, value in values.items() if value})
