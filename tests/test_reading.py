"""What is wrong in files: golden cases in `cases/reading/`, and what no YAML case can hold.

A new rule is a new case: give it `about`, `files` and, to say what was read, `values`; run this
module with `--write-golden`, and read what it wrote.
"""

import gc
import os
import re
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from handrail.checking import check, read_and_check
from handrail.problems import Problem
from handrail.reading import yaml12
from handrail.reading.folder import MOST_PROBLEMS, read_library
from handrail.reading.source import LIST_BYTES, RECORD_BYTES
from handrail.reading.wording import PATTERNS
from handrail.reading.yaml12 import LIST_VALUES, RECORD_VALUES, Places, load
from handrail.records.interaction import Interaction
from handrail.records.library import KINDS
from handrail.records.moved import Moved
from handrail.records.settings import Settings, Team, Topics
from hypothesis import example, given, settings
from hypothesis import strategies as st

from .company import write_company

CASES = Path(__file__).parent / "cases" / "reading"
QUESTION = "question: Why?\ntopic: orders\nconfidence: wip\nowner: founder\nanswer: So.\n"
TOLD = re.compile(r".+:\d+:\d+: H\d{3} (warning: )?.+ → .+")


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yml")), ids=lambda path: path.stem)
def test_it_says_what_is_wrong_and_where(path, problems_of_case):
    case, library, lines = problems_of_case(path)
    assert lines == case["problems"]
    for name, fields in case.get("values", {}).items():
        kind, _, id = name.partition("/")
        read = getattr(library, kind)[id].model_dump(mode="json")
        assert as_texts({field: read[field] for field in fields}, fields) == fields


def as_texts(value: Any, like: Any) -> Any:
    """`value` with texts for its scalars and, of its fields, those that are in `like`."""
    if isinstance(like, dict):
        return {key: as_texts(value[key], like[key]) for key in like}
    if isinstance(like, list):
        return [as_texts(a, b) for a, b in zip(value, like, strict=True)]
    return str(value)


@pytest.fixture
def folder(tmp_path):
    """A folder of records with nothing but the small company."""
    return write_company(tmp_path / "playbooks", {})


def problems(folder: Path) -> list[str]:
    """Every problem as it is printed, with paths relative to the folder."""
    return [str(p).removeprefix(f"{folder.as_posix()}/") for p in found_in(folder)]


def found_in(folder: Path) -> list[Problem]:
    return read_and_check(folder, date(2026, 6, 1))[1]


def put(folder: Path, content: bytes | str, name: str = "questions/a.yml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fails when what is inside takes longer, in processor time: other tests may run beside it.

    What the tests before left behind is not looked through for garbage meanwhile.
    """
    gc.disable()
    start = time.process_time()
    try:
        yield
        assert time.process_time() - start < seconds
    finally:
        gc.enable()


@contextmanager
def taking(mebibytes: int) -> Iterator[None]:
    """Fails when what is inside has more memory at any time. Python is some five times slower there."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < mebibytes << 20
    finally:
        tracemalloc.stop()


# Bytes


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"\xff", "1:1: H003 byte 0xff"),
        (b"question: caf\xe9\n", "1:14: H003 byte 0xe9"),
        ("question: é\nanswer: ".encode() + b"\xe9", "2:9: H003 byte 0xe9"),
        (b"a: b\rc: d\r\ne: \x80", "3:4: H003 byte 0x80"),
        (b"\xef\xbb\xbf" + "é: \n".encode() + b"\xc3", "2:1: H003 byte 0xc3"),
        (b"\xef\xbb\xbf\xc3\xa9\xff", "1:2: H003 byte 0xff"),
        ("question: Why?".encode("utf-16"), "1:1: H003 byte 0xff"),
        ("question: \ud800".encode("utf-8", "surrogatepass"), "1:11: H003 byte 0xed"),
        (b"a: \xc0\xaf", "1:4: H003 byte 0xc0"),
        (b"\x00", "1:1: H003 is no text, or is UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "1:1: H003 is no text →"),
        (b"a: b\r\nc: \x1b[0m", "2:4: H004 the unseen character U+001B"),
        ("a: b\rc: \x85".encode(), "2:4: H004 the unseen character U+0085"),
        ("a: é\x9f".encode(), "1:5: H004 the unseen character U+009F"),
        ("a: \u202egnol".encode(), "1:4: H004 the unseen character U+202E"),
        ("a: \u2066x".encode(), "1:4: H004 the unseen character U+2066"),
        ("a: x\u200f".encode(), "1:5: H004 the unseen character U+200F"),
        ("a: x\u2028".encode(), "1:5: H004 the unseen character U+2028"),
        ("\ufeff\ufeffa: x".encode(), "1:1: H004 the unseen character U+FEFF"),
        ("a: \uffff".encode(), "1:4: H004 the unseen character U+FFFF"),
        (b"a: \x7f", "1:4: H004 the unseen character U+007F"),
        (b"a: \x0c", "1:4: H004 the unseen character U+000C"),
        (b"a: b\rc: d: e", "2:5: H006 a ':'"),
        (b"\xef\xbb\xbfa: b: c", "1:5: H006 a ':'"),
    ],
)
def test_bytes_that_are_no_text_are_named_with_their_place(folder, content, place):
    put(folder, content)
    (line,) = problems(folder)
    assert line.startswith(f"questions/a.yml:{place}")


def test_a_bad_paste_is_told_a_few_times_only(folder):
    put(folder, "a: b\n" + "\x07" * 1000)
    assert [line.split(" ")[0] for line in problems(folder)] == [
        f"questions/a.yml:2:{n}:" for n in range(1, 6)
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_line_end_and_a_byte_order_mark_are_read(folder, end, mark):
    put(
        folder,
        (mark + QUESTION.replace("So.", "|\n  One\n  [two](question:gone)") + "zzz: 1\n").replace("\n", end),
    )
    places = ["questions/a.yml:7:9:", "questions/a.yml:8:1:"]
    assert [line.split(" ")[0] for line in problems(folder)] == places
    put(folder, (mark + QUESTION.replace("So.", "|\n  One\n  [two](question:gone)")).replace("\n", end))
    assert [line.split(" ")[0] for line in problems(folder)] == ["questions/a.yml:7:9:"]
    assert read_library(folder)[0].questions["a"].answer == "One\n[two](question:gone)"


def test_the_largest_file_is_read_and_one_byte_more_is_not(folder):
    for name, text, limit in (
        ("questions/a.yml", QUESTION, RECORD_BYTES),
        ("interactions/a.yml", "[]", LIST_BYTES),
        ("topics.yml", "- id: orders\n  title: Orders\n", RECORD_BYTES),
    ):
        put(folder, text + "\n" + "#" * (limit - len(text) - 1), name)
        assert problems(folder) == []
        with (folder / name).open("ab") as file:
            file.write(b"#")
        said = f"{name}:1:1: H002 is over {limit // 1024} KiB → split it into several files"
        assert problems(folder) == [said]
        put(folder, text, name)


# Names


def test_names_that_cannot_be_printed_stay_on_one_line(folder):
    for name in (b"a\xffb.yml", b"a\nb.yml", "a\u202eb.yml".encode(), b"a\x1b[0m.yml"):
        path = os.path.join(os.fsencode(folder), b"questions", name)  # noqa: PTH118 -- bytes
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(QUESTION.encode())
    lines = problems(folder)
    assert len(lines) == 4
    assert all(TOLD.fullmatch(line) and "H017" in line for line in lines)
    assert all(line.isprintable() for line in lines)


def test_ids_that_differ_in_case_only_collide(folder):
    put(folder, QUESTION, "questions/refund.yml")
    put(folder, QUESTION, "procedures/Refund.yml")
    put(folder, QUESTION.replace("So.", "See [this](question:refund)."), "questions/b.yml")
    if not (folder / "procedures/refund.yml").exists():
        assert [line.split(" → ")[0] for line in problems(folder)] == [
            "procedures/Refund.yml:1:1: H017 'Refund' cannot be an id: "
            "small letters, digits, single hyphens, at most 80",
            f"questions/refund.yml:1:1: H018 the id 'refund' is taken by {folder}/procedures/Refund.yml",
        ]


def test_company_files_that_are_missing_are_reported_once(folder):
    for name in ("settings.yml", "topics.yml", "team.yml"):
        (folder / name).unlink()
    put(folder, QUESTION)
    put(
        folder,
        "- {on: 2026-05-01, channel: call, customer: c-1, by: x, minutes: 1, outcome: solved}",
        "interactions/a.yml",
    )
    assert [line.split(" → ")[0] for line in problems(folder)] == [
        f"{name}:1:1: H001 is not there" for name in ("settings.yml", "team.yml", "topics.yml")
    ]


def test_very_deep_folders_are_walked(folder):
    deep = [folder / "questions"]
    for _ in range(1500):
        deep.append(deep[-1] / "d")
    try:
        for each in deep:
            each.mkdir()
        (deep[-1] / "a.yml").write_text("x")
        (line,) = problems(folder)
        assert "H019" in line
    finally:  # pytest cannot remove them
        (deep[-1] / "a.yml").unlink(missing_ok=True)
        for each in reversed(deep):
            if each.is_dir():
                each.rmdir()


# Files that are not plain files


def test_links_that_lead_out_of_the_folder_are_refused(folder, tmp_path):
    put(tmp_path, QUESTION, "outside.yml")
    put(folder, QUESTION, "questions/inside.yml")
    put(tmp_path, QUESTION, "folder/b.yml")
    (folder / "questions/out.yml").symlink_to("../../outside.yml")
    (folder / "questions/absolute.yml").symlink_to(tmp_path / "outside.yml")
    (folder / "questions/orders").symlink_to(tmp_path / "folder")
    (folder / "questions/up").symlink_to("..")
    (folder / "questions/alias.yml").symlink_to("inside.yml")
    (folder / "questions/dangling.yml").symlink_to("nothing.yml")
    (folder / "questions/loop.yml").symlink_to("loop.yml")
    (folder / "settings.yml").unlink()
    (folder / "settings.yml").symlink_to("/dev/zero")
    assert [line.split(" → ")[0] for line in problems(folder)] == [
        "questions/absolute.yml:1:1: H005 leads out of the folder of records",
        "questions/dangling.yml:1:1: H001 is not there",
        "questions/loop.yml:1:1: H001 cannot be read: links run in a circle",
        "questions/orders:1:1: H005 is a link to a folder",
        "questions/out.yml:1:1: H005 leads out of the folder of records",
        "questions/up:1:1: H005 is a link to a folder",
        "settings.yml:1:1: H005 leads out of the folder of records",
    ]


def test_a_folder_that_is_a_link_itself_is_read(folder, tmp_path):
    put(folder, QUESTION)
    (tmp_path / "link").symlink_to(folder)
    assert problems(tmp_path / "link") == []


def test_pipes_and_folders_named_as_files_do_not_hang(folder):
    os.mkfifo(folder / "questions.yml")
    put(folder, QUESTION)
    os.mkfifo(folder / "questions/pipe.yml")
    (folder / "team.yml").unlink()
    (folder / "team.yml").mkdir()
    handles = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0  # noqa: PTH208
    with within(1):
        assert [line.split(" → ")[0] for line in problems(folder)] == [
            "questions.yml:1:1: H019 lies where no record is looked for",
            "questions/pipe.yml:1:1: H001 cannot be read: it is not a file",
            "team.yml:1:1: H001 cannot be read: it is not a file",
        ]
    assert not handles or len(os.listdir("/proc/self/fd")) == handles  # noqa: PTH208


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_and_folders_that_may_not_be_read_are_reported(folder):
    put(folder, QUESTION).chmod(0)
    put(folder, QUESTION, "procedures/b.yml").parent.chmod(0)
    lines = problems(folder)
    (folder / "procedures").chmod(0o700)
    assert [line.split(" → ")[0] for line in lines] == [
        "procedures/:1:1: H001 cannot be read: Permission denied",
        "questions/a.yml:1:1: H001 cannot be read: Permission denied",
    ]


# Bombs

RUN = "- {on: 2026-01-01, channel: CHANNEL, customer: c-1, by: nobody, minutes: 1, outcome: solved}\n"
BOMBS = {
    "brackets": "[" * 200 * 1024,
    "braces": "{" * 200 * 1024,
    "nested fields": "{a: " * 50 * 1024,
    "dashes": "- " * 100 * 1024,
    "question marks": "? " * 100 * 1024,
    "growing indents": "".join(" " * n + "a:\n" for n in range(700)),
    "more fields than are read": "".join(f"{n:x}:\n" for n in range(40_000)),
    "fields": "".join(f"{n:x}:\n" for n in range(19_000)),
    "fields in braces": "{" + ",".join(f"{n:x}" for n in range(19_000)) + "}",
    "many fields near a real one": "".join(f"answe{n:x}: x\n" for n in range(18_000)),
    "empty entries": "asked_as:\n" + "- \n" * 85_000,
    "entries without text": "asked_as:\n" + "- ''\n" * 19_000,
    "a long name": "? " + "a" * 250_000 + "\n: b\n",
    "aliases": "a: &a [x]\n" + "b: [*a, *a, *a, *a, *a, *a]\n" * 9000,
    "an open quote": 'a: "' + "x\n" * 120_000,
    "colons": ":" * 250_000,
    "spaces": "a: " + " " * 250_000 + "b: c",
    "comments": "#\n" * 125_000,
    "percent": "%" * 250_000,
    "stars": "*" * 250_000,
    "a long value": QUESTION.replace("wip", "w" * 250_000),
    "a long number": QUESTION + "review_every: " + "9" * 250_000,
    "one run of backticks": QUESTION.replace("So.", "[](x)" + "`" * 100_000 + "a" * 100_000),
    "runs of backticks": QUESTION.replace("So.", "'[](x) " + " ".join("`" * n for n in range(1, 700)) + "'"),
    "dead links": QUESTION.replace("So.", '"' + "[](question:a-b)" * 15_000 + '"'),
    "dead links apart": QUESTION.replace(
        "So.", '"' + "".join(f"[](question:b{n:x})" for n in range(12_000)) + '"'
    ),
    "dead links with escapes": QUESTION.replace("So.", '"' + r"[](question:\u0061b)" * 12_000 + '"'),
    "half links": QUESTION.replace("So.", '"' + "](" * 100_000 + '"'),
    "half links and spaces": QUESTION.replace("So.", '"' + "](" + " " * 100_000 + "](" + '"'),
    "open parentheses": QUESTION.replace("So.", '"' + "](a" + "(b" * 100_000 + '"'),
    "reference definitions": QUESTION.replace("So.", "|\n" + "  [a]: b\n" * 25_000),
    "a line of spaces": QUESTION.replace("So.", "|\n  `[](x)`\n  " + " " * 200_000),
    "fences": QUESTION.replace("So.", "|\n  [](x)\n" + "  ```\n" * 40_000),
    "unknown ids": QUESTION + "related: [" + ",".join(f"refund-{n:x}" for n in range(19_000)) + "]",
}
LIST_BOMBS = {
    "empty entries": "-\n" * 520_000,
    "texts": "- a\n" * 260_000,
    "texts in brackets": "[" + "a," * 520_000 + "]",
    "fields": "- a:\n" * 200_000,
    "unknown people": RUN.replace("CHANNEL", "call") * 11_000,
    "unknown channels": RUN.replace("CHANNEL", "cal") * 11_000,
    "unknown fields": "- {x: 1}\n" * 110_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_record_takes_little_time(folder, name):
    put(folder, BOMBS[name])
    assert 50_000 < len(BOMBS[name].encode()) <= RECORD_BYTES
    with within(1):
        lines = problems(folder)
    assert len(lines) <= MOST_PROBLEMS + 1
    assert all(TOLD.fullmatch(line) and len(line) < 1000 for line in lines)


@pytest.mark.parametrize("name", LIST_BOMBS)
def test_a_hostile_list_takes_little_time(folder, name):
    put(folder, LIST_BOMBS[name], "interactions/a.yml")
    assert 900_000 < len(LIST_BOMBS[name].encode()) <= LIST_BYTES
    with within(3):
        lines = problems(folder)
    assert 0 < len(lines) <= 2 * (MOST_PROBLEMS + 1)  # of the file itself, and against other records


def test_hostile_files_take_little_memory(folder):
    for name in ("entries without text", "dead links apart"):
        put(folder, BOMBS[name])
        with taking(40):
            assert problems(folder) != []
    (folder / "questions/a.yml").unlink()
    for name in ("fields", "unknown fields"):
        put(folder, LIST_BOMBS[name], "interactions/a.yml")
        with taking(120):
            assert problems(folder) != []


def test_the_nearest_of_thousands_of_ids_is_found_fast(folder):
    for n in range(2000):
        put(folder, QUESTION, f"questions/refund-{n}-time.yml")
    put(folder, QUESTION, "questions/cancel-a-subscription.yml")
    wrong = [*(f"refnd-{n}-time" for n in range(300)), "cancel-subscription"]
    put(folder, f"{QUESTION}related: [{', '.join(wrong)}]\n")
    library = read_library(folder)[0]
    with within(2):
        found = check(library, date(2026, 6, 1))
    assert len(found) == len(wrong)
    assert {found[0].fix, found[7].fix, found[-1].fix} == {
        "did you mean 'refund-0-time'?",
        "did you mean 'refund-7-time'?",
        "did you mean 'cancel-a-subscription'?",
    }


def test_of_very_many_problems_the_first_are_told(folder):
    put(folder, QUESTION + "".join(f"x{n}: 1\n" for n in range(MOST_PROBLEMS + 5)))
    put(folder, "- {x: 1}\n" * MOST_PROBLEMS, "interactions/a.yml")
    lines = problems(folder)
    assert len([line for line in lines if line.startswith("questions/")]) == MOST_PROBLEMS + 1
    assert lines[-1].startswith(
        f"questions/a.yml:{MOST_PROBLEMS + 6}:1: H032 this file has over 1,000 problems"
    )
    assert len([line for line in lines if " H032 " in line]) == 2


def test_a_list_of_more_values_than_records_need_is_refused(folder):
    put(folder, "- a\n" * (LIST_VALUES + 1), "interactions/a.yml")
    put(folder, "- a\n" * (RECORD_VALUES + 1), "questions/a.yml")
    assert [line.split(" → ")[0] for line in problems(folder)] == [
        "interactions/a.yml:150000:3: H002 has over 150,000 values",
        "questions/a.yml:20000:3: H002 has over 20,000 values",
    ]


def test_a_real_list_of_the_largest_size_is_read(folder):
    put(folder, RUN.replace("CHANNEL", "call").replace("nobody", "founder") * 11_000, "interactions/a.yml")
    assert problems(folder) == []
    assert len(read_library(folder)[0].interactions) == 11_000


# Whatever somebody may type


def check_anything(folder: Path, content: bytes, name: str) -> None:
    """No exception, no second, and every problem is one line with a place that is in the file."""
    path = put(folder, content, name)
    start = time.process_time()
    found = found_in(folder)
    assert time.process_time() - start < 1
    lines = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for p in found:
        assert TOLD.fullmatch(str(p))
        assert p.path == path.as_posix()
        assert 1 <= p.line <= len(lines)
        assert 1 <= p.column <= len(lines[p.line - 1]) + 1


WORDS = [
    "question",
    "answer",
    "topic: orders",
    "owner: founder",
    "related",
    "steps",
    "title",
    "on",
    "asked_as",
]
SIGNS = [
    ": ",
    ":",
    "- ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    '"',
    "|",
    ">",
    "|\n  ",
    "&a ",
    "*a",
    "!t ",
    "!!str ",
]
SPACES = [
    "\n",
    "\n  ",
    "\n    ",
    "\r",
    "\r\n",
    "\t",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "#",
    "~",
    "null",
    "5",
    "%",
]
LINKS = ["`", "```", "](", "[x](question:a)", "[y](risk:b)", "(", ")", "<", "<<", "@"]
UNSEEN = ["\\", "\\u202e", "\\x00", "é", "😀", "\ufeff", "\x85", "\u2028", "\x07"]
PIECES = [*WORDS, *SIGNS, *SPACES, *LINKS, *UNSEEN]
yamlish = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
valid_start = st.sampled_from(["", QUESTION, QUESTION + "cause: ", "- on: 2026-01-31\n  "])
contents = st.one_of(
    st.binary(max_size=200),
    st.text(st.characters(codec="utf-8"), max_size=100).map(str.encode),
    st.builds(lambda start, text: (start + text).encode(), valid_start, yamlish),
)
names = st.sampled_from(
    ["questions/a.yml", "procedures/a.yml", "cycles/a.yml", "risks/a.yml", "interactions/a.yml"]
)


@pytest.fixture(scope="module")
def one_folder(tmp_path_factory):
    return write_company(tmp_path_factory.mktemp("any") / "playbooks", {})


def anything(one_folder, content, name):
    try:
        check_anything(one_folder, content, name)
    finally:
        (one_folder / name).unlink()


@settings(max_examples=150, deadline=None)
@given(content=contents, name=names)
@example(content=b"\xef\xbb\xbf\xc3\xa9\xff", name="questions/a.yml")
@example(content=b"---", name="questions/a.yml")
@example(content=b"{", name="questions/a.yml")
def test_no_content_breaks_the_reader(one_folder, content, name):
    anything(one_folder, content, name)


@pytest.mark.soak
@settings(max_examples=20_000, deadline=None)
@given(content=contents, name=names)
def test_no_content_breaks_the_reader_soak(one_folder, content, name):
    anything(one_folder, content, name)


scalars = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
nested = st.recursive(
    scalars,
    lambda v: st.lists(v, min_size=1, max_size=4) | st.dictionaries(scalars, v, min_size=1, max_size=4),
    max_leaves=12,
)


def test_without_a_problem_no_place_is_looked_for(folder, monkeypatch):
    (folder / "questions").mkdir()
    (folder / "questions/why.yml").write_text(QUESTION, "utf-8")
    monkeypatch.setattr(yaml12, "_noted", None)  # so that looking for one would fail
    assert problems(folder) == []


def check_places(value: Any, flow: bool | None) -> None:
    """Every place is the one that PyYAML's own parser, which is another than libyaml, gives the value."""
    text = yaml.dump(value, allow_unicode=True, default_flow_style=flow, width=60)
    read, places = load(text)
    assert read == value
    keys, values = {}, {}
    for location, key, node in nodes(yaml.compose(text), (), None):
        values[location] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if key:
            keys[location] = (key.start_mark.line + 1, key.start_mark.column + 1)
    assert (places.keys, places.values) == (keys, values)


def nodes(node: yaml.Node, location: tuple, key: yaml.Node | None) -> Iterator[tuple]:
    """Each node below `node` with its location and the node of its field's name."""
    yield location, key, node
    if isinstance(node, yaml.SequenceNode):
        for n, item in enumerate(node.value):
            yield from nodes(item, (*location, n), None)
    elif isinstance(node, yaml.MappingNode):
        for name, item in node.value:
            yield from nodes(item, (*location, name.value), name)


values = st.dictionaries(scalars, nested, max_size=4) | st.lists(nested, max_size=4)


@settings(max_examples=100, deadline=None)
@given(value=values, flow=st.sampled_from([True, False, None]))
def test_every_place_points_at_its_value(value, flow):
    check_places(value, flow)


@pytest.mark.soak
@settings(max_examples=10_000, deadline=None)
@given(value=values, flow=st.sampled_from([True, False, None]))
def test_every_place_points_at_its_value_soak(value, flow):
    check_places(value, flow)


def test_the_place_of_what_is_not_there_is_that_of_what_is_around_it():
    places = Places("a: # a list\n  - b\n")
    assert places.of_value(("a", 0, "b", "c")) == (2, 5)
    assert places.of_key(("a", 1)) == (2, 3)
    assert places.under("z").of_value(("z", "a", 0, "b")) == (2, 5)
    assert places.under("z").of_value(()) == (1, 1)
    assert Places().of_value(("a",)) == (1, 1)


def test_every_pattern_of_the_schema_is_said_in_words():
    schemas = [m.model_json_schema() for m in (*KINDS.values(), Interaction, Settings, Topics, Team, Moved)]
    assert set(patterns_in(schemas)) == set(PATTERNS)


def patterns_in(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        for part in schema.values():
            yield from patterns_in(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from patterns_in(part)
