"""What is kept beside a site, such as what it was made from. A lost or spoilt file costs time, no more."""

import json
from dataclasses import asdict
from pathlib import Path

from ..problems import Problem
from ..stored import STORED, files_below, known_of, store, stored
from .made_from import Made, MadeFrom, Sources


def built_in(site: Path) -> dict[str, str]:
    """What the file system knows of each file of a site."""
    return {name: known_of(f"{site}/{name}") for name in files_below(str(site))}


def write_manifest(target: Path, made: MadeFrom) -> None:
    """Write it beside the site at `target`, after its own digest."""
    said = [asdict(each) for each in made.said]
    content = json.dumps(
        [vars(made.sources), made.built, made.around, made.files, said], separators=(",", ":")
    )
    store(beside(target, "json"), content.encode())


def read_manifest(target: Path) -> MadeFrom | None:
    """What the site at `target` was made from, when that is known."""
    try:
        sources, built, around, files, said = json.loads(stored(beside(target, "json")))
        return MadeFrom(
            Sources(**sources | {"read": tuple(sources["read"])}),
            built,
            around,
            {name: Made(*made) for name, made in files.items()},
            tuple(Problem(**each) for each in said),
        )
    except (OSError, ValueError, TypeError, KeyError):  # of an older version
        return None


def beside(target: Path, suffix: str) -> Path:
    """Where something of the site at `target` is stored."""
    return target.with_name(f"{STORED}{target.name}.{suffix}")
