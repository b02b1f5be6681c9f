"""Sites built to the side, looked through, and swapped in when they passed."""

import logging
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from jinja2 import TemplateError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from ..checking import check
from ..problems import Code, Problem, errors, problem
from ..progress import phase
from ..reading.cache import RecordCache
from ..reading.folder import read_library
from ..records.base import Audience
from ..records.library import Library
from ..search.memory import NOTHING, Memory
from . import passed, search_data
from .building import Given, build_of
from .double import Changed, drop_unpublished, follow, last_of
from .gate import leaked, newly_leaked
from .made_from import Made, MadeFrom, Sources, read_by, sources_of
from .manifest import write_manifest
from .mkdocs_pages import BadContent
from .passed import Before, Passed
from .sites import Built, Published, config_file, pages_of
from .swap import recover, staging, swap_into_place


def options(records: Path, audience: Audience, given: Given) -> dict[str, object]:
    """What `extra.handrail` of the configuration says for a build of `records`."""
    return {"records": os.path.abspath(records), "audience": audience.value, "given": given}  # noqa: PTH100 -- a link to a folder stays where it is


@dataclass
class _Target:
    """A site that is built."""

    folder: Path
    audience: Audience
    sources: Sources | None
    """What it is made from; None when that cannot be known, or when its configuration is wrong."""
    last: MadeFrom | None
    """What the site that is there was made from."""
    config: MkDocsConfig = field(init=False)
    built: Path = field(init=False)
    """Where the new one lies until it takes its place."""
    around: str = ""
    """The digest of what all its pages have around them."""
    files: Mapping[str, Made] = field(default_factory=dict)
    """What each file of the new one was made from."""
    names: Collection[str] = ()
    """All files of the new one."""
    changed: Changed | None = None
    before: Before = field(default_factory=Before)
    """What the gates need not look at again."""
    passed: Passed = field(default_factory=Passed)
    """What is remembered of how the new one passed the gates."""
    known: Memory = NOTHING
    """What search need not find out again."""


def build_and_keep(records: Path, published: Sequence[Published], today: date) -> Built:
    """Build all sites; when none has an error, put them in place and keep what they were made from."""
    targets = [
        _Target(one.folder, one.audience, _sources(records, one, today), one.last) for one in published
    ]
    phase("Reading records")
    cache = RecordCache(records, _known(records, targets[0].sources))
    library, problems = read_library(records, cache)
    phase("Checking records")
    problems = sorted([*problems, *check(library, today)])
    wrong = errors(problems)
    found = [] if wrong else _build_and_swap(library, records, targets, today)
    cache.save()  # with all that was worked out meanwhile
    if wrong or found:
        return Built([*problems, *dict.fromkeys(found)])  # both sites may say the same
    pages = {}
    for target in targets:
        sources, changed = target.sources, target.changed
        pages[target.audience] = pages_of(target.names)
        if sources and changed and sources.is_untouched(cache.unread):
            built = follow(target.folder, changed)
            made = MadeFrom(sources, built, target.around, target.files, tuple(problems))
            with suppress(OSError):
                write_manifest(target.folder, made)
                passed.keep(target.folder, sources.digest, target.passed)
                search_data.keep(target.folder, sources.digest, target.known)
    return Built(problems, pages)


def _known(records: Path, sources: Sources | None) -> Callable[[str], str] | None:
    """What the file system knew of each file of the records when the sources were looked at."""
    if sources is None:
        return None
    files = sources.files[str(records.resolve())]
    return lambda relative: files.get(f"/{relative}", ("", ""))[0]


def _sources(records: Path, one: Published, today: date) -> Sources | None:
    if one.last and one.sources and one.sources.around == one.last.sources.around:
        return one.sources  # of the same configuration, which names what is read
    try:
        read = read_by(records, load_config(str(config_file(records, one.audience))))
    except MkDocsException:
        return None
    if one.sources and one.sources.read == read:
        return one.sources
    return sources_of(read, records, today) if read else None


def _build_and_swap(
    library: Library, records: Path, targets: Sequence[_Target], today: date
) -> list[Problem]:
    """Build each audience's site to the side; when all passed, swap them in. Leaves nothing behind."""
    problems: list[Problem] = []
    waiting = [*targets]
    try:
        for target in targets:
            problems += _build(library, records, target, today) or _leaked(library, target)
        while waiting and not problems:
            swap_into_place(waiting[0].built, waiting[0].folder)
            waiting.pop(0)
    finally:
        for target in waiting:
            drop_unpublished(target.folder, target.last)
        for target in targets:
            recover(target.folder)
    return problems


def _build(library: Library, records: Path, target: _Target, today: date) -> list[Problem]:
    """Run MkDocs; what it warns of or fails with comes back as problems."""
    phase(f"Preparing the {target.audience} site")
    file = config_file(records, target.audience)
    fix = "correct it and build again"
    found: list[Problem] = []
    last = last_of(target.folder, target.last, target.sources, records) if target.sources else None
    known = target.last.sources.digest if last and target.last else ""
    remembered = passed.recall(target.folder, known) if known else Passed()
    with _warnings() as said:
        try:
            config = load_config(str(file), site_dir=str(staging(target.folder)), strict=True)
            given = Given(library, today, last, remembered, target.folder)
            config.extra["handrail"] |= options(records, target.audience, given)
            target.config = config
            _run(config)
            done = build_of(config)
            target.built, target.names, target.changed = Path(config.site_dir), done.names, done.changed
            target.around, target.files, target.before = done.reuse.around, done.made, done.before
            target.passed, target.known = Passed(needs=done.needs), done.known
        except (MkDocsException, SystemExit, TemplateError, UnicodeDecodeError) as error:
            cause = error.__context__
            if isinstance(cause, BadContent):
                return cause.problems
            found = [problem(str(file), 1, 1, Code.BUILD_FAILED, str(cause or error), fix)]
    return [problem(str(file), 1, 1, Code.BUILD_FAILED, message, fix) for message in said] or found


def _leaked(library: Library, target: _Target) -> list[Problem]:
    """What must not be published of the site that was built for `target`. Staff may see everything."""
    if target.audience is not Audience.PUBLIC:
        return []
    phase("Looking for leaks")
    programs = target.sources.around if target.sources else ""
    site = target.built, target.names
    found, clean = newly_leaked(library, target.config, *site, target.folder, programs, target.before)
    target.passed = replace(clean, needs=target.passed.needs)
    return found


def leaks_in(site: Path, records: Path) -> list[Problem]:
    """What leaked from `records` into a finished public site, and what is wrong with the records."""
    library, problems = read_library(records)
    config = load_config(str(config_file(records, Audience.PUBLIC)))
    return sorted([*problems, *leaked(library, config, site, site)])


def _run(config: MkDocsConfig) -> None:
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """The warnings and errors that MkDocs logs meanwhile, in their order."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
