"""Two libraries → what is different, as data: what `handrail diff --format json` prints."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from ..evidence.coverage import coverage, recent
from ..evidence.history import History, history
from ..evidence.kcs import SOON
from ..evidence.ladder.rungs import Rule
from ..evidence.ladder.standing import Standing, standings
from ..pages.website import Site, site_of
from ..records.base import Audience
from ..records.library import FOLDERS, KINDS, Library
from ..search.documents import documents_of
from ..search.model import Model, train
from ..search.ranking import ask
from ..views import public_view
from .fields import changed_fields

_KIND = {model: kind for kind, model in KINDS.items()}
_FOLDERS = [FOLDERS[kind] for kind in (*KINDS, "retired")]
Records = Mapping[tuple[str, str], Any]
"""What is compared, by kind and id."""


@dataclass(frozen=True)
class Changed:
    """A record that is new, gone, or other than before."""

    kind: str
    id: str
    title: str
    is_public: bool
    """Customers can read it now, or could before if it is gone."""
    was: str | None = None
    """The id that it had before, if it was another."""
    fields: tuple[str, ...] = ()
    """What changed in it, in words; () for one that is new or gone."""


@dataclass(frozen=True)
class Climbed:
    """A procedure on another rung than before."""

    id: str
    title: str
    before: str
    now: str
    is_higher: bool
    because: tuple[str, ...]
    """The rules that hold now, or no longer, in words."""


@dataclass(frozen=True)
class Covered:
    """Of the last 90 days' asks, how many a public answer covers."""

    asked: int
    covered: int


@dataclass(frozen=True)
class Rank:
    """A question of expects.yml whose answer search finds at another place; None is not at all."""

    asked: str
    finds: str
    before: int | None
    now: int | None


@dataclass(frozen=True)
class Address:
    """An address of the public site that no page has any more."""

    old: str
    now: str | None
    """Where its readers are sent; None when nothing catches it."""


@dataclass(frozen=True)
class Review:
    """A record that must be read again soon."""

    kind: str
    id: str
    title: str
    owner: str
    due: date
    is_overdue: bool


@dataclass(frozen=True)
class Changes:
    """All that a merge means."""

    revision: str
    audience: str
    new: tuple[Changed, ...]
    changed: tuple[Changed, ...]
    gone: tuple[Changed, ...]
    addresses: tuple[Address, ...]
    forgotten: tuple[str, ...]
    """Addresses taken out of urls.txt, which only grows."""
    suite: tuple[Rank, ...] = ()
    """This and what follows is left out of what is meant for the public."""
    climbed: tuple[Climbed, ...] = ()
    coverage: tuple[Covered, Covered] | None = None
    """Before and now."""
    reviews: tuple[Review, ...] = ()


def with_unusable_of(new: Library, old: Library) -> Library:
    """`new` with those records of `old` that are still there and cannot be used, as they were."""
    known: dict[str, Any] = {}
    for folder in _FOLDERS:
        unusable = {id: record for id, record in getattr(old, folder).items() if id in new.unusable}
        known[folder] = MappingProxyType(dict(sorted((unusable | {**getattr(new, folder)}).items())))
    return replace(new, **known)


def compare(
    old: Library, new: Library, revision: str, audience: Audience, today: date, written: frozenset[str]
) -> Changes:
    """What is different in `new`, both as of `today`. For the public, only what customers could see.

    `written` are the addresses of hand-written pages.
    """
    records = _records(old, audience, today), _records(new, audience, today)
    sites = [site_of(library, Audience.PUBLIC, today, written) for library in (old, new)]
    changes = Changes(
        revision=revision,
        audience=audience.value,
        **_records_changed(*records),
        addresses=tuple(_addresses(*sites)),
        forgotten=tuple(url for url in old.urls if url not in new.urls),
    )
    if audience is Audience.PUBLIC:
        return changes
    past, now = history(old, today), history(new, today)
    return replace(
        changes,
        suite=tuple(_suite(old, new, today)),
        climbed=tuple(_climbed(new, standings(old, past), standings(new, now))),
        coverage=(_coverage(old, past), _coverage(new, now)),
        reviews=tuple(sorted(_reviews(new, today), key=lambda r: (r.due, r.id))),
    )


def _records(library: Library, audience: Audience, today: date) -> Records:
    """Everything that is compared, by kind and id."""
    if audience is Audience.INTERNAL:
        return {(_KIND[type(record)], record.id): record for record in library.records()}
    view = public_view(library, today)
    found: dict[tuple[str, str], Any] = {("question", q.id): q for q in view.questions.values()}
    return found | {("procedure", t.id): t for t in view.tutorials.values()}


def _records_changed(old: Records, new: Records) -> dict[str, Any]:
    before = {key: _before(key, record, old, new) for key, record in new.items()}
    kept = {key for key in before.values() if key}
    changed = [
        _entry(key, record, was=was[1] if was != key else None, fields=changed_fields(old[was], record))
        for key, record in sorted(new.items())
        if (was := before[key])
    ]
    return {
        "new": tuple(_entry(key, r) for key, r in sorted(new.items()) if not before[key]),
        "changed": tuple(c for c in changed if c.fields or c.was),
        "gone": tuple(_entry(key, r) for key, r in sorted(old.items()) if key not in kept),
    }


def _before(key: tuple[str, str], record: Any, old: Records, new: Records) -> tuple[str, str] | None:
    """The kind and id that a record had before; None for a new one."""
    if key in old:
        return key
    names = ((kind, id) for id in (*reversed(record.was), key[1]) for kind in (key[0], *KINDS))
    return next((name for name in names if name in old and name not in new), None)


def _entry(
    key: tuple[str, str], record: Any, was: str | None = None, fields: tuple[str, ...] = ()
) -> Changed:
    return Changed(key[0], record.id, record.title, getattr(record, "is_public", True), was, fields)


def _addresses(old: Site, new: Site) -> Iterator[Address]:
    for address in sorted({*old.pages, *old.moves.pages} - new.pages.keys()):
        now = new.moves.pages.get(address)
        if address in old.pages or now != old.moves.pages[address]:
            yield Address(f"/{address}", None if now is None else f"/{now}")


def _suite(old: Library, new: Library, today: date) -> Iterator[Rank]:
    if not new.expects.expects:
        return
    models = [train(d) if (d := documents_of(lib, Audience.PUBLIC, today)) else None for lib in (old, new)]
    for expect in new.expects.expects:
        record = new.help(expect.finds)
        ids = {expect.finds, *(record.was if record else ())}
        before, now = (_rank(model, expect.asked, ids) for model in models)
        if before != now:
            yield Rank(expect.asked, expect.finds, before, now)


def _rank(model: Model | None, asked: str, ids: set[str]) -> int | None:
    """The place of the first record with one of `ids`, counted from 1."""
    found = ask(model, asked, most=len(model.documents)).found if model else ()
    return next((place for place, one in enumerate(found, 1) if one.document.id in ids), None)


def _climbed(new: Library, before: Mapping[str, Standing], now: Mapping[str, Standing]) -> Iterator[Climbed]:
    for id, standing in sorted(now.items()):
        procedure = new.procedures[id]
        old = next((before[name] for name in (id, *reversed(procedure.was)) if name in before), None)
        if old is None or old.rung is standing.rung:
            continue
        is_higher = standing.rung.height > old.rung.height
        because = _held(old, standing) if is_higher else _lost(old, standing)
        yield Climbed(id, procedure.title, old.rung.words, standing.rung.words, is_higher, tuple(because))


def _held(old: Standing, now: Standing) -> list[str]:
    """The rules that hold now and did not: they are why it climbed."""
    missed = {(rule.rung, rule.name) for rule in old.missing_for(now.rung)}
    return [rule.says for rule in now.rules if rule.holds and (rule.rung, rule.name) in missed]


def _lost(old: Standing, now: Standing) -> list[str]:
    rules: Sequence[Rule] = now.missing_for(old.rung)
    return [f"{rule.says}; needed: {rule.wants}" for rule in rules]


def _coverage(library: Library, past: History) -> Covered:
    found = coverage(library, recent(past))
    return Covered(len(found.asked), len(found.covered))


def _reviews(library: Library, today: date) -> Iterator[Review]:
    for record in library.records():
        due = record.review_due(library.settings.review_every)
        if due is not None and due <= today + SOON:
            title = record.title
            yield Review(_KIND[type(record)], record.id, title, record.owner, due, due < today)
