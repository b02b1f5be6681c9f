"""The journey: golden cases in `cases/evidence/`, worked out by hand."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from handrail.evidence.history import minutes
from handrail.evidence.journey import Stage, journey
from handrail.records.interaction import Interaction

from .by_hand import cases, read_case


def time(interactions: Sequence[Interaction]) -> str:
    return f"{len(interactions)} in {minutes(interactions)} min"


def said(stage: Stage) -> dict[str, str]:
    """A stage as a case writes it."""
    middle = "none" if stage.satisfaction is None else f"{stage.satisfaction:g}"
    return {
        "ever": time(stage.interactions),
        "recent": time(stage.recent),
        "satisfaction": f"{middle} of {len(stage.rated)}",
        "uncovered": f"{len(stage.asks.uncovered)} of {len(stage.asks.asked)}",
        "questions": f"{len(stage.public_questions)} of {len(stage.questions)}",
        "tutorials": str(len(stage.tutorials)),
        "playbooks": str(len(stage.playbooks)),
        "gap": "yes" if stage.is_gap else "no",
    }


@pytest.mark.parametrize("path", cases("journey"), ids=lambda path: path.stem)
def test_journey(path: Path, tmp_path: Path) -> None:
    case, library, past = read_case(path, tmp_path)
    made = journey(library, past)
    assert {s.id: said(s) for s in made.stages} == case["stages"]
    assert [s.id for s in made.stages] == list(case["stages"])
    assert time(made.elsewhere) == case["elsewhere"]
    kept = [f"{k.procedure.id} {k.revisit}{' due' if k.is_due else ''}" for k in made.kept]
    assert kept == case["kept"]
