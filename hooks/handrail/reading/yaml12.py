"""YAML text → plain values and where each stands.

This is the only place that knows YAML. It reads libyaml's stream of events, which does not recurse,
and builds the values itself: lists, dicts with text keys, and scalars **as the text that was
written**. Whether `no`, `12:30` or `2024-01-02` is a text, a date or a mistake is for the schema to
say (`records`), so a text field never loses what somebody typed. An empty plain scalar, `~` and
`null` are None, as in YAML 1.2's core schema.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..problems import Code
from ..records.fields import Location

MAX_DEPTH = 20
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

    def below(self, at: Location) -> "Places":
        """The places below `at`, by their location from there."""
        if not at:
            return self
        n = len(at)
        return Places(
            {key[n:]: place for key, place in self.keys.items() if key[:n] == at},
            {key[n:]: place for key, place in self.values.items() if key[:n] == at},
        )

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
        mark = error.problem_mark or error.context_mark
        position = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message, fix = _in_plain_words(error.problem or error.context or "it is not YAML")
        raise Refused(Code.YAML_SYNTAX, message, fix, position) from None
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
                fix = "write a field's name before the ':'"
                raise Refused(
                    Code.WRONG_TYPE, "a list or fields stand where a name is needed", fix, _place(event)
                )
            key = event.value
            if key in fields:
                first = self.places.keys[(*location, key)][0]
                message = f"'{key}' is there already, in line {first}"
                raise Refused(Code.DUPLICATE_KEY, message, "keep one of the two", _place(event))
            self.places.keys[(*location, key)] = _place(event)
            fields[key] = self.node(next(self.events), (*location, key), depth + 1)
        return fields

    def guard(self, event: Any, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            message = f"'{sign}{event.anchor}' is a YAML {'alias' if sign == '*' else 'anchor'}"
            fix = f"write the text out, or in quotes if it starts with '{sign}'"
            raise Refused(Code.ANCHOR, message, fix, _place(event))
        if event.tag is not None:
            message = f"'{event.tag}' is a YAML tag"
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


_PLAIN_WORDS = (
    ("cannot start any token", "a plain text cannot start with this character", "put the text in quotes"),
    (
        "mapping values are not allowed",
        "a ':' followed by a space stands inside a plain text",
        "put the text in quotes, or write it below after '|'",
    ),
    (
        "could not find expected ':'",
        "a line that is neither 'field: value' nor part of a text",
        "indent it if it goes on from above, or add the ':'",
    ),
    ("found unexpected end of stream", "a quote or bracket is never closed", "close it"),
    (
        "did not find expected key",
        "the indent or a quote does not fit the lines above",
        "line it up with the fields above; a text with quotes in it goes in other quotes or after '|'",
    ),
    (
        "did not find expected '-' indicator",
        "the indent does not fit the list above",
        "line up every '-' of a list",
    ),
    (
        "found a tab character",
        "a tab is used to indent",
        "use spaces, two for each level",
    ),
    (
        "found character that cannot start",
        "a plain text cannot start with this character",
        "put the text in quotes",
    ),
    (
        "did not find expected <document start>",
        "text stands outside of all fields",
        "give it a field's name, or indent it",
    ),
    (
        "found undefined tag handle",
        "a text starts with '!', which YAML takes for a tag",
        "put the text in quotes",
    ),
)


def _in_plain_words(said: str) -> tuple[str, str]:
    """What libyaml said, for someone who writes no programs."""
    for part, message, fix in _PLAIN_WORDS:
        if part in said:
            return message, fix
    return f"is not YAML here: {said}", "compare it with a record that works"


def find_text(text: str, start: Position, wanted: str) -> Position:
    """Where `wanted` stands at or after `start` in `text`; `start` when it is written in another way."""
    offset = sum(len(line) for line in text.splitlines(keepends=True)[: start[0] - 1]) + start[1] - 1
    match = re.compile(re.escape(wanted)).search(text, offset)
    if not match:
        return start
    before = text[: match.start()]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
