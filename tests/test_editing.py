"""`handrail rename` and `retire`: golden cases in `cases/editing/`, and what must not get lost.

A case has `files`, the `command`, and, written by `--write-golden`, what it says and the files that differ
afterwards; a file that is gone is null.
"""

import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from handrail.checking import check
from handrail.cli import main
from handrail.editing import files as editing_files
from handrail.problems import Code, Problem, errors, problem
from handrail.reading.dump import dump
from handrail.reading.folder import read_library
from handrail.records.fields import Refers, marked
from handrail.records.library import KINDS
from handrail.records.texts import finished

from .company import TODAY, write_company

CASES = Path(__file__).parent / "cases" / "editing"
EXAMPLE = Path(__file__).parents[1] / "playbooks"
QUESTION = "question: Why?\ntopic: orders\nconfidence: wip\nowner: founder\nanswer: So.\n"


def run(folder: Path, command: str) -> Result:
    words = shlex.split(command)
    more = ["--as-of", str(TODAY)] if words[0] == "retire" else []
    return CliRunner().invoke(main, [*words, "--records", str(folder), *more])


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yml")), ids=lambda path: path.stem)
def test_golden_case(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    case: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    folder = write_company(tmp_path / "playbooks", case["files"])
    before = tree(folder)
    result = run(folder, case["command"])
    after = tree(folder)
    differing = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    said = result.output.replace(f"{folder}/", "")
    made = {
        "exit": str(result.exit_code),
        "says": said,
        "after": {name: after[name].decode() if name in after else "" for name in differing},
    }
    if request.config.getoption("--write-golden"):
        path.write_text(path.read_text("utf-8").partition("\nexit:")[0].rstrip() + "\n" + dump(made), "utf-8")
        case |= made
    assert made == {name: case[name] for name in made}


# What holds for every record


def ids() -> list[str]:
    return [record.id for record in read_library(EXAMPLE)[0].records()]


@pytest.mark.parametrize("id", ids())
def test_a_record_can_be_renamed_and_back_and_no_byte_is_lost(id: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "playbooks"))
    before = tree(folder)
    assert run(folder, f"rename {id} another-name").exit_code == 0
    library, problems = read_library(folder)
    assert problems == []
    marks = [mark for _, _, thing in finished(library) for mark in marked(thing, Refers)]
    assert id not in [name for _, name, refers in marks if set(refers.to) & set(KINDS)]
    texts = "".join(library.texts.values())
    assert not any(f"{kind}:{id}" in texts for kind in KINDS)
    again = run(folder, f"rename another-name {id}")
    assert again.exit_code == 0
    after = tree(folder)
    changed = {name for name in before if after[name] != before[name]}
    [own] = changed
    assert Path(own).stem == id
    added = b"  - another-name\n" if b"\nwas:" in before[own] else b"was:\n  - another-name\n"
    assert after[own].replace(added, b"") == before[own]


def test_the_example_has_no_errors_after_a_rename(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "playbooks"))
    run(folder, "rename start-a-return send-something-back")
    library, problems = read_library(folder)
    assert errors([*problems, *check(library, TODAY)]) == []
    assert library.procedures["send-something-back"].was == ("how-to-return", "start-a-return")


ODD = {
    "windows": QUESTION.replace("\n", "\r\n") + "related: [old]  # see\r\n",
    "mark": "\ufeff" + QUESTION + "related: [old]",
    "quoted": QUESTION + "related: ['old', \"b\"]\n# old stays in a comment\n",
    "words": QUESTION.replace("So.", 'See [ü 😀](question:old#old "old") and `question:old`, old.')
    + 'related:\n\n  -   "old"   # old\n',
}


@pytest.mark.parametrize("name", ODD)
def test_only_the_name_changes_however_the_file_is_written(name: str, tmp_path: Path) -> None:
    records = {"questions/old.yml": QUESTION, "questions/b.yml": QUESTION, "questions/a.yml": ODD[name]}
    folder = write_company(tmp_path, records)
    before = (folder / "questions/a.yml").read_bytes()
    assert run(folder, "rename old new").exit_code == 0
    after = (folder / "questions/a.yml").read_bytes()
    links = [b"related: [old]", b"['old',", b"](question:old#", b'-   "old"']
    expected = before
    for link in links:
        expected = expected.replace(link, link.replace(b"old", b"new"))
    assert after == expected != before


def test_a_reference_that_cannot_be_rewritten_stops_finished(tmp_path: Path) -> None:
    a = QUESTION.replace("So.", '"See [it](quest\\x69on:old)."')
    folder = write_company(tmp_path, {"questions/old.yml": QUESTION, "questions/a.yml": a})
    before = tree(folder)
    result = run(folder, "rename old new")
    assert (result.exit_code, "questions/a.yml:5:9: H085" in result.stdout) == (1, True)
    assert tree(folder) == before


@pytest.mark.parametrize("command", ["rename old new", "retire old --instead other"])
def test_all_files_change_or_none(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = {f"questions/{name}.yml": QUESTION + "related: [old]\n" for name in "abc"}
    folder = write_company(
        tmp_path, {**records, "questions/old.yml": QUESTION, "questions/other.yml": QUESTION}
    )
    before = tree(folder)
    original, full = editing_files.replace, {"questions/c.yml"}

    def disk_is_full(root: Path, name: str, content: bytes) -> Problem | None:
        if name in full:
            full.remove(name)
            return problem(f"{root}/{name}", 1, 1, Code.UNREADABLE, "cannot be written: full", "make room")
        return original(root, name, content)

    monkeypatch.setattr(editing_files, "replace", disk_is_full)
    result = run(folder, command)
    assert (result.exit_code, "H001 cannot be written: full" in result.stdout) == (1, True)
    assert tree(folder) == before


@pytest.mark.parametrize("command", ["rename old new", "retire old"])
def test_records_with_mistakes_come_first(command: str, tmp_path: Path) -> None:
    folder = write_company(tmp_path, {"questions/old.yml": QUESTION, "questions/a.yml": "question: ["})
    before = tree(folder)
    result = run(folder, command)
    assert (result.exit_code, "questions/a.yml:1:12: H006" in result.stdout) == (1, True)
    assert tree(folder) == before


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("rename nothing new", "'nothing' is no question, procedure, cycle or risk"),
        ("rename track-my-ordr new", "did you mean 'track-my-order'?"),
        ("rename 2026-10 new", "is no question"),
        ("rename track-my-order", "Missing argument 'NEW'"),
        ("retire nothing", "is no question"),
        ("retire track-my-order --instead nothing", "is no question"),
        ("retire track-my-order --instead track-my-order", "cannot take its own place"),
        ("retire track-my-order --why ' '", "is empty"),
    ],
)
def test_wrong_use_is_2(command: str, said: str) -> None:
    before = tree(EXAMPLE)
    result = run(EXAMPLE, command)
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert tree(EXAMPLE) == before
