"""The pages of one record, made again as soon as its file is saved.

A process of its own keeps what a build has in memory before it writes pages: the library, the site, and the
shells of the theme. From them the pages of one record come in some milliseconds, the same that the next build
of the whole site makes.
"""

import gc
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import groupby
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files

from ...checking import CHECKS, check
from ...checking.search import search
from ...evidence.history import history
from ...pages.moves import with_old_places
from ...pages.page import Page
from ...pages.rendering import Renderer
from ...pages.retired import addresses_of
from ...pages.website import resolve, some_pages
from ...problems import Problem, errors
from ...reading.again import read_again
from ...reading.folder import KIND_OF_FOLDER, read_library
from ...records.base import Audience
from ...records.library import Library
from ..build import config_file, options
from ..csp import set_policy
from ..mkdocs_pages import icon, theme_of
from ..theme_pages import Shells
from .near import near

SETTLED = 0.12
"""Editors write in several steps. What looks wrong or gone is looked at again after so many seconds."""


@dataclass(frozen=True)
class Ready:
    """The pages of records can be made."""

    mount: str
    """The path that the site will start at, which some of its pages name."""


@dataclass(frozen=True)
class Made:
    """What became of the records in some files."""

    pages: Mapping[str, bytes | None] = field(default_factory=dict)
    """By their addresses; None where a page is no longer."""
    problems: Mapping[str, Sequence[Problem]] = field(default_factory=dict)
    """By the names of the files, those that are in order too."""
    is_outdated: bool = False
    """Something can be shown only after the whole site is built."""


def make_pages(connection: Connection, records: Path, audience: Audience, today: date, aside: Path) -> None:
    """Answer each sequence of names of files, relative to `records`, with what was `Made` of them.

    The first message is `Ready`. `aside` is a folder for what MkDocs wants to write.
    """
    logging.disable()  # the build says it
    maker = Maker(records, audience, today, aside)
    gc.freeze()  # else every now and then an edit waits until all records were looked through for garbage
    connection.send(Ready(maker.mount))
    while True:
        try:
            files = connection.recv()
        except EOFError:
            return
        connection.send(maker.made_of(files))


class _Prepared(Exception):
    """What MkDocs would make pages with."""

    def __init__(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
        self.env, self.config, self.files = env, config, files


class _Before(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Ends a build where pages would be written."""

    @event_priority(100)
    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Hand over what there is."""
        raise _Prepared(env, config, files)


def _prepared(records: Path, audience: Audience, aside: Path, more: dict[str, object]) -> _Prepared:
    """Everything that a build of `records` does before it writes pages."""
    config = load_config(str(config_file(records, audience)), site_dir=str(aside))
    config.extra["handrail"] |= options(records, audience) | more
    config.plugins["handrail/before"] = _Before()
    try:
        build(config)
    except _Prepared as prepared:
        set_policy(prepared.env, prepared.config, prepared.files)
        return prepared
    raise AssertionError("MkDocs builds without on_env")


class Maker:
    """Makes the pages of single records of one site, as of a day."""

    def __init__(self, records: Path, audience: Audience, today: date, aside: Path) -> None:
        self._library, _ = read_library(records)
        self._audience, self._today = audience, today
        ready = _prepared(records, audience, aside, {"library": self._library, "today": today})
        config, site = ready.config, ready.config.extra["handrail"]["site"]
        self._past = history(self._library, today)
        self._pages: dict[str, Page] = {**site.pages}
        self._moves = site.moves
        self._theme = theme_of(ready.env, config, ready.files)
        self._shells = Shells(self._theme)
        self._renderer = Renderer(
            config.markdown_extensions,
            config.mdx_configs,
            partial(resolve, self._pages),
            partial(icon, config.theme.dirs),
        )
        self.mount = urlsplit(config.site_url or "/").path
        """The path that the site will start at."""
        self._warm_up()

    def _warm_up(self) -> None:
        """Make one page of each kind in each topic, so that the first edit does not wait for their shells."""
        with_records = [
            page for page in self._pages.values() if page.values.keys() & {"question", "tutorial"}
        ]
        by_shape = sorted(with_records, key=lambda page: (page.template, page.topic or ""))
        for _, pages in groupby(by_shape, key=lambda page: (page.template, page.topic)):
            self._html(next(pages))
        for question in [*self._library.questions.values()][:1]:
            self._of_record(self._library, question.path)

    def made_of(self, files: Sequence[str]) -> Made:
        """What the records in these files are now."""
        made = [self._made_of(file) for file in files]
        return Made(
            {address: page for one in made for address, page in one.pages.items()},
            {file: problems for one in made for file, problems in one.problems.items()},
            any(one.is_outdated for one in made),
        )

    def _made_of(self, file: str) -> Made:
        library, problems = self._read(file)
        if problems or file not in library.texts:
            time.sleep(SETTLED)
            library, problems = self._read(file)
        if problems:
            return Made(problems={file: problems})
        self._library = library
        pages = self._of_record(library, file)
        if any(page.topic not in self._theme.parents for page in pages.values() if page):
            return Made(problems={file: ()}, is_outdated=True)
        for address, page in pages.items():
            if page:
                self._pages[address] = page
            else:
                self._pages.pop(address, None)
        return Made(
            {address: self._html(page) if page else None for address, page in pages.items()}, {file: ()}
        )

    def _read(self, file: str) -> tuple[Library, list[Problem]]:
        library, problems = read_again(self._library, file)
        rules = [rule for rule in CHECKS if rule is not search]  # it compares all records
        problems += check(near(library, file, self._past), self._today, rules)
        shown = f"{library.root}/{file}"
        return library, sorted(p for p in errors(problems) if p.path == shown)

    def _of_record(self, library: Library, file: str) -> dict[str, Page | None]:
        """The pages of the record in that file; None at addresses where it has none."""
        kind, id = KIND_OF_FOLDER[file.partition("/")[0]], Path(file).stem
        addresses = addresses_of(kind, id)
        made = some_pages(near(library, file, self._past), self._audience, self._today, addresses)
        pages = with_old_places({**self._pages, **made}, self._moves)
        return {
            address: self._as_of_whole(pages[address]) if address in made else None for address in addresses
        }

    def _as_of_whole(self, page: Page) -> Page:
        """`page` with what its `<head>` says of the whole site."""
        home = self._pages[""].head
        if page.head is None or home is None:
            return page
        return replace(page, head=replace(page.head, has_feed=home.has_feed))

    def _html(self, page: Page) -> bytes:
        return self._shells.around(page, self._renderer.html(page), self._renderer.head(page)).encode()
