"""The ids on a finished page, and the links from it; what pages have in common is parsed once."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from ..leaks.stretches import Stretches

_LINKING = {
    **dict.fromkeys(("a", "link", "area"), "href"),
    **dict.fromkeys(("img", "script", "source"), "src"),
    "form": "action",
}
"""The attribute of each tag that links."""
_ANY = ", ".join(["[id]", "a[name]", *(f"{tag}[{attribute}]" for tag, attribute in _LINKING.items())])
_MARK = "stretch-\2"
_PROBE = "<form id=\2form></form><select id=\2select></select><image id=\2image>"
"""Comes out as three elements, the last of which is an `img`, only where nothing before it is still open
that makes something else of tags: a comment, a script, a title, a form, a list to select from, a picture."""
_DEPENDS = re.compile(rb"<(?:form|select|svg|math|image)\b", re.IGNORECASE)
"""What makes something else of the tags behind it, or is something else behind a tag that is not its own."""

_ONCE = frozenset(("html", "head", "body"))
"""Of several on a page, only the first one's id counts."""


@dataclass(frozen=True)
class Built:
    """What one page has: the ids on it, `__top` as every page, and the links from it."""

    ids: frozenset[str]
    links: frozenset[str]


class Parser:
    """Reads the pages of one site.

    A stretch that pages have in common (`leaks/stretches.py`) is parsed by itself, and of a page what is
    left, with marks that have to come out as elements. All links are found. An id may be missed, such as that
    of a row whose table is in another stretch; none is found that is not there.
    """

    def __init__(self) -> None:
        self._stretches = Stretches(self._learn)
        self._known: dict[str, Built] = {}
        """What each stretch has, by its mark."""

    def read(self, page: bytes) -> Built:
        """What the page has."""
        if b"\2" in page:
            return parsed(page)
        own, count = self._stretches.own(page)
        if not count or _DEPENDS.search(own):
            return parsed(page)
        built, tags = _parsed(own)
        parts = [self._known[tag] for tag in tags if tag.startswith(_MARK)]
        if len(parts) != count:
            return parsed(page)
        return Built(
            built.ids.union(*(part.ids for part in parts)), built.links.union(*(part.links for part in parts))
        )

    def _learn(self, stretch: str, mark: str) -> bool:
        """Parse a stretch; whether it is the same wherever it stands."""
        built, tags = _parsed(stretch + _PROBE)
        probes = {"\2form", "\2select", "\2image"}
        if tags[-3:] != ["form", "select", "img"] or not probes <= built.ids:
            return False
        is_whole = ">" in stretch[stretch.rfind("<") :]  # else what comes behind it may make it a tag
        if not is_whole or not _ONCE.isdisjoint(tags) or "<image" in stretch.lower():
            return False
        self._known[mark[1:].partition(" ")[0]] = Built(built.ids - probes, built.links)
        return True


def parsed(page: bytes) -> Built:
    """What a page has, parsed as a whole."""
    return _parsed(page)[0]


def _parsed(content: bytes | str) -> tuple[Built, list[str]]:
    """What is there, and the tags that may have something of it, in their order."""
    ids, links, tags = set[str | None]({"__top"}), set[str | None](), list[str]()
    for node in LexborHTMLParser(content).css(_ANY):
        tag, has = node.tag or "", node.attributes
        tags.append(tag)
        ids.add(has.get("id"))
        if tag == "a":
            ids.add(has.get("name"))
        if tag in _LINKING:
            links.add(has.get(_LINKING[tag]))
    return Built(frozenset(filter(None, ids)), frozenset(filter(None, links))), tags
