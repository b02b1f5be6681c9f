"""The risk register: golden cases in `cases/evidence/risks-*.yml`, and the page's matrix."""

from pathlib import Path

import pytest
import yaml
from handrail.evidence.risks import high_and_open, threatened, worst_first
from handrail.pages.risks import risks_pages

from .procedures import written

CASES = Path(__file__).parent / "cases" / "evidence"


@pytest.mark.parametrize("path", sorted(CASES.glob("risks-*.yml")), ids=lambda path: path.stem)
def test_the_register(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    library = written(tmp_path, case)
    risks = list(library.risks.values())
    assert {
        "order": [risk.id for risk in worst_first(reversed(risks))],
        "high": [risk.id for risk in high_and_open(risks, library.settings.ladder.risk)],
        "threatened": {id: [p.id for p in procedures] for id, procedures in threatened(library).items()},
    } == case["expected"]


def test_the_matrix_leaves_closed_risks_out(tmp_path: Path) -> None:
    case = yaml.safe_load((CASES / "risks-register.yml").read_text("utf-8"))
    page, *_ = risks_pages(written(tmp_path, case))
    links = [f'xlink:href="{id}/"' for id in case["expected"]["order"]]
    assert [link in page.values["picture"] for link in links] == [True] * 5 + [False]


def test_no_risk_no_picture(tmp_path: Path) -> None:
    library = written(tmp_path, {"risks": {"small": {"status": "closed"}}})
    page, *_ = risks_pages(library)
    assert page.values["picture"] is None
