"""From the bytes of a published file to every text in them.

HTML is taken apart by one expression, not parsed: whatever is not markup is text, whatever is markup
is kept as such, so no byte falls between the two however broken the page is, and it takes a tenth of
the time. Markup that was seen before, such as the theme's, is not read again.
"""

import gzip
import io
import json
import re
import struct
import zipfile
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import PurePosixPath

from pypdf import PdfReader

from ..words.pieces import vocabulary

MOST_BYTES = 256 * 1024 * 1024
_FEW = 100
"""A list of fewer words is a text that somebody may have written."""
"""What a compressed file may unpack to."""
_BATCH = 64 * 1024
_MARKUP = re.compile(
    r"""( <!--.*?(?:-->|\Z)
        | <script\b[^>]*+>.*?(?:</script\s*>|\Z) | <style\b[^>]*+>.*?(?:</style\s*>|\Z)
        | </?[a-z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+> | <[a-z/!?][^<>]*+> )""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
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
_NUMBER = re.compile(r"(?<![^\s,:\[])-?\d{5,}(?![^\s,\]}])")
_WITHIN, _END = "\1", "\0"
_BADGES = re.compile(r"\1(?<=\w\1)\1*\w".replace(r"\1", _WITHIN))
_CLOSED = frozenset((".br", ".zst", ".xz", ".bz2", ".7z", ".rar"))
_CODE = frozenset((".js", ".mjs", ".cjs", ".css", ".ts"))


@dataclass(frozen=True)
class Reading:
    """A text of a file. `is_read`: people read it, other than scripts, styles and markup."""

    text: str
    is_read: bool


class Unreadable(Exception):
    """The file says that it is of a form that it cannot be read as. Caught where files are looked through."""


@dataclass
class Reader:
    """Reads the files of one site; what their pages have in common is read once."""

    seen: dict[str, str] = field(default_factory=dict)
    """Markup that was read, and what it is between two words: `_WITHIN` a block, or its `_END`."""

    def readings(self, name: str, content: bytes) -> Iterator[Reading]:
        """Every text in `content`, the file called `name`. Raises Unreadable."""
        for magic, read in _FORMS.items():
            if content.startswith(magic):
                yield from read(self, name, content)
                return
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in _CLOSED:
            raise Unreadable(f"nothing here unpacks {suffix}")
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
        parts = _MARKUP.split(text)
        new = [part for part in dict.fromkeys(parts[1::2]) if part not in self.seen]
        for part in new:
            self.seen[part] = _between(part)
        glue = list(map(self.seen.__getitem__, parts[1::2]))
        marked = _joined(parts, glue)
        yield Reading(marked.replace(_WITHIN, ""), True)
        if _BADGES.search(marked):  # two words with nothing between them but markup
            lines = [line for line in marked.split("\n") if _BADGES.search(line)]
            yield Reading("\n".join(lines).replace(_WITHIN, "|"), True)
        if new:
            yield from self._of_markup(new)

    def _of_markup(self, new: list[str]) -> Iterator[Reading]:
        """What stands in tags, comments, scripts and styles."""
        tags = "\n".join(new)
        aloud = [(match[1] or match[2]).strip("\"'") for match in _READ_ALOUD.finditer(tags)]
        comments = [part[4:] for part in new if part.startswith("<!--")]
        yield Reading(tags, False)
        yield Reading("\n".join(map(unescape, aloud)), True)
        for comment in comments:
            yield from self.markup(comment)
        for script in new:
            if script[:7].lower() in ("<script", "<style>", "<style "):
                inner = script.partition(">")[2].rpartition("</")[0]
                yield from self.json(inner) if inner.lstrip()[:1] in ("{", "[") else self.code(inner)
        yield from self._embedded(tags)

    def code(self, text: str) -> Iterator[Reading]:
        """Scripts and style sheets: as they are, and as if they were markup, which they may hold."""
        yield Reading(text, False)
        if "<" in text:
            yield Reading(_joined(_MARKUP.split(text)[::2], []), False)
        yield from self._embedded(text)

    def json(self, text: str) -> Iterator[Reading]:
        """Every key and text of JSON but lists of the dictionary; what only looks like JSON is code."""
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            yield from self.code(text)
            return
        is_code = isinstance(value, dict) and "mappings" in value
        batch, size = list[str](), 0
        for string in (*_strings(text), None):
            if string is None or size > _BATCH:
                whole = "<br>".join(batch)
                yield from self.code(whole) if is_code else self.markup(whole)
                batch, size = [], 0
            if string and not _is_dictionary(string):
                batch.append(string)
                size += len(string)

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


def _joined(parts: list[str], glue: list[str]) -> str:
    """The text between markup, blocks on lines of their own, without the blanks and escapes of HTML."""
    if glue:
        parts = [*parts]
        parts[1::2] = glue
        text = "".join(parts)
    else:
        text = _END.join(parts)
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
    entries = text.split()
    return len(entries) > _FEW and entries == sorted(entries) and vocabulary().keys() >= set(entries)


def _strings(text: str) -> Iterator[str]:
    """Every key and text of valid JSON, then its whole numbers; less than five digits say nothing."""
    for string in _STRING.findall(text):
        yield json.loads(f'"{string}"') if "\\" in string else string
    yield from _NUMBER.findall(_STRING.sub("", text))
