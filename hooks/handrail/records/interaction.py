"""An interaction: one piece of by-hand work for one customer."""

from typing import Annotated

from pydantic import StringConstraints

from .fields import Date, Handle, HelpThen, Line, Markdown, Minutes, Score, StageId, Verbatim, Whole, Word

PSEUDONYM_PATTERN = r"^[a-z]{1,4}-\d{1,8}$"
Pseudonym = Annotated[str, StringConstraints(pattern=PSEUDONYM_PATTERN)]
"""A customer, without a name: `c-014`."""


class Channel(Word):
    """How the customer and we spoke."""

    INTERVIEW = "interview"
    CALL = "call"
    EMAIL = "email"
    CHAT = "chat"
    ONBOARDING = "onboarding"
    VISIT = "visit"
    SOCIAL = "social"
    OTHER = "other"


class Outcome(Word):
    """How it ended for the customer."""

    SOLVED = "solved"
    WORKAROUND = "workaround"
    UNSOLVED = "unsolved"


class Interaction(Whole):
    """One piece of by-hand work: an interview, a call, an e-mail, an onboarding, a set-up."""

    id: str
    """`<file stem>#<n>`, n from 1. It is not written in the file."""
    path: str
    """The file, relative to the folder of records. It is not written in the file."""
    on: Date
    """The day."""
    channel: Channel
    """How we spoke."""
    customer: Pseudonym
    """A pseudonym such as c-014, never a name."""
    segment: Line | None = None
    """The group of customers it belongs to."""
    stage: StageId | None = None
    """Where on the journey the customer was; settings.yml lists the stages."""
    asked: Verbatim | None = None
    """The customer's own words."""
    did: Markdown | None = None
    """What we did."""
    used: tuple[HelpThen, ...] = ()
    """Ids of the questions and procedures that were used."""
    by: Handle
    """Who did it: a handle from team.yml."""
    minutes: Minutes
    """How long it took us, in minutes."""
    outcome: Outcome
    """How it ended: solved, workaround or unsolved."""
    deviated: Markdown | None = None
    """Where the procedure did not fit."""
    satisfaction: Score | None = None
    """What the customer gave, 1 to 5."""
    feedback: Verbatim | None = None
    """What the customer said of it."""

    @property
    def number(self) -> int:
        """Its place in its file, from 1."""
        return number_of(self.id)


def number_of(id: str) -> int:
    """The place in its file, from 1, of the interaction with this id."""
    return int(id.rpartition("#")[2])
