"""A problem of a record that was read: its place is looked up in the file's text."""

from collections.abc import Iterator

from ..problems import Code, Problem, problem
from ..reading.places import place_of
from ..records.fields import Location
from ..records.library import Library
from ..records.sheet import Thing
from ..records.texts import alone


def at(
    library: Library,
    path: str,
    location: Location,
    code: Code,
    message: str,
    fix: str,
) -> Problem:
    """A problem at `location` of the file `path`."""
    line, column = place_of(library, path, location)
    return problem(library.shown(path), line, column, code, message, fix)


def everything(library: Library) -> Iterator[tuple[str, Location, Thing]]:
    """Everything that is checked, with its file and where in the file it starts."""
    yield from library.unfinished
    yield from alone(library)
    for sheet in library.sheets:
        yield sheet.path, (), sheet
