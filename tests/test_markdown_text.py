"""Whatever a text holds, it becomes a page within a second or is refused by the schema."""

import json
import time
from pathlib import Path
from unittest.mock import patch

import pytest
from handrail.checking import check
from handrail.pages import lists
from handrail.pages.contents import words_of
from handrail.pages.markdown_text import MarkdownText
from handrail.pages.website import site_of
from handrail.reading.dump import dump
from handrail.reading.folder import read_library
from handrail.records.base import Audience
from handrail.records.limits import MOST_BRACKETS, MOST_LINES, MOST_TAGS, too_much
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config

from .company import TODAY, write_company

ROOT = Path(__file__).parents[1]
NAUGHTY = ROOT.parent / "shared" / "data" / "corpora" / "blns" / "blns.json"
LINES, BRACKETS, TAGS = MOST_LINES - 1, MOST_BRACKETS - 1, MOST_TAGS - 1
MARKS = [
    *"*_`[]()<>!#-+|:&{}~=^\\aé \n",
    *("1.", "\n\n", "    ", "```", "!!! note", '=== "a"', "[^a]", "*[a]: b", "http://a", "question:a"),
]


@pytest.fixture(scope="module")
def text() -> MarkdownText:
    config = load_config(str(ROOT / "mkdocs.yml"))
    return MarkdownText(config.markdown_extensions, config.mdx_configs, lambda kind, id, page: None)


@pytest.mark.parametrize(
    "worst",
    [
        "[" * BRACKETS,
        "![" * BRACKETS,
        "[a " * BRACKETS,
        "[a](b " * BRACKETS,
        "<a " * TAGS,
        "<div>" * TAGS,
        "-\n" * LINES,
        "- a\n" * LINES,
        "# a\n" * LINES,
        "```\n" * LINES,
        "*[a]: b\n" * LINES,
        '=== "a"\n' * LINES,
        "a\n: b\n" * (LINES // 2),
        "|a|b|\n|-|-|\n" + "|a|b|\n" * (LINES - 2),
        "> " * 29,
        "\n".join("    " * n + "- a" for n in range(29)),
        "*a " * 16_000,
        "`a`` " * 10_000,
        "&#1" * 16_000,
        "www." * 12_000,
    ],
    ids=lambda worst: worst[:6].strip(),
)
def test_the_worst_within_the_limits_takes_about_a_second(text: MarkdownText, worst: str) -> None:
    assert too_much(worst) is None
    start = time.process_time()
    text.html(worst, "questions/a/", "answer")
    assert time.process_time() - start < 3  # about 1 s on a machine that does nothing else


@pytest.mark.parametrize("beyond", ["a" * 60_000, "a\n" * 601, "[" * 601, "<" * 1_001, "> " * 30, "1. " * 40])
def test_what_would_take_longer_is_refused(beyond: str) -> None:
    assert too_much(beyond)


def converts(text: MarkdownText, markdown: str) -> None:
    """`markdown` becomes HTML without a script, whatever it is, and all that it says are its words."""
    if too_much(markdown):
        return
    html = text.html(markdown, "questions/a/", "answer")
    assert "<script" not in html.lower()
    assert words_of(html) == html.striptags()


@given(st.lists(st.sampled_from(MARKS), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_markdown_becomes_a_page(text: MarkdownText, markdown: str) -> None:
    converts(text, markdown)


@pytest.fixture(scope="module")
def thorough(text: MarkdownText) -> MarkdownText:
    """One that leaves nothing out: every part of Python-Markdown, and every list through the parser."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    every = MarkdownText(config.markdown_extensions, config.mdx_configs, lambda kind, id, page: None)
    every._needed = lambda signs: every._all  # type: ignore[assignment]
    return every


def alike(text: MarkdownText, thorough: MarkdownText, markdown: str) -> None:
    if too_much(markdown):
        return
    html = text.html(markdown, "questions/a/", "answer")
    with patch.object(lists, "_is_plain", lambda lines: False):
        assert thorough.html(markdown, "questions/a/", "answer") == html


SIGNS = [
    *(
        "- a\n",
        "* b\n",
        "1. c\n",
        "2) d\n",
        "a\n",
        "\n",
        "-\n",
        "++a++",
        "a@b.cd",
        " \t\n",
        "  ",
        "\n    a\n",
    ),
    *("\n# a\n", "a\n=\n", "a\n- \n", "\n***\n", "[TOC]", "{: #a .b }", "- [x] a\n", "??? note\n    a\n"),
    *("---", "* * *", "___ ", "<!-- a -->"),
    *("| a | b |\n|---|---|\n| c | d |\n", "\na\n:   b\n", "\n> [!note]\n> a\n", "\n[a]: b\n", "\n[^a]: b\n"),
    *(
        "<div markdown>",
        "</div>",
        "<h2 markdown>",
        "</h2>",
        "<dl markdown><dd markdown>",
        "</dd></dl>",
        "\n  <details>",
    ),
]
SHORTCUTS = st.lists(st.sampled_from([*MARKS, *SIGNS]), max_size=40).map("".join)


@given(SHORTCUTS)
@settings(max_examples=500, deadline=None)
def test_what_is_left_out_would_have_found_nothing(
    text: MarkdownText, thorough: MarkdownText, markdown: str
) -> None:
    alike(text, thorough, markdown)


def test_an_inline_part_that_we_do_not_know_sees_every_text() -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    extensions = [*config.markdown_extensions, "nl2br"]
    more = MarkdownText(extensions, config.mdx_configs, lambda kind, id, page: None)
    assert more.html("a\nb", "questions/a/", "answer") == "<p>a<br>\nb</p>"


@pytest.mark.parametrize(
    ("extension", "options", "markdown", "html"),
    [
        (
            "abbr",
            {"glossary": {"CSV": "Commas"}},
            "A CSV file",
            '<p>A <abbr title="Commas">CSV</abbr> file</p>',
        ),
        ("toc", {"marker": "@@"}, "@@", '<div class="toc">'),
    ],
)
def test_an_option_that_has_a_part_look_for_something_else(
    extension: str, options: dict[str, object], markdown: str, html: str
) -> None:
    more = MarkdownText([extension], {extension: options}, lambda kind, id, page: None)
    assert more.html(markdown, "questions/a/", "answer").startswith(html)


@pytest.mark.soak
@given(SHORTCUTS)
@settings(max_examples=20_000, deadline=None)
def test_what_is_left_out_would_have_found_nothing_at_length(
    text: MarkdownText, thorough: MarkdownText, markdown: str
) -> None:
    alike(text, thorough, markdown)


@pytest.mark.soak
@given(st.lists(st.sampled_from(MARKS), max_size=400).map("".join) | st.text())
@settings(max_examples=20_000, deadline=None)
def test_any_markdown_becomes_a_page_at_length(text: MarkdownText, markdown: str) -> None:
    converts(text, markdown)


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the strings are not beside this project")
def test_naughty_strings_in_every_field_of_a_question(text: MarkdownText, tmp_path: Path) -> None:
    strings = [s for s in json.loads(NAUGHTY.read_text("utf-8")) if s.strip()]
    files = {}
    for n, string in enumerate(strings):
        fields = ("question", "answer", "symptoms", "cause", "environment", "escalate", "staff_note")
        record = dict.fromkeys(fields, string) | {"asked_as": [string], "tags": [string]}
        record |= {"topic": "orders", "confidence": "validated", "owner": "founder", "audience": "public"}
        files[f"questions/q{n}.yml"] = dump(record | {"published": "2026-11-01"})
    library, problems = read_library(write_company(tmp_path, files))
    refused = {p.path for p in (*problems, *check(library, TODAY)) if not p.is_warning}
    assert len(library.questions) > 400
    assert all("questions/q" in path for path in refused)
    for question in library.questions.values():
        converts(text, question.answer)
    assert len(site_of(library, Audience.INTERNAL, TODAY).pages) > len(library.questions)
