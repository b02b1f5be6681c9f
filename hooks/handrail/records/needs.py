"""needs.yml: what staff decided about the groups of the backlog."""

from typing import Annotated

from .fields import Date, Filled, Handle, Help, Id, Line, Refers, Schema

InteractionId = Annotated[str, Refers(("interaction",))]


class NamedNeed(Schema):
    """A need that a person has put a name to.

    The groups of the backlog that these interactions lie in become this need. A group with interactions of
    two needs is split between them: each other interaction goes to the one that it resembles most.
    """

    id: Id
    """Its name in `handrail backlog` and `handrail new --from`: no record's id but that in `answered_by`."""
    title: Line
    """What customers need, in a few words."""
    interactions: Annotated[tuple[InteractionId, ...], Filled]
    """Interactions that show it; one for each group that belongs to it will do."""
    answered_by: Help | None = None
    """The question or procedure that answers it. Once that is public, the need is no longer one."""
    confirmed_by: Handle | None = None
    """Who has read the interactions and says that customers do need it."""
    confirmed: Date | None = None
    """When."""


class Needs(Schema):
    """needs.yml: the needs that have a name. The file itself is the list."""

    path: str
    needs: tuple[NamedNeed, ...]
