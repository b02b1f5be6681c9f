"""The folder of records → one Library, and every problem of every file."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..problems import Code, Problem, problem
from ..records.base import Record
from ..records.expects import Expects
from ..records.fields import GIVEN_BY_THE_READER, Location, Unfinished
from ..records.files import COMPANY_FILES
from ..records.interaction import Interaction
from ..records.library import FOLDERS, KINDS, Library
from ..records.moved import ADDRESS_PATTERN, Moved
from ..records.needs import Needs
from ..records.retired import Retired
from ..records.settings import Settings, Site, Team, Topics
from ..records.sheet import Columns, Interactions, Sheet, columns_of
from .at_once import typed_at_once
from .by_schema import misread
from .cache import RecordCache
from .misplaced import folder_meant
from .names import Names
from .plain_lists import load_list
from .source import LIST_BYTES, RECORD_BYTES, Position, read_text, unseen_in
from .wording import problems_of, wrong_type
from .yaml12 import RECORD_VALUES, Places, Refused, Value, load, shortened

MODELS: Mapping[str, type[Record | Retired]] = {**KINDS, "retired": Retired}
URLS = "urls.txt"
"""Every address that was ever published, one a line."""
_URLS_BYTES = 64 * 1024 * 1024
MOST_PROBLEMS = 1000
"""What is said of one file. More than that is one mistake, and a hostile file could fill the memory."""
S = TypeVar("S", bound=BaseModel)


def read_library(root: Path, cache: RecordCache | None = None) -> tuple[Library, list[Problem]]:
    """Read all records below `root`. What cannot be used is left out and is among the problems.

    Of files that are the same as before, what `cache` has is taken.
    """
    reading = Reading(root)
    settings = reading.settings()
    topics = reading.listed("topics", Topics)
    team = reading.listed("team", Team)
    needs = reading.listed("needs", Needs, is_optional=True)
    expects = reading.listed("expects", Expects, is_optional=True)
    moved = reading.listed("moved", Moved, is_optional=True)
    records: dict[str, dict[str, Any]] = {kind: {} for kind in MODELS}
    sheets: list[Sheet] = []
    for kind, relative in reading.files():
        thing = reading.thing(kind, relative, cache)
        if isinstance(thing, Sheet):
            sheets.append(thing)
        elif thing:
            records[kind][thing.id] = thing
    library = Library(
        root=str(root),
        settings=settings,
        topics=topics,
        team=team,
        needs=needs,
        expects=expects,
        moved=moved,
        urls=MappingProxyType(reading.urls()),
        **{FOLDERS[kind]: MappingProxyType(dict(sorted(found.items()))) for kind, found in records.items()},
        interactions=Interactions(sheets),
        texts=MappingProxyType(reading.texts),
        unfinished=tuple(reading.unfinished),
        unusable=frozenset(reading.unusable),
    )
    return library, reading.problems


@dataclass
class Reading(Names):
    """One run over a folder: beside what names say, the texts so far, and what could not be finished."""

    texts: dict[str, str] = field(default_factory=dict)
    unfinished: list[tuple[str, Location, Unfinished]] = field(default_factory=list)

    def value(
        self, relative: str, form: type[dict[str, Any] | list[Any]] = dict, is_sheet: bool = False
    ) -> tuple[Value, Places] | None:
        """The guarded YAML of one file, which may be a sheet of interactions, or None and its problems.

        Where it is no `form`, which is said elsewhere, fields that are there twice follow from that.
        """
        limit = LIST_BYTES if is_sheet else RECORD_BYTES
        text = read_text(self.root, relative, self.shown(relative), limit)
        if not isinstance(text, str):
            self.problems += text
            self.unusable.add(relative)
            return None
        wrong: list[Refused] = []
        try:
            value, places = load_list(text, wrong=wrong) if is_sheet else load(text, RECORD_VALUES, wrong)
        except Refused as refused:
            self.report(relative, refused.code, refused.message, refused.fix, refused.position)
            return None
        wrong = [*(wrong if isinstance(value, form) else ()), *places.lost, *misread(relative, value, places)]
        for one in wrong[:MOST_PROBLEMS]:
            self.report(relative, one.code, one.message, one.fix, one.position)
        if "\\" in text and self._unseen(relative, value, places):
            return None
        self.texts[relative] = text
        return value, places

    def _unseen(self, relative: str, value: Value, places: Places) -> bool:
        """Report the first few unseen characters that were written as escapes (`"\\u202e"`)."""
        found = [(at, message) for at, text in _texts(value, ()) for message, _ in islice(unseen_in(text), 1)]
        for at, message in found[:5]:
            fix = "delete it; it is written with a '\\'"
            self.report(relative, Code.CONTROL_CHARACTER, message, fix, places.of_key(at))
        return bool(found)

    def thing(self, kind: str, relative: str, cache: RecordCache | None) -> Record | Retired | Sheet | None:
        """The record or the interactions in one file, as they were kept or as they are read."""
        if cache and (same := cache.get(relative)) is not None:
            return same
        problems = len(self.problems)
        found = (
            Sheet(relative, self.interactions(relative))
            if kind == "interaction"
            else self.record(relative, MODELS[kind])
        )
        if cache and found is not None and len(self.problems) == problems:
            cache.put(relative, found)
        return found

    def record(self, relative: str, model: type[Record | Retired]) -> Record | Retired | None:
        """The record in one file."""
        stem = PurePosixPath(relative).stem
        found = self.value(relative)
        record = found and self.typed(relative, model, found[0], found[1], (), id=stem, path=relative)
        if record is None:
            self.unusable.add(stem)
        return record or None

    def misplaced(self, relative: str, model: type[BaseModel], value: Value) -> bool:
        """Report a file that lies in the folder of another kind; what else is wrong follows from that."""
        folder = folder_meant(model, value)
        if folder:
            message = f"has the fields that records in {folder}/ have, not those of its own folder"
            self.report(relative, Code.WRONG_FOLDER, message, f"move it to {folder}/")
        return folder is not None

    def settings(self) -> Settings:
        """What is in settings.yml; the defaults where that cannot be used."""
        relative = "settings.yml"
        found = self.value(relative)
        typed = found and self.typed(relative, Settings, found[0], found[1], (), path=relative)
        if typed:
            return typed
        self.unusable.add(relative)
        return Settings(path=relative, site=Site(name="Help"))

    def listed(self, name: str, model: type[S], is_optional: bool = False) -> S:
        """What a file of the company lists: topics.yml what goes into the field `topics` of `Topics`.

        There is nothing in it where the file cannot be used, or where it is not there and need not be.
        """
        relative = f"{name}.yml"
        nothing = model.model_validate({"path": relative, name: ()})
        if is_optional and not os.path.lexists(self.root / relative):
            return nothing
        found = self.value(relative, list)
        if found:
            value, places = found
            listed = {name: [] if value is None else value}
            if typed := self.typed(relative, model, listed, places.under(name), (), path=relative):
                return typed
        self.unusable.add(relative)
        return nothing

    def urls(self) -> dict[str, int]:
        """The addresses in urls.txt with their lines. Empty lines and those that start with # say nothing."""
        if not os.path.lexists(self.root / URLS):
            return {}
        text = read_text(self.root, URLS, self.shown(URLS), _URLS_BYTES)
        if not isinstance(text, str):
            self.problems += text
            return {}
        found: dict[str, int] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if re.fullmatch(ADDRESS_PATTERN, line):
                found.setdefault(line, number)
            elif line.strip() and not line.startswith("#"):
                message = f"'{shortened(line)}' is not an address of the public site"
                fix = "write one such as /questions/refund-time/ or take back what was there"
                self.report(URLS, Code.NOT_AN_ADDRESS, message, fix, (number, 1))
        return found

    def interactions(self, relative: str) -> Columns:
        """The interactions in one file, each with its number."""
        items, places = self.value(relative, list, is_sheet=True) or (None, Places())
        if not isinstance(items, list):
            if items is not None and not self.misplaced(relative, Interaction, items):
                fix = "start each interaction with '- on: …'"
                self.report(
                    relative, Code.WRONG_TYPE, "needs a list of interactions", fix, places.of_value(())
                )
            return columns_of(())
        stem = PurePosixPath(relative).stem
        ids = [f"{stem}#{n}" for n in range(1, len(items) + 1)]
        right = typed_at_once(items, ids, relative)
        if right is None and self.misplaced(relative, Interaction, items):
            return columns_of(())
        return columns_of(self._one_by_one(items, places, ids, relative)) if right is None else right

    def _one_by_one(
        self, items: Sequence[Value], places: Places, ids: Sequence[str], relative: str
    ) -> Iterator[Interaction]:
        """Those that have no problem, and the problems of the others."""
        before = len(self.problems)
        for n, (item, id) in enumerate(zip(items, ids, strict=True)):
            if len(self.problems) - before >= MOST_PROBLEMS:
                self.problems.append(too_many(self.shown(relative), places.of_value((n,))))
                return
            if right := self.typed(relative, Interaction, item, places, (n,), id=id, path=relative):
                yield right

    def typed(
        self, relative: str, model: type[S], value: Value, places: Places, at: Location, **given: str
    ) -> S | None:
        """`value`, which stands at `at` in its file, as `model`; None and its problems when it is not."""
        is_record = "id" in given and not at
        if not isinstance(value, dict):
            if not (is_record and self.misplaced(relative, model, value)):
                self._no_fields(relative, value, places, at)
            return None
        own = GIVEN_BY_THE_READER & given.keys() & value.keys()
        for name in sorted(own):
            message, fix = f"{name}: there is no such field", "remove it; the file's name says it"
            self.report(relative, Code.UNKNOWN_FIELD, message, fix, places.of_key((*at, name)))
        written = _without_empty(value)
        try:
            typed = model.model_validate({**written, **given})
        except ValidationError as error:
            if not (is_record and self.misplaced(relative, model, value)):
                self._mistakes(error, relative, model, written, places, at)
            return None
        return None if own else typed

    def _no_fields(self, relative: str, value: Value, places: Places, at: Location) -> None:
        """Report what stands where fields belong."""
        message, fix = wrong_type("model", value)
        if value is None and not at:
            undo = "take back what was there" if relative in COMPANY_FILES else "delete the file"
            message, fix = "nothing is written here", f"write what belongs here, or {undo}"
        self.report(relative, Code.WRONG_TYPE, message, fix, places.of_value(at))

    def _mistakes(
        self,
        error: ValidationError,
        relative: str,
        model: type[BaseModel],
        written: dict[str, Any],
        places: Places,
        at: Location,
    ) -> None:
        """Report what the schema found wrong, and keep the fields that are right: rules still check them."""
        shown = self.shown(relative)
        found = list(islice(problems_of(error, model, places, at, shown), MOST_PROBLEMS + 1))
        self.problems += found[:MOST_PROBLEMS]
        if len(found) > MOST_PROBLEMS:
            self.problems.append(too_many(shown, (found[-1].line, found[-1].column)))
        wrong = {detail["loc"][0] for detail in error.errors() if detail["loc"]}
        right = {name: item for name, item in written.items() if name not in wrong}
        self.unfinished.append((relative, at, Unfinished(model, right)))


def too_many(shown: str, at: Position) -> Problem:
    """What is said at `at` instead of the rest of the problems of a file."""
    message = f"this file has over {MOST_PROBLEMS:,} problems; those from here on are not listed"
    return problem(shown, *at, Code.TOO_MANY_PROBLEMS, message, "correct those before, and check again")


def _texts(value: Value, at: Location) -> Iterator[tuple[Location, str]]:
    """Every text and every field's name in `value`, with its place in it."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from _texts(item, (*at, n))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield (*at, key), key  # the place of a field's text is its name's: near enough to find it
            yield from _texts(item, (*at, key))


def _without_empty(value: Value) -> Any:
    """An empty field is as good as none; in a list, an empty entry stays and is refused."""
    if isinstance(value, dict):
        return {
            key: item if isinstance(item, str) else _without_empty(item)
            for key, item in value.items()
            if item is not None
        }
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value
