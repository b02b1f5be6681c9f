"""A cycle is measured before it runs, and concluded when it has ended."""

from collections.abc import Iterator
from datetime import date

from ..evidence.cycles import State, state
from ..problems import Code, Problem
from ..records.cycle import Cycle, Phase
from ..records.library import Library
from .finding import at


def cycles(library: Library, today: date) -> Iterator[Problem]:
    """Cycles that run unmeasured, that are closed without a conclusion, or that end before they start."""
    for cycle in library.cycles.values():
        if cycle.phase not in (Phase.IDENTIFICATION, Phase.PLANNING):
            yield from _unmeasured(library, cycle)
        if state(cycle, today) is State.CLOSED:
            yield from _inconclusive(library, cycle)
        if cycle.ended and cycle.ended < cycle.started:
            message = f"it ended on {cycle.ended.isoformat()}, before it started"
            fix = f"correct 'ended' or 'started', which is {cycle.started.isoformat()}"
            yield at(library, cycle.path, ("ended",), Code.ENDS_BEFORE_START, message, fix)


def _unmeasured(library: Library, cycle: Cycle) -> Iterator[Problem]:
    for n, metric in enumerate(cycle.metrics):
        missing = [name for name in ("baseline", "target") if getattr(metric, name) is None]
        if missing:
            message = (
                f"the cycle is in '{cycle.phase}', and '{metric.name}' has no {' and no '.join(missing)}"
            )
            fix = (
                "write down the value before, and the one that would make it a success, "
                "or set 'phase: planning'"
            )
            yield at(library, cycle.path, ("metrics", n), Code.NOT_MEASURED, message, fix)


def _inconclusive(library: Library, cycle: Cycle) -> Iterator[Problem]:
    missing = [f"'{name}'" for name in ("learned", "decision") if getattr(cycle, name) is None]
    if not missing:
        return
    fix = "write down what you learned, and decide: scale, iterate or stop"
    if cycle.ended:
        told = f"it ended on {cycle.ended.isoformat()}"
        fix += "; while you are still at it, move 'ended' on"
    else:
        told = f"it is decided: {cycle.decision}"
    end = "ended" if cycle.ended else "decision"
    message = f"{told}, and has no {' and no '.join(missing)}"
    yield at(library, cycle.path, (end,), Code.NOT_CONCLUDED, message, fix)
