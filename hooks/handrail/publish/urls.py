"""The gate that keeps published addresses: what urls.txt lists is on the finished site, or leads on."""

import os
import re
from collections.abc import Iterator, Mapping, Set
from html import unescape
from pathlib import Path

from ..pages.website import Site
from ..problems import Code, Problem, problem
from ..reading.folder import URLS
from ..reading.nearest import nearest
from ..reading.places import place_of
from ..reading.source import Position
from ..records.library import Library
from ..records.moved import ADDRESS_PATTERN
from ..writing import replace
from .redirects import file_of

Places = frozenset[str]
_ABOUT = [
    "# Every address of the public site that was ever published. It only grows: handrail urls --write adds",
    "# what is new, and a build that would break one of these fails and says what to do.",
]
_ID = re.compile(r'<(h[1-6])?[^<>]*?\s(?:id|name)="([^"]+)"')
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
_LISTS = frozenset(
    ("related", "still-stuck", "answered", "featured", "topics", "guides", "questions", "person")
)
"""Headings of lists that come and go with what they list: nobody keeps a link to them."""


def places_of(html: str) -> tuple[Places, Places]:
    """All places (`#…`) in the article of a page, and those of them that are headings to be kept."""
    article = _ARTICLE.search(html)
    found = _ID.findall(article[0]) if article else []
    all_of_them = frozenset(unescape(id) for _, id in found)
    return all_of_them, frozenset(unescape(id) for heading, id in found if heading) - _LISTS


def published(built: Path) -> Iterator[str]:
    """Every address of a finished site that is to be kept: pages, those that moved too, and their places.

    A hand-written page whose name has a space, a quote or the like in it has no address that lasts.
    """
    for file in built.rglob("*.html"):
        name = file.relative_to(built).as_posix()
        address = "/" + (name.removesuffix("index.html") if f"/{name}".endswith("/index.html") else name)
        if name != "404.html" and re.fullmatch(ADDRESS_PATTERN, address):
            yield address
            yield from (f"{address}#{place}" for place in places_of(file.read_text("utf-8", "replace"))[1])


def remember(library: Library, built: Path) -> list[str] | Problem:
    """Add what is new on a finished site to urls.txt: what was new, or why nothing was written."""
    new = sorted(set(published(built)) - library.urls.keys())
    if not new:
        return new
    file = Path(library.root) / URLS
    said = file.read_text("utf-8").splitlines() if file.is_file() else _ABOUT
    notes = [line for line in said if line.startswith("#")]
    lines = [*notes, *sorted([*library.urls, *new])]
    return replace(Path(library.root), URLS, "".join(f"{line}\n" for line in lines).encode()) or new


def gone(library: Library, site: Site, built: Path) -> list[Problem]:
    """What of urls.txt `built` would break, and what moved.yml says that is not so."""
    pages = _Pages(built, site)
    broken = dict(_broken(library, site, pages))
    return sorted([*broken.values(), *_wrong_moves(library, pages, broken.keys())])


class _Pages:
    """The pages of a finished site, each read once and only when somebody asks."""

    def __init__(self, built: Path, site: Site) -> None:
        self._built, self._moved = built, site.moves.pages
        self._places: dict[str, Places | None] = {}

    def places(self, address: str) -> Places | None:
        """The places on the page that readers of `address` see; None when there is no page."""
        now = self._moved.get(address, address).partition("#")[0]
        if now not in self._places:
            there = self.has(address)
            text = (self._built / file_of(now)).read_text("utf-8", "replace") if there else ""
            self._places[now] = places_of(text)[0] if there else None
        return self._places[now]

    def has(self, address: str) -> bool:
        """Readers of `address` see a page; it is not read."""
        now = self._moved.get(address, address).partition("#")[0]
        return os.path.isfile(f"{self._built}/{file_of(now)}")  # noqa: PTH113 -- ten thousands of them

    def is_there(self, address: str) -> bool:
        """A page that no other one took the place of."""
        return address not in self._moved and self.has(address)


def _broken(library: Library, site: Site, pages: _Pages) -> Iterator[tuple[str, Problem]]:
    """Each address that is gone, and what is said of it: of a page once, however many places it had.

    The places of a page that moved.yml sends elsewhere, or whose record was retired, may go with it.
    """
    shown = library.shown(URLS)
    said = {move.was[1:] for move in library.moved.moved}  # where one leads nowhere, that is said of it
    for url, line in library.urls.items():
        page, _, place = url[1:].partition("#")
        if page in said:
            continue
        if not pages.has(page):
            said.add(page)
            yield f"/{page}", problem(shown, line, 1, Code.URL_GONE, *_page_gone(library, site, page))
        elif place and not _is_retired(site, page):
            places = pages.places(page) or frozenset()
            if place not in places:
                message, fix = _place_gone(library, site, url, places)
                yield url, problem(shown, line, 1, Code.PLACE_GONE, message, fix)


def _is_retired(site: Site, page: str) -> bool:
    now = site.pages.get(site.moves.pages.get(page, page).partition("#")[0])
    return now is not None and now.retired is not None


def _page_gone(library: Library, site: Site, page: str) -> tuple[str, str]:
    """What is wrong, and what to do: the record that had the page, if it is still there, says most."""
    id = page.rstrip("/").rpartition("/")[2]
    record = next((r for r in library.records() if id in (r.id, *r.was)), None)
    topic = f"topics/{record.topic}/" if record else ""
    to = topic if topic in site.pages else nearest(page, site.pages) or ""
    line = f"add to {library.shown(library.moved.path)}: {_line(f'/{page}', f'/{to}')}"
    message = f"'/{page}' was published, and the site would have it no more"
    if record is None:
        return message, f"add 'was: [{id}]' to the record that took its place, or {line}"
    fix = f"publish '{record.id}' again, or run handrail retire {record.id}, or {line}"
    return f"{message}: '{record.id}' is {record.hidden_as} now", fix


def _place_gone(library: Library, site: Site, url: str, places: Places) -> tuple[str, str]:
    page, _, place = url[1:].partition("#")
    now = site.moves.pages.get(page, page).partition("#")[0]
    message = f"'{url}' was published, and /{now} has no such place any more"
    if now not in site.pages:
        return message, f'write <span id="{place}"></span> in that page of docs/, where it was'
    near = nearest(place, places)
    line = _line(url, f"/{now}#{near}" if near else f"/{now}")
    return message, f"give it back its heading, or add to {library.shown(library.moved.path)}: {line}"


def _line(was: str, now: str) -> str:
    """An entry of moved.yml."""
    was, now = (address.replace("'", "''") for address in (was, now))
    return f"- {{was: '{was}', now: '{now}'}}"


def _wrong_moves(library: Library, pages: _Pages, broken: Set[str]) -> Iterator[Problem]:
    """What an entry says that is not so, but for one that leads to what is `broken`: it will lead on.

    A place may go to one on a page that another entry sends elsewhere: it goes with that.
    """
    shown = library.shown(library.moved.path)
    sent = {move.was: move.now.partition("#")[0] for move in library.moved.moved}
    for n, move in enumerate(library.moved.moved):
        (old, mark, _), (now, to_place, place) = move.was[1:].partition("#"), move.now[1:].partition("#")
        if not mark and pages.is_there(old):
            message, fix = f"was: '{move.was}' is a page that is there", "remove this entry"
            yield problem(shown, *_at(library, n, "was"), Code.MOVED_BUT_THERE, message, fix)
        if not broken.isdisjoint((move.now, *_way(f"/{now}", sent))):
            continue
        places = pages.places(now)
        goes_with_it = mark and f"/{now}" in sent
        if places is None or (to_place and place not in places and not goes_with_it):
            message = f"now: '{move.now}' is no {'place on that' if places else ''} page of the public site"
            fix = "name a page that is there, or a place on one"
            yield problem(shown, *_at(library, n, "now"), Code.MOVED_NOWHERE, " ".join(message.split()), fix)


def _way(page: str, sent: Mapping[str, str]) -> list[str]:
    """The page, and where each entry sends it on, until none does or one is there twice."""
    way = [page]
    while (page := sent.get(page, page)) not in way:
        way.append(page)
    return way


def _at(library: Library, n: int, field: str) -> Position:
    return place_of(library, library.moved.path, (n, field))
