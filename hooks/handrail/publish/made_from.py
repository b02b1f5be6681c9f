"""What a site was made from and what came out, kept beside it: the same need not be built again.

A build is a function of the files that it reads, the programs that read them, and the date. Their digest is
kept, and what the file system knows of each file of the site. While both are as they were, a build would make
the same site. What is kept may be lost or spoilt: that costs a build, no more.
"""

import hashlib
import json
import os
import platform
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import distributions
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from ..problems import Problem
from ..reading.people import people_file
from .swap import STAGING

_PACKAGE = Path(__file__).parent.parent
_KNOWN_PLUGINS = ("material/search", "mkdocs_hooks.py")
_READS_FILES = ("pymdownx.snippets", "pymdownx.b64", "markdown_include.include")
"""Extensions of Markdown by which a text reads other files."""
_INHERIT = re.compile(r"^INHERIT:\s*['\"]?([^'\"#\s]+)", re.MULTILINE)


@dataclass(frozen=True)
class MadeFrom:
    """What one site was built from and became, and what the build said."""

    read: tuple[str, ...]
    """The files and folders that were read."""
    digest: str
    """Of all that is in `read`, the programs and the date."""
    built: dict[str, str]
    """Of each file of the site its inode, size, and times of change; one of them nobody can set back."""
    said: tuple[Problem, ...]


def read_by(records: Path, config: MkDocsConfig) -> tuple[str, ...]:
    """The files and folders that a build reads; none where plugins or settings may make it read others."""
    configs = list(_inherited(Path(config.config_file_path)))
    extensions = set(config.markdown_extensions)
    known = all(name.endswith(_KNOWN_PLUGINS) for name in config.plugins) and extensions.isdisjoint(
        _READS_FILES
    )
    if not known or any("!ENV" in file.read_text("utf-8") for file in configs):
        return ()
    hooks = (str(Path(config.config_file_path).parent / name) for name in config.hooks)
    paths = (*configs, records.resolve(), people_file(records), config.docs_dir, _PACKAGE)
    return tuple(sorted({*map(str, paths), *hooks, *filter(None, [config.theme.custom_dir])}))


def _inherited(file: Path) -> Iterator[Path]:
    yield file
    if found := _INHERIT.search(file.read_text("utf-8")):
        yield from _inherited(file.parent / found[1])


def digest_of(read: Sequence[str], records: Path, today: date) -> str:
    """Of every name and byte in these files and folders, of the programs, and of what was asked for."""
    whole = hashlib.blake2b(digest_size=16)
    whole.update(repr((str(records), str(records.resolve()), today)).encode())
    whole.update(repr((platform.platform(), platform.python_version())).encode())
    whole.update(repr(sorted((d.name, d.version) for d in distributions())).encode())
    for name in read:
        for file in [name, *_files(name)]:
            whole.update(repr((file, _digest(file))).encode())
    return whole.hexdigest()


def _files(folder: str) -> Iterator[str]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (f"{here}/{name}" for name in sorted(names))


def _digest(file: str) -> str:
    """Of the bytes of a file; of a folder, of what is not there or cannot be read, nothing."""
    try:
        with open(file, "rb") as opened:  # noqa: PTH123 -- ten thousands of them, and paths are slow
            return hashlib.blake2b(opened.read(), digest_size=16).hexdigest()
    except OSError:
        return ""


def built_in(site: Path) -> dict[str, str]:
    """What the file system knows of each file of a site."""
    start = len(f"{site}/")
    return {file[start:]: _known_of(os.stat(file)) for file in _files(str(site))}  # noqa: PTH116 -- as above


def _known_of(file: os.stat_result) -> str:
    return f"{file.st_ino} {file.st_size} {file.st_mtime_ns} {file.st_ctime_ns}"


def keep(target: Path, made: MadeFrom) -> None:
    """Write it beside the site at `target`."""
    file = _kept(target)
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps(asdict(made)), "utf-8")
    draft.replace(file)


def forget(target: Path) -> None:
    """Take back what is kept of the site at `target`, which is about to change."""
    _kept(target).unlink(missing_ok=True)


def unchanged(target: Path, records: Path, today: date) -> MadeFrom | None:
    """What the site at `target` was made from, if a build of `records` would make the same site again."""
    try:
        kept = json.loads(_kept(target).read_text("utf-8"))
        said = tuple(Problem(**each) for each in kept["said"])
        made = MadeFrom(tuple(kept["read"]), kept["digest"], kept["built"], said)
        same = digest_of(made.read, records, today) == made.digest and built_in(target) == made.built
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return made if same else None


def _kept(target: Path) -> Path:
    return target.with_name(f"{STAGING}{target.name}.json")
