"""`handrail init`: a company's own site from the wheel alone, and nothing half written."""

import os
import re
import subprocess
import tomllib
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner
from handrail.checking import check
from handrail.cli import main
from handrail.reading.folder import read_library
from handrail.records.library import FOLDERS
from handrail.starting import own_site
from handrail.starting.own_site import BROUGHT

from .starting import ROOT, install, new_environment, start
from .test_build import wait_for

PORT = 24000 + os.getpid() % 2000


def init(folder: Path | str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["init", str(folder)])
    return done.exit_code, " ".join(done.output.split())


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_new_site_has_a_record_of_each_kind_and_no_problem(tmp_path: Path) -> None:
    code, said = init(tmp_path / "new/site")
    assert code == 0 and "Go there and run: make serve" in said
    library, problems = read_library(tmp_path / "new/site/playbooks")
    assert [*problems, *check(library, date.today())] == []
    style = CliRunner().invoke(main, ["fmt", "--check", "--records", str(tmp_path / "new/site/playbooks")])
    assert (style.exit_code, style.stdout) == (0, "")
    for folder in FOLDERS.values():
        assert folder == "retired" or getattr(library, folder), folder
    assert names(tmp_path / "new") != [] and not list((tmp_path / "new").glob(".handrail*"))


def test_what_a_site_has_is_what_this_repository_has(tmp_path: Path) -> None:
    """And the wheel carries it: its list is the same."""
    assert init(tmp_path / "site")[0] == 0
    for name in BROUGHT:
        for file in [f for f in (ROOT / name, *(ROOT / name).rglob("*")) if f.is_file()]:
            if "__pycache__" not in file.parts:
                assert (tmp_path / "site" / file.relative_to(ROOT)).read_bytes() == file.read_bytes()
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    carried = build["targets"]["wheel"]["force-include"]
    assert carried == {name: f"handrail/site/{name}" for name in BROUGHT}


@pytest.mark.parametrize("there", [[], [".git"]], ids=["empty", "a repository without files"])
def test_an_empty_folder_will_do(tmp_path: Path, there: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    for name in there:
        (folder / name).mkdir()
    monkeypatch.chdir(folder)
    assert init(".")[0] == 0
    assert (folder / "playbooks/settings.yml").is_file()


def test_a_folder_with_something_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("Mine", "utf-8")
    code, said = init(tmp_path)
    assert code == 2 and "is not empty" in said
    assert names(tmp_path) == ["mine.txt"]
    assert init(tmp_path / "mine.txt")[0] == 2


@pytest.mark.parametrize("there", [True, False], ids=["an empty folder", "a new folder"])
@pytest.mark.parametrize("step", ["_write_records", "_move"])
def test_when_something_fails_nothing_is_there(
    tmp_path: Path, there: bool, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    if there:
        folder.mkdir()
    done: list[object] = []

    def rename(path: Path, to: Path) -> Path:
        done.append(path)
        if len(done) == 5:
            raise OSError(28, "No space left on device", str(to))
        return original(path, to)

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device", "the disk")

    original = Path.rename
    if step == "_move":
        monkeypatch.setattr(Path, "rename", rename)
    else:
        monkeypatch.setattr(own_site, step, full)
    code, said = init(folder)
    assert code == 2 and "No space left on device" in said
    assert names(tmp_path) == (["site"] if there else [])


def test_its_readme_has_two_commands_and_its_makefile_has_them(tmp_path: Path) -> None:
    assert init(tmp_path / "site")[0] == 0
    (block,) = re.findall(r"```sh\n(.*?)```", (tmp_path / "site/README.md").read_text("utf-8"), re.DOTALL)
    commands = [line.partition("#")[0].split() for line in block.splitlines()]
    assert [command[0] for command in commands] == ["make", "make"]
    for command in commands:
        subprocess.run(
            ["make", "--dry-run", *command[1:]], cwd=tmp_path / "site", check=True, capture_output=True
        )


def test_it_brings_the_package_of_a_handrail_that_no_index_has(tmp_path: Path) -> None:
    """It runs from its repository here, and nobody else may have published something by its name."""
    site = tmp_path / "site"
    assert init(site)[0] == 0
    package = (site / "requirements.txt").read_text("utf-8").strip()
    assert (site / package).is_file()
    environment = new_environment(tmp_path)
    install(environment, "--no-deps", "--no-index", site / package)
    assert (environment / "bin/handrail").is_file()


def test_where_the_package_cannot_be_built_nothing_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "false")
    code, said = init(tmp_path / "site")
    assert code == 2 and "the package of Handrail cannot be built" in said
    assert names(tmp_path) == []


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, wheels_programs: Path) -> Path:
    """A site of its own, whose `handrail` is the wheel's."""
    return start(tmp_path_factory.mktemp("own") / "site", wheels_programs)


def test_from_the_wheel_alone_both_sites_are_built(own: Path) -> None:
    done = subprocess.run(["make", "test"], cwd=own, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 records, 0 problems" in done.stderr
    assert (own / "site/public/index.html").is_file()
    assert (own / "site/public/assets/handrail.css").is_file()
    assert (own / "site/internal/playbooks/first-procedure/index.html").is_file()


def test_from_the_wheel_alone_its_version_is_installed(own: Path) -> None:
    assert (own / "requirements.txt").read_text("utf-8") == f"handrail=={version('handrail')}\n"


def test_from_the_wheel_alone_the_site_is_served(own: Path) -> None:
    command = [own / ".venv/bin/handrail", "serve", "--port", str(PORT)]
    serving = subprocess.Popen(command, cwd=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{PORT}/", "Help center")
    finally:
        serving.terminate()
        serving.wait()


@pytest.mark.soak
def test_a_clean_environment_installs_what_the_wheel_names(tmp_path: Path) -> None:
    """As somebody does it who has a wheel and an index: pip install, init, check, build."""
    wheel = ["hatchling", "build", "-t", "wheel", "-d", tmp_path]
    subprocess.run([ROOT / ".venv/bin/python", "-m", *wheel], cwd=ROOT, check=True, capture_output=True)
    environment = new_environment(tmp_path)
    install(environment, *tmp_path.glob("*.whl"))
    handrail = environment / "bin/handrail"
    subprocess.run([handrail, "init", tmp_path / "site"], check=True)
    for command in ("check", "build"):
        subprocess.run([handrail, command], cwd=tmp_path / "site", check=True)
    assert (tmp_path / "site/site/public/index.html").is_file()
