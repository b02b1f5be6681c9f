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
from ..reading.places import places_in
from ..reading.wording import nearest
from ..records.fields import Location
from ..records.library import FOLDERS, Library
from ..records.links import as_record_link, targets
from ..records.texts import finished, texts_in
from .links import Broken, need_of

_IN_HTML = re.compile(r"""\b(?:href|src)\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
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
        file = f"{library.root}/{own}" if own else _file(one.page, docs, shown)
        path, line, column, link = next(_written(one, own, library, things), (file, 1, 1, one.link))
        if one.is_place:
            message, fix = f"'{link}': that page has no such place", "correct the part after '#'"
            found.add(problem(path, line, column, Code.BROKEN_ANCHOR, message, fix))
        else:
            near = near_to(one.need.partition("#")[0].lstrip("/"))
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
                every = sorted([*targets(text), *((m.start(1), m[1]) for m in _IN_HTML.finditer(text))])
                wanted = [one for one in every if _leads_to(broken, one[1], path == own)]
                places = places_in(library, path, (*start, *location), text, wanted)
                for (line, column), (_, target) in zip(places, wanted, strict=True):
                    yield f"{library.root}/{path}", line, column, target


def _record_at(page: str, library: Library) -> str:
    """The path of the record that has its page there, or of the file of interactions; '' for other pages."""
    folder, _, name = page.rstrip("/").partition("/")
    if folder == "interactions" and name:
        return f"{folder}/{name.partition('/')[0]}.yml"
    kind = library.kind_of(name)
    if kind is None or page not in addresses_of(kind, name):
        return ""
    path: str = getattr(library, FOLDERS[kind])[name].path
    return path


def _leads_to(broken: Broken, target: str, is_own: bool) -> bool:
    """A link to `target` in a text comes out as the broken one."""
    if link := as_record_link(target):
        there = [f"/{where}{link.fragment or '#'}" for where in addresses_of(link.kind, link.id)]
        return broken.need in there
    if target.startswith("#"):  # the ids of a text start with the name of its field
        return is_own and broken.need.partition("#")[2].endswith(f"-{target[1:]}")
    return target == broken.link or (target.startswith("/") and need_of("", target) == broken.need)


def _file(page: str, docs: Path, shown: Path) -> str:
    """The hand-written page that became `page`, or else the page itself."""
    name = page.removesuffix("index.html").rstrip("/")
    written = (docs / f"{name}.md", docs / name / "index.md", docs / page)
    return str(next((file for file in written if name and file.is_file()), shown / page))
