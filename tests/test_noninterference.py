"""The public site is the same, byte for byte, whether or not the internal records are there."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from handrail import views
from handrail.problems import errors
from handrail.publish.build import build_sites
from handrail.reading.dump import dump
from handrail.reading.folder import read_library
from handrail.reading.yaml12 import load
from handrail.records.base import Audience
from handrail.records.library import Library
from handrail.records.public import PublicProcedure, PublicQuestion, PublicStep

from .test_build import ROOT, tree

NEEDED = {"question": "question", "procedure": "title"}
KEPT = {"audience", "confidence", "topic", "owner"}
Change = Callable[[Path], None]


def rewrite(path: Path, change: Callable[[Any], Any]) -> None:
    """Change the value of one file."""
    path.write_text(dump(change(load(path.read_text("utf-8"))[0])), "utf-8")


def without_internal_records(company: Path) -> None:
    """No interaction, cycle, risk, internal question or internal procedure; no link to one."""
    library, _ = read_library(company)
    for folder in ("interactions", "cycles", "risks"):
        shutil.rmtree(company / folder)
    public = {r.id for r in (*library.questions.values(), *library.procedures.values()) if r.is_public}
    for record in (*library.questions.values(), *library.procedures.values()):
        if record.id not in public:
            (company / record.path).unlink()
            continue

        def unlink(value: dict[str, Any]) -> dict[str, Any]:
            value["related"] = [id for id in value.get("related") or [] if id in public]
            if value.get("procedure") not in public:
                value.pop("procedure", None)
            value.pop("risks", None)
            return value

        rewrite(company / record.path, unlink)


def with_other_internal_fields(company: Path) -> None:
    """Every internal field of every public record is removed or says something else."""
    library, _ = read_library(company)
    for record in library.questions.values():
        rewrite(company / record.path, lambda value: _changed(value, PublicQuestion))
    for procedure in library.procedures.values():
        rewrite(company / procedure.path, lambda value: _changed(value, PublicProcedure))


def _changed(value: dict[str, Any], public: type) -> dict[str, Any]:
    listed = set(public.__dataclass_fields__)
    changed = {}
    for field, old in value.items():
        if field in listed | KEPT | {"title", "steps", "trigger"}:
            changed[field] = old
    changed |= {"staff_note": "Something else.", "tags": ["other"], "review_every": "300d"}
    if "trigger" in changed:
        changed |= {"trigger": "Something else.", "title": "Something else"}
    for step in changed.get("steps", ()):
        for field in set(step) - set(PublicStep.__dataclass_fields__) - {"by"}:
            step[field] = "Something else."
        if step.get("by", "hand") in ("hand", "assisted"):
            step["by"] = "assisted"
    return changed


def with_more_of_everything_internal(company: Path) -> None:
    """Ten times the interactions, other people, thresholds and stages, one more of each kind."""
    team = company / "team.yml"
    team.write_text(team.read_text("utf-8") + "- handle: aaa-first\n  does: Comes first\n", "utf-8")
    for path in sorted((company / "interactions").glob("*.yml")):
        path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + path.read_text("utf-8"), "utf-8")
    for folder in ("cycles", "risks", "procedures"):
        first = next(
            p for p in sorted((company / folder).glob("*.yml")) if "audience: public" not in p.read_text()
        )
        shutil.copy(first, company / folder / f"aaa-{first.name}")
    hidden = company / "questions/orders-delivery/aaa-hidden.yml"
    hidden.write_text(
        "question: A hidden one?\ntopic: orders-delivery\nconfidence: wip\nowner: founder\n"
        "reviewed: 2026-11-20\nanswer: See [this](question:delivery-times).\nrelated: [delivery-times]\n",
        "utf-8",
    )
    settings = company / "settings.yml"
    text = settings.read_text("utf-8").replace("review_every: 180d", "review_every: 170d")
    settings.write_text(text.replace("runs: 5", "runs: 7"), "utf-8")


CHANGES: list[Change] = [
    without_internal_records,
    with_other_internal_fields,
    with_more_of_everything_internal,
]


def built(company: Path, to: Path) -> dict[str, bytes]:
    assert errors(build_sites(company, [Audience.PUBLIC], to, date(2026, 11, 22))) == []
    return tree(to / "public")


def difference(tmp_path: Path, change: Change) -> list[str]:
    """The files of the public site that `change` changes."""
    company = Path(shutil.copytree(ROOT / "playbooks", tmp_path / "company"))
    before = built(company, tmp_path / "before")
    change(company)
    after = built(company, tmp_path / "after")
    return sorted(f for f in before.keys() | after.keys() if before.get(f) != after.get(f))


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_internal_records_change_no_public_byte(tmp_path: Path, change: Change) -> None:
    assert difference(tmp_path, change) == []


def test_a_count_of_internal_records_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The differential test is seen to fail: a view that orders by use depends on interactions."""
    original = views._help_center

    def by_use(library: Library, everything: bool) -> views.PublicView:
        used = [id for i in library.interactions.values() for id in i.used]
        view = original(library, everything)
        ordered = sorted(view.questions.items(), key=lambda item: -used.count(item[0]))
        return views.PublicView(view.settings, view.topics, dict(ordered), view.tutorials)

    monkeypatch.setattr(views, "_help_center", by_use)
    assert "search/search_index.json" in difference(tmp_path, without_internal_records)


def test_a_link_from_a_public_text_to_an_internal_record_is_refused(tmp_path: Path) -> None:
    """A check may refuse a build because of an internal record; it never changes a byte of one."""
    company = Path(shutil.copytree(ROOT / "playbooks", tmp_path / "company"))
    record = company / "questions/orders-delivery/delivery-times.yml"
    text = record.read_text("utf-8").replace("question:track-my-order", "procedure:find-a-missing-parcel", 1)
    record.write_text(text, "utf-8")
    problems = errors(build_sites(company, [Audience.PUBLIC], tmp_path / "site", date(2026, 11, 22)))
    assert [p.number for p in problems] == ["H027"]
