"""From a file to its text, or to what is wrong with its bytes."""

import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from ..problems import Code, Problem, problem

RECORD_BYTES = 256 * 1024
LIST_BYTES = 1024 * 1024
"""What a file of interactions may hold; every other file `RECORD_BYTES`."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2066-\u2069\ufffe\uffff\ufeff\ud800-\udfff]"
)
"""C0 and C1 control characters but tab and line ends, bidirectional controls, line separators that
only some programs see, and what cannot stand in a text."""


def read_text(root: Path, relative: str, shown: str, limit: int = RECORD_BYTES) -> str | list[Problem]:
    """The text of `root/relative` with `\\n` line ends, or why it cannot be used.

    `shown` is the path that problems bear. A file over `limit` bytes is not read at all.
    """

    def refuse(code: Code, message: str, fix: str, line: int = 1, column: int = 1) -> Problem:
        return problem(shown, line, column, code, message, fix)

    path = root / relative
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            return [refuse(Code.SYMLINK, "leads out of the folder of records", "put the file itself there")]
        raw = _bytes(path, limit)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "links run in a circle"
        return [refuse(Code.UNREADABLE, f"cannot be read: {reason}", "check that it is a file you may read")]
    if raw is None:
        size = f"is over {limit // 1024} KiB"
        return [refuse(Code.TOO_LARGE, size, "split it into several files")]
    return _decode(raw, refuse)


def _decode(raw: bytes, refuse: Callable[..., Problem]) -> str | list[Problem]:
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        line, column = _position(raw[: error.start].decode(), error.start)
        fix = "save the file as UTF-8"
        return [refuse(Code.NOT_UTF8, f"byte 0x{raw[error.start]:02x} is not UTF-8", fix, line, column)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [
        refuse(Code.CONTROL_CHARACTER, f"the unseen character U+{ord(char):04X} is there", "delete it", *at)
        for char, at in _unseen(text)
    ] or text


def _bytes(path: Path, limit: int) -> bytes | None:
    """The bytes of a regular file; None when there are more than `limit`. Never waits on a pipe."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(0, "it is not a file")
        raw = file.read(limit + 1)
    return None if len(raw) > limit else raw


def _unseen(text: str, most: int = 5) -> Iterator[tuple[str, tuple[int, int]]]:
    """The first few unseen characters with line and column; one bad paste has hundreds."""
    for n, match in enumerate(_UNSEEN.finditer(text)):
        if n == most:
            return
        yield match[0], _position(text, match.start())


def _position(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
