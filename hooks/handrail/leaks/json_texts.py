"""The texts in JSON."""

import json
import re
from collections.abc import Iterator

from ..records.phones import may_have_numbers
from ..words.pieces import vocabulary

_FEW = 100
"""A list of fewer words is a text that somebody may have written."""
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"')
_SIGNS = ("<", "&", "%", "\\", ";base64,")
_NUMBER = re.compile(r"(?<![^\s,:\[])-?\d{5,}(?![^\s,\]}])")


def says_more(text: str) -> bool:
    """Whether JSON may say more than is written: it has escapes, markup, files or numbers."""
    return any(sign in text for sign in _SIGNS) or may_have_numbers(text)


def strings(content: str) -> Iterator[str]:
    """Every key and text of valid JSON but lists of the dictionary, then its whole numbers.

    Less than five digits say nothing.
    """
    parts = _STRING.split(content)
    for string in parts[1::2]:
        text = json.loads(f'"{string}"') if "\\" in string else string
        if not _is_dictionary(text):
            yield text
    yield from _NUMBER.findall("".join(parts[::2]))


def _is_dictionary(text: str) -> bool:
    """Nothing but entries of the dictionary that search brings along, in order: it speaks of nobody."""
    if len(text) < 2 * _FEW:
        return False
    entries = text.split()
    return len(entries) > _FEW and entries == sorted(entries) and vocabulary().keys() >= set(entries)
