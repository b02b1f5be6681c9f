"""The page on people: what depends on one of them, and how the by-hand work is shared."""

from collections.abc import Iterator

from ..evidence.history import History, minutes
from ..evidence.people import DAYS, people
from ..records.library import Library
from .page import Page


def people_pages(library: Library, past: History) -> Iterator[Page]:
    """One page."""
    found = people(library, past)
    yield Page(
        address="people/",
        title="People",
        template="staff/people.html",
        values={
            "people": found,
            "does": {member.handle: member.does for member in library.team.team},
            "minutes_of": {handle: minutes(done) for handle, done in found.load.items()},
            "days": DAYS,
            "today": past.today,
        },
        source=library.team.path,
        hide=("toc",),
    )
