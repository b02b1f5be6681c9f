"""The text of a new record: needed fields with something to start from, the others as comments.

What is said of each field comes from the schema, so a new field is there without a line here.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from ..reading.dump import dump
from ..records.base import Record
from ..records.cycle import Metric
from ..records.docstrings import said_of
from ..records.fields import TO_DO, Schema
from ..records.files import written_fields
from ..records.library import KINDS
from ..records.procedure import Step

START: Mapping[str, Mapping[str, Any]] = {
    "question": {
        "question": f"{TO_DO} (the question as a customer would put it)",
        "asked_as": [],
        "answer": f"{TO_DO} (the short answer first, then why, then what to do when it is different)\n",
    },
    "procedure": {
        "title": f"{TO_DO} (what we call it among ourselves)",
        "trigger": f"{TO_DO} (what sets it off)\n",
        "outcome": f"{TO_DO} (what the customer has at the end)\n",
        "steps": [{"title": f"{TO_DO} (the first step)", "staff": f"{TO_DO} (what we do)\n"}],
    },
    "cycle": {
        "title": f"{TO_DO} (what we try)",
        "phase": "identification",
        "hypothesis": f"{TO_DO} (if we …, then …, and we see it by …)\n",
        "started": None,
        "metrics": [
            {"name": f"{TO_DO} (what we count)", "group": "efficiency", "unit": TO_DO, "better": "lower"}
        ],
    },
    "risk": {
        "title": f"{TO_DO} (what could happen)",
        "category": "organizational",
        "likelihood": 3,
        "impact": 3,
        "mitigation": f"{TO_DO} (what we do so that it does not happen)\n",
        "plan_b": f"{TO_DO} (what we do when it has happened)\n",
    },
}
"""The fields that a draft of each kind has of its own, in their order."""
_PARTS: Mapping[tuple[str, str], type[Schema]] = {("procedure", "steps"): Step, ("cycle", "metrics"): Metric}
"""What lists of parts hold, by kind and field."""
_COMMON = {"topic": None, "audience": "internal", "confidence": "wip", "owner": None}


def form(kind: str, values: Mapping[str, Any], choices: Mapping[str, Sequence[str]]) -> str:
    """A record of `kind` as YAML. `values` replace what a draft starts with; `choices` are listed."""
    start = START[kind]
    first, *rest = start
    fields = {first: start[first], **_COMMON, **{name: start[name] for name in rest}}
    filled = {name: value for name, value in {**fields, **values}.items() if value}
    lines = [f"# A {kind}. Write what says {TO_DO}, then run: handrail check", ""]
    for name, value in filled.items():
        lines += _comment(kind, name, choices.get(name))
        lines += dump({name: value}).splitlines()
    lines += ["", "# What else it can have. Take away the first # of a line to use it."]
    lines += _unused(KINDS[kind], filled)
    return "\n".join(lines) + "\n"


def _comment(kind: str, name: str, choices: Sequence[str] | None) -> Iterator[str]:
    """What a field is for, and what it can be."""
    if about := _about(KINDS[kind], name):
        yield f"# {about}"
    if choices:
        yield f"# One of: {', '.join(choices)}"
    if part := _PARTS.get((kind, name)):
        yield f"# Each can have: {', '.join(part.model_fields)}"


def _unused(model: type[Record], filled: Mapping[str, Any]) -> Iterator[str]:
    for name in written_fields(model):
        if name not in filled:
            yield f"#{name}:  # {_about(model, name)}".rstrip(" #")


def _about(model: type[Record], name: str) -> str:
    """What the schema says of a field, on one line, and '' when it says nothing."""
    field = model.model_fields[name]
    said = said_of(model, name)
    if not said and isinstance(field.annotation, type) and issubclass(field.annotation, StrEnum):
        return f"One of: {', '.join(field.annotation)}"
    return said
