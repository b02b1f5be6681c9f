"""Lines of lists that lead to the pages of questions and tutorials."""

from collections.abc import Mapping
from typing import NamedTuple

from ..records.public import PublicProcedure, PublicQuestion
from ..views import PublicView
from .page import address


class Entry(NamedTuple):
    """A line of a list that leads to a page."""

    address: str
    title: str
    is_tutorial: bool
    minutes: int


def entries_of(view: PublicView) -> Mapping[str, Entry]:
    """Every page that a list can lead to, by its record's id: tutorials first, then questions."""
    tutorials = {id: entry_of(tutorial) for id, tutorial in view.tutorials.items()}
    return tutorials | {id: entry_of(question) for id, question in view.questions.items()}


def entry_of(record: PublicQuestion | PublicProcedure) -> Entry:
    """The line that leads to its page."""
    minutes = total_minutes(record) if isinstance(record, PublicProcedure) else 0
    return Entry(address_of(record), record.title, isinstance(record, PublicProcedure), minutes)


def address_of(record: PublicQuestion | PublicProcedure) -> str:
    """Where its page is."""
    return address("question" if isinstance(record, PublicQuestion) else "tutorial", record.id)


def total_minutes(tutorial: PublicProcedure) -> int:
    """How long all steps take together, those without a time as none."""
    return sum(step.minutes or 0 for step in tutorial.steps)
