"""The customer's journey, stage by stage: what we do by hand there, and what customers can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from ..records.interaction import Interaction
from ..records.library import Library
from ..records.procedure import Procedure
from ..records.question import Question
from ..records.settings import Topic
from .coverage import Coverage, coverage, recent
from .history import History


@dataclass(frozen=True)
class Stage:
    """One stage of the journey."""

    id: str
    interactions: tuple[Interaction, ...]
    recent: tuple[Interaction, ...]
    """Those of the last 90 days."""
    asks: Coverage
    """Of all its interactions."""
    questions: tuple[Question, ...]
    """Those that lie in a topic of this stage, the archived ones left out."""
    tutorials: tuple[Procedure, ...]
    """The public procedures."""
    playbooks: tuple[Procedure, ...]
    """All procedures, the public ones too."""

    @property
    def public_questions(self) -> tuple[Question, ...]:
        """Those that customers can read."""
        return tuple(q for q in self.questions if q.is_public)

    @property
    def rated(self) -> tuple[Interaction, ...]:
        """The interactions in which the customer gave a satisfaction."""
        return tuple(i for i in self.interactions if i.satisfaction is not None)

    @property
    def satisfaction(self) -> float | None:
        """The median, 1 to 5; None when nobody gave any."""
        given = [i.satisfaction for i in self.rated if i.satisfaction is not None]
        return median(given) if given else None

    @property
    def is_gap(self) -> bool:
        """Customers asked something here, and there is no public answer to read."""
        return bool(self.asks.asked) and not (self.public_questions or self.tutorials)


@dataclass(frozen=True)
class Kept:
    """A procedure that stays by hand on purpose."""

    procedure: Procedure
    why: str
    revisit: date
    is_due: bool
    """The day on which to look at it again has come."""


@dataclass(frozen=True)
class Journey:
    """The stages in their order, and what stays by hand on purpose."""

    stages: tuple[Stage, ...]
    elsewhere: tuple[Interaction, ...]
    """The interactions that say no stage."""
    kept: tuple[Kept, ...]
    """What is to be looked at again first comes first."""


def journey(library: Library, past: History) -> Journey:
    """The journey as of today."""
    stage_of = dict(_stages(library.topics.topics, None))
    in_stage = _by_stage(past.interactions)
    lately = _by_stage(recent(past))
    stages = library.settings.stages
    return Journey(
        stages=tuple(
            _stage(library, id, in_stage.get(id, []), lately.get(id, []), stage_of) for id in stages
        ),
        elsewhere=tuple(i for i in past.interactions if i.stage not in stages),
        kept=tuple(sorted(_kept(library, past.today), key=lambda k: (k.revisit, k.procedure.id))),
    )


def _stage(
    library: Library,
    id: str,
    interactions: list[Interaction],
    lately: list[Interaction],
    stage_of: Mapping[str, str | None],
) -> Stage:
    questions = (q for q in library.questions.values() if not q.is_archived)
    procedures = (p for p in library.procedures.values() if not p.is_archived)
    playbooks = tuple(p for p in procedures if stage_of.get(p.topic) == id)
    return Stage(
        id=id,
        interactions=tuple(interactions),
        recent=tuple(lately),
        asks=coverage(library, interactions),
        questions=tuple(q for q in questions if stage_of.get(q.topic) == id),
        tutorials=tuple(p for p in playbooks if p.is_public),
        playbooks=playbooks,
    )


def _by_stage(interactions: tuple[Interaction, ...]) -> dict[str | None, list[Interaction]]:
    found: dict[str | None, list[Interaction]] = {}
    for interaction in interactions:
        found.setdefault(interaction.stage, []).append(interaction)
    return found


def _stages(topics: tuple[Topic, ...], above: str | None) -> Iterator[tuple[str, str | None]]:
    """The stage of each topic; one that says none has that of the topic above it."""
    for topic in topics:
        stage = topic.stage or above
        yield topic.id, stage
        yield from _stages(topic.topics, stage)


def _kept(library: Library, today: date) -> Iterator[Kept]:
    for procedure in library.procedures.values():
        by_hand = procedure.keep_by_hand
        if by_hand and not procedure.is_archived:
            yield Kept(procedure, by_hand.why, by_hand.revisit, by_hand.revisit <= today)
