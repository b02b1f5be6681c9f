"""Nu (the W3C's checker) and html-validate report nothing but what is the theme's own: `cases/html.txt`."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest

from ..node import PACKAGES, run
from .test_accessible import PAGES

BASELINE = Path(__file__).parents[1] / "cases" / "html.txt"
RULES = Path(__file__).with_name("html-validate.json")


@pytest.fixture(scope="module")
def files(sites: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A page of each type of both sites, as files."""
    folder = tmp_path_factory.mktemp("html")
    found = [folder / "404.html"]
    found[0].write_bytes(urlopen(f"{sites['public']}/404.html").read())
    for audience, paths in PAGES.items():
        for path in (path for path in paths if "?" not in path and not path.startswith("no/")):
            file = folder / audience / path / "index.html"
            file.parent.mkdir(parents=True)
            file.write_bytes(urlopen(f"{sites[audience]}/{path}").read())
            found.append(file)
    return found


def by_html_validate(files: list[Path], folder: Path) -> set[str]:
    report = folder / "report.json"
    how = ("--config", str(RULES), "--formatter", f"json={report}")
    run("html-validate/bin/html-validate.mjs", *how, *map(str, files))
    messages = [m for file in json.loads(report.read_text("utf-8")) for m in file["messages"]]
    return {_line("html-validate", m["ruleId"], _place(m.get("selector") or "")) for m in messages}


def by_nu(files: list[Path]) -> set[str]:
    jar = PACKAGES / "vnu-jar/build/dist/vnu.jar"
    command = ["java", "-jar", jar, "--format", "json", "--exit-zero-always", *files]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    messages = [m for m in json.loads(said)["messages"] if m["type"] == "error"]
    tags = [re.findall(r"<[a-z][^>]*>?", m.get("extract", "")) for m in messages]
    return {
        _line("nu", m["message"][:90], re.sub(r"\s+", " ", tag[-1]) if tag else "")
        for m, tag in zip(messages, tags, strict=True)
    }


def _line(tool: str, rule: str, place: str) -> str:
    return f"{tool} | {rule} | {re.sub(r'[0-9]+', '0', place)}"


def _place(selector: str) -> str:
    """The last part of a selector: an id, or the names of the elements that lead there."""
    return re.sub(r":nth-child\(\d+\)", "", selector)[-60:]


def baseline(tool: str) -> set[str]:
    return {line for line in BASELINE.read_text("utf-8").splitlines() if line.startswith(f"{tool} | ")}


def test_html_validate(files: list[Path], tmp_path: Path, request: pytest.FixtureRequest) -> None:
    found = by_html_validate(files, tmp_path)
    _write(request, "html-validate", found)
    assert found == baseline("html-validate")


@pytest.mark.skipif(not shutil.which("java"), reason="Nu needs Java, which is not here")
def test_nu(files: list[Path], request: pytest.FixtureRequest) -> None:
    found = by_nu(files)
    _write(request, "nu", found)
    assert found == baseline("nu")


def test_a_fault_of_ours_is_seen(files: list[Path], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    text = files[0].read_text("utf-8")
    page.write_text(text.replace("</h1>", "</h1><ul><p>no</p></ul>", 1), "utf-8")
    assert by_html_validate([page], tmp_path) - baseline("html-validate")
    if shutil.which("java"):
        assert by_nu([page]) - baseline("nu")


def _write(request: pytest.FixtureRequest, tool: str, found: set[str]) -> None:
    if request.config.getoption("--write-golden"):
        other = [
            line for line in BASELINE.read_text("utf-8").splitlines() if not line.startswith(f"{tool} |")
        ]
        BASELINE.write_text("\n".join(sorted([*other, *found])) + "\n", "utf-8")
