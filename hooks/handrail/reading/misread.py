"""Texts that are not to YAML what they look like: cut off at a '#', lines joined, fields in them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import dedent
from typing import Any

from ..problems import Code
from ..records.links import without_code
from .source import Position

Found = tuple[Code, str, str, Position]
"""The code, the message, the fix, and the line and column."""
Inside = tuple[Position, Position, str]
"""Where a text starts, where in it something looks like a field, and the name of that."""
AS_A_TEXT = "write '|' behind the field's ':', and the whole text below it, indented and without quotes"
_SWALLOWED = re.compile(r"\s+(#[^\s#].*)|(?<=[a-z]) (# \d+[?!.]?)$")
"""What follows a text and is a comment, although it looks like more of that text: `order #5`."""
_IN_QUOTES = "put the whole text in quotes"
_ENTRY = re.compile(r" *([-*•] \S|-[A-Za-z])")
_NEEDS_ITS_LINE = re.compile(r" *([-*•] \S|\d{1,2}[.)] \S|\|.*\||#{2,6} \S|```|~~~)")
_FIELD = re.compile(r"(?m)^ *([a-z]+(?=: +[|>][-+0-9]*$)|[a-z]+(?:_[a-z]+)+(?=:(?: |$)))")


def swallowed(end: Any, lines: Sequence[str]) -> Found | None:
    """What follows a text without quotes, which ends there, if it looks like more of it and is a comment."""
    found = _SWALLOWED.match(lines[end.line], end.column) if end.line < len(lines) else None
    if not found:
        return None
    message = f"'{(found[1] or found[2])[:60]}' is taken for a comment"
    fix = f"{_IN_QUOTES}; a comment has a space after its '#'" if found[1] else _IN_QUOTES
    return Code.SWALLOWED, message, fix, (end.line + 1, found.start(found.lastindex or 0) + 1)


def is_doubtful(event: Any) -> bool:
    """Whether `joined` and `fields_inside` may find anything in this text, which must be told fast."""
    if event.style == "|":
        text: str = event.value
        return "_" in text or ": |" in text or ": >" in text
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
    """What looks like a field in the texts of `events` below '|' or '>', and is no code."""
    for event in events:
        if event.style in ("|", ">"):
            start = event.start_mark
            body = without_code(dedent("\n".join(lines[start.line + 1 : event.end_mark.line])))
            for field in _FIELD.finditer(body):
                n = start.line + 1 + body.count("\n", 0, field.start())
                yield (start.line + 1, start.column + 1), (n + 1, _indent(lines[n]) + 1), field[1]
