"""By-hand asks per week: golden cases in `cases/evidence/weeks-*.yml`, and what must hold of any work."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from handrail.evidence.weeks import asks_per_week
from handrail.records.interaction import Interaction
from hypothesis import given
from hypothesis import strategies as st

from .company import TODAY
from .procedures import run, written

CASES = Path(__file__).parent / "cases" / "evidence"


@pytest.mark.parametrize("path", sorted(CASES.glob("weeks-*.yml")), ids=lambda path: path.stem)
def test_asks_per_week(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    interactions = written(tmp_path, case).interactions.values()
    found = asks_per_week(interactions, case["as_of"], case.get("since"), case.get("most", 26))
    assert list(found) == list(case["expected"].items())


DAYS = st.lists(st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=30)))


@given(DAYS)
def test_each_ask_is_in_one_week(days: list[date]) -> None:
    asked = [interaction(day) for day in days]
    weeks = asks_per_week(asked, TODAY, most=100)
    assert sum(asks for _, asks in weeks) == sum(day <= TODAY for day in days)
    assert all(monday.weekday() == 0 for monday, _ in weeks)
    assert all(later - monday == timedelta(7) for (monday, _), (later, _) in pairwise(weeks))
    assert asks_per_week(asked[::-1], TODAY, most=100) == weeks
    assert asks_per_week(asked, TODAY, most=5) == weeks[-5:]


def interaction(day: date) -> Interaction:
    fields = run(f"{day.isoformat()} - founder c-1 solved")
    return Interaction(id="w#1", path="w.yml", **fields)
