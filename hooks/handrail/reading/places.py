"""Where a value of a record that was read stands in its file."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from ..records.fields import Location
from ..records.library import Library
from .source import LIST_BYTES, read_text
from .yaml12 import Places, Position, Refused, find_texts, load


def place_of(library: Library, path: str, location: Location) -> Position:
    """The line and column of a value."""
    return _places_in(_text_of(library, path)).of_value(location)


def places_in(
    library: Library, path: str, location: Location, value: str, wanted: Sequence[tuple[int, str]]
) -> Iterator[Position]:
    """The place of each of `wanted`, as of `find_texts`, in the text `value`."""
    return find_texts(_text_of(library, path), place_of(library, path, location), value, wanted)


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
