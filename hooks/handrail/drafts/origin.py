"""What a draft starts from: one interaction, or all of a need."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..evidence.history import History
from ..evidence.needs import backlog
from ..records.interaction import Interaction
from ..records.library import Library
from ..records.settings import Topic
from ..words.vectors import vectors


@dataclass(frozen=True)
class Origin:
    """The by-hand work that a draft starts from."""

    asks: tuple[str, ...]
    """Customers' words, each once, the most typical first."""
    interactions: tuple[Interaction, ...]
    title: str
    """What it is about, in a few words."""
    is_named: bool
    """It is a need that stands in needs.yml."""
    has_record: bool = False
    """They used a record, which is not public."""


def origin(library: Library, past: History, source: str) -> Origin | None:
    """The interaction or need that `source` names; None when there is none."""
    if found := library.interactions.get(source):
        asks = (found.asked,) if found.asked else ()
        return Origin(asks, (found,), found.asked or found.id, is_named=False)
    needs = backlog(library, past).needs  # '2' may be the name of one, or its place in the list
    for need in sorted(needs, key=lambda need: need.named is None):
        if need.id == source:
            title = need.named.title if need.named else ", ".join(need.words) or need.id
            is_named, has_record = need.named is not None, need.record is not None
            return Origin(need.asks, need.measures.interactions, title, is_named, has_record)
    return None


def owner_of(library: Library, interactions: Iterable[Interaction]) -> str:
    """Who did most of it; the first of the team when nobody of the team did any. The team is not empty."""
    times = Counter(i.by for i in interactions)
    return max((member.handle for member in library.team.team), key=lambda handle: times[handle])


def topic_of(library: Library, origin: Origin) -> str:
    """The topic of what was used; else of the question most like what was asked, at the interactions' stage.

    Without a topic of that stage, of any stage; without a question, the first. There is a topic at least.
    """
    used = Counter(r.topic for i in origin.interactions for id in i.used if (r := library.article(id)))
    known = {topic.id for topic in library.all_topics()}
    if at_work := [topic for topic, _ in used.most_common() if topic in known]:
        return at_work[0]
    stages = Counter(i.stage for i in origin.interactions if i.stage).most_common(1)
    topics = list(library.all_topics())
    of_stage = [topic for topic in topics if stages and topic.stage == stages[0][0]]
    return _nearest(library, origin.asks, of_stage or topics)


def _nearest(library: Library, asks: tuple[str, ...], topics: list[Topic]) -> str:
    ids = {topic.id for topic in topics}
    known = [
        (text, question.topic)
        for question in library.questions.values()
        if question.topic in ids
        for text in (question.question, *question.asked_as)
    ]
    if not known or not asks:
        return topics[0].id
    middle = vectors(asks).mean(axis=0)
    likeness = vectors([text for text, _ in known]) @ middle
    return known[int(likeness.argmax())][1]
