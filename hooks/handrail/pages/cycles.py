"""The cycles: those that could start by impact against effort, and a page each."""

from collections.abc import Iterator, Sequence

from ..evidence.cycles import State, Verdict, state, verdict, worth_most_first
from ..evidence.history import History
from ..records.cycle import Cycle, Phase
from ..records.library import Library
from .interactions import used_record
from .page import Page, address, relative_url
from .pictures import Mark, impact_effort


def cycles_pages(library: Library, past: History) -> Iterator[Page]:
    """The list, and each cycle as it stands on `past.today`."""
    by_state = {s: [c for c in library.cycles.values() if state(c, past.today) is s] for s in State}
    planned = worth_most_first(by_state[State.PLANNED])
    yield Page(
        address="cycles/",
        title="Cycles",
        template="staff/cycles.html",
        values={
            "planned": planned,
            "picture": _picture(planned),
            "others": {
                s.value.capitalize(): [
                    (c, _verdicts(c)) for c in sorted(by_state[s], key=_latest, reverse=True)
                ]
                for s in (State.RUNNING, State.CLOSED)
            },
        },
    )
    for cycle in library.cycles.values():
        yield _page(library, cycle, state(cycle, past.today))


def _picture(planned: Sequence[Cycle]) -> str | None:
    """Each with the number of its row in the list; None when nothing can be placed."""
    marks = [
        Mark(n, c.title, c.effort, c.impact, relative_url(address("cycle", c.id), "cycles/"))
        for n, c in enumerate(planned, 1)
        if c.impact and c.effort
    ]
    return impact_effort(marks) if marks else None


def _latest(cycle: Cycle) -> tuple[str, str]:
    return (cycle.ended or cycle.started).isoformat(), cycle.id


def _verdicts(cycle: Cycle) -> dict[Verdict, int]:
    """How many metrics have each verdict, the most serious first."""
    found = [verdict(metric) for metric in cycle.metrics]
    order = (Verdict.BROKEN, Verdict.MISSED, Verdict.MET, Verdict.NO_TARGET, Verdict.NO_RESULT)
    return {v: found.count(v) for v in order if v in found}


def _page(library: Library, cycle: Cycle, stands: State) -> Page:
    return Page(
        address=address("cycle", cycle.id),
        title=cycle.title,
        template="staff/cycle.html",
        values={
            "cycle": cycle,
            "state": stands,
            "phases": list(Phase),
            "reached": list(Phase).index(cycle.phase),
            "metrics": [(metric, verdict(metric)) for metric in cycle.metrics],
            "changed": [found for id in cycle.changed if (found := used_record(library, id))],
        },
        about=cycle.hypothesis,
        source=cycle.path,
        topic="cycles",
    )
