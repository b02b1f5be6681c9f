"""Put a finished folder where the old one is, in one step that a reader or a kill cannot see half of."""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..stored import STORED

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def staging(target: Path) -> Path:
    """Where the next `target` is built: beside it, in the same file system."""
    return target.with_name(f"{STORED}{target.name}-new")


def swap_into_place(built: Path, target: Path) -> None:
    """Make `target` the folder `built`, and the other way round if there was one.

    Both lie in one file system. On Linux and macOS the two folders change places in one step. Where
    the system cannot do that the old one is moved aside first; `recover` moves it back if the
    process dies between.
    """
    if not target.exists():
        built.rename(target)
    elif not _exchange(built, target):
        aside = _aside(target)
        target.rename(aside)
        built.rename(target)
        aside.rename(built)


def recover(target: Path) -> None:
    """Undo what killed builds left beside `target`. Nobody else may be building it."""
    aside = _aside(target)
    if aside.exists() and not target.exists():
        aside.rename(target)
    for left in (aside, staging(target)):
        if left.is_symlink() or left.is_file():
            left.unlink()
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold `folder` against other builds; wait for the one that has it. A kill lets go of it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock_file = os.open(folder / f"{STORED}lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(lock_file) as lock:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _aside(target: Path) -> Path:
    return target.with_name(f"{STORED}{target.name}-old")


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two paths atomically; False where the system or the file system cannot."""
    if sys.platform not in ("linux", "darwin"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    a, b = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        failed = libc.renameat2(_HERE, a, _HERE, b, _EXCHANGE)
    elif sys.platform == "darwin":
        failed = libc.renamex_np(a, b, _EXCHANGE)
    else:
        return False
    if failed and ctypes.get_errno() not in _NOT_HERE:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return not failed
