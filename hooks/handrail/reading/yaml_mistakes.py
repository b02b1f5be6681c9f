"""What libyaml says of a mistake → what somebody who writes no programs can act on."""

import re
from collections.abc import Sequence
from typing import Any

import yaml

from .indents import Said, out_of_line
from .source import Position

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BLOCK = "put the text in quotes, or write it below after '|'"
_CLOSE = "close the quote, with the same sign as at the start"
_PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "a ':' followed by a space stands inside a text without quotes",
        f"{_BLOCK}; a new field lines up with those above",
    ),
    (
        "could not find expected ':'",
        "a line that is neither 'field: value' nor part of a text",
        "indent it if it goes on from above, or add the ':'",
    ),
    ("found unexpected end of stream", "a text in quotes starts here and never ends", _CLOSE),
    ("found unexpected document indicator", "a text in quotes starts here and never ends", _CLOSE),
    (
        "did not find expected ',' or ']'",
        "a list starts here with '[' and goes wrong",
        "close it with ']', or write one entry a line after '- '",
    ),
    (
        "did not find expected ',' or '}'",
        "fields start here with '{' and go wrong",
        "close them with '}', or put a text that starts with '{' in quotes",
    ),
    (
        "did not find expected key",
        "the indent does not fit the lines above",
        "line it up with the fields above",
    ),
    (
        "did not find expected '-' indicator",
        "the indent does not fit the list above",
        "line up every '-' of a list",
    ),
    ("found a tab character", "a tab is used to indent", "use spaces, two for each level"),
    ("found character that cannot start", "a text without quotes cannot start with this character", _BLOCK),
    (
        "did not find expected alphabetic or numeric",
        "a text without quotes cannot start with '*' or '&'",
        _BLOCK,
    ),
    ("while scanning a directive", "a line cannot start with '%'", _BLOCK),
    ("while scanning a %", "a line cannot start with '%'", _BLOCK),
    ("while scanning a tag", "a text without quotes cannot start with '!'", _BLOCK),
    ("found undefined tag handle", "a text without quotes cannot start with '!'", _BLOCK),
    (
        "while scanning a block scalar",
        "after '|' or '>' the text starts on the next line",
        "put it there, indented",
    ),
    (
        "did not find expected <document start>",
        "this line does not go on with what stands above",
        "line it up with the fields above, or give it a field's name",
    ),
    (
        "block sequence entries are not allowed",
        "a '-' of a list cannot stand here",
        "start the list on the next line; a text that starts with '- ' goes in quotes",
    ),
    ("did not find expected node content", "a bracket or comma stands where a value is needed", _BLOCK),
    ("found unexpected ':'", "a ':' stands inside of [ ] or { }", "put the text in quotes"),
    ("YAML document", "the line with '%' asks for another YAML", "remove that line"),
    ("%YAML directive", "the line with '%' asks for another YAML", "remove that line"),
    ("mapping keys are not allowed", "a '?' cannot stand here", _BLOCK),
    (
        "escape",
        "a '\\' in a text in double quotes has a meaning of its own",
        "write '\\\\', or use single quotes",
    ),
    (
        "hexdecimal number",
        "a '\\' in a text in double quotes has a meaning of its own",
        "write '\\\\', or use single quotes",
    ),
)
_CLOSED = re.compile(r"""[ -]*(?:[^\s"'\[{][^:]*:\s+)?["'\[{].""")
"""A line that begins, after its field's name, with a quote, bracket or brace."""
_OTHER_QUOTES = {'"': "single quotes", "'": "double quotes"}
"""In which a text with such a sign can be."""
_STUCK = re.compile(r"(?: *- +)* *([A-Za-z_]\w*:|-)(?=[^\s/:-])")
"""A line that begins with a field's name or the sign of a list, with no space behind it."""
_WIDE = r"[\u00a0\u2000-\u200b\u202f\u3000]"
_WIDE_HERE = re.compile(rf"(?:^ *(?:- +)*-?|:)({_WIDE})")
WIDE_BEHIND = re.compile(rf" *(?:- +)*(?:[a-z_]+:|-)({_WIDE})")
"""A field's name or the sign of a list, and a space that is none for YAML."""
_LINE_END = re.compile("[\n\x85\u2028\u2029]")
A_WIDE_SPACE = "a space from a web page or a word processor stands here, which is none for YAML"
TYPE_A_PLAIN_ONE = "delete it and type a plain one"
_AT_THE_START = (
    "expected ':'",
    "unexpected end of stream",
    "unexpected document indicator",
    "',' or ']'",
    "',' or '}'",
)
"""What is seen far below the place that is to be mended."""


def end_of(text: str) -> Position:
    """The last place of `text`. libyaml sees a line after it when it does not end with a line end."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def in_plain_words(error: yaml.MarkedYAMLError, text: str) -> Said:
    """The message, the fix and the line and column of what libyaml found wrong in `text`."""
    said = f"{error.context or ''} {error.problem or ''}".strip()
    at_start = error.context_mark and any(part in said for part in _AT_THE_START)
    mark = error.context_mark if at_start else error.problem_mark or error.context_mark
    line, column = min(end_of(text), (mark.line + 1, mark.column + 1)) if mark else (1, 1)
    lines = _LINE_END.split(text)
    here = lines[line - 1]
    if here.startswith("```") and not any(map(str.strip, lines[: line - 1])):
        fix = "delete this line, and the one like it below the record"
        return "'```' is of the text that the record was copied from", fix, (line, 1)
    last = _last_event(text)
    if found := _wide(lines, line, last) or _stuck(said, lines, line) or _runaway(last, line):
        return found
    if here[column - 1 :].startswith("\t"):
        said = "found a tab character"
    elif found := out_of_line(said, lines, line, column, last):
        return found
    elif ("expected key" in said or "'-' indicator" in said) and _CLOSED.match(here, 0, column - 1):
        quotes = _OTHER_QUOTES.get(here[: column - 1].rstrip()[-1:], "quotes")
        fix = f"put the whole text in {quotes}, or below after '|'"
        return "the text goes on after a closing quote, bracket or brace", fix, (line, column)
    other = next((other for sign, other in _OTHER_QUOTES.items() if sign in here), "quotes")
    for part, message, fix in _PLAIN_WORDS:
        if part in said:
            return message, fix.replace("in quotes", f"in {other}"), (line, column)
    return f"is not YAML here: {said}", "compare it with a record that works", (line, column)


def _wide(lines: Sequence[str], line: int, last: Any) -> Said | None:
    """A space that is none for YAML, in the line or where a text starts that goes on in it."""
    if wide := _WIDE_HERE.search(lines[line - 1]):
        return A_WIDE_SPACE, TYPE_A_PLAIN_ONE, (line, wide.start(1) + 1)
    above = next((n for n in range(line - 1, 0, -1) if lines[n - 1].strip()), 0)
    if (
        above
        and getattr(last, "style", None) not in ("|", ">")
        and (wide := WIDE_BEHIND.match(lines[above - 1]))
    ):
        return A_WIDE_SPACE, TYPE_A_PLAIN_ONE, (above, wide.start(1) + 1)
    return None


def _stuck(said: str, lines: Sequence[str], line: int) -> Said | None:
    """What is wrong with the line, or the one above it, if that is a space that is not there."""
    if "expected ':'" in said or "mapping values" in said or "'-' indicator" in said:
        for number in (line, line - 1):
            if number and (found := _STUCK.match(lines[number - 1])):
                sign = found[1][-1]
                return f"a space is missing behind the '{sign}'", "write one there", (number, found.end())
    return None


def _last_event(text: str) -> Any:
    """What libyaml read last before it gave up."""
    last: Any = None
    try:
        for event in yaml.parse(text, Loader):
            last = event
    except yaml.YAMLError:
        pass
    return last


def _runaway(last: Any, line: int) -> Said | None:
    """Whether a text in quotes goes over lines and ends in this one, behind which nothing fits."""
    if getattr(last, "style", None) in ("'", '"') and last.start_mark.line < last.end_mark.line == line - 1:
        message = f"a text in quotes starts here and goes on to the next quote, in line {line}"
        start = last.start_mark.line + 1, last.start_mark.column + 1
        return message, "close the quote where the text ends", start
    return None
