"""Which parts of Python-Markdown a text needs, told by the signs that they look for."""

import re
import string
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from markdown.util import ETX, STX, Registry

_ENDS = (" \n", "\t", "\r", "<")
"""One of these is in a text with a line that ends in spaces, or may do so once it is tidied."""
NEEDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "preprocessors": {
        "normalize_whitespace": ("\t", "\r", " \n", STX, ETX),
        "fenced_code_block": ("```", "~"),
        "html_block": ("<", "&"),
    },
    "blockprocessors": {
        "admonition": ("!!!", "<"),
        "markdown_block": ("<",),
        "details": ("???", "<"),
        "tabbed": ("=", "<"),
        "defindent": (": ", "\t", "<"),
        "table": ("|",),
        "hashheader": ("#",),
        "setextheader": ("=", "-\n", *_ENDS),
        "hr": ("-\n", "*\n", "_\n", *_ENDS),
        "deflist": (": ", "\t"),
        "quote": (">",),
        "footnote": ("[^",),
        "abbr": ("*[",),
        "reference": ("]:",),
    },
    "treeprocessors": {
        "footnote": ("[^",),
        "indent-highlight": ("    ", "\t", "<"),
        "task-list": ("[ ]", "[x]", "\t"),
        "quotes": (">",),
        "footnote-duplicate": ("[^",),
        "attr_list": ("{",),
        "abbr": ("*[",),
        "unescape": ("\\",),
        "toc": ("#", "=", "-\n", *_ENDS, "[toc]"),  # `=` and `-` below a line
    },
    "inlinePatterns": {
        "backtick": ("`",),
        "keys-custom": ("+",),
        "escape": ("\\",),
        "footnote": ("[^",),
        "reference": ("]:",),
        "link": ("[",),
        "image_link": ("![",),
        "image_reference": ("]:",),
        "short_reference": ("]:",),
        "short_image_ref": ("]:",),
        "autolink": ("<",),
        "automail": ("<",),
        "linebreak": _ENDS,
        "html": ("<",),
        "magic-link": ("://", "www"),
        "magic-mail": ("@",),
        "entity": ("&",),
        "keys": ("+",),
        "delimiter": ("*", "_", "^", "=", "~"),
    },
}
"""One of these is in each text, in small letters, of which that part of Markdown makes anything."""
_SIGNS = frozenset(sign for needs in NEEDS.values() for signs in needs.values() for sign in signs)
_LETTERS = f"{string.ascii_lowercase}{string.digits} .".encode()
_SHORT = [(sign.encode().translate(None, _LETTERS), sign) for sign in _SIGNS]
"""The same, and what is left of each without letters: in what is left of a text they are looked for first."""


def signs_in(text: str) -> frozenset[str]:
    """The signs in a text, in small letters, that some part looks for."""
    short = text.encode("utf-8", "surrogatepass").translate(None, _LETTERS)
    return frozenset([sign for left, sign in _SHORT if left in short and sign in text])


def signs_of_options(configs: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """The signs that each text is taken to have, where options have a part look for something else."""
    signs = {"glossary": "*[", "marker": "[toc]"}
    named = {name for options in configs.values() for name in options}
    return frozenset(sign for name, sign in signs.items() if name in named)


def without(parts: Registry[Any], kind: str, signs: frozenset[str]) -> Registry[Any]:
    """Of parts of one kind, those that a text with these signs needs."""
    some = parts[:]
    for name, one_of in NEEDS[kind].items():
        if name in parts and signs.isdisjoint(one_of):
            some.deregister(name)
    some.__class__ = _Settled
    return some


class _Settled(Registry[Any]):
    """Parts that stay as they are, so that they need not be listed anew for each block of a text."""

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all)

    @cached_property
    def _all(self) -> list[Any]:
        return [*super().__iter__()]


def marks_of(inline: Registry[Any]) -> Callable[[str], object]:
    """Whether one of these inline parts may make anything of the text of an element."""
    needs = NEEDS["inlinePatterns"]
    if len(inline) > sum(name in inline for name in needs):  # one that we do not know
        return bool
    signs = {sign for name, one_of in needs.items() if name in inline for sign in one_of}
    signs |= {STX, "["}  # what was put away already, and a reference to what another element says
    return re.compile("|".join(map(re.escape, sorted(signs))), re.IGNORECASE).search


def signs_of(inline: Registry[Any]) -> list[Callable[[str, int], object]]:
    """Of each of these inline parts, whether one of its signs is in a text from some place on."""
    signs: list[Callable[[str, int], object]] = [any_text] * len(inline)
    for name, one_of in NEEDS["inlinePatterns"].items():
        if name in inline:
            of_element = ("[" if sign == "]:" else sign for sign in one_of)
            found = re.compile("|".join(map(re.escape, of_element)), re.IGNORECASE)
            signs[inline.get_index_for_name(name)] = found.search
    return signs


def any_text(text: str, start: int) -> bool:
    """Of an inline part that is tried on all texts."""
    return True
