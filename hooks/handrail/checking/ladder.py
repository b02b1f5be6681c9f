"""Nail it, then scale it: a procedure goes public once it is nailed, or for a time by an override."""

from collections.abc import Iterator
from datetime import date

from ..evidence.history import History, history
from ..evidence.ladder.rungs import Rung
from ..evidence.ladder.standing import Standing, standings
from ..problems import Code, Problem
from ..records.library import Library
from ..records.procedure import Procedure
from .finding import at

_EVIDENCE = ("interactions/", "risks/", "cycles/", "settings.yml")


def ladder(library: Library, today: date) -> Iterator[Problem]:
    """Public procedures below `nailed` without an override that stands, and overrides nobody needs."""
    if not any(procedure.is_public for procedure in library.procedures.values()):
        return
    past = history(library, today)
    if _evidence_is_missing(library, past):
        return
    found = standings(library, past)
    for procedure in library.procedures.values():
        if procedure.is_public:
            yield from _published(library, procedure, found[procedure.id], today)


def _evidence_is_missing(library: Library, past: History) -> bool:
    """Records that count have problems of their own: what a rung is without them, nobody can tell."""
    wrong = {path for path, _, _ in library.unfinished} | library.unusable
    names_nothing = (
        past.used.keys() - library.questions.keys() - library.procedures.keys() - library.retired.keys()
    )
    return bool(names_nothing) or any(path.startswith(_EVIDENCE) for path in wrong)


def _published(library: Library, procedure: Procedure, standing: Standing, today: date) -> Iterator[Problem]:
    override = procedure.override
    if standing.rung.height >= Rung.NAILED.height:
        if override:
            message = f"override: it is {standing.rung.words} and needs none"
            yield at(
                library,
                procedure.path,
                ("override",),
                Code.OVERRIDE_NOT_NEEDED,
                message,
                "remove the override",
            )
        return
    missing = "; ".join(rule.missing for rule in standing.missing_for(Rung.NAILED))
    state = f"it is {standing.rung.words}, and to be nailed it needs: {missing}"
    if standing.sent_back:
        state += f" (sent back: {'; '.join(setback.why for setback in standing.sent_back)})"
    more = f"'handrail explain {procedure.id}' tells more"
    if override is None:
        message = f"audience: is public, but {state}"
        fix = f"set 'audience: internal' until it is nailed, or add an 'override' with a date; {more}"
        yield at(library, procedure.path, ("audience",), Code.NOT_NAILED, message, fix)
    elif override.until < today:
        message = f"override.until: ran out on {override.until}; {state}"
        fix = f"decide on a later date, or set 'audience: internal'; {more}"
        yield at(library, procedure.path, ("override", "until"), Code.OVERRIDE_RUN_OUT, message, fix)
