"""A procedure: a thing done for customers, step by step, in staff's voice and in the customer's."""

from typing import Annotated, Self

from pydantic import ConfigDict, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from .base import Change, Record
from .fields import Date, Duration, Filled, Handle, Line, Markdown, Minutes, RiskId, Schema, Word


class By(Word):
    """Who or what does a step."""

    HAND = "hand"
    ASSISTED = "assisted"
    SCRIPTED = "scripted"
    SELF_SERVE = "self_serve"

    @property
    def is_a_person(self) -> bool:
        """One of us takes part, so the customer has to wait for us."""
        return self in (By.HAND, By.ASSISTED)


def _has(field: str) -> JsonDict:
    """What JSON Schema calls a field that is there and not empty."""
    return {"required": [field], "properties": {field: {"not": {"type": "null"}}}}


class Step(Schema):
    """One step, told to staff, to the customer, or to both."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [_has("staff"), _has("customer")]})

    title: Line
    """What is done, in a few words."""
    staff: Markdown | None = None
    """How staff do it."""
    customer: Markdown | None = None
    """How customers do it, or what they see us do."""
    expected: Markdown | None = None
    """What there is to see when it worked."""
    if_it_fails: Markdown | None = None
    """What to do when it did not."""
    minutes: Minutes | None = None
    """How long it takes, in minutes."""
    by: By = By.HAND
    """Who or what does it: hand (the default), assisted, scripted or self_serve."""
    tool: Line | None = None
    """The tool that staff use for it."""

    @model_validator(mode="after")
    def _has_a_voice(self) -> Self:
        if self.staff is None and self.customer is None:
            raise PydanticCustomError("no_voice", "has neither 'staff' nor 'customer'")
        return self


class Escalation(Schema):
    """When to hand the case on, to whom, and how fast they answer."""

    when: Markdown
    """What happens that staff cannot settle themselves."""
    to: Handle
    """Who takes over: a handle from team.yml."""
    within: Duration
    """How fast they answer."""


class KeepByHand(Schema):
    """The decision that this stays by hand, on purpose."""

    why: Markdown
    """Why a person is better here."""
    revisit: Date
    """The day to look at the decision again."""


class Override(Schema):
    """The decision to publish before the evidence is there."""

    reason: Markdown
    """Why it cannot wait for the evidence."""
    by: Handle
    """Who decided it: a handle from team.yml."""
    until: Date
    """The last day on which it holds."""


class Procedure(Record):
    """A thing done for customers: a playbook, and, once nailed, a tutorial."""

    title: Line
    """What staff call it."""
    customer_title: Line | None = None
    """What the tutorial is called, in customers' words."""
    who_for: Line | None = None
    """Whom the tutorial is for, in customers' words."""
    trigger: Markdown
    """What sets it off."""
    outcome: Markdown
    """What the customer has at the end."""
    backup: Handle | None = None
    """The second owner, who can do it too."""
    sla: Duration | None = None
    """How long it may take from the ask to the outcome."""
    before_you_start: tuple[Markdown, ...] = ()
    """What must be at hand or true before the first step."""
    steps: Annotated[tuple[Step, ...], Filled]
    """The steps, in order."""
    escalation: tuple[Escalation, ...] = ()
    """When to hand the case on, to whom, within what time."""
    risks: tuple[RiskId, ...] = ()
    """Ids of the risks that threaten it."""
    changes: tuple[Change, ...] = ()
    """What changed for customers since it was published; "What's new" and the feed announce it."""
    minutes_to_write: Minutes | None = None
    """How long it took to write this down, in minutes; settings.yml says the default."""
    keep_by_hand: KeepByHand | None = None
    """It stays by hand on purpose: why, and when to look again."""
    override: Override | None = None
    """It is published before the evidence is there: why, by whom, until when."""

    @property
    def has_tutorial(self) -> bool:
        """At least one step speaks to the customer."""
        return any(step.customer for step in self.steps)
