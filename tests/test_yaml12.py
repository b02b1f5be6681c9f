"""The reader against YAML 1.2: a table of its scalars, and the YAML test suite where it is at hand."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from handrail.problems import Code
from handrail.reading.places import offset_of
from handrail.reading.yaml12 import Refused, load

SUITE = Path(__file__).parents[2] / "shared/data/corpora/yaml-test-suite/src"
BEYOND_RECORDS = {Code.ANCHOR, Code.TAG, Code.DOCUMENTS, Code.DUPLICATE_KEY, Code.WRONG_TYPE}
"""What YAML has and records have not: WRONG_TYPE is a list or fields as a field's name."""

SIGNS = {"␣": " ", "↵": "", "←": "\r", "⇔": "\ufeff"}

# The differences that we live with, all of them libyaml's.
REFUSED = frozenset(
    """
    2JQS-0 4ABK-0 4MUZ-0 4MUZ-1 4MUZ-2 58MP-0 5MUD-0 5T43-0 9SA2-0 CFD4-0 DBG4-0 FRK4-0 HM87-0 K3WX-0
    NJ66-0 NKF9-0 S3PD-0 SM9W-1 UKK6-0 UT92-0 VJP3-1

    6BCT-0 6CA3-0 96NN-0 96NN-1 A2M4-0 DK95-0 DK95-3 DK95-4 Q5MG-0 R4YG-0 Y79Y-1 Y79Y-10

    2LFX-0 6LVF-0 7Z25-0 BEC7-0 HWV9-0 M7A3-0 MUS6-5 MUS6-6 NHX8-0 QT73-0 W4TN-0 ZYU8-0 ZYU8-1 ZYU8-2 ZYU8-3

    DK3J-0 FP8R-0 8XYN-0 W5VH-0
    """.split()  # noqa: SIM905 -- a list of names reads better than 50 quoted ones
)
"""Valid YAML that is refused: empty names, and a ':' or '?' next to brackets and quotes; tabs between
indents and values, and as the first character of a block text; directives, several documents and a lone
'...'; a file that is one block text at the left edge, and anchors with unusual letters."""
ACCEPTED = {"9C9N-0", "9JBA-0", "CVW2-0", "DK95-1", "QB6E-0", "S98Z-0", "SU5Z-0", "X4QW-0", "Y79Y-3"}
"""Invalid YAML that is read, as whoever wrote it meant: a '#' without a space before it, and texts and
lists in brackets and quotes whose later lines are not indented."""
ACCEPTED |= {"G5U8-0", "YJV2-0", "MUS6-0"}  # `[-]` has the text '-'; a comment glued to a directive
OTHERWISE = {
    "652Z-0",  # `{?foo: bar}` has the field `foo`
    "HM87-1",  # `[?x]` is a list of fields, which no list of texts takes
    "L24T-1",  # a last line of only spaces without a line end
}


PLAIN = """
    no No yes on off y true FALSE 12:30 190:20:30 2024-01-02 2024-01-02T03:04:05Z 1.10 0123 0o17 0x1F 0b1
    1_000 1e3 +1 -0 .5 .inf -.INF .NaN << = nULL none Nil undefined a#b a:b http://a.example/?b=c c-014 50%
    it's 5" -a ?a :a ~a é 日本 😀 a\\nb
""".split()  # noqa: SIM905 -- quotes would say that they are texts


@pytest.mark.parametrize("plain", [*PLAIN, "a, b", "no way"])
def test_a_plain_scalar_is_the_text_that_was_written(plain):
    assert load(f"a: {plain}\nb:\n  - {plain}\n{plain}: c\n")[0] == {"a": plain, "b": [plain], plain: "c"}


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL", " # comment"])
def test_only_nothing_is_nothing(nothing):
    assert load(f"a: {nothing}\nb:\n  - {nothing}\n")[0] == {"a": None, "b": [None]}


@pytest.mark.parametrize("quoted", ["''", '""', "'~'", '"null"', "|\n  null", ">-\n  ~"])
def test_nothing_in_quotes_is_a_text(quoted):
    assert isinstance(load(f"a: {quoted}\n")[0]["a"], str)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("|\n  a\n  b\n", "a\nb\n"),
        ("|-\n  a\n\n", "a"),
        ("|+\n  a\n\n", "a\n\n"),
        ("|2\n    a\n", "  a\n"),
        (">\n  a\n  b\n\n  c\n", "a b\nc\n"),
        ("a\n  b\n\n  c", "a b\nc"),
        ('"a\\tb\\u00e9\\x41\\\n  c"', "a\tbéAc"),
        ("'it''s'", "it's"),
        ("a # b", "a"),
    ],
)
def test_texts_of_several_lines_and_in_quotes(written, text):
    assert load(f"a: {written}")[0] == {"a": text}


def cases() -> Iterator[Any]:
    """Each case of the suite, by its file and number."""
    for path in sorted(SUITE.glob("*.yaml")):
        for n, case in enumerate(yaml.load(path.read_text("utf-8"), yaml.BaseLoader)):
            if "yaml" in case:
                yield pytest.param(f"{path.stem}-{n}", case, id=f"{path.stem}-{n}")


def as_read(shown: str) -> str:
    """The suite shows what cannot be seen by signs; `read_text` has made every line end one."""
    text = re.sub("—*»", "\t", re.sub("∎\n?$", "", shown))
    for sign, meant in SIGNS.items():
        text = text.replace(sign, meant)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def as_texts(value: Any) -> Any:
    """JSON's values with texts for numbers and booleans, as records have them."""
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    if isinstance(value, dict):
        return {key: as_texts(item) for key, item in value.items()}
    return str(value).lower() if isinstance(value, bool) else value


@pytest.mark.skipif(not SUITE.is_dir(), reason="the YAML test suite is not at hand")
@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_the_yaml_test_suite(name, case):
    text = as_read(case["yaml"])
    start = time.process_time()
    try:
        value = load(text)[0]
    except Refused as refused:
        line, column = refused.position
        lines = text.split("\n")
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
        assert "is not YAML here" not in refused.message
        assert "fail" in case or refused.code in BEYOND_RECORDS or name in REFUSED
    else:
        assert name not in REFUSED
        assert ("fail" in case) == (name in ACCEPTED)
        if "json" in case and "fail" not in case:
            expected = as_texts(json.loads(case["json"] or "null", parse_int=str, parse_float=str))
            assert (value == expected) == (name not in OTHERWISE)
    assert time.process_time() - start < 1


def test_places_of_thousands_of_problems_in_one_file_are_found_in_time() -> None:
    """To count the lines anew for each would take minutes."""
    lines = 100_000
    text = "a\n" * lines
    assert [offset_of(text, (line, 1)) for line in range(1, lines + 1)] == [*range(0, 2 * lines, 2)]
