"""A risk: one entry of the risk register, with its plan B."""

from typing import Literal

from .base import Audience, Record
from .fields import Line, Markdown, Score, Word


class Category(Word):
    """What a risk comes from."""

    TECHNICAL = "technical"
    FINANCIAL = "financial"
    ORGANIZATIONAL = "organizational"
    SECURITY_PRIVACY = "security_privacy"
    SUPPLIER = "supplier"
    QUALITY = "quality"
    LEGAL = "legal"
    MIGRATION = "migration"


class Status(Word):
    """Where a risk stands."""

    OPEN = "open"
    MITIGATED = "mitigated"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class Risk(Record):
    """One entry of the risk register."""

    title: Line
    """What could happen."""
    audience: Literal[Audience.INTERNAL] = Audience.INTERNAL
    """A risk is always internal."""
    category: Category
    """What it comes from."""
    likelihood: Score
    """How likely it is, 1 to 5."""
    impact: Score
    """How bad it would be, 1 to 5."""
    mitigation: Markdown
    """What we do so that it does not happen."""
    plan_b: Markdown
    """What we do when it has happened."""
    signals: tuple[Line, ...] = ()
    """What we would see first."""
    status: Status = Status.OPEN
    """open (the default), mitigated, accepted or closed."""

    @property
    def weight(self) -> int:
        """Likelihood × impact, 1 to 25."""
        return self.likelihood * self.impact
