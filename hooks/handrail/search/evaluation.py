"""How good the ranking is: over queries whose answers are known."""

from collections.abc import Sequence
from dataclasses import dataclass

from .model import Model
from .ranking import ask


@dataclass(frozen=True)
class Query:
    """What somebody asked, and the id of the record that answers it; None when nothing does."""

    query: str
    expects: str | None


@dataclass(frozen=True)
class Evaluation:
    """Shares from 0 to 1; None where there was no query of the kind."""

    queries: int
    hit_at_1: float | None
    """The share of answerable queries whose record is the first."""
    hit_at_3: float | None
    hit_at_5: float | None
    mrr: float | None
    """The mean reciprocal rank of the record: 1 for the first place, 1/2 for the second …"""
    answered: float | None
    """The share of answerable queries that were not sent to a person."""
    answered_wrongly: float | None
    """The same share of the queries that nothing answers."""


def evaluate(model: Model, queries: Sequence[Query]) -> Evaluation:
    """Ask the model every query."""
    places: list[int] = []
    answered: list[bool] = []
    wrongly: list[bool] = []
    for query in queries:
        answer = ask(model, query.query, most=len(model.documents))
        if query.expects is None:
            wrongly.append(answer.is_answered)
            continue
        ids = [found.document.id for found in answer.found]
        places.append(ids.index(query.expects) + 1 if query.expects in ids else 0)
        answered.append(answer.is_answered)
    return Evaluation(
        queries=len(queries),
        hit_at_1=_share([place == 1 for place in places]),
        hit_at_3=_share([1 <= place <= 3 for place in places]),
        hit_at_5=_share([1 <= place <= 5 for place in places]),
        mrr=_share([1 / place if place else 0 for place in places]),
        answered=_share(answered),
        answered_wrongly=_share(wrongly),
    )


def _share(found: Sequence[float]) -> float | None:
    return round(sum(found) / len(found), 4) if found else None
