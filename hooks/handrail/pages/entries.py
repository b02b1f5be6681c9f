"""Lines of lists that lead to the pages of questions and tutorials."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..records.public import PublicProcedure
from ..views import PublicView
from .page import address


@dataclass(frozen=True)
class Entry:
    """A line of a list that leads to a page."""

    address: str
    title: str
    is_tutorial: bool
    minutes: int


def entries_of(view: PublicView) -> Mapping[str, Entry]:
    """Every page that a list can lead to, by its record's id: tutorials first, then questions."""
    tutorials = {
        t.id: Entry(address("tutorial", t.id), t.title, True, total_minutes(t))
        for t in view.tutorials.values()
    }
    questions = {q.id: Entry(address("question", q.id), q.title, False, 0) for q in view.questions.values()}
    return tutorials | questions


def total_minutes(tutorial: PublicProcedure) -> int:
    """How long all steps take together, those without a time as none."""
    return sum(step.minutes or 0 for step in tutorial.steps)
