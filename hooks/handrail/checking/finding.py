"""A problem of a record that was read: its place is looked up in the file's text."""

from collections.abc import Iterator

from pydantic import BaseModel

from ..problems import Code, Problem, problem
from ..reading.folder import place_of
from ..records.fields import Location, Unfinished
from ..records.library import Library


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
    return problem(f"{library.root}/{path}", line, column, code, message, fix)


def everything(library: Library) -> Iterator[tuple[str, Location, BaseModel | Unfinished]]:
    """Every typed thing, and every one that is not yet, with its file and where in the file it starts."""
    yield from library.unfinished
    yield library.settings.path, (), library.settings
    for n, topic in enumerate(library.topics.topics):
        yield library.topics.path, (n,), topic
    for n, need in enumerate(library.needs.needs):
        yield library.needs.path, (n,), need
    for n, expect in enumerate(library.expects.expects):
        yield library.expects.path, (n,), expect
    for record in library.records():
        yield record.path, (), record
    for interaction in library.interactions.values():
        yield interaction.path, (int(interaction.id.rpartition("#")[2]) - 1,), interaction
