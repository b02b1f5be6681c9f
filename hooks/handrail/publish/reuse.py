"""Files of the last site, taken as they are where a build would make the same."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from ..pages.markdown_text import Resolve
from ..records.library import Library
from ..stored import digest
from .double import Last
from .keys import Keys, Own, page_of
from .made_from import Made


def made_as(name: str, data: Own) -> str:
    """As what a file is remembered: a page and its twin as one, by its address, and others by their names."""
    page = page_of(data)
    return page.address if page else name


def together(parts: Iterable[tuple[str, Made]]) -> dict[str, Made]:
    """What files were made from, those that are one together."""
    found: dict[str, Made] = {}
    for one, made in parts:
        told = found[one].told if one in found else []
        found[one] = Made(made.key, [*told, *(each for each in made.told if each not in told)])
    return found


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

    def set_around(self, *around: object) -> None:
        """Say what records can change of what all pages have around them."""
        self.around = digest(repr((self._last and self._last.common, around)).encode())

    def resolve(self, kind: str, id: str, page: str) -> tuple[str, str] | None:
        """Where a link leads, as `Resolve`; it is remembered what links were told while a file is made."""
        found = self._resolve(kind, id, page)
        self._told[kind, id] = [kind, id, *(found or ("", ""))]
        return found

    def take(self, every: Mapping[str, Own]) -> tuple[dict[str, Made], set[str]]:
        """What was made of the same data as `every` file is now, and the names of the files that can stay so.

        The others would come out as other ones, or somebody touched them.
        """
        last = self._last
        if not last or not last.made or last.made.around != self.around:
            return {}, set()
        names_of = defaultdict[str, list[str]](list)
        for name, data in every.items():
            names_of[made_as(name, data)].append(name)
        files, stays, taken = last.made.files, dict[str, Made](), set[str]()
        for one, names in names_of.items():
            made = files.get(one)
            if made and last.untouched.issuperset(names) and self._comes_out_again(made, every[names[0]]):
                stays[one] = made
                taken.update(names)
        return stays, taken

    def _comes_out_again(self, made: Made, data: Own) -> bool:
        page = page_of(data)
        told = [self._told_now(kind, id, page.address if page else "") for kind, id, *_ in made.told]
        return made.told == told and bool(made.key) and made.key == self._keys.of(data)

    def _told_now(self, kind: str, id: str, page: str) -> list[str]:
        return [kind, id, *(self._resolve(kind, id, page) or ("", ""))]

    def keeps(self, name: str) -> bool:
        """Whether the last site has that file, which is no matter of the records, as it comes out again.

        What lay there may have been made of records, before a file took its place.
        """
        last = self._last
        if not last or not last.made or last.made.sources.common != last.common:
            return False
        ours = last.made.files
        return last.has(name) and name not in ours and name.removesuffix("index.html") not in ours

    def make(self, to: str, data: Own, content: Callable[[], bytes]) -> Made:
        """Make the file anew."""

        def write() -> None:
            made = content()
            with open(to, "wb", buffering=0) as file:  # noqa: PTH123 -- ten thousands of them, and paths are slow
                file.write(made)

        return self.made_while(data, write)

    def made_while(self, data: Own, work: Callable[[], None]) -> Made:
        """What is to be remembered of a file that `work` makes of `data`."""
        self._told.clear()
        work()
        return Made(self._keys.of(data), [*self._told.values()]) if self._last else Made("", [])
