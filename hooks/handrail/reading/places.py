"""Where a value of a record that was read, or a part of it, stands in its file."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from ..records.fields import Location
from ..records.library import Library
from .source import LIST_BYTES, Position, read_text
from .yaml12 import Places, Refused, load


def place_of(library: Library, path: str, location: Location) -> Position:
    """The line and column of a value."""
    return _places_in(_text_of(library, path)).of_value(location)


def places_in(
    library: Library, path: str, location: Location, value: str, wanted: Sequence[tuple[int, str]]
) -> Iterator[Position]:
    """The place of each of `wanted`, an offset in the text `value` and what stands there, in their order.

    What is written in another way, such as with escapes, is said to be where the value starts.
    """
    text, start = _text_of(library, path), place_of(library, path, location)
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


@lru_cache(maxsize=1)
def _text_of(library: Library, path: str) -> str:
    """The text of a file, read only now where the file is the same as one that was kept."""
    text = library.texts.get(path) or read_text(Path(library.root), path, path, LIST_BYTES)
    return text if isinstance(text, str) else ""


@lru_cache(maxsize=1)
def _places_in(text: str) -> Places:
    """Problems come file by file, and one file can have thousands. Where it was spoilt meanwhile, none."""
    try:
        return load(text, wrong=[])[1]
    except Refused:
        return Places()
