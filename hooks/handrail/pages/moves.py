"""Where old addresses lead now: those of records and topics that had other ids, and what moved.yml says.

An old page becomes a page that leads on. An old place (`#…`) stays one on the page that is there today, so
that it needs neither a script nor the web server.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace

from ..records.base import Record
from ..records.library import Library
from ..records.public import PublicProcedure, PublicQuestion, PublicTopic
from ..views import PublicView
from .page import OldPlace, Page, address, addresses_of

_RECORD = re.compile(r"(?:questions|tutorials)/([a-z0-9-]+)/")


@dataclass(frozen=True)
class Moves:
    """Where old addresses of a site lead; addresses are written as `Page` has them."""

    pages: Mapping[str, str]
    """Old page → the page, or place on one, where it is now: never one that is itself old."""
    places: Mapping[str, str]
    """Old place (`questions/refund-time/#answer-cost`) → where what stood there is now."""


def moves_of(view: PublicView, there: Container[str], library: Library | None = None) -> Moves:
    """The moves of a site that has the pages `there`; of the staff site, if `library` is given.

    What leads to nothing is left out: the gate says so of a published address. A page that is there stays.
    """
    moved = {move.was[1:]: move.now[1:] for move in view.moved}
    named = dict(_renamed(view, library)) | {old: now for old, now in moved.items() if "#" not in old}
    named |= {old: now for old, now in _of_another_kind(view, there) if old not in named}
    known = Moves(named, {old: now for old, now in moved.items() if "#" in old})
    return Moves(
        {old: to for old in known.pages if old not in there and (to := _now(old, known, there)) is not None},
        {old: to for old in known.places if (to := _now(old, known, there)) is not None},
    )


def _now(old: str, known: Moves, there: Container[str]) -> str | None:
    """Where `old` is after all moves, one after the other; None when that is nowhere or a circle."""
    seen: set[str] = set()
    now = old
    while now not in seen:
        seen.add(now)
        page, mark, _ = now.partition("#")
        if mark and now in known.places:
            now = known.places[now]
        elif page in there:
            return now
        elif page in known.pages:
            to = known.pages[page]
            now = to if "#" in to or not mark else to + now[len(page) :]
    return None


def _renamed(view: PublicView, library: Library | None) -> Iterator[tuple[str, str]]:
    """The addresses of records and topics under their old ids, and where these are now."""
    for question in view.questions.values():
        yield from _old("question", question)
    for tutorial in view.tutorials.values():
        yield from _old("tutorial", tutorial)
    for topic in view.all_topics():
        yield from _old("topic", topic)
    for gone in view.retired.values():
        for old in gone.was:
            yield from zip(addresses_of(gone.kind, old), addresses_of(gone.kind, gone.id), strict=True)
    if library:
        for procedure in library.procedures.values():
            yield from _old("playbook", procedure)
        for cycle in library.cycles.values():
            yield from _old("cycle", cycle)
        for risk in library.risks.values():
            yield from _old("risk", risk)


def _old(
    kind: str, thing: Record | PublicQuestion | PublicProcedure | PublicTopic
) -> Iterator[tuple[str, str]]:
    for old in thing.was:
        yield address(kind, old), address(kind, thing.id)


def _of_another_kind(view: PublicView, there: Container[str]) -> Iterator[tuple[str, str]]:
    """Published addresses of a question that is a tutorial now, under its id or an old one, and back."""
    now: dict[str, str] = {}
    for kind, records in (("question", view.questions), ("tutorial", view.tutorials)):
        for record in records.values():
            now |= dict.fromkeys((record.id, *record.was), address(kind, record.id))
    for url in view.urls:
        if url not in there and (match := _RECORD.fullmatch(url)) and match[1] in now:
            yield url, now[match[1]]


def with_old_places(pages: Mapping[str, Page], moves: Moves) -> dict[str, Page]:
    """`pages` with every old place on the page that stands where its page was."""
    found = dict(pages)
    for old, now in moves.places.items():
        page, _, place = old.partition("#")
        to = moves.pages.get(page, page)
        if host := found.get(to.partition("#")[0]):
            target = found.get(now.partition("#")[0])
            known = OldPlace(place, now, target.title if target else now)
            found[host.address] = replace(host, old_places=(*host.old_places, known))
    return found
