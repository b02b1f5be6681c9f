"""The wheel works where there is no source tree, and the README's commands are the ones that work."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from .company import write_company
from .starting import commit, git

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the unpacked wheel, and nothing of the source tree."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(wheel, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "zipfile", "-e", built, folder / "unpacked"], check=True)
    return folder / "unpacked"


def run(installed: Path, *words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`handrail` from the wheel."""
    code = f"import sys; sys.path.insert(0, {str(installed)!r}); from handrail.cli import main; main()"
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True)


def test_wheel_builds_another_companys_records(installed: Path, tmp_path: Path) -> None:
    fields = {"question": "Why?", "topic": "orders", "audience": "public", "confidence": "validated"}
    fields |= {"owner": "founder", "answer": "So.", "published": "2026-01-01"}
    question = "".join(f"{name}: {value}\n" for name, value in fields.items())
    records = write_company(tmp_path / "records", {"questions/why.yml": question})
    done = run(installed, "build", "--records", records, "--to", tmp_path / "site", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Checking records\n" in done.stderr
    assert "So." in (tmp_path / "site/public/questions/why/index.html").read_text("utf-8")
    assert (tmp_path / "site/public/assets/handrail.css").is_file()
    assert (tmp_path / "site/internal/playbooks/index.html").is_file()


def test_wheel_imports_and_builds_at_once(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "faq.csv").write_text("id,question,answer\nwhy,Why?,So.\n", "utf-8")
    words = [
        "import",
        "table",
        "faq.csv",
        "--records",
        "new",
        "--audience",
        "public",
        "--confidence",
        "validated",
    ]
    assert run(installed, *words, cwd=tmp_path).returncode == 0
    assert run(installed, "check", "--records", "new", cwd=tmp_path).returncode == 0
    assert run(installed, "build", "--records", "new", cwd=tmp_path).returncode == 0
    assert (tmp_path / "site/public/questions/why/index.html").is_file()


def test_readme_is_short_and_starts_with_a_command() -> None:
    lines = README.splitlines()
    assert len(lines) <= 85
    assert any(line.startswith("make ") for line in lines[:15])


def test_readme_shows_a_real_record() -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert shown == (ROOT / "playbooks/questions/account-payment/where-is-my-invoice.yml").read_text("utf-8")


def readme_commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line.partition("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_readme_commands_are_the_tested_ones() -> None:
    assert {command.split()[0] for command in readme_commands()} == {
        "make",
        ".venv/bin/handrail",
        ".venv/bin/mkdocs",
    }


@pytest.mark.parametrize("command", [c for c in readme_commands() if c.startswith("make")])
def test_readme_make_targets_exist(command: str) -> None:
    subprocess.run(["make", "--dry-run", *command.split()[1:]], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.parametrize("command", [c for c in readme_commands() if c.startswith(".venv")])
def test_readme_command_works(command: str, tmp_path: Path) -> None:
    """In a copy of what a clone has; a command that serves is only parsed."""
    for name in ("mkdocs.yml", "mkdocs.internal.yml", "docs", "hooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    subprocess.run(["cp", "-r", ROOT / "playbooks", tmp_path], check=True)
    (tmp_path / "faq.csv").write_text("id,question,answer\nwhy,Why?,So.\n", "utf-8")
    faq = "### YamlMime:FAQ\nsections:\n- name: A\n  questions:\n  - question: Why?\n    answer: So.\n"
    (tmp_path / "faq.yml").write_text(faq, "utf-8")
    program, *words = shlex.split(command)
    if words[0] == "serve":
        words.append("--help")
    if words[0] == "diff":
        git(tmp_path, "init", "--quiet")
        commit(tmp_path)
    if words[0] == "leaks":
        subprocess.run([BIN / "handrail", "build"], cwd=tmp_path, check=True, capture_output=True)
    done = subprocess.run([BIN / Path(program).name, *words], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
