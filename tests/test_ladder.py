"""How far procedures have come: golden cases in `cases/evidence/ladder-*.yml`, worked out by hand, and
what must hold of any records."""

import json
import random
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from handrail.checking import check
from handrail.cli import main
from handrail.evidence.history import history
from handrail.evidence.ladder.rungs import Rung
from handrail.evidence.ladder.standing import Standing, moved, standing, standings
from handrail.reading.folder import read_library
from handrail.records.interaction import Interaction
from handrail.records.library import Library
from handrail.records.procedure import Procedure
from handrail.records.settings import Settings, Site
from hypothesis import given, settings
from hypothesis import strategies as st

from .company import TODAY, write_company
from .procedures import FULL, run, written

CASES = Path(__file__).parent / "cases" / "evidence"
ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("path", sorted(CASES.glob("ladder-*.yml")), ids=lambda path: path.stem)
def test_rungs_and_rules(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    library = written(tmp_path, case)
    past = history(library, case.get("as_of", TODAY))
    found = standings(library, past)
    for id, expected in case["expected"].items():
        assert _chosen(found[id], expected) == expected, id
        assert standing(library.procedures[id], library, past) == found[id]


def _chosen(standing: Standing, expected: dict[str, Any]) -> dict[str, Any]:
    """Of `standing`, what the case says something about."""
    rules = {rule.name: rule for rule in standing.rules}
    told = {
        "rung": standing.rung.value,
        "kept_by_hand": standing.kept_by_hand,
        "sent_back": [setback.why for setback in standing.sent_back],
        "missing": [rule.missing for rule in standing.missing],
        "rules": {
            name: {field: _plain(getattr(rules[name], field)) for field in of_rule}
            for name, of_rule in expected.get("rules", {}).items()
        },
    }
    return {name: told[name] for name in expected}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else round(value, 4) if isinstance(value, float) else value


# The example company


def test_the_example_stands_where_its_records_say() -> None:
    library, _ = read_library(ROOT / "playbooks")
    found = standings(library, history(library, TODAY))
    assert {id: each.rung.value for id, each in found.items()} == {
        "find-a-missing-parcel": "nailed",
        "first-call-with-a-gym": "by_hand",
        "handle-a-batch-recall": "written_down",
        "pair-your-smart-scale": "proven",
        "pause-a-subscription": "written_down",
        "start-a-return": "self_serve",
        "warranty-claim-for-dumbbells": "repeatable",
    }
    assert [id for id, each in found.items() if each.kept_by_hand] == ["first-call-with-a-gym"]
    assert [id for id, each in found.items() if each.sent_back] == ["start-a-return"]
    before = standings(library, history(library, TODAY - timedelta(days=30)))
    assert [(new.id, old.rung.value, new.rung.value) for old, new in moved(before, found)] == [
        ("start-a-return", "repeatable", "self_serve"),
        ("find-a-missing-parcel", "repeatable", "nailed"),
        ("warranty-claim-for-dumbbells", "written_down", "repeatable"),
    ]


# What must hold of any records


FIRST = date(2026, 1, 1)
UNTIL = FIRST + timedelta(days=80)


@st.composite
def work(draw: st.DrawFn, days: range, least: int, most: int) -> list[str]:
    """Pieces of by-hand work on `days`: as it comes, or all of it good."""
    is_good = draw(st.booleans())
    outcomes = ["solved"] if is_good else ["solved", "solved", "solved", "workaround", "unsolved"]
    endings = ["", " 4", " 5"] if is_good else ["", " 3", " 4", " 5", " deviated"]
    line = st.tuples(
        st.sampled_from(days).map(lambda day: str(FIRST + timedelta(days=day))),
        st.sampled_from(["a", "a", "a", "-"]),
        st.sampled_from(["founder", "support-1"]),
        st.integers(1, 6).map("c-{}".format),
        st.sampled_from(outcomes),
    )
    pieces = draw(st.lists(st.tuples(line, st.sampled_from(endings)), min_size=least, max_size=most))
    return [" ".join(words) + ending for words, ending in pieces]


BEFORE = work(range(40), 4, 14)
AFTER = work(range(40, 81), 0, 8)
PUBLISHED = st.sampled_from([FIRST + timedelta(days=40), FIRST + timedelta(days=70)])
"""Long enough ago for asks to be compared, and not."""
START = f"{FIRST} - support-1 c-1 solved"
"""Writing down began here."""
EXAMPLE, _ = read_library(ROOT / "playbooks")


def library_of(lines: list[str], published: date) -> Library:
    """A public procedure `a`, and the interactions of `lines`, without the way through files."""
    values = FULL | {"id": "a", "path": "procedures/a.yml", "audience": "public", "published": published}
    small = next(iter(EXAMPLE.risks.values())).model_copy(update={"id": "small", "likelihood": 1})
    found = [
        Interaction.model_validate(run(line) | {"id": f"w#{n}", "path": "interactions/w.yml"})
        for n, line in enumerate(lines, 1)
    ]
    return replace(
        EXAMPLE,
        settings=Settings(path="settings.yml", site=Site(name="Help")),
        procedures=MappingProxyType({"a": Procedure.model_validate(values)}),
        cycles=MappingProxyType({}),
        risks=MappingProxyType({"small": small}),
        interactions=MappingProxyType({i.id: i for i in found}),
    )


def rung_of(lines: list[str], published: date) -> Rung:
    library = library_of(lines, published)
    return standings(library, history(library, UNTIL))["a"].rung


def good_run(day: int, rated: str) -> str:
    return f"{FIRST + timedelta(days=day)} a founder c-{abs(day)} solved{rated}"


RATED = st.sampled_from(["", " 4", " 5"])


@settings(max_examples=150, deadline=None)
@given(BEFORE, AFTER, PUBLISHED, st.integers(0, 39), RATED)
def test_a_good_run_before_publication_lowers_no_rung(
    before: list[str], after: list[str], published: date, day: int, rated: str
) -> None:
    runs = [START, *before, *after]
    assert rung_of([*runs, good_run(day, rated)], published).height >= rung_of(runs, published).height


def test_each_further_ask_before_publication_brings_it_nearer_to_proven() -> None:
    """The same for every share that asks can fall by, since generated work seldom meets a threshold."""
    published = FIRST + timedelta(days=40)
    for after in range(6):
        later = [f"{published + timedelta(days=n)} a founder c-1 solved" for n in range(after)]
        both = [f"{FIRST} a support-1 c-1 solved", *later]
        rungs = [rung_of([*both, *(good_run(day, "") for day in range(n))], published) for n in range(4, 14)]
        assert rungs == sorted(rungs, key=lambda rung: rung.height)
        assert rungs[-1] is Rung.PROVEN


@settings(max_examples=100, deadline=None)
@given(BEFORE, AFTER, PUBLISHED, st.integers(-400, -1), RATED)
def test_one_from_before_anything_was_written_down_can_only_unprove(
    before: list[str], after: list[str], published: date, day: int, rated: str
) -> None:
    """It says that nobody asked in all the time in between: asks a week before publication were fewer."""
    runs = [*before, *after]
    least = min(rung_of(runs, published).height, Rung.SELF_SERVE.height)
    assert rung_of([*runs, good_run(day, rated)], published).height >= least


@settings(max_examples=100, deadline=None)
@given(BEFORE, AFTER, PUBLISHED, st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(
    before: list[str], after: list[str], published: date, rng: random.Random
) -> None:
    library = library_of([*before, *after], published)
    shuffled = list(library.interactions.items())
    rng.shuffle(shuffled)
    other = replace(library, interactions=MappingProxyType(dict(shuffled)))
    assert standings(other, history(other, UNTIL)) == standings(library, history(library, UNTIL))


@settings(max_examples=100, deadline=None)
@given(BEFORE, AFTER, PUBLISHED, st.integers(-20, 120))
def test_the_history_until_a_day_is_that_of_the_day(
    before: list[str], after: list[str], published: date, days: int
) -> None:
    library = library_of([*before, *after], published)
    day = FIRST + timedelta(days=days)
    assert history(library, max(UNTIL, day)).until(day) == history(library, day)


def test_the_names_of_files_change_nothing(tmp_path: Path) -> None:
    case = yaml.safe_load((CASES / "ladder-rungs.yml").read_text("utf-8"))
    library = written(tmp_path / "one", case)
    pieces = json.loads((tmp_path / "one/interactions/w.yml").read_text("utf-8"))
    folder = tmp_path / "one" / "interactions"
    (folder / "w.yml").unlink()
    for piece, name in zip(pieces, count(900, -1), strict=False):  # a file each, in the opposite order
        (folder / f"file-{name}.yml").write_text(json.dumps([piece]), "utf-8")
    other, problems = read_library(tmp_path / "one")
    assert problems == []
    found, same = (standings(each, history(each, TODAY)) for each in (library, other))
    for id in found:
        assert [(r.holds, r.value) for r in found[id].rules] == [(r.holds, r.value) for r in same[id].rules]


def test_the_generated_work_reaches_every_rung_there_is() -> None:
    """The properties above would say little about work that never gets anywhere."""
    reached = set()

    @settings(max_examples=150, deadline=None, database=None, derandomize=True)
    @given(BEFORE, AFTER, PUBLISHED)
    def look(before: list[str], after: list[str], published: date) -> None:
        reached.add(rung_of([START, *before, *after], published))

    look()
    assert {Rung.WRITTEN_DOWN, Rung.REPEATABLE, Rung.SELF_SERVE, Rung.PROVEN} <= reached


@pytest.mark.soak
def test_twenty_thousand_interactions_take_two_seconds_at_most() -> None:
    """And half of them half as long: it grows with the records, not with their pairs."""
    took = [_seconds(procedures) for procedures in (1000, 2000)]
    assert took[1] < 2
    assert took[1] < took[0] * 3


def _seconds(procedures: int) -> float:
    """Of the processor, for so many procedures with ten runs each, the best of three."""
    library = library_of([], FIRST + timedelta(days=40))
    one = library.procedures["a"]
    ids = [f"p-{n}" for n in range(procedures)]
    pieces = {
        f"w#{n}": Interaction.model_validate(
            run(f"{FIRST + timedelta(days=n % 80)} {ids[n % procedures]} founder c-{n % 400} solved 4")
            | {"id": f"w#{n}", "path": "interactions/w.yml"}
        )
        for n in range(1, procedures * 10 + 1)
    }
    library = replace(
        library,
        procedures=MappingProxyType({id: one.model_copy(update={"id": id}) for id in ids}),
        interactions=MappingProxyType(pieces),
    )
    times = []
    for _ in range(3):
        start = time.process_time()
        standings(library, history(library, UNTIL))
        times.append(time.process_time() - start)
    return min(times)


# The command


def explain(folder: Path, *options: str) -> Any:
    return CliRunner().invoke(main, ["explain", "--records", str(folder), "--as-of", "2026-11-22", *options])


def test_explain_json_has_every_rule_with_its_records() -> None:
    result = explain(ROOT / "playbooks", "warranty-claim-for-dumbbells", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["id"], told["rung"]) == ("warranty-claim-for-dumbbells", "repeatable")
    rules = {rule["rule"]: rule for rule in told["rules"]}
    solved = rules["solved"]
    assert {"holds", "value", "needed", "records"} <= solved.keys()
    assert (solved["holds"], solved["value"], solved["needed"]) == (False, 0.625, 0.9)
    assert solved["records"][:3] == ["2026-08#6", "2026-09#10", "2026-09#18"]
    assert len(solved["records"]) == 8
    assert rules["open_risk"]["records"] == ["dumbbell-part-shortage"]


def test_explain_says_what_is_missing_for_the_next_rung() -> None:
    said = explain(ROOT / "playbooks", "handle-a-batch-recall").stdout
    assert said.splitlines()[:9] == [
        "Handle a batch recall",
        "handle-a-batch-recall: written down",
        "",
        "To be repeatable it needs:",
        "  - 3 more runs",
        "  - a run by a second person",
        "  - runs for 1 more customer",
        "  - 1 more run without a deviation",
        "",
    ]
    assert "Sent back: by-hand asks have not fallen" in explain(ROOT / "playbooks", "start-a-return").stdout
    assert "by hand on purpose" in explain(ROOT / "playbooks", "first-call-with-a-gym").stdout
    assert "To be" not in explain(ROOT / "playbooks", "pair-your-smart-scale").stdout


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("start-a-retrun", "there is no procedure 'start-a-retrun'; did you mean 'start-a-return'?"),
        ("zzz", "there is no procedure 'zzz'; the ids are the names of the files in procedures/"),
        ("how-to-return", "there is no 'how-to-return' any more; it is called 'start-a-return' now"),
        (
            "delivered-but-not-here",
            "only procedures stand on the ladder; its procedure is 'find-a-missing",
        ),
        ("2026-10#3", "'2026-10#3' is an interaction"),
        ("refunds-outrun-cash", "'refunds-outrun-cash' is a risk"),
    ],
)
def test_an_id_that_is_no_procedure_is_wrong_use(id: str, said: str) -> None:
    result = explain(ROOT / "playbooks", id)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


def company_with_problems(folder: Path) -> Path:
    fine = json.dumps(FULL | {"risks": ["small", "broken-risk"]})
    return write_company(
        folder,
        {
            "procedures/fine.yml": fine,
            "procedures/broken.yml": fine.replace("validated", "valid"),
            "risks/small.yml": "title: a: b",
            "risks/broken-risk.yml": "title: a: b",
            "risks/of-nobody.yml": "title: a: b",
            "questions/broken.yml": "question: a: b",
            "interactions/w.yml": json.dumps([run("2026-10-01 fine founder c-1 solved"), {"on": 1}]),
        },
    )


def test_explain_names_the_problems_that_stop_it_being_right(tmp_path: Path) -> None:
    result = explain(company_with_problems(tmp_path), "fine", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["rung"] == "by_hand"
    files = {line.removeprefix("not counted: ").partition(":")[0] for line in result.stderr.splitlines()}
    names = ("interactions/w", "risks/small", "risks/broken-risk")
    assert files == {f"{tmp_path}/{name}.yml" for name in names}


def test_explain_of_a_procedure_with_problems_says_them(tmp_path: Path) -> None:
    result = explain(company_with_problems(tmp_path), "broken")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{tmp_path}/procedures/broken.yml:1:")
    assert "H012" in result.stderr


def test_problems_elsewhere_do_not_matter(tmp_path: Path) -> None:
    fine = json.dumps(FULL | {"risks": []})
    files = {"procedures/fine.yml": fine, "questions/a.yml": "question: a: b"}
    folder = write_company(tmp_path, files)
    result = explain(folder, "fine")
    assert (result.exit_code, result.stderr) == (0, "")


# The gate


def test_taking_the_work_away_closes_the_gate(tmp_path: Path) -> None:
    """The check is seen to fail: what is public by its runs is refused without them."""
    library, _ = read_library(ROOT / "playbooks")
    assert [p.number for p in check(library, TODAY) if p.number in ("H070", "H071", "H904")] == []
    none = replace(library, interactions=MappingProxyType({}))
    found = {Path(p.path).stem: p.number for p in check(none, TODAY) if p.number.startswith("H07")}
    assert found["start-a-return"] == found["pair-your-smart-scale"] == "H070"
    assert "pause-a-subscription" not in found
