"""The rules of the rung `nailed`: whether a procedure that can be repeated does any good."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil
from statistics import median

from ...records.cycle import Cycle
from ...records.interaction import Interaction, Outcome
from ...records.risk import Risk, Status
from ...records.settings import Ladder
from ..cycles import State, Verdict, failed, state, verdict
from ..wording import count, more, percent
from .rungs import Rule, Rung

Runs = Sequence[Interaction]
_DECIDE = (Verdict.MET, Verdict.MISSED, Verdict.BROKEN)
SINCE_PUBLISHED = ("solved_since_published", "satisfaction_since_published")
"""The rules that look at the runs since publication alone."""


def results(runs: Runs, ladder: Ladder) -> Iterator[Rule]:
    """What became of all runs."""
    yield _solved("solved", runs, ladder)
    yield _satisfied("satisfaction", runs, ladder)


def recent_results(since: Runs, ladder: Ladder) -> Iterator[Rule]:
    """The same of the runs since publication, so that the good ones of before do not hide the bad of now.

    Nothing speaks against it while there are fewer of them than `repeatable` asks for.
    """
    enough = len(since) >= max(ladder.runs, 1)
    for name, measure in zip(SINCE_PUBLISHED, (_solved, _satisfied), strict=True):
        rule = measure(name, since, ladder)
        wants = f"since it was published, {rule.wants}"
        if enough:
            yield replace(rule, wants=wants)
        else:
            says = f"not yet known: {count(len(since), 'run')} since then, {max(ladder.runs, 1)} are needed"
            yield replace(rule, wants=wants, holds=True, value=None, says=says, interactions=tuple(since))


def _solved(name: str, runs: Runs, ladder: Ladder) -> Rule:
    needed = Fraction(ladder.solved)
    solved = sum(run.outcome is Outcome.SOLVED for run in runs)
    share = Fraction(solved, len(runs)) if runs else None
    said = f"{solved} of {count(len(runs), 'run')} solved: {percent(share)}" if share is not None else ""
    return Rule(
        Rung.NAILED,
        name,
        share is not None and share >= needed,
        value=None if share is None else float(share),
        needed=float(needed),
        says=said or "no run yet",
        wants=f"at least {percent(needed)} of the runs solved",
        otherwise=_to_solve(solved, len(runs), needed),
        interactions=tuple(runs),
    )


def _to_solve(solved: int, runs: int, needed: Fraction) -> str:
    """How many solved runs in a row would bring the share up to `needed`."""
    if needed == 1 and runs:
        return f"every run must end solved, and {runs - solved} did not"
    return more(max(ceil((needed * runs - solved) / (1 - needed)) if needed < 1 else 1, 1), "solved run")


def _satisfied(name: str, runs: Runs, ladder: Ladder) -> Rule:
    rated = tuple(run for run in runs if run.satisfaction is not None)
    middle = float(median(run.satisfaction for run in rated if run.satisfaction)) if rated else None
    needed = float(ladder.satisfaction)
    return Rule(
        Rung.NAILED,
        name,
        middle is None or Fraction(middle) >= Fraction(ladder.satisfaction),
        value=middle,
        needed=needed,
        says=f"{middle:g} of 5, the median of {count(len(rated), 'answer')}" if rated else "nobody said",
        wants=f"a median satisfaction of at least {needed:g}, where given",
        otherwise=f"a median satisfaction of {needed:g}: it is {middle:g}" if rated else "",
        interactions=rated,
    )


def no_serious_risk(risks: Sequence[Risk], ladder: Ladder) -> Rule:
    """None of the risks that are still open is too likely and too bad."""
    open_ones = tuple(risk for risk in risks if risk.status is Status.OPEN)
    serious = [risk for risk in open_ones if risk.weight >= ladder.risk]
    worst = max((risk.weight for risk in open_ones), default=0)
    named = [f"'{r.id}' ({r.likelihood} × {r.impact} = {r.weight})" for r in serious]
    return Rule(
        Rung.NAILED,
        "open_risk",
        not serious,
        value=worst,
        needed=ladder.risk,
        says=f"the worst open one is {worst}" if open_ones else "no open risk",
        wants=f"no open risk of likelihood × impact {ladder.risk} or more",
        otherwise=f"something done about the risk {' and '.join(named)}" if serious else "",
        risks=open_ones,
    )


def no_missed_cycle(cycles: Sequence[Cycle], today: date) -> Rule:
    """The last finished cycle of it that says so decides: a later success makes up for an earlier miss.

    One that runs decides nothing, unless it breaks a guardrail now.
    """
    begun = [cycle for cycle in cycles if cycle.started <= today]
    finished = [
        cycle
        for cycle in begun
        if state(cycle, today) is State.CLOSED and any(verdict(m) in _DECIDE for m in cycle.metrics)
    ]
    last = max(finished, key=lambda c: (c.ended or c.started, c.started, c.id), default=None)
    running = [cycle for cycle in begun if state(cycle, today) is not State.CLOSED and failed(cycle, today)]
    deciding = [*([last] if last else []), *running]
    bad = [metric for cycle in deciding for metric in failed(cycle, today)]
    named = ", ".join(metric.name for metric in bad)
    return Rule(
        Rung.NAILED,
        "cycle",
        not bad,
        value=len(bad),
        needed=0,
        says=f"it missed: {named}" if bad else "it missed nothing" if last else "no cycle with results",
        wants="the last finished cycle of it missed no target, and none that runs broke a guardrail",
        otherwise=f"a cycle that does better in: {named}" if bad else "",
        cycles=tuple(deciding),
    )
