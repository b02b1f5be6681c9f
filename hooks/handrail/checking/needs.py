"""needs.yml: a need has a name of its own, and an interaction belongs to one need."""

from collections.abc import Iterator
from datetime import date

from ..problems import Code, Problem
from ..records.library import Library
from .finding import at


def needs(library: Library, today: date) -> Iterator[Problem]:
    """Names that are taken, and interactions that stand in the list twice."""
    path = library.needs.path
    names: set[str] = set()
    need_of: dict[str, str] = {}
    for n, need in enumerate(library.needs.needs):
        kind = "need" if need.id in names else library.noun_of(need.id)
        if kind == "need" or (kind and need.id != need.answered_by):
            message = f"id: a {kind} has the id '{need.id}' already"
            yield at(library, path, (n, "id"), Code.ID_TAKEN, message, "give this need another id")
        names.add(need.id)
        for m, id in enumerate(need.interactions):
            if id in need_of:
                message = f"interactions: '{id}' stands in '{need_of[id]}' already"
                fix = "leave it in the need that it shows best"
                yield at(library, path, (n, "interactions", m), Code.NEEDS_OVERLAP, message, fix)
            need_of.setdefault(id, need.id)
