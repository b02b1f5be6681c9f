"""`handrail fmt`: the same record in the order of the schema and in one style.

Texts are moved, never written anew: a text keeps every character, its quotes and the way it is broken into
lines. The formatted text must read as the same values with the same comments, or it is not used.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile

from pydantic import BaseModel

from ..reading.fields_at import model_in
from ..reading.outline import Item, Node, outline
from ..reading.yaml12 import load
from ..records.files import LISTS, ONE, first_line, schema_of, written_fields
from .comments import BLANK, Comments, comments_of

_SIGNS = re.compile(r"[|>]([0-9+-]*)")


@dataclass
class _Entry:
    """An item as it is written."""

    above: list[str]
    """Comments, not yet indented."""
    lines: list[str]
    is_open: bool
    """It ends in a text that would take an empty line below for its own (`|+`)."""


_POINTER = "# yaml-language-server:"
_STEP = 2


def formatted(text: str, relative: str) -> str | None:
    """The file of records `relative`, whose text can be read, in the one order and style.

    None when it is written in a way that cannot be kept, with `---` or `?`.
    """
    name = schema_of(relative) or ""
    pointer = first_line(relative).rstrip("\n")
    root = outline(text)
    if root is None or root.style != "block":
        return _joined(pointer, text.rstrip("\n").split("\n"))
    comments = comments_of(text, root)
    if comments is None:
        return None
    head = _head(root, comments)
    lines = _Writer(text, comments).block(root, 0, ONE.get(name) or LISTS.get(name))
    result = _joined(pointer, [*head, *lines])
    return result if _same(text, result, pointer) else None


def _joined(pointer: str, lines: list[str]) -> str:
    """Lines as a file: first the pointer to its schema, and no empty line after it."""
    pointers = [line for line in lines if line.startswith(_POINTER)]
    rest = [line for line in lines if not line.startswith(_POINTER)]
    while rest and not rest[0]:
        rest = rest[1:]
    return "\n".join([*(pointers or [pointer]), *rest]) + "\n"


def _head(root: Node, comments: Comments) -> list[str]:
    """The comments at the start that an empty line parts from the first field: they speak of the file."""
    above = comments.around(root.items[0]).above
    last = max((n for n, line in enumerate(above) if line == BLANK or line.startswith(_POINTER)), default=-1)
    head, above[:] = above[: last + 1], above[last + 1 :]
    return head


def _same(old: str, new: str, pointer: str) -> bool:
    """Both texts say the same, and every comment is there; the pointer may be new."""

    def notes(text: str) -> list[str] | None:
        root = outline(text)
        found = comments_of(text, root) if root else None
        if found is None:
            return None
        told = [line for one in found.items.values() for line in (*one.above, one.beside)]
        told += [line for lines in found.below.values() for line in lines]
        return sorted(line for line in told if line and line != pointer)

    return bool(load(old)[0] == load(new)[0]) and notes(old) == notes(new)


class _Writer:
    """Writes the parts of one text."""

    def __init__(self, text: str, comments: Comments) -> None:
        self.text = text
        self.comments = comments

    def block(self, node: Node, indent: int, model: type[BaseModel] | None) -> list[str]:
        """The lines of a block, its fields in the order of `model`."""
        return self._written(node, self._entries(node, indent, model), indent)

    def _written(self, node: Node, entries: list[_Entry], indent: int) -> list[str]:
        lines: list[str] = []
        is_open = False
        for entry in entries:
            lines += [*_padded(_after(is_open, entry.above), indent), *entry.lines]
            is_open = entry.is_open
        below = _after(is_open, self._below(node))
        return [*lines, *_padded(below, indent)]

    def _below(self, node: Node) -> list[str]:
        below = self.comments.below.get(id(node), [])
        return list(dropwhile(lambda line: not line, below[::-1]))[::-1]

    def _entries(self, node: Node, indent: int, model: type[BaseModel] | None) -> list[_Entry]:
        fields = written_fields(model) if model else {}
        order = {name: n for n, name in enumerate(fields)}
        entries = []
        for item in sorted(node.items, key=lambda item: order.get(item.name or "", len(order))):
            inner = model
            if item.name is not None:
                field = fields.get(item.name)
                inner = model_in(field.annotation) if field else None
            entries.append(self._entry(item, indent, inner))
        entries[0].above = _after(True, entries[0].above)
        return entries

    def _entry(self, item: Item, indent: int, model: type[BaseModel] | None) -> _Entry:
        told, value = self.comments.around(item), item.value
        pad = " " * indent
        sign = "-" if item.name is None else f"{self.text[item.start : item.end]}:"
        beside = f"  {told.beside}" if told.beside else ""
        if value.style != "block":
            first, *more = self._value(value, indent)
            *lines, last = [f"{pad}{sign} {first}" if first else f"{pad}{sign}", *more]
            return _Entry(told.above, [*lines, f"{last}{beside}"], "+" in self._signs(value))
        entries = self._entries(value, indent + _STEP, model)
        is_open = entries[-1].is_open and not self._below(value)
        if item.name is not None:
            inside = self._written(value, entries, indent + _STEP)
            return _Entry(told.above, [f"{pad}{sign}{beside}", *inside], is_open)
        above = [*told.above, *([told.beside] if told.beside else []), *entries[0].above]
        entries[0].above = []
        first, *rest = self._written(value, entries, indent + _STEP)
        return _Entry(above, [f"{pad}- {first[indent + _STEP :]}", *rest], is_open)

    def _signs(self, node: Node) -> str:
        """What stands behind `|` or `>`: how deep the text is, and which of its last line ends count."""
        found = _SIGNS.match(self.text, node.start, node.end) if node.style in ("|", ">") else None
        return found[1] if found else ""

    def _value(self, node: Node, indent: int) -> list[str]:
        """The lines of a value that is no block; the first goes behind the name."""
        first, *lines = self.text[node.start : node.end].split("\n")
        if node.style not in ("|", ">"):
            return [first, *_padded([line.lstrip(" \t") for line in lines], indent + _STEP)]
        signs = self._signs(node)
        digit = signs.strip("+-")
        if node.end == len(self.text) and not self.text.endswith("\n"):
            first = f"{node.style}{digit}-{first[1 + len(signs) :]}"  # it will get a line end, and has none
        elif lines:
            lines.pop()  # what is behind the last line end
        return [
            first.rstrip(),
            *_padded([line[node.inner :] for line in lines], indent + int(digit or _STEP)),
        ]


def _after(is_open: bool, comments: list[str]) -> list[str]:
    """`comments` behind a part; without the empty lines at their start when the part would take them."""
    return list(dropwhile(lambda line: not line, comments)) if is_open else comments


def _padded(lines: Sequence[str], indent: int) -> list[str]:
    return [f"{' ' * indent}{line}" if line else line for line in lines]
