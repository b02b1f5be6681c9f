"""YAML text → plain values and where each stands.

This is the only place that knows YAML. It reads libyaml's stream of events, which does not recurse,
and builds the values itself: lists, dicts with text keys, and scalars **as the text that was
written**. Whether `no`, `12:30` or `2024-01-02` is a text, a date or a mistake is for the schema to
say (`records`), so a text field never loses what somebody typed. An empty plain scalar, `~` and
`null` are None, as in YAML 1.2's core schema.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..problems import Code
from ..records.fields import Location

MAX_DEPTH = 20
MAX_VALUES = 150_000
"""More than a list of interactions that is small enough can hold, so that `- - - -` cannot eat memory."""
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Value = Any
"""None, str, list[Value] or dict[str, Value]."""
Position = tuple[int, int]
"""Line and column, both from 1."""


class Refused(Exception):
    """The text is not YAML that records may be written in. Caught where files are read."""

    def __init__(self, code: Code, message: str, fix: str, position: Position) -> None:
        self.code, self.message, self.fix, self.position = code, message, fix, position


@dataclass
class Places:
    """Where each field and each value of a file starts, by its location."""

    keys: dict[Location, Position] = field(default_factory=dict)
    values: dict[Location, Position] = field(default_factory=dict)

    def of_key(self, location: Location) -> Position:
        """The place of the field's name, or of what holds it when it is not there."""
        return self.keys.get(location) or self.of_value(location)

    def of_value(self, location: Location) -> Position:
        """The place of the value, or of the nearest thing around it."""
        while location and location not in self.values:
            location = location[:-1]
        return self.values.get(location, (1, 1))

    def under(self, name: str) -> "Places":
        """The same places when the whole value is put into a field called `name`."""
        return Places(
            {(name, *at): place for at, place in self.keys.items()},
            {(name, *at): place for at, place in self.values.items()},
        )


def load(text: str) -> tuple[Value, Places]:
    """The value of `text` and its places. Raises `Refused` at the first thing that is not allowed."""
    places = Places()
    try:
        reader = _Reader(yaml.parse(text, Loader=Loader), places)
        return reader.document(), places
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, text) from None
    except yaml.YAMLError as error:
        raise Refused(Code.YAML_SYNTAX, str(error), "save it as plain text", (1, 1)) from None


class _Reader:
    """Builds values from the events of one text."""

    def __init__(self, events: Any, places: Places) -> None:
        self.events = events
        self.places = places

    def document(self) -> Value:
        value: Value = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    fix = "keep one record in a file and remove the '---'"
                    raise Refused(Code.DOCUMENTS, "a second document starts here", fix, _place(event))
            elif isinstance(event, yaml.NodeEvent):
                value = self.node(event, (), 1)
        return value

    def node(self, event: Any, location: Location, depth: int) -> Value:
        self.guard(event, depth)
        self.places.values[location] = _place(event)
        if len(self.places.values) > MAX_VALUES:
            message = f"has over {MAX_VALUES:,} values"
            raise Refused(Code.TOO_LARGE, message, "split it into several files", _place(event))
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Value] = []
            while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(item, (*location, len(items)), depth + 1))
            return items
        return self.mapping(location, depth)

    def mapping(self, location: Location, depth: int) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self.guard(event, depth)
            if not isinstance(event, yaml.ScalarEvent):
                fix = "write a field's name before the ':'; a text that starts with '[' or '{' goes in quotes"
                raise Refused(
                    Code.WRONG_TYPE, "a list or fields stand where a name is needed", fix, _place(event)
                )
            key = event.value
            if key in fields:
                first = self.places.keys[(*location, key)][0]
                message = f"'{shortened(key)}' is there already, in line {first}"
                raise Refused(Code.DUPLICATE_KEY, message, "keep one of the two", _place(event))
            self.places.keys[(*location, key)] = _place(event)
            fields[key] = self.node(next(self.events), (*location, key), depth + 1)
        return fields

    def guard(self, event: Any, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            message = f"'{sign}{shortened(event.anchor)}' is a YAML {'alias' if sign == '*' else 'anchor'}"
            fix = f"write the text out, or in quotes if it starts with '{sign}'"
            raise Refused(Code.ANCHOR, message, fix, _place(event))
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"'{shortened(tag)}' is a YAML tag"
            raise Refused(Code.TAG, message, "remove it, or put the text in quotes", _place(event))
        if depth > MAX_DEPTH:
            message = f"is nested over {MAX_DEPTH} levels deep"
            raise Refused(Code.TOO_DEEP, message, "records are flat; check the indents", _place(event))


def _scalar(event: Any) -> str | None:
    if event.implicit[0] and event.value in ("", "~", "null", "Null", "NULL"):
        return None
    return str(event.value)


def _place(event: Any) -> Position:
    return event.start_mark.line + 1, event.start_mark.column + 1


def shortened(value: object) -> str:
    """`value` as text of at most 60 characters."""
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


_BLOCK = "put the text in quotes, or write it below after '|'"
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
    ("found unexpected end of stream", "a text in quotes starts here and never ends", "close the quote"),
    ("found unexpected document indicator", "a text in quotes starts here and never ends", "close the quote"),
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
_AT_THE_START = ("unexpected end of stream", "unexpected document indicator", "',' or ']'", "',' or '}'")
"""What is seen far below the place that is to be mended."""


def _not_yaml(error: yaml.MarkedYAMLError, text: str) -> Refused:
    """What libyaml said, for someone who writes no programs."""
    said = f"{error.context or ''} {error.problem or ''}".strip()
    at_start = error.context_mark and any(part in said for part in _AT_THE_START)
    mark = error.context_mark if at_start else error.problem_mark or error.context_mark
    position = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    line = (text.split("\n")[position[0] - 1 :] or [""])[0]
    if line[position[1] - 1 :].startswith("\t"):
        said = "found a tab character"
    elif "did not find expected" in said and _CLOSED.match(line, 0, position[1] - 1):
        message = "the text goes on after a closing quote, bracket or brace"
        return Refused(
            Code.YAML_SYNTAX, message, "put the whole text in quotes, or below after '|'", position
        )
    for part, message, fix in _PLAIN_WORDS:
        if part in said:
            return Refused(Code.YAML_SYNTAX, message, fix, position)
    return Refused(
        Code.YAML_SYNTAX, f"is not YAML here: {said}", "compare it with a record that works", position
    )


def find_texts(
    text: str, start: Position, value: str, wanted: Sequence[tuple[int, str]]
) -> Iterator[Position]:
    """Where each of `wanted`, an offset in `value` and what stands there, stands in `text`.

    `value` starts at `start`; `wanted` is in the order of its offsets. What is written in another
    way, such as with escapes, is said to be where the value starts.
    """
    done, line = 0, start[0]
    here = _offset(text, line) + start[1] - 1
    for offset, words in wanted:
        there = here
        for _ in range(value.count(words, done, offset) + 1):
            there = text.find(words, there)
            if there < 0:
                break
            there += len(words)
        if there < 0:
            yield start
            continue
        at = there - len(words)
        line += text.count("\n", here, at)
        yield line, at - text.rfind("\n", 0, at)
        done, here = offset + len(words), there


def _offset(text: str, line: int) -> int:
    """Where line `line` of `text` starts."""
    offset = 0
    for _ in range(line - 1):
        offset = text.index("\n", offset) + 1
    return offset
