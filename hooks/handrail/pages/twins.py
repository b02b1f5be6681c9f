"""The help center as Markdown: a twin of every page, and llms.txt, which lists them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..records.links import as_record_link, comments, targets
from ..views import PublicView
from .escaping import escaped
from .markdown_text import Resolve
from .page import Page, relative_url
from .rendering import environment, rendered


@dataclass(frozen=True)
class Twin:
    """The twin of a page, not yet written."""

    page: Page


LISTED = 500
"""So many pages llms.txt names one by one. Of a larger site it names topics, whose twins name their pages:
nobody reads a list of megabytes."""
_ENTRIES = ("question.html", "tutorial.html")


class Twins:
    """Writes pages as Markdown. A twin lies beside its page, so that relative links are the same."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._templates = environment()

    def of(self, page: Page) -> str:
        """The twin of `page`."""
        template = self._templates.get_template(f"markdown/{page.template.removesuffix('.html')}.md")
        to = partial(relative_url, start=page.address)
        text = partial(written_out, page=page.address, resolve=self._resolve)
        return template.render(page.values, page=page, to=to, text=text)


def list_of_twins(view: PublicView, pages: Mapping[str, Page]) -> dict[str, str]:
    """`llms.txt`, which lists them."""
    return {"llms.txt": rendered("markdown/llms.txt", **_listed(view, pages))}


def _listed(view: PublicView, pages: Mapping[str, Page]) -> dict[str, Any]:
    """What llms.txt lists by topic, questions and tutorials or the topic alone, then the other pages."""
    site = view.settings.site
    named = _ENTRIES if len(pages) <= LISTED else ("topic.html",)
    by_topic: dict[str | None, list[Page]] = {}
    for page in (page for page in pages.values() if not page.retired):
        if page.template in named:
            by_topic.setdefault(page.topic, []).append(page)
        elif page.template not in _ENTRIES:
            by_topic.setdefault(None, []).append(page)
    topics = [(topic, by_topic[topic.id]) for topic in view.all_topics() if topic.id in by_topic]
    return {"site": site, "base": site.url or "", "topics": topics, "others": by_topic[None]}


def written_out(markdown: str, page: str, resolve: Resolve) -> str:
    """A Markdown field as other programs read it: no comments, and links as addresses seen from `page`."""
    unseen = [(start, end, "") for start, end in comments(markdown)]
    parts, done = [], 0
    for start, end, text in sorted([*unseen, *_links(markdown, page, resolve)]):
        if start >= done:
            parts += [markdown[done:start], text]
            done = end
    return "".join([*parts, markdown[done:]]).strip("\n")


def _links(markdown: str, page: str, resolve: Resolve) -> Iterator[tuple[int, int, str]]:
    """What stands in place of each link to a record or from the root: from where to where, and what."""
    for start, target in targets(markdown):
        end = start + len(target)
        if link := as_record_link(target):
            address, title = resolve(link.kind, link.id, page) or (page, "")
            here = relative_url(f"{address}{link.fragment}", page)
            nameless = markdown.endswith("[](", 0, start)
            yield (start - 2, end, f"{escaped(title)}]({here}") if nameless else (start, end, here)
        elif target.startswith("/") and not target.startswith("//"):
            yield start, end, relative_url(target[1:], page)
