"""From the bytes of a published file to every text in them.

HTML is taken apart by one expression, not parsed: whatever is not markup is text, whatever is markup
is kept as such, so no byte falls between the two however broken the page is, and it takes a tenth of
the time. What pages have in common, such as the theme's markup and texts, is not read again.
"""

import gzip
import io
import json
import re
import struct
import zipfile
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from pypdf import PdfReader

from ..records.folding import folded, words
from ..words.pieces import vocabulary
from .stretches import Stretches

MOST_BYTES = 256 * 1024 * 1024
_FEW = 100
"""A list of fewer words is a text that somebody may have written."""
"""What a compressed file may unpack to."""
_BATCH = 64 * 1024
_TAG = r"""</?[a-z](?:[^<>"']++|"[^"]*+"|'[^']*'+)*+>"""
_MARKUP = re.compile(
    rf"""( <!--(?:[^-]++|-(?!->))*+(?:-->)?
        | <(?:script\b[^>]*+>(?:[^<]++|<(?!/script\s*>))*+(?:</script\s*>)?
            |style\b[^>]*+>(?:[^<]++|<(?!/style\s*>))*+(?:</style\s*>)?)
        | {_TAG} | <[a-z/!?][^<>]*+> )""",
    re.VERBOSE | re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"<!--.*-->|<(script|style)\b.*</\1\s*>|(?!<(?:script|style)\b){_TAG}|<[!?](?!--)[^<>]*+>",
    re.DOTALL | re.IGNORECASE,
)
"""Markup that ends where it does whatever comes behind it."""
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong"
    r"|sub|sup|time|tt|u|var|wbr)(?![\w-])|<!--",
    re.IGNORECASE,
)
_READ_ALOUD = re.compile(
    r"""\s(?:title|alt|aria-[a-z]+|placeholder|content|value|label|summary|data-[\w-]+)\s*=\s*"""
    r"""("[^"]*"|'[^']*'|[^\s"'>]+)|((?:tel|sms|callto):[^"'\s>]+)""",
    re.IGNORECASE,
)
"""Attributes that hold what a person reads. Numbers in others are coordinates, sizes and hashes."""
_DATA = re.compile(r"data:[\w/+.;=-]*?;base64,([A-Za-z0-9+/=_-]{4,})")
_PRINTABLE = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xff]{6,}")
_PRINTABLE_WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){5,}")
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"')
_WRITTEN = re.compile(r"[<&%\\]|\d[\d ().\-/]{4}")
_NUMBER = re.compile(r"(?<![^\s,:\[])-?\d{5,}(?![^\s,\]}])")
_WITHIN, _END = "\1", "\0"
_CODE_IN = re.compile(r"<(?:script|style)(?![\w-])", re.IGNORECASE)
_CONTROLS = re.compile(r"[\0-\3]")
_AROUND = 64
"""Characters around a number that say what it is, and some more."""
_MOST = 20_000
"""So much markup is remembered."""
_GAP = "xgapx"
"""A word of its own, which nobody writes: it keeps apart what does not stand beside each other."""
_BADGES = re.compile(r"\1(?<=\w\1)\1*\w".replace(r"\1", _WITHIN))
_CLOSED = frozenset((".br", ".zst", ".xz", ".bz2", ".7z", ".rar"))
_CODE = frozenset((".js", ".mjs", ".cjs", ".css", ".ts"))


@dataclass(frozen=True)
class Reading:
    """A text of a file. `is_read`: people read it, other than scripts, styles and markup."""

    text: str
    is_read: bool


@dataclass(frozen=True)
class _Parts:
    """A text taken apart."""

    text: str
    """What stands between markup, joined by its glue."""
    pieces: list[str]
    """The markup."""
    aloud: str
    are_whole: bool


class Unreadable(Exception):
    """The file says that it is of a form that it cannot be read as. Caught where files are looked through."""


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
        """Of each piece of markup, what it is between two words: `_WITHIN` a block, or its `_END`."""
        self._aloud: dict[str, str] = {}
        """Its attributes that people read, if it has any."""
        self._ragged: set[str] = set()
        """Markup that ends where it does because of what comes, or does not come, behind it."""
        self._clean: set[str] = set()

    def readings(self, name: str, content: bytes) -> Iterator[Reading]:
        """Every text in `content`, the file called `name`. Raises Unreadable."""
        for magic, read in _FORMS.items():
            if content.startswith(magic):
                yield from read(self, name, content)
                return
        suffix = name[name.rfind(".") :].lower()
        if suffix in _CLOSED:
            raise Unreadable(f"nothing here unpacks {suffix}")
        own = self._own(content) if suffix == ".html" else None
        if own is not None:
            yield from self._of_parts(own)
            return
        text = _decoded(content)
        if text is None:
            yield from _runs_of_characters(content)
        elif suffix in _CODE:
            yield from self.code(text)
        elif suffix in (".json", ".map", ".webmanifest") or text.lstrip()[:1] in ("{", "["):
            yield from self.json(text)
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
        try:
            parts = self._apart(own.decode())
        except UnicodeDecodeError:
            return None
        marks = sum(map(self._marks.__contains__, parts.pieces))
        return parts if parts.are_whole and marks == count else None

    def _learn(self, stretch: str, mark: str) -> bool:
        """Read a stretch by itself; whether it is whole and clean."""
        parts = self._apart(stretch)
        if _CONTROLS.search(stretch) or not stretch.lstrip().startswith("<") or not parts.are_whole:
            return False
        if not self._is_clean(self._of_parts(parts)):
            return False
        self._marks[mark] = self._ends(parts.text, _END), self._ends(parts.aloud, "\n")
        self._glue[mark], self._aloud[mark] = self._marks[mark]
        return True

    def _ends(self, text: str, between: str) -> str:
        """The first and last lines of a stretch: so much that whatever they are a part of is seen."""
        lines = text.split(between)
        first = self._enough(lines)
        last = len(lines) - self._enough(lines[::-1])
        return between.join([*lines[:first], _GAP, *lines[last:]]) if first < last else text

    def _enough(self, lines: list[str]) -> int:
        """How many of the first lines it takes. Those with escapes do not count: who knows what they say."""
        count = size = 0
        for n, line in enumerate(lines):
            if count >= 2 * self._run and size >= _AROUND:
                return n
            if not any(sign in line for sign in "&%\\"):
                count += len(words(folded(line.replace(_WITHIN, ""))))
                size += len(" ".join(line.split()))
        return len(lines)

    def _apart(self, text: str) -> _Parts:
        """Texts and, between them, markup."""
        parts = _MARKUP.split(text) if "<" in text else [text]
        pieces = parts[1::2]
        for piece in set(pieces).difference(self._glue):
            self._know(piece)
        parts[1::2] = map(self._glue.__getitem__, pieces)
        text, aloud = "".join(parts), "\n".join(filter(None, map(self._aloud.get, pieces)))
        apart = _Parts(text, pieces, aloud, "<" not in text and self._ragged.isdisjoint(pieces))
        if len(self._glue) > _MOST:
            self._glue = {mark: text for mark, (text, _) in self._marks.items()}
            self._aloud = {mark: aloud for mark, (_, aloud) in self._marks.items()}
            self._clean.clear()
        return apart

    def _know(self, piece: str) -> None:
        self._glue[piece] = _between(piece)
        start, _ = _data_in(piece)
        if aloud := [(match[1] or match[2]).strip("\"'") for match in _READ_ALOUD.finditer(start)]:
            self._aloud[piece] = "\n".join(map(unescape, aloud))
        if not _WHOLE.fullmatch(piece):
            self._ragged.add(piece)

    def _of_parts(self, parts: _Parts) -> Iterator[Reading]:
        marked = _plain(parts.text)
        yield Reading(marked.replace(_WITHIN, ""), True)
        if _BADGES.search(marked):  # two words with nothing between them but markup
            lines = [line if _BADGES.search(line) else _GAP for line in marked.split("\n")]
            yield Reading("\n".join(lines).replace(_WITHIN, "|"), True)
        if parts.pieces:
            yield from self._of_markup(parts)

    def _of_markup(self, parts: _Parts) -> Iterator[Reading]:
        """What stands in tags, comments, scripts and styles."""
        if parts.aloud:
            yield Reading(parts.aloud, True)
        new = [p for p in dict.fromkeys(parts.pieces) if p not in self._clean and p not in self._marks]
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
            start, inner = _data_in(piece)
            tags.append(start)
            if inner:
                yield from self.json(inner)
            elif piece.startswith("<!--"):
                yield from self.markup(piece[4:])
            elif _CODE_IN.match(piece):
                yield from self.code(piece.partition(">")[2].rpartition("</")[0])
        yield Reading(f"\n{_GAP}\n".join(tags), False)
        yield from self._embedded("\n".join(pieces))

    def code(self, text: str) -> Iterator[Reading]:
        """Scripts and style sheets: as they are, and as if they were markup, which they may hold."""
        yield Reading(text, False)
        if "<" in text:
            yield Reading(_plain(_END.join(_MARKUP.split(text)[::2])), False)
        yield from self._embedded(text)

    def json(self, text: str) -> Iterator[Reading]:
        """Every key and text of JSON but lists of the dictionary; what only looks like JSON is code.

        Where it has no escapes, markup or long numbers, and is clean as it is written, it need not be read.
        """
        if not _WRITTEN.search(text) and self._is_clean([Reading(text, True)]):
            return
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            yield from self.code(text)
            return
        is_code = isinstance(value, dict) and "mappings" in value
        batch, size = list[str](), 0
        for string in (*_strings(text), None):
            if string is None or size > _BATCH:
                yield from self.code("<br>".join(batch)) if is_code else self._of_strings(batch)
                batch, size = [], 0
            if string and not _is_dictionary(string):
                batch.append(string)
                size += len(string)

    def _of_strings(self, strings: list[str]) -> Iterator[Reading]:
        """Texts that may hold markup, each on lines of its own."""
        whole = _END.join(strings)
        if "<" in whole:
            yield from self.markup("<br>".join(strings))
        else:
            yield Reading(_plain(whole), True)

    def _embedded(self, text: str) -> Iterator[Reading]:
        """Files that stand in others as `data:` addresses."""
        for match in _DATA.finditer(text) if ";base64," in text else ():
            try:
                content = _from_base64(match[1])
            except ValueError:
                continue
            yield from self.readings("", content)

    def gzip(self, name: str, content: bytes) -> Iterator[Reading]:
        """The file in a `.gz`."""
        try:
            with gzip.open(io.BytesIO(content)) as file:
                inner = file.read(MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise Unreadable(f"is not a whole gzip file ({error})") from None
        if len(inner) > MOST_BYTES:
            raise Unreadable("unpacks to more than can be read")
        yield from self.readings(name.removesuffix(".gz"), inner)

    def zip(self, name: str, content: bytes) -> Iterator[Reading]:
        """The files in a ZIP, such as a text of Word or Excel."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as file:
                if sum(info.file_size for info in file.infolist()) > MOST_BYTES:
                    raise Unreadable("unpacks to more than can be read")
                for info in file.infolist():
                    yield Reading(info.filename, True)
                    yield from self.readings(info.filename, file.read(info))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error) as error:
            raise Unreadable(f"is a ZIP file that cannot be read ({error})") from None

    def pdf(self, name: str, content: bytes) -> Iterator[Reading]:
        """The pages, what the file says of itself, and files in it."""
        try:
            file = PdfReader(io.BytesIO(content))
            yield Reading("\n".join(str(value) for value in (file.metadata or {}).values()), True)
            for page in file.pages:
                yield Reading(page.extract_text(), True)
                notes = [note.get_object() for note in page.get("/Annots", [])]
                yield Reading("\n".join(map(str, notes)), True)
            for inner, versions in file.attachments.items():
                for version in versions:
                    yield from self.readings(inner, version)
        except Unreadable:
            raise
        except Exception as error:  # a broken file makes pypdf raise whatever it stumbles over
            raise Unreadable(f"is a PDF that cannot be read ({error})") from None
        yield from _runs_of_characters(content)

    def png(self, name: str, content: bytes) -> Iterator[Reading]:
        """What a picture says of itself. `IDAT` are its dots."""
        at = 8
        while at + 8 <= len(content):
            (length, kind) = struct.unpack(">I4s", content[at : at + 8])
            chunk = content[at + 8 : at + 8 + length]
            if kind in (b"zTXt", b"iTXt", b"tEXt"):
                yield Reading(chunk.decode("utf-8", "replace").replace("\0", "\n"), True)
                for start in (n for n in range(len(chunk) - 1) if chunk[n] == 0x78):
                    yield from _inflated(chunk[start:])
            elif kind != b"IDAT":
                yield from _runs_of_characters(chunk)
            at += 12 + length
        yield from _runs_of_characters(content[at:])


_FORMS: dict[bytes, Callable[[Reader, str, bytes], Iterator[Reading]]] = {
    b"\x1f\x8b": Reader.gzip,
    b"PK\x03\x04": Reader.zip,
    b"%PDF": Reader.pdf,
    b"\x89PNG\r\n\x1a\n": Reader.png,
}


def _between(markup: str) -> str:
    """What a piece of markup is to the words beside it."""
    return _WITHIN if _INLINE.match(markup) else _END


def _data_in(piece: str) -> tuple[str, str]:
    """The start tag of a script that holds data, and the data; any other markup as it is."""
    if not _CODE_IN.match(piece):
        return piece, ""
    start, _, rest = piece.partition(">")
    inner = rest.rpartition("</")[0]
    return (start, inner) if inner.lstrip()[:1] in ("{", "[") else (piece, "")


def _plain(text: str) -> str:
    """Blocks on lines of their own, without the blanks and escapes of HTML."""
    text = " ".join(text.split()).replace(_END, "\n")
    return unescape(text) if "&" in text else text


def _decoded(content: bytes) -> str | None:
    """The text of a file; None when it is none."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if b"\0" in content[:4096]:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1") if b"<" in content[:512] else None


def _runs_of_characters(content: bytes) -> Iterator[Reading]:
    """What can be read in a file of any other form: names, comments and the like in pictures and fonts."""
    found = [run.decode("utf-8", "ignore") for run in _PRINTABLE.findall(content)]
    found += [run.decode("utf-16-le") for run in _PRINTABLE_WIDE.findall(content)]
    yield Reading("\n".join(found), False)


def _inflated(content: bytes) -> Iterator[Reading]:
    try:
        text = zlib.decompressobj().decompress(content, MOST_BYTES)
    except zlib.error:
        return
    yield Reading(text.decode("utf-8", "replace"), True)


def _from_base64(text: str) -> bytes:
    plain = text.replace("+", "-").replace("/", "_").rstrip("=")
    return urlsafe_b64decode(plain + "=" * (-len(plain) % 4))


def _is_dictionary(text: str) -> bool:
    """Nothing but entries of the dictionary that search brings along, in order: it speaks of nobody."""
    if len(text) < 2 * _FEW:
        return False
    entries = text.split()
    return len(entries) > _FEW and entries == sorted(entries) and vocabulary().keys() >= set(entries)


def _strings(text: str) -> Iterator[str]:
    """Every key and text of valid JSON, then its whole numbers; less than five digits say nothing."""
    parts = _STRING.split(text)
    for string in parts[1::2]:
        yield json.loads(f'"{string}"') if "\\" in string else string
    yield from _NUMBER.findall("".join(parts[::2]))
