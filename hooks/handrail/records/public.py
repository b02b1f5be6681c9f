"""The public types: the one list of what the public site may show.

A field that is not here is internal, those added to a record later too. Nothing else about a
record is public, by type: the pages of the public site are rendered from these alone.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from .base import Change
from .settings import Contact, Site


@dataclass(frozen=True)
class Helped:
    """With how many customers something was done by hand: coarse, as `evidence.published` says."""

    over: int
    """More customers than this."""
    month: date
    """The month of the last time, as its first day."""


@dataclass(frozen=True)
class PublicQuestion:
    """What customers may see of a question."""

    id: str
    topic: str
    question: str
    answer: str
    asked_as: tuple[str, ...]
    symptoms: str | None
    environment: str | None
    cause: str | None
    escalate: str | None
    procedure: str | None
    """The tutorial that does it step by step; None while that is internal."""
    related: tuple[str, ...]
    published: date | None
    reviewed: date | None
    changes: tuple[Change, ...]
    was: tuple[str, ...]
    customers_helped: Helped | None
    you_asked: int | None
    """More customers than this asked before it was published."""
    asked_words: tuple[str, ...] | None
    """Words that many customers asked with; search finds it by them."""

    @property
    def title(self) -> str:
        """What links to it say."""
        return self.question


@dataclass(frozen=True)
class PublicStep:
    """What customers may see of a step."""

    title: str
    customer: str | None
    expected: str | None
    if_it_fails: str | None
    minutes: int | None
    by_a_person: bool


@dataclass(frozen=True)
class PublicProcedure:
    """What customers may see of a procedure: its tutorial."""

    id: str
    topic: str
    customer_title: str
    who_for: str | None
    outcome: str
    before_you_start: tuple[str, ...]
    sla: timedelta | None
    steps: tuple[PublicStep, ...]
    related: tuple[str, ...]
    published: date | None
    reviewed: date | None
    changes: tuple[Change, ...]
    was: tuple[str, ...]
    customers_helped: Helped | None
    you_asked: int | None
    asked_words: tuple[str, ...] | None

    @property
    def title(self) -> str:
        """What links to it say."""
        return self.customer_title


@dataclass(frozen=True)
class PublicRetired:
    """What customers may see of a record that is gone."""

    id: str
    kind: str
    title: str
    retired: date
    instead: tuple[str, ...]
    why: str | None
    was: tuple[str, ...]


@dataclass(frozen=True)
class PublicTopic:
    """What customers may see of a topic."""

    id: str
    title: str
    description: str | None
    icon: str
    was: tuple[str, ...]
    topics: tuple["PublicTopic", ...]


@dataclass(frozen=True)
class PublicSettings:
    """What customers may see of the settings."""

    site: Site
    contact: Contact
    featured: tuple[str, ...]
