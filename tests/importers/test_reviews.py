"""Reviews of imported records do not all fall due at once."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from handrail.importers.entries import Options
from handrail.importers.run import import_files
from handrail.reading.folder import read_library

TODAY = date(2026, 3, 4)
VALIDATED = Options(confidence="validated")


def imported(folder: Path, count: int) -> Path:
    """A folder of records with so many imported questions."""
    rows = folder / "rows.jsonl"
    rows.write_text(
        "\n".join(json.dumps({"question": f"What is {n}?", "answer": "So."}) for n in range(count))
    )
    import_files("table", [rows], folder / "records", VALIDATED, TODAY)
    return folder / "records"


def test_they_are_spread_over_the_second_half_of_the_usual_time(tmp_path: Path) -> None:
    library, _ = read_library(imported(tmp_path, 1000))
    due = Counter(q.review_due(library.settings.review_every) for q in library.questions.values())
    days = [day for day in due if day]
    assert min(days) == TODAY + timedelta(days=90)
    assert max(days) == TODAY + timedelta(days=180)
    assert max(due.values()) < 30  # 11 are expected on each of the 91 days


def test_another_import_finds_them_unchanged_whatever_staff_made_of_the_time(tmp_path: Path) -> None:
    records = imported(tmp_path, 20)
    changed = next(records.rglob("what-is-7.yml"))
    text = changed.read_text("utf-8")
    changed.write_text(re.sub("review_every: .*\n", "", text), "utf-8")
    later = import_files("table", [tmp_path / "rows.jsonl"], records, VALIDATED, TODAY + timedelta(days=99))
    assert (len(later.unchanged), later.written, later.problems) == (20, [], [])


def test_what_nobody_has_validated_has_no_review_to_fall_due(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"question": "Why?", "answer": "So."}')
    import_files("table", [rows], tmp_path / "records", Options(), TODAY)
    library, _ = read_library(tmp_path / "records")
    assert [q.review_due(library.settings.review_every) for q in library.questions.values()] == [None]
