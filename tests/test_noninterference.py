"""The public site is the same, byte for byte, whether or not the internal records are there.

Where settings.yml lists aggregates below `publish`, it changes when one crosses a coarse step or a month
begins, and never else.
"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from handrail import views
from handrail.evidence.history import history
from handrail.problems import errors
from handrail.publish.sites import build_sites
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
Difference = Callable[[Change, list[str]], list[str]]


def rewrite(path: Path, change: Callable[[Any], Any]) -> None:
    """Change the value of one file."""
    path.write_text(dump(change(load(path.read_text("utf-8"))[0])), "utf-8")


def without_internal_records(company: Path) -> None:
    """No interaction, need, cycle, risk, internal question or internal procedure; no link to one."""
    library, _ = read_library(company)
    for folder in ("interactions", "cycles", "risks"):
        shutil.rmtree(company / folder)
    (company / "needs.yml").unlink()
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
    (company / "retired").mkdir()
    gone = "kind: question\ntitle: Hidden and gone?\nretired: 2026-11-20\ninstead: [delivery-times]\n"
    (company / "retired/aaa-gone.yml").write_text(gone, "utf-8")
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
    """The public site. Each procedure may be public, whatever the records prove of it."""
    override = {"reason": "For this test.", "by": "founder", "until": "2027-01-31"}
    for path in (company / "procedures").glob("*.yml"):
        rewrite(path, lambda value: value | {"override": override})
    assert errors(build_sites(company, [Audience.PUBLIC], to, date(2026, 11, 22)).problems) == []
    return tree(to / "public")


def publish(company: Path, aggregates: list[str]) -> None:
    """Let settings.yml list these aggregates."""
    rewrite(company / "settings.yml", lambda value: value | {"publish": aggregates or None})


def example(folder: Path, aggregates: list[str]) -> Path:
    """A copy of the example that publishes these aggregates."""
    company = Path(shutil.copytree(ROOT / "playbooks", folder / "company"))
    publish(company, aggregates)
    return company


@pytest.fixture(scope="module")
def difference(tmp_path_factory: pytest.TempPathFactory) -> Difference:
    """The files of the public site that a change changes when these aggregates are published."""
    sites: dict[tuple[str, ...], dict[str, bytes]] = {}

    def difference(change: Change, aggregates: list[str]) -> list[str]:
        folder = tmp_path_factory.mktemp("difference")
        company = example(folder, aggregates)
        if tuple(aggregates) not in sites:
            sites[tuple(aggregates)] = built(company, folder / "before")
        change(company)
        before, after = sites[tuple(aggregates)], built(company, folder / "after")
        return sorted(f for f in before.keys() | after.keys() if before.get(f) != after.get(f))

    return difference


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_internal_records_change_no_public_byte(difference: Difference, change: Change) -> None:
    assert difference(change, []) == []


ALL = ["customers_helped", "you_asked"]


def with_other_interactions(company: Path) -> None:
    """Every interaction twice, with other words, people, times and stages, on other days of its month."""

    def changed(interactions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        others = [
            i
            | {
                "on": f"{i['on'][:8]}01",
                "minutes": "99",
                "by": "founder",
                "channel": "other",
                "stage": "hear",
            }
            | {"did": "Else.", "feedback": "Else.", "satisfaction": "1", "segment": "else"}
            for i in interactions
        ]
        return [*others, *interactions]

    for path in sorted((company / "interactions").glob("*.yml")):
        rewrite(path, changed)


def helped(on: str, *customers: str) -> Change:
    """So many more customers were helped with a return."""

    def change(company: Path) -> None:
        lines = [
            f"- {{on: {on}, channel: call, customer: {customer}, by: founder, minutes: 5, outcome: solved, "
            "used: [start-a-return]}\n"
            for customer in customers
        ]
        (company / "interactions" / "more.yml").write_text("".join(lines), "utf-8")

    return change


MORE = [f"c-9{n}" for n in range(10)]
"""12 customers were helped with a return before: 8 more are 20, which is not over 20, and 9 are."""


@pytest.mark.parametrize(
    "change",
    [
        with_other_internal_fields,
        with_more_of_everything_internal,
        with_other_interactions,
        helped("2026-11-20", *MORE[:8]),
        helped("2026-11-23", *MORE),
    ],
    ids=["fields", "more", "interactions", "below the step", "still to come"],
)
def test_aggregates_change_nothing_below_a_step(difference: Difference, change: Change) -> None:
    assert difference(change, ALL) == []


PAGE = "tutorials/start-a-return/index.html"


@pytest.mark.parametrize(
    ("change", "aggregates", "pages"),
    [
        (helped("2026-11-20", *MORE[:9]), ALL, [PAGE]),
        (
            helped("2026-11-20", *MORE),
            ["you_asked"],
            [],
        ),  # they did not ask, so only the other one counts them
        (
            without_internal_records,
            ["customers_helped"],
            [PAGE, "tutorials/pair-your-smart-scale/index.html"],
        ),
        (without_internal_records, ["you_asked"], ["index.html"]),
    ],
    ids=["over the step", "another aggregate", "helped", "asked"],
)
def test_an_aggregate_changes_its_own_line_alone(
    difference: Difference, change: Change, aggregates: list[str], pages: list[str]
) -> None:
    changed = difference(change, aggregates)
    assert sorted({*changed} - {"search/search_index.json", "sitemap.xml.gz"}) == sorted(pages)


def test_a_month_is_told_and_no_day(tmp_path: Path) -> None:
    """The last one in November makes another month than the last one in October."""
    company = example(tmp_path, ALL)
    shutil.rmtree(company / "interactions")
    (company / "needs.yml").unlink()
    (company / "interactions").mkdir()
    helped("2026-10-01", *MORE)(company)
    first = built(company, tmp_path / "first")
    helped("2026-10-31", *MORE)(company)
    assert built(company, tmp_path / "same") == first
    assert b"with over 5 customers, last in" in first[PAGE]
    helped("2026-11-01", *MORE)(company)
    assert built(company, tmp_path / "next")[PAGE] != first[PAGE]


def test_a_count_of_internal_records_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The differential test is seen to fail: a view that says how often an answer was used."""
    original = views._help_center

    def with_uses(library: Library, today: date, everything: bool) -> views.PublicView:
        view, past = original(library, today, everything), history(library, today)
        questions = {
            id: replace(q, cause=f"Used {len(past.uses_of(id))} times.") for id, q in view.questions.items()
        }
        return replace(view, questions=questions)

    monkeypatch.setattr(views, "_help_center", with_uses)
    company = example(tmp_path, [])
    before = built(company, tmp_path / "before")
    without_internal_records(company)
    after = built(company, tmp_path / "after")
    page = "questions/delivery-times/index.html"
    assert before[page] != after[page]


def test_a_link_from_a_public_text_to_an_internal_record_is_refused(tmp_path: Path) -> None:
    """A check may refuse a build because of an internal record; it never changes a byte of one."""
    company = Path(shutil.copytree(ROOT / "playbooks", tmp_path / "company"))
    record = company / "questions/orders-delivery/delivery-times.yml"
    text = record.read_text("utf-8").replace("question:track-my-order", "procedure:find-a-missing-parcel", 1)
    record.write_text(text, "utf-8")
    problems = errors(build_sites(company, [Audience.PUBLIC], tmp_path / "site", date(2026, 11, 22)).problems)
    assert [p.number for p in problems] == ["H027"]
