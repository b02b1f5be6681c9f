"""Files of the last site, taken as they are where a build would make the same."""

from collections.abc import Callable

from ..pages.markdown_text import Resolve
from ..records.library import Library
from ..stored import digest
from .double import Last
from .keys import Keys, Own
from .made_from import Made


class Reuse:
    """Writes the files of a site, or takes them from the last one."""

    def __init__(self, last: Last | None, library: Library, resolve: Resolve) -> None:
        records = {record.id: record for record in library.records()} if last else {}
        self._keys = Keys(records, last.records if last else {})
        self._last = last
        self.around = ""
        """The digest of what all pages have around them."""
        self._resolve = resolve
        self._told: dict[tuple[str, str], list[str]] = {}

    def put(self, *around: object) -> None:
        """Say what records can change of what all pages have around them."""
        self.around = digest(repr((self._last and self._last.around, around)).encode())

    def resolve(self, kind: str, id: str, page: str) -> tuple[str, str] | None:
        """Where a link leads, as `Resolve`; it is remembered what links were told while a file is made."""
        found = self._resolve(kind, id, page)
        self._told[kind, id] = [kind, id, *(found or ("", ""))]
        return found

    def take(self, name: str, page: str, data: Own) -> Made | None:
        """What the file `name` of the page at address `page` was made from, if it can stay as it is.

        None, when it would come out as another one, or somebody touched it.
        """
        last = self._last
        if not last or not last.made or last.made.around != self.around:
            return None
        made = last.made.files.get(name)
        if not made or not made.key or made.key != self._keys.of(data):
            return None
        if any([*(self._resolve(kind, id, page) or ("", ""))] != told for kind, id, *told in made.told):
            return None
        return made if last.has(name) else None

    def make(self, to: str, data: Own, content: Callable[[], str]) -> Made:
        """Make the file anew."""

        def write() -> None:
            made = content().encode()
            with open(to, "wb", buffering=0) as file:  # noqa: PTH123 -- ten thousands of them, and paths are slow
                file.write(made)

        return self.made_while(data, write)

    def made_while(self, data: Own, work: Callable[[], None]) -> Made:
        """What is to be remembered of a file that `work` makes of `data`."""
        self._told.clear()
        work()
        return Made(self._keys.of(data), [*self._told.values()]) if self._last else Made("", [])
