"""From the bytes of a published file to every text in them.

What pages have in common, such as the theme's markup and texts, is not read again.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import filterfalse

from ..records.folding import folded, words
from .json_texts import says_more, strings
from .markup import END, MARKUP, WITHIN, aloud, data_in, glue_of, is_code, is_whole, plain
from .packed import (
    Read,
    Reading,
    Unreadable,
    decoded,
    from_base64,
    in_gzip,
    in_pdf,
    in_png,
    in_zip,
    runs_of_characters,
)  # fmt: skip
from .stretches import Stretches

_BATCH = 64 * 1024
_DATA = re.compile(r"data:[\w/+.;=-]*?;base64,([A-Za-z0-9+/=_-]{4,})")
_BLANKS = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\0-\3]")
_AROUND = 64
"""Characters around a number that say what it is, and some more."""
_MOST = 20_000
"""So much markup is remembered."""
GAP = "xgapx"
"""A word of its own, which nobody writes: it keeps apart what does not stand beside each other."""
_BADGES = re.compile(r"\1(?<=\w\1)\1*\w".replace(r"\1", WITHIN))
_CLOSED = frozenset((".br", ".zst", ".xz", ".bz2", ".7z", ".rar"))
_CODE = frozenset((".js", ".mjs", ".cjs", ".css", ".ts"))


@dataclass(frozen=True)
class _Parts:
    """A text taken apart."""

    text: str
    """What stands between markup, joined by its glue."""
    pieces: list[str]
    """The markup."""
    aloud: str
    are_whole: bool


class Reader:
    """Reads the files of one site; what their pages have in common is read once.

    `is_clean` says of readings whether nothing is in them that must not be published. Only what was clean by
    itself is not read again. So what is found in a file is the same whichever files were read before.
    """

    def __init__(self, is_clean: Callable[[Iterable[Reading]], bool], run: int) -> None:
        """`run` is how many words in a row it takes at most to tell that something must not be published."""
        self._is_clean = is_clean
        self._run = run
        self._stretches = Stretches(self._learn)
        self._marks: dict[str, tuple[str, str]] = {}
        """Of the mark of each stretch, its text and what of it is read aloud, as far as that matters."""
        self._glue: dict[str, str] = {}
        """Of each piece of markup, what it is between two words: `WITHIN` a block, or its `END`."""
        self._aloud: dict[str, str] = {}
        """Its attributes that people read, if it has any."""
        self._ragged: set[str] = set()
        """Markup that ends where it does because of what comes, or does not come, behind it."""
        self._clean: set[str] = set()

    def readings(self, name: str, content: bytes) -> Iterator[Reading]:
        """Every text in `content`, the file called `name`. Raises Unreadable."""
        for magic, read in _FORMS.items():
            if content.startswith(magic):
                yield from read(self.readings, name, content)
                return
        suffix = name[name.rfind(".") :].lower()
        if suffix in _CLOSED:
            raise Unreadable(f"nothing here unpacks {suffix}")
        own = self._own(content) if suffix == ".html" else None
        if own is not None:
            yield from self._of_parts(own)
            return
        text = decoded(content)
        if text is None:
            yield from runs_of_characters(content)
        elif suffix in _CODE:
            yield from self.code(text)
        elif suffix in (".json", ".map", ".webmanifest"):
            yield from self.json(text, self.code)
        elif text.lstrip()[:1] in ("{", "["):
            yield from self.json(text, self.markup)
        else:
            yield from self.markup(text)

    def markup(self, text: str) -> Iterator[Reading]:
        """HTML, XML, SVG, and text without any markup."""
        yield from self._of_parts(self._apart(text))

    def _own(self, content: bytes) -> _Parts | None:
        """The parts of a page, a mark in the place of each stretch; None if it has to be read as a whole.

        Where every tag, comment and script is whole, none depends on what stands before or behind it, so what
        a stretch says by itself, it says on this page too.
        """
        own, count = self._stretches.own(content)
        if not count or b"\0" in own or not content.lstrip().startswith(b"<"):
            return None
        text = decoded(own)
        if text is None:
            return None
        parts = self._apart(text)
        marks = sum(map(self._marks.__contains__, parts.pieces))
        return parts if parts.are_whole and marks == count else None

    def _learn(self, stretch: str, mark: str) -> bool:
        """Read a stretch by itself; whether it is whole and clean."""
        parts = self._apart(stretch)
        if _CONTROLS.search(stretch) or not stretch.lstrip().startswith("<") or not parts.are_whole:
            return False
        if not self._is_clean(self._of_parts(parts)):
            return False
        text = _BLANKS.sub(" ", self._ends(parts.text, END))
        self._marks[mark] = text, self._ends(parts.aloud, "\n")
        self._glue[mark], self._aloud[mark] = self._marks[mark]
        self._clean.add(mark)
        return True

    def _ends(self, text: str, between: str) -> str:
        """The first and last lines of a stretch: so much that whatever they are a part of is seen."""
        lines = text.split(between)
        first = self._enough(lines)
        last = len(lines) - self._enough(lines[::-1])
        return between.join([*lines[:first], GAP, *lines[last:]]) if first < last else text

    def _enough(self, lines: list[str]) -> int:
        """How many of the first lines it takes. Those with escapes do not count: who knows what they say."""
        count = size = 0
        for n, line in enumerate(lines):
            if count >= 2 * self._run and size >= _AROUND:
                return n
            if not any(sign in line for sign in "&%\\"):
                count += len(words(folded(line.replace(WITHIN, ""))))
                size += len(" ".join(line.split()))
        return len(lines)

    def _apart(self, text: str) -> _Parts:
        """Texts and, between them, markup."""
        parts = MARKUP.split(text) if "<" in text else [text]
        pieces = parts[1::2]
        for piece in set(pieces).difference(self._glue):
            self._know(piece)
        parts[1::2] = map(self._glue.__getitem__, pieces)
        text, read = "".join(parts), "\n".join(filter(None, map(self._aloud.get, pieces)))
        apart = _Parts(text, pieces, read, "<" not in text and self._ragged.isdisjoint(pieces))
        if len(self._glue) > _MOST:
            self._glue = {mark: text for mark, (text, _) in self._marks.items()}
            self._aloud = {mark: read for mark, (_, read) in self._marks.items()}
            self._clean = {*self._marks}
        return apart

    def _know(self, piece: str) -> None:
        self._glue[piece] = glue_of(piece)
        if read := aloud(piece):
            self._aloud[piece] = read
        if not is_whole(piece):
            self._ragged.add(piece)

    def _of_parts(self, parts: _Parts) -> Iterator[Reading]:
        marked = plain(parts.text)
        yield Reading(marked.replace(WITHIN, ""), True)
        if _BADGES.search(marked):  # two words with nothing between them but markup
            lines = [line if _BADGES.search(line) else GAP for line in marked.split("\n")]
            yield Reading("\n".join(lines).replace(WITHIN, "|"), True)
        if parts.pieces:
            yield from self._of_markup(parts)

    def _of_markup(self, parts: _Parts) -> Iterator[Reading]:
        """What stands in tags, comments, scripts and styles."""
        if parts.aloud:
            yield Reading(parts.aloud, True)
        new = [*filterfalse(self._clean.__contains__, dict.fromkeys(parts.pieces))]
        if not new or self._is_clean(self._inside(new)):
            self._clean.update(new)
            return
        for piece in new:
            if self._is_clean(self._inside([piece])):
                self._clean.add(piece)
            else:
                yield from self._inside([piece])

    def _inside(self, pieces: list[str]) -> Iterator[Reading]:
        """Each piece of markup by itself."""
        tags = []
        for piece in pieces:
            start, inner = data_in(piece)
            tags.append(start)
            if inner:
                yield from self.json(inner, self.code)
            elif piece.startswith("<![CDATA["):
                yield from self.markup(piece[9:].removesuffix("]]>"))
            elif piece.startswith("<!--"):
                yield from self.markup(piece[4:])
            elif is_code(piece):
                yield from self.code(piece.partition(">")[2].rpartition("</")[0])
        yield Reading(f"\n{GAP}\n".join(tags), False)
        yield from self._embedded("\n".join(pieces))

    def code(self, text: str) -> Iterator[Reading]:
        """Scripts and style sheets: as they are, and as if they were markup, which they may hold."""
        yield Reading(text, False)
        if "<" in text:
            yield Reading(plain(END.join(MARKUP.split(text)[::2])), False)
        yield from self._embedded(text)

    def json(self, text: str, otherwise: Callable[[str], Iterator[Reading]]) -> Iterator[Reading]:
        """Every key and text of JSON but lists of the dictionary; what is no JSON is read `otherwise`.

        Where it has no escapes, markup or long numbers, and is clean as it is written, it need not be read.
        """
        if not says_more(text) and self._is_clean([Reading(text, True)]):
            return
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            yield from otherwise(text)
            return
        is_code = isinstance(value, dict) and "mappings" in value
        batch, size = list[str](), 0
        for string in (*strings(text), None):
            if string is None or size > _BATCH:
                yield from self.code("<br>".join(batch)) if is_code else self._of_strings(batch)
                batch, size = [], 0
            if string:
                batch.append(string)
                size += len(string)

    def _of_strings(self, strings: list[str]) -> Iterator[Reading]:
        """Texts that may hold markup, each on lines of its own."""
        whole = END.join(strings)
        if "<" in whole:
            yield from self.markup("<br>".join(strings))
        else:
            yield Reading(plain(whole), True)

    def _embedded(self, text: str) -> Iterator[Reading]:
        """Files that stand in others as `data:` addresses."""
        for match in _DATA.finditer(text) if ";base64," in text else ():
            try:
                content = from_base64(match[1])
            except ValueError:
                continue
            yield from self.readings("", content)


_FORMS: dict[bytes, Callable[[Read, str, bytes], Iterator[Reading]]] = {
    b"\x1f\x8b": in_gzip,
    b"PK\x03\x04": in_zip,
    b"%PDF": in_pdf,
    b"\x89PNG\r\n\x1a\n": in_png,
}
