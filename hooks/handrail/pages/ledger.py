"""The ledger page: what by-hand work costs, what publishing saved, and the measures of KCS."""

from collections.abc import Iterator

from ..evidence.history import History
from ..evidence.kcs import kcs
from ..evidence.ledger import Ledger
from ..records.library import Library
from .page import Page

ROWS = 100
"""So many records are shown with the interactions behind them; of the others only the sums."""


def ledger_pages(library: Library, past: History, ledger: Ledger) -> Iterator[Page]:
    """The one page."""
    yield Page(
        address="ledger/",
        title="Ledger",
        template="staff/ledger.html",
        values={
            "ledger": ledger,
            "kcs": kcs(library, past),
            "today": past.today,
            "rows": ROWS,
        },
        hide=("toc",),
    )
