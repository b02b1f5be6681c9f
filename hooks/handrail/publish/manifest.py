"""What is kept beside a site, such as what it was made from. A lost or spoilt file costs time, no more.

It is a pickle of plain values, as they are read and written in a third of the time that JSON takes, of which
nothing else is taken (`unpickled`).
"""

import pickle
from dataclasses import asdict
from pathlib import Path

from ..problems import Problem
from ..records.unpickling import NOT_OURS, unpickled
from ..stored import STORED, files_below, known_of, store, stored
from .made_from import Made, MadeFrom, Sources


def built_in(site: Path) -> dict[str, str]:
    """What the file system knows of each file of a site."""
    return {name: known_of(f"{site}/{name}") for name in files_below(str(site))}


def write_manifest(target: Path, made: MadeFrom) -> None:
    """Write it beside the site at `target`, after its own digest."""
    files = {name: tuple(each) for name, each in made.files.items()}
    said = [asdict(each) for each in made.said]
    content = pickle.dumps((vars(made.sources), made.built, made.around, files, said))
    store(beside(target, "made"), content)


def read_manifest(target: Path) -> MadeFrom | None:
    """What the site at `target` was made from, when that is known."""
    try:
        sources, built, around, files, said = unpickled(stored(beside(target, "made")))
        return MadeFrom(
            Sources(**sources),
            built,
            around,
            {name: Made(*made) for name, made in files.items()},
            tuple(Problem(**each) for each in said),
        )
    except (OSError, ValueError, *NOT_OURS):  # or of an older version
        return None


def beside(target: Path, suffix: str) -> Path:
    """Where something of the site at `target` is stored."""
    return target.with_name(f"{STORED}{target.name}.{suffix}")
