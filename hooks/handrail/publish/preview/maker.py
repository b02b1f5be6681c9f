"""The pages of one record, made again as soon as its file is saved.

What a build has in memory before it writes pages is kept: the library, the site, and the shells of the theme.
From them the pages of one record come in some milliseconds, the same that the next build of the site makes.
"""

import time
from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import groupby
from urllib.parse import urlsplit

from ...checking import CHECKS, check
from ...checking.search import search
from ...evidence.history import history
from ...pages.moves import with_old_places
from ...pages.page import Page, addresses_of
from ...pages.rendering import Renderer
from ...pages.website import resolve, some_pages
from ...problems import Problem, errors
from ...reading.again import read_again
from ...records.library import kind_and_id
from ...search.documents import documents_of
from ..own_files import theme_of
from ..search_data import hand_written
from ..theme import icon
from ..theme_pages import Shells
from .finding import Search
from .near import near
from .prepared import Prepared

_ALONE = [rule for rule in CHECKS if rule is not search]
"""The rules that say the same of one record with what is near it; search compares all records."""
_SETTLED = 0.12
"""Editors write in several steps. What looks wrong or gone is looked at again after so many seconds."""


class Maker:
    """Makes the pages of single records of one site, as of a day."""

    def __init__(self, ready: Prepared, today: date) -> None:
        config, site = ready.config, ready.build.site
        self._audience, self._today = ready.build.audience, today
        self._library = ready.build.library
        self._past = history(self._library, today)
        self._pages: dict[str, Page] = {**site.pages}
        self._moves = site.moves
        self._theme = theme_of(ready.env, config, ready.files)
        self._shells = Shells(self._theme)
        self._renderer = Renderer(
            config.markdown_extensions,
            config.mdx_configs,
            partial(resolve, self._pages),
            site.heads,
            partial(icon, config.theme.dirs),
        )
        self.mount = urlsplit(config.site_url or "/").path
        """The path that the site will start at."""
        self.search = Search(ready.build.documents, tuple(hand_written(ready.files)))
        self._warm_up()

    def _warm_up(self) -> None:
        """Make a page of each kind in each topic, so that no edit waits for their shells and templates."""
        by_shape = sorted(
            (page.template, page.topic or "", page.address)
            for page in self._pages.values()
            if page.values.keys() & {"question", "tutorial", "procedure"}
        )
        for _, pages in groupby(by_shape, key=lambda shape: shape[:2]):
            first = self._pages[next(pages)[2]]
            for _ in range(2):  # the first page of a shape is left to the theme
                self._html(first)
        for question in [*self._library.questions.values()][:1]:
            self._read(question.path)
            self.pages_of(question.path)

    def read(self, files: Sequence[str]) -> dict[str, Sequence[Problem]]:
        """Read files again, whose names are relative to the folder of records: what is wrong with each.

        A record that is wrong changes nothing. What looks wrong or gone is read again after all others.
        """
        found = {file: self._read(file) for file in files}
        unsettled = [file for file in files if found[file] or file not in self._library.texts]
        if unsettled:
            time.sleep(_SETTLED)
        return found | {file: self._read(file) for file in unsettled}

    def _read(self, file: str) -> Sequence[Problem]:
        library, problems = read_again(self._library, file)
        problems += check(near(library, file, self._past), self._today, _ALONE)
        shown = library.shown(file)
        wrong = sorted(p for p in errors(problems) if p.path == shown)
        if not wrong:
            self._library = library
        return wrong

    def pages_of(self, file: str) -> dict[str, bytes | None] | None:
        """The pages of a record that was read, by their addresses; None where it has none now.

        None for all when one lies in a topic that is not on the site yet.
        """
        kind, id = kind_and_id(file)
        addresses = addresses_of(kind, id)
        around = near(self._library, file, self._past)
        made = some_pages(around, self._audience, self._today, addresses)
        if any(page.topic not in self._theme.parents for page in made.values()):
            return None
        self.search.edited(kind, id, documents_of(around, self._audience, self._today))
        marked = with_old_places({**self._pages, **made}, self._moves)
        for address in addresses:
            self._pages.pop(address, None)
        self._pages |= {address: marked[address] for address in made}
        return {
            address: self._html(self._pages[address]) if address in made else None for address in addresses
        }

    def _html(self, page: Page) -> bytes:
        return self._shells.whole_page(page, self._renderer.html(page), self._renderer.head(page))
