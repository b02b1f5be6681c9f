"""The signs that say it is too early to scale, as far as records show them."""

from collections.abc import Mapping
from fractions import Fraction

from ...records.interaction import Outcome
from ...records.library import Library
from ...records.settings import Readiness
from ..coverage import recent
from ..history import History, customers
from ..ladder.rungs import Rung
from ..ladder.standing import Standing
from ..people import people
from ..risks import high_and_open
from ..wording import count, percent
from .sign import Side, Sign


def demand(past: History, reckoning: Readiness) -> Sign:
    """With 20 customers one of them moves a share such as "90 % solved" by 5 points, and not by more."""
    last = recent(past)
    return Sign(
        "demand",
        Side.EARLY,
        "Demand is not proven",
        customers(last) < reckoning.customers,
        f"{count(customers(last), 'different customer')} in the last 90 days",
        f"fewer than {reckoning.customers} different customers in the last 90 days",
        interactions=last,
    )


def nothing_nailed(library: Library, standings: Mapping[str, Standing]) -> Sign:
    """Nail it, then scale it: without a procedure on that rung there is nothing to scale."""
    nailed = [id for id, standing in standings.items() if standing.rung.height >= Rung.NAILED.height]
    return Sign(
        "nothing_nailed",
        Side.EARLY,
        "Nothing is nailed yet that could be scaled",
        not nailed,
        f"{len(nailed)} of {count(len(standings), 'procedure')} nailed or higher on the ladder",
        "no procedure is nailed",
        procedures=tuple(library.procedures[id] for id in nailed),
    )


def unsolved(library: Library, past: History) -> Sign:
    """By the same share that the ladder asks of one procedure, over all by-hand work."""
    last = recent(past)
    solved = sum(i.outcome is Outcome.SOLVED for i in last)
    needed = Fraction(library.settings.ladder.solved)
    share = Fraction(solved, len(last)) if last else None
    return Sign(
        "unsolved",
        Side.EARLY,
        "What we do by hand does not work often enough",
        share < needed if share is not None else None,
        f"{solved} of {len(last)} solved in the last 90 days: {percent(share)}"
        if share is not None
        else "Nothing in the last 90 days",
        f"less than {percent(needed)} of the interactions of the last 90 days ended solved",
        interactions=last,
    )


def one_person(library: Library, past: History) -> Sign:
    """As the page on people counts it: a second person has never run it."""
    team = people(library, past)
    alone = [each for each in team.depend_on_one if not each.procedure.is_archived]
    runs = [run for each in alone for of_one in each.runs.values() for run in of_one]
    names = ", ".join(f"{each.procedure.title} ({each.only})" for each in alone)
    return Sign(
        "one_person",
        Side.EARLY,
        "Nobody but one person can do it",
        bool(alone) if any(each.runs for each in team.procedures) else None,
        f"{count(len(alone), 'procedure')} that only one person has ever run{f': {names}' if names else ''}",
        "a procedure has been run by one person alone",
        interactions=tuple(sorted(runs, key=lambda run: run.on)),
        procedures=tuple(each.procedure for each in alone),
    )


def untrained(library: Library, past: History) -> Sign:
    """Those of the team who have run nothing yet, however long they have been there."""
    have_run = {run.by for id in library.procedures for run in past.uses_of(id)}
    team = [member.handle for member in library.team.team]
    never = [handle for handle in team if handle not in have_run]
    return Sign(
        "untrained",
        Side.EARLY,
        "The team is not trained",
        bool(never) if library.procedures else None,
        f"{len(team) - len(never)} of {len(team)} in team.yml ran a procedure"
        f"{'; not yet: ' + ', '.join(never) if never else ''}",
        "somebody of team.yml has never run a procedure",
    )


def no_plan_b(library: Library) -> Sign:
    """A risk is always written with its plan B; so a procedure without a risk has none."""
    wanted = [p for p in library.procedures.values() if not p.is_archived and p.keep_by_hand is None]
    without = tuple(p for p in wanted if not any(id in library.risks for id in p.risks))
    return Sign(
        "no_plan_b",
        Side.EARLY,
        "There is no plan B",
        bool(without) if wanted else None,
        f"{len(without)} of {count(len(wanted), 'procedure')} without a risk and its plan B",
        "a procedure names no risk; those that stay by hand on purpose are left out",
        procedures=without,
    )


def high_risk(library: Library) -> Sign:
    """By the weight that the ladder calls high."""
    high = library.settings.ladder.risk
    found = high_and_open(library.risks.values(), high)
    listed = ", ".join(f"{r.likelihood} × {r.impact} = {r.weight}" for r in found)
    return Sign(
        "high_risk",
        Side.EARLY,
        "A high risk is open",
        bool(found),
        f"{count(len(found), 'open risk')} of {high} or more{f': {listed}' if listed else ''}",
        f"an open risk has a likelihood × impact of {high} or more",
        risks=tuple(found),
    )
