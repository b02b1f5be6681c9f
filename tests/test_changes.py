"""`handrail diff`: golden cases of what a merge means, in each form, and what is said when nobody knows."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from handrail.cli import main

from .company import write_company

CASES = Path(__file__).parent / "cases" / "changes"
FORMS = ("text", "markdown")


def git(folder: Path, *words: str) -> str:
    names = ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "protocol.file.allow=always"]
    done = subprocess.run(["git", "-C", folder, *names, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(records: Path, files: Mapping[str, str]) -> None:
    """Make `files` over the base company the whole folder, and commit that."""
    shutil.rmtree(records, ignore_errors=True)
    write_company(records, files)
    if not (records.parent / ".git").exists():
        git(records.parent, "init", "--quiet", "--initial-branch", "main")
    git(records.parent, "add", "--all")
    git(records.parent, "commit", "--quiet", "--message", "Records")


def diff(records: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["diff", *words, "--records", str(records), "--as-of", "2026-11-22"])


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yml")), ids=lambda path: path.stem)
def test_golden_changes(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    records = tmp_path / "playbooks"
    commit(records, case["before"])
    shutil.rmtree(records)
    write_company(records, case["after"])
    words = ("main", "--audience", case.get("audience", "internal"), "--format")
    said = {form: diff(records, *words, form) for form in FORMS}
    made = {form: result.output for form, result in said.items()}
    if request.config.getoption("--write-golden"):
        text = path.read_text("utf-8").partition("\ntext: |")[0].rstrip("\n")
        golden = "".join(
            f"\n{form}: |\n" + "".join(f"  {line}".rstrip() + "\n" for line in lines.splitlines())
            for form, lines in made.items()
        )
        path.write_text(f"{text}{golden.rstrip()}\n", "utf-8")
    assert made == {form: case[form] for form in FORMS}
    assert {result.exit_code for result in said.values()} == {1 if "Taken out" in made["text"] else 0}
    values = json.loads(diff(records, *words, "json").output)
    assert values["audience"] == case.get("audience", "internal")
    assert all(r["id"] in made["text"] for r in (*values["new"], *values["changed"], *values["gone"]))
    assert diff(records, *words, "text").output == made["text"]


def case_of(name: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load((CASES / f"{name}.yml").read_text("utf-8"))
    return found


def test_the_work_tree_is_not_touched(tmp_path: Path) -> None:
    records = tmp_path / "playbooks"
    commit(records, case_of("a-merge")["before"])
    git(tmp_path, "tag", "before")
    commit(records, case_of("a-merge")["after"])
    (records / "questions/unsaved.yml").write_text("answer: half", "utf-8")
    before = git(tmp_path, "status", "--porcelain"), sorted(tmp_path.rglob("*"))
    assert diff(records, "before").exit_code == 1
    assert (git(tmp_path, "status", "--porcelain"), sorted(tmp_path.rglob("*"))) == before


def test_records_that_were_not_there_yet_are_new(tmp_path: Path) -> None:
    commit(tmp_path / "elsewhere", {})
    records = write_company(tmp_path / "playbooks", case_of("nothing")["after"])
    done = diff(records, "HEAD")
    assert done.exit_code == 0
    assert "New\n  question refund: When do I get my money back?" in done.output


def test_a_record_that_cannot_be_read_now_is_not_gone(tmp_path: Path) -> None:
    records = tmp_path / "playbooks"
    commit(records, case_of("nothing")["after"])
    (records / "questions/refund.yml").write_text("question: [", "utf-8")
    done = diff(records, "HEAD")
    assert done.exit_code == 1
    assert "1 problem: see handrail check" in done.output
    assert "No record is another one" in done.output
    (records / "questions/refund.yml").unlink()
    assert "Gone" in diff(records, "HEAD").output


def test_records_that_are_the_whole_repository(tmp_path: Path) -> None:
    records = write_company(tmp_path, case_of("nothing")["after"])
    git(records, "init", "--quiet", "--initial-branch", "main")
    git(records, "add", "--all")
    git(records, "commit", "--quiet", "--message", "Records")
    assert "No record is another one" in diff(records, "main").output


def test_interactions_of_a_repository_of_their_own_count_for_their_revision(tmp_path: Path) -> None:
    """As SECURITY.md proposes it: a submodule, or a second clone that this repository ignores."""
    files = case_of("a-merge")["before"]
    work = files["interactions/2026-11.yml"]
    private = tmp_path / "private/interactions"
    private.mkdir(parents=True)
    (private / "2026-11.yml").write_text(work, "utf-8")
    git(private, "init", "--quiet", "--initial-branch", "main")
    git(private, "add", "--all")
    git(private, "commit", "--quiet", "--message", "Work")
    rest = {name: text for name, text in files.items() if not name.startswith("interactions")}
    for way in ("submodule", "ignored"):
        records = tmp_path / way / "playbooks"
        commit(records, rest)
        if way == "submodule":
            git(records.parent, "submodule", "--quiet", "add", str(private), "playbooks/interactions")
        else:
            (records.parent / ".gitignore").write_text("/playbooks/interactions/\n", "utf-8")
            git(records, "clone", "--quiet", str(private), "interactions")
        git(records.parent, "add", "--all")
        git(records.parent, "commit", "--quiet", "--message", "Interactions")
        assert "1 of 2, as before" in diff(records, "main").output, way


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("nowhere", "there is no 'nowhere' here: name a branch, a tag or a commit"),
        ("--output=x", "No such option"),
        ("HEAD:playbooks", "there is no 'HEAD:playbooks' here"),
    ],
)
def test_a_revision_that_is_none_is_explained(tmp_path: Path, revision: str, said: str) -> None:
    commit(tmp_path / "playbooks", {})
    done = diff(tmp_path / "playbooks", revision)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert not (tmp_path / "x").exists()


def test_a_shallow_clone_is_explained(tmp_path: Path) -> None:
    commit(tmp_path / "whole/playbooks", {})
    first = git(tmp_path / "whole", "rev-parse", "HEAD")
    commit(tmp_path / "whole/playbooks", case_of("nothing")["before"])
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{tmp_path}/whole", "shallow")
    done = diff(tmp_path / "shallow/playbooks", first)
    assert done.exit_code == 2
    assert "git fetch --unshallow" in done.output


def test_no_repository_and_no_git_are_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = write_company(tmp_path / "playbooks", {})
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    done = diff(records, "main")
    assert (done.exit_code, "is in no Git repository" in " ".join(done.output.split())) == (2, True)
    monkeypatch.setenv("PATH", os.devnull)
    done = diff(records, "main")
    assert (done.exit_code, "git is not installed" in " ".join(done.output.split())) == (2, True)
