"""Are we ready to scale? The signs that say scale now, and those that say it is too early.

Most young companies that fail scale before they are ready (Startup Genome, "Premature scaling", 2011). Each
sign is a definition that the records decide, or a question to a person where no record can. Thresholds that
are a company's own to choose are in settings.yml; `records.settings.Readiness` says what they mean.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from ...records.library import Library
from ..history import History
from ..ladder.standing import Standing
from .early import demand, high_risk, no_plan_b, nothing_nailed, one_person, unsolved, untrained
from .now import asks_grow, busy, new_segments
from .sign import Side, Sign, asked


class Ready(StrEnum):
    """What all signs say together."""

    NOT_YET = "not yet"
    UNKNOWN = "not known yet"
    YES = "yes"
    NO_NEED = "no need"


def signs(library: Library, past: History, standings: Mapping[str, Standing]) -> tuple[Sign, ...]:
    """All signs as of `past.today`, those for scaling first."""
    reckoning = library.settings.readiness
    return (
        asks_grow(past, reckoning),
        busy(library, past, reckoning),
        new_segments(past),
        *asked(reckoning, past.today, Side.NOW),
        demand(past, reckoning),
        nothing_nailed(library, standings),
        unsolved(library, past),
        one_person(library, past),
        untrained(library, past),
        no_plan_b(library),
        high_risk(library),
        *asked(reckoning, past.today, Side.EARLY),
    )


def ready(found: Sequence[Sign]) -> Ready:
    """A single sign of too early is enough for not yet, and one that is not known for not known."""
    early = {sign.holds for sign in found if sign.side is Side.EARLY}
    if True in early:
        return Ready.NOT_YET
    if None in early:
        return Ready.UNKNOWN
    return Ready.YES if any(s.holds for s in found if s.side is Side.NOW) else Ready.NO_NEED
