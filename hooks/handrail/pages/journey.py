"""The journey page: from first hearing of the company to recommending it."""

from collections.abc import Iterator

from ..evidence.history import History, minutes
from ..evidence.journey import journey
from ..records.library import Library
from . import pictures
from .page import Page


def journey_pages(library: Library, past: History) -> Iterator[Page]:
    """The one page."""
    stages = journey(library, past)
    yield Page(
        address="journey/",
        title="Journey",
        template="staff/journey.html",
        values={
            "journey": stages,
            "picture": pictures.journey(
                [(s.id.replace("-", " "), minutes(s.interactions), s.satisfaction) for s in stages.stages]
            ),
        },
        hide=("toc",),
    )
