"""What is kept beside a site: what it was made from. When it is lost or spoilt that costs time, no more."""

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
    file = _kept(target)
    draft = file.with_suffix(".new")
    draft.write_text(f"{digest(content.encode())}\n{content}", "utf-8")
    draft.replace(file)


def kept(target: Path) -> MadeFrom | None:
    """What the site at `target` was made from, when that is known."""
    try:
        mark, _, content = _kept(target).read_bytes().partition(b"\n")
        if mark.decode() != digest(content):
            return None
        sources, built, files, said = json.loads(content)
        return MadeFrom(
            Sources(**sources | {"read": tuple(sources["read"])}),
            built,
            {name: Made(*made) for name, made in files.items()},
            tuple(Problem(**each) for each in said),
        )
    except (OSError, ValueError, TypeError, KeyError):  # of an older version
        return None


def _kept(target: Path) -> Path:
    return target.with_name(f"{STAGING}{target.name}.json")
