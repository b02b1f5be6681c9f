"""A page for each kind of record, from the schema: every field, what it takes, an example, where it shows."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ...reading.dump import dump
from ...reading.yaml12 import load
from ...records.describing import FieldShape, Form, shapes
from ...records.fields import Schema
from ...records.files import COMPANY_FILES, OF_COMPANY
from ...records.interaction import Interaction
from ...records.library import KINDS
from ...records.retired import Retired
from ...records.settings import Settings
from ...records.texts import public_fields
from ..page import Page

EXAMPLE = Path(__file__).parent / "example"
"""A small company whose records have every field. Tests check it, and that no field is missing."""
MODELS: Mapping[str, type[Schema]] = {
    **KINDS,
    "interaction": Interaction,
    "retired": Retired,
    "settings": Settings,
    **OF_COMPANY,
}
"""What has a page, by the name of its page."""
_FILES = {
    "question": "questions/returns/time-for-a-refund.yml",
    "procedure": "procedures/exchange-a-size.yml",
    "cycle": "cycles/size-card-in-the-box.yml",
    "risk": "risks/wrong-size-sent-again.yml",
    "interaction": "interactions/2026-10.yml",
    "retired": "retired/measure-your-foot-by-mail.yml",
    **{file.removesuffix(".yml"): file for file in COMPANY_FILES},
}


@dataclass(frozen=True)
class Row:
    """One field on the page."""

    shape: FieldShape
    is_public: bool
    example: str
    """The field in the example, as YAML."""


@dataclass(frozen=True)
class Part:
    """The fields of the record itself, or of one of its parts."""

    name: str
    """As problems name it, such as `steps`; '' for the record itself."""
    about: str
    rows: tuple[Row, ...]


def field_pages() -> Iterator[Page]:
    """One for each of `MODELS`."""
    pages = {name: f"guide/fields/{name}/" for name in MODELS}
    for name, model in MODELS.items():
        text = (EXAMPLE / _FILES[name]).read_text("utf-8")
        value: Any = load(text)[0]
        first = value[0] if isinstance(value, list) else value
        values = {
            "name": name,
            "about": about(name),
            "shows": _shows(name),
            "parts": list(_parts(model, first, "", "", public_fields(model) or set())),
            "file": _FILES[name],
            "example": text,
            "kinds": pages,
        }
        yield Page(pages[name], _title(name), "staff/fields.html", values, topic="guide")


def _title(name: str) -> str:
    return f"{name.capitalize()}: every field" if f"{name}.yml" not in COMPANY_FILES else f"{name}.yml"


@cache
def about(name: str) -> Mapping[str, Any]:
    """What people wrote of a kind: `is`, `lies`, `becomes`, and `shows`, where each of its fields shows."""
    value: Any = load((Path(__file__).parent / "fields" / f"{name}.yml").read_text("utf-8"))[0]
    return value  # type: ignore[no-any-return]  # a test holds its form


def _shows(name: str) -> dict[str, str]:
    """Where each field shows, by its path such as `steps.title`; what all records share comes first."""
    shared = about("record")["shows"] if name in KINDS else {}
    return {**shared, **about(name)["shows"]}


def _parts(
    model: type[Schema], value: Mapping[str, Any], name: str, said: str, public: Collection[str]
) -> Iterator[Part]:
    """The fields of `model`, then those of its parts. A part of an internal field is internal."""
    found = list(shapes(model))
    rows = [Row(shape, shape.name in public, _written(shape.name, value[shape.name])) for shape in found]
    yield Part(name, said, tuple(rows))
    for shape in found:
        if shape.form is Form.PARTS and shape.parts and shape.parts is not model:
            below = value[shape.name]
            within = _seen(shape.parts) if shape.name in public else ()
            first = below[0] if isinstance(below, list) else below
            path = f"{name}.{shape.name}".removeprefix(".")
            yield from _parts(shape.parts, first, path, shape.about, within)


def _seen(part: type[Schema]) -> Collection[str]:
    """The fields of a public record's part that customers see: all where nothing says which."""
    seen = public_fields(part)
    return part.model_fields if seen is None else {*seen, "by"}  # told as whether a person does it


def _written(name: str, value: Any) -> str:
    """A field as YAML. The name needs no quotes: `on`, which YAML 1.1 takes for a truth, is a word here."""
    return f"{name}:{dump({'x': value}).removeprefix('x:')}".rstrip("\n")
