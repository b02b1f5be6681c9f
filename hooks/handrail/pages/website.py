"""All pages of one site, and where a link to a record leads in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..records.base import Audience
from ..records.library import Library
from ..records.public import PublicSettings, PublicTopic
from ..views import InternalView, PublicView, internal_view, public_view
from .files import public_files
from .head import Heads, heads_of
from .help_center import help_center_pages
from .looks import looks
from .moves import Moves, moves_of, with_old_places
from .news import ADDRESS as NEWS
from .page import TOPICS, Page, address, views_of

_LATEST = date(2106, 1, 1)
"""Files that MkDocs packs cannot say a day of the next month, which somebody may type by mistake."""


@dataclass(frozen=True)
class Site:
    """What MkDocs is given: pages, the topics for the sidebar, names and looks."""

    settings: PublicSettings
    topics: tuple[PublicTopic, ...]
    pages: Mapping[str, Page]
    """By their addresses."""
    sections: tuple[Page, ...]
    """What the sidebar shows below the topics."""
    moves: Moves
    """Where old addresses lead."""
    files: Mapping[str, str]
    """What lies beside the pages, by its address."""
    heads: Heads | None = None
    """What pages tell machines; None for staff's, which tell them nothing."""

    @property
    def has_twins(self) -> bool:
        """Whether every page has a twin in Markdown (`twins`)."""
        return self.heads is not None

    @property
    def footer(self) -> tuple[Page, ...]:
        """What the footer of every page leads to."""
        return tuple(self.pages[name] for name in ("", NEWS, "contact/") if name in self.pages)

    @cached_property
    def updated(self) -> date:
        """The date of its latest record. Never the day of the build: the same records give the same bytes."""
        latest = max((p.updated for p in self.pages.values() if p.updated), default=date(1980, 1, 1))
        return min(latest, _LATEST)

    def shows_in_sidebar(self, page: Page) -> bool:
        """Whether it is the home page, a topic or a section. There are not more of them with more records."""
        return not page.address or page.address.startswith(TOPICS) or page.address in self._addresses

    @cached_property
    def _addresses(self) -> frozenset[str]:
        return frozenset(page.address for page in self.sections)

    def resolve(self, kind: str, id: str, page: str) -> tuple[str, str] | None:
        """Where a link to a record leads from the page at that address, and the title there."""
        return resolve(self.pages, kind, id, page)


def resolve(pages: Mapping[str, Page], kind: str, id: str, page: str) -> tuple[str, str] | None:
    """Where, of `pages`, a link to a record leads from the page at that address, and the title there.

    A procedure is its playbook for a reader of playbooks, and its tutorial for everyone else.
    """
    views = views_of(kind)
    if page.startswith("playbooks/"):
        views = views[::-1]
    for view in views:
        to = address(view, id)
        found = pages.get(to.partition("#")[0])
        if found:
            return to, found.title
    return None


def site_of(library: Library, audience: Audience, today: date, written: frozenset[str] = frozenset()) -> Site:
    """The whole site for one audience, as of `today`. The public one is made from the public view alone.

    `written` are the addresses of hand-written pages, which old addresses may lead to as well.
    """
    if audience is Audience.PUBLIC:
        return _public(public_view(library, today), written)
    return _internal(internal_view(library, today), today, written)


def some_pages(library: Library, audience: Audience, today: date, at: Collection[str]) -> dict[str, Page]:
    """Those pages of a site that are at these addresses, without old places; no more are made than needed."""
    if audience is Audience.PUBLIC:
        view = public_view(library, today)
        return _first(help_center_pages(view), at)
    return _first(_staff_pages(internal_view(library, today), today), at)


def _first(pages: Iterable[Page], at: Collection[str]) -> dict[str, Page]:
    found: dict[str, Page] = {}
    for page in pages:
        if page.address in at:
            found[page.address] = page
        if len(found) == len(at):
            break
    return found


def _public(view: PublicView, written: frozenset[str]) -> Site:
    pages = _by_address(help_center_pages(view))
    moves = moves_of(view, written | pages.keys())
    pages = with_old_places(pages, moves)
    files, heads = public_files(view, pages), heads_of(view, pages)
    return Site(view.settings, view.topics, pages, _sections(pages), moves, files, heads)


def _internal(view: InternalView, today: date, written: frozenset[str]) -> Site:
    pages = _by_address(_staff_pages(view, today))
    names = (
        "guide/",
        "board/",
        "backlog/",
        "playbooks/",
        "ledger/",
        "journey/",
        "cycles/",
        "risks/",
        "readiness/",
        "interactions/",
        "people/",
        "problem-codes/",
    )
    help_center = view.help_center
    moves = moves_of(help_center, written | pages.keys(), view.library)
    return Site(
        help_center.settings,
        help_center.topics,
        with_old_places(pages, moves),
        (*(pages[name] for name in names), *_sections(pages)),
        moves,
        looks(help_center.settings),
    )


def _staff_pages(view: InternalView, today: date) -> Iterator[Page]:
    from .staff import staff_pages  # here, for the public site need not wait for what draws pictures

    return staff_pages(view, today)


def _sections(pages: Mapping[str, Page]) -> tuple[Page, ...]:
    return tuple(pages[name] for name in (NEWS, "contact/") if name in pages)


def _by_address(pages: Iterator[Page]) -> dict[str, Page]:
    return {page.address: page for page in pages}
