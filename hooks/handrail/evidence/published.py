"""The one list of what may be published of interactions: what is coarse and speaks of no single one.

Each is off until settings.yml names it below `publish`. How many customers there were is rounded down to
the next lower of `STEPS`, so nothing is said of fewer than six; of a day only its month is told. One more
interaction changes the public site only when it crosses a step or begins a month.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from ..records.interaction import Interaction, Outcome
from ..records.library import Library
from ..records.procedure import Procedure
from ..records.public import Helped
from ..records.question import Question
from ..records.settings import Aggregate
from ..words.splitting import split
from .history import History, customers

STEPS = tuple(digit * 10**zeros for zeros in range(6) for digit in (1, 2, 5))[2:]
"""5, 10, 20, 50, 100 and so on."""
FEWEST = 5
"""A word that fewer customers used is nobody's but theirs."""
Measure = Callable[[Question | Procedure, Sequence[Interaction]], Helped | int | tuple[str, ...] | None]


def aggregates(library: Library, past: History, record: Question | Procedure) -> dict[str, object]:
    """The aggregates of one record by their names; None for those that settings.yml does not name."""
    publish = library.settings.publish
    uses = past.uses_of(record.id) if publish else ()
    return {
        name.value: measure(record, uses) if name in publish else None for name, measure in MEASURES.items()
    }


def customers_helped(record: Question | Procedure, uses: Sequence[Interaction]) -> Helped | None:
    """With how many customers it was done by hand and solved what they asked, and when last."""
    solved = [i for i in uses if i.outcome is Outcome.SOLVED]
    over = coarse(solved)
    return Helped(over, max(i.on for i in solved).replace(day=1)) if over else None


def you_asked(record: Question | Procedure, uses: Sequence[Interaction]) -> int | None:
    """How many customers asked, in words that were kept, before the day on which it became public."""
    published = record.published
    return coarse(i for i in uses if i.asked and i.on < published) if published else None


def coarse(interactions: Iterable[Interaction]) -> int | None:
    """The largest step that they had more customers than; None when there is no such step."""
    below = bisect_left(STEPS, customers(interactions))
    return STEPS[below - 1] if below else None


def asked_words(record: Question | Procedure, uses: Sequence[Interaction]) -> tuple[str, ...]:
    """The words that at least `FEWEST` different customers used to ask for it, in alphabetical order.

    Search finds the record by them; no page shows them.
    """
    pairs = {(word, i.customer) for i in uses if i.asked for word in split(i.asked)}
    users = Counter(word for word, _ in pairs)
    return tuple(sorted(word for word, count in users.items() if count >= FEWEST))


MEASURES: Mapping[Aggregate, Measure] = MappingProxyType(
    {
        Aggregate.CUSTOMERS_HELPED: customers_helped,
        Aggregate.YOU_ASKED: you_asked,
        Aggregate.ASKED_WORDS: asked_words,
    }
)
