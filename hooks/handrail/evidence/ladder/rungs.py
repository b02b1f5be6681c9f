"""The rungs of the ladder, and one rule of one of them as it stands for a procedure."""

from dataclasses import dataclass
from enum import StrEnum

from ...records.cycle import Cycle
from ...records.interaction import Interaction
from ...records.risk import Risk

Value = bool | int | float | str | None
"""What a rule found or needs, as JSON has it; None is not known."""


class Rung(StrEnum):
    """How far a procedure has come from by hand to self-serve, the lowest first."""

    BY_HAND = "by_hand"
    WRITTEN_DOWN = "written_down"
    REPEATABLE = "repeatable"
    NAILED = "nailed"
    SELF_SERVE = "self_serve"
    PROVEN = "proven"

    @property
    def height(self) -> int:
        """0 for the lowest."""
        return list(Rung).index(self)

    @property
    def words(self) -> str:
        """As staff read it: `written down`, `self-serve`."""
        return "self-serve" if self is Rung.SELF_SERVE else self.value.replace("_", " ")


@dataclass(frozen=True)
class Rule:
    """One rule, whether it holds for a procedure, and the records that say so."""

    rung: Rung
    """The rung that it belongs to."""
    name: str
    """A short stable name, such as `solved`."""
    holds: bool
    value: Value
    needed: Value
    says: str
    """What was found, in words: `10 of 11 runs solved: 90.9 %`."""
    wants: str
    """What is needed, in words: `at least 90 % of the runs solved`."""
    otherwise: str
    """What is to be done while it does not hold, in words."""
    interactions: tuple[Interaction, ...] = ()
    risks: tuple[Risk, ...] = ()
    cycles: tuple[Cycle, ...] = ()

    @property
    def missing(self) -> str:
        """What is to be done until it holds, in words; empty when it does."""
        return "" if self.holds else self.otherwise

    @property
    def records(self) -> tuple[str, ...]:
        """The ids of the records that count."""
        return (
            *(interaction.id for interaction in self.interactions),
            *(risk.id for risk in self.risks),
            *(cycle.id for cycle in self.cycles),
        )
