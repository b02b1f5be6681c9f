"""The kinds as JSON Schemas (draft 2020-12), for editors: what stands in a file, and nothing else.

A text may look like a number or a truth to YAML, and an empty field is as good as none (`reading`); the
schemas say so, so that an editor and `handrail check` agree, but for an empty choice. What must hold
between records, only `check` knows.
"""

import re
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from .describing import TRUTH, FieldShape, Form, shapes
from .examples import EXAMPLES
from .fields import DATE_PATTERN
from .files import LISTS, ONE
from .texts import public_fields

JsonSchema = dict[str, Any]
Parts = dict[type[BaseModel], Any]
"""Models that a record holds, and an example of each."""
_TEXT = ["string", "number", "boolean"]
_SAID_OF = {
    "topic": "A topic of topics.yml.",
    "person": "A handle of team.yml.",
    "stage": "A stage of settings.yml.",
}


def json_schemas() -> dict[str, JsonSchema]:
    """Every schema by its name; its file is `<name>.json`."""
    return {name: _json_schema(name) for name in (*ONE, *LISTS)}


def _json_schema(name: str) -> JsonSchema:
    """The schema of the files that `name`, a key of `ONE` or `LISTS`, stands for."""
    model, example = ONE.get(name) or LISTS[name], EXAMPLES[name]
    parts: Parts = {model: example} if name in LISTS else {}
    whole = _list(name, model) if name in LISTS else _model(model, example, parts)
    found: dict[str, JsonSchema] = {}
    while missing := [part for part in parts if part.__name__ not in found]:
        found |= {part.__name__: _model(part, parts[part], parts) for part in missing}
    defs = {"$defs": dict(sorted(found.items()))} if found else {}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, **defs}


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
    public = public_fields(model)
    properties = {}
    for shape in shapes(model):
        shown = example.get(shape.name)
        is_public = None if public is None else shape.name in public
        schema = _said(_value(shape, shown, parts), shape, _written(model, shape.name), shown, is_public)
        properties[shape.name] = schema if shape.required else _or_empty(schema)
    required = [shape.name for shape in shapes(model) if shape.required]
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
    schema: JsonSchema, shape: FieldShape, default: Any, example: Any, is_public: bool | None
) -> JsonSchema:
    """`schema` with what an editor shows of the field."""
    more = [schema.pop("markdownDescription", "")]
    if is_public is not None:
        more.append("*Customers see it once the record is public.*" if is_public else "*For staff only.*")
    said: JsonSchema = {"description": _plain(shape.about)}
    said["markdownDescription"] = "\n\n".join(text for text in (shape.about, *more) if text)
    if default is not None:
        said["default"] = default
    return {**schema, **said, "examples": [example]} if example is not None else {**schema, **said}


def _value(shape: FieldShape, example: Any, parts: Parts) -> JsonSchema:
    """The schema of a field's value; that it may be empty is left to `_or_empty`."""
    if not shape.many:
        return _one(shape, example, parts)
    items = _one(shape, example[0] if example else None, parts)
    return {"type": "array", "items": items, **({"minItems": 1} if shape.required else {})}


def _one(shape: FieldShape, example: Any, parts: Parts) -> JsonSchema:
    """The schema of the value, or of each entry of the list."""
    match shape.form:
        case Form.PARTS:
            assert shape.parts
            parts.setdefault(shape.parts, example)
            return _ref(shape.parts)
        case Form.CHOICE:
            return {"enum": [*shape.choices, *((True, False) if shape.choices == TRUTH else ())]}
        case Form.DATE:
            said = "Write it as 2026-01-31."
            return {"type": "string", "format": "date", "pattern": DATE_PATTERN, "patternErrorMessage": said}
        case Form.DURATION:
            said = "Write 30m, 2h, 90d or 12w."
            return {"type": "string", "pattern": shape.pattern, "patternErrorMessage": said}
        case Form.WHOLE | Form.DECIMAL:
            whole = shape.form is Form.WHOLE
            kind, pattern = ("integer", "^[0-9]+$") if whole else ("number", r"^[+-]?[0-9]*\.?[0-9]+$")
            limits = {"minimum": shape.least, "maximum": shape.most}
            bounds = {word: _number(n) for word, n in limits.items() if n is not None}
            return {"type": [kind, "string"], "pattern": pattern, **bounds}
    schema: JsonSchema = {"type": _TEXT, "pattern": shape.pattern or r"\S"}
    if shape.longest:
        schema["maxLength"] = shape.longest
    if shape.form is Form.MARKDOWN:
        schema["markdownDescription"] = "Markdown; another record is linked as `[text](question:its-id)`."
    elif shape.form is Form.REFERENCE:
        kinds = " or ".join(kind for kind in shape.to if kind != "retired")
        schema["markdownDescription"] = _SAID_OF.get(shape.to[0], f"The id of a {kinds}.")
    return schema


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def _or_empty(schema: JsonSchema) -> JsonSchema:
    """`schema`, or nothing behind the field's name. A choice stays one: editors would offer `null`."""
    if "enum" in schema:
        return schema
    if "$ref" in schema:
        return {"anyOf": [{"$ref": schema.pop("$ref")}, {"type": "null"}], **schema}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*kinds, "null"]}


def _written(model: type[BaseModel], field: str) -> Any:
    """A field's default as somebody would write it; None where that would say nothing."""
    default = model.model_fields[field].default
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
