"""The pages of the help center: home, topics, questions, tutorials, contact."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..records.public import PublicProcedure, PublicQuestion, PublicTopic
from ..views import PublicView
from .page import Page, address, plain
from .retired import addresses_of, retired_page


@dataclass(frozen=True)
class Entry:
    """A line of a list that leads to a page."""

    address: str
    title: str
    is_tutorial: bool
    minutes: int


@dataclass(frozen=True)
class TopicCard:
    """A topic as the home page and other topics show it."""

    address: str
    topic: PublicTopic
    entries: int
    """How many pages lie in it and below it."""


@dataclass(frozen=True)
class Answered:
    """What customers asked for before it was there."""

    entry: Entry
    over: int
    """More customers than this asked."""
    published: date


LATEST = 5
"""So many of these the home page shows."""


def help_center_pages(view: PublicView) -> Iterator[Page]:
    """Every page of the help center."""
    entries = _entries(view)
    by_topic: dict[str, list[Entry]] = {}
    for id, entry in entries.items():
        topic = (view.questions.get(id) or view.tutorials[id]).topic
        by_topic.setdefault(topic, []).append(entry)
    yield _home(view, entries, by_topic)
    for each in view.all_topics():
        yield _topic(each, by_topic)
    for question in view.questions.values():
        yield _question(view, question, entries)
    for tutorial in view.tutorials.values():
        yield _tutorial(view, tutorial, entries)
    for gone in view.retired.values():
        if gone.kind in ("question", "procedure"):
            where = addresses_of(gone.kind, gone.id)[0]
            yield retired_page(gone, where, [entries[id] for id in gone.instead], view.settings.contact)
    yield Page(
        address="contact/",
        title="Contact us",
        template="contact.html",
        values={"contact": view.settings.contact},
        description=f"How to reach a person at {view.settings.site.name}.",
        hide=("toc",),
    )


def _entries(view: PublicView) -> dict[str, Entry]:
    """Every page that a list can lead to, by its record's id: tutorials first, then questions."""
    tutorials = {
        t.id: Entry(address("tutorial", t.id), t.title, True, total_minutes(t))
        for t in view.tutorials.values()
    }
    questions = {q.id: Entry(address("question", q.id), q.title, False, 0) for q in view.questions.values()}
    return tutorials | questions


def total_minutes(tutorial: PublicProcedure) -> int:
    """How long all steps take together, those without a time as none."""
    return sum(step.minutes or 0 for step in tutorial.steps)


def _home(view: PublicView, entries: Mapping[str, Entry], by_topic: Mapping[str, list[Entry]]) -> Page:
    site = view.settings.site
    return Page(
        address="",
        title="Home",
        template="home.html",
        values={
            "site": site,
            "cards": _cards(view.topics, by_topic),
            "featured": [entries[id] for id in view.settings.featured],
            "answered": _answered(view, entries),
            "contact": view.settings.contact,
        },
        description=site.description or "",
        hide=("navigation", "toc"),
    )


def _answered(view: PublicView, entries: Mapping[str, Entry]) -> list[Answered]:
    """What was published last of all that customers had asked for."""
    records: list[PublicQuestion | PublicProcedure] = [*view.questions.values(), *view.tutorials.values()]
    found = [
        Answered(entries[record.id], record.you_asked, record.published)
        for record in records
        if record.you_asked and record.published
    ]
    return sorted(found, key=lambda a: (-a.published.toordinal(), a.entry.address))[:LATEST]


def _cards(topics: Sequence[PublicTopic], by_topic: Mapping[str, list[Entry]]) -> list[TopicCard]:
    return [TopicCard(address("topic", t.id), t, _size(t, by_topic)) for t in topics]


def _size(topic: PublicTopic, by_topic: Mapping[str, list[Entry]]) -> int:
    return len(by_topic.get(topic.id, ())) + sum(_size(child, by_topic) for child in topic.topics)


def _topic(topic: PublicTopic, by_topic: Mapping[str, list[Entry]]) -> Page:
    inside = by_topic.get(topic.id, [])
    values: dict[str, Any] = {
        "topic": topic,
        "cards": _cards(topic.topics, by_topic),
        "tutorials": [entry for entry in inside if entry.is_tutorial],
        "questions": [entry for entry in inside if not entry.is_tutorial],
    }
    return Page(
        address=address("topic", topic.id),
        title=topic.title,
        template="topic.html",
        values=values,
        description=topic.description or f"Answers and guides: {topic.title}.",
        topic=topic.id,
        hide=("toc",),
    )


def _question(view: PublicView, question: PublicQuestion, entries: Mapping[str, Entry]) -> Page:
    return Page(
        address=address("question", question.id),
        title=question.title,
        template="question.html",
        values={
            "question": question,
            "related": [entries[id] for id in question.related],
            "contact": view.settings.contact,
        },
        description=plain(question.answer),
        topic=question.topic,
        updated=question.reviewed or question.published,
        hide=("toc",),
    )


def _tutorial(view: PublicView, tutorial: PublicProcedure, entries: Mapping[str, Entry]) -> Page:
    return Page(
        address=address("tutorial", tutorial.id),
        title=tutorial.title,
        template="tutorial.html",
        values={
            "tutorial": tutorial,
            "total": total_minutes(tutorial),
            "related": [entries[id] for id in tutorial.related],
            "contact": view.settings.contact,
        },
        description=plain(tutorial.outcome),
        topic=tutorial.topic,
        updated=tutorial.reviewed or tutorial.published,
    )
