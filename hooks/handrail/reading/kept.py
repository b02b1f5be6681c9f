"""What was read of a file is taken again while the file is the same.

It lies beside the folder of records, with what was worked out from each record alone (`remembering`). Only
files without a problem are kept. A file is the same while the file system says so (`stored.known_of`), so a
copy of what is kept, such as one in a repository, is good for nothing; and nothing is run that stands there.
"""

import pickle
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

from ..records.remembering import Remembering
from ..stored import STORED, known_of, programs, store, stored

_PARTS = 16
"""Files that it lies in, so that after an edit only one is written."""
_SETTLED = 2_000_000_000
"""Nanoseconds. What was written since can be written again without another time of change."""
_RECORDS = Remembering.__module__.rpartition(".")[0]
_OTHERS = (date, timedelta, Decimal)


Files = dict[str, tuple[str, tuple[Remembering, ...]]]
"""Of files, by their path below the folder: what the file system knew of each, and what was read in it."""


class Kept:
    """What is kept of the files in one folder of records."""

    def __init__(self, records: Path) -> None:
        self._root = records.resolve()
        self._folder = self._root.parent / f"{STORED}{self._root.name}"
        self._programs = f"{programs()}\n".encode()
        self._parts = [self._lying_there(part) for part in range(_PARTS)]
        self._amounts = [*map(_amount, self._parts)]
        self._known: dict[str, str] = {}

    def of(self, relative: str) -> tuple[Remembering, ...] | None:
        """What was read in a file, if that is the same."""
        self._known[relative] = known = known_of(f"{self._root}/{relative}")
        before, things = self._parts[_part_of(relative)].get(relative, ("", ()))
        return things if known and before == known else None

    def put(self, relative: str, things: Sequence[Remembering]) -> None:
        """Keep what was read in a file after it was asked for."""
        known = self._known[relative]
        if known and int(known.rpartition(" ")[2]) < time.time_ns() - _SETTLED:
            self._parts[_part_of(relative)][relative] = known, tuple(things)
            self._amounts[_part_of(relative)] = -1

    def keep(self) -> None:
        """Write the parts in which there is more than before, without files that are gone."""
        new = [part for part in range(_PARTS) if _amount(self._parts[part]) != self._amounts[part]]
        with suppress(OSError):
            for part in new:
                self._folder.mkdir(exist_ok=True)
                (self._folder / ".gitignore").write_text("*\n", "utf-8")  # it says what internal records say
                there = {name: read for name, read in self._parts[part].items() if name in self._known}
                store(self._folder / str(part), self._programs + pickle.dumps(there))

    def _lying_there(self, part: int) -> Files:
        try:
            content = stored(self._folder / str(part))
            if content.startswith(self._programs):
                files: Files = _Values(BytesIO(content[len(self._programs) :])).load()
                return files
        except (OSError, ValueError, pickle.UnpicklingError):  # none, a spoilt one, or not ours
            pass
        return {}


def _part_of(relative: str) -> int:
    return crc32(relative.encode("utf-8", "surrogateescape")) % _PARTS


def _amount(files: Files) -> int:
    return sum(len(thing.remembered) for _, things in files.values() for thing in things)


class _Values(pickle.Unpickler):
    """Reads records and what they consist of; anything else is refused."""

    def find_class(self, module: str, name: str) -> type:
        found: Any = {(c.__module__, c.__name__): c for c in _OTHERS}.get((module, name))
        if module.startswith(f"{_RECORDS}."):
            found = vars(sys.modules[module]).get(name)
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found
