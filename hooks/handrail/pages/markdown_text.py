"""A Markdown field of a record → safe HTML for one place on one page.

Every field is converted by itself, so an unclosed fence or tag in one cannot swallow the rest of the
page, and what comes out is sanitised (`sanitising`): records cannot bring scripts, styles, frames or
forms. The Markdown dialect is the site's own (`markdown_extensions` of mkdocs.yml), plus lists as most
people write them (`lists`), links to records, and pictures of other hosts shown as links.
"""

import re
import string
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import markdown
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import Registry
from markupsafe import Markup

from ..records.links import as_record_link
from .lists import for_python_markdown
from .page import relative_url
from .sanitising import Sanitiser

Resolve = Callable[[str, str, str], tuple[str, str] | None]
"""(kind, id, address of the page that links) → the address and title of that record's page, or None."""

_MOST_KEPT = 64
"""So many texts, which are the same on every page, are kept: those of settings come on each."""
_NEEDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "preprocessors": {"fenced_code_block": ("```", "~~~"), "html_block": ("<", "&")},
    "blockprocessors": {
        "admonition": ("!!!", "<"),
        "markdown_block": ("<",),
        "details": ("???", "<"),
        "tabbed": ("===", "<"),
        "defindent": (":", "<"),
        "table": ("|",),
        "hashheader": ("#",),
        "setextheader": ("=", "-"),
        "deflist": (":",),
        "quote": (">",),
        "footnote": ("[^",),
        "abbr": ("*[",),
        "reference": ("]:",),
    },
    "treeprocessors": {
        "footnote": ("[^",),
        "indent-highlight": ("    ", "\t", "<"),
        "task-list": ("[ ]", "[\t]", "[x]"),
        "quotes": (">",),
        "footnote-duplicate": ("[^",),
        "attr_list": ("{",),
        "abbr": ("*[",),
        "toc": ("#", "=", "-\n", "- \n", "  \n", "\t", "\r", "<h", "[toc]"),  # `=` and `-` below a line
    },
    "inlinePatterns": {
        "backtick": ("`",),
        "keys-custom": ("++",),
        "escape": ("\\",),
        "footnote": ("[^",),
        "reference": ("[",),
        "link": ("[",),
        "image_link": ("![",),
        "image_reference": ("![",),
        "short_reference": ("[",),
        "short_image_ref": ("![",),
        "autolink": ("<",),
        "automail": ("<",),
        "linebreak": ("  \n", "  <", "\t", "\r"),
        "html": ("<",),
        "magic-link": ("://", "www"),
        "magic-mail": ("@",),
        "entity": ("&",),
        "keys": ("++",),
        "delimiter": ("*", "_", "^", "=", "~"),
    },
}
"""One of these is in each text, in small letters, of which that part of Markdown makes anything."""
_SIGNS = frozenset(sign for needs in _NEEDS.values() for signs in needs.values() for sign in signs)
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_SAME_SITE = re.compile(r"(?![a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


class MarkdownText:
    """Converts Markdown fields with one reused Markdown instance. Not for two threads at once."""

    def __init__(self, extensions: Sequence[str], configs: Mapping[str, Any], resolve: Resolve) -> None:
        self._markdown = markdown.Markdown(extensions=list(extensions), extension_configs=dict(configs))
        self._markdown.ESCAPED_CHARS = list(string.punctuation)  # `\<` too, as in every other dialect
        self._places = _Places(resolve)
        self._sanitiser = Sanitiser()
        self._anywhere: dict[tuple[str, str, int], Markup] = {}
        self._markdown.treeprocessors.register(self._places, "handrail", 12)
        inline = self._markdown.treeprocessors["inline"]
        assert isinstance(inline, InlineProcessor)
        self._inline = inline
        self._parts: Mapping[str, Registry[Any]] = {
            "preprocessors": self._markdown.preprocessors,
            "blockprocessors": self._markdown.parser.blockprocessors,
            "treeprocessors": self._markdown.treeprocessors,
            "inlinePatterns": self._markdown.inlinePatterns,
        }
        self._needed = lru_cache(maxsize=256)(self._parts_for)

    def html(self, text: str, page: str, place: str, level: int = 2) -> Markup:
        """`text` as HTML for the page at address `page`.

        Every id in it starts with `place`, so that it is neither one of the page's other fields nor
        one of the theme; its highest heading becomes one of `level`.
        """
        key = text, place, level
        if key in self._anywhere:
            return self._anywhere[key]
        self._places.page, self._places.level, self._places.matters = page, level, False
        raw = self._convert(for_python_markdown(text))
        html = self._sanitiser.safe(raw, place)
        if not self._places.matters:
            if len(self._anywhere) == _MOST_KEPT:
                self._anywhere.clear()
            self._anywhere[key] = html
        return html

    def _convert(self, text: str) -> str:
        """As Python-Markdown does, without those of its parts that make nothing of this text."""
        self._use(*self._parts.values())  # extensions look for each other when they begin anew
        self._markdown.reset()
        lower = f"{text.lower()}\n"
        self._use(*self._needed(frozenset(filter(lower.__contains__, _SIGNS))))
        return self._markdown.convert(text)

    def _parts_for(self, signs: frozenset[str]) -> list[Registry[Any]]:
        """Of each kind of parts, those that a text with these signs needs."""
        needed = []
        for kind, parts in self._parts.items():
            some = parts[:]
            for name, one_of in _NEEDS[kind].items():
                if name in parts and signs.isdisjoint(one_of):
                    some.deregister(name)
            needed.append(some)
        return needed

    def _use(
        self, before: Registry[Any], blocks: Registry[Any], trees: Registry[Any], inline: Registry[Any]
    ) -> None:
        """Convert with these parts from now on."""
        self._markdown.preprocessors = before
        self._markdown.parser.blockprocessors = blocks
        self._markdown.treeprocessors = trees
        self._inline.inlinePatterns = [*inline]  # type: ignore[assignment]  # it only counts and takes them


class _Places(Treeprocessor):
    """Links to records become addresses, `/…` becomes relative, pictures of other hosts become links."""

    def __init__(self, resolve: Resolve) -> None:
        super().__init__()
        self.resolve = resolve
        self.page = ""
        self.level = 2
        self.matters = False
        """Whether what was made depends on the page."""

    def run(self, root: ElementTree.Element) -> None:
        elements = [*root.iter()]
        headings = [element for element in elements if element.tag in _HEADINGS]
        shift = self.level - min((int(h.tag[1]) for h in headings), default=self.level)
        for heading in headings:
            heading.tag = f"h{min(6, max(2, int(heading.tag[1]) + shift))}"
        for element in elements:
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
        self.matters = True
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
            self.matters = True
            return relative_url(target[1:], self.page)
        return target
