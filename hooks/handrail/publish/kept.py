"""What is kept beside a site, such as what it was made from. A lost or spoilt file costs time, no more."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from ..problems import Problem
from .made_from import Made, MadeFrom, Sources, digest, files_below
from .swap import STAGING


def built_in(site: Path) -> dict[str, str]:
    """What the file system knows of each file of a site."""
    start = len(f"{site}/")
    return {file[start:]: known_of(file) for file in files_below(str(site))}


def known_of(file: str) -> str:
    """Its inode, size, and times of change, one of which nobody can set back; '' when it is not there."""
    try:
        found = os.stat(file)  # noqa: PTH116 -- ten thousands of them, and paths are slow
    except OSError:
        return ""
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def keep(target: Path, made: MadeFrom) -> None:
    """Write it beside the site at `target`, after its own digest."""
    said = [asdict(each) for each in made.said]
    content = json.dumps([vars(made.sources), made.built, made.files, said], separators=(",", ":"))
    put_beside(target, "json", content.encode())


def kept(target: Path) -> MadeFrom | None:
    """What the site at `target` was made from, when that is known."""
    try:
        sources, built, files, said = json.loads(lies_beside(target, "json"))
        return MadeFrom(
            Sources(**sources | {"read": tuple(sources["read"])}),
            built,
            {name: Made(*made) for name, made in files.items()},
            tuple(Problem(**each) for each in said),
        )
    except (OSError, ValueError, TypeError, KeyError):  # of an older version
        return None


def put_beside(target: Path, suffix: str, content: bytes) -> None:
    """Write `content` beside the site at `target`, after its own digest."""
    file = _beside(target, suffix)
    draft = file.with_name(f"{file.name}.new")
    draft.write_bytes(f"{digest(content)}\n".encode() + content)
    draft.replace(file)


def lies_beside(target: Path, suffix: str) -> bytes:
    """What was put there. Raises OSError when nothing is there, and ValueError when it is spoilt."""
    mark, _, content = _beside(target, suffix).read_bytes().partition(b"\n")
    if mark.decode() != digest(content):
        raise ValueError
    return content


def _beside(target: Path, suffix: str) -> Path:
    return target.with_name(f"{STAGING}{target.name}.{suffix}")
