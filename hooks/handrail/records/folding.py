"""One form for all the ways in which a text can be written: what is compared is in this form.

`unescaped` undoes the escapes of HTML, URLs, JSON, JavaScript and CSS, whatever they are nested in;
`folded` makes equal what reads the same; `words` are what phrases are made of.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import unquote

ROUNDS = 5
"""How deep escapes are undone: `&amp;lt;` in JSON in an attribute is three."""

_words: Callable[[str], list[str]] = re.compile(r"[^\W_]+").findall
_BETWEEN = "".join(chr(n) if chr(n).isalnum() else " " for n in range(128))

_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
                     "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e007f]")  # fmt: skip
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_ALIKE = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2212\ufe58\ufe63\uff0d", "-")
    | {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe"}
)
"""Hyphens, but no dashes, which stand between words; and letters that have no accent to take away."""
RAISED = "\u00aa\u00b2\u00b3\u00b9\u00ba\u2070\u2120\u2122" + "".join(map(chr, range(0x2074, 0x208F)))
"""What stands behind a word and is no part of it: `Acme™`, `Roe²`."""
_RAISED = re.compile(f"[{RAISED}]")
_OTHERS = re.compile("([^\0-\x7f]+)")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_SCRIPT = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|(.))", re.DOTALL
)
_STYLE = re.compile(r"\\([0-9a-fA-F]{1,6})[ \t\n\f\r]?")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "\n": ""}


def folded(text: str) -> str:
    """`text` without case, accents, unseen characters and forms of one letter (NFKD)."""
    if text.isascii():
        return text.lower()
    parts = _OTHERS.split(text)
    parts[::2] = map(str.lower, parts[::2])
    parts[1::2] = map(_folded, parts[1::2])
    return "".join(parts)


@lru_cache(maxsize=10_000)
def _folded(text: str) -> str:
    text = _RAISED.sub(" ", _UNSEEN.sub("", text)).casefold()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold()).translate(_ALIKE)


def words(text: str) -> list[str]:
    """The words of a folded text: letters and digits, whatever stands between them."""
    return text.translate(_BETWEEN).split() if text.isascii() else _words(text)  # the same, in half the time


def visible(text: str) -> str:
    """`text` without unseen characters and forms of one letter (NFKC); case and accents stay."""
    if text.isascii():
        return text
    parts = _OTHERS.split(text)
    parts[1::2] = map(_visible, parts[1::2])
    return unicodedata.normalize("NFKC", "".join(parts))  # for an accent may stand behind a plain letter


@lru_cache(maxsize=10_000)
def _visible(text: str) -> str:
    return unicodedata.normalize("NFKC", _RAISED.sub(" ", _UNSEEN.sub("", text)))


def unescaped(text: str) -> Iterator[str]:
    """What `text` says in other readings: with its escapes undone, and theirs in turn."""
    if "&" not in text and "%" not in text and "\\" not in text:
        return
    seen = {text}
    readings = [text]
    for _ in range(ROUNDS):
        readings = [new for old in readings for new in _steps(old) if new not in seen]
        if not readings:
            return
        seen.update(readings)
        yield from readings


def _steps(text: str) -> Iterator[str]:
    """All escapes of one level undone; a backslash is read as in scripts and as in style sheets."""
    plain = html.unescape(text) if "&" in text else text
    if _PERCENT.search(plain):
        plain = unquote(plain, errors="replace")
    if "\\" not in plain:
        yield plain
        return
    yield _SCRIPT.sub(_script_character, plain).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if _STYLE.search(plain):
        yield _STYLE.sub(lambda match: _character(match[1]), plain)


def _script_character(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3] or match[4]
    return _character(code) if code else _CONTROLS.get(match[5], match[5])


def _character(code: str) -> str:
    number = int(code, 16)
    return chr(number) if number < 0x110000 else "\ufffd"
