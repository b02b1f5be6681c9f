"""What is new for customers: what was published and what changed, by the dates in the records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ..views import PublicView
from .entries import Entry, address_of, entry_of
from .page import Page

ADDRESS = "whats-new/"
SHOWN = 60
"""So many of the latest the page shows: it does not grow with the records."""


@dataclass(frozen=True)
class News:
    """Something that is new since a day."""

    id: str
    """The record."""
    on: date
    entry: Entry
    what: str | None
    """What is different since then; None when the whole page is new."""


def news_of(view: PublicView) -> Iterator[News]:
    """All news, the latest first; those of one day in the order of their addresses."""
    found: list[tuple[int, str, str, str]] = []
    for record in view.records():
        if record.published or record.changes:
            to = address_of(record)
            if record.published:
                found.append((-record.published.toordinal(), to, "", record.id))
            found += [(-change.on.toordinal(), to, change.what, record.id) for change in record.changes]
    for day, _, what, id in sorted(found):
        record = view.questions.get(id) or view.tutorials[id]
        yield News(id, date.fromordinal(-day), entry_of(record), what or None)


def news_page(news: Sequence[News]) -> Page:
    """`news` by month."""
    months = [(month, list(group)) for month, group in groupby(news, lambda n: n.on.replace(day=1))]
    return Page(
        address=ADDRESS,
        title="What's new",
        template="whats-new.html",
        values={"months": months},
        summary="New and updated answers, the latest first.",
        hide=("toc",),
    )
