"""Relative links become text; code and everything else stay as they are."""

import pytest
from handrail.importers.relative import without_relative
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

INLINE = [
    "[a](b.md)",
    "![a](b.png 'T')",
    "[a](https://a.example/(b))",
    "<https://a.example>",
    "[`c` *d*](/x)",
    "![](y)",
    "[r]",
    "[a][r]",
    "[a [b](c.md) d](e.md)",
    "[![i](j.png)](k.md)",
    "![a [b](c.md)](d.png)",
    "<a href='x'>t</a>",
    "`[no](code.md)`",
    "``a ` [no](code.md)``",
    "`",
    "``",
    "\\[e\\](f)",
    "*b*",
    "[1. n](o.md)",
    "[# h](i)",
    "[!NOTE]",
    "[!INCLUDE [t](u.md)]",
    ":::image source='m.png' alt-text='n':::",
    ":::zone:::",
    "<br>",
    "wörd",
    "| x |",
    "😀",
]
STARTS = ["", "- ", "> ", "1. ", "# ", "  - ", "> - ", "   "]
CODE = [
    "```\n[no](code.md)\n```",
    "~~~ x\n![no](code.png)\n\n[r]: code.md\n~~~",
    "    [no](code.md)",
    "- a\n\n  ```\n  [no](code.md)\n  ```",
    "`[no](code.md) <a href=code.md>`",
]
prose = st.builds(
    lambda start, parts: start + " ".join(parts),
    st.sampled_from(STARTS),
    st.lists(st.sampled_from(INLINE), max_size=5),
)
blocks = prose | st.sampled_from(
    [*CODE, "[r]: ./r.md", "<div>\n[a](b.md)\n</div>", "<table><tr><td>[a](b)</td></tr></table>"]
)
documents = st.lists(blocks, max_size=6).map("\n\n".join)
anything = st.text("[]()!<>`\\ \n\t:-#*a/.1\"'=&|", max_size=60)


@settings(deadline=None)  # a busy machine is no failure
@given(documents | anything)
def test_it_is_done_after_one_run(markdown: str) -> None:
    once, _ = without_relative(markdown)
    assert without_relative(once)[0] == once


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.lists(st.sampled_from(CODE), min_size=1, max_size=4), st.lists(st.sampled_from(INLINE[:9]), max_size=4)
)
def test_code_is_never_touched(code: list[str], prose: list[str]) -> None:
    parts = [part for pair in zip(code, [*prose, *[""] * 4], strict=False) for part in pair]
    kept = without_relative("\n\nword\n\n".join(parts))[0]
    at = 0
    for piece in code:
        at = kept.index(piece, at) + len(piece)


@settings(deadline=None)  # a busy machine is no failure
@given(documents)
def test_no_link_is_left_that_depends_on_its_place(markdown: str) -> None:
    tokens = MarkdownIt("commonmark").parse(without_relative(markdown)[0])
    parts = [part for token in tokens for part in token.children or [] if part.type in ("link_open", "image")]
    found = [str(part.attrs.get("href") or part.attrs.get("src")) for part in parts]
    assert [target for target in found if not target.startswith("https://a.example")] == []


@settings(deadline=None)  # a busy machine is no failure
@given(st.text("ab *_\n#-`1.>\\!", max_size=80))
def test_text_without_links_stays_byte_for_byte(markdown: str) -> None:
    assert without_relative(markdown) == (markdown, [])


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("a ` b [t](x)", "a ` b t (``x``)"),
        ("[t](a`b)", "t (``a`b``)"),
        ("[t](<`a>)", "t (`` `a ``)"),
        ("[3. t](x)\n[# t](x)", "3\\. t (`x`)\n\\# t (`x`)"),
        ("x [3. t](x)", "x 3. t (`x`)"),
        ("[](x) [t]() ![](x)", "`x` t Image (`x`)"),
        ("[t](x.md\n'T')", "t (`x.md` 'T')"),
        ("> [t\n> u](x)", "> t\n> u (`x`)"),
        ("| [a\\|b](c\\|d) |", "| a\\|b (`c\\|d`) |"),
        ("[t](my file.md) ![t](./x.png =20x)", "t (`my file.md`) Image: t (`./x.png =20x`)"),
        ("[^1]: note", "[^1]: note"),
        (
            "Do:\n\n      1. Open [it](a.md).\n      2. `[no](b)`",
            "Do:\n\n      1. Open it (`a.md`).\n      2. `[no](b)`",
        ),
        ("call f[i](x, y)", "call f[i](x, y)"),
        ("[x][y]", "[x][y]"),
        ("<pre>[a](b)</pre> [a](b)", "<pre>[a](b)</pre> a (`b`)"),
        ("[t](javascript:alert(1))", "t (`javascript:alert(1)`)"),
        ("[t](//x.example)", "t (`//x.example`)"),
        ("[t](mailto:a@b.example) [t](HTTPS://a)", "[t](mailto:a@b.example) [t](HTTPS://a)"),
    ],
)
def test_edges(markdown: str, text: str) -> None:
    assert without_relative(markdown)[0] == text


def test_definitions_of_the_rest_of_the_source() -> None:
    definitions = {"A": ("a.md", ""), "B": ("https://b.example/(c)", 'T "q"')}
    text, kept = without_relative("[x][a] ![y][b] [b]\n\n[b]: https://own.example", definitions)
    assert text == "x (`a.md`) ![y][b] [b]\n\n[b]: https://own.example"
    assert without_relative("[B] [z][b]", definitions)[0] == (
        '[B](<https://b.example/(c)> "T \\"q\\"") [z](<https://b.example/(c)> "T \\"q\\"")'
    )
    assert [(k.line, k.text) for k in kept] == [(1, "[x][a]")]


@pytest.mark.parametrize(
    "piece", ["[", "[a](", "` `` ", "<pre>", "[!a[", ':::image a="', "[a](b) ", "> ", "- ", "*["]
)
def test_long_nonsense_is_read_in_time(piece: str) -> None:
    without_relative(piece * 3000)
