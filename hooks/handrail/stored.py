"""How it is told that something is the same; and files that only save time, which may be lost or spoilt."""

import os
import platform
import stat
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

_PACKAGE = str(Path(__file__).parent)
STORED = ".handrail-"
"""What the names of such files start with, and those of folders that are being built."""
_SETTLED = 100_000_000
"""Nanoseconds that a file system may take to see another time …"""
_SETTLED_BY_SECONDS = 2_000_000_000
"""… and one that knows whole seconds only, or every other."""


def digest(content: bytes) -> str:
    """32 hexadecimal digits that no other content has."""
    return sha256(content).hexdigest()[:32]  # processors have a command for it


def programs() -> str:
    """The digest of all that reads and builds: our own code, the installed libraries, Python, the system."""
    python = platform.python_version(), sys.flags.optimize  # which leaves out docstrings
    return digest(repr((platform.platform(), python, installed(), own_code())).encode())


@cache
def own_code() -> str:
    """The digest of our own code as it is when somebody first asks: what runs does not change later."""
    names = (name for name in files_below(_PACKAGE) if "__pycache__" not in name)
    return digest(repr([(name, digest_of(f"{_PACKAGE}/{name}")) for name in names]).encode())


def installed() -> list[str]:
    """Names and versions of all installed libraries, as the folders say that each of them has (PEP 376)."""
    return sorted({found.name for folder in sys.path for found in Path(folder).glob("*.dist-info")})


def files_below(folder: str, below: str = "", *, with_empty: bool = False) -> list[str]:
    """Every file below a folder, by its path from there, in an order that only names decide.

    And, if asked for, every folder with nothing in it, with a `/` behind it.
    """
    found: list[str] = []
    folders: list[str] = []
    try:
        for entry in os.scandir(f"{folder}/{below}"):
            (folders if entry.is_dir(follow_symlinks=False) else found).append(below + entry.name)
    except OSError:  # it is a file, or not there
        return []
    if with_empty and below and not (found or folders):
        return [below]
    found.sort()
    for each in sorted(folders):
        found += files_below(folder, f"{each}/", with_empty=with_empty)
    return found


def digest_of(file: str) -> str:
    """Of the bytes of a file; of a folder, of what is not there or cannot be read, nothing."""
    try:
        with open(file, "rb") as opened:  # noqa: PTH123 -- ten thousands of them, and paths are slow
            return digest(opened.read())
    except OSError:
        return ""


def kind_of(path: str) -> str:
    """What is there that is no plain file: a link with where it leads and what that is, a folder, a pipe."""
    try:
        kind = stat.S_IFMT(Path(path).stat().st_mode)
    except OSError:
        kind = 0
    leads_to = os.path.realpath(path) if Path(path).is_symlink() else ""
    return f"{kind:o} {leads_to} {digest_of(path) if stat.S_ISREG(kind) else ''}"


def known_of(file: str) -> str:
    """Its inode, size, and times of change, one of which nobody can set back; '' when it is no plain file."""
    try:
        found = os.lstat(file)
    except OSError:
        return ""
    if not stat.S_ISREG(found.st_mode):
        return ""
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def is_settled(known: str, at: int) -> bool:
    """Whether a file of which the file system knew that could not be changed after the time `at` unseen.

    What was just written can be written again without another time of change. `at` is in nanoseconds.
    """
    changed = int(known.rpartition(" ")[2]) if known else at
    return changed < at - (_SETTLED if changed % 1_000_000_000 else _SETTLED_BY_SECONDS)


def store(file: Path, content: bytes) -> None:
    """Write `content` after its own digest, all or nothing. No link is followed; nobody else may read it."""
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(f"{digest(content)}\n".encode())
        opened.write(content)
    draft.replace(file)


def stored(file: Path) -> bytes:
    """What was written there. Raises OSError when no such file is there, and ValueError when it is spoilt."""
    if not known_of(str(file)):
        raise FileNotFoundError(file)
    with file.open("rb") as opened:
        mark, content = opened.readline(), opened.read()
    if mark != f"{digest(content)}\n".encode():
        raise ValueError
    return content
