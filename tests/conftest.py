"""What all tests share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from handrail.checking import check
from handrail.reading.folder import read_library
from handrail.records.library import Library

from .company import write_company
from .starting import clean_environment

Case = dict[str, Any]
Lines = list[str]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--write-golden` writes what golden cases expect from what was made; read it before you commit."""
    parser.addoption("--write-golden", action="store_true", default=False)


@pytest.fixture(scope="session")
def wheels_programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel and nothing of this tree."""
    return clean_environment(tmp_path_factory.mktemp("clean"))


@pytest.fixture
def problems_of_case(
    tmp_path: Path, request: pytest.FixtureRequest
) -> Callable[[Path], tuple[Case, Library, Lines]]:
    """Reads and checks the company of a golden case: the case, its library, and every problem as it is
    printed, with paths relative to the folder of records."""

    def read_and_check(path: Path) -> tuple[Case, Library, Lines]:
        case: Case = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
        root = write_company(tmp_path / "playbooks", case["files"])
        library, found = read_library(root)
        found += check(library, date.fromisoformat(case.get("as_of", "2026-06-01")))
        lines = [str(p).replace(f"{root.as_posix()}/", "") for p in sorted(found)]
        if request.config.getoption("--write-golden"):
            _write_problems(path, lines)
            case["problems"] = lines
        return case, library, lines

    return read_and_check


def _write_problems(path: Path, lines: Lines) -> None:
    """`lines` as `problems:`, the last field of the case."""
    text = path.read_text("utf-8").partition("\nproblems:")[0].rstrip("\n")
    quoted = "".join("\n  - '{}'".format(line.replace("'", "''")) for line in lines)
    path.write_text(f"{text}\nproblems:{quoted or ' []'}\n", "utf-8")
