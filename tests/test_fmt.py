"""`handrail fmt`: order and style, and not a word or a comment lost."""

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
