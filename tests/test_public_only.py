"""A distinct canary in every internal field of every kind, and none of them in any public byte.

The canaries are planted from the schema itself, so a field that is added later is covered without a
line here.
"""

import gzip
import types
import typing
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest
import yaml
from handrail import views
from handrail.problems import errors
from handrail.publish.sites import build_sites
from handrail.records.base import Audience
from handrail.records.cycle import Cycle
from handrail.records.fields import GIVEN_BY_THE_READER, Refers
from handrail.records.interaction import Interaction
from handrail.records.procedure import Procedure
from handrail.records.public import (
    PublicProcedure,
    PublicQuestion,
    PublicRetired,
    PublicSettings,
    PublicStep,
    PublicTopic,
)
from handrail.records.question import Question
from handrail.records.retired import Retired
from handrail.records.risk import Risk
from handrail.records.settings import Settings
from pydantic import BaseModel

TODAY = date(2026, 11, 22)
NAMES = {
    "topic": "canarytopic",
    "person": "canary-person",
    "stage": "canary-stage",
    "question": "public-question",
    "procedure": "public-procedure",
    "risk": "canary-risk",
    "cycle": "canary-cycle",
}
FIXED: dict[str, Any] = {
    "audience": "public",
    "confidence": "validated",
    "published": "2026-10-01",
    "reviewed": "2026-10-02",
    "started": "2026-10-03",
    "retired": "2026-10-04",
    "featured": ["public-question"],
    "stages": ["canary-stage"],
    "icon": "material/help",
    "logo": "assets/images/favicon.png",
    "changes": [{"on": "2026-10-02", "what": "canary question changes what"}],
    "primary": "teal",
    "accent": "amber",
    "email": "help@company.example",
    "phone": "+1 202 555 0143",
    "chat": "https://chat.example/",
    "form": "https://desk.example/new?text={words}",
    "url": "https://help.example/",
    "repository": "canary/settings-repository",
    "address": "https://git.example/",
    "was": [],
    "topics": [],
    "tags": ["canary tag"],
    "handle": "canary-person",
    "customer": "zz-40490",
}


def planted(model: type[BaseModel], name: str) -> dict[str, Any]:
    """A value for every field of `model`; every free text in it is `canary <where it is>`."""
    values = {}
    for field, info in model.model_fields.items():
        if field in GIVEN_BY_THE_READER:
            continue
        here = f"{name} {field}".replace("_", " ")
        if field in FIXED and not (model.__name__ == "Step" and field == "customer"):
            values[field] = FIXED[field]
        else:
            values[field] = _value(info.annotation, info.metadata, here)
    return values


def _value(annotation: Any, metadata: list[Any], name: str) -> Any:
    if get_origin(annotation) is Annotated:
        annotation, *metadata = get_args(annotation)
    for mark in metadata:
        if isinstance(mark, Refers):
            return NAMES[mark.to[0]]
    if get_origin(annotation) in (types.UnionType, typing.Union):
        return _value(next(a for a in get_args(annotation) if a is not type(None)), metadata, name)
    if get_origin(annotation) is tuple:
        return [_value(get_args(annotation)[0], [], name)]
    if get_origin(annotation) is Literal:
        return get_args(annotation)[0].value
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return planted(annotation, name)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation)).value
    return _leaf(annotation, name)


def _leaf(annotation: Any, name: str) -> str:
    known = {"date": "2031-03-17", "timedelta": "77d", "int": "5", "Decimal": "1", "bool": "true"}
    return known.get(annotation.__name__, f"canary {name}")


def written(folder: Path) -> Path:
    """A company with one record of each kind, its question and procedure public, canaries everywhere."""
    topic = {"id": "canarytopic", "title": "canary topic title", "description": "canary topic description"}
    contents = {
        "settings.yml": planted(Settings, "settings"),
        "topics.yml": [topic | {"icon": "material/help", "stage": "canary-stage"}],
        "team.yml": [{"handle": "canary-person", "does": "canary team does", "joined": "2031-03-17"}],
        "questions/public-question.yml": planted(Question, "question") | {"related": ["public-procedure"]},
        "procedures/public-procedure.yml": planted(Procedure, "procedure"),
        "questions/internal-question.yml": planted(Question, "hidden question") | {"audience": "internal"},
        "procedures/internal-procedure.yml": planted(Procedure, "hidden procedure")
        | {"audience": "internal"},
        "cycles/canary-cycle.yml": planted(Cycle, "cycle") | {"audience": "internal"},
        "risks/canary-risk.yml": planted(Risk, "risk") | {"audience": "internal"},
        "retired/public-retired.yml": planted(Retired, "retired") | {"instead": ["public-question"]},
        "retired/internal-retired.yml": planted(Retired, "hidden retired") | {"audience": "internal"},
        "interactions/canary.yml": [planted(Interaction, "interaction") | {"customer": "zz-40490"}],
    }
    for name, value in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(yaml.safe_dump(value, sort_keys=False), "utf-8")
    return folder


def public_texts() -> set[str]:
    """The canaries of public fields, as the types in records.public list them."""
    names = {f"canary question {f.name}" for f in fields(PublicQuestion)}
    names |= {f"canary procedure {f.name}" for f in fields(PublicProcedure)}
    names |= {f"canary procedure steps {f.name}" for f in fields(PublicStep)}
    names |= {f"canary retired {f.name}" for f in fields(PublicRetired)}
    names |= {f"canary topic {f.name}" for f in fields(PublicTopic)}
    names |= {f"canary settings {f.name}" for f in fields(PublicSettings)}
    return {name.replace("_", " ") for name in names}


def canaries(value: Any) -> Iterator[str]:
    """Every canary in a written value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from canaries(item)
    elif isinstance(value, str) and "canary" in value:
        yield value


def published(site: Path) -> dict[str, bytes]:
    """Every byte of a site by file, the compressed ones unpacked."""
    files = [f for f in site.rglob("*") if f.is_file()]
    return {str(f): gzip.decompress(f.read_bytes()) if f.suffix == ".gz" else f.read_bytes() for f in files}


def leaked(records: Path, site: Path) -> set[str]:
    """The internal canaries that stand in any public byte."""
    everything = b"\n".join(published(site).values())
    planted_values = [yaml.safe_load(f.read_bytes()) for f in records.rglob("*.yml")]
    found = {c for c in canaries(planted_values) if c.encode() in everything}
    found |= {c for c in ("zz-40490", "2031-03-17", "77.77", "canary-person") if c.encode() in everything}
    allowed = public_texts() | {"canarytopic"}  # a topic's id is its address
    return {c for c in found if not any(c == a or c.startswith(f"{a} ") for a in allowed)}


@pytest.fixture
def records(tmp_path: Path) -> Path:
    return written(tmp_path / "records")


def build(records: Path, to: Path) -> Path:
    problems = build_sites(records, [Audience.PUBLIC], to, TODAY).problems
    assert errors(problems) == []
    return to / "public"


def test_no_internal_text_in_any_public_byte(records: Path, tmp_path: Path) -> None:
    site = build(records, tmp_path / "site")
    assert leaked(records, site) == set()


def test_every_kind_has_canaries_and_public_ones_are_published(records: Path, tmp_path: Path) -> None:
    site = build(records, tmp_path / "site")
    everything = b"\n".join(published(site).values())
    texts = ("question answer", "question escalate", "procedure steps customer", "retired why")
    for text in (*texts, "topic description"):
        assert f"canary {text}".encode() in everything
    internal = (
        set(canaries([yaml.safe_load(f.read_bytes()) for f in records.rglob("*.yml")])) - public_texts()
    )
    for text in (
        "question staff note",
        "procedure steps staff",
        "interaction did",
        "cycle learned",
        "risk plan b",
        "hidden retired why",
    ):
        assert f"canary {text}" in internal


def test_a_leak_is_caught_when_the_filter_is_bypassed(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = views._pick

    def leaky(public: Any, record: Any, **given: object) -> Any:
        if public is PublicQuestion:
            given["answer"] = record.staff_note
        return original(public, record, **given)

    monkeypatch.setattr(views, "_pick", leaky)
    site = build(records, tmp_path / "site")
    assert leaked(records, site) == {"canary question staff note"}
