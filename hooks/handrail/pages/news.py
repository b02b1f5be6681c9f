"""What is new for customers: what was published and what changed, by the dates in the records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ..views import PublicView
from .entries import Entry
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


def news_of(view: PublicView, entries: Mapping[str, Entry]) -> list[News]:
    """All news, the latest first; those of one day in the order of their addresses."""
    found = []
    for record in view.records():
        if record.published:
            found.append(News(record.id, record.published, entries[record.id], None))
        found += [News(record.id, change.on, entries[record.id], change.what) for change in record.changes]
    return sorted(found, key=lambda n: (-n.on.toordinal(), n.entry.address, n.what or ""))


def news_page(news: list[News]) -> Page:
    """The latest of `news` by month."""
    months = [(month, list(group)) for month, group in groupby(news[:SHOWN], lambda n: n.on.replace(day=1))]
    return Page(
        address=ADDRESS,
        title="What's new",
        template="whats-new.html",
        values={"months": months},
        description="New and updated answers, the latest first.",
        hide=("toc",),
    )
