"""From the bytes of a file to text, and the texts in compressed files, documents and pictures."""

import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_BYTES = 256 * 1024 * 1024
"""What a compressed file may unpack to."""
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
"""No text has them, in whatever encoding of one byte a character."""
_PRINTABLE = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xfe]{6,}")
_PLAIN = 0.8
"""The share of plain letters of which on it is a text with accents and not noise."""
_ELLIPSIS = "\u2026".encode()
"""Three dots in every form in which texts are compared. Many texts have nothing else that is not ASCII."""
_PRINTABLE_WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){5,}")


@dataclass(frozen=True)
class Reading:
    """A text of a file. `is_read`: people read it, other than scripts, styles and markup."""

    text: str
    is_read: bool


class Unreadable(Exception):
    """The file says that it is of a form that it cannot be read as. Caught where files are looked through."""


Read = Callable[[str, bytes], Iterator[Reading]]
"""Reads a file in another one: its name, and its bytes."""


def in_gzip(read: Read, name: str, content: bytes) -> Iterator[Reading]:
    """The file in a `.gz`."""
    try:
        with gzip.open(io.BytesIO(content)) as file:
            inner = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"is not a whole gzip file ({error})") from None
    if len(inner) > MOST_BYTES:
        raise Unreadable("unpacks to more than can be read")
    yield from read(name.removesuffix(".gz"), inner)


def in_zip(read: Read, name: str, content: bytes) -> Iterator[Reading]:
    """The files in a ZIP, such as a text of Word or Excel."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            if sum(info.file_size for info in file.infolist()) > MOST_BYTES:
                raise Unreadable("unpacks to more than can be read")
            for info in file.infolist():
                yield Reading(info.filename, True)
                yield from read(info.filename, file.read(info))
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, ValueError, OSError) as error:
        raise Unreadable(f"is a ZIP file that cannot be read ({error})") from None


def in_pdf(read: Read, name: str, content: bytes) -> Iterator[Reading]:
    """The pages, what the file says of itself, and files in it."""
    from pypdf import PdfReader  # here, for few sites have a PDF and all would wait

    try:
        file = PdfReader(io.BytesIO(content))
        yield Reading("\n".join(str(value) for value in (file.metadata or {}).values()), True)
        for page in file.pages:
            yield Reading(page.extract_text(), True)
            notes = [note.get_object() for note in page.get("/Annots", [])]
            yield Reading("\n".join(map(str, notes)), True)
        for inner, versions in file.attachments.items():
            for version in versions:
                yield from read(inner, version)
    except Unreadable:
        raise
    except Exception as error:  # a broken file makes pypdf raise whatever it stumbles over
        raise Unreadable(f"is a PDF that cannot be read ({error})") from None
    yield from runs_of_characters(content)


def in_png(read: Read, name: str, content: bytes) -> Iterator[Reading]:
    """What a picture says of itself. `IDAT` are its dots."""
    at = 8
    while at + 8 <= len(content):
        (length, kind) = struct.unpack(">I4s", content[at : at + 8])
        chunk = content[at + 8 : at + 8 + length]
        if kind in (b"zTXt", b"iTXt", b"tEXt"):
            yield Reading(_text_of(chunk).replace("\0", "\n"), True)
            for start in (n for n in range(len(chunk) - 1) if chunk[n] == 0x78):
                yield from _inflated(chunk[start:])
        elif kind != b"IDAT":
            yield from runs_of_characters(chunk)
        at += 12 + length
    yield from runs_of_characters(content[at:])


def runs_of_characters(content: bytes) -> Iterator[Reading]:
    """What can be read in a file of any other form: names, comments and the like in pictures and fonts."""
    runs: list[bytes] = _PRINTABLE.findall(content)
    found = [run.decode("utf-8", "ignore") for run in runs]
    found += [
        _text_of(run) for run in runs if _PLAIN * len(run) <= len(run.decode("ascii", "ignore")) < len(run)
    ]
    found += [run.decode("utf-16-le") for run in _PRINTABLE_WIDE.findall(content)]
    yield Reading("\n".join(found), False)


def _inflated(content: bytes) -> Iterator[Reading]:
    try:
        text = zlib.decompressobj().decompress(content, MOST_BYTES)
    except zlib.error:
        return
    yield Reading(_text_of(text), True)


def _text_of(content: bytes) -> str:
    """A text of which nobody says in what encoding it is."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def decoded(content: bytes) -> str | None:
    """The text of a file; None when it is none."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if b"\0" in content[:4096]:
        return None
    try:
        return content.replace(_ELLIPSIS, b"...").decode()
    except UnicodeDecodeError:
        return None if _CONTROLS.search(content) else _text_of(content)


def from_base64(text: str) -> bytes:
    """The bytes of a text in base64, of either alphabet. Raises ValueError."""
    plain = text.replace("+", "-").replace("/", "_").rstrip("=")
    return urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
