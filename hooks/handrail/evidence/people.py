"""Who carries the by-hand work, and what depends on one person. It counts work, it never rates people."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..records.interaction import Interaction
from ..records.library import Library
from ..records.procedure import Procedure
from .coverage import recent
from .history import History


@dataclass(frozen=True)
class Runners:
    """Who has run a procedure, and who has not."""

    procedure: Procedure
    runs: Mapping[str, tuple[Interaction, ...]]
    """The runs of each person who has run it, in the order of the team."""
    never: tuple[str, ...]
    """Those of the team who have not."""

    @property
    def only(self) -> str | None:
        """The one person who has ever run it; None when it was none or several."""
        return next(iter(self.runs)) if len(self.runs) == 1 else None


@dataclass(frozen=True)
class People:
    """The by-hand work by person. People stand in the order of team.yml, never in one of merit."""

    handles: tuple[str, ...]
    """Everybody in team.yml, and after them whoever else has done something."""
    load: Mapping[str, tuple[Interaction, ...]]
    """What each of `handles` did in the last 90 days; () is in it too."""
    procedures: tuple[Runners, ...]
    """By title."""

    @property
    def depend_on_one(self) -> tuple[Runners, ...]:
        """The procedures that only one person has ever run."""
        return tuple(each for each in self.procedures if each.only)


def people(library: Library, past: History) -> People:
    """Who did what by hand, as of `past.today`."""
    team = dict.fromkeys(member.handle for member in library.team.team)
    others = sorted({i.by for i in past.interactions} - team.keys())
    handles = (*team, *others)
    load: dict[str, list[Interaction]] = {handle: [] for handle in handles}
    for interaction in recent(past):
        load[interaction.by].append(interaction)
    by_title = sorted(library.procedures.values(), key=lambda p: (p.title, p.id))
    return People(
        handles=handles,
        load=MappingProxyType({handle: tuple(done) for handle, done in load.items()}),
        procedures=tuple(_runners(p, past.uses_of(p.id), tuple(team), handles) for p in by_title),
    )


def _runners(
    procedure: Procedure, runs: tuple[Interaction, ...], team: tuple[str, ...], handles: tuple[str, ...]
) -> Runners:
    by: dict[str, list[Interaction]] = {}
    for run in runs:
        by.setdefault(run.by, []).append(run)
    return Runners(
        procedure=procedure,
        runs=MappingProxyType({handle: tuple(by[handle]) for handle in handles if handle in by}),
        never=tuple(handle for handle in team if handle not in by),
    )
