"""The page "Are we ready to scale?"."""

from collections.abc import Iterator, Mapping

from ..evidence.history import History
from ..evidence.ladder.standing import Standing
from ..evidence.readiness.sign import Side
from ..evidence.readiness.signs import ready, signs
from ..records.library import Library
from .page import Page


def readiness_pages(library: Library, past: History, standings: Mapping[str, Standing]) -> Iterator[Page]:
    """The one page."""
    found = signs(library, past, standings)
    yield Page(
        address="readiness/",
        title="Are we ready to scale?",
        template="staff/readiness.html",
        values={
            "ready": ready(found),
            "sides": {side: [sign for sign in found if sign.side is side] for side in Side},
            "settings": library.settings,
        },
    )
