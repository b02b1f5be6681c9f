"""What pages of the help center tell machines of the site and of the way to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..records.public import PublicTopic
from ..views import PublicView
from .news import ADDRESS as NEWS
from .page import Page, address, relative_url

Path = tuple[tuple[str, str], ...]
"""Address and title of every page from the home page down to one."""


@dataclass(frozen=True)
class Head:
    """What the `<head>` of a page is made from, beside the page itself."""

    site: str
    """The name of the help center."""
    base: str | None
    """The address of the site, which ends with `/`; None when settings.yml does not say it."""
    has_feed: bool
    path: Path
    """The way to the page, itself included."""

    def url(self, address: str, page: str) -> str:
        """The full address of `address`; where nobody knows the site's, the one from the page at `page`."""
        return f"{self.base}{address}" if self.base else relative_url(address, page)


@dataclass(frozen=True)
class Heads:
    """What the heads of all pages of a help center are made from, beside the pages themselves."""

    site: str
    base: str | None
    has_feed: bool
    paths: Mapping[str | None, Path]
    """The way to each topic, itself included; for None, to the home page."""

    def of(self, page: Page) -> Head:
        """What the head of one page is made from."""
        above = self.paths[page.topic] if page.address else ()
        path = above if above and above[-1][0] == page.address else (*above, (page.address, page.title))
        return Head(self.site, self.base, self.has_feed, path)


def heads_of(view: PublicView, pages: Mapping[str, Page]) -> Heads:
    """For a help center with these pages, by their addresses."""
    site = view.settings.site
    home: Path = (("", site.name),)
    paths: dict[str | None, Path] = {None: home, **dict(_paths(view.topics, home))}
    return Heads(site.name, site.url, site.url is not None and NEWS in pages, paths)


def _paths(topics: tuple[PublicTopic, ...], above: Path) -> Iterator[tuple[str, Path]]:
    for topic in topics:
        path = (*above, (address("topic", topic.id), topic.title))
        yield topic.id, path
        yield from _paths(topic.topics, path)
