"""The newest that there is of each part of a site, and what is wrong. Edits are numbered in their order."""

from collections.abc import Mapping, Sequence

from ...problems import Problem, errors

_SEARCH = "search/"


class Latest:
    """The site of the last good build, with the records that were edited since."""

    def __init__(self) -> None:
        self._pages: dict[str, tuple[int, bytes | None]] = {}
        self._of_files: dict[str, tuple[int, Sequence[Problem]]] = {}
        self._of_build: Sequence[Problem] = ()
        self._edit = -1
        """The last edit that the site has in it."""

    def made(
        self, edit: int, pages: Mapping[str, bytes | None], problems: Mapping[str, Sequence[Problem]]
    ) -> None:
        """Take pages of single records, by their addresses, and what is wrong with files, by their paths.

        Files of search, by their names, take the place of all that there were. What comes after a build that
        saw the same edit says nothing new.
        """
        if edit <= self._edit:
            return
        if any(address.startswith(_SEARCH) for address in pages):
            self._pages = {a: page for a, page in self._pages.items() if not a.startswith(_SEARCH)}
        self._pages |= {address: (edit, page) for address, page in pages.items()}
        self._of_files |= {path: (edit, found) for path, found in problems.items()}

    def built(self, edit: int, problems: Sequence[Problem]) -> None:
        """Take what a build said that saw every edit up to `edit`; with errors, the site before is there."""
        self._of_build = errors(problems)
        self._of_files = {path: found for path, found in self._of_files.items() if found[0] > edit}
        if not self._of_build:
            self._edit = edit
            self._pages = {address: page for address, page in self._pages.items() if page[0] > edit}

    @property
    def pages(self) -> Mapping[str, bytes | None]:
        """The pages that are newer than the site, by their addresses; None for those that are gone."""
        return {address: page for address, (_, page) in self._pages.items()}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong. Of a file that was edited since the build, the build says nothing any more."""
        of_build = (p for p in self._of_build if p.path not in self._of_files)
        return tuple(sorted({*of_build, *(p for _, found in self._of_files.values() for p in found)}))
