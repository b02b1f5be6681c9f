"""What cycles prove: golden cases in `cases/evidence/cycles-*.yml`, and what must hold of any metric."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from handrail.evidence.cycles import State, Verdict, cycles_of, failed, state, verdict, worth_most_first
from handrail.records.cycle import Better, Group, Metric
from hypothesis import given
from hypothesis import strategies as st

from .procedures import written

CASES = Path(__file__).parent / "cases" / "evidence"


@pytest.mark.parametrize("path", sorted(CASES.glob("cycles-*.yml")), ids=lambda path: path.stem)
def test_where_cycles_stand(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    library, today = written(tmp_path, case), case["as_of"]
    for id, expected in case["expected"].items():
        cycle = library.cycles[id]
        found: dict[str, Any] = {
            "state": state(cycle, today).value,
            "verdicts": [verdict(metric).value for metric in cycle.metrics],
            "failed": [metric.name for metric in failed(cycle, today)],
        }
        assert {name: found[name] for name in expected} == expected, id
    planned = [c for c in library.cycles.values() if state(c, today) is State.PLANNED]
    assert [c.id for c in worth_most_first(reversed(planned))] == case["planned"]
    for id, expected in case.get("changed", {}).items():
        assert [c.id for c in cycles_of(library, id)] == expected


NUMBERS = st.decimals(-1000, 1000, places=2)


@given(st.sampled_from(Better), NUMBERS, NUMBERS, st.none() | NUMBERS, st.decimals(0, 1000, places=2))
def test_a_better_result_never_has_a_worse_verdict(
    better: Better, target: Decimal, result: Decimal, guardrail: Decimal | None, gain: Decimal
) -> None:
    best_last = [Verdict.BROKEN, Verdict.MISSED, Verdict.MET]
    metric = Metric(
        name="m",
        group=Group.GROWTH,
        unit="x",
        better=better,
        target=target,
        result=result,
        guardrail=guardrail,
    )
    improved = metric.model_copy(update={"result": result + (gain if better is Better.HIGHER else -gain)})
    assert best_last.index(verdict(improved)) >= best_last.index(verdict(metric))
