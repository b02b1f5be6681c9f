"""One record with what is near it: enough of a library to check it and to make its pages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel

from ...evidence.history import History
from ...reading.nearest import nearest
from ...records.fields import Refers, Rich, Unfinished, marked
from ...records.ids import id_within
from ...records.library import KINDS, Library, kind_and_id
from ...records.links import as_record_link, targets

V = TypeVar("V")


def near(library: Library, path: str, past: History) -> Library:
    """`library` with the record of the file `path`, what it names and links to, and its by-hand work.

    Risks, cycles and the company's own files are few, and in it as they are. Pages and problems of that
    record are those of the whole library, but for what compares it with all others (search).
    """
    kind, id = kind_and_id(path)
    record = library.of_kind(kind).get(id)
    uses = past.uses_of(id)
    first = past.interactions[:1]  # rates are counted from it
    names = {id}
    unfinished = [thing for file, _, thing in library.unfinished if file == path]
    for thing in (*([record] if record else ()), *unfinished):
        names |= {*_named(library, thing)}
    for old in record.was if record else ():
        names |= {old, *(other.id for other in library.records() if old in other.was)}
    names |= {used for use in (*uses, *first) for used in use.used}
    names |= {p.id for p in library.procedures.values() if not names.isdisjoint(p.risks)}
    kept: dict[str, Any] = {
        folder: _only(getattr(library, folder), names)
        for folder in ("questions", "procedures", "interactions", "retired")
    }
    kept["interactions"] = MappingProxyType({**kept["interactions"], **{i.id: i for i in (*first, *uses)}})
    return replace(library, **kept)


def _named(library: Library, thing: BaseModel | Unfinished) -> Iterator[str]:
    """The ids of all records that it names; of those that are not there, of what may be meant."""
    named = {(name, kind) for _, name, refers in marked(thing, Refers) for kind in refers.to}
    for _, text, _ in marked(thing, Rich):
        named |= {(link.id, link.kind) for _, to in targets(text) if (link := as_record_link(to))}
    for name, kind in named:
        yield name
        if kind in KINDS and library.kind_of(name) is None:
            meant = library.now_called(name)
            close = nearest(name, library.of_kind(kind))
            yield from filter(None, (meant and meant.id, close, id_within(name)))


def _only(records: Mapping[str, V], ids: Iterable[str]) -> Mapping[str, V]:
    return MappingProxyType({id: records[id] for id in sorted(ids) if id in records})
