"""What was read of a file is taken again while the file is the same.

It lies beside the folder of records, with what was worked out from each record alone (`remembering`). Only
files without a problem are kept. A file is the same while the file system says so (`stored.known_of`), so a
copy of what is kept, such as one in a repository, is good for nothing; and nothing is run that stands there.
"""

import pickle
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from ..records.base import Record
from ..records.retired import Retired
from ..records.sheet import Sheet
from ..records.unpickling import NOT_OURS, unpickled
from ..stored import STORED, is_settled, known_of, programs, store, stored

_PARTS = 16
"""Files that it lies in, so that after an edit only one is written."""
Kept = Record | Retired | Sheet
Files = dict[str, tuple[str, Kept]]
"""Of files, by their path below the folder: what the file system knew of each, and what was read in it."""


class RecordCache:
    """What was read of the files in one folder of records."""

    def __init__(self, records: Path, known: Callable[[str], str] | None = None) -> None:
        """`known` says what the file system knows of a file below `records`, where somebody asked before."""
        self._root = records.resolve()
        self._know = known or (lambda relative: known_of(f"{self._root}/{relative}"))
        self._folder = self._root.parent / f"{STORED}{self._root.name}.read"
        self._programs = f"{programs()}\n".encode()
        parts = [self._lying_there(part) for part in range(_PARTS)]
        self._amounts: list[object] = [*map(_amount, parts)]
        self._files = {relative: kept for files in parts for relative, kept in files.items()}
        self._known: dict[str, str] = {}
        self.unread: dict[str, str] = {}
        """The paths of the files that were taken as they were kept, with what is known of each."""

    def get(self, relative: str) -> Kept | None:
        """What was read in a file, if that is the same."""
        self._known[relative] = known = self._know(relative)
        before, thing = self._files.get(relative, ("", None))
        if not known or before != known:
            return None
        self.unread[f"{self._root}/{relative}"] = known
        return thing

    def put(self, relative: str, thing: Kept) -> None:
        """Keep what was read in a file after it was asked for."""
        known = self._known[relative]
        if is_settled(known, time.time_ns()):
            self._files[relative] = known, thing
            self._amounts[_part_of(relative)] = None

    def save(self) -> None:
        """Write the parts in which there is more or less than before; nothing of files that are gone."""
        parts: list[Files] = [{} for _ in range(_PARTS)]
        for relative, kept in self._files.items():
            if self._known.get(relative) == kept[0]:
                parts[_part_of(relative)][relative] = kept
        with suppress(OSError):
            for part, files in enumerate(parts):
                if _amount(files) != self._amounts[part]:
                    self._make_folder()
                    store(self._folder / str(part), self._programs + pickle.dumps(files))

    def _make_folder(self) -> None:
        """It says what internal records say: it is for nobody else, and not for Git."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        if self._folder.is_symlink():
            raise NotADirectoryError(self._folder)
        with suppress(FileExistsError):
            (self._folder / ".gitignore").touch(mode=0o600, exist_ok=False)
            (self._folder / ".gitignore").write_text("*\n", "utf-8")

    def _lying_there(self, part: int) -> Files:
        try:
            content = stored(self._folder / str(part))
            if content.startswith(self._programs):
                files: Files = unpickled(content[len(self._programs) :])
                _amount(files)  # or it is somebody else's
                return files
        except (OSError, ValueError, *NOT_OURS):  # there is none, or it is spoilt
            pass
        return {}


def _part_of(relative: str) -> int:
    return crc32(relative.encode("utf-8", "surrogateescape")) % _PARTS


def _amount(files: Files) -> tuple[int, int]:
    """How many files, and how much is remembered of what is in them."""
    return len(files), sum(len(thing.remembered) for _, thing in files.values())
