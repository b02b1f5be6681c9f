"""`dump` is the exact inverse of `yaml12.load`."""

from datetime import date

import pytest
from handrail.reading.dump import dump
from handrail.reading.yaml12 import load
from hypothesis import given, settings
from hypothesis import strategies as st

TRICKY = [
    *(
        "",
        " ",
        "no",
        "12:30",
        "~",
        "null",
        "2026-01-31",
        "0x1F",
        "- x",
        "# x",
        "a # b",
        "a: b",
        "'",
        '"',
        "|",
    ),
    *(">", "%", "  two spaces", "\ttab", "a\tb", "a\n\tb", "\n", "\n\n\n", "a\n", "a\n\n", "a\n\n\n", "\na"),
    *(
        " a\nb",
        "a\n b",
        "a\n  ",
        "a  \nb",
        "a \n \nb",
        "a\n   \nb\n",
        "a\r\nb",
        "a\x85b",
        "a\u2028b\nc",
        "😀\n😀",
    ),
    *(
        "\ufeffa",
        "a\n\ufeffb",
        "&a",
        "*a",
        "!a",
        "---",
        "...",
        "a\n---\nb",
        "a\n...\n",
        "? a",
        "{a}",
        "[a]",
        "@a",
    ),
    *("`a`", "\x07", "a\x07\nb", "a\xa0\nb", "\xa0\nb", "# a\n# b", "\u200b\na", "\u3000a\nb", "\uffff\na"),
    *("x" * 300 + " " + "y" * 300, "a\n" + " " * 20 + "b"),
]

texts = (
    st.text(st.characters(codec="utf-8"))
    | st.sampled_from(TRICKY)
    | st.text(" \n\t-#:|>'\"a\x85\r", max_size=12)
)
values = st.recursive(
    texts, lambda v: st.lists(v, max_size=4) | st.dictionaries(texts, v, max_size=4), max_leaves=12
)


@pytest.mark.parametrize("text", TRICKY)
def test_tricky_texts_read_back(text: str) -> None:
    value = {"a": text, "b": [text, [text]], text: {"c": text}}
    assert load(dump(value))[0] == value


@settings(deadline=None)  # a busy machine is no failure
@given(st.dictionaries(texts, values, max_size=4) | st.lists(values, max_size=4))
def test_what_is_dumped_reads_back(value: dict[str, object]) -> None:
    assert load(dump(value))[0] == value


def test_it_reads_as_staff_would_write_it() -> None:
    record = {
        "question": "Where is it?",
        "answer": "One.  \nTwo\té.\n",
        "asked_as": ["no", "where: here"],
        "published": date(2026, 1, 31),
    }
    assert dump(record) == (
        "question: Where is it?\n"
        "answer: |\n  One.  \n  Two\té.\n"
        "asked_as:\n  - 'no'\n  - 'where: here'\n"
        "published: 2026-01-31\n"
    )
