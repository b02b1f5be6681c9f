"""A Markdown field of a record → safe HTML for one place on one page.

Every field is converted by itself, so an unclosed fence or tag in one cannot swallow the rest of the
page, and what comes out is sanitised: records cannot bring scripts, styles, frames or forms. The
Markdown dialect is the site's own (`markdown_extensions` of mkdocs.yml), plus lists as most people
write them (`lists`), links to records, and pictures of other hosts shown as links.
"""

import re
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

import markdown
import nh3
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from ..records.links import as_record_link
from .lists import for_python_markdown
from .page import relative_url

Resolve = Callable[[str, str, str], tuple[str, str] | None]
"""(kind, id, address of the page that links) → the address and title of that record's page, or None."""

_GENERAL = {"class", "id", "title", "lang", "dir"}
_MEDIA = {"src", "alt", "width", "height", "loading"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": _GENERAL,
    "a": {"href"},
    "img": _MEDIA,
    "input": {"type", "checked", "disabled", "name"},
    "label": {"for"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
    "li": {"value"},
    "details": {"open"},
    "abbr": {"title"},
    "time": {"datetime"},
    "svg": {"viewbox", "viewBox", "xmlns"},
    "path": {"d"},
}
_TAGS = frozenset(
    """
    a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure
    h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p path pre q s samp small span strong sub
    summary sup svg table tbody td tfoot th thead time tr u ul var
    """.split()  # noqa: SIM905 -- a list of names reads better than 60 quoted ones
)
_SCHEMES = {"http", "https", "mailto", "tel"}
_SAME_SITE = re.compile(r"(?![a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


class MarkdownText:
    """Converts Markdown fields with one reused Markdown instance. Not for two threads at once."""

    def __init__(self, extensions: Sequence[str], configs: Mapping[str, Any], resolve: Resolve) -> None:
        self._markdown = markdown.Markdown(extensions=list(extensions), extension_configs=dict(configs))
        self._markdown.ESCAPED_CHARS = list(string.punctuation)  # `\<` too, as in every other dialect
        self._places = _Places(resolve)
        self._attributes = _Attributes()
        self._cleaner = nh3.Cleaner(
            tags=set(_TAGS),
            attributes=_ATTRIBUTES,
            attribute_filter=self._attributes,
            url_schemes=_SCHEMES,
            link_rel=None,
        )
        self._markdown.treeprocessors.register(self._places, "handrail", 12)
        self._markdown.inlinePatterns.register(_Tag(HTML_RE, self._markdown), "html", 90)

    def html(self, text: str, page: str, place: str = "", level: int = 2) -> Markup:
        """`text` as HTML for the page at address `page`.

        `place` makes the ids in it different from those of the page's other fields; its highest
        heading becomes one of `level`.
        """
        self._places.page, self._places.level = page, level
        raw = self._markdown.reset().convert(for_python_markdown(text))
        self._attributes.prefix = f"{place}-" if place else ""
        return Markup(self._cleaner.clean(raw))  # which makes it safe


class _Tag(HtmlInlineProcessor):
    """`<b>` in a text is a tag; `<your name>` is what somebody wrote, and stays readable."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        name = re.match(r"</?([A-Za-z][A-Za-z0-9]*)[\s/>]", m[1])
        if m[1].startswith("<!--") or (name and name[1].lower() in _TAGS):
            return super().handleMatch(m, data)  # type: ignore[return-value]
        return self.md.htmlStash.store(str(escape(m[1]))), m.start(0), m.end(0)


class _Attributes:
    """What nh3 asks for each attribute: keeps ids apart between fields, and inputs to ticks and tabs."""

    prefix = ""

    def __call__(self, tag: str, name: str, value: str) -> str | None:
        if tag == "input" and name == "type" and value not in ("checkbox", "radio"):
            return None
        if name in ("id", "for", "name"):
            return f"{self.prefix}{value}"
        if name == "href" and value.startswith("#") and len(value) > 1:
            return f"#{self.prefix}{value[1:]}"
        return value


class _Places(Treeprocessor):
    """Links to records become addresses, `/…` becomes relative, pictures of other hosts become links."""

    def __init__(self, resolve: Resolve) -> None:
        super().__init__()
        self.resolve = resolve
        self.page = ""
        self.level = 2

    def run(self, root: ElementTree.Element) -> None:
        headings = [e for e in root.iter() if re.fullmatch("h[1-6]", str(e.tag))]
        shift = self.level - min((int(h.tag[1]) for h in headings), default=self.level)
        for heading in headings:
            heading.tag = f"h{min(6, max(2, int(heading.tag[1]) + shift))}"
        for element in root.iter():
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._picture(element)

    def _link(self, element: ElementTree.Element) -> None:
        target = element.get("href", "")
        link = as_record_link(target)
        if link is None:
            element.set("href", self._here(target))
            return
        found = self.resolve(link.kind, link.id, self.page)
        if found is None:  # `check` has reported it; without a target it is a text
            del element.attrib["href"]
            return
        address, title = found
        element.set("href", relative_url(f"{address}{link.fragment}", self.page))
        if not len(element) and not (element.text or "").strip():
            element.text = title

    def _picture(self, element: ElementTree.Element) -> None:
        target = element.get("src", "")
        if _SAME_SITE.match(target):
            element.set("src", self._here(target))
            element.set("loading", "lazy")
            return
        label = element.get("alt") or target
        tail = element.tail
        element.clear()
        element.tag, element.text, element.tail = "a", label, tail
        element.set("href", target)

    def _here(self, target: str) -> str:
        if target.startswith("/") and not target.startswith("//"):
            return relative_url(target[1:], self.page)
        return target
