"""Measures of Knowledge-Centered Service by the definitions of the Consortium for Service Innovation.

An article is a question or a procedure, a closed case is an interaction, linked are the records it `used`.
https://library.serviceinnovation.org/KCS/KCS_v6/KCS_v6_Practices_Guide/030/030/030/030 (linking) and
https://library.serviceinnovation.org/KCS/KCS_v6/KCS_v6_KDA_Guide/060_KDA_Techniques/30_Analyzing_New_vs_Known
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..records.interaction import Interaction
from ..records.library import Library
from .coverage import Article, articles, recent
from .history import History

SOON = timedelta(days=30)
"""A review that is due within so long is told of."""


@dataclass(frozen=True)
class Kcs:
    """The measures of the last 90 days, and the articles to read again."""

    all: tuple[Interaction, ...]
    linked: tuple[Interaction, ...]
    """An article was linked. Link rate is these ÷ all."""
    known: tuple[Interaction, ...]
    """Linked to an article that was there before: published earlier, or linked by an earlier interaction."""
    new: tuple[Interaction, ...]
    """Linked to articles for the first time only, so one was written for it."""
    articles: int
    """Those in use, not the archived ones."""
    reused: tuple[tuple[Article, int], ...]
    """The articles that were linked, and how often, the most often linked first."""
    overdue: tuple[tuple[date, Article], ...]
    """Articles whose review was due before today, and since when."""
    due_soon: tuple[tuple[date, Article], ...]
    """Articles whose review is due today or in the next 30 days."""

    @property
    def links(self) -> int:
        """How often any article was linked."""
        return sum(times for _, times in self.reused)


def kcs(library: Library, past: History) -> Kcs:
    """The measures as of today."""
    in_use = {a.id: a for a in articles(library) if not a.is_archived}
    those = recent(past)
    linked = tuple(i for i in those if any(id in in_use for id in i.used))
    links = Counter(id for i in linked for id in dict.fromkeys(i.used) if id in in_use)
    known_ids = {i.id for i in linked if _is_known(i, past, in_use)}
    due = sorted(_due(library, in_use.values()), key=lambda d: (d[0], d[1].id))
    return Kcs(
        all=those,
        linked=linked,
        known=tuple(i for i in linked if i.id in known_ids),
        new=tuple(i for i in linked if i.id not in known_ids),
        articles=len(in_use),
        reused=tuple((in_use[id], times) for id, times in sorted(links.items(), key=lambda x: (-x[1], x[0]))),
        overdue=tuple((day, record) for day, record in due if day < past.today),
        due_soon=tuple((day, record) for day, record in due if past.today <= day <= past.today + SOON),
    )


def _is_known(interaction: Interaction, past: History, in_use: Mapping[str, Article]) -> bool:
    """It was linked to an article that was there before."""
    for id in interaction.used:
        if id in in_use:
            published = in_use[id].published
            is_first = past.uses_of(id)[0].id == interaction.id
            if not is_first or (published and published < interaction.on):
                return True
    return False


def _due(library: Library, in_use: Iterable[Article]) -> Iterator[tuple[date, Article]]:
    for article in in_use:
        if (day := article.review_due(library.settings.review_every)) is not None:
            yield day, article
