"""The benchmark of evidence runs on what the code is now."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_evidence_is_measured() -> None:
    command = [sys.executable, ROOT / "benchmarks" / "evidence.py", "--sizes", "20"]
    rows = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    assert rows[0] == "| | 20 and 200 | growth |"
    assert {"| ladder", "| needs", "| ledger", "| KCS", "| journey", "| all", "| peak MiB"} <= {
        row.rpartition(" |")[0].rsplit(" | ", 2)[0] for row in rows[2:]
    }


@pytest.mark.soak
def test_the_preview_is_measured() -> None:
    command = [sys.executable, ROOT / "benchmarks" / "preview.py", "--sizes", "20", "--edits", "6"]
    rows = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    assert rows[0].startswith("| records | start, s | edits | p50, ms |")
    assert [cell.strip() for cell in rows[2].split("|")][1:4:2] == ["20", "8"]
