"""What is wrong between records: golden cases in `cases/checking/`. And the command that says so.

A new rule is a new case: give it `about` and `files` (and `as_of` when the day matters), run this
module with `--write-golden`, and read what it wrote.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from handrail.cli import main

from .company import write_company

CASES = Path(__file__).parent / "cases" / "checking"


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yml")), ids=lambda path: path.stem)
def test_it_says_what_is_wrong_and_where(path, problems_of_case):
    case, _, lines = problems_of_case(path)
    assert lines == case["problems"]


# The command


QUESTION = "question: Why?\ntopic: orders\nconfidence: wip\nowner: founder\nanswer: So.\n"
WARNED = {"questions/a.yml": QUESTION + "reviewed: 2026-01-31\nreview_every: 30d\n"}
WRONG = {"questions/a,b.yml": QUESTION, "questions/c.yml": QUESTION.replace("wip", "100% wip") + "zzz: 1\n"}


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", "--records", str(folder), *options])


def test_a_terminal_without_arrows_is_told_all_the_same(tmp_path):
    folder = write_company(tmp_path / "wrong", WRONG)
    command = [Path(sys.executable).parent / "handrail", "check", "--records", folder]
    said = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "latin-1"})
    assert (said.returncode, said.stdout.count(b" ? ")) == (1, 3)


def test_the_exit_code_says_whether_anything_is_wrong(tmp_path):
    clean = write_company(tmp_path / "clean", {"questions/a.yml": QUESTION})
    assert (run(clean).exit_code, run(clean).stdout) == (0, "")
    assert "1 record, 0 problems" in run(clean).stderr
    warned = run(write_company(tmp_path / "warned", WARNED), "--as-of", "2026-06-01")
    assert warned.exit_code == 0
    assert warned.stdout.startswith(
        f"{tmp_path}/warned/questions/a.yml:6:11: H901 warning: its review was due on 2026-03-02"
    )
    wrong = run(write_company(tmp_path / "wrong", WRONG))
    assert wrong.exit_code == 1
    assert [line.split(" ")[1] for line in wrong.stdout.splitlines()] == ["H017", "H012", "H011"]


@pytest.mark.parametrize(
    "options",
    [
        "--records /nowhere",
        f"--records {__file__}",
        "--format xml",
        "--as-of soon",
        "--as-of 2026-02-30",
        "-z",
        "x",
    ],
)
def test_wrong_use_is_2(tmp_path, options):
    result = run(write_company(tmp_path, {}), *options.split())
    assert result.exit_code == 2
    assert "Usage:" in result.output


def test_wrong_use_is_told_what_is_right():
    said = [
        CliRunner().invoke(main, words.split()).output for words in ("chek", "nothing", "check --as-of soon")
    ]
    assert "No such command 'chek': did you mean 'check'?" in said[0]
    assert "No such command 'nothing'." in said[1]
    assert "'soon' is no day; write one as 2026-01-31" in said[2]
    shown = CliRunner().invoke(main, ["--help"]).output
    assert (
        "Write a JSON Schema for each kind of record, for editors." in shown
        and "..." not in shown.partition("Commands")[2]
    )


def test_as_of_decides_what_is_overdue(tmp_path):
    folder = write_company(tmp_path, WARNED)
    assert "H901" not in run(folder, "--as-of", "2026-03-02").stdout
    assert "H901" in run(folder, "--as-of", "2026-03-03").stdout


def test_json_is_all_of_every_problem(tmp_path):
    result = run(write_company(tmp_path, {**WRONG, **WARNED}), "--format", "json", "--as-of", "2026-06-01")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)
    assert [(p["number"], p["line"], p["column"], p["is_warning"]) for p in problems] == [
        ("H017", 1, 1, False),
        ("H901", 6, 11, True),
        ("H012", 3, 13, False),
        ("H011", 6, 1, False),
    ]
    assert problems[3] == {
        "path": f"{tmp_path}/questions/c.yml",
        "line": 6,
        "column": 1,
        "number": "H011",
        "message": "zzz: there is no such field",
        "fix": problems[3]["fix"],
        "is_warning": False,
    }
    clean = run(write_company(tmp_path / "clean", {}), "--format", "json")
    assert (clean.exit_code, json.loads(clean.stdout)) == (0, [])


def test_github_shows_each_problem_at_its_line(tmp_path):
    result = run(write_company(tmp_path, {**WRONG, **WARNED}), "--format", "github", "--as-of", "2026-06-01")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::error", "::error"]
    assert lines[0].startswith(f"::error file={tmp_path}/questions/a%2Cb.yml,line=1,col=1,title=H017::")
    assert "confidence: '100%25 wip' is not one of" in lines[2]
