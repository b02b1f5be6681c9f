"""Every interaction with all that was written down of it: where the numbers of the staff site lead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ..evidence.history import History, minutes
from ..records.interaction import Interaction
from ..records.library import Library
from .page import A_PAGE, INTERACTIONS, Page, address, addresses_of

Parts = Sequence[Sequence[Interaction]]


@dataclass(frozen=True)
class _File:
    """What the list says of a file, of which it is not made from each interaction."""

    stem: str
    addresses: Sequence[str]
    """Its pages."""
    first: date
    last: date
    count: int
    minutes: int


def interactions_pages(library: Library, past: History) -> Iterator[Page]:
    """A list of the files, the one with the latest work first, and pages of at most `A_PAGE` interactions."""
    every = [_parts(sheet.interactions) for sheet in library.sheets if sheet]
    files = [(_file(parts), parts) for parts in every]
    files.sort(key=lambda each: (each[0].last, each[0].stem), reverse=True)
    yield Page(
        address=INTERACTIONS,
        title="Interactions",
        template="staff/interactions.html",
        values={"files": [file for file, _ in files]},
    )
    for file, parts in files:
        for n, part in enumerate(parts):
            yield _page(library, past, part, file, n)


def _file(parts: Parts) -> _File:
    days = [i.on for part in parts for i in part]
    return _File(
        stem=parts[0][0].id.partition("#")[0],
        addresses=[address("interaction", part[0].id).partition("#")[0] for part in parts],
        first=min(days),
        last=max(days),
        count=len(days),
        minutes=sum(map(minutes, parts)),
    )


def _parts(of_file: Sequence[Interaction]) -> Parts:
    """The interactions of a file by the page that shows them. One with a problem leaves a gap."""
    return [list(part) for _, part in groupby(of_file, lambda i: (i.number - 1) // A_PAGE)]


def _page(library: Library, past: History, part: Sequence[Interaction], file: _File, n: int) -> Page:
    addresses = file.addresses
    return Page(
        address=addresses[n],
        title=f"Interactions in {file.stem}" + (f", page {n + 1}" if n else ""),
        template="staff/interactions-file.html",
        values={
            "interactions": part,
            "used": {id: used_record(library, id) for i in part for id in i.used},
            "earlier": addresses[n - 1] if n else None,
            "later": addresses[n + 1] if n + 1 < len(addresses) else None,
            "today": past.today,
        },
        source=part[0].path,
        topic="interactions",
        hide=("toc",),
    )


def used_record(library: Library, id: str) -> tuple[str, str] | None:
    """Address and title of the question's page or the procedure's playbook; None when there is none."""
    if gone := library.retired.get(id):
        return addresses_of(gone.kind, id)[-1], gone.title
    record = library.article(id)
    return (addresses_of(library.kind_of(id) or "", id)[-1], record.title) if record else None
