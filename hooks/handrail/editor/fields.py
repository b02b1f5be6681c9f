"""The fields of a model as fields of the form, each with what it is for and what it takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from ..records.describing import FieldShape, Form, shapes
from ..records.library import FOLDERS, Library

Widget = dict[str, Any]
"""A field as Sveltia's configuration has it; its schema is in the tests."""
_DEEPEST = 4
"""So many levels of topics below topics the form shows."""
_SAID = {
    Form.DURATION: "A number and a letter: 30m, 2h, 90d or 12w",
    Form.LINE: "This is not written as it should be; the words below say how",
}
"""What is said of a text that does not have the field's pattern."""


@dataclass(frozen=True)
class Choices:
    """What the pickers offer that no field of the form holds: (label, value), by what is referred to."""

    offered: Mapping[str, Sequence[tuple[str, str]]]

    def of(self, kinds: Sequence[str]) -> list[dict[str, str]]:
        """Everything of these kinds. Where there are several, the label says which one it is."""
        several = len(kinds) > 1
        return [
            {"label": f"{kind.capitalize()}: {label}" if several else label, "value": value}
            for kind in kinds
            for label, value in self.offered.get(kind, ())
        ]


def choices(library: Library) -> Choices:
    """Topics with those above them, stages, and every record by its title."""
    offered: dict[str, list[tuple[str, str]]] = {
        "topic": [(topic.title, topic.id) for topic in library.all_topics()],
        "stage": [(stage, stage) for stage in library.settings.stages],
    }
    for record in library.records():
        offered.setdefault(type(record).__name__.lower(), []).append((record.title, record.id))
    return Choices(offered)


def widgets(model: type[BaseModel], known: Choices, depth: int = 0) -> Iterator[Widget]:
    """Each field of `model`, in the order of its class."""
    for shape in shapes(model):
        if depth < _DEEPEST or shape.parts is not model:
            yield widget(shape, known, depth)


def widget(shape: FieldShape, known: Choices, depth: int = 0) -> Widget:
    """One field; `depth` says how many others it lies in."""
    common: Widget = {
        "name": shape.name,
        "label": shape.name.replace("_", " ").capitalize(),
        "required": shape.required,
    }
    if hint := _hint(shape):
        common["hint"] = hint
    if shape.form in (Form.CHOICE, Form.REFERENCE):
        return common | _picker(shape, known)
    one = _one(shape, known, depth)
    if not shape.many:
        return common | one
    start = {"widget": "list", "min": 1 if shape.required else 0}
    if not shape.parts:
        entry = {"name": shape.name, "label": common["label"], "required": True}
        return common | start | {"field": entry | one, "collapsed": False}
    parts = one["fields"]
    return common | start | {"fields": parts, "summary": _summary(parts), "collapsed": True}


def _hint(shape: FieldShape) -> str:
    """What the field is for, and what holds without it; the form reads some Markdown in it."""
    default = f" Left empty, it is {shape.default}." if shape.default and not shape.required else ""
    return f"{shape.about}{default}".replace("*", "\\*").replace("_", "\\_").strip()


def _picker(shape: FieldShape, known: Choices) -> Widget:
    """One or several of what there is: of the records that the form has open, or else of `known`."""
    several: Widget = {"multiple": True} if shape.many else {}
    if shape.form is Form.CHOICE:
        return {"widget": "select", "options": [str(choice) for choice in shape.choices], **several}
    if shape.to == ("person",):
        found = {"collection": "company", "file": "team", "value_field": "team.*.handle"}
        return {"widget": "relation", **found, "display_fields": ["team.*.handle"], **several}
    if len(shape.to) == 1 and shape.to[0] in FOLDERS and shape.to != ("interaction",):
        title = "question" if shape.to == ("question",) else "title"
        found = {"collection": FOLDERS[shape.to[0]], "value_field": "{{slug}}"}
        return {"widget": "relation", **found, "display_fields": [title], **several}
    if options := known.of(shape.to):
        return {"widget": "select", "options": options, **several}
    return (
        {"widget": "list", "field": {"name": shape.name, "widget": "string"}}
        if several
        else {"widget": "string"}
    )


def _one(shape: FieldShape, known: Choices, depth: int) -> Widget:
    """The field, or one entry of its list."""
    match shape.form:
        case Form.PARTS:
            assert shape.parts
            return {
                "widget": "object",
                "fields": list(widgets(shape.parts, known, depth + 1)),
                "collapsed": "auto",
            }
        case Form.MARKDOWN:  # as it is typed: the rich editor would rewrite notes, keys and tables
            return {"widget": "markdown", "modes": ["raw"], "editor_components": [], "buttons": []}
        case Form.VERBATIM:
            return {"widget": "text"}
        case Form.DATE:
            return {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"}
        case Form.WHOLE | Form.DECIMAL:
            limits = {"min": shape.least, "max": shape.most}
            number = {name: float(limit) for name, limit in limits.items() if limit is not None}
            kind = "int" if shape.form is Form.WHOLE else "float"
            step = {} if shape.form is Form.WHOLE else {"step": 0.01}
            return {"widget": "number", "value_type": kind, **number, **step}
    text: Widget = {"widget": "string"}
    if shape.longest:
        text["maxlength"] = shape.longest
    if shape.pattern:
        text["pattern"] = [shape.pattern, _SAID[shape.form]]
    return text


def _summary(fields: Sequence[Widget]) -> str:
    """What a folded entry of a list shows: the first fields that it must have."""
    names = [field["name"] for field in fields if field["required"]]
    return " · ".join(f"{{{{fields.{name}}}}}" for name in names[:3])
