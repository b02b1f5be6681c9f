"""A Markdown field of a record → safe HTML for one place on one page.

Every field is converted by itself, so an unclosed fence or tag in one cannot swallow the rest of the
page, and what comes out is sanitised (`sanitising`): records cannot bring scripts, styles, frames or
forms. The Markdown dialect is the site's own (`markdown_extensions` of mkdocs.yml), plus lists as most
people write them (`lists`), links to records, and pictures of other hosts shown as links.
"""

import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AtomicString, Registry
from markupsafe import Markup

from ..records.links import as_record_link
from .lists import for_python_markdown
from .needed import any_text, marks_of, signs_in, signs_of, signs_of_options, without
from .page import relative_url
from .sanitising import Sanitiser

Resolve = Callable[[str, str, str], tuple[str, str] | None]
"""(kind, id, address of the page that links) → the address and title of that record's page, or None."""

_MOST_KEPT = 64
"""So many texts, which are the same on every page, are kept: those of settings come on each."""
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_SAME_SITE = re.compile(r"(?![a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


@dataclass(frozen=True)
class _Parts:
    """Parts of Python-Markdown that are used together."""

    before: Registry[Any]
    blocks: Registry[Any]
    trees: Registry[Any]
    inline: Registry[Any]
    marks: Callable[[str], object]
    """Whether an inline part may make anything of the text of an element."""
    signs: Sequence[Callable[[str, int], object]]
    """Of each inline part, whether it may make anything of such a text from that place on."""


class MarkdownText:
    """Converts Markdown fields with one reused Markdown instance. Not for two threads at once."""

    def __init__(self, extensions: Sequence[str], configs: Mapping[str, Any], resolve: Resolve) -> None:
        self._markdown = markdown.Markdown(extensions=list(extensions), extension_configs=dict(configs))
        self._markdown.is_block_level = lru_cache(self._markdown.is_block_level)  # type: ignore[method-assign]
        self._markdown.ESCAPED_CHARS = list(string.punctuation)  # `\<` too, as in every other dialect
        self._places = _Places(resolve)
        self._sanitiser = Sanitiser()
        self._anywhere: dict[tuple[str, str, int], Markup] = {}
        self._markdown.treeprocessors.register(self._places, "handrail", 12)
        self._inline = _Inline(self._markdown)
        self._markdown.treeprocessors.register(self._inline, "inline", 20)
        self._all = _Parts(
            self._markdown.preprocessors,
            self._markdown.parser.blockprocessors,
            self._markdown.treeprocessors,
            self._markdown.inlinePatterns,
            bool,
            [any_text] * len(self._markdown.inlinePatterns),
        )
        self._always = signs_of_options(configs)
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
        self._use(self._all)  # extensions look for each other when they begin anew
        for extension in self._markdown.registeredExtensions:
            if isinstance(extension, FootnoteExtension):
                extension.unique_prefix = 0  # it counts texts, and a page's ids would be others each time
        self._markdown.reset()
        lower = f"{text.lower()}\n"
        parts = self._needed(signs_in(lower) | self._always)
        self._use(parts)
        return self._markdown.convert(text if "normalize_whitespace" in parts.before else f"{text}\n\n")

    def _parts_for(self, signs: frozenset[str]) -> _Parts:
        """Those that a text with these signs needs."""
        every = self._all
        inline = without(every.inline, "inlinePatterns", signs)
        return _Parts(
            without(every.before, "preprocessors", signs),
            without(every.blocks, "blockprocessors", signs),
            without(every.trees, "treeprocessors", signs),
            inline,
            marks_of(inline),
            signs_of(inline),
        )

    def _use(self, parts: _Parts) -> None:
        """Convert with these parts from now on."""
        self._markdown.preprocessors = parts.before
        self._markdown.parser.blockprocessors = parts.blocks
        self._markdown.treeprocessors = parts.trees
        self._inline.inlinePatterns = [*parts.inline]  # type: ignore[assignment]  # it only counts and takes them
        self._inline.marks, self._inline.signs = parts.marks, parts.signs


class _Inline(InlineProcessor):
    """Python-Markdown's own, which tries each inline part on each text, also on those without any mark."""

    marks: Callable[[str], object] = bool
    signs: Sequence[Callable[[str, int], object]] = ()

    def _InlineProcessor__applyPattern(
        self, pattern: Any, data: str, index: int, start: int = 0
    ) -> tuple[str, bool, int]:
        if not self.signs[index](data, start):
            return data, False, 0
        return super()._InlineProcessor__applyPattern(pattern, data, index, start)  # type: ignore[misc,no-any-return]

    def run(self, tree: ElementTree.Element, ancestors: list[str] | None = None) -> ElementTree.Element:
        plain = [(each, text) for each in tree.iter() if (text := each.text) and not self.marks(text)]
        for each, text in plain:
            each.text = AtomicString(text)  # so that it is left as it is
        tree = super().run(tree, ancestors)
        for each, text in plain:
            each.text = text
        return tree


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
