"""Where a broken link of the finished site was written: in a record, in the settings, or in `docs/`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from ..pages.page import addresses_of
from ..pages.website import Site
from ..problems import Code, Problem, problem
from ..reading.nearest import nearest
from ..reading.places import places_in
from ..reading.source import Position, position_of
from ..records.fields import Location
from ..records.library import Library
from ..records.links import as_record_link, targets
from ..records.texts import finished, texts_in
from .configuration import seen_from_here
from .links import Broken, destination_of

_IN_HTML = re.compile(r"""\b(?:href|src)\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
_WARNED = re.compile(r"Doc file '(?P<page>[^']*)' contains (?P<what>[^']*'(?P<link>[^']*)'.*)", re.DOTALL)
_Things = Mapping[str, Sequence[tuple[Location, BaseModel]]]
"""By the path of their file."""


def problems_of(
    broken: Iterable[Broken], library: Library, site: Site, docs: Path, shown: Path
) -> list[Problem]:
    """What is wrong with each link, where it was written; of what nobody wrote so, in the site `shown`."""
    things = defaultdict(list)
    for path, start, thing in finished(library):
        things[path].append((start, thing))
    found = set[Problem]()
    near_to = cache(lambda address: nearest(address, site.pages))  # one link may stand on every page
    for one in broken:
        own = _record_at(one.page.removesuffix("index.html"), library)
        by_hand = None if own else _by_hand(one.page, docs)
        file = library.shown(own) if own else str(seen_from_here(by_hand or shown / one.page))
        written = _written_by_hand(one, by_hand, docs) if by_hand else _written(one, own, library, things)
        path, line, column, link = next(written, (file, 1, 1, one.link))
        if one.is_place:
            message, fix = f"'{link}': that page has no such place", "correct the part after '#'"
            found.add(problem(path, line, column, Code.BROKEN_ANCHOR, message, fix))
        else:
            near = near_to(one.destination.partition("#")[0].lstrip("/"))
            fix = f"did you mean '/{near}'?" if near else "correct the link, or the address"
            found.add(problem(path, line, column, Code.BROKEN_LINK, f"'{link}' leads nowhere", fix))
    return sorted(found)


def _written(
    broken: Broken, own: str, library: Library, things: _Things
) -> Iterator[tuple[str, int, int, str]]:
    """Path, line, column and wording of each link that became this one, the page's `own` file first."""
    for path in (own, library.settings.path, library.topics.path):
        for start, thing in things.get(path, ()):
            for location, text in texts_in(thing):
                wanted = [one for one in _targets(text) if _leads_to(broken, one[1], path == own)]
                places = places_in(library, path, (*start, *location), text, wanted)
                for (line, column), (_, target) in zip(places, wanted, strict=True):
                    yield library.shown(path), line, column, target


def _record_at(page: str, library: Library) -> str:
    """The path of the record that has its page there, or of the file of interactions; '' for other pages."""
    folder, _, name = page.rstrip("/").partition("/")
    if folder == "interactions" and name:
        return f"{folder}/{name.partition('/')[0]}.yml"
    kind = library.kind_of(name)
    if kind is None or page not in addresses_of(kind, name):
        return ""
    path: str = library.of_kind(kind)[name].path
    return path


def _leads_to(broken: Broken, target: str, is_own: bool) -> bool:
    """A link to `target` in a text comes out as the broken one."""
    if link := as_record_link(target):
        there = [f"/{where}{link.fragment or '#'}" for where in addresses_of(link.kind, link.id)]
        return broken.destination in there
    if target.startswith("#"):  # the ids of a text start with the name of its field
        return is_own and broken.destination.partition("#")[2].endswith(f"-{target[1:]}")
    is_it = target.startswith("/") and destination_of("", target) == broken.destination
    return is_it or target == broken.link


def in_docs(said: str, docs: Path) -> Problem | None:
    """A link of a hand-written page that MkDocs has warned of; None for all else that it says."""
    found = _WARNED.match(said)
    if not found:
        return None
    file = docs / found["page"]
    place = next((place for place, to in _links_in(file) if to == found["link"]), (1, 1))
    message, _, meant = found["what"].partition(" Did you mean ")
    fix = f"did you mean {meant}" if meant else "correct the link"
    return problem(str(seen_from_here(file)), *place, Code.BROKEN_LINK, message.rstrip("."), fix)


def _by_hand(page: str, docs: Path) -> Path | None:
    """The hand-written page that became `page`."""
    name = page.removesuffix("index.html").rstrip("/")
    files = (docs / f"{name}.md", docs / name / "index.md", docs / page)
    return next((file for file in files if file.is_file()), None)


def _written_by_hand(broken: Broken, file: Path, docs: Path) -> Iterator[tuple[str, int, int, str]]:
    """Path, line, column and wording of each link in a hand-written page that became this one."""
    folder = file.relative_to(docs).parent.as_posix().removeprefix(".")
    for (line, column), target in _links_in(file):
        path, mark, place = target.partition("#")
        to = f"{path.removesuffix('.md').removesuffix('index')}/" if path.endswith(".md") else path
        if target == broken.link or destination_of(folder, f"{to}{mark}{place}") == broken.destination:
            yield str(seen_from_here(file)), line, column, target


def _links_in(file: Path) -> Iterator[tuple[Position, str]]:
    """Place and target of each link in a hand-written page."""
    text = file.read_text("utf-8", "replace")
    return ((position_of(text, offset), target) for offset, target in _targets(text))


def _targets(text: str) -> list[tuple[int, str]]:
    """Offset and target of each link, in Markdown or HTML."""
    return sorted([*targets(text), *((m.start(1), m[1]) for m in _IN_HTML.finditer(text))])
