"""Each file in tests/cases/importers is one import: a source and what it must become."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from handrail.importers.entries import Options, Report
from handrail.importers.run import import_files
from handrail.reading.folder import read_library
from handrail.reading.yaml12 import load

CASES = Path(__file__).parent.parent / "cases" / "importers"
TODAY = date(2026, 3, 4)


def run(case: dict[str, Any], folder: Path, today: date = TODAY) -> Report:
    source = folder / case["file"]
    source.write_text(case["source"])
    return import_files(
        case["format"], [source], folder / "records", Options(**case.get("options", {})), today
    )


def files(folder: Path) -> dict[str, str]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in found}


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yml")), ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    case = load(path.read_text())[0]
    for name, text in (case.get("there") or {}).items():
        target = tmp_path / "records" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    report = run(case, tmp_path)

    written = files(tmp_path / "records")
    wanted = case.get("records") or {}
    assert {
        name: text for name, text in written.items() if name.startswith("questions/") or name in wanted
    } == wanted

    def shown(items: list[Any]) -> list[str]:
        return [str(item).replace(f"{tmp_path.as_posix()}/", "") for item in items]

    assert shown(report.notes) == (case.get("notes") or [])
    assert shown(report.problems) == (case.get("problems") or [])
    library_problems = read_library(tmp_path / "records")[1] if written else []
    assert {p.path.partition("/records/")[2] for p in library_problems} <= set(case.get("there") or {})

    again = run(case, tmp_path, date(2026, 9, 9))
    assert (again.written, again.company) == ([], [])
    assert set(report.written) <= set(again.unchanged)
    assert again.problems == report.problems
    assert files(tmp_path / "records") == written
