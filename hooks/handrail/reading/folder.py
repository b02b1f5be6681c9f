"""The folder of records → one Library, and every problem of every file."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..problems import Code, Problem, problem
from ..records.base import Record
from ..records.fields import ID_MAX, ID_PATTERN, Location
from ..records.interaction import Interaction
from ..records.library import FOLDERS, KINDS, Library
from ..records.settings import Settings, Site, Team, Topics
from .source import LIST_BYTES, RECORD_BYTES, read_text
from .wording import GIVEN_BY_THE_READER, problems_of
from .yaml12 import Places, Position, Refused, Value, find_text, load

KIND_OF_FOLDER = {folder: kind for kind, folder in FOLDERS.items()}
S = TypeVar("S", bound=BaseModel)


def read_library(root: Path) -> tuple[Library, list[Problem]]:
    """Read all records below `root`. What cannot be used is left out and is among the problems."""
    reading = _Reading(root)
    settings = reading.company("settings.yml", Settings) or Settings(
        path="settings.yml", site=Site(name="Help")
    )
    topics = reading.company("topics.yml", Topics, "topics") or Topics(path="topics.yml", topics=())
    team = reading.company("team.yml", Team, "team") or Team(path="team.yml", team=())
    records: dict[str, dict[str, Any]] = {kind: {} for kind in FOLDERS}
    for kind, relative in reading.files():
        if kind == "interaction":
            records[kind] |= {i.id: i for i in reading.interactions(relative)}
        elif record := reading.record(relative, KINDS[kind]):
            records[kind][record.id] = record
    library = Library(
        root=str(root),
        settings=settings,
        topics=topics,
        team=team,
        **{FOLDERS[kind]: MappingProxyType(dict(sorted(found.items()))) for kind, found in records.items()},
        texts=MappingProxyType(reading.texts),
        unusable=frozenset(reading.unusable),
    )
    return library, reading.problems


def place_of(library: Library, path: str, location: Location, wanted: str | None = None) -> Position:
    """The line and column of a value of a record that was read, or of `wanted` inside its text."""
    text = library.texts[path]
    place = load(text)[1].of_value(location)
    return find_text(text, place, wanted) if wanted else place


@dataclass
class _Reading:
    """One run over a folder: the texts and problems so far, and the ids seen."""

    root: Path
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unusable: set[str] = field(default_factory=set)
    seen: dict[str, str] = field(default_factory=dict)

    def shown(self, relative: str) -> str:
        return f"{self.root.as_posix()}/{relative}"

    def report(self, relative: str, code: Code, message: str, fix: str, at: Position = (1, 1)) -> None:
        self.problems.append(problem(self.shown(relative), *at, code, message, fix))

    def files(self) -> Iterator[tuple[str, str]]:
        """The kind and relative path of each file of records, in the order of their paths."""
        for relative in self._walk(""):
            path = PurePosixPath(relative)
            if relative in ("settings.yml", "topics.yml", "team.yml") or path.suffix.lower() not in (
                ".yml",
                ".yaml",
            ):
                continue
            kind = KIND_OF_FOLDER.get(path.parts[0])
            deepest = 3 if kind == "question" else 2
            if kind is None or not 2 <= len(path.parts) <= deepest or path.suffix != ".yml":
                folders = ", ".join(f"{folder}/" for folder in FOLDERS.values())
                fix = f"records are .yml files in {folders} move it there, rename it or delete it"
                self.report(relative, Code.STRAY_FILE, "lies where no record is looked for", fix)
            elif self._usable_id(relative, path.stem, of_a_record=kind != "interaction"):
                yield kind, relative

    def _walk(self, folder: str) -> Iterator[str]:
        """Files below `folder`, sorted; hidden ones and links to folders are not followed."""
        try:
            entries = sorted(os.scandir(self.root / folder), key=lambda e: e.name)
        except OSError as error:
            fix = "check that it is a folder that you may read"
            self.report(folder or ".", Code.UNREADABLE, f"cannot be read: {error.strerror}", fix)
            return
        for entry in entries:
            relative = f"{folder}{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(f"{relative}/")
            elif entry.is_symlink() and entry.is_dir():
                self.report(relative, Code.SYMLINK, "is a link to a folder", "put the files themselves there")
            else:
                yield relative

    def _usable_id(self, relative: str, stem: str, of_a_record: bool) -> bool:
        if of_a_record:
            first = self.seen.setdefault(stem.casefold(), relative)
            if first != relative:
                message = f"the id '{stem}' is taken by {self.shown(first)}"
                self.report(relative, Code.ID_TAKEN, message, "rename one of the two files")
                return False
        if not re.fullmatch(ID_PATTERN, stem, re.ASCII) or len(stem) > ID_MAX:
            better = re.sub(r"[^a-z0-9]+", "-", stem.casefold())[:ID_MAX].strip("-")
            fix = f"rename it to {better}.yml" if better else "rename it, such as refund-time.yml"
            self.unusable.add(stem)
            self.report(relative, Code.BAD_ID, f"'{stem}' cannot be an id", fix)
            return False
        return True

    def value(self, relative: str, limit: int = RECORD_BYTES) -> tuple[Value, Places] | None:
        """The guarded YAML of one file, or None and its problems."""
        text = read_text(self.root, relative, self.shown(relative), limit)
        if not isinstance(text, str):
            self.problems += text
            return None
        try:
            value, places = load(text)
        except Refused as refused:
            self.report(relative, refused.code, refused.message, refused.fix, refused.position)
            return None
        self.texts[relative] = text
        return value, places

    def record(self, relative: str, model: type[Record]) -> Record | None:
        """The record in one file."""
        stem = PurePosixPath(relative).stem
        found = self.value(relative)
        record = found and self.typed(relative, model, found[0], found[1], (), id=stem, path=relative)
        if record is None:
            self.unusable.add(stem)
        return record or None

    def company(self, relative: str, model: type[S], list_field: str | None = None) -> S | None:
        """settings.yml, topics.yml or team.yml; the last two are a list, which goes into `list_field`."""
        found = self.value(relative)
        typed = None
        if found and list_field is None:
            typed = self.typed(relative, model, found[0], found[1], (), path=relative)
        elif found:
            value = {list_field: [] if found[0] is None else found[0]}
            typed = self.typed(relative, model, value, found[1].under(list_field), (), path=relative)
        if typed is None:
            self.unusable.add(relative)
        return typed

    def interactions(self, relative: str) -> Iterator[Interaction]:
        """The interactions in one file, each with its number."""
        found = self.value(relative, LIST_BYTES)
        if found is None:
            return
        items, places = found
        if not isinstance(items, list):
            if items is not None:
                fix = "start each interaction with '- on: …'"
                self.report(
                    relative, Code.WRONG_TYPE, "needs a list of interactions", fix, places.of_value(())
                )
            return
        stem = PurePosixPath(relative).stem
        for n, item in enumerate(items):
            given = {"id": f"{stem}#{n + 1}", "path": relative}
            if interaction := self.typed(relative, Interaction, item, places, (n,), **given):
                yield interaction

    def typed(
        self, relative: str, model: type[S], value: Value, places: Places, at: Location, **given: str
    ) -> S | None:
        """`value`, which stands at `at` in its file, as `model`; None and its problems when it is not."""
        shown = self.shown(relative)
        if not isinstance(value, Mapping):
            message, fix = "needs fields ('name: value')", "start with the fields that the kind must have"
            self.report(relative, Code.WRONG_TYPE, message, fix, places.of_value(at))
            return None
        own = [name for name in sorted(GIVEN_BY_THE_READER & given.keys() & value.keys())]
        for name in own:
            fix = "remove it; the file's name says it"
            self.report(
                relative,
                Code.UNKNOWN_FIELD,
                f"{name}: there is no such field",
                fix,
                places.of_key((*at, name)),
            )
        try:
            typed = model.model_validate({**_without_empty(value), **given})
        except ValidationError as error:
            self.problems += problems_of(error, model, places.below(at), shown)
            return None
        return None if own else typed


def _without_empty(value: Value) -> Any:
    """An empty field is as good as none; in a list, an empty entry stays and is refused."""
    if isinstance(value, dict):
        return {key: _without_empty(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value
