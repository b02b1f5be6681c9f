"""The board: every procedure on its rung of the ladder, what moved, and what was sent back."""

from collections.abc import Iterator, Mapping
from datetime import date

from ..evidence.history import History
from ..evidence.ladder.rungs import Rung
from ..evidence.ladder.standing import Standing, moved, standings
from ..records.library import Library
from .page import Page
from .pictures import ladder

DAYS = 30
"""What moved is what stood elsewhere so many days ago."""


def board_pages(library: Library, past: History, now: Mapping[str, Standing]) -> Iterator[Page]:
    """One page, with the standings `now` of all procedures."""
    then = date.fromordinal(max(past.today.toordinal() - DAYS, 1))
    steps = moved(standings(library, past.until(then)), now)
    on_ladder = [standing for standing in now.values() if not standing.kept_by_hand]
    yield Page(
        address="board/",
        title="Board",
        template="staff/board.html",
        values={
            "procedures": library.procedures,
            "picture": ladder({rung.words: sum(s.rung is rung for s in on_ladder) for rung in Rung}),
            "rungs": {rung: [s for s in on_ladder if s.rung is rung] for rung in Rung},
            "kept": [standing for standing in now.values() if standing.kept_by_hand],
            "sent_back": [standing for standing in now.values() if standing.sent_back],
            "moved": steps,
            "was": {new.id: old.rung for old, new in steps},
            "days": DAYS,
            "then": then,
            "today": past.today,
        },
        hide=("toc",),
    )
