"""Texts that are not to YAML what they look like: cut off at a '#', lines joined, fields in them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from ..problems import Code
from ..records.links import without_code
from .fields_at import belong_together
from .source import Position

Found = tuple[Code, str, str, Position]
"""The code, the message, the fix, and the line and column."""
AS_A_TEXT = "write '|' behind the field's ':', and the whole text below it, indented and without quotes"
_SWALLOWED = re.compile(r"\s+(#[^\s#].*)|(?<=[a-z]) (# \d+[?!.]?)$")
"""What follows a text and is a comment, although it looks like more of that text: `order #5`."""
A_NUMBER = re.compile(r"(?<=[^\W\d_]) (# \d{3,}[?!.,;:]* .*)")
"""What may be more of a text, or a comment: `order # 1234 now`."""
_IN_QUOTES = "put the whole text in quotes"
_ENTRY = re.compile(r" *([-*•] \S|-[A-Za-z])")
_NEEDS_ITS_LINE = re.compile(r" *([-*•] \S|\d{1,2}[.)] \S|\|.*\||#{2,6} \S|```|~~~)")
_FIELD = re.compile(r"(?m)^ *(- +)?([a-z]+(?:_[a-z]+)*):(?= |$)( +[|>][-+0-9]*$)?")
_HAS_A_FIELD = re.compile(r"\n *(?:- +)?[a-z_]+:(?:[ \n]|\Z)")
"""The same in a text behind a line end: an expression that starts with a sign is found much sooner."""
_BROKEN_OFF = re.compile(r".{40,}[^\s.!?:;|]$")
"""A line that is long and ends within a sentence."""


@dataclass(frozen=True)
class Inside:
    """What looks like a field inside of a text."""

    start: Position
    """Where the text starts."""
    position: Position
    name: str
    written: str
    """All of it, with the lines below that belong to it."""
    is_certain: bool
    """Nothing but a field is written so: with a `_` in its name, or a `|` behind that."""
    goes_on: bool
    """It may be a sentence that goes on from the line above."""


def swallowed(end: Any, lines: Sequence[str], looks: re.Pattern[str] = _SWALLOWED) -> Found | None:
    """The comment that follows a text without quotes, which ends there, if it `looks` like more of that."""
    found = looks.match(lines[end.line], end.column) if end.line < len(lines) else None
    if not found:
        return None
    words = found[found.lastindex or 0]
    message = f"'{words[:60]}' is taken for a comment"
    fix = f"{_IN_QUOTES}; a comment has {'two spaces before' if words[1] == ' ' else 'a space after'} its '#'"
    return Code.SWALLOWED, message, fix, (end.line + 1, found.start(found.lastindex or 0) + 1)


def is_doubtful(event: Any) -> bool:
    """Whether `joined` and `fields_inside` may find anything in this text, which must be told fast."""
    if event.style == "|":
        return ":" in event.value and bool(_HAS_A_FIELD.search(f"\n{event.value}"))
    return bool(event.end_mark.line > event.start_mark.line)


def joined(events: Sequence[Any], lines: Sequence[str]) -> Iterator[Found]:
    """Of each of the texts of `events`, the first line that was to be one and is joined to that above."""
    for event in events:
        start, end = event.start_mark, event.end_mark
        if event.style == ">":
            body = range(start.line + 1, end.line)
            lost, fix = _need_their_lines(lines, body), "write '|' in place of '>'"
            indent = min((_indent(lines[n]) for n in body if lines[n].strip()), default=0)
            lost = [n for n in lost if _indent(lines[n]) == indent]  # those further in stay lines
        elif not event.style and lines[start.line][: start.column].rstrip().endswith("-"):
            lost = [n for n in range(start.line + 1, end.line + 1) if _ENTRY.match(lines[n])]
            fix = "start it with '- ', right below the '-' above"
        elif event.style != "|":
            lost, fix = _need_their_lines(lines, range(start.line, end.line + 1)), AS_A_TEXT
        else:
            continue
        for n in lost[:1]:
            message = f"'{lines[n].strip()[:60]}' is joined to the line above it"
            yield Code.JOINED, message, fix, (n + 1, _indent(lines[n]) + 1)


def _need_their_lines(lines: Sequence[str], body: range) -> list[int]:
    """Which begin with the sign of a list or the like, and have a line above. A single one may be chance."""
    found = {n: sign[1] for n in body if (sign := _NEEDS_ITS_LINE.match(lines[n]))}
    kinds = {n: "1" if sign[0].isdigit() else sign[0] for n, sign in found.items()}
    times = Counter(kinds.values())
    above = {n: lines[n - 1] for n in found if n > body.start}
    return [n for n, line in above.items() if times[kinds[n]] > 1 and line.strip() and line[-1] != "\\"]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def fields_inside(events: Sequence[Any], lines: Sequence[str]) -> Iterator[Inside]:
    """What looks like a field in the texts of `events` below '|' or '>', and is no code.

    An entry of a list in such a text is mostly prose, so of these only what is certain.
    """
    for event in events:
        if event.style in ("|", ">"):
            start = event.start_mark
            body = without_code(dedent("\n".join(lines[start.line + 1 : event.end_mark.line])))
            below = body.split("\n")
            for field in _FIELD.finditer(body):
                entry, name, sign = field.groups()
                is_certain = bool(sign or "_" in name)
                if is_certain or (not entry and belong_together(name)):
                    n = body.count("\n", 0, field.start())
                    line = start.line + 1 + n
                    yield Inside(
                        (start.line + 1, start.column + 1),
                        (line + 1, _indent(lines[line]) + len(entry or "") + 1),
                        name,
                        _written(below[n:]),
                        is_certain,
                        n > 0 and bool(_BROKEN_OFF.match(below[n - 1])),
                    )


def _written(lines: Sequence[str]) -> str:
    """The first line, and those below it that are further in, or entries where it is only a name."""
    indent, takes_entries = _indent(lines[0]), lines[0].endswith(":")
    written = [lines[0]]
    for line in lines[1:]:
        is_entry = takes_entries and _indent(line) == indent and line.lstrip().startswith("- ")
        if line.strip() and _indent(line) <= indent and not is_entry:
            break
        written.append(line)
    return dedent("\n".join(written))
