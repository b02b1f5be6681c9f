"""One record with what is near it: enough of a library to check it and to make its pages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel

from ...evidence.history import History
from ...reading.wording import nearest
from ...records.fields import Refers, Rich, Unfinished, marked
from ...records.library import FOLDERS, KINDS, Library
from ...records.links import as_record_link, targets

V = TypeVar("V")


def near(library: Library, path: str, past: History) -> Library:
    """`library` with the record of the file `path`, what it names and links to, and its by-hand work.

    Risks, cycles and the company's own files are few, and in it as they are. Pages and problems of that
    record are those of the whole library, but for what compares it with all others (search, old ids).
    """
    own = [record for record in library.records() if record.path == path]
    uses = past.uses_of(own[0].id) if own else ()
    first = past.interactions[:1]  # rates are counted from it
    things = [*own, *(thing for file, _, thing in library.unfinished if file == path)]
    names = {record.id for record in own}
    for thing in things:
        names |= {*_named(library, thing)}
    names |= {id for use in (*uses, *first) for id in use.used}
    names |= {p.id for p in library.procedures.values() if not names.isdisjoint(p.risks)}
    kept: dict[str, Any] = {
        FOLDERS[kind]: _only(getattr(library, FOLDERS[kind]), names)
        for kind in ("question", "procedure", "interaction", "retired")
    }
    kept["interactions"] = MappingProxyType({**kept["interactions"], **{i.id: i for i in (*first, *uses)}})
    return replace(
        library,
        **kept,
        unfinished=tuple(one for one in library.unfinished if one[0] == path),
    )


def _named(library: Library, thing: BaseModel | Unfinished) -> Iterator[str]:
    """The ids of all that it names; of those that are not there, what may be meant."""
    named = {name for _, name, _ in marked(thing, Refers)}
    for _, text, _ in marked(thing, Rich):
        named |= {link.id for _, target in targets(text) if (link := as_record_link(target))}
    for name in named:
        yield name
        if library.kind_of(name) is None:
            meant = library.now_called(name)
            yield from [meant.id] if meant else []
            yield from filter(None, (nearest(name, getattr(library, FOLDERS[kind])) for kind in KINDS))


def _only(records: Mapping[str, V], ids: Iterable[str]) -> Mapping[str, V]:
    return MappingProxyType({id: records[id] for id in sorted(ids) if id in records})
