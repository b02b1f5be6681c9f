"""A line that is indented more or less than what it belongs to → where that is, and what to do."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from .fields_at import belong_together
from .misread import AS_A_TEXT
from .source import Position

Said = tuple[str, str, Position]
"""The message, the fix, and the line and column."""
_NAME = re.compile(r"( *(- +)?)([a-z_]+):(?= |$)")
_WORD = re.compile(r" *([a-z_]+)\b")
_BULLET = re.compile(r" *([–—•·*]|\d{1,2}[.)]) ")
_NOT_BELOW = "the '-' does not line up with those above"
Above = Iterator[tuple[int, re.Match[str]]]
"""Fields above a line, from the nearest on, with their lines."""
_EMPTY = re.compile(r"( *)(?:- +)?(?:[a-z_]+: +)?[|>][-+0-9]*\s*$")
"""A field with a text below it, or an entry that is one."""
_TABLE = re.compile(r" *\|.*\| *$")


def out_of_line(said: str, lines: Sequence[str], line: int, column: int, last: Any) -> Said | None:
    """What is wrong with a line where that is its indent; `last` is what libyaml read before it gave up."""
    if "<document start>" in said and (found := _first(lines, line)):
        return found
    here = lines[line - 1]
    is_entry = _is_entry(here)
    is_first = column == len(here) - len(here.lstrip()) + 1
    is_key_wanted = is_first and ("expected key" in said or "'-' indicator" in said)
    field = _NAME.match(here)
    if field and (is_key_wanted or ("mapping values" in said and column == field.end(3) + 1)):
        above = _fields_above(lines, line, last)
        if found := _entry_or_part(field, line, above) if field[2] else _part(field, line, above):
            return found
    if not (field and belong_together(field[3])) and (found := _unindented(lines, line)):
        return found
    is_after_text = is_first and getattr(last, "style", None) in ("|", ">")
    is_field = (word := _WORD.match(here)) and belong_together(word[1])
    if is_after_text and not is_field and not (is_entry and _is_entry(lines[last.start_mark.line])):
        return _below_a_block(lines, line, last)
    if is_key_wanted and is_entry:
        return _entry(lines, line)
    if is_key_wanted and (comment := _comment(lines, last, line)):
        return comment[0], AS_A_TEXT, comment[1]
    if "block scalar" in said and _TABLE.match(here):
        return "the '|' of a table cannot start a text", AS_A_TEXT, (line, here.index("|") + 1)
    bullet = _BULLET.match(here)
    if bullet and ("expected ':'" in said or "alphabetic or numeric" in said):
        fix = f"write '-' in place of '{bullet[1]}'; if it is a text, {AS_A_TEXT}"
        return "an entry of a list starts with '- '", fix, (line, bullet.start(1) + 1)
    return None


def _first(lines: Sequence[str], line: int) -> Said | None:
    """The first field, where it alone is indented, and the next one in `line` is not."""
    above = [(n, field) for n, text in enumerate(lines[: line - 1], 1) if (field := _NAME.match(text))]
    next_one = _NAME.match(lines[line - 1])
    if not above or not next_one:
        return None
    (n, first), *others = above
    if first[2] or not first.end(1) > next_one.end(1) or any(o.end(1) <= first.end(1) for _, o in others):
        return None
    message = f"'{first[3]}' is indented, and the fields below are not"
    return message, f"line it up with '{next_one[3]}' in line {line}", (n, first.end(1) + 1)


def _is_entry(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _fields_above(lines: Sequence[str], line: int, last: Any) -> Above:
    """The nearest field above a line, those beside that, and those around it; a text below `|` has none."""
    start = min(line - 1, last.start_mark.line + 1) if getattr(last, "style", None) else line - 1
    indent = len(lines[line - 1])
    for number in range(start, 0, -1):
        above = _NAME.match(lines[number - 1])
        if above and (number == start or above.end(1) <= indent):
            indent = above.end(1)
            yield number, above


def _part(field: re.Match[str], line: int, above: Above) -> Said | None:
    """A field that does not line up with those to which it belongs."""
    name, place = field[3], (line, field.end(1) + 1)
    beside = [(number, other) for number, other in above if belong_together(name, other[3])]
    for number, other in beside:
        if other[3] == name and other.end(1) == beside[0][1].end(1):
            fix = "start another entry with '- ' here, in line with those above, or keep one of the two"
            return f"'{name}' is there already, in line {number}", fix, place
    if not beside:
        return None
    message = f"'{name}' does not line up with the fields above"
    return message, f"line it up with '{beside[0][1][3]}' in line {beside[0][0]}", place


def _entry_or_part(field: re.Match[str], line: int, above: Above) -> Said | None:
    """A field behind a '-': another entry, or one more of an entry that has no field of this name."""
    name, names = field[3], set()
    for number, other in above:
        names.add(other[3])
        if other[2] and belong_together(name, other[3]):
            if name in names:
                message, fix = _NOT_BELOW, f"line it up with the '-' in line {number}"
                return message, fix, (line, field.end(1) - len(field[2]) + 1)
            message = f"'{name}' has a '-', with which another entry starts"
            fix = f"write a space in its place, and line '{name}' up with '{other[3]}' in line {number}"
            return message, fix, (line, field.end(1) + 1)
    return None


def _unindented(lines: Sequence[str], line: int) -> Said | None:
    """A text below `|` that starts no further right than what it is the text of."""
    above = next((text for text in reversed(lines[: line - 1]) if text.strip()), "")
    empty, indent = _EMPTY.match(above), len(lines[line - 1]) - len(lines[line - 1].lstrip())
    if not empty or indent > len(empty[1]):
        return None
    fix = "indent each line of it by two spaces more"
    return "the text below '|' is not indented", fix, (line, indent + 1)


def _below_a_block(lines: Sequence[str], line: int, text: Any) -> Said:
    """A line that goes on with a text below `|`, which has ended."""
    if comment := _comment(lines, text, line):
        return comment[0], "indent it as far as the text", comment[1]
    column = len(lines[line - 1]) - len(lines[line - 1].lstrip()) + 1
    first = next((n for n in range(text.start_mark.line + 1, line) if lines[n].strip()), line - 1)
    message = "this line is indented less than the text that it goes on with"
    return message, f"indent it as far as line {first + 1}, with which the text starts", (line, column)


def _entry(lines: Sequence[str], line: int) -> Said:
    column = lines[line - 1].index("-") + 1
    for number in range(line - 1, 0, -1):
        if _is_entry(lines[number - 1]):
            return _NOT_BELOW, f"line it up with the '-' in line {number}", (line, column)
    fix = f"indent it below its field; if it is a text, {AS_A_TEXT}"
    return "no list can start here", fix, (line, column)


def _comment(lines: Sequence[str], text: Any, line: int) -> tuple[str, Position] | None:
    """The line between a text and `line`, which goes on with it, that is a comment and ended it."""
    if not hasattr(text, "style"):
        return None
    for number in range(text.end_mark.line + 1, line):
        comment = lines[number - 1].lstrip()
        if comment.startswith("#"):
            message = f"'{comment[:60]}' is taken for a comment, and the text ends above it"
            return message, (number, len(lines[number - 1]) - len(comment) + 1)
    return None
