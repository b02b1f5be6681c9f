"""`handrail fmt`: order and style, and not a word or a comment lost."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from handrail.cli import main
from handrail.editing.formatting import formatted
from handrail.reading.yaml12 import Refused, load
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from .company import write_company

CASES = Path(__file__).parent / "cases" / "fmt"
EXAMPLE = Path(__file__).parents[1] / "playbooks"


def run(folder: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["fmt", *map(str, words), "--records", str(folder)])


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yml")), ids=lambda path: path.stem)
def test_golden_case(path: Path, request: pytest.FixtureRequest) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    made = formatted(case["before"], case["file"])
    if request.config.getoption("--write-golden"):
        text = path.read_text("utf-8").partition("after:")[0]
        after = "".join(f"  {line}\n" if line else "\n" for line in (made or "").split("\n")[:-1])
        path.write_text(f"{text}after: |2\n{after}", "utf-8")
        case["after"] = made
    assert made == case["after"]
    assert formatted(made, case["file"]) == made


# Records as nobody would write them


NAMES = [
    "title",
    "topic",
    "steps",
    "outcome",
    "risks",
    "staff",
    "customer",
    "escalation",
    "when",
    "zzz",
    '"was"',
]
WORDS = st.text(st.sampled_from("ab: #-'\"|>é😀\\[{&"), min_size=1, max_size=12)
COMMENTS = st.sampled_from(["", " ", "  ", "      "])


class Odd:
    """Writes one record line by line; every comment in it has a number of its own."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.lines: list[str] = []
        self.comments = 0

    def comment(self) -> str:
        self.comments += 1
        return f"# c{self.comments}."

    def between(self) -> None:
        """Whatever may stand between two parts."""
        for kind in self.draw(st.lists(st.sampled_from(["blank", "comment"]), max_size=2)):
            line = "" if kind == "blank" else self.draw(COMMENTS) + self.comment()
            self.lines.append(line)

    def beside(self) -> str:
        return f" {self.comment()}" if self.draw(st.booleans()) else ""

    def fields(self, indent: int, depth: int, first: str) -> None:
        for name in self.draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=4)):
            if first == "":
                self.between()
            pad = first or " " * indent
            self.value(f"{pad}{name}:", indent, depth)
            first = ""

    def entries(self, indent: int, depth: int) -> None:
        for _ in range(self.draw(st.integers(1, 3))):
            self.between()
            if depth < 3 and self.draw(st.booleans()):
                gap = self.draw(st.sampled_from([1, 3]))
                self.fields(indent + 1 + gap, depth + 1, f"{' ' * indent}-{' ' * gap}")
            else:
                self.value(f"{' ' * indent}-", indent, 9)

    def value(self, head: str, indent: int, depth: int) -> None:
        kinds = ["plain", "quoted", "block", "empty", "flow", "long", "below"]
        kind = self.draw(st.sampled_from(kinds + ["fields", "list"] * (depth < 3)))
        match kind:
            case "plain" | "flow":
                text = "some words" if kind == "plain" else "[a, 'b # c',\n   d]"
                self.lines += f"{head} {text}{self.beside()}".split("\n")
            case "below":
                self.lines += [f"{head}{self.beside()}", f"{' ' * (indent + 3)}word{self.beside()}"]
            case "empty":
                self.lines.append(f"{head}{self.beside()}")
            case "quoted":
                text = self.draw(WORDS)
                quoted = (
                    "'" + text.replace("'", "''") + "'" if self.draw(st.booleans()) else yaml_double(text)
                )
                self.lines.append(f"{head} {quoted}{self.beside()}")
            case "long":
                mark = self.draw(st.sampled_from(["", "'", '"']))
                blank = self.draw(st.sampled_from([[], [""], ["  "]]))
                self.lines += [
                    f"{head} {mark}one",
                    *blank,
                    f"{' ' * (indent + 1)}\ttwo",
                    f"{' ' * (indent + 4)}3{mark}{self.beside()}",
                ]
            case "block":
                self.block(head, indent)
            case "fields":
                self.lines.append(f"{head}{self.beside()}")
                self.fields(indent + self.draw(st.integers(1, 4)), depth + 1, "")
            case "list":
                self.lines.append(f"{head}{self.beside()}")
                self.entries(indent + self.draw(st.integers(0, 3)), depth + 1)

    def block(self, head: str, indent: int) -> None:
        digit = self.draw(st.sampled_from(["", "2"]))
        sign = self.draw(st.sampled_from("|>")) + digit + self.draw(st.sampled_from(["", "-", "+"]))
        pad = " " * (indent + 2 if digit else indent + self.draw(st.integers(1, 3)))
        texts = self.draw(
            st.lists(st.sampled_from(["x", "  y", "", "# no comment", "- z", "a: b", "   "]), max_size=4)
        )
        texts = texts if digit else ["first", *texts]
        self.lines += [f"{head} {sign}{self.beside()}", *(f"{pad}{text}" if text else "" for text in texts)]


def yaml_double(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@st.composite
def odd_records(draw: st.DrawFn) -> tuple[str, int]:
    odd = Odd(draw)
    odd.between()
    odd.fields(0, 0, "")
    odd.between()
    text = "\n".join(odd.lines) + draw(st.sampled_from(["", "\n", "\n\n"]))
    return draw(st.sampled_from(["", "---\n"])) + text, odd.comments


def check_formatted(text: str, comments: int) -> None:
    try:
        before = load(text)[0]
    except Refused:
        assume(False)
    made = formatted(text, "procedures/a.yml")
    assert made is not None, text
    assert load(made)[0] == before
    assert formatted(made, "procedures/a.yml") == made
    assert all(made.count(f"# c{n}.") == 1 for n in range(1, comments + 1)), made
    assert made.startswith("# yaml-language-server: $schema=../../schemas/procedure.json\n")
    try:
        independent = YAML(typ="safe", pure=True).load(text)
    except YAMLError:
        return  # stricter than libyaml here and there
    assert YAML(typ="safe", pure=True).load(made) == independent


@settings(max_examples=300, deadline=None)
@given(odd_records())
def test_odd_records_keep_every_word_and_comment(record: tuple[str, int]) -> None:
    check_formatted(*record)


@pytest.mark.soak
@settings(max_examples=20_000, deadline=None)
@given(odd_records())
def test_many_odd_records(record: tuple[str, int]) -> None:
    check_formatted(*record)


# The command


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def values(folder: Path) -> dict[str, object]:
    return {p.name: load(p.read_text("utf-8"))[0] for p in folder.rglob("*.yml")}


def test_the_example_is_in_order() -> None:
    result = run(EXAMPLE, "--check")
    assert (result.exit_code, result.stdout) == (0, "")


def test_check_names_what_fmt_puts_right(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "playbooks"))
    file = folder / "questions/orders-delivery/track-my-order.yml"
    lines = file.read_text("utf-8").split("\n")
    lines[1:3] = lines[2:0:-1]
    file.write_text("\n".join(lines), "utf-8")
    before, meant = tree(folder), values(folder)
    told = run(folder, "--check")
    assert (told.exit_code, tree(folder)) == (1, before)
    assert told.stdout == (
        f"{file}:2:1: H084 is not in the usual order and style from here on → run: handrail fmt {file}\n"
    )
    assert run(folder, file).exit_code == 0
    assert (tree(folder), values(folder)) == (tree(EXAMPLE), meant)
    assert run(folder).stderr == "47 files, 0 changed, 0 problems\n"


@pytest.mark.parametrize(
    "words", ["new question a", "new procedure a", "new cycle a", "new risk a", "import"]
)
def test_what_handrail_writes_is_in_order(words: str, tmp_path: Path) -> None:
    folder = tmp_path / "records"
    if words == "import":
        (tmp_path / "faq.csv").write_text("id,question,answer,asked_as\nwhy,Why?,So.,how come\n", "utf-8")
        words = f"import table {tmp_path / 'faq.csv'} --audience public --confidence validated"
    else:
        write_company(folder, {})
        assert run(folder).exit_code == 0
    assert CliRunner().invoke(main, [*words.split(), "--records", str(folder)]).exit_code == 0
    result = run(folder, "--check")
    assert (result.exit_code, result.stdout) == (0, "")


BROKEN = {
    "cut.yml": b"question: [",
    "twice.yml": b"question: a\nquestion: b\n",
    "latin.yml": "question: Wäre".encode("latin-1"),
    "anchor.yml": b"question: &a b\nanswer: *a\n",
    "two.yml": b"a: b\n---\nc: d\n",
    "unseen.yml": "question: a\u202eb\n".encode(),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_reported_and_left_untouched(name: str, tmp_path: Path) -> None:
    folder = write_company(tmp_path, {"questions/a.yml": "topic: orders\nquestion: Why?\n"})
    (folder / "questions" / name).write_bytes(BROKEN[name])
    result = run(folder)
    assert (result.exit_code, f"questions/{name}:" in result.stdout) == (1, True)
    assert (folder / "questions" / name).read_bytes() == BROKEN[name]
    assert "question: Why?\ntopic" in (folder / "questions/a.yml").read_text("utf-8")


@pytest.mark.parametrize("text", ["? question\n: Why?\ntopic: a\n", "topic: a\nquestion: b\n...\n"])
def test_what_cannot_be_kept_is_left_untouched(text: str, tmp_path: Path) -> None:
    folder = write_company(tmp_path, {"questions/a.yml": text})
    result = run(folder, folder / "questions/a.yml")
    assert (result.exit_code, "questions/a.yml:1:1: H915 warning" in result.stdout) == (0, True)
    assert (folder / "questions/a.yml").read_text("utf-8") == text


@pytest.mark.parametrize(
    "text", ["", "# only this\n", "{question: Why?, topic: a}\n", "- a\n- b\n", "just words\n"]
)
def test_files_that_hold_no_fields_only_get_their_first_line(text: str, tmp_path: Path) -> None:
    folder = write_company(tmp_path, {"questions/a.yml": text})
    assert run(folder, folder / "questions/a.yml").exit_code == 0
    after = (folder / "questions/a.yml").read_text("utf-8")
    assert after.partition("\n")[2].strip() == text.strip()
    assert run(folder, "--check", folder / "questions/a.yml").exit_code == 0


def test_line_ends_and_the_mark_at_the_start_stay(tmp_path: Path) -> None:
    text = "\ufefftopic: orders\r\nquestion: Why?\r\nanswer: |\r\n    So.\r\n"
    folder = write_company(tmp_path, {"questions/a.yml": text})
    assert run(folder, folder / "questions/a.yml").exit_code == 0
    pointer = "# yaml-language-server: $schema=../../schemas/question.json"
    assert (folder / "questions/a.yml").read_bytes().decode() == (
        f"\ufeff{pointer}\r\nquestion: Why?\r\ntopic: orders\r\nanswer: |\r\n  So.\r\n"
    )


@pytest.mark.parametrize("words", [["/nowhere.yml"], [str(Path(__file__))], ["--zzz"]])
def test_wrong_use_is_2(words: list[str]) -> None:
    result = run(EXAMPLE, *words)
    assert (result.exit_code, "Usage:" in result.stderr) == (2, True)


# The hooks of pre-commit


def test_the_hooks_run_as_they_are_written(tmp_path: Path) -> None:
    root = EXAMPLE.parent
    shutil.copytree(EXAMPLE, tmp_path / "playbooks")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/handrail").symlink_to(Path(sys.executable).parent / "handrail")
    ours = yaml.safe_load((root / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    theirs = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert {hook["id"] for hook in ours} == {hook["id"] for hook in theirs}
    wrong = tmp_path / "playbooks/settings.yml"
    right = wrong.read_bytes()
    for hook in (*ours, *theirs):
        wrong.write_bytes(right + b"zzz: 1\n" if hook["id"] == "handrail-check" else right + b"  \n")
        command = [*shlex.split(hook["entry"])]
        if hook.get("pass_filenames", True):
            changed = wrong.relative_to(tmp_path).as_posix()
            assert re.search(hook["files"], changed)
            command.append(changed)
        path = f"{tmp_path / '.venv/bin'}:{os.environ['PATH']}"
        done = subprocess.run(
            command, cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        if hook["id"] == "handrail-check":
            assert (done.returncode, "H011 zzz" in done.stdout) == (1, True), done.stderr
        else:
            assert (done.returncode, wrong.read_bytes()) == (0, right), done.stderr
