"""A page as data → the HTML of its body.

All markup lies in `templates/`. They escape by default; Markdown goes through the filter `markdown`.
"""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup

from ..evidence.history import minutes as took
from ..evidence.wording import count
from .compiled import compiled_templates
from .contents import words_of
from .escaping import Escaping, escaped
from .head import Heads
from .markdown_text import MarkdownText, Resolve
from .old_places import with_marks
from .page import Page, address, below_interactions, relative_url
from .structured import structured

Icon = Callable[[str], str]
"""The name of an icon → its SVG."""


class _Environment(jinja2.Environment):
    code_generator_class = Escaping

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """In a plain dictionary: Jinja's own chain of two takes longer at each import than most macros."""
        return {**self.globals, **(d or {})}


def environment() -> jinja2.Environment:
    """The templates. They escape, but for those of texts in which HTML's signs mean nothing."""
    templates = _Environment(
        loader=jinja2.PackageLoader("handrail.pages", "templates"),
        undefined=jinja2.StrictUndefined,
        autoescape=lambda name: not (name or "").endswith((".md", ".txt", ".css")),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        keep_trailing_newline=True,
        bytecode_cache=compiled_templates(),
    )
    templates.filters |= {"day": day, "span": span, "minutes": minutes, "took": took, "escaped": escaped}
    templates.filters["below_interactions"] = below_interactions  # quicker than `address` in long lists
    templates.globals["address"] = address
    return templates


def rendered(template: str, **values: Any) -> str:
    """A text that is no page of ours: what `templates/<template>` makes of `values`."""
    return _templates().get_template(template).render(values)


@cache
def _templates() -> jinja2.Environment:
    """They are read once, and what they become is kept."""
    return environment()


class Renderer:
    """Renders the pages of one site. Not for two threads at once."""

    def __init__(
        self,
        extensions: Sequence[str],
        configs: Mapping[str, Any],
        resolve: Resolve,
        heads: Heads | None,
        icon: Icon,
    ) -> None:
        self._text = MarkdownText(extensions, configs, resolve)
        self._heads = heads
        self._converted: dict[tuple[str, str], Markup] = {}
        self._templates = environment()
        self._templates.globals["icon"] = cache(lambda name: Markup(icon(name)))  # the theme's own file

    def html(self, page: Page) -> str:
        """The body of `page`, from the first heading on."""
        self._converted.clear()

        def convert(text: str, place: str, level: int = 2) -> Markup:
            html = self._text.html(text, page.address, place, level)
            self._converted[page.address, text] = html
            return html

        def to(address: str) -> str:
            return relative_url(address, page.address)

        template = self._templates.get_template(page.template)
        html = template.render(page.values, page=page, to=to, markdown=convert)
        mark = self._templates.get_template("old-place.html")
        return with_marks(
            html, [(place, mark.render(place=place, page=page, to=to)) for place in page.old_places]
        )

    def head(self, page: Page) -> Markup:
        """What `page` brings into its `<head>`; nothing on pages that are for people alone.

        It takes half the time after `html` of the same page, which has converted the same texts.
        """
        if self._heads is None:
            return Markup()

        def words(text: str) -> str:
            html = self._converted.get((page.address, text))
            return words_of(self._text.html(text, page.address, "head") if html is None else html)

        def to(address: str) -> str:
            return relative_url(address, page.address)

        template = self._templates.get_template("_head.html")
        head = self._heads.of(page)
        data = structured(page, head, words)
        return Markup(template.render(page=page, head=head, to=to, structured=data))  # it escapes


@cache
def day(value: date) -> Markup:
    """A date for people and machines."""
    return Markup('<time datetime="{}">{} {}</time>').format(
        value.isoformat(), value.day, value.strftime("%B %Y")
    )


def span(value: timedelta) -> str:
    """A duration in words: `2 hours`, `1 day`, `90 days`."""
    total = int(value.total_seconds()) // 60
    for size, unit in ((24 * 60, "day"), (60, "hour")):
        if total >= size and total % size == 0:
            return count(total // size, unit)
    return minutes(total)


@cache
def minutes(value: int) -> str:
    """Minutes in words: `25 minutes`, `1 hour 10 minutes`."""
    hours, rest = divmod(value, 60)
    parts = [count(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(count(rest, "minute"))
    return " ".join(parts)
