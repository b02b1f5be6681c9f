"""Lists that are read by their lines, against libyaml."""

from typing import Any

import pytest
from handrail.reading.plain_lists import load_list
from handrail.reading.source import Position
from handrail.reading.yaml12 import LIST_VALUES, Refused, load
from hypothesis import example, given, settings
from hypothesis import strategies as st

NAMES = st.sampled_from(["on", "'on'", "'asked'", '"did"', "asked'", "a b", "null", "Ab", "on ", "?", "x-y"])
SCALARS = st.sampled_from([
    "2026-01-05", "call", "null", "NULL", "~", "", "''", "'null'", '"a: b"', "'it''s'", '"a\\n"',
    "'a", 'b"', "#5", "order #5", "order#5", "a: b", "a:", "a:b", "Ω-mega ünï", "it's", "- a",
    "a - b", "|", "[a, b-c]", "[a]", "[]", "[a", "[null, a]", "[a,b]", "{a: b}", ">-", "&a", "*a",
    "!t", "%", "@", "?", "` `", "a\tb", "a ", "  a", "a]", "? a", "--- a", "...", "'a' b",
    "'a' # b", "a # b", "1.10", "'- a'", '"\'"', "é", "ab, c? (d)!", "a\x85b", "'a\u2028b'",
    '"a\u2029b"', "a\u2028b", "a\x0cb", "a\ufeffb", "a\u00a0b", "a\ufffeb", "a\x85",
])  # fmt: skip
BETWEEN = st.sampled_from([*"\n\n\n\n", "\n\n", "\n# c\n", "\n  # c\n", " # c\n", " #c\n", "\n   \n", ""])
BEFORE = st.sampled_from(["- ", *["  "] * 4, "", " ", "    ", "-   ", "- - ", "  - ", "---\n- ", "-\n  "])
FORMS = st.sampled_from([*["{}: {}"] * 3, "{}:{}", "{}:\n    - {}\n    - x", "{}:\n  - {}", "{} {}"])


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A field, a line of a list, or what is neither."""
    return draw(BEFORE) + draw(FORMS).format(draw(NAMES), draw(SCALARS)) + draw(BETWEEN)


def of(text: str, read: Any, most: int) -> tuple[Any, list[tuple[str, Position]]] | tuple[str, Position]:
    try:
        value, places = read(text, most)
    except Refused as refused:
        return refused.message, refused.position
    return value, [(lost.message, lost.position) for lost in places.lost]


@settings(max_examples=600)
@given(st.lists(lines(), max_size=8).map("".join), st.integers(1, 12) | st.just(LIST_VALUES))
@example("- a: 'x\n- b: y'\n", LIST_VALUES)
@example("- a: 1\n...\n- b: 2\n", LIST_VALUES)
@example("- a: |\n    x\n- b: y", LIST_VALUES)
@example("- a: 1\n  a: 2\n", LIST_VALUES)
@example("- a:\n    - x\n  - y\n", LIST_VALUES)
@example("- a: x\n\n    y\n", LIST_VALUES)
@example("- a: x\u2028y\n", LIST_VALUES)
@example("- a: 'x\x85y'\n", LIST_VALUES)
@example('- a: "x\u2029y"\n', LIST_VALUES)
def test_lines_say_what_libyaml_reads(text: str, most: int) -> None:
    assert of(text, load_list, most) == of(text, load, most)


@pytest.mark.parametrize("text", ["- 'on': 2026-01-05\n  used:\n    - a\n", "- used: [a, b]\n- did: null"])
def test_plain_entries_need_no_events(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = load(text)[0]
    monkeypatch.delattr("handrail.reading.plain_lists.load")
    assert load_list(text)[0] == whole
