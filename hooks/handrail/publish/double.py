"""The double of a site: the same files beside it, by links.

A build brings the double up to date, and then the two change places: only files that differ are touched, and
nobody sees half of a site. What was the site becomes the double of the new one. It is there to save time and
no more: a file of it is taken for what it was only while the file system says that nobody touched it.
"""

import os
import shutil
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..stored import STORED, files_below, known_of
from .made_from import MadeFrom, Sources
from .manifest import built_in


def _double_of(target: Path) -> Path:
    """Where the double of the site at `target` lies."""
    return target.with_name(f"{STORED}{target.name}-double")


@dataclass(frozen=True)
class Last:
    """The site that was published last, as its double."""

    double: Path
    there: Mapping[str, str]
    """What the file system knows of each file of the double."""
    made: MadeFrom | None
    """What the site was made from, when that is known."""
    common: str
    """The digest of the programs and files, but for records, from which the new one is made."""
    records: Mapping[str, str] = field(default_factory=dict)
    """The digest of each file of records from which the new one is made, by its path."""

    def has(self, name: str) -> bool:
        """Whether the file is there, with the bytes that were published."""
        return name in self.untouched

    @cached_property
    def untouched(self) -> set[str]:
        """The files that are there, with the bytes that were published."""
        built = self.made.built if self.made else {}
        return {name for name, known in self.there.items() if known and known == built.get(name)}


def last_of(target: Path, made: MadeFrom | None, sources: Sources, records: Path) -> Last:
    """What there is of the site that was published last at `target`, for one that is made from `sources`."""
    files = sources.files[str(records.resolve())]
    digests = {name.removeprefix("/"): digest for name, (_, digest) in files.items()}
    return Last(_double_of(target), _there(target, made), made, sources.common, digests)


def _there(target: Path, made: MadeFrom | None) -> dict[str, str]:
    double = _double_of(target)
    return built_in(double) if made and not double.is_symlink() else {}


@dataclass(frozen=True)
class Changed:
    """What differs between a site that was put together and the one before."""

    kept: Mapping[str, str]
    """The files that stay, with what the file system knows of them."""
    new: Set[str]
    gone: Set[str]


def put_together(built: Path, last: Last, taken: Set[str]) -> Changed:
    """Make the double the site of the files in `built` and those of its own that are `taken`.

    The folder `built` goes.
    """
    double, names = last.double, {*files_below(str(built))}
    if not taken:
        _remove(double)
        built.rename(double)
        return Changed({}, names, frozenset())
    same = {name for name in names if last.has(name) and _is_same(f"{built}/{name}", f"{double}/{name}")}
    kept = {name: last.there[name] for name in (taken - names) | same}
    _unlink(double, last.there.keys() - kept.keys())
    for name in _with_folders(names - same, double):
        os.rename(f"{built}/{name}", f"{double}/{name}")  # noqa: PTH104 -- paths are slow
    shutil.rmtree(built)
    before = last.there.keys() | (last.made.built.keys() if last.made else ())
    return Changed(kept, names - same, before - kept.keys() - names)


def follow(target: Path, changed: Changed) -> dict[str, str]:
    """Make the double the same as the site at `target`, which took its place.

    Returns what the file system knows of each file of the site. There is no double afterwards where it cannot
    be made: links need a file system that has them.
    """
    double = _double_of(target)
    try:
        if not changed.kept or _leads_away(double, changed.new | changed.gone):
            _remove(double)
        _unlink(double, changed.new | changed.gone)
        for name in _with_folders(changed.new, double):
            os.link(f"{target}/{name}", f"{double}/{name}")
    except OSError:
        shutil.rmtree(double, ignore_errors=True)
    return {**changed.kept, **{name: known_of(f"{target}/{name}") for name in changed.new}}


def drop_unpublished(target: Path, made: MadeFrom | None) -> None:
    """Take out of the double what a build that was refused has put there: it may say what nobody may read."""
    last = Last(_double_of(target), _there(target, made), made, "")
    _unlink(last.double, last.there.keys() - last.untouched)
    if not last.there:
        _remove(last.double)


def _with_folders(names: Iterable[str], root: Path) -> Iterable[str]:
    """The names, in order, each once its folder is there."""
    last = None
    for name in sorted(names):
        folder = name.rpartition("/")[0]
        if folder != last:
            os.makedirs(f"{root}/{folder}", exist_ok=True)  # noqa: PTH103 -- paths are slow
            last = folder
        yield name


def _unlink(root: Path, names: Iterable[str]) -> None:
    """Remove files and the folders that become empty, where they are there."""
    for name in names:
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(f"{root}/{name}")  # noqa: PTH108 -- paths are slow
    for folder in sorted({name.rpartition("/")[0] for name in names} - {""}, reverse=True):
        with suppress(OSError):  # there is more in it
            os.removedirs(f"{root}/{folder}")


def _leads_away(root: Path, names: Iterable[str]) -> bool:
    """Whether somebody has put a link in the place of a folder: what it leads to is not ours."""
    real = os.path.realpath(root)
    folders = {name.rpartition("/")[0] for name in names} - {""}
    return any(os.path.realpath(f"{real}/{folder}") != f"{real}/{folder}" for folder in folders)


def _remove(folder: Path) -> None:
    """Remove it, or the link or file that somebody has put there."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _is_same(one: str, other: str) -> bool:
    with open(one, "rb") as a, open(other, "rb") as b:  # noqa: PTH123 -- paths are slow
        return os.fstat(a.fileno()).st_size == os.fstat(b.fileno()).st_size and a.read() == b.read()
