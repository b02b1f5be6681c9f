"""The pages of the help center: home, topics, questions, tutorials, contact."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from ..records.public import PublicProcedure, PublicQuestion, PublicTopic
from ..views import PublicView
from .entries import Entry, entries_of, total_minutes
from .news import SHOWN, News, news_of, news_page
from .page import Page, address, addresses_of
from .retired import retired_page


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
    entries = entries_of(view)
    news = [*islice(news_of(view), SHOWN)]
    by_topic: dict[str, list[Entry]] = {}
    for id, entry in entries.items():
        topic = (view.questions.get(id) or view.tutorials[id]).topic
        by_topic.setdefault(topic, []).append(entry)
    yield _home(view, entries, by_topic, news)
    if news:
        yield news_page(news)
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
        summary=f"How to reach a person at {view.settings.site.name}.",
        hide=("toc",),
    )


def _home(
    view: PublicView,
    entries: Mapping[str, Entry],
    by_topic: Mapping[str, list[Entry]],
    news: Sequence[News],
) -> Page:
    site = view.settings.site
    return Page(
        address="",
        title="Home",
        template="home.html",
        values={
            "site": site,
            "cards": _cards(view.topics, by_topic),
            "featured": [entries[id] for id in view.settings.featured],
            "news": news[:LATEST],
            "answered": _answered(view, entries),
            "contact": view.settings.contact,
        },
        summary=site.description or "",
        hide=("navigation", "toc"),
    )


def _answered(view: PublicView, entries: Mapping[str, Entry]) -> list[Answered]:
    """What was published last of all that customers had asked for."""
    found = [
        Answered(entries[record.id], record.you_asked, record.published)
        for record in view.records()
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
        summary=topic.description or f"Answers and guides: {topic.title}.",
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
            "guide": view.tutorials.get(question.procedure or ""),
            "related": [entries[id] for id in question.related],
            "contact": view.settings.contact,
        },
        about=question.answer,
        topic=question.topic,
        updated=_updated(question),
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
        about=tutorial.outcome,
        topic=tutorial.topic,
        updated=_updated(tutorial),
    )


def _updated(record: PublicQuestion | PublicProcedure) -> date | None:
    """The last day of which the record says something."""
    days = [record.published, record.reviewed, *[change.on for change in record.changes]]
    return max(filter(None, days), default=None)
