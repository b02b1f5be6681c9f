"""Files of the last site, taken as they are where a build would make the same."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..pages.markdown_text import Resolve
from .kept import known_of
from .made_from import Made, MadeFrom, digest, key_of


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
        self.around = last.around if last else ""
        """The digest of what all pages have around them."""
        self._last = last
        self._resolve = resolve
        self._told: dict[tuple[str, str], list[str]] = {}

    def resolve(self, kind: str, id: str, page: str) -> tuple[str, str] | None:
        """Where a link leads, as `Resolve`; it is remembered what links were told while a file is made."""
        found = self._resolve(kind, id, page)
        self._told[kind, id] = [kind, id, *(found or ("", ""))]
        return found

    def write(
        self, to: Path, name: str, page: str, data: object, make: Callable[[], str]
    ) -> tuple[Made, bool]:
        """Put the file `name` of the page at address `page` into the folder `to`.

        Says what it was made from, and whether it was taken from the last site.
        """
        key = key_of(data, self.around) if self._last else ""
        if (made := self._same(name, page, key)) and self._take(name, to):
            return made, True
        self._told.clear()
        content = make().encode()
        (to / name).write_bytes(content)
        return Made(key, [*self._told.values()], digest(content) if key else ""), False

    def _same(self, name: str, page: str, key: str) -> Made | None:
        """What the file of the last site was made from, if that is the same today and the file is whole."""
        if not self._last or not self._last.made or not key:
            return None
        made = self._last.made.files.get(name)
        if made is None or made.key != key:
            return None
        if any([*(self._resolve(kind, id, page) or ("", ""))] != told for kind, id, *told in made.told):
            return None
        return made if self._is_whole(name, made) else None

    def _is_whole(self, name: str, made: Made) -> bool:
        """Whether the file still has the bytes that came out: the file system knows, or they are read."""
        assert self._last and self._last.made
        file = self._last.folder / name
        if known_of(str(file)) == self._last.made.built.get(name):
            return True
        try:
            return digest(file.read_bytes()) == made.digest
        except OSError:
            return False

    def _take(self, name: str, to: Path) -> bool:
        assert self._last
        try:
            os.link(self._last.folder / name, to / name)
        except OSError:  # a file system without links
            return False
        return True
