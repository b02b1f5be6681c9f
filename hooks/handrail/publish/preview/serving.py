"""The preview: it sees edits, has pages made and the site built, and shows what there is.

A saved record goes to the process that makes the pages of one record (`maker.py`): they are shown in place
of the built ones at once. Then, as after every other edit, a process of its own builds the whole site as
`handrail build` does, and what it built is shown instead. So nothing is kept up to date piece by piece:
topics and all else are behind the records for as long as a build takes; search is as well, but on Linux
(`finding.py`).
"""

import os
import queue
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ...problems import Code, Problem, errors, problem
from ...progress import Listener, told_to
from ...reading.again import is_one_record
from ...reading.people_file import people_file
from ...records.base import Audience
from ..as_of import date_of
from ..building import BadContent
from ..configuration import load, readable
from ..inputs import read_by
from ..sites import build_sites, config_file
from .answering import Shown, looks_of
from .latest import Latest
from .making import Ready, Update, make_pages
from .processes import Worker
from .server import Server, Showing
from .watching import Watching

QUIET = 0.03
"""An edit is over when no file has changed for so many seconds."""
_CORRECT = "Correct this and save again"
_NOT_BUILT = "The site is built again once the problems are corrected"
Tell = Callable[[str, Sequence[Problem]], None]
"""Says to whoever runs the preview what happened, and what is wrong."""


def serve(records: Path, audience: Audience, port: int, tell: Tell, told: Listener) -> None:
    """Show the site of `records` on `port` of this machine, until it is interrupted.

    `tell` is called with what happens, `told` with how far the builds are.

    Raises OSError when another program has the port.
    """
    with tempfile.TemporaryDirectory(prefix="handrail-") as folder:
        site = Path(folder) / "site"
        showing = Showing(Shown(site / audience.value, doing="This takes some seconds"))
        with Server(showing, port) as web:
            tell(f"http://127.0.0.1:{port}/ shows the site as soon as it is built; Ctrl-C ends it", ())
            threading.Thread(target=web.serve_forever, daemon=True).start()
            try:
                _Preview(records, audience, site, showing, tell, told).run()
            finally:
                web.shutdown()


class _Preview:
    """Everything that happens, one after the other, in one thread. Edits are numbered."""

    def __init__(
        self, records: Path, audience: Audience, site: Path, showing: Showing, tell: Tell, told: Listener
    ) -> None:
        self._records, self._audience, self._site = records, audience, site
        self._showing, self._tell, self._told = showing, tell, told
        self._happened: queue.SimpleQueue[tuple[Path | Worker, Any]] = queue.SimpleQueue()
        self._watched = _watched(records, audience)
        self._watching = Watching(lambda path: self._happened.put((path, None)))
        self._edited: set[Path] = set()
        self._last_event = 0.0
        self._edit = 0
        self._files: dict[str, int] = {}
        """The last edit of each file of a record."""
        self._other_edit = 0
        """The last edit of anything else, of which a maker from before it knows nothing."""
        self._latest = Latest()
        self._builder: Worker | None = None
        self._building = -1
        """The last edit that the builder, or the one before, sees for certain."""
        self._maker: Worker | None = None
        self._next_maker: Worker | None = None
        self._knows = 0
        """The last edit that the next maker knows of."""
        self._asked: set[int] = set()
        """The edits that the maker was asked about, and has not answered."""

    def run(self) -> None:
        """Go on until somebody interrupts."""
        self._watching.watch(self._watched)
        try:
            self._prepare()
            while True:
                self._wait()
        finally:
            self._watching.end()
            for worker in (self._maker, self._next_maker, self._builder):
                if worker:
                    worker.end()

    def _wait(self) -> None:
        """Deal with the next thing that happens."""
        try:
            who, what = self._happened.get(timeout=QUIET if self._edited else 1)
        except queue.Empty:
            who, what = None, None
            if not self._edited and self._watching.watch(self._watched):
                who = self._records  # somebody has moved a folder away, or put it back
        if isinstance(who, Path):
            self._edited.add(who)
            self._last_event = time.monotonic()
        elif who is not None and who is self._builder:
            if isinstance(what, tuple):
                self._told(*what)
            else:
                self._built(what)
        elif who is not None and who is self._maker:
            self._updated(what)
        elif who is not None and who is self._next_maker:
            self._ready(what)
        if self._edited and time.monotonic() - self._last_event >= QUIET:
            self._begin()
        if not self._builder and not self._asked and self._building < self._edit:
            self._build()  # after the pages of records, which somebody waits for

    def _begin(self) -> None:
        """Begin with what has to be done after an edit."""
        edited, self._edited = self._edited, set()
        self._edit += 1
        records = {name for path in edited if (name := self._record_in(path))}
        self._files |= dict.fromkeys(records, self._edit)
        if len(records) < len(edited):
            self._other_edit = self._edit
            self._watched |= _watched(self._records, self._audience)
            self._watching.watch(self._watched)
        if records:
            self._ask(sorted(records))

    def _record_in(self, path: Path) -> str | None:
        """The name of the file of a record, relative to the folder of records; None for any other file."""
        root = self._records.resolve()
        name = path.relative_to(root).as_posix() if root in path.parents else ""
        return name if name and is_one_record(name) else None

    def _build(self) -> None:
        self._building = self._edit
        steps_back = 10 if self._edit else 0  # of the first one, everybody waits for the end
        given = (self._records, self._audience, self._site, date_of(self._records), steps_back)
        self._builder = Worker(_build_site, *given, hear=self._hear)

    def _hear(self, worker: Worker, message: Any) -> None:
        self._happened.put((worker, message))

    def _built(self, problems: Sequence[Problem] | None) -> None:
        """A build is done; without a word if its process was ended."""
        self._builder = None
        if problems is None:
            message, fix = "the build ended without a word", "save a file again, or start the preview anew"
            problems = [problem(str(self._records), 1, 1, Code.BUILD_FAILED, message, fix)]
        self._latest.built(self._building, problems)
        is_good = not errors(problems)
        if is_good:
            self._showing.show(replace(self._showing.now, looks=looks_of(self._showing.now.site)))
        self._show()
        self._tell("The site is built" if is_good else _NOT_BUILT, [p for p in problems if p.is_warning])
        if is_good and not self._next_maker and (not self._maker or self._knows < self._other_edit):
            self._prepare()

    def _prepare(self) -> None:
        """Begin with a maker that knows everything as it is now."""
        self._knows = self._edit
        given = (self._records, self._audience, date_of(self._records), self._site.parent / "aside")
        self._next_maker = Worker(make_pages, *given, hear=self._hear)

    def _ready(self, ready: Ready | None) -> None:
        """The next maker takes the place of the one before, unless it could do nothing with the records."""
        if ready:
            if self._maker:
                self._maker.end()
            self._maker = self._next_maker
            self._showing.show(replace(self._showing.now, mount=ready.mount))
            self._tell("Records are shown as soon as they are saved", ())
            self._asked.clear()
            if files := [file for file, edit in self._files.items() if edit > self._knows]:
                self._ask(files)
        self._next_maker = None

    def _ask(self, files: Sequence[str]) -> None:
        if self._maker:
            self._asked.add(self._edit)
            self._maker.send((self._edit, files))

    def _updated(self, update: Update | None) -> None:
        """Records were made into pages; or their maker has ended, and the next build has to do."""
        if update is None:
            self._maker = None
            self._asked.clear()
            return
        if update.is_outdated:
            self._other_edit = self._edit
        problems = {f"{self._records}/{file}": found for file, found in update.problems.items()}
        self._asked.discard(update.edit)
        self._latest.made(update.edit, update.pages, problems)
        self._show()

    def _show(self) -> None:
        """Show what there is, and say what is wrong when it is something else than before."""
        before, problems = self._showing.now, self._latest.problems
        self._showing.show(replace(before, pages=self._latest.pages, problems=problems))
        if problems != before.problems:
            self._tell(_CORRECT if problems else "No problem any more", problems)


def _build_site(
    connection: Connection, records: Path, audience: Audience, to: Path, today: date, steps_back: int
) -> None:
    """Build the site so many steps behind other work; say how far it is, and at last what is wrong."""
    if hasattr(os, "nice"):
        os.nice(steps_back)
    with told_to(lambda *step: connection.send(step)):
        connection.send(build_sites(records, [audience], to, today).problems)


def _watched(records: Path, audience: Audience) -> set[Path]:
    """The files and folders that a build may read. What is wrong with the configuration, the build says."""
    file = config_file(records, audience)
    watched = {*readable(file), file, records, people_file(records)}
    try:
        config = load(file, records)
    except BadContent:
        return {*watched, file.parent / "docs"}  # which may be what is missing
    hooks = (file.parent / name for name in config.hooks)
    return {*watched, *hooks, *map(Path, (config.docs_dir, *config.watch, *read_by(records, config)))}
