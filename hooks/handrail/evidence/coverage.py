"""Which of customers' asks the help center answers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from ..records.interaction import Interaction
from ..records.library import Library
from ..records.procedure import Procedure
from ..records.question import Question
from .history import History, between

Article = Question | Procedure
"""What by-hand work can use, and customers can read once it is public."""
RECENT = timedelta(days=90)
"""What is meant by the last 90 days, today included."""


@dataclass(frozen=True)
class Coverage:
    """Interactions in which a customer asked something, and those of them with a public answer."""

    asked: tuple[Interaction, ...]
    covered: tuple[Interaction, ...]
    """They used a record that customers can read today."""
    in_time: tuple[Interaction, ...]
    """Customers could read it on the day they asked, and asked all the same."""

    @property
    def uncovered(self) -> tuple[Interaction, ...]:
        """They used nothing that customers can read."""
        covered = {i.id for i in self.covered}
        return tuple(i for i in self.asked if i.id not in covered)


def articles(library: Library) -> Iterator[Article]:
    """Every question and procedure."""
    yield from library.questions.values()
    yield from library.procedures.values()


def recent(past: History) -> tuple[Interaction, ...]:
    """The interactions of the last 90 days."""
    tomorrow = past.today + timedelta(days=1)
    return between(past.interactions, tomorrow - RECENT, tomorrow)


def coverage(library: Library, interactions: Iterable[Interaction]) -> Coverage:
    """What of `interactions` a public answer covers.

    It is the site of today that is asked: an answer that was written after somebody asked covers the next
    one who does. An archived record is not on it.
    """
    asked = tuple(i for i in interactions if i.asked)
    return Coverage(
        asked=asked,
        covered=tuple(i for i in asked if answers(library, i)),
        in_time=tuple(i for i in asked if any(_since(r, i) for r in answers(library, i))),
    )


def answers(library: Library, interaction: Interaction) -> list[Article]:
    """The records used in it that customers can read today."""
    used = (library.article(id) for id in interaction.used)
    return [record for record in used if record and record.is_public]


def answering_now(library: Library, past: History) -> Mapping[str, Article]:
    """The records that customers can read today, by each id by which they were used, the first used first."""
    used = ((id, library.article(id)) for id in past.used)
    return {id: record for id, record in used if record and record.is_public}


def _since(record: Article, interaction: Interaction) -> bool:
    return record.published is not None and record.published <= interaction.on
