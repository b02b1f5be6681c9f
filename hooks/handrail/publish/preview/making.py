"""The process that makes the pages of single records, and what it says."""

import gc
import logging
import multiprocessing
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from multiprocessing.connection import Connection, wait
from pathlib import Path

from ...problems import Problem
from ...records.base import Audience
from .maker import Maker
from .prepared import prepared


@dataclass(frozen=True)
class Ready:
    """The pages of records can be made."""

    mount: str
    """The path that the site will start at, which some of its pages name."""


@dataclass(frozen=True)
class Update:
    """What became of the records in the files of an edit."""

    edit: int
    pages: Mapping[str, bytes | None] = field(default_factory=dict)
    """By their addresses; None where a page is no longer. Later, by their names, the files of search."""
    problems: Mapping[str, Sequence[Problem]] = field(default_factory=dict)
    """By the names of the files; those in order have none."""
    is_outdated: bool = False
    """Something can be shown only after the whole site is built."""


def make_pages(connection: Connection, records: Path, audience: Audience, today: date, aside: Path) -> None:
    """Answer the number of each edit and the names of its files, relative to `records`, with an `Update`.

    The first message is `Ready`. `aside` is a folder for what MkDocs wants to write. On Linux, search
    comes later: a copy of this process sees to it, so that no page waits.
    """
    logging.disable()
    try:
        maker = Maker(prepared(records, audience, today, aside), today)
    except (Exception, SystemExit):  # of records with problems there may be no site; the build says why
        return
    gc.freeze()  # else every now and then an edit waits until all records were looked through for garbage
    connection.send(Ready(maker.mount))
    edit = searched = 0
    searching: list[Connection] = []
    while True:
        ready = wait([connection, *searching])
        if connection in ready:
            try:
                edit, files = connection.recv()
            except EOFError:
                return
            connection.send(_update(maker, edit, files))
        elif ready:
            connection.send(Update(searched, searching.pop().recv()))
        if edit > searched and not searching and sys.platform == "linux":
            searched = edit
            searching.append(_aside(maker.search.files))


def _update(maker: Maker, edit: int, files: Sequence[str]) -> Update:
    problems = maker.read(files)
    made = [maker.pages_of(file) for file in files if not problems[file]]
    pages = {address: page for one in made if one for address, page in one.items()}
    return Update(edit, pages, problems, is_outdated=None in made)


def _aside(work: Callable[[], object]) -> Connection:
    """Have a copy of this process do it, and send what comes out."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    context.Process(target=lambda: sender.send(work()), daemon=True).start()
    sender.close()
    return receiver
