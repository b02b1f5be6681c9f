"""Where records name a record, and the same files with another name there: no other byte changes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..problems import Code, Problem, problem
from ..reading.places import offset_of, place_of, places_in
from ..reading.source import Position
from ..reading.yaml12 import load
from ..records.fields import Location, Refers, Rich, marked
from ..records.library import KINDS, Library
from ..records.links import as_record_link, targets
from ..records.texts import finished


@dataclass(frozen=True)
class Reference:
    """A place that names a record: a field of its own, or a link in a Markdown text."""

    path: str
    location: Location
    """Where the text is in the file's value."""
    position: Position
    written: str
    """What stands there: the id, or in a link `kind:id`, with the `#place` on its page if there is one."""
    kinds: tuple[str, ...]
    """The kinds of records that can be named there; `retired` is one of them where the past may be."""

    @property
    def is_link(self) -> bool:
        """It stands in a text, with its kind."""
        return ":" in self.written

    def named(self, kind: str, id: str, keep_place: bool) -> str:
        """How another record would stand here, in a link with the same place on its page or with none."""
        link = as_record_link(self.written)
        if link is None:
            return id
        return f"{kind}:{id}{link.fragment if keep_place else ''}"


def references(library: Library, id: str) -> Iterator[Reference]:
    """Every place that names the record `id`, but those that tell its old ids."""
    for path, start, thing in finished(library):
        for location, name, refers in marked(thing, Refers):
            if name == id and set(refers.to) & KINDS.keys():
                at = (*start, *location)
                yield Reference(path, at, place_of(library, path, at), id, refers.to)
        for location, text, _ in marked(thing, Rich):
            at = (*start, *location)
            found = [(offset, kind) for offset, kind in _links(text, id)]
            places = places_in(library, path, at, text, found) if found else ()
            for position, (_, written) in zip(places, found, strict=True):
                yield Reference(path, at, position, written, tuple(KINDS))


def _links(text: str, id: str) -> Iterator[tuple[int, str]]:
    """The offset of each link to the record, and how it stands there."""
    for offset, target in targets(text):
        link = as_record_link(target)
        if link and link.id == id:
            yield offset, target


def renamed(
    library: Library, found: Iterable[Reference], named: Callable[[Reference], str]
) -> tuple[dict[str, str], list[Problem]]:
    """The texts of the files, with what `named` says at these places; and why not, where that cannot be."""
    texts, problems = {}, []
    for path, group in groupby(sorted(found, key=lambda one: (one.path, one.position)), lambda one: one.path):
        references = list(group)
        text, left = _rewritten(library.texts[path], references, named)
        texts[path] = text
        for reference in left:
            message = f"'{reference.written}' cannot be changed here by a program; nothing was changed"
            fix = f"write it without '\\' and on one line, or write '{named(reference)}' yourself"
            place = library.shown(path)
            problems.append(problem(place, *reference.position, Code.NOT_REWRITABLE, message, fix))
    return texts, problems


def _rewritten(
    text: str, found: Sequence[Reference], named: Callable[[Reference], str]
) -> tuple[str, Sequence[Reference]]:
    """`text` with the other name at all places; and those that cannot be changed."""
    parts, done, left = [], 0, []
    for reference in found:
        start = offset_of(text, reference.position)
        start += not reference.is_link and text[start : start + 1] in ("'", '"')
        if start < done or not text.startswith(reference.written, start):
            left.append(reference)
            continue
        parts += [text[done:start], named(reference)]
        done = start + len(reference.written)
    changed = "".join([*parts, text[done:]])
    if left:
        return text, left
    expected = load(text)[0]
    for location, group in groupby(found, lambda one: one.location):
        _set(expected, location, {one.written: named(one) for one in group})
    return changed, () if load(changed)[0] == expected else found


def _set(value: Any, location: Location, names: Mapping[str, str]) -> None:
    """Put the other names into the text at `location` of a file's value."""
    *above, last = location
    for part in above:
        value = value[part]
    text = value[last]
    if text in names:
        value[last] = names[text]
        return
    links = [(offset, target) for offset, target in targets(text) if target in names]
    for offset, target in reversed(links):
        text = text[:offset] + names[target] + text[offset + len(target) :]
    value[last] = text
