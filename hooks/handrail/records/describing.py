"""What each field of a model is, as data: the editor's form and the guide are made from this.

Everything comes from the types and docstrings of the models; a new field needs no line here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from .docstrings import said_of
from .fields import DURATION_PATTERN, Refers, Rich, Schema, Verbatim
from .files import written_fields

TRUTH = ("yes", "no")


class Form(StrEnum):
    """What somebody writes into a field."""

    LINE = "line"
    VERBATIM = "verbatim"
    MARKDOWN = "markdown"
    DATE = "date"
    DURATION = "duration"
    WHOLE = "whole"
    DECIMAL = "decimal"
    CHOICE = "choice"
    REFERENCE = "reference"
    PARTS = "parts"


@dataclass(frozen=True)
class FieldShape:
    """One field: what it is for, and what may be written into it."""

    name: str
    about: str
    """What it is for, on one line."""
    required: bool
    many: bool
    """It is a list."""
    form: Form
    """Of the value, or of each entry of the list."""
    default: str
    """What holds when the field is not there, as one would write it; '' for nothing."""
    choices: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    """What a reference names, as `Refers` says it."""
    pattern: str | None = None
    longest: int | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    parts: type[Schema] | None = None
    """The fields of the value, or of each entry."""


def shapes(model: type[BaseModel]) -> Iterator[FieldShape]:
    """The fields of `model` that people write, in the order in which they are best read."""
    return (_shape(name, field, said_of(model, name)) for name, field in written_fields(model).items())


def _shape(name: str, field: FieldInfo, about: str) -> FieldShape:
    kind, marks = _bare(field.annotation, tuple(field.metadata))
    many = get_origin(kind) is tuple
    required = field.is_required()
    if many:
        kind, marks = _bare(get_args(kind)[0], ())
    default = "" if required else _as_written(field.default)
    return FieldShape(name, about, required, many, default=default, **_allowed(kind, marks))


def _bare(annotation: Any, marks: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """The type without `| None` and `Annotated`, and all marks."""
    if get_origin(annotation) in (UnionType, Union):
        annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
    if get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        return _bare(annotation, (*marks, *more))
    return annotation, marks


def _allowed(kind: Any, marks: tuple[Any, ...]) -> dict[str, Any]:
    """The form and its limits, as fields of a `FieldShape`."""
    if get_origin(kind) is Literal:
        return {"form": Form.CHOICE, "choices": tuple(str(value) for value in get_args(kind))}
    if issubclass(kind, Schema):
        return {"form": Form.PARTS, "parts": kind}
    if issubclass(kind, StrEnum):
        return {"form": Form.CHOICE, "choices": tuple(kind)}
    if kind is date:
        return {"form": Form.DATE}
    if kind is timedelta:
        return {"form": Form.DURATION, "pattern": DURATION_PATTERN}
    if kind is bool:
        return {"form": Form.CHOICE, "choices": TRUTH}
    if kind in (int, Decimal):
        return {"form": Form.WHOLE if kind is int else Form.DECIMAL, **_limits(marks)}
    return _text(marks)


def _text(marks: tuple[Any, ...]) -> dict[str, Any]:
    for mark in marks:
        if isinstance(mark, Refers):
            return {"form": Form.REFERENCE, "to": mark.to}
        if isinstance(mark, Rich):
            return {"form": Form.MARKDOWN}
        if isinstance(mark, StringConstraints) and mark.pattern:
            return {"form": Form.LINE, "pattern": str(mark.pattern), "longest": mark.max_length}
    return {"form": Form.VERBATIM if set(get_args(Verbatim)[1:]) <= set(marks) else Form.LINE}


def _limits(marks: tuple[Any, ...]) -> dict[str, Decimal]:
    limits: dict[str, Decimal] = {}
    for mark in (part for each in marks for part in getattr(each, "metadata", [each])):
        if isinstance(mark, Ge):
            limits["least"] = Decimal(str(mark.ge))
        elif isinstance(mark, Le):
            limits["most"] = Decimal(str(mark.le))
    return limits


def _as_written(value: object) -> str:
    """A default as one would write it; '' for none and for a group of fields."""
    match value:
        case bool():
            return TRUTH[not value]
        case Enum():
            return str(value.value)
        case timedelta():
            return f"{value.days}d" if value.days else f"{int(value.total_seconds()) // 60}m"
        case tuple():
            return ", ".join(_as_written(entry) for entry in value)
        case str() | int() | Decimal():
            return str(value)
        case _:
            return ""
