"""The kinds as JSON Schemas (draft 2020-12), for editors: what stands in a file, and nothing else.

A text may look like a number or a truth to YAML, and an empty field is as good as none (`reading`); the
schemas say so, so that an editor and `handrail check` agree, but for an empty choice. What lies between
records only `check` knows.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePosixPath
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from .base import Record
from .docstrings import said_of
from .examples import EXAMPLES
from .expects import Expect
from .fields import DATE_PATTERN, DURATION_PATTERN, GIVEN_BY_THE_READER, Filled, Refers, Rich, Schema
from .interaction import Interaction
from .library import FOLDERS, KINDS
from .moved import Move
from .needs import NamedNeed
from .retired import Retired
from .settings import Member, Settings, Topic
from .texts import public_fields

JsonSchema = dict[str, Any]
Parts = dict[type[BaseModel], Any]
"""Models that a record holds, and an example of each."""
ONE: Mapping[str, type[Schema]] = MappingProxyType({**KINDS, "retired": Retired, "settings": Settings})
"""Files that hold one record, by the name of their schema."""
LISTS: Mapping[str, type[Schema]] = MappingProxyType(
    {
        "interactions": Interaction,
        "topics": Topic,
        "team": Member,
        "needs": NamedNeed,
        "expects": Expect,
        "moved": Move,
    }
)
"""Files that are a list, and what each entry is."""
_FOLDER = "schemas"
"""Beside the folder of records."""
_CALLED = ("title", "question", "customer_title", "who_for")
_ADDED = ("tags", "related", "was", "staff_note")
_TEXT = ["string", "number", "boolean"]
_SAID_OF = {
    "topic": "A topic of topics.yml.",
    "person": "A handle of team.yml.",
    "stage": "A stage of settings.yml.",
}


def json_schemas() -> dict[str, JsonSchema]:
    """Every schema by its name; its file is `<name>.json`."""
    return {name: json_schema(name) for name in (*ONE, *LISTS)}


def json_schema(name: str) -> JsonSchema:
    """The schema of the files that `name`, a key of `ONE` or `LISTS`, stands for."""
    model, example = ONE.get(name) or LISTS[name], EXAMPLES[name]
    parts: Parts = {model: example} if name in LISTS else {}
    whole = _list(name, model) if name in LISTS else _model(model, example, parts)
    found: dict[str, JsonSchema] = {}
    while missing := [part for part in parts if part.__name__ not in found]:
        found |= {part.__name__: _model(part, parts[part], parts) for part in missing}
    defs = {"$defs": dict(sorted(found.items()))} if found else {}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, **defs}


def schema_of(relative: str) -> str | None:
    """The name of the schema of a file of records, or None for a file that is none."""
    path = PurePosixPath(relative)
    kind = next((kind for kind, folder in FOLDERS.items() if path.parts[0] == folder), None)
    if len(path.parts) > 1:
        return "interactions" if kind == "interaction" else kind
    return path.stem if path.stem in ("settings", *LISTS) and path.stem != "interactions" else None


def first_line(relative: str) -> str:
    """The comment by which editors find the schema of a file of records; '' for a file that has none."""
    name = schema_of(relative)
    up = "../" * len(PurePosixPath(relative).parts)
    return f"# yaml-language-server: $schema={up}{_FOLDER}/{name}.json\n" if name else ""


def written_fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of `model` that stand in a file, in the order in which they are best read."""
    given = GIVEN_BY_THE_READER if "path" in model.model_fields else frozenset()
    names = [name for name in model.model_fields if name not in given]
    if issubclass(model, Record):
        names.sort(key=_rank)
    return {name: model.model_fields[name] for name in names}


def _rank(name: str) -> int:
    """What a record is called, who looks after it, what it says, and last what staff add."""
    if name in _CALLED:
        return 0
    return 3 if name in _ADDED else 1 if name in Record.model_fields else 2


def _list(name: str, model: type[BaseModel]) -> JsonSchema:
    return {
        "title": name,
        "description": f"A list. Each entry: {_plain(model.__doc__ or '')}",
        "type": ["array", "null"],
        "items": _ref(model),
        "examples": [[EXAMPLES[name]]],
    }


def _model(model: type[BaseModel], example: Any, parts: Parts) -> JsonSchema:
    """The schema of a record or a part of one; the models it holds are added to `parts`."""
    fields = written_fields(model)
    public = public_fields(model)
    properties = {}
    for name, field in fields.items():
        shown = example.get(name)
        schema = _value(field.annotation, field.metadata, shown, parts)
        is_public = None if public is None else name in public
        properties[name] = _said(schema, field, said_of(model, name), shown, is_public)
        if not field.is_required():
            properties[name] = _or_empty(properties[name])
    required = [name for name, field in fields.items() if field.is_required()]
    extra = model.model_config.get("json_schema_extra")
    return {
        "title": model.__name__.lower(),
        "description": _plain(model.__doc__ or ""),
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        **({"required": required} if required else {}),
        **(extra if isinstance(extra, dict) else {}),
        "examples": [example],
    }


def _said(
    schema: JsonSchema, field: FieldInfo, about: str, example: Any, is_public: bool | None
) -> JsonSchema:
    """`schema` with what an editor shows of the field."""
    more = [schema.pop("markdownDescription", "")]
    if is_public is not None:
        more.append("*Customers see it once the record is public.*" if is_public else "*For staff only.*")
    said: JsonSchema = {"description": _plain(about)}
    said["markdownDescription"] = "\n\n".join(text for text in (about, *more) if text)
    if (default := _written(field.default)) is not None:
        said["default"] = default
    return {**schema, **said, "examples": [example]} if example is not None else {**schema, **said}


def _value(annotation: Any, metadata: list[Any], example: Any, parts: Parts) -> JsonSchema:
    """The schema of a value; None as a possible type is left to `_or_empty`."""
    origin = get_origin(annotation)
    if origin is Annotated:
        annotation, *marks = get_args(annotation)
        more = [m for mark in marks for m in (mark.metadata if isinstance(mark, FieldInfo) else [mark])]
        return _value(annotation, [*more, *metadata], example, parts)
    if origin in (Union, UnionType):
        (annotation,) = (one for one in get_args(annotation) if one is not NoneType)
        return _value(annotation, metadata, example, parts)
    if origin is tuple:
        least = {"minItems": 1} if Filled in metadata else {}
        items = _value(get_args(annotation)[0], [], example[0] if example else None, parts)
        return {"type": "array", "items": items, **least}
    if origin is Literal:
        return {"enum": [one.value for one in get_args(annotation)]}
    if issubclass(annotation, BaseModel):
        parts.setdefault(annotation, example)
        return _ref(annotation)
    if issubclass(annotation, Enum):
        return {"enum": [one.value for one in annotation]}
    return _scalar(annotation, metadata)


def _scalar(annotation: type, metadata: list[Any]) -> JsonSchema:
    if annotation is str:
        return _text(metadata)
    if annotation is date:
        return {
            "type": "string",
            "format": "date",
            "pattern": DATE_PATTERN,
            "patternErrorMessage": "Write it as 2026-01-31.",
        }
    if annotation is timedelta:
        return {
            "type": "string",
            "pattern": DURATION_PATTERN,
            "patternErrorMessage": "Write 30m, 2h, 90d or 12w.",
        }
    if annotation is bool:
        return {"enum": ["yes", "no", True, False]}
    kind, pattern = ("integer", "^[0-9]+$") if annotation is int else ("number", r"^[+-]?[0-9]*\.?[0-9]+$")
    if annotation not in (int, Decimal):
        raise TypeError(f"no JSON Schema is known for {annotation}")
    limits = {"minimum": "ge", "maximum": "le"}
    bounds = {
        word: float(getattr(m, short))
        for word, short in limits.items()
        for m in metadata
        if hasattr(m, short)
    }
    return {
        "type": [kind, "string"],
        "pattern": pattern,
        **{w: int(n) if n == int(n) else n for w, n in bounds.items()},
    }


def _text(metadata: list[Any]) -> JsonSchema:
    schema: JsonSchema = {"type": _TEXT, "pattern": r"\S"}
    for mark in metadata:
        if isinstance(mark, StringConstraints):
            schema |= {"pattern": mark.pattern} if mark.pattern else {}
            schema |= {"maxLength": mark.max_length} if mark.max_length else {}
        elif isinstance(mark, Rich):
            schema["markdownDescription"] = "Markdown; another record is linked as `[text](question:its-id)`."
        elif isinstance(mark, Refers):
            kinds = " or ".join(kind for kind in mark.to if kind != "retired")
            schema["markdownDescription"] = _SAID_OF.get(mark.to[0], f"The id of a {kinds}.")
    return schema


def _or_empty(schema: JsonSchema) -> JsonSchema:
    """`schema`, or nothing behind the field's name. A choice stays one: editors would offer `null`."""
    if "enum" in schema:
        return schema
    if "$ref" in schema:
        return {"anyOf": [{"$ref": schema.pop("$ref")}, {"type": "null"}], **schema}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*kinds, "null"]}


def _written(default: Any) -> Any:
    """A field's default as somebody would write it; None where that would say nothing."""
    if isinstance(default, Enum):
        return default.value
    if isinstance(default, timedelta):
        return f"{default.days}d"
    if isinstance(default, Decimal):
        return float(default)
    if isinstance(default, tuple):
        return list(default) or None
    return default if isinstance(default, str | int) else None


def _ref(model: type[BaseModel]) -> JsonSchema:
    return {"$ref": f"#/$defs/{model.__name__}"}


def _plain(text: str) -> str:
    """A docstring as plain text on one line."""
    return re.sub(r"\s+", " ", text.replace("`", "")).strip()
