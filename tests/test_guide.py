"""The guide: every field and every code is in it, and what it says is true."""

import re
import shlex
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from handrail.checking import read_and_check
from handrail.cli import main
from handrail.pages.guide.codes import FOLDER, Entry, entry_of
from handrail.pages.guide.how_to import FOLDER as HOW_TO
from handrail.pages.guide.how_to import ORDER
from handrail.pages.guide.reference import EXAMPLE, field_pages
from handrail.problems import Code, Problem
from handrail.reading.dump import dump
from handrail.reading.yaml12 import load
from handrail.records.base import Audience
from handrail.records.describing import Form
from selectolax.lexbor import LexborHTMLParser

from .hostile import build_unchecked
from .test_build import ROOT

TODAY = date(2026, 11, 22)
COMPANY = {
    path.relative_to(EXAMPLE).as_posix(): path.read_text("utf-8") for path in sorted(EXAMPLE.rglob("*.yml"))
}


def problems(folder: Path, files: Mapping[str, str]) -> list[Problem]:
    """What is wrong with a company that has these files; paths are relative to its folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return read_and_check(folder, TODAY)[1]


def changed(entry: Entry, wrong: bool) -> dict[str, str]:
    """The example company with the wrong or the right lines of an entry."""
    files = {**COMPANY, **entry.also}
    lines = entry.wrong if wrong else entry.right
    name = entry.wrong_file if wrong and entry.wrong_file else entry.file
    if entry.file not in COMPANY:
        return {**files, name: lines}
    old = entry.instead_of or entry.right
    assert files[entry.file].count(old) == 1
    return {**files, entry.file: files[entry.file].replace(old, lines)}


def test_the_example_company_has_no_problem(tmp_path):
    assert problems(tmp_path, COMPANY) == []


def test_codes_stand_in_the_order_of_their_numbers() -> None:
    numbers = [code.number for code in Code]
    assert numbers == sorted({*numbers})


@pytest.mark.parametrize("code", Code, ids=lambda code: code.number)
def test_each_code_has_a_wrong_and_a_right_example_or_an_explanation(code, tmp_path, request):
    entry = entry_of(code)
    assert entry, f"write {FOLDER}/{code.number}.yml: 'explained', or 'file', 'wrong' and 'right'"
    if entry.explained:
        assert entry == Entry(explained=entry.explained)
        return
    found = problems(tmp_path / "wrong", changed(entry, wrong=True))
    lines = [str(p).replace(f"{tmp_path}/wrong/", "") for p in found]
    if request.config.getoption("--write-golden"):
        write_says(code, "\n".join(lines))
        entry_of.cache_clear()
        entry = entry_of(code)
    assert lines == [entry.says]
    assert [p.number for p in found] == [code.number]
    assert problems(tmp_path / "right", changed(entry, wrong=False)) == []


def write_says(code: Code, says: str) -> None:
    path = FOLDER / f"{code.number}.yml"
    value = load(path.read_text("utf-8"))[0]
    path.write_text(dump({**value, "says": says}), "utf-8")


def test_the_place_is_among_the_lines_that_are_shown(tmp_path):
    for code in Code:
        entry = entry_of(code)
        if entry.explained or not entry.wrong or entry.file not in COMPANY:
            continue
        line = int(entry.says.split(":")[1])
        start = changed(entry, wrong=True)[entry.file].partition(entry.wrong)[0].count("\n") + 1
        assert start <= line < start + entry.wrong.count("\n"), code


def test_every_field_has_its_place_in_the_guide():
    for page in field_pages():
        rows = [(part.name, row) for part in page.values["parts"] for row in part.rows]
        told = {f"{part}.{row.shape.name}".removeprefix(".") for part, row in rows}
        assert told == page.values["shows"].keys(), page.title
        assert page.values["about"].keys() == {"is", "lies", "becomes", "shows"}
        assert all(row.example.startswith(f"{row.shape.name}:") for _, row in rows)


def test_every_field_of_a_record_says_what_it_is_for():
    rows = [row for page in field_pages() for part in page.values["parts"] for row in part.rows]
    assert [row.shape.name for row in rows if not row.shape.about] == []


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The words of every page of the example company's sites, by audience and address."""
    folder = tmp_path_factory.mktemp("guide")
    found = {}
    for audience in Audience:
        build_unchecked(EXAMPLE, folder, audience)
        for file in (folder / audience).rglob("index.html"):
            address = file.parent.relative_to(folder / audience).as_posix()
            if not address.startswith(("guide", "problem-codes", "edit")):
                body = LexborHTMLParser(file.read_bytes()).body
                found[audience, address] = " ".join(body.text(separator=" ").split())
    return found


def test_what_is_said_to_show_shows(pages):
    """By texts alone: a number or a day stands on many pages."""
    texts = 0
    for page in field_pages():
        for part in page.values["parts"]:
            for row in part.rows:
                path = f"{part.name}.{row.shape.name}".removeprefix(".")
                value = load(row.example)[0][row.shape.name]
                text = value[0] if isinstance(value, list) else value
                if row.shape.form not in (Form.MARKDOWN, Form.VERBATIM) or not isinstance(text, str):
                    continue
                texts += 1
                first = re.split(r"[*`\[]", text.strip())[0].split("\n")[0].strip()
                on = {audience for (audience, _), words in pages.items() if first and first in words}
                said = page.values["shows"][path]
                assert bool(on) is not said.startswith("Nowhere") or not first, (page.title, path)
                if Audience.PUBLIC in on:
                    assert row.is_public, (page.title, path)
    assert texts > 30


COMMANDS = [
    command.strip()
    for path in sorted(HOW_TO.glob("*.md"))
    for block in re.findall(r"^ *```sh\n(.*?)^ *```", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for command in block.split("\n")
    if command.strip()
]


def test_the_pages_are_those_that_are_listed():
    assert {path.stem for path in HOW_TO.glob("*.md")} == {"start", *ORDER}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_guide_works(command, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "playbooks", tmp_path / "playbooks")
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(command)
    if words[0] in ("serve", "build"):  # what these do, other tests see
        words.append("--help")
    done = CliRunner().invoke(main, words)
    assert (program, done.exit_code) == ("handrail", 0), done.output
