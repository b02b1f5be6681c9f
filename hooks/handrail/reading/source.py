"""From a file to its text, or to what is wrong with its bytes."""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from ..problems import Code, Problem, problem

Position = tuple[int, int]
"""Line and column, both from 1."""
RECORD_BYTES = 256 * 1024
LIST_BYTES = 1024 * 1024
"""What a file of interactions may hold, and private/people.yml; any other YAML `RECORD_BYTES`."""

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2066-\u2069\ufffe\uffff\ufeff\ud800-\udfff]"
)
"""C0 and C1 control characters but tab and line ends, bidirectional controls, line separators that
only some programs see, and what cannot stand in a text."""
_OF_A_CONFLICT = ("<<<<<<< ", "\n=======\n", ">>>>>>> ")
_CONFLICT = re.compile(r"(?m)^(?:[<|>]{7} .*|={7})$")


def read_text(root: Path, relative: str, shown: str, limit: int = RECORD_BYTES) -> str | list[Problem]:
    """The text of `root/relative` with `\\n` line ends, or why it cannot be used.

    `shown` is the path that problems bear. A file over `limit` bytes is not read at all.
    """

    def refuse(code: Code, message: str, fix: str, line: int = 1, column: int = 1) -> Problem:
        return problem(shown, line, column, code, message, fix)

    path = root / relative
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            return [refuse(Code.SYMLINK, "leads out of the folder of records", "put the file itself there")]
        raw = _bytes(path, limit)
    except FileNotFoundError:
        return [refuse(Code.UNREADABLE, "is not there", "write it, or take back the file that was there")]
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.errno != errno.ELOOP else None
        reason = reason or "links run in a circle"  # which is a RuntimeError before Python 3.13
        return [refuse(Code.UNREADABLE, f"cannot be read: {reason}", "check that it is a file you may read")]
    if raw is None:
        size = f"is over {limit // 1024} KiB"
        return [refuse(Code.TOO_LARGE, size, "split it into several files")]
    return _decode(raw, refuse)


def unseen_in(text: str) -> Iterator[tuple[str, int]]:
    """What is wrong with each unseen character in `text`, and its offset."""
    for match in UNSEEN.finditer(text):
        yield f"the unseen character U+{ord(match[0]):04X} is there", match.start()


def _decode(raw: bytes, refuse: Callable[..., Problem]) -> str | list[Problem]:
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = _with_plain_ends(raw.decode())
    except UnicodeDecodeError as error:
        if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            return [refuse(Code.NOT_UTF8, "is no text", "put a text in its place, saved as UTF-8")]
        before = _with_plain_ends(raw[: error.start].decode())
        message, fix = f"byte 0x{raw[error.start]:02x} is not UTF-8", "save the file as UTF-8"
        return [refuse(Code.NOT_UTF8, message, fix, *position_of(before, len(before)))]
    if any(sign in text for sign in _OF_A_CONFLICT) and (mark := _CONFLICT.search(text)):
        message = "Git could not join two edits here, and left both between lines of '<<<<<<<' and '>>>>>>>'"
        fix = "keep the lines that are right, and delete the others and those with the signs"
        return [refuse(Code.CONFLICT, message, fix, *position_of(text, mark.start()))]
    if "\0" in text:
        fix = "put a text in its place, saved as UTF-8"
        return [refuse(Code.NOT_UTF8, "is no text, or is UTF-16", fix, *position_of(text, text.index("\0")))]
    return [
        refuse(Code.CONTROL_CHARACTER, message, "delete it", *position_of(text, offset))
        for message, offset in islice(unseen_in(text), 5)  # one bad paste has hundreds
    ] or text


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes(path: Path, limit: int) -> bytes | None:
    """The bytes of a regular file; None when there are more than `limit`. Never waits on a pipe."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        raise OSError(0, "it is not a file")
    with os.fdopen(handle, "rb", buffering=0) as file:
        raw = file.read() if status.st_size <= limit else None
    return None if raw is None or len(raw) > limit else raw


def position_of(text: str, offset: int) -> Position:
    """The place of an offset of `text`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
