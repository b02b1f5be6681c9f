"""A question: one entry of the FAQ."""

from .base import Change, Record
from .fields import Line, Markdown, Minutes, ProcedureId, Verbatim


class Question(Record):
    """One entry of the FAQ: what customers ask, and the answer."""

    question: Line
    """The question as a customer would put it, plain text."""
    asked_as: tuple[Verbatim, ...] = ()
    """How customers have put it in their own words; search answers to them."""
    answer: Markdown
    """The answer, the short one first."""
    symptoms: Markdown | None = None
    """What the customer sees."""
    environment: Markdown | None = None
    """Where it happens: device, app version, country."""
    cause: Markdown | None = None
    """Why it happens."""
    procedure: ProcedureId | None = None
    """The procedure that staff follow when this is asked."""
    escalate: Markdown | None = None
    """What to send, to whom, and how fast an answer comes, when the answer does not help."""
    changes: tuple[Change, ...] = ()
    """What changed for customers since it was published; "What's new" and the feed announce it."""
    minutes_to_write: Minutes | None = None
    """How long it took to write this down, in minutes; settings.yml says the default."""

    @property
    def title(self) -> str:
        """What links to it say."""
        return self.question
