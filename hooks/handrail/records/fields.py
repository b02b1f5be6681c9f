"""The types that fields of records have, and the marks that say what a text refers to.

Every scalar of a record arrives as text (see `reading.yaml12`); these types turn it into what the
field means. A mark in `Annotated` is how the rest of Handrail knows, without a second list, that a
text is Markdown or that it names another record.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache, lru_cache
from typing import Annotated, Any, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from ..stored import digest
from .limits import too_much

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ID_MAX = 80
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DURATION_PATTERN = r"^([0-9]{1,5})\s?([mhdw])$"
KIND_NAMES = ("question", "procedure", "cycle", "risk")
"""What records are called, such as in links to them; `library.KINDS` has the schema of each."""
TO_DO = "TO DO"
"""Starts every text of a draft that a person must write."""
GIVEN_BY_THE_READER = frozenset({"id", "path"})
"""Fields that come from the file's name, in models that have a `path`."""


class Word(StrEnum):
    """One of a few words that there are for a field."""

    __repr__ = str.__repr__  # in a tenth of the time: digests of pages are made from it


class Schema(BaseModel):
    """The base of every typed record and part of one: frozen, and no field that is not listed."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def __repr__(self) -> str:
        """All values, in a fifth of the time of pydantic's: digests of pages are made from it."""
        return f"{type(self).__name__}({self.__dict__!r})"


class Whole(Schema):
    """A record or an interaction: what many pages are made from, and some pages from all of."""

    __slots__ = ("_said",)

    def __repr__(self) -> str:
        """A digest of all values, made once: with their texts, pages came to a hundred megabytes of them."""
        try:
            said: str = object.__getattribute__(self, "_said")
        except AttributeError:
            values = repr((*self.__dict__.values(),))  # of the same names, in the same order
            said = f"{type(self).__name__}({digest(values.encode())})"
            object.__setattr__(self, "_said", said)  # a slot, which is neither compared nor kept
        return said


@dataclass(frozen=True)
class Refers:
    """Marks a text that names something: records of these kinds, or a topic, person or stage."""

    to: tuple[str, ...]


@dataclass(frozen=True)
class Rich:
    """Marks a text that is Markdown."""


M = TypeVar("M", bound=Refers | Rich)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("string_too_short", "is empty")
    return text.strip("\n")


def _within_limits(text: str) -> str:
    if message := too_much(text):
        raise PydanticCustomError("too_much", message)
    return text


def _date(value: object) -> object:
    return _day(value) if isinstance(value, str) else value


@lru_cache(maxsize=10_000)
def _day(text: str) -> object:
    """One object for each day: of a year of by-hand work there are few. Of what is none, pydantic says so."""
    if not re.fullmatch(DATE_PATTERN, text):
        raise PydanticCustomError("date_form", "is not a date such as 2026-01-31")
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _filled(entries: tuple[M, ...]) -> tuple[M, ...]:
    if not entries:
        raise PydanticCustomError("too_short", "is empty")
    return entries


_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _duration(value: object) -> object:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(DURATION_PATTERN, value, re.ASCII)
    if not match:
        raise PydanticCustomError("duration_form", "is not a duration such as 30m, 2h or 90d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _number(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or not -20 < number.adjusted() < 20:
        raise PydanticCustomError("number_form", "is not a number such as 12 or 0.5")
    return number


Line = Annotated[str, AfterValidator(_one_line), StringConstraints(min_length=1)]
"""Plain text on one line."""
Verbatim = Annotated[str, AfterValidator(_not_blank)]
"""Plain text as somebody said it, over any number of lines."""
Markdown = Annotated[str, AfterValidator(_not_blank), AfterValidator(_within_limits), Rich()]
"""Markdown, with links to records such as `[text](question:its-id)`."""
Filled = AfterValidator(_filled)
"""Marks a list that has an entry at least."""
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=ID_MAX)]
Date = Annotated[date, BeforeValidator(_date)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Minutes = Annotated[int, Field(ge=0, le=10_000)]
Score = Annotated[int, Field(ge=1, le=5)]

AnyRecord = Annotated[str, Refers(KIND_NAMES)]
Help = Annotated[str, Refers(("question", "procedure"))]
ProcedureId = Annotated[str, Refers(("procedure",))]
RiskId = Annotated[str, Refers(("risk",))]
HelpThen = Annotated[str, Refers(("question", "procedure", "retired"))]
"""What was used on a day stays true when it is retired later."""
TopicId = Annotated[str, Refers(("topic",))]
Handle = Annotated[str, Refers(("person",))]
StageId = Annotated[str, Refers(("stage",))]

Location = tuple[str | int, ...]
"""Where a value is inside a record: field names and list positions, as `('steps', 0, 'title')`."""


@dataclass(frozen=True)
class Unfinished:
    """What was meant to be a `model` and has problems: its values as they were read.

    The fields that have problems are left out; the others can still be checked.
    """

    model: type[BaseModel]
    values: Mapping[str, Any]


def marked(thing: BaseModel | Unfinished, mark: type[M]) -> Iterator[tuple[Location, str, M]]:
    """Every text of `thing` whose type bears `mark`, with where it is."""
    if isinstance(thing, Unfinished):
        model, values = thing.model, thing.values
    else:
        model, values = type(thing), thing.__dict__
    for name, tree in _marks(model, mark):  # type: ignore[arg-type]  # mypy hashes the instances
        value = values.get(name)
        if value is not None:  # as it is in most
            yield from _walk(value, tree, (name,), mark)


def marked_in_each(
    model: type[BaseModel], values: Callable[[str], Iterable[Any]], mark: type[M]
) -> Iterator[tuple[tuple[Any, ...], str, M]]:
    """The same of many of `model`, by what all have in a field; a place starts with which of them it is."""
    for name, tree in _marks(model, mark):  # type: ignore[arg-type]  # mypy hashes the instances
        for n, value in enumerate(values(name)):
            if value is not None:
                yield from _walk(value, tree, (n, name), mark)


def _walk(value: Any, tree: Any, location: Location, mark: type[M]) -> Iterator[tuple[Location, str, M]]:
    """What is not of the form that `tree` says has been reported, and is passed over."""
    if isinstance(tree, mark):
        if isinstance(value, str):
            yield location, value, tree
    elif isinstance(tree, list):
        for n, item in enumerate(value if isinstance(value, list | tuple) else ()):
            yield from _walk(item, tree[0], (*location, n), mark)
    elif isinstance(value, BaseModel | dict):
        below: Location
        for below, text, found in marked(Unfinished(tree, value) if isinstance(value, dict) else value, mark):
            yield (*location, *below), text, found


@cache
def _marks(model: type[BaseModel], mark: type) -> tuple[tuple[str, Any], ...]:
    """For each field that can hold a marked text: the mark, `[tree]` for a list, or the sub-model."""
    found = []
    for name, field in model.model_fields.items():
        own = [m for m in field.metadata if isinstance(m, mark)]
        tree = own[0] if own else _tree(field.annotation, mark)
        if tree is not None:
            found.append((name, tree))
    return tuple(found)


def _tree(annotation: Any, mark: type) -> Any:
    for m in getattr(annotation, "__metadata__", ()):
        if isinstance(m, mark):
            return m
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    parts = [t for t in (_tree(a, mark) for a in get_args(annotation)) if t is not None]
    if not parts:
        return None
    return [parts[0]] if getattr(annotation, "__origin__", None) in (tuple, list) else parts[0]
