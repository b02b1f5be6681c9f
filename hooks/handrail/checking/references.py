"""Whatever a record names must exist and be of the right kind."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache, partial
from itertools import starmap

from pydantic import BaseModel

from ..problems import Code, Problem
from ..reading.nearest import did_you_mean
from ..reading.yaml12 import shortened
from ..records.base import Record
from ..records.fields import Location, Refers, marked, marked_in_each
from ..records.ids import id_within
from ..records.interaction import Interaction
from ..records.library import FOLDERS, KINDS, Library
from ..records.remembering import remembered
from ..records.retired import Retired
from ..records.sheet import Sheet, Thing, marked_in
from ..records.texts import alone
from .finding import at, everything

_NAMED_IN = {
    "topic": (Code.UNKNOWN_TOPIC, "topic", "topics.yml"),
    "person": (Code.UNKNOWN_PERSON, "handle", "team.yml"),
    "stage": (Code.UNKNOWN_STAGE, "stage", "settings.yml"),
}


def references(library: Library, today: date) -> Iterator[Problem]:
    """Ids, topics, handles and stages that do not exist, and ids of the wrong kind."""
    known: Mapping[str, Collection[str]] = {
        "topic": {topic.id for topic in library.all_topics()},
        "person": {member.handle for member in library.team.team},
        "stage": set(library.settings.stages),
    } | {kind: library.of_kind(kind) for kind in FOLDERS}
    explained = cache(partial(_explain, library, known))  # one name may be wrong in thousands of records
    empty: set[str] = set()
    doubtful = library.unusable | {path for path, _, _ in library.unfinished}
    is_there = cache(lambda name, to: any(name in known[kind] for kind in to))
    for path, start, thing in everything(library):
        if all(starmap(is_there, _named(thing))):
            continue
        for location, name, to in _naming(thing):
            if is_there(name, to) or name in library.unusable:
                continue
            where = ".".join(p for p in location if isinstance(p, str))
            if name in library.retired and set(to) & KINDS.keys():
                there = {own_id(thing), *_beside(thing, location)}
                yield at(library, path, (*start, *location), *retired(library.retired[name], where, there))
                continue
            if to == ("interaction",) and f"interactions/{name.partition('#')[0]}.yml" in doubtful:
                continue
            if to[0] in _NAMED_IN and _NAMED_IN[to[0]][2] in library.unusable:
                continue
            if not known[to[0]] and to[0] in _NAMED_IN:
                empty.add(to[0])
                continue
            code, message, fix = explained(name, to)
            yield at(library, path, (*start, *location), code, f"{where}: {message}", fix)
    for kind in empty:  # said once, and not of each record
        code, noun, file = _NAMED_IN[kind]
        fix = "write what belongs here, or take back what was there"
        yield at(library, file, (), code, f"there is no {noun} here, and records name some", fix)


@remembered
def _named(thing: Thing) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each name of something else, and of what it may be one."""
    every = (
        marked_in_each(Interaction, thing.different, Refers)
        if isinstance(thing, Sheet)
        else marked(thing, Refers)
    )
    return tuple({(name, refers.to): None for _, name, refers in every})


def _naming(thing: Thing) -> Iterator[tuple[Location, str, tuple[str, ...]]]:
    """The same for each place where a name is, with that."""
    return ((location, name, refers.to) for location, name, refers in marked_in(thing, Refers))


def own_id(thing: Thing) -> str:
    """The id by which others name it; '' for what is no record."""
    return thing.id if isinstance(thing, Record) else ""


def _beside(thing: Thing, location: Location) -> Iterator[str]:
    """What else the list names that has the name at `location`."""
    if isinstance(location[-1], int):
        yield from (name for at, name, _ in _naming(thing) if at[:-1] == location[:-1])


def named_for_nothing(library: Library, today: date) -> Iterator[Problem]:
    """Lists that name a record twice, or the record that has them."""
    for path, start, thing in alone(library):
        for location, name, to in _for_nothing(thing):
            if library.kind_of(name) not in KINDS.keys() & to:
                continue  # which is said elsewhere
            where = ".".join(p for p in location if isinstance(p, str))
            own = name == own_id(thing)
            message = f"{where}: '{name}' is {'this record itself' if own else 'named twice'}"
            fix = "take it out" if own else "take one of the two out"
            yield at(library, path, (*start, *location), Code.NAMED_FOR_NOTHING, message, fix)


@remembered
def _for_nothing(thing: BaseModel) -> tuple[tuple[Location, str, tuple[str, ...]], ...]:
    """Where such names are in its lists, and of what each may be one."""
    listed = [one for one in _naming(thing) if isinstance(one[0][-1], int)]
    known = {(location[:-1], own_id(thing)) for location, _, _ in listed}
    found = []
    for location, name, to in listed:
        if (location[:-1], name) in known:
            found.append((location, name, to))
        known.add((location[:-1], name))
    return (*found,)


def retired(record: Retired, where: str, known: Collection[str]) -> tuple[Code, str, str]:
    """What is said of a reference to a retired record, where those that are `known` need not be named."""
    message = f"{where}: '{record.id}' was retired on {record.retired.isoformat()}"
    instead = " or ".join(f"'{id}'" for id in dict.fromkeys(record.instead) if id not in known)
    fix = "take it out" if record.instead else "take it out; nothing took its place"
    fix = f"name {instead} instead, or take it out" if instead else fix
    return Code.REFERS_TO_RETIRED, message, fix


def _explain(
    library: Library, known: Mapping[str, Collection[str]], name: str, kinds: tuple[str, ...]
) -> tuple[Code, str, str]:
    within = id_within(name)
    if any(within in known[kind] for kind in kinds):
        near: str | None = f"write {within}"
    else:
        near = did_you_mean(name, [n for kind in kinds for n in known[kind]])
    if kinds[0] in _NAMED_IN:
        code, noun, file = _NAMED_IN[kinds[0]]
        return (
            code,
            f"there is no {noun} '{shortened(name)}'",
            near or f"add it to {file}, or use one that is there",
        )
    wanted = (
        "record" if len(kinds) == len(KINDS) else " or ".join(kind for kind in kinds if kind != "retired")
    )
    if kind := library.kind_of(name):
        return (
            Code.WRONG_KIND,
            f"'{name}' is {'an' if kind == 'interaction' else 'a'} {kind}",
            f"name a {wanted}",
        )
    if record := library.now_called(name):
        return Code.UNKNOWN_ID, f"there is no {wanted} '{name}' any more", f"it is called {record.id} now"
    return (
        Code.UNKNOWN_ID,
        f"there is no {wanted} '{shortened(name)}'",
        near or "correct the id, or write that record",
    )
