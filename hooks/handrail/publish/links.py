"""The links of a finished site: every page and every place on it that a link names must be there."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from .cores import divided
from .passed import Before

_LINKING = {
    **dict.fromkeys(("a", "link", "area"), "href"),
    **dict.fromkeys(("img", "script", "source", "video", "audio", "track", "iframe", "embed"), "src"),
    "form": "action",
}
"""The attribute of each tag that links."""
_TELLING = ", ".join(["[id]", *_LINKING])
"""Elements that have a place, or may link."""
_ELSEWHERE = ("https:", "http:", "mailto:", "tel:", "javascript:")
_PLACE = re.compile(r"#[\w-]+")
_FILE = re.compile(r"[\w-]+\.\w+")
_UP = re.compile(r"((?:\.\./)*\.\.(?:/|\Z))((?:[\w-]+/)*)(?:#([\w-]+))?")


@dataclass(frozen=True)
class _Parsed:
    """What one page has: the ids on it, `__top` as every page, and the links from it."""

    ids: frozenset[str]
    links: frozenset[str]


@dataclass(frozen=True)
class _Read:
    """What came of reading pages, by their names."""

    destinations: dict[str, set[str]] = field(default_factory=dict)
    """The addresses on the site that each links to, but for places on itself."""
    ids: dict[str, str] = field(default_factory=dict)
    """The ids on each, with zeros around."""
    odd: set[str] = field(default_factory=set)
    """Those that link to a place on themselves that is not there."""

    def add(self, other: "_Read") -> None:
        """Put another part to it."""
        self.destinations.update(other.destinations)
        self.ids.update(other.ids)
        self.odd.update(other.odd)


@dataclass(frozen=True)
class Broken:
    """A link of a page to what is not there."""

    page: str
    """The name of its file."""
    link: str
    """As it stands on the page."""
    destination: str
    """The address on the site that it leads to."""
    is_place: bool
    """The page is there, but not the place on it."""


def broken_links(
    site: Path, names: Collection[str], before: Before, beside: Set[str] = frozenset()
) -> tuple[list[Broken], Mapping[str, str]]:
    """Every link from a page of `site`, which has files of these names, to what is not there.

    The addresses `beside` are those of other sites, and there.

    Second, the destinations of each page's links, to be remembered. A page that is the same as `before` still
    has those that it had, and they were there then, so only those that lead to others are looked for again.
    """
    pages = [name for name in sorted(names) if name.endswith(".html") and name != "404.html"]
    passed = before.passed.destinations
    same = {name: passed[name] for name in pages if name in before.same and name in passed}
    read = _Read()
    for part in divided(lambda some: _read(site, some), [name for name in pages if name not in same]):
        read.add(part)
    there = _There(site, frozenset(names), read.ids, beside)
    of_folders = {folder: passed[folder] for folder in {*map(_folder, same)}}
    of_same = {*_lines("\n".join(filter(None, (*of_folders.values(), *same.values()))))}
    maybe = {to for to in of_same if _file_of(to)[0] not in before.same}.union(*read.destinations.values())
    gone = {to for to in maybe if not there.has(to)}
    if gone:
        read.odd.update(name for name, found in read.destinations.items() if not gone.isdisjoint(found))
        odd = {folder for folder, found in of_folders.items() if not gone.isdisjoint(_lines(found))}
        read.odd.update(n for n, f in same.items() if _folder(n) in odd or not gone.isdisjoint(_lines(f)))
    whole = _There(site, there.files, {}, beside)
    broken = [found for name in sorted(read.odd) for found in _of_page(site, name, whole)]
    return broken, {} if broken else _remembered(read.destinations, same, of_folders)


def _remembered(
    read: Mapping[str, set[str]], same: Mapping[str, str], of_folders: Mapping[str, str]
) -> dict[str, str]:
    """As `Passed`: what all pages in a folder link to is said once, of that folder."""
    every = {folder: [{*_lines(found)}] for folder, found in of_folders.items()}
    for name, destinations in read.items():
        every.setdefault(_folder(name), []).append(destinations)
    of_all = {folder: set.intersection(*found) for folder, found in every.items()}
    less = {folder: {*_lines(found)} - of_all[folder] for folder, found in of_folders.items()}
    return {
        **{folder: _as_lines(found) for folder, found in of_all.items()},
        **{
            n: _as_lines({*_lines(own), *more}) if (more := less[_folder(n)]) else own
            for n, own in same.items()
        },
        **{name: _as_lines(found - of_all[_folder(name)]) for name, found in read.items()},
    }


def _folder(name: str) -> str:
    """The topmost one that a file is in; '' for a file that is in none."""
    return name[: name.find("/") + 1]


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _as_lines(destinations: Set[str]) -> str:
    return "\n".join(sorted(destinations))


class _There:
    """What is on the site; pages that nobody read yet are read when somebody asks for a place on them."""

    def __init__(self, site: Path, files: frozenset[str], ids: dict[str, str], beside: Set[str]) -> None:
        self.files = files
        self._beside = beside
        self._site, self._ids = site, ids

    def has(self, destination: str) -> bool:
        """Whether the address is there."""
        file, place = _file_of(destination)
        return destination in self._beside or (file in self.files and self.has_place(file, place))

    def has_place(self, file: str, place: str) -> bool:
        """Whether the file, which is there, has that place. Only those of pages are known."""
        if not place or not file.endswith(".html"):
            return True
        if file not in self._ids:
            self._ids[file] = _within_zeros(_parse((self._site / file).read_bytes()).ids)
        ids = self._ids[file]
        return f"\0{place}\0" in ids or f"\0{unquote(place)}\0" in ids


def _read(site: Path, names: Sequence[str]) -> _Read:
    """Where the links of these pages lead, and which ids they have."""
    read = _Read()
    known: dict[str, dict[str, str | None]] = defaultdict(dict)
    for name in names:
        with open(f"{site}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 -- ten thousands of them
            built = _parse(file.read())
        folder, _, file_name = name.rpartition("/")
        of_siblings = known[folder.rpartition("/")[0]]
        destinations, here = set[str](), set[str]()
        for link in built.links:
            if link[0] == "#" and file_name == "index.html" and _PLACE.fullmatch(link):
                here.add(link[1:])  # a page can have a thousand of these
                continue
            if link.startswith("../") and folder:  # the same from all pages beside each other
                if link not in of_siblings:
                    of_siblings[link] = destination_of(folder, link)
                to = of_siblings[link]
            else:
                to = None if link.startswith(_ELSEWHERE) else destination_of(folder, link)
            if to is not None:
                destinations.add(to)
        near = (to for to in destinations if to.startswith(f"/{folder}"))
        own = {to for to in near if _file_of(to)[0] == name}
        places = (place for _, place in map(_file_of, own) if place)
        if not here <= built.ids or any(built.ids.isdisjoint((place, unquote(place))) for place in places):
            read.odd.add(name)
        read.destinations[name] = destinations - own
        read.ids[name] = _within_zeros(built.ids)
    return read


def _within_zeros(ids: Collection[str]) -> str:
    """As one text, of which ten thousand take less room; no id has a zero in it."""
    return "\0".join(["", *sorted(ids), ""])


def _parse(content: bytes) -> _Parsed:
    ids, links = set[str | None]({"__top"}), set[str | None]()
    for node in LexborHTMLParser(content).css(_TELLING):
        tag = node.tag or ""
        ids.add(node.id)
        if tag in _LINKING:
            has = node.attributes
            links.add(has.get(_LINKING[tag]))
            if tag == "a":
                ids.add(has.get("name"))
    return _Parsed(frozenset(filter(None, ids)), frozenset(filter(None, links)))


def _of_page(site: Path, name: str, there: _There) -> Iterator[Broken]:
    """The broken links of a page, in their order."""
    for link in sorted(_parse((site / name).read_bytes()).links):
        to = destination_of(posixpath.dirname(name), link)
        if to is not None and not there.has(to):
            yield Broken(name, link, to, is_place=_file_of(to)[0] in there.files)


def destination_of(folder: str, link: str) -> str | None:
    """The address on the site that a link from a page in `folder` leads to; None for another site's."""
    if folder and _PLACE.fullmatch(link):
        return f"/{folder}/{link}"
    if folder and _FILE.fullmatch(link):
        return f"/{folder}/{link}#"
    if up := _UP.fullmatch(link):  # as below, in a fraction of the time
        above = folder.split("/")[: -up[1].count("..")]
        return f"/{'/'.join([*above, up[2]])}#{up[3] or ''}"
    try:
        parts = urlsplit(urljoin(f"file:///{folder}/", link))
    except ValueError:  # no address at all, and so none that is there
        return f"/{folder}/{link}"
    return f"{parts.path}#{parts.fragment}" if parts.scheme == "file" else None


def _file_of(destination: str) -> tuple[str, str]:
    """The file, and the place in it, that an address names."""
    address, _, place = destination.partition("#")
    path = unquote(address).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path, place
