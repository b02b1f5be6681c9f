"""A foreign file's bytes → a `Source` with its text, and places in it."""

from collections.abc import Sequence
from pathlib import Path

from ..problems import Code
from .entries import Entry, Source, without_unseen

MIB = 1024 * 1024
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of Excel and its like start, today's and those of before 2007."""


def once(files: Sequence[Path]) -> list[Path]:
    """The files in their order, one that is named twice only the first time."""
    return list({path.resolve(): path for path in reversed(files)}.values())[::-1]


def read_source(path: Path, limit: int) -> Source:
    """The text of a file with `\\n` line ends and nothing unseen in it, or what is wrong with its bytes."""
    source = Source(path.as_posix())
    try:
        if not path.is_file():
            source.refuse(1, 1, "is not a file that exists", "check the name", Code.UNREADABLE)
            return source
        with path.open("rb") as file:
            raw = file.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        source.refuse(1, 1, f"cannot be read: {reason}", "check that you may read it", Code.UNREADABLE)
        return source
    if len(raw) > limit:
        source.refuse(1, 1, f"is over {limit // MIB} MiB", "split it into several files", Code.TOO_LARGE)
        return source
    _decode(source, raw.removeprefix(b"\xef\xbb\xbf"))
    return source


def _decode(source: Source, raw: bytes) -> None:
    if raw.startswith(_WORKBOOKS):
        fix = "open it where it was made, save it as 'CSV UTF-8', and import that"
        source.refuse(1, 1, "is a workbook, not a table of text", fix)
        return
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line, column = raw.count(b"\n", 0, error.start) + 1, error.start - raw.rfind(b"\n", 0, error.start)
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        source.refuse(line, column, message, "save the file as UTF-8", Code.NOT_UTF8)
        return
    source.text, unseen = without_unseen(text.replace("\r\n", "\n").replace("\r", "\n"))
    for line, name in unseen:
        source.note(line, "unseen character left out", name)
    if not source.text.strip():
        source.refuse(1, 1, "is empty", "check that it is the right file")
        source.text = ""


def line_of(source: Source, entry: Entry, line: int, text: str) -> int:
    """The line of the source with a piece of text that stands in line `line` of the entry's answer.

    The entry's own line when it is not found as it is, or `line` is 0: it is not in the answer.
    """
    wanted = text.partition("\n")[0]
    if not line:
        return entry.line
    start = entry.answer_line
    # A block scalar starts in the next line, a cell in this one.
    likely: list[int] = [
        start + line,
        start + line - 1,
        *range(start, min(start + 2000, len(source.lines)) + 1),
    ]
    for number in likely:
        if number <= len(source.lines) and wanted in source.lines[number - 1]:
            return number
    return entry.line
