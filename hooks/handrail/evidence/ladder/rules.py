"""The rules of the rungs `written_down`, `repeatable` and `self_serve`."""

from collections.abc import Iterator, Sequence
from datetime import date

from ...records.base import Audience, Confidence
from ...records.interaction import Interaction
from ...records.procedure import Procedure
from ...records.risk import Risk
from ...records.settings import Ladder
from ..history import customers
from ..wording import by_others, count, last, more
from .rungs import Rule, Rung

Runs = Sequence[Interaction]


def written_down(procedure: Procedure, risks: Sequence[Risk]) -> Iterator[Rule]:
    """Somebody else could do it: owner, backup, outcome, steps, escalation, a risk with its plan B."""
    rung, owner, steps = Rung.WRITTEN_DOWN, procedure.owner, len(procedure.steps)
    backup = procedure.backup if procedure.backup != owner else None
    lines = len(procedure.escalation)
    yield Rule(rung, "owner", True, owner, "somebody", owner, "an owner", "")
    yield Rule(
        rung,
        "backup",
        backup is not None,
        value=backup,
        needed="somebody else",
        says=backup or "nobody yet",
        wants="a backup: somebody else who can do it",
        otherwise="a backup: somebody other than the owner who can do it",
    )
    yield Rule(rung, "outcome", True, True, True, "written", "what the customer has at the end", "")
    yield Rule(rung, "steps", True, steps, 1, count(steps, "step"), "at least 1 step", "")
    wants = "an escalation: when to hand the case on, to whom, within what time"
    yield Rule(rung, "escalation", lines > 0, lines, 1, count(lines, "line"), wants, wants)
    yield Rule(
        rung,
        "risk",
        bool(risks),
        value=len(risks),
        needed=1,
        says=count(len(risks), "risk"),
        wants="at least 1 risk, with its plan B",
        otherwise="a risk, with its plan B",
        risks=tuple(risks),
    )


def repeatable(runs: Runs, ladder: Ladder) -> Iterator[Rule]:
    """It was done often enough, by different people, for different customers, the last times as written."""
    people, served = len({run.by for run in runs}), customers(runs)
    missing = more(ladder.runs - len(runs), "run")
    yield _counted("runs", "", "run", len(runs), ladder.runs, missing, runs)
    missing = by_others(people, ladder.people)
    yield _counted("people", "by ", "person", people, ladder.people, missing, runs)
    missing = f"runs for {more(ladder.customers - served, 'customer')}"
    yield _counted("customers", "for ", "customer", served, ladder.customers, missing, runs)
    yield _as_written(runs, ladder.clean_runs)


def _counted(
    name: str, preposition: str, noun: str, found: int, needed: int, missing: str, runs: Runs
) -> Rule:
    return Rule(
        Rung.REPEATABLE,
        name,
        found >= needed,
        value=found,
        needed=needed,
        says=f"{preposition}{count(found, noun)}",
        wants=f"{preposition}at least {count(needed, noun)}",
        otherwise=missing,
        interactions=tuple(runs),
    )


def _as_written(runs: Runs, needed: int) -> Rule:
    """The runs after the last one that deviated are the clean ones."""
    clean = next((n for n, run in enumerate(reversed(runs)) if run.deviated), len(runs))
    return Rule(
        Rung.REPEATABLE,
        "clean_runs",
        clean >= needed,
        value=clean,
        needed=needed,
        says=f"{last(clean, 'run')} as written"
        if clean
        else "the last run was not as written"
        if runs
        else "no run",
        wants=f"{last(needed, 'run')} without a deviation",
        otherwise=f"{more(needed - clean, 'run')} without a deviation",
        interactions=tuple(runs[-needed:]) if needed else (),
    )


def self_serve(procedure: Procedure, today: date) -> Iterator[Rule]:
    """Customers can read it: it is public and validated, and no step leaves them alone."""
    to_come = procedure.published if procedure.published and procedure.published > today else None
    audience = f"public from {to_come} on" if procedure.is_public and to_come else procedure.audience.value
    yield Rule(
        Rung.SELF_SERVE,
        "public",
        procedure.audience is Audience.PUBLIC and not to_come,
        value=audience,
        needed="public",
        says=audience,
        wants="on the public site",
        otherwise=f"the day on which it goes public, {to_come}"
        if to_come
        else "to be published, with 'audience: public'",
    )
    confidence = procedure.confidence.value
    yield Rule(
        Rung.SELF_SERVE,
        "validated",
        procedure.confidence is Confidence.VALIDATED,
        value=confidence,
        needed="validated",
        says=confidence.replace("_", " "),
        wants="somebody has checked it",
        otherwise="to be checked by somebody, and 'confidence: validated'",
    )
    yield _steps_for_customers(procedure)


def _steps_for_customers(procedure: Procedure) -> Rule:
    steps = len(procedure.steps)
    ready = sum(bool(step.customer) or step.by.is_a_person for step in procedure.steps)
    return Rule(
        Rung.SELF_SERVE,
        "steps_for_customers",
        ready == steps,
        value=ready,
        needed=steps,
        says=f"{ready} of {count(steps, 'step')}",
        wants="every step speaks to the customer, or a person does it",
        otherwise=f"'customer: …' in {more(steps - ready, 'step')}, or a person who does it",
    )
