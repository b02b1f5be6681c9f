"""Every text of a library, with where it stands and whether customers get to see it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import Enum
from functools import cache
from typing import Any

from pydantic import BaseModel

from .base import Record
from .fields import Location, Unfinished
from .interaction import Interaction
from .library import Library
from .procedure import Procedure, Step
from .public import PublicProcedure, PublicQuestion, PublicRetired, PublicSettings, PublicStep, PublicTopic
from .question import Question
from .retired import Retired
from .settings import Settings, Topic
from .sheet import Sheet, Thing, parts

_PUBLIC: dict[type[BaseModel], set[str]] = {
    Question: {f.name for f in fields(PublicQuestion)},
    Procedure: {f.name for f in fields(PublicProcedure)},
    Settings: {f.name for f in fields(PublicSettings)},
    Topic: {f.name for f in fields(PublicTopic)},
    Retired: {f.name for f in fields(PublicRetired)},
}
_HOLDS_TEXTS = (str, tuple, list, dict, BaseModel)
_PUBLIC_IN_STEP = {f.name for f in fields(PublicStep)}


def public_fields(model: type[BaseModel]) -> set[str] | None:
    """The fields of a record, or of a step, that customers see once it is public; None where nothing says."""
    if model is Step:
        return _PUBLIC_IN_STEP
    return _PUBLIC.get(model, set() if issubclass(model, Record) else None)


@dataclass(frozen=True)
class Text:
    """A text that somebody wrote: its file, its place in the file's value, and who reads it."""

    path: str
    location: Location
    value: str
    is_public: bool

    @property
    def field(self) -> str:
        """`steps[1].staff`, counted from 1, as problems name it."""
        parts = (f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in self.location)
        return "".join(parts).removeprefix(".")


def texts(library: Library, public: bool | None = None) -> Iterator[Text]:
    """Every text of every record and of the company's own files but moved.yml. Ids that name files are texts.

    All, or those alone that customers get to see, or those that they do not.
    """
    for path, start, thing in alone(library) if public else finished(library):
        for location, value, shown in texts_of(thing, public):
            yield Text(path, (*start, *location), value, shown)


def texts_of(thing: BaseModel, public: bool | None = None) -> Iterator[tuple[Location, str, bool]]:
    """The same of one thing: where in it each text is, the text, and whether customers get to see it."""
    has_public = type(thing) in _PUBLIC and _may_be_public(thing)
    if public and not has_public:
        return
    known_public = _all_public(type(thing)) if has_public else ()
    for name, item in vars(thing).items():
        is_known = name in known_public
        if name == "path" or (is_known and public is False) or not isinstance(item, _HOLDS_TEXTS):
            continue
        for location, value in _texts(item, (name,)):
            shown = is_known or (has_public and is_public(thing, location))
            if public is None or shown == public:
                yield location, value, shown


def texts_in(thing: Thing) -> Iterator[tuple[Location, str]]:
    """Every text of one typed thing, with where in it that is; the path of its file is none."""
    for start, part in parts(thing):
        for name, item in (part.values if isinstance(part, Unfinished) else vars(part)).items():
            if type(item) is str:  # most are, and nothing more is to be asked of it
                if name != "path":
                    yield (*start, name), item
            elif item is not None:
                yield from _texts(item, (*start, name))


def distinct(sheet: Sheet) -> list[str]:
    """Every text of the interactions in a file, as of `texts_in`, each once, in no order."""
    items = [item for name in Interaction.model_fields if name != "path" for item in sheet.different(name)]
    found = dict.fromkeys([item for item in items if type(item) is str])  # most are
    found.update((text, None) for item in items if type(item) is tuple for _, text in _texts(item, ()))
    return list(found)


@cache
def _all_public(model: type[BaseModel]) -> frozenset[str]:
    """The fields of which customers see everything, once it is public."""
    return frozenset(_PUBLIC.get(model, ()) if model is not Topic else ()) - {"steps"}


def _may_be_public(thing: BaseModel) -> bool:
    return not isinstance(thing, Record | Retired) or thing.is_public


def is_public(thing: Thing, location: Location) -> bool:
    """Customers get to see the value at `location` of `thing`."""
    if isinstance(thing, Unfinished | Sheet) or not _may_be_public(thing):
        return False
    if not isinstance(thing, Topic):
        if location[0] not in _PUBLIC.get(type(thing), ()):
            return False
        if location[0] != "steps":
            return True
    last = [part for part in location if isinstance(part, str)][-1]
    return last in (_PUBLIC[Topic] if isinstance(thing, Topic) else _PUBLIC_IN_STEP)


def finished(library: Library) -> Iterator[tuple[str, Location, BaseModel]]:
    """Everything typed, but for moved.yml, with its file and where in the file it starts."""
    yield from alone(library)
    for interaction in library.interactions.values():
        yield interaction.path, (interaction.number - 1,), interaction


def alone(library: Library) -> Iterator[tuple[str, Location, BaseModel]]:
    """The same without interactions, for whoever asks once for a file of them (`Library.sheets`)."""
    yield library.settings.path, (), library.settings
    for n, topic in enumerate(library.topics.topics):
        yield library.topics.path, (n,), topic
    for n, member in enumerate(library.team.team):
        yield library.team.path, (n,), member
    for n, need in enumerate(library.needs.needs):
        yield library.needs.path, (n,), need
    for n, expect in enumerate(library.expects.expects):
        yield library.expects.path, (n,), expect
    for record in library.records():
        yield record.path, (), record
    for retired in library.retired.values():
        yield retired.path, (), retired


def _texts(value: Any, at: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(value, str):
        if not isinstance(value, Enum):
            yield at, value
    elif isinstance(value, tuple | list):
        for n, item in enumerate(value):
            yield from _texts(item, (*at, n))
    elif isinstance(value, BaseModel | dict):
        for name, item in (value if isinstance(value, dict) else vars(value)).items():
            yield from _texts(item, (*at, name))
