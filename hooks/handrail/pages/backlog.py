"""The backlog page: what customers need next, and what they could have read and did not."""

from collections.abc import Iterator

from ..evidence.history import History
from ..evidence.needs import backlog
from ..records.library import Library
from .page import Page

ROWS = 50
"""So many needs and records are shown; of the others only the sums."""


def backlog_pages(library: Library, past: History) -> Iterator[Page]:
    """The one page."""
    yield Page(
        address="backlog/",
        title="Backlog",
        template="staff/backlog.html",
        values={"backlog": backlog(library, past), "today": past.today, "rows": ROWS},
        hide=("toc",),
    )
