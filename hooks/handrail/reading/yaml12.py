"""YAML text → plain values and where each stands.

It reads libyaml's stream of events, which does not recurse,
and builds the values itself: lists, dicts with text keys, and scalars **as the text that was
written**. Whether `no`, `12:30` or `2024-01-02` is a text, a date or a mistake is for the schema to
say (`records`), so a text field never loses what somebody typed. An empty plain scalar, `~` and
`null` are None, as in YAML 1.2's core schema.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NoReturn

import yaml

from ..problems import Code
from ..records.fields import Location
from .misread import A_NUMBER, Found, Inside, fields_inside, is_doubtful, joined, swallowed
from .source import Position
from .yaml_mistakes import Loader, end_of, in_plain_words

MAX_DEPTH = 20
RECORD_VALUES = 20_000
LIST_VALUES = 150_000
"""More than a record and a list of interactions need, so that `- - - -` cannot eat memory."""

Value = Any
"""None, str, list[Value] or dict[str, Value]."""


class Refused(Exception):
    """The text, or a part of it that can be left out, is not YAML that records may be written in."""

    def __init__(self, code: Code, message: str, fix: str, position: Position) -> None:
        self.code, self.message, self.fix, self.position = code, message, fix, position


NOTHING = ("", "~", "null", "Null", "NULL")


class Places:
    """Where each field and each value of a text that was read starts, by its location.

    The text is looked through for them when the first is asked for: most files have no problem.
    """

    def __init__(self, text: str = "", within: str | None = None) -> None:
        self._text = text
        self._within = within
        """The field that the whole value of the text was put into."""
        self.lost: list[Refused] = []
        """What YAML joins or takes for a comment, although it looks like lines of a text, or more of it."""
        self.inside: list[Inside] = []
        """What looks like a field inside of a text."""
        self.cut: list[tuple[Position, Found]] = []
        """Where a text starts, and what follows it that may be more of it, and is taken for a comment."""

    @cached_property
    def keys(self) -> Mapping[Location, Position]:
        """Where the name of each field is."""
        return self._noted[0]

    @cached_property
    def values(self) -> Mapping[Location, Position]:
        """Where each value is."""
        return self._noted[1]

    @cached_property
    def _noted(self) -> tuple[dict[Location, Position], dict[Location, Position]]:
        start = () if self._within is None else (self._within,)
        return _noted(self._text, start) if self._text else ({}, {})

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
        return Places(self._text, name)


def load(text: str, most: int = LIST_VALUES, wrong: list[Refused] | None = None) -> tuple[Value, Places]:
    """The value of `text` and its places. Raises `Refused` at the first thing that is not allowed.

    More than `most` values are not. If `wrong` is given, fields that are there twice are only added to it, so
    that whatever else is wrong is said, too; the first counts.
    """
    places = Places(text)
    try:
        lines = text.splitlines() if " #" in text else []
        reader = _Reader(yaml.parse(text, Loader=Loader), most, end_of(text), lines)
        value = reader.document()
        places.lost += reader.lost
        places.cut += reader.cut
        if reader.doubtful:
            lines = text.splitlines()
            places.lost += (Refused(*found) for found in joined(reader.doubtful, lines))
            places.inside += fields_inside(reader.doubtful, lines)
        if wrong is None and reader.wrong:
            raise reader.wrong[0]
        if wrong is not None:
            wrong += reader.wrong
        return value, places
    except yaml.YAMLError as error:
        raise _no_yaml(error, text) from None


def texts_of_fields(text: str) -> Iterator[tuple[str, str]]:
    """The fields of a configuration, as far as they are texts. Raises `Refused` where it is no YAML."""
    try:
        fields = yaml.compose(text, Loader)
    except yaml.YAMLError as error:
        raise _no_yaml(error, text) from None
    for name, value in fields.value if isinstance(fields, yaml.MappingNode) else ():
        if isinstance(name, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode):
            yield name.value, value.value


def _no_yaml(error: yaml.YAMLError, text: str) -> Refused:
    if isinstance(error, yaml.MarkedYAMLError):
        return Refused(Code.YAML_SYNTAX, *in_plain_words(error, text))
    return Refused(Code.YAML_SYNTAX, str(error), "save it as plain text", (1, 1))


class _Reader:
    """Builds values from the events of one text."""

    def __init__(self, events: Any, most: int, end: Position, lines: Sequence[str]) -> None:
        """`lines` are those of the text, if a comment may stand in any."""
        self.events = events
        self.left = most
        self.most = most
        self.end = end
        self.lines = lines
        self.lost: list[Refused] = []
        """What is taken for a comment."""
        self.cut: list[tuple[Position, Found]] = []
        """The same where it may be one."""
        self.wrong: list[Refused] = []
        """The fields that are there twice."""
        self.doubtful: list[Any] = []
        """The events of texts that may be read otherwise than they look."""

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
                value = self.node(event, 1)
        return value

    def node(self, event: Any, depth: int) -> Value:
        if event.anchor or event.tag is not None or depth > MAX_DEPTH:
            self.refuse(event)
        self.left -= 1
        if self.left < 0:
            message = f"has over {self.most:,} values"
            raise Refused(Code.TOO_LARGE, message, "split it into several files", self.place(event))
        if isinstance(event, yaml.ScalarEvent):
            if is_doubtful(event):
                self.doubtful.append(event)
            if self.lines and not event.style:
                self.comment(event)
            if event.implicit[0] and event.value in NOTHING:
                return None
            return event.value
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Value] = []
            for item in self.events:
                if isinstance(item, yaml.SequenceEndEvent):
                    break
                items.append(self.node(item, depth + 1))
            return items
        return self.mapping(depth)

    def mapping(self, depth: int) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        names: dict[str, Any] = {}
        starts_again = False
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if event.anchor or event.tag is not None or depth > MAX_DEPTH:
                self.refuse(event)
            if not isinstance(event, yaml.ScalarEvent):
                fix = "write a field's name before the ':'; a text that starts with '[' or '{' goes in quotes"
                raise Refused(
                    Code.WRONG_TYPE, "a list or fields stand where a name is needed", fix, self.place(event)
                )
            key = event.value
            if key in names:
                first = self.place(names[key])[0]
                message = f"'{shortened(key)}' is there already, in line {first}"
                fix = "keep one of the two" + (", or start another entry with '- '" if depth > 1 else "")
                if not starts_again:  # else all that follow are there twice
                    self.wrong.append(Refused(Code.DUPLICATE_KEY, message, fix, self.place(event)))
                starts_again |= key == next(iter(names))
                self.node(next(self.events), depth + 1)
                continue
            names[key] = event
            fields[key] = self.node(next(self.events), depth + 1)
        return fields

    def comment(self, text: Any) -> None:
        """Note what follows a text without quotes, if it looks like more of that."""
        if lost := swallowed(text.end_mark, self.lines):
            self.lost.append(Refused(*lost))
        elif cut := swallowed(text.end_mark, self.lines, A_NUMBER):
            self.cut.append((self.place(text), cut))

    def place(self, event: Any) -> Position:
        return _place(event, self.end)

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


def _place(event: Any, end: Position) -> Position:
    """Where an event starts; libyaml sees a line after the last one, which ends at `end`."""
    mark = event.start_mark
    return min(end, (mark.line + 1, mark.column + 1))


def _noted(text: str, start: Location) -> tuple[dict[Location, Position], dict[Location, Position]]:
    """The places of all names and values of `text`, which `load` has read; locations begin with `start`."""
    keys: dict[Location, Position] = {}
    values: dict[Location, Position] = {}
    end = end_of(text)
    events: Iterator[Any] = yaml.parse(text, Loader=Loader)

    def note(event: Any, at: Location) -> None:
        values[at] = _place(event, end)
        if isinstance(event, yaml.SequenceStartEvent):
            for n, item in enumerate(events):
                if isinstance(item, yaml.SequenceEndEvent):
                    break
                note(item, (*at, n))
        elif isinstance(event, yaml.MappingStartEvent):
            for name in events:
                if isinstance(name, yaml.MappingEndEvent):
                    break
                keys[*at, name.value] = _place(name, end)
                note(next(events), (*at, name.value))

    for event in events:
        if isinstance(event, yaml.NodeEvent):
            note(event, start)
    return keys, values


def shortened(value: object) -> str:
    """`value` as text of at most 60 characters."""
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
