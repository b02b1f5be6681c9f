"""What a page is to machines: objects of schema.org, which its `<head>` brings as JSON."""

from collections.abc import Callable, Iterator
from typing import Any

from ..records.public import PublicProcedure, PublicQuestion
from .head import Head
from .page import Page

Words = Callable[[str], str]
"""A Markdown text → what it says, without marks."""


def structured(page: Page, head: Head, words: Words) -> Iterator[dict[str, Any]]:
    """The objects of one page: the way to it, and what it answers or explains."""
    if len(head.path) > 1:
        yield _described("BreadcrumbList", itemListElement=_way_to(page, head))
    if page.template == "question.html":
        yield _described("FAQPage", mainEntity=[_question(page.values["question"], words)])
    elif page.template == "tutorial.html":
        tutorial, total = page.values["tutorial"], page.values["total"]
        time = {"totalTime": f"PT{total}M"} if total else {}
        yield _described(
            "HowTo",
            name=tutorial.title,
            description=words(tutorial.outcome),
            step=_steps(tutorial, page, head, words),
            **time,
        )


def _described(type: str, **values: object) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": type, **values}


def _way_to(page: Page, head: Head) -> list[dict[str, Any]]:
    return [
        {"@type": "ListItem", "position": n, "name": title, "item": head.url(address, page.address)}
        for n, (address, title) in enumerate(head.path, 1)
    ]


def _question(question: PublicQuestion, words: Words) -> dict[str, Any]:
    answer = {"@type": "Answer", "text": words(question.answer)}
    return {"@type": "Question", "name": question.title, "acceptedAnswer": answer}


def _steps(tutorial: PublicProcedure, page: Page, head: Head, words: Words) -> list[dict[str, Any]]:
    return [
        {
            "@type": "HowToStep",
            "position": n,
            "name": step.title,
            "text": words(step.customer) if step.customer else step.title,
            "url": head.url(f"{page.address}#step-{n}", page.address),
        }
        for n, step in enumerate(tutorial.steps, 1)
    ]
