"""YAML text → plain values and where each stands.

It reads libyaml's stream of events, which does not recurse,
and builds the values itself: lists, dicts with text keys, and scalars **as the text that was
written**. Whether `no`, `12:30` or `2024-01-02` is a text, a date or a mistake is for the schema to
say (`records`), so a text field never loses what somebody typed. An empty plain scalar, `~` and
`null` are None, as in YAML 1.2's core schema.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NoReturn

import yaml

from ..problems import Code
from ..records.fields import Location
from .yaml_mistakes import end_of, in_plain_words

MAX_DEPTH = 20
RECORD_VALUES = 20_000
LIST_VALUES = 150_000
"""More than a record and a list of interactions need, so that `- - - -` cannot eat memory."""
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Value = Any
"""None, str, list[Value] or dict[str, Value]."""
Position = tuple[int, int]
"""Line and column, both from 1."""


class Refused(Exception):
    """The text is not YAML that records may be written in. Caught where files are read."""

    def __init__(self, code: Code, message: str, fix: str, position: Position) -> None:
        self.code, self.message, self.fix, self.position = code, message, fix, position


IN_QUOTES = "put the whole text in quotes; a comment has a space after its '#'"
_LOST = re.compile(r"\s+(#[^\s#].*)")


@dataclass
class Places:
    """Where each field and each value of a file starts, by its location."""

    keys: dict[Location, Position] = field(default_factory=dict)
    values: dict[Location, Position] = field(default_factory=dict)
    lost: list[tuple[Position, str]] = field(default_factory=list)
    """What follows a text and is a comment, although it looks like more of that text: `order #5`."""

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


def load(text: str, most: int = LIST_VALUES) -> tuple[Value, Places]:
    """The value of `text` and its places. Raises `Refused` at the first thing that is not allowed.

    More than `most` values are not.
    """
    places = Places()
    try:
        lines = text.split("\n") if " #" in text else []
        reader = _Reader(yaml.parse(text, Loader=Loader), places, most, end_of(text), lines)
        return reader.document(), places
    except yaml.MarkedYAMLError as error:
        raise Refused(Code.YAML_SYNTAX, *in_plain_words(error, text)) from None
    except yaml.YAMLError as error:
        raise Refused(Code.YAML_SYNTAX, str(error), "save it as plain text", (1, 1)) from None


class _Reader:
    """Builds values from the events of one text."""

    def __init__(self, events: Any, places: Places, most: int, end: Position, lines: Sequence[str]) -> None:
        """`lines` are those of the text, if a comment may stand in any of them."""
        self.events = events
        self.places = places
        self.most = most
        self.end = end
        self.lines = lines

    def place(self, event: Any) -> Position:
        mark = event.start_mark
        return min(self.end, (mark.line + 1, mark.column + 1))

    def document(self) -> Value:
        value: Value = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    fix = "keep one record in a file and remove the '---'"
                    raise Refused(Code.DOCUMENTS, "a second document starts here", fix, self.place(event))
            elif isinstance(event, yaml.NodeEvent):
                value = self.node(event, (), 1)
        return value

    def node(self, event: Any, location: Location, depth: int) -> Value:
        if event.anchor or event.tag is not None or depth > MAX_DEPTH:
            self.refuse(event)
        places = self.places.values
        places[location] = self.place(event)
        if len(places) > self.most:
            message = f"has over {self.most:,} values"
            raise Refused(Code.TOO_LARGE, message, "split it into several files", self.place(event))
        if isinstance(event, yaml.ScalarEvent):
            if self.lines and not event.style:
                self.note_lost_text(event.end_mark)
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
            if event.anchor or event.tag is not None or depth > MAX_DEPTH:
                self.refuse(event)
            if not isinstance(event, yaml.ScalarEvent):
                fix = "write a field's name before the ':'; a text that starts with '[' or '{' goes in quotes"
                raise Refused(
                    Code.WRONG_TYPE, "a list or fields stand where a name is needed", fix, self.place(event)
                )
            key = event.value
            if key in fields:
                first = self.places.keys[(*location, key)][0]
                message = f"'{shortened(key)}' is there already, in line {first}"
                raise Refused(Code.DUPLICATE_KEY, message, "keep one of the two", self.place(event))
            self.places.keys[(*location, key)] = self.place(event)
            fields[key] = self.node(next(self.events), (*location, key), depth + 1)
        return fields

    def note_lost_text(self, end: Any) -> None:
        """Where what follows a text without quotes looks like more of it, and is a comment."""
        lost = _LOST.match(self.lines[end.line], end.column) if end.line < len(self.lines) else None
        if lost:
            self.places.lost.append(((end.line + 1, lost.start(1) + 1), lost[1]))

    def refuse(self, event: Any) -> NoReturn:
        """Say which of the three it is: an anchor or alias, a tag, or too deep."""
        if event.anchor:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            message = f"'{sign}{shortened(event.anchor)}' is a YAML {'alias' if sign == '*' else 'anchor'}"
            fix = f"write the text out, or in quotes if it starts with '{sign}'"
            raise Refused(Code.ANCHOR, message, fix, self.place(event))
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"'{shortened(tag)}' is a YAML tag"
            raise Refused(Code.TAG, message, "remove it, or put the text in quotes", self.place(event))
        message = f"is nested over {MAX_DEPTH} levels deep"
        raise Refused(Code.TOO_DEEP, message, "records are flat; check the indents", self.place(event))


def _scalar(event: Any) -> str | None:
    if event.implicit[0] and event.value in ("", "~", "null", "Null", "NULL"):
        return None
    return str(event.value)


def shortened(value: object) -> str:
    """`value` as text of at most 60 characters."""
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def find_texts(
    text: str, start: Position, value: str, wanted: Sequence[tuple[int, str]]
) -> Iterator[Position]:
    """Where each of `wanted`, an offset in `value` and what stands there, stands in `text`.

    `value` starts at `start`; `wanted` is in the order of its offsets. What is written in another
    way, such as with escapes, is said to be where the value starts.
    """
    done, line = 0, start[0]
    here = offset_of(text, start)
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


def offset_of(text: str, position: Position) -> int:
    """The offset of a line and column of `text`."""
    return line_starts(text)[position[0] - 1] + position[1] - 1


@lru_cache(maxsize=1)
def line_starts(text: str) -> tuple[int, ...]:
    """The offset of each line of `text`. Problems come file by file, and one file can have thousands."""
    return (0, *(match.end() for match in re.finditer("\n", text)))
