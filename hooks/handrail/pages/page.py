"""A page as data: its address, and everything it is made from."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from ..records.links import without_comments
from .sanitising import TAG

A_PAGE = 500
"""So many interactions a page shows at most: a file of 1 MiB can hold some thousands."""
_DOTS = re.compile(r"(?:^|/)(?:\.{0,2}/|\.{1,2}$)")
"""In an address that is not the shortest to its page."""
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class OldPlace:
    """A place (`#…`) that was on the page before."""

    id: str
    now: str
    """The address where what stood there is now, with its place if it has one."""
    title: str
    """The title of that page."""


@dataclass(frozen=True)
class Page:
    """One page. It is made from its template and `values`, and from nothing else."""

    address: str
    """The URL relative to the site's root: '' for the home page, else `questions/refund-time/`."""
    title: str
    """Plain text."""
    template: str
    values: Mapping[str, Any]
    summary: str = ""
    """What it is about, in plain text …"""
    about: str = ""
    """… or, where there is none, the Markdown text of `values` that starts with it."""
    source: str | None = None
    """The record that it shows, relative to the folder of records."""
    topic: str | None = None
    """The topic that it lies in, for breadcrumbs."""
    updated: date | None = None
    """When its record was last checked or published; None for lists."""
    retired: date | None = None
    """The day on which its record was retired; search engines are told to forget the page."""
    hide: tuple[str, ...] = field(default=())
    """Parts of the theme that it does without: `navigation`, `toc`, `path`."""
    old_places: tuple[OldPlace, ...] = ()
    """Places that go on being on it."""

    @cached_property
    def description(self) -> str:
        """Plain text for search engines and previews; it is asked for when a page is made."""
        return self.summary or plain(self.about)


def relative_url(to: str, start: str) -> str:
    """The URL from the page at address `start` to the address `to` (with `#place`, if any)."""
    path, mark, place = to.partition("#")
    if path == start:
        return f"#{place}" if mark else "./"
    path, folder = _straight(path), start[: start.rfind("/") + 1]
    relative = path[len(folder) :] if path.startswith(folder) else f"../{_from(path, _above(folder))}"
    return f"{relative or './'}{mark}{place}"


@lru_cache(maxsize=100_000)
def _from(path: str, folder: str) -> str:
    """The way from `folder`, to which most pages in it have the same links."""
    return path[len(folder) :] if path.startswith(folder) else f"../{_from(path, _above(folder))}"


def _above(folder: str) -> str:
    return folder[: folder.rfind("/", 0, -1) + 1]


@lru_cache(maxsize=100_000)
def _straight(path: str) -> str:
    """The shortest address of what is at `path`."""
    if not _DOTS.search(path):
        return path
    name = posixpath.normpath(f"/{path.lstrip('/')}")[1:]
    return f"{name}/" if name and path.endswith(("/", "/.", "/..")) else name


def twin_of(address: str) -> str:
    """The address of the Markdown twin of the page at `address`: beside it, so that links are the same."""
    return f"{address}index.md"


TOPICS = "topics/"
"""What the addresses of topics start with."""
INTERACTIONS = "interactions/"
"""The address of the list of all."""
_ADDRESSES = {
    "question": "questions/{}/",
    "tutorial": "tutorials/{}/",
    "topic": f"{TOPICS}{{}}/",
    "playbook": "playbooks/{}/",
    "cycle": "cycles/{}/",
    "risk": "risks/{}/",
}


def views_of(kind: str) -> tuple[str, ...]:
    """As what the site shows a record of that kind: what customers see comes first."""
    return ("tutorial", "playbook") if kind == "procedure" else (kind,)


def addresses_of(kind: str, id: str) -> list[str]:
    """Where a record of that kind can have its pages: what customers see comes first."""
    return [address(view, id) for view in views_of(kind)]


def address(kind: str, id: str) -> str:
    """Where the site shows the thing of that kind with that id; an interaction has a place on a page."""
    if kind == "interaction":
        return f"{INTERACTIONS}{below_interactions(id)}"
    return _ADDRESSES[kind].format(id)


def below_interactions(id: str) -> str:
    """Where an interaction is, from the list of all: on the page of its file, or on one below that."""
    file, _, number = id.partition("#")
    page = (int(number) - 1) // A_PAGE
    return f"{file}/{page + 1}/#i-{number}" if page else f"{file}/#i-{number}"


def written_in(docs: Path) -> frozenset[str]:
    """The addresses of the hand-written pages in the folder `docs`."""
    names = (file.relative_to(docs).as_posix() for file in docs.rglob("*.md"))
    return frozenset(f"{name.removesuffix('.md')}/".removesuffix("index/") for name in names)


_SHOWN = 160
"""As many characters of a description as search engines show."""


def plain(markdown: str) -> str:
    """The start of a Markdown text, as one line without its marks."""
    paragraph = without_comments(markdown).lstrip().partition("\n\n")[0]
    if "](" in paragraph:
        paragraph = _LINK.sub(r"\1", paragraph)
    if "<" in paragraph:
        paragraph = TAG.sub(" ", paragraph)
    for mark in ("**", "__", "`", "#"):
        paragraph = paragraph.replace(mark, "")
    text = " ".join(paragraph.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rsplit(' ', 1)[0]}…"
