"""Who carries the by-hand work: golden cases in `cases/evidence/people-*.yml`, worked out by hand."""

from pathlib import Path

import pytest
import yaml
from handrail.evidence.history import history, minutes
from handrail.evidence.people import people
from handrail.pages.staff import _people

from .company import TODAY
from .procedures import written

CASES = Path(__file__).parent / "cases" / "evidence"


@pytest.mark.parametrize("path", sorted(CASES.glob("people-*.yml")), ids=lambda path: path.stem)
def test_who_did_what(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    library = written(tmp_path, case)
    found = people(library, history(library, TODAY))
    assert {
        "only_one": {each.procedure.id: each.only for each in found.depend_on_one},
        "load": {who: [len(done), minutes(done)] for who, done in found.load.items()},
        "procedures": {
            each.procedure.id: {
                "runs": {who: [run.id for run in runs] for who, runs in each.runs.items()},
                "never": list(each.never),
            }
            for each in found.procedures
        },
    } == case["expected"]
    assert list(found.load) == list(case["expected"]["load"])  # in the order of the team


def test_people_are_never_ranked(tmp_path: Path) -> None:
    """Whoever does more does not move up: the order is the team's, and the page has no figure to sort by."""
    case = yaml.safe_load((CASES / "people-load.yml").read_text("utf-8"))
    library = written(tmp_path, case)
    page = _people(library, history(library, TODAY))
    team = [member.handle for member in library.team.team]
    assert list(page.values["people"].handles)[: len(team)] == team
    assert list(page.values["minutes_of"])[: len(team)] == team
