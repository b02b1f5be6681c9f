"""What the cycles prove: where each stands, and whether its metrics did what they should."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from ..records.cycle import Better, Cycle, Metric, Phase
from ..records.library import Library


class Verdict(StrEnum):
    """What the result of a metric says."""

    MET = "target met"
    MISSED = "target missed"
    BROKEN = "guardrail broken"
    NO_TARGET = "no target set"
    NO_RESULT = "no result yet"


class State(StrEnum):
    """Where a cycle stands."""

    PLANNED = "not started"
    RUNNING = "running"
    CLOSED = "finished"


def verdict(metric: Metric) -> Verdict:
    """A broken guardrail outweighs a target that was met; a result that equals either is good."""
    if metric.result is None:
        return Verdict.NO_RESULT
    sign = 1 if metric.better is Better.HIGHER else -1
    if metric.guardrail is not None and sign * metric.result < sign * metric.guardrail:
        return Verdict.BROKEN
    if metric.target is None:
        return Verdict.NO_TARGET
    return Verdict.MET if sign * metric.result >= sign * metric.target else Verdict.MISSED


def state(cycle: Cycle, today: date) -> State:
    """It is closed when its last day is over, or with its decision; before that its phase decides."""
    over = cycle.ended is not None and cycle.ended < today
    decided = cycle.decision is not None and (cycle.ended is None or cycle.ended <= today)
    if over or decided:
        return State.CLOSED
    return State.PLANNED if cycle.phase in (Phase.IDENTIFICATION, Phase.PLANNING) else State.RUNNING


def failed(cycle: Cycle, today: date) -> tuple[Metric, ...]:
    """The metrics that broke a guardrail, and, once the cycle is closed, those that missed their target."""
    if cycle.started > today:
        return ()
    bad = {Verdict.BROKEN, Verdict.MISSED} if state(cycle, today) is State.CLOSED else {Verdict.BROKEN}
    return tuple(metric for metric in cycle.metrics if verdict(metric) in bad)


def cycles_of(library: Library, id: str) -> tuple[Cycle, ...]:
    """The cycles that changed the question or procedure with this id, the earliest first."""
    return tuple(
        sorted((c for c in library.cycles.values() if id in c.changed), key=lambda c: (c.started, c.id))
    )


def worth_most_first(cycles: Iterable[Cycle]) -> list[Cycle]:
    """By impact for each point of effort; those that lack one of the two come last."""

    def worth(cycle: Cycle) -> float:
        return cycle.impact / cycle.effort if cycle.impact and cycle.effort else 0.0

    return sorted(cycles, key=lambda c: (-worth(c), -(c.impact or 0), c.id))
