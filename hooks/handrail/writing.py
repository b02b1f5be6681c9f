"""A file is written whole or not at all, and never outside of the folder of records."""

import os
import shutil
from pathlib import Path

from .problems import Code, Problem, problem


def write_new(root: Path, relative: str, text: str) -> Problem | None:
    """Write a file that is not there yet; why not, if it was not written."""
    if os.path.lexists(root / relative):
        message, fix = (
            "exists and is no record that can be read; it was kept",
            "correct it, move it away or delete it",
        )
        return problem(_shown(root, relative), 1, 1, Code.IMPORT_DIFFERS, message, fix)
    return replace(root, relative, text.encode())


def replace(root: Path, relative: str, content: bytes) -> Problem | None:
    """Put `content` in the place of a file in one step; why not, if it was not written."""
    target = (root / relative).resolve()
    if not target.is_relative_to(root.resolve()):
        message, fix = "leads out of the folder of records", "put the file or folder itself there"
        return problem(_shown(root, relative), 1, 1, Code.SYMLINK, message, fix)
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(content)
            if target.exists():
                shutil.copymode(target, beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        message, fix = f"cannot be written: {error.strerror}", "check that the folder may be written to"
        return problem(_shown(root, relative), 1, 1, Code.UNREADABLE, message, fix)
    return None


def _shown(root: Path, relative: str) -> str:
    return f"{root.as_posix()}/{relative}"
