"""A sign of whether we are ready to scale, and the signs that only a person can know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ...records.interaction import Interaction
from ...records.procedure import Procedure
from ...records.risk import Risk
from ...records.settings import Answer, AskedSign, Readiness, Said


class Side(StrEnum):
    """What a sign speaks for when it holds."""

    NOW = "scale now"
    EARLY = "too early"


@dataclass(frozen=True)
class Sign:
    """One sign: whether it holds (None: not known), what was found, and the records that say so."""

    name: str
    side: Side
    says: str
    """The sign as a sentence that is true when it holds."""
    holds: bool | None
    found: str
    """What was found with its arithmetic; empty when nobody was asked."""
    wants: str
    """When it holds."""
    interactions: tuple[Interaction, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    risks: tuple[Risk, ...] = ()
    answer: Answer | None = None
    """What somebody said last, of a sign that only a person can know."""
    is_asked: bool = False
    is_stale: bool = False
    """The answer is too old to count."""


ASKED: Mapping[AskedSign, tuple[Side, str, str]] = {
    AskedSign.LATE_ANSWERS: (
        Side.NOW,
        "Customers wait longer for an answer than we promise",
        "more than one answer in ten came later than the contact page says",
    ),
    AskedSign.TURNED_AWAY: (
        Side.NOW,
        "We turn customers away, or have a waiting list",
        "it happened in the last four weeks, and for want of hands",
    ),
    AskedSign.NOT_MISSED: (
        Side.EARLY,
        "Customers would not miss us",
        "fewer than 40 % of those you asked would be very disappointed without you, the usual bar",
    ),
    AskedSign.LOSES_MONEY: (
        Side.EARLY,
        "Each customer costs more than they bring",
        "a customer brings less than we spend on them, our time included",
    ),
    AskedSign.NO_RESERVE: (
        Side.EARLY,
        "There is no reserve",
        "the money would not last six months if nothing new came in; three to six are the usual rule",
    ),
}


def asked(reckoning: Readiness, today: date, side: Side) -> Iterator[Sign]:
    """Each sign of `side` that is asked of a person, with the latest answer up to `today`."""
    for name, (its_side, says, wants) in ASKED.items():
        if its_side is side:
            given = [a for a in reckoning.answers if a.sign is name and a.on <= today]
            given.sort(key=lambda a: a.on)  # of two on a day the lower one in the file was written later
            last = given[-1] if given else None
            stale = last is not None and today - last.on > reckoning.stale_after
            known = last is not None and not stale and last.answer is not Said.UNKNOWN
            holds = last.answer is Said.YES if last and known else None
            yield Sign(
                name,
                side,
                says,
                holds,
                last.answer if last else "",
                wants,
                answer=last,
                is_asked=True,
                is_stale=stale,
            )
