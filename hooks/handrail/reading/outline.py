"""YAML text → where each of its parts starts and ends: what an edit needs that must change nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from .yaml_mistakes import Loader

_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


@dataclass
class Node:
    """A value: from `start` to `end` in the text, as offsets. A block's end is that of its last part."""

    start: int
    end: int
    column: int
    """From 0."""
    style: str
    """`block` for a list or fields over lines of their own, `flow` for those in brackets; else as YAML
    writes a text: '' plain, `'`, `"`, `|` or `>`."""
    items: list["Item"] = field(default_factory=list)
    """What a block holds."""
    inner: int = 0
    """How far the lines of a text after `|` or `>` are indented."""


@dataclass
class Item:
    """An entry of a block: a field with its name, or an entry of a list, which has none."""

    name: str | None
    start: int
    """Where the name or the `-` starts."""
    end: int
    """Where the name or the `-` ends."""
    value: Node


def outline(text: str) -> Node | None:
    """The whole of `text`, which `yaml12.load` has read; None when nothing is written there."""
    events = (e for e in yaml.parse(text, Loader=Loader) if isinstance(e, (yaml.NodeEvent, *_ENDS)))
    first = next(events, None)
    return None if first is None else _node(first, events, text, -1)


def _node(event: Any, events: Iterator[Any], text: str, around: int) -> Node:
    """The value that starts with `event`, in a block at column `around`."""
    start: Any = event.start_mark
    if isinstance(event, yaml.ScalarEvent):
        end: Any = event.end_mark
        node = Node(start.index, end.index, start.column, event.style or "")
        return _lines(node, text, around) if node.style in ("|", ">") else node
    if event.flow_style:
        return Node(start.index, _end_of_flow(events), start.column, "flow")
    node = Node(start.index, start.index, start.column, "block")
    is_list = isinstance(event, yaml.SequenceStartEvent)
    done = start.index
    while not isinstance(event := next(events), _ENDS):
        if is_list:
            value = _node(event, events, text, start.column)
            dash = _dash(text, done, value.start)
            node.items.append(Item(None, dash, dash + 1, value))
        else:
            key = event
            value = _node(next(events), events, text, start.column)
            node.items.append(Item(key.value, key.start_mark.index, key.end_mark.index, value))
        done = node.end = node.items[-1].value.end
    if is_list and node.items:
        node.start = node.items[0].start
    return node


def _lines(node: Node, text: str, around: int) -> Node:
    """A text after `|` or `>` without the empty lines that are not of it."""
    header, _, content = text[node.start : node.end].partition("\n")
    signs = header.partition("#")[0]
    lines = content.split("\n")
    digit = next((int(char) for char in signs if char.isdigit()), None)
    indents = (len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" "))
    node.inner = next(indents, 0) if digit is None else max(around, 0) + digit
    if "+" not in signs:
        while lines and not lines[-1][node.inner :]:
            lines.pop()
        kept = "\n".join([header, *lines])
        node.end = min(node.start + len(kept) + 1, node.end)
    return node


def _end_of_flow(events: Iterator[Any]) -> int:
    depth = 1
    for event in events:
        if isinstance(event, _ENDS):
            depth -= 1
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if depth == 0:
            return int(event.end_mark.index)
    raise ValueError("a list or fields in brackets do not end")  # libyaml reports that before


def _dash(text: str, start: int, end: int) -> int:
    """The `-` between the entry that ends at `start` and the value that starts at `end`."""
    for offset, part in parts_between(text, start, end + 1):
        if part.startswith("-"):
            return offset
    raise ValueError("an entry of a list has no '-'")


def parts_between(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Comments, line ends and signs from `start` to `end`, between which no value stands, with offsets."""
    offset = start
    while offset < end:
        char = text[offset]
        if char == "#":
            stop = text.find("\n", offset)
            stop = end if stop < 0 else stop
        else:
            stop = offset + 1
        if char not in " \t":
            yield offset, text[offset:stop]
        offset = stop
