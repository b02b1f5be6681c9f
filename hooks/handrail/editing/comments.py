"""The comments and empty lines of a file, given to the parts that they speak of.

YAML forgets comments, and what a comment speaks of is nowhere written: it is told by where it stands.
"""

from dataclasses import dataclass, field

from ..reading.outline import Item, Node, parts_between

BLANK = ""
"""Stands for one or more empty lines among comments."""


@dataclass
class Told:
    """What stands around an item: lines above it, and a comment beside it."""

    above: list[str] = field(default_factory=list)
    beside: str = ""


@dataclass
class Comments:
    """What stands around every item of a file, and at the end of every block. Keys are ids of the parts."""

    items: dict[int, Told] = field(default_factory=dict)
    below: dict[int, list[str]] = field(default_factory=dict)

    def around(self, item: Item) -> Told:
        """What stands around `item`."""
        return self.items.setdefault(id(item), Told())


@dataclass(frozen=True)
class _Line:
    text: str
    column: int


def comments_of(text: str, root: Node) -> Comments | None:
    """All comments of `text`; None when it holds signs that are neither comment, `:` nor `-`."""
    found = Comments()
    reader = _Gaps(text)
    _block(root, found, reader)
    rest = _given_to_ends(root, reader.lines(len(text)), found, -1)
    found.below[id(root)] = [*found.below.get(id(root), []), *(line.text for line in rest)]
    return None if reader.strange else found


class _Gaps:
    """Reads what stands between values, from the start of a text to its end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done = 0
        self.strange = False
        """A sign was there that only `---`, `?` and the like have."""

    def beside(self, end: int) -> str:
        """The comment on the rest of this line, if it starts before `end`."""
        for offset, part in parts_between(self.text, self.done, end):
            if part == "\n":
                break
            if part.startswith("#"):
                self.done = offset + len(part)
                return part.rstrip()
        return ""

    def lines(self, end: int) -> list[_Line]:
        """The comments up to `end`, several empty lines as one."""
        lines: list[_Line] = []
        fresh = self.done == 0 or self.text[self.done - 1] == "\n"
        for offset, part in parts_between(self.text, self.done, end):
            if part == "\n":
                if fresh and not (lines and lines[-1].text == BLANK):
                    lines.append(_Line(BLANK, 0))
                fresh = True
                continue
            fresh = False
            if part.startswith("#"):
                lines.append(_Line(part.rstrip(), offset - self.text.rfind("\n", 0, offset) - 1))
            elif part not in "-:":
                self.strange = True
        self.done = max(self.done, end)
        return lines


def _block(node: Node, found: Comments, reader: _Gaps) -> None:
    before: Item | None = None
    for item in node.items:
        lines = reader.lines(item.start)
        if before is not None and before.value.style == "block":
            lines = _given_to_ends(before.value, lines, found, node.column)
        told = found.around(item)
        told.above += [line.text for line in lines]
        reader.done = item.end
        if item.value.style == "block":
            told.beside = reader.beside(item.value.start)
            _block(item.value, found, reader)
        else:
            _single(item, told, reader)
        before = item


def _single(item: Item, told: Told, reader: _Gaps) -> None:
    """An item whose value is no block: comments between its name and its value go above or beside it."""
    between = [line.text for line in reader.lines(item.value.start) if line.text]
    reader.done = item.value.end
    if item.value.style not in ("|", ">"):
        line_end = reader.text.find("\n", item.value.end)
        told.beside = reader.beside(len(reader.text) if line_end < 0 else line_end)
    told.above += between


def _given_to_ends(node: Node, lines: list[_Line], found: Comments, above: int) -> list[_Line]:
    """Give the first of `lines` to the blocks that end before them, as far as they are indented with them."""
    if node.items and node.items[-1].value.style == "block":
        lines = _given_to_ends(node.items[-1].value, lines, found, node.column)
    own = 0
    for n, line in enumerate(lines, 1):
        if line.text and not line.column >= node.column > above:
            break
        own = n if line.text else own
    if own:
        found.below[id(node)] = [line.text for line in lines[:own]]
    return lines[own:]
