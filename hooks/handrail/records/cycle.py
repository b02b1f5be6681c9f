"""A cycle: one micro scaling cycle, a small measured experiment or a limited launch."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Audience, Record
from .fields import Date, Filled, HelpThen, Line, Markdown, Number, Schema, Score, Word


class Phase(Word):
    """The five phases of a cycle, in their order."""

    IDENTIFICATION = "identification"
    PLANNING = "planning"
    IMPLEMENTATION = "implementation"
    ANALYSIS = "analysis"
    OPTIMIZATION = "optimization"


class Group(Word):
    """What a metric speaks of."""

    GROWTH = "growth"
    EFFICIENCY = "efficiency"
    QUALITY = "quality"
    TEAM = "team"


class Better(Word):
    """Which way a metric should go."""

    HIGHER = "higher"
    LOWER = "lower"


class Decision(Word):
    """What a cycle ended in."""

    SCALE = "scale"
    ITERATE = "iterate"
    STOP = "stop"


class Cohort(Schema):
    """The customers who take part."""

    size: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """How many."""
    who: Line | None = None
    """Which ones."""
    entry: Markdown | None = None
    """How one gets in."""
    stop_when: Markdown | None = None
    """What ends it early."""


class Metric(Schema):
    """One number that the cycle should move."""

    name: Line
    """What is counted."""
    group: Group
    """growth, efficiency, quality or team."""
    unit: Line
    """What it is counted in: minutes, %, customers."""
    better: Better
    """Which way is better: higher or lower."""
    baseline: Number | None = None
    """The value before."""
    target: Number | None = None
    """The value that makes it a success."""
    result: Number | None = None
    """The value after."""
    guardrail: Number | None = None
    """The value that must not be passed on the worse side, whatever else improves."""


class Cycle(Record):
    """One micro scaling cycle: hypothesis, metrics, what was learned, the decision."""

    title: Line
    """What staff call it."""
    audience: Literal[Audience.INTERNAL] = Audience.INTERNAL
    """A cycle is always internal."""
    phase: Phase
    """identification, planning, implementation, analysis or optimization."""
    hypothesis: Markdown
    """What we believe, and how we would know."""
    started: Date
    """The day on which it started or is to start."""
    ended: Date | None = None
    """The day on which it ended."""
    cohort: Cohort | None = None
    """The customers who take part: size, who, entry, stop_when."""
    metrics: Annotated[tuple[Metric, ...], Filled]
    """The numbers that it should move."""
    impact: Score | None = None
    """How much it would change, 1 to 5."""
    effort: Score | None = None
    """How much work it is, 1 to 5."""
    resources: tuple[Line, ...] = ()
    """What it needs: people, money, tools."""
    steps: tuple[Markdown, ...] = ()
    """What is done, in order."""
    learned: Markdown | None = None
    """What we know now and did not know before."""
    unexpected: Markdown | None = None
    """What happened that nobody had thought of."""
    decision: Decision | None = None
    """scale, iterate or stop."""
    changed: tuple[HelpThen, ...] = ()
    """Ids of the questions and procedures that it changed."""
    plan_b: Markdown | None = None
    """What we do when it goes wrong."""
