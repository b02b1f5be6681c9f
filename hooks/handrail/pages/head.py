"""Which pages of the help center tell machines something, and what of the site that takes."""

from collections.abc import Iterator, Mapping

from ..records.public import PublicTopic
from ..views import PublicView
from .news import ADDRESS as NEWS
from .page import Head, Page, address

Path = tuple[tuple[str, str], ...]


def with_heads(view: PublicView, pages: Mapping[str, Page]) -> dict[str, Page]:
    """`pages` by their addresses, each with what its `<head>` is made from."""
    site = view.settings.site
    home: Path = (("", site.name),)
    paths: dict[str | None, Path] = {None: home, **dict(_paths(view.topics, home))}
    has_feed = site.url is not None and NEWS in pages

    def head(page: Page) -> Head:
        above = paths[page.topic] if page.address else ()
        path = above if above and above[-1][0] == page.address else (*above, (page.address, page.title))
        return Head(site.name, site.url, has_feed, path)

    return {address: Page(**{**vars(page), "head": head(page)}) for address, page in pages.items()}


def _paths(topics: tuple[PublicTopic, ...], above: Path) -> Iterator[tuple[str, Path]]:
    """The way from the home page to each topic, itself included."""
    for topic in topics:
        path = (*above, (address("topic", topic.id), topic.title))
        yield topic.id, path
        yield from _paths(topic.topics, path)
