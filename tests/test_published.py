"""What the public site says of interactions: golden cases in `cases/evidence/`, and the steps."""

from datetime import date
from pathlib import Path

import pytest
from handrail.evidence.published import STEPS, coarse
from handrail.records.interaction import Interaction
from handrail.records.library import Library
from handrail.records.public import Helped
from handrail.views import public_view
from hypothesis import given
from hypothesis import strategies as st

from .by_hand import cases, read_case


@pytest.mark.parametrize("path", cases("published"), ids=lambda path: path.stem)
def test_published(path: Path, tmp_path: Path) -> None:
    case, library, past = read_case(path, tmp_path)
    assert said(library, past.today) == case["said"]


def said(library: Library, today: date) -> dict[str, str]:
    """What customers are told, as a case writes it."""
    questions = public_view(library, today).questions.values()
    return {q.id: f"{_helped(q.customers_helped)}, {_over(q.you_asked)}" for q in questions}


def _helped(helped: Helped | None) -> str:
    return f"over {helped.over} in {helped.month}" if helped else "none"


def _over(step: int | None) -> str:
    return "none" if step is None else f"over {step}"


@given(st.integers(0, 300))
def test_nothing_is_said_of_fewer_than_six_and_never_too_much(count: int) -> None:
    one = Interaction.model_construct(customer="")
    step = coarse(one.model_copy(update={"customer": f"c-{n}"}) for n in range(count))
    assert (step is None) == (count < 6)
    if step:
        assert step in STEPS
        assert step < count <= STEPS[STEPS.index(step) + 1]
