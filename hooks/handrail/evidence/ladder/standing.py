"""The ladder: how far each procedure has come from by hand to self-serve, by the evidence alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ...records.cycle import Cycle
from ...records.interaction import Interaction
from ...records.library import Library
from ...records.procedure import Procedure
from ...records.settings import Ladder
from ..cycles import cycles_of
from ..history import History
from .asks import Asks, asks, fewer_asks
from .quality import SINCE_PUBLISHED, Runs, no_missed_cycle, no_serious_risk, recent_results, results
from .rules import repeatable, self_serve, written_down
from .rungs import Rule, Rung


@dataclass(frozen=True)
class Setback:
    """What speaks against a procedure since it was published."""

    why: str
    """In words."""
    interactions: tuple[Interaction, ...]
    """Those that show it."""


@dataclass(frozen=True)
class Standing:
    """Where a procedure stands, and every rule that says so."""

    id: str
    """The procedure's."""
    rung: Rung
    """The highest whose rules and those of all lower ones hold."""
    rules: tuple[Rule, ...]
    """Of all rungs, from the lowest on."""
    kept_by_hand: bool
    """It stands beside the ladder, on purpose."""
    sent_back: tuple[Setback, ...] = ()
    """Why it must go back to the workshop although it is published; () when it need not."""

    @property
    def next_rung(self) -> Rung | None:
        """The one above; None at the top."""
        return next((rung for rung in Rung if rung.height == self.rung.height + 1), None)

    @property
    def missing(self) -> tuple[Rule, ...]:
        """The rules of the next rung that do not hold."""
        return self.missing_for(self.next_rung) if self.next_rung else ()

    def missing_for(self, rung: Rung) -> tuple[Rule, ...]:
        """The rules that do not hold on the way up to `rung`."""
        return tuple(r for r in self.rules if not r.holds and r.rung.height <= rung.height)


def standings(library: Library, past: History) -> Mapping[str, Standing]:
    """The standing of every procedure, by its id."""
    cycles: dict[str, list[Cycle]] = {}
    for cycle in library.cycles.values():
        for id in dict.fromkeys(cycle.changed):
            cycles.setdefault(id, []).append(cycle)
    return MappingProxyType(
        {id: _standing(p, library, past, cycles.get(id, ())) for id, p in library.procedures.items()}
    )


def standing(procedure: Procedure, library: Library, past: History) -> Standing:
    """Where one procedure stands as of `past.today`."""
    return _standing(procedure, library, past, cycles_of(library, procedure.id))


def moved(before: Mapping[str, Standing], now: Mapping[str, Standing]) -> list[tuple[Standing, Standing]]:
    """Each procedure that stands on another rung now than before, those that climbed highest first."""
    pairs = [(before[id], standing) for id, standing in now.items() if id in before]
    changed = [(old, new) for old, new in pairs if old.rung is not new.rung]
    return sorted(changed, key=lambda pair: (pair[0].rung.height - pair[1].rung.height, pair[1].id))


def _standing(procedure: Procedure, library: Library, past: History, cycles: Sequence[Cycle]) -> Standing:
    ladder, today = library.settings.ladder, past.today
    runs = past.uses_of(procedure.id)
    risks = [library.risks[id] for id in dict.fromkeys(procedure.risks) if id in library.risks]
    published = procedure.published if procedure.is_public else None
    since = tuple(run for run in runs if run.on >= published) if published else ()
    compared = asks(past, procedure.id, published) if published else None
    rules = (
        *written_down(procedure, risks),
        *repeatable(runs, ladder),
        *results(runs, ladder),
        *(recent_results(since, ladder) if published else ()),
        no_serious_risk(risks, ladder),
        no_missed_cycle(cycles, today),
        *self_serve(procedure, today),
        fewer_asks(compared, ladder),
    )
    return Standing(
        id=procedure.id,
        rung=_highest(rules),
        rules=rules,
        kept_by_hand=procedure.keep_by_hand is not None,
        sent_back=tuple(_sent_back(rules, since, compared, ladder)),
    )


def _highest(rules: Iterable[Rule]) -> Rung:
    """A rung holds only when all lower ones do."""
    lowest_missing = min((rule.rung.height for rule in rules if not rule.holds), default=len(Rung))
    return list(Rung)[lowest_missing - 1]


def _sent_back(
    rules: Iterable[Rule], since: Runs, compared: Asks | None, ladder: Ladder
) -> Iterator[Setback]:
    """What speaks against a procedure that is published, from the runs `since` then."""
    last = since[-ladder.clean_runs :] if ladder.clean_runs else ()
    if deviated := tuple(run for run in last if run.deviated):
        named = ", ".join(run.id for run in deviated)
        yield Setback(f"its steps did not fit in {named}, since it was published", deviated)
    for rule in rules:
        if rule.name in SINCE_PUBLISHED and not rule.holds:
            yield Setback(f"{rule.says}; needed: {rule.wants}", rule.interactions)
    if compared and compared.are_known(ladder.enough_time.days) and compared.fall <= 0:
        why = f"by-hand asks have not fallen since it was published: {compared.words}"
        yield Setback(why, (*compared.before, *compared.after))
