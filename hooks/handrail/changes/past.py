"""The records as they were at a revision, out of Git's store; the work tree is not touched."""

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


class NoPast(Exception):
    """The records of a revision cannot be had; the message says why and what to do."""


@contextmanager
def records_at(revision: str, records: Path) -> Iterator[Path]:
    """The folder `records` as it was at `revision`, for as long as it is needed. Raises NoPast.

    A folder that was not there yet is an empty one. Interactions that this repository ignores, because they
    are in one of their own, are those of today.
    """
    prefix = _git(records, "rev-parse", "--show-prefix").strip().rstrip("/")
    top = Path(_git(records, "rev-parse", "--show-toplevel").strip())
    commit = _commit(records, revision)
    with TemporaryDirectory(prefix="handrail-") as folder:
        root = Path(folder) / (prefix or ".")
        root.mkdir(parents=True, exist_ok=True)
        _unpack(top, commit, prefix, root)
        ours = records / "interactions"
        if not (root / "interactions").exists() and ours.is_dir() and _ignores(records, ours):
            shutil.copytree(ours, root / "interactions")
        yield root


def _commit(records: Path, revision: str) -> str:
    try:
        name = f"{revision}^{{commit}}"
        return _git(records, "rev-parse", "--verify", "--quiet", "--end-of-options", name).strip()
    except NoPast:
        if _git(records, "rev-parse", "--is-shallow-repository").strip() == "true":
            how = "git fetch --unshallow gets the rest (in GitHub Actions: 'fetch-depth: 0' at the checkout)"
            why = "is not in this clone, which has only the last commits"
            raise NoPast(f"'{revision}' {why}: {how}") from None
        how = "name a branch, a tag or a commit, such as main or HEAD~1; git fetch gets those of others"
        raise NoPast(f"there is no '{revision}' here: {how}") from None


_SAFELY: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
"""Python knows it from 3.11.4 on."""


def _unpack(repository: Path, commit: str, prefix: str, to: Path) -> None:
    """Write the files of `commit` below `prefix` into `to`, those of submodules too."""
    tree = f"{commit}:{prefix}" if prefix else commit
    try:
        entries = _git(repository, "ls-tree", "-r", "-z", "--full-tree", tree)
    except NoPast:
        return  # the folder was not there yet
    archive = _bytes(repository, "archive", "--format=tar", tree)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(to, **_SAFELY)
    for entry in filter(None, entries.split("\0")):
        about, _, path = entry.partition("\t")
        mode, _, object_name = about.split()[:3]
        if mode == "160000":  # a repository of its own
            _unpack_submodule(repository / prefix / path, object_name, to / path)


def _unpack_submodule(repository: Path, commit: str, to: Path) -> None:
    try:
        _git(repository, "cat-file", "-e", f"{commit}^{{commit}}")
    except NoPast:
        why = f"{repository} is a repository of its own and has no commit {commit[:9]}"
        raise NoPast(f"{why}: git -C {repository} fetch gets it") from None
    _unpack(repository, commit, "", to)


def _ignores(records: Path, path: Path) -> bool:
    try:
        _git(records, "check-ignore", "--quiet", str(path.resolve()))
    except NoPast:
        return False
    return True


def _git(folder: Path, *words: str) -> str:
    return _bytes(folder, *words).decode("utf-8", "replace")


def _bytes(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)
    except OSError:
        raise NoPast("git is not installed, and only it knows what the records were before") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        if "not a git repository" in said:
            how = "git init and a first commit begin their history"
            raise NoPast(f"{folder} is in no Git repository, so nobody knows what it was before: {how}")
        raise NoPast(said or f"git {words[0]} failed")
    return done.stdout
