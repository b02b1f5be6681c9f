"""The risk register: which risks weigh most, and what each threatens."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ..records.library import Library
from ..records.procedure import Procedure
from ..records.risk import Risk, Status


def worst_first(risks: Iterable[Risk]) -> list[Risk]:
    """The heaviest first; closed ones come last, whatever they weighed."""
    return sorted(risks, key=lambda r: (r.status is Status.CLOSED, -r.weight, -r.impact, r.id))


def high_and_open(risks: Iterable[Risk], high: int) -> list[Risk]:
    """Those about which nothing has been done yet, and which weigh `high` or more."""
    return [risk for risk in worst_first(risks) if risk.status is Status.OPEN and risk.weight >= high]


def threatened(library: Library) -> Mapping[str, tuple[Procedure, ...]]:
    """The procedures that name each risk, by the risk's id; one that nobody names is not in it."""
    found: dict[str, list[Procedure]] = {}
    for procedure in library.procedures.values():
        for id in dict.fromkeys(procedure.risks):
            found.setdefault(id, []).append(procedure)
    return MappingProxyType({id: tuple(procedures) for id, procedures in found.items()})
