"""What is wrong between records: golden cases in `cases/checking/`.

A new rule is a new case: give it `about` and `files` (and `as_of` when the day matters), run this
module with `--write-golden`, and read what it wrote.
"""

from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases" / "checking"


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yml")), ids=lambda path: path.stem)
def test_it_says_what_is_wrong_and_where(path, problems_of_case):
    case, _, lines = problems_of_case(path)
    assert lines == case["problems"]
