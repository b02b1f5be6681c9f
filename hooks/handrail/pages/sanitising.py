"""HTML that came from a record → HTML that can do nothing but show text, tables, pictures and links.

nh3 has the last word. Before it, a tag that would be dropped together with its text is made text, so
that what somebody wrote stays readable; after it, one word of the theme's search plugin is defused.
"""

import re
from html import unescape

import nh3
from markupsafe import Markup, escape

_MEDIA = {"src", "alt", "width", "height", "loading"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "id", "title", "lang", "dir"},
    "a": {"href"},
    "img": _MEDIA,
    "input": {"type", "checked", "disabled", "name"},
    "label": {"for"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
    "li": {"value"},
    "details": {"open"},
    "time": {"datetime"},
}
_TAGS = frozenset(
    """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p pre q s samp small span
    strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()  # noqa: SIM905 -- a list of names reads better than 60 quoted ones
)
_UNWRAPPED = frozenset(
    """
    acronym address article aside big button center fieldset font footer form header legend main nav
    nobr picture section source strike tt
    """.split()  # noqa: SIM905 -- as above
)
"""Tags that old texts are full of: nh3 takes them away and leaves what is in them."""
_NAMES = "|".join(sorted((_TAGS | _UNWRAPPED) - {"input"}, key=lambda name: (len(name), name)))
"""Short ones first: most tags of a text are `p`, `li`, `td` … and are found at once."""
_OLD = re.compile(r"<(?:h1|img)", re.IGNORECASE)
_H1 = re.compile(r"(</?)h1(?=[\s/>])", re.IGNORECASE)
"""A page has one, which is its title."""
TAG = re.compile(rf"</?(?:{_NAMES})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_NO_TAG = re.compile(
    rf"<(?!!--|/?(?:{_NAMES})[\s/>]|input\s[^<>]*\btype=[\"']?(?:checkbox|radio)[\"'\s/>])", re.IGNORECASE
)
"""A `<` that begins no tag we know: `<your name>`, `<script>`, an input that is no tick and no tab."""

_SCHEMES = {"http", "https", "mailto", "tel"}
_OWN_PICTURE = re.compile(r"(?!//)[^\\:\x00-\x20]+")
"""The address of a picture of this site; browsers read a backslash as a slash and skip white space."""
_PICTURE = re.compile(r"""<img\s(?:[^<>"']++|"[^"]*"|'[^']*')*+>""", re.IGNORECASE)
_SAYS = re.compile(r"""\s(src|alt)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_ANOTHER_HOST = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_ID = re.compile(r"[\w:.-]+")
_CLASSES = re.compile(
    r"""
    admonition(-title)? | inline | end | highlight(table)? | filename | code | linenos | linenodiv | normal
  | note | abstract | info | tip | success | question | warning | failure | danger | bug | example | quote
  | summary | tldr | todo | hint | important | check | done | help | faq | caution | attention | fail
  | missing | error | cite | keys | key-[a-z0-9-]+ | language-[\w+-]+ | task-list(-[a-z]+)*
  | tabbed-[a-z]+ | footnote(-ref|-backref)? | md-button(--primary)? | magiclink(-[a-z]+)*
  | [a-z]{1,2}[a-z0-9]?  # Pygments
    """,
    re.VERBOSE,
)
"""The classes that Markdown gives to what it makes, and a button; no other part of the theme."""


class Sanitiser:
    """Cleans HTML with one reused nh3. Not for two threads at once."""

    def __init__(self) -> None:
        self._attributes = _Attributes()
        self._cleaner = nh3.Cleaner(
            tags=set(_TAGS),
            attributes=_ATTRIBUTES,
            attribute_filter=self._attributes,
            url_schemes=_SCHEMES,
            link_rel=None,
        )

    def safe(self, html: str, place: str) -> Markup:
        """`html` cleaned; all ids in it, and the links to them, start with `place`."""
        self._attributes.prefix = f"{place}-"
        if _OLD.search(html):
            html = _PICTURE.sub(_as_link, _H1.sub(r"\1h2", html))
        readable = _NO_TAG.sub("&lt;", html)
        closed = max(readable.rfind("-->"), 0)  # a comment that begins after it would never end
        clean = self._cleaner.clean(readable[:closed] + readable[closed:].replace("<!--", "&lt;!--"))
        return Markup(_defused(clean))


def _as_link(picture: re.Match[str]) -> str:
    """A picture of another host as a link to it, as Markdown's own are; others as they are."""
    has = {name.lower(): unescape(value.strip("\"'")) for name, value in _SAYS.findall(picture[0])}
    source = has.get("src", "").strip()
    if not _ANOTHER_HOST.match(source):
        return picture[0]
    return f'<a href="{escape(source)}">{escape(has.get("alt", "").strip() or source)}</a>'


def _defused(html: str) -> str:
    """Clean HTML that stays clean in Material's search plugin.

    It takes ` data-search-x="…"` out of finished pages with a regular expression, wherever it stands: in
    an attribute's value it would take the end of that value away with it.
    """
    return html.replace("data-search-", "data-search&#45;")


class _Attributes:
    """What nh3 asks for each attribute that is allowed by its name."""

    prefix = ""

    def __call__(self, tag: str, name: str, value: str) -> str | None:
        if name in ("id", "for", "name"):
            return f"{self.prefix}{value}" if _ID.fullmatch(value) else None
        if name == "class":
            return " ".join(c for c in value.split() if _CLASSES.fullmatch(c)) or None
        if name == "href" and value.startswith("#") and len(value) > 1:
            return f"#{self.prefix}{value[1:]}"
        return value if _is_harmless(tag, name, value) else None


def _is_harmless(tag: str, name: str, value: str) -> bool:
    if name == "src":
        return bool(_OWN_PICTURE.fullmatch(value))
    if tag == "input" and name == "type":
        return value in ("checkbox", "radio")
    return name != "title" or "<" not in value  # Material's tooltips take a title for HTML
