"""The theme around our pages: rendered by the theme once for each shape of page, then filled in.

A page of the theme takes milliseconds, and nearly all of it is the same as on its neighbours. So a page of
each shape is rendered with marks in the places of what differs, and cut there.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import AnyStr

import jinja2
from markupsafe import Markup, escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from ..pages.contents import Heading, headings
from ..pages.page import Page
from .overrides import only_write
from .record_pages import RecordPage, anchor, file_of

_MARK = "handrail-mark-"
_TITLE = Markup(f"<i>{_MARK}&amp;title</i>")
"""With a tag and an entity: the ways in which the theme may write a title can be told apart."""
_TRYING = "\"quoted\" & 'so' <b>bold</b> {{ x }} \\1 $1 &amp; %s"
_CUT = re.compile(
    rf"(?P<title><i>{_MARK}&amp;title</i>)|(?P<text>{_MARK}&title)|(?P<escaped>{_MARK}&amp;title)"
    rf"|{_MARK}(?P<other>slug|description|source|body|head|id|entries)(?:<h1)?"
)

Form = tuple[AnyStr, ...]
"""Texts and, between them, the names of what is filled in."""


@dataclass(frozen=True)
class Shape:
    """All that decides what the theme puts around a page, but for the texts that are filled in."""

    folder: str
    """Of its address: links from it start with as many `../`."""
    topic: str | None
    hide: tuple[str, ...]
    has_description: bool
    has_source: bool
    has_title: bool
    """Whether its body brings the page's first heading."""
    has_outline: bool
    is_retired: bool


@dataclass(frozen=True)
class _Outline:
    """How the theme writes the entries of a table of contents."""

    leaf: Form[str]
    branch: Form[str]
    between: str
    """What stands between two of an entry's own entries."""

    def entry(self, heading: Heading) -> str:
        values = {**_title(heading.title), "id": str(escape(heading.id))}
        if not heading.children:
            return _fill(self.leaf, values)
        return _fill(self.branch, values | {"entries": self.between.join(map(self.entry, heading.children))})


@dataclass(frozen=True)
class _Shell:
    """A page without what is filled in, and what stands between two entries of its table of contents."""

    form: Form[bytes]
    """Not texts: one sign that is not Latin would make each character of a page longer."""
    between: str


@dataclass(frozen=True)
class Theme:
    """What MkDocs renders pages with."""

    env: jinja2.Environment
    config: MkDocsConfig
    nav: Navigation
    files: Files
    parents: Mapping[str | None, StructureItem]
    """The page or section of each topic, for the breadcrumbs."""

    def whole_page(self, page: Page, body: str, outline: Sequence[Heading], head: str) -> str:
        """The whole page, as MkDocs and the theme make it."""
        shown = RecordPage(page, file_of(page, self.config), self.config)
        shown.read_source(self.config)
        shown.show(body, outline, head)
        shown.parent = self.parents.get(page.topic)  # type: ignore[assignment]  # see `navigation`
        shown.active = True
        try:
            context = get_context(self.nav, self.files, self.config, shown)
            context = self.config.plugins.on_page_context(
                context, page=shown, config=self.config, nav=self.nav
            )
            html = self.env.get_template("main.html").render(context)
            return self.config.plugins.on_post_page(html, page=shown, config=self.config)
        finally:
            shown.active = False

    def entry(self, *children: Heading) -> str:
        """What its table of contents writes for a heading that is all marks."""
        link = anchor(_marked(*children))
        return self.env.get_template("partials/toc-item.html").render(config=self.config, toc_item=link)


class Shells:
    """The pages of one theme, each made from the shell of its shape."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._is_known = only_write(theme.env, theme.config)
        self._shells: dict[Shape, _Shell | None] = {}
        self._once: set[Shape] = set()
        """Shapes that one page had so far: to make a shell takes two more."""
        leaf = theme.entry()
        branch, between = _cut_entries(theme.entry(_marked(), _marked()), leaf)
        self._outline = _Outline(_cut(leaf), _cut(branch), between)

    def whole_page(self, page: Page, body: str, head: str) -> bytes:
        """The whole page, the same as `Theme.whole_page` makes it, which makes the first page of each shape.

        So it makes all where templates or plugins look at pages (`overrides.py`). And one page of each shape,
        whose texts are trying, is made in both ways. Where a theme does with a page's texts what marks cannot
        show, so that the two differ, all pages of that shape are left to the theme.
        """
        outline = headings(body)
        shape = _shape(page, body, outline)
        if shape not in self._once or not self._is_known:
            self._once.add(shape)
            return self._theme.whole_page(page, body, outline, head).encode()
        if shape not in self._shells:
            self._shells[shape] = self._tried(shape)
        shell = self._shells[shape]
        if shell is None:
            return self._theme.whole_page(page, body, outline, head).encode()
        return self._filled(shell, page, body, outline, head)

    def _tried(self, shape: Shape) -> _Shell | None:
        """The shell of that shape; None where a page that it makes is not the theme's."""
        shell = self._shell(shape)
        if shell is None:
            return None
        page, body, outline = _trying(shape)
        whole = self._theme.whole_page(page, body, outline, _TRYING)
        return shell if self._filled(shell, page, body, outline, _TRYING) == whole.encode() else None

    def _filled(self, shell: _Shell, page: Page, body: str, outline: Sequence[Heading], head: str) -> bytes:
        values = {
            **_title(page.title),
            "slug": _parts(page.address)[1],
            "description": str(escape(page.description)),
            "source": page.source or "",
            "body": body,
            "head": head,
            "id": "",
            "entries": "",
        }
        if outline:
            values["id"] = str(escape(outline[0].id))
            values["entries"] = shell.between.join(map(self._outline.entry, outline))
        return _fill(shell.form, {name.encode(): value.encode() for name, value in values.items()})

    def _shell(self, shape: Shape) -> _Shell | None:
        """A page of that shape, cut at its marks; None where its contents are not where we know them."""
        page = _page(shape, f"{_MARK}slug", _TITLE, f"{_MARK}description", f"{_MARK}source")
        body = f"{_MARK}body<h1" if shape.has_title else f"{_MARK}body"
        outline = [_marked(), _marked()] if shape.has_outline else []
        html, between = self._theme.whole_page(page, body, outline, f"{_MARK}head"), ""
        if outline:
            entry = self._theme.entry()
            if html.count(entry) < len(outline):
                return None
            html, between = _cut_entries(html, entry)
        return _Shell(tuple(each.encode() for each in _cut(html)), between)


def _page(shape: Shape, slug: str, title: str, description: str, source: str) -> Page:
    return Page(
        address=f"{shape.folder}{slug}/",
        title=title,
        template="",
        values={},
        summary=description if shape.has_description else "",
        source=source if shape.has_source else None,
        topic=shape.topic,
        hide=shape.hide,
        retired=date.min if shape.is_retired else None,
    )


def _trying(shape: Shape) -> tuple[Page, str, list[Heading]]:
    """A page of that shape with what themes treat in different ways. It does not depend on other pages."""
    source = "questions/edit-blob.yml"  # Material replaces these words in addresses of sources
    page = _page(shape, "a-b", f"Whát {_TRYING}", f"why\n{_TRYING}", source)
    outline = [Heading(2, "a", _TRYING, [Heading(3, "b", "B", [Heading(4, "c", "C")])]), Heading(2, "d", "D")]
    body = f"<h1>{escape(_TRYING)}</h1>" if shape.has_title else f"<p>{escape(_TRYING)}</p>"
    return page, body, outline if shape.has_outline else []


def _shape(page: Page, body: str, outline: Sequence[Heading]) -> Shape:
    return Shape(
        _parts(page.address)[0],
        page.topic,
        page.hide,
        has_description=bool(page.description),
        has_source=page.source is not None,
        has_title="<h1" in body,
        has_outline=bool(outline),
        is_retired=page.retired is not None,
    )


def _parts(address: str) -> tuple[str, str]:
    """The folder of an address, with its `/`, and the last name in it."""
    folder, slash, slug = address.rstrip("/").rpartition("/")
    return folder + slash, slug


def _marked(*children: Heading) -> Heading:
    return Heading(2, f"{_MARK}id", _TITLE, list(children))


def _cut_entries(html: str, entry: str) -> tuple[str, str]:
    """`html` with a mark for its two entries, and what stood between them."""
    first = html.index(entry)
    second = html.index(entry, first + len(entry))
    return (
        f"{html[:first]}{_MARK}entries{html[second + len(entry) :]}",
        html[first + len(entry) : second],
    )


def _cut(html: str) -> Form[str]:
    form: list[str] = []
    end = 0
    for found in _CUT.finditer(html):
        form += [html[end : found.start()], found["other"] or str(found.lastgroup)]
        end = found.end()
    return (*form, html[end:])


def _fill(form: Form[AnyStr], values: Mapping[AnyStr, AnyStr]) -> AnyStr:
    filled = list(form)
    filled[1::2] = [values[name] for name in form[1::2]]
    return form[0][:0].join(filled)


def _title(title: str) -> dict[str, str]:
    """The ways in which the theme writes a title: as it is, without markup, and that escaped."""
    written = escape(title)
    text = written.striptags()
    return {"title": str(written), "text": text, "escaped": str(escape(text))}
