"""The links of a finished site: every page and every place on it that a link names must be there."""

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from ..problems import Code, Problem, problem
from .cores import divided

_LINKING = {
    "a": "href",
    "link": "href",
    "area": "href",
    "img": "src",
    "script": "src",
    "source": "src",
    "form": "action",
}


@dataclass(frozen=True)
class _Built:
    """What one page has: the ids on it, and the links from it."""

    ids: frozenset[str]
    links: frozenset[str]


def broken_links(site: Path) -> list[Problem]:
    """Every link from a page of `site` to a page, file or place of it that is not there."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}

    def parse(names: Sequence[str]) -> dict[str, _Built]:
        return {name: _parse((site / name).read_bytes()) for name in names}

    parsed = divided(parse, sorted(name for name in files if name.endswith(".html")))
    pages = {name: page for part in parsed for name, page in part.items()}
    sound: dict[str, set[str]] = defaultdict(set)
    return [found for name in pages for found in _of_page(site, name, pages, files, sound)]


def _parse(content: bytes) -> _Built:
    ids, links = set(), set()
    for node in LexborHTMLParser(content).css("[id], [name], [href], [src], form"):
        attributes = node.attributes
        ids |= {attributes.get("id"), attributes.get("name") if node.tag == "a" else None}
        links.add(attributes.get(_LINKING.get(node.tag or "", "")))
    return _Built(frozenset(i for i in ids if i), frozenset(link for link in links if link))


def _of_page(
    site: Path, name: str, pages: dict[str, _Built], files: set[str], sound: dict[str, set[str]]
) -> Iterator[Problem]:
    """`sound` remembers links that lead somewhere from all pages beside each other: most are the theme's."""
    if name == "404.html":
        return
    folder = posixpath.dirname(name)
    beside = sound[posixpath.dirname(folder)]
    for link in sorted(pages[name].links - beside):
        found = _target(folder, link)
        if found is None:
            continue
        target, fragment = found
        if folder and link.startswith("../") and target in files and not fragment:
            beside.add(link)
        fix = "correct the link, or the address"
        if target not in files:
            yield problem(f"{site}/{name}", 1, 1, Code.BROKEN_LINK, f"'{link}' leads nowhere", fix)
        elif fragment and target in pages and not _has(pages[target], fragment):
            message = f"'{link}': that page has no place '#{fragment}'"
            yield problem(f"{site}/{name}", 1, 1, Code.BROKEN_ANCHOR, message, "correct the part after '#'")


def _target(folder: str, link: str) -> tuple[str, str] | None:
    """The file that a link from a page in `folder` leads to, and the place in it; None for another site's."""
    parts = urlsplit(urljoin(f"file:///{folder}/", link))
    if parts.scheme != "file":
        return None
    path = unquote(parts.path).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path, parts.fragment


def _has(page: _Built, fragment: str) -> bool:
    return fragment == "__top" or fragment in page.ids or unquote(fragment) in page.ids
