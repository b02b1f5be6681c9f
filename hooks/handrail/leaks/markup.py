"""HTML, and what looks like it, taken apart: texts, and markup between them.

By one expression, not parsed: whatever is not markup is text, whatever is markup is kept as such, so no byte
falls between the two however broken the page is, and it takes a tenth of the time.
"""

import re
from html import unescape

WITHIN, END = "\1", "\0"
"""What is between two words that stand in a block, or in two."""
_TAG = r"""</?[a-z](?:[^<>"']++|"[^"]*+"|'[^']*'+)*+>"""
MARKUP = re.compile(
    rf"""( <!--(?:[^-]++|-(?!->))*+(?:-->)?
        | <(?:script\b[^>]*+>(?:[^<]++|<(?!/script\s*>))*+(?:</script\s*>)?
            |style\b[^>]*+>(?:[^<]++|<(?!/style\s*>))*+(?:</style\s*>)?)
        | {_TAG} | <[a-z/!?][^<>]*+> )""",
    re.VERBOSE | re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"<!--.*-->|<(script|style)\b[^>]*+>.*</\1\s*>|(?!<(?:script|style)\b){_TAG}|<[!?](?!--)[^<>]*+>",
    re.DOTALL | re.IGNORECASE,
)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong"
    r"|sub|sup|time|tt|u|var|wbr|label|nobr|r[bpt]|ruby|tspan|w:(?:b|bookmark\w+|i|lang|prooferr|r|rpr|t|u))(?![\w-])|<!--",
    re.IGNORECASE,
)
_NAMES = r"\s(?:title|alt|aria-[a-z]+|placeholder|content|value|label|summary|data-[\w-]+)\s*=\s*"
_VALUE = r"""("[^"]*"|'[^']*'|[^\s"'>]+)"""
_ATTRIBUTES = re.compile(_NAMES + _VALUE, re.IGNORECASE)
_CALLS = ("tel:", "sms:", "callto:", "facetime:", "wa.me/")
_READ_ALOUD = re.compile(
    rf"""{_NAMES}{_VALUE}|((?:tel|sms|callto|facetime):[^"'\s>]+|https?://wa\.me/\+?\d+)""", re.IGNORECASE
)
"""Attributes that hold what a person reads. Numbers in others are coordinates, sizes and hashes."""
_CODE_IN = re.compile(r"<(?:script|style)(?![\w-])", re.IGNORECASE)


def glue_of(markup: str) -> str:
    """What a piece of markup is to the words beside it."""
    return WITHIN if _INLINE.match(markup) else END


def is_whole(markup: str) -> bool:
    """Whether a piece of markup ends where it does whatever comes behind it."""
    return _WHOLE.fullmatch(markup) is not None


def is_code(markup: str) -> bool:
    """Whether it is a script or a style sheet."""
    return _CODE_IN.match(markup) is not None


def aloud(markup: str) -> str:
    """What people read in its attributes, a line each."""
    start, _ = data_in(markup)
    plain = start.lower()
    calls = not plain.isascii() or any(sign in plain for sign in _CALLS)
    found = (_READ_ALOUD if calls else _ATTRIBUTES).finditer(start)
    return "\n".join([unescape((match[1] or match[2]).strip("\"'")) for match in found])


def data_in(markup: str) -> tuple[str, str]:
    """The start tag of a script that holds data, and the data; any other markup as it is."""
    if not is_code(markup):
        return markup, ""
    start, _, rest = markup.partition(">")
    inner = rest.rpartition("</")[0]
    return (start, inner) if inner.lstrip()[:1] in ("{", "[") else (markup, "")


def plain(text: str) -> str:
    """Blocks on lines of their own, without the blanks and escapes of HTML."""
    text = " ".join(text.split()).replace(END, "\n")
    return unescape(text) if "&" in text else text
