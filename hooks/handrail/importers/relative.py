"""Markdown from elsewhere → Markdown that holds here: what was relative to its old place becomes text.

Everything else stays byte for byte; code is never touched, but for lists indented by four and more.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from markdown_it.token import Token

from ..reading.places import line_starts
from .marks import Mark, Swap, is_absolute, parser

Definitions = Mapping[str, tuple[str, str]]
"""Target and title by the normalised label of a `[label]: target "title"` line."""

_NOTHING_TO_DO = re.compile(r"[^\[<:]*|(?:(?!\]|<|:::|\[!).)*", re.DOTALL)
_LIST = re.compile(r"\s*(?:[-*+]|\d{1,2}[.)])[ \t]+[A-Z\[*]")
_MOST_ROUNDS = 50


class Kept(NamedTuple):
    """A piece of the text that was kept in another form, or was only noted, and its line from 1."""

    line: int
    what: str
    text: str


def without_relative(markdown: str, definitions: Definitions | None = None) -> tuple[str, list[Kept]]:
    """`markdown` with relative links, images and includes as text, and each of them.

    `definitions` are those of the rest of the source, which the record will not have.
    """
    kept: list[Kept] = []
    if _NOTHING_TO_DO.fullmatch(markdown):
        return markdown, kept
    for done in range(_MOST_ROUNDS):  # a link in a picture's text is one only when the picture is text
        swaps, found = _read(markdown, definitions or {})
        kept += [k for k, changes in found if changes or not done]
        if not swaps:
            break
        for start, end, new in sorted(swaps, reverse=True):
            markdown = markdown[:start] + new + markdown[end:]
    return markdown, sorted(kept, key=lambda k: k.line)


def definitions_in(markdown: str) -> dict[str, tuple[str, str]]:
    """The `[label]: target "title"` lines of a text."""
    env: dict[str, Any] = {}
    if "]:" in markdown:
        parser().parse(markdown, env)
    return {label: (d["href"], d["title"]) for label, d in env.get("references", {}).items()}


def _read(
    markdown: str, definitions: Definitions
) -> tuple[list[tuple[int, int, str]], list[tuple[Kept, bool]]]:
    """What to write where in `markdown`; what to report, and whether it changes the text, in order."""
    starts = line_starts(markdown)
    env: dict[str, Any] = {}
    tokens = parser().parse(markdown, env)
    own = env.setdefault("references", {})
    env["references"] = {k: {"href": h, "title": t} for k, (h, t) in definitions.items()} | own
    swaps: list[tuple[int, int, str]] = []
    found: list[tuple[int, Kept, bool]] = []
    for definition in [*own.values(), *env.get("duplicate_refs", [])]:
        first, last = definition["map"]
        start = markdown.find("[", starts[first])
        end = starts[last] - 1 if last < len(starts) else len(markdown)
        if not is_absolute(definition["href"]) and markdown[start + 1 : start + 2] != "^":
            swaps.append((start, end, ""))
            found.append((start, Kept(first + 1, "definition of a relative link", markdown[start:end]), True))
    for token in tokens:
        if not token.map or not _holds_prose(token):
            continue
        place = _places(token, markdown, starts)
        marks, ticks = _marks(token.content, env)
        for mark in marks:
            if mark.what:
                line = token.map[0] + 1 + mark.source.count("\n", 0, mark.start)
                text = mark.source[mark.start : mark.end]
                found.append((place(mark.start), Kept(line, mark.what, text), bool(mark.swaps)))
            swaps += [
                (place(s.start), place(s.end - 1) + 1, _new(s, ticks)) for s in mark.swaps if s.end > s.start
            ]
    return swaps, [(kept, changes) for _, kept, changes in sorted(found, key=lambda f: f[0])]


def _holds_prose(token: Token) -> bool:
    """The token's content is read for links. A list that somebody indented too far is no code to anybody."""
    indented_list = token.type == "code_block" and _LIST.match(token.content)
    return token.type in ("inline", "html_block") or bool(indented_list)


def _marks(content: str, env: dict[str, Any]) -> tuple[list[Mark], set[int]]:
    """The marks in one paragraph, heading or block of HTML, and the lengths of its lone runs of backticks."""
    env |= {"marks": [], "ticks": set(), "open": [], "unclosed": set()}
    md = parser()
    md.inline.parse(content, md, env, [])
    # The text of an image is parsed for itself: the places in it are others, and it is plain anyway.
    return [mark for mark in env["marks"] if mark.source is content], env["ticks"]


def _new(swap: Swap, ticks: set[int]) -> str:
    if swap.target is None:
        return swap.before + swap.after
    target = " ".join(swap.target.split())
    taken = ticks | {len(run) for run in re.findall("`+", target)}
    fence = "`" * next(n for n in range(1, len(taken) + 2) if n not in taken)
    pad = " " if target[0] == "`" or target[-1] == "`" else ""
    return f"{swap.before}{fence}{pad}{target}{pad}{fence}{swap.after}"


def _places(token: Token, markdown: str, starts: Sequence[int]) -> Callable[[int], int]:
    """From a place in a token's content, which has no indents and `>` any more, to that in the text."""
    assert token.map
    offsets: list[tuple[int, int]] = []
    seen = 0
    for n, line in enumerate(token.content.split("\n"), token.map[0]):
        text = line.strip()
        if text:
            end = starts[n + 1] if n + 1 < len(starts) else len(markdown)
            at = markdown.rindex(text, starts[n], end)
            offsets.append((seen, at - (len(line) - len(line.lstrip()))))
        seen += len(line) + 1

    def place(offset: int) -> int:
        start, at = next(pair for pair in reversed(offsets) if pair[0] <= offset)
        return at + offset - start

    return place
