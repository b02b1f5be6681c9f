"""Files of the last site, taken as they are where a build would make the same."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..pages.markdown_text import Resolve
from ..stored import digest, known_of
from .keys import Keys
from .made_from import Made, MadeFrom


@dataclass(frozen=True)
class Last:
    """The site that was published last."""

    folder: Path
    made: MadeFrom | None
    """What it was made from, when that is known."""
    around: str
    """The digest of the programs and files, but for records, from which the new one is made."""


class Reuse:
    """Writes the files of a site, or takes them from the last one."""

    def __init__(self, last: Last | None, resolve: Resolve) -> None:
        self._keys = Keys(last.around if last else "")
        self._last = last
        self._resolve = resolve
        self._told: dict[tuple[str, str], list[str]] = {}

    def put(self, *around: object) -> None:
        """Say what else all pages have around them."""
        self._keys = Keys(self._keys.of(around))

    def resolve(self, kind: str, id: str, page: str) -> tuple[str, str] | None:
        """Where a link leads, as `Resolve`; it is remembered what links were told while a file is made."""
        found = self._resolve(kind, id, page)
        self._told[kind, id] = [kind, id, *(found or ("", ""))]
        return found

    def take(self, name: str, page: str, data: object, to: str) -> Made | None:
        """Put the file `name` of the page at address `page` from the last site into the folder `to`.

        None, when it would come out as another one, or the file is not whole.
        """
        last = self._last
        made = last.made.files.get(name) if last and last.made else None
        if not last or not made or not made.key or made.key != self._keys.of(data):
            return None
        if any([*(self._resolve(kind, id, page) or ("", ""))] != told for kind, id, *told in made.told):
            return None
        if not self._is_whole(name, made):
            return None
        try:
            os.link(f"{last.folder}/{name}", f"{to}/{name}")
        except OSError:  # a file system without links
            return None
        return made

    def make(self, to: str, data: object, content: Callable[[], str]) -> Made:
        """Make the file anew."""
        self._told.clear()
        made = content().encode()
        with open(to, "wb", buffering=0) as file:  # noqa: PTH123 -- ten thousands of them, and paths are slow
            file.write(made)
        if not self._last:
            return Made("", [], "")
        return Made(self._keys.of(data), [*self._told.values()], digest(made))

    def _is_whole(self, name: str, made: Made) -> bool:
        """Whether the file still has the bytes that came out: the file system knows, or they are read."""
        assert self._last and self._last.made
        file = f"{self._last.folder}/{name}"
        if known_of(file) == self._last.made.built.get(name):
            return True
        try:
            return digest(Path(file).read_bytes()) == made.digest
        except OSError:
            return False
