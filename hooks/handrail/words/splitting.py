"""A text → its words, the same way here and in the theme's `ranking.js`.

Accents and case do not count, nor marks of where a word may be broken. Where words are written without
spaces between them (Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese), every two neighbouring characters
make a word.
"""

import re
import unicodedata
from functools import cache

_ACCENTS = re.compile("[\u0300-\u036f]")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff]+"
)
_PLAIN = str.maketrans("’‘ʼ", "'''", "\u00ad\u200b\u2060")
"""Apostrophes alike, and without soft hyphens, spaces of no width and their opposite. (Persian and Hindi need
the joiners that look like these.)"""
_BLANK = str.maketrans({code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "'"})


def split(text: str) -> list[str]:
    """The words of `text` in their order, folded; those without spaces between them in pairs."""
    folded = fold(text)
    if folded.isascii():  # most texts: the same words, found in a tenth of the time
        spelled = folded.translate(_BLANK).split()
        if "'" not in folded:
            return spelled
        return [word for each in spelled for word in (_word().findall(each) if "'" in each else [each])]
    words: list[str] = _word().findall(folded)
    if not _UNSPACED.search(folded):
        return words
    return [part for word in words for part in _parts(word)]


def fold(text: str) -> str:
    """`text` in small letters, without accents and marks of where a word may be broken."""
    if text.isascii():
        return text.lower()
    small = unicodedata.normalize("NFKC", text.translate(_PLAIN)).lower().replace("ß", "ss")
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", small)))


@cache
def _word() -> re.Pattern[str]:
    """What a word is. It takes as long to be told as thousands of plain words take to be found."""
    marks = filter(lambda c: unicodedata.category(c)[0] == "M", map(chr, range(0x300, 0x10000)))
    inside = "".join(map(re.escape, marks))
    return re.compile(rf"[^\W_{inside}](?:[^\W_]|[{inside}])*(?:'[^\W\d_]+)*")


def _parts(word: str) -> list[str]:
    parts: list[str] = []
    end = 0
    for run in _UNSPACED.finditer(word):
        parts += [word[end : run.start()]] if run.start() > end else []
        pairs = [word[n : n + 2] for n in range(run.start(), run.end() - 1)]
        parts += pairs or [run[0]]
        end = run.end()
    return parts + ([word[end:]] if end < len(word) else [])
