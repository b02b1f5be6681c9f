"""Whether we are ready to scale: golden cases in `cases/evidence/readiness-*.yml`, worked out by hand."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml
from handrail.checking import read_and_check
from handrail.evidence.history import history
from handrail.evidence.ladder.standing import standings
from handrail.evidence.readiness.sign import Side, Sign
from handrail.evidence.readiness.signs import Ready, ready, signs
from handrail.records.library import Library
from hypothesis import given
from hypothesis import strategies as st

from .company import BASE, TODAY, write_company
from .procedures import written

CASES = Path(__file__).parent / "cases" / "evidence"


def found_in(library: Library) -> tuple[Sign, ...]:
    past = history(library, TODAY)
    return signs(library, past, standings(library, past))


@pytest.mark.parametrize("path", sorted(CASES.glob("readiness-*.yml")), ids=lambda path: path.stem)
def test_what_the_signs_say(path: Path, tmp_path: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    found = found_in(written(tmp_path, case))
    by_name = {sign.name: sign for sign in found}
    expected = case["expected"]
    signs_of_case = expected.get("signs", {})
    assert {name: [by_name[name].holds, by_name[name].found] for name in signs_of_case} == signs_of_case
    behind = expected.get("behind", {})
    assert {name: _records(by_name[name]) for name in behind} == behind
    assert [sign.name for sign in found if sign.is_stale] == expected.get("stale", [])
    assert ready(found) == expected.get("ready", ready(found))


def _records(sign: Sign) -> list[str]:
    return [record.id for records in (sign.interactions, sign.procedures, sign.risks) for record in records]


def test_the_order_of_records_changes_nothing(tmp_path: Path) -> None:
    case = yaml.safe_load((CASES / "readiness-too-early.yml").read_text("utf-8"))
    library = written(tmp_path, case)
    turned = replace(
        library, interactions=MappingProxyType(dict(reversed(list(library.interactions.items()))))
    )
    assert found_in(turned) == found_in(library)


@given(st.lists(st.tuples(st.sampled_from(Side), st.sampled_from([True, False, None]))))
def test_one_sign_of_too_early_is_enough(held: list[tuple[Side, bool | None]]) -> None:
    said = ready([Sign("x", side, "", holds, "", "") for side, holds in held])
    early = [holds for side, holds in held if side is Side.EARLY]
    assert (said is Ready.NOT_YET) == (True in early)
    assert (said in (Ready.YES, Ready.NO_NEED)) == (not any(holds or holds is None for holds in early))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("hours: 0", ["H016 readiness.hours: 0 is less than 1 → change the number"]),
        (
            "answers: [{sign: no_reserves, answer: yes, by: founder, on: 2026-11-01}]",
            [
                "H012 readiness.answers[1].sign: 'no_reserves' is not one of late_answers, turned_away, "
                "not_missed, loses_money, no_reserve → did you mean 'no_reserve'?"
            ],
        ),
        (
            "answers: [{sign: no_reserve, answer: maybe, by: founder, on: 2026-11-01}]",
            ["H012 readiness.answers[1].answer: 'maybe' is not one of yes, no, unknown → write one of these"],
        ),
        (
            "answers: [{sign: no_reserve, answer: yes, by: foundr, on: 2026-11-01}]",
            ["H023 readiness.answers.by: there is no handle 'foundr' → did you mean 'founder'?"],
        ),
    ],
)
def test_wrong_answers_are_problems(wrong: str, told: list[str], tmp_path: Path) -> None:
    root = write_company(tmp_path, {"settings.yml": f"{BASE['settings.yml']}readiness:\n  {wrong}\n"})
    _, problems = read_and_check(root, TODAY)
    lines = [str(p).partition("settings.yml:")[2] for p in problems]
    assert [line.partition(" ")[2] for line in lines] == told
