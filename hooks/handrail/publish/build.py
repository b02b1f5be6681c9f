"""Build the sites of a folder of records, each to the side, and swap in what passed."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from ..checking import check
from ..problems import Code, Problem, errors, problem
from ..reading.folder import read_library
from ..records.base import Audience
from ..records.library import Library
from .gate import leaked
from .made_from import MadeFrom, built_in, digest_of, keep, read_by, unchanged
from .mkdocs_pages import BadContent
from .swap import alone, recover, staging, swap_into_place

CONFIGS = {Audience.PUBLIC: "mkdocs.yml", Audience.INTERNAL: "mkdocs.internal.yml"}


def config_file(records: Path, audience: Audience) -> Path:
    """The MkDocs configuration for `records`: the one beside them, else the one that Handrail brings."""
    name = CONFIGS[audience]
    beside = records.resolve().parent / name
    if beside.is_file() and "handrail" in beside.read_text("utf-8"):
        return beside
    package = Path(__file__).parent.parent
    installed = package / "site" / name
    return installed if installed.is_file() else package.parent.parent / name


def options(records: Path, audience: Audience) -> dict[str, object]:
    """What `extra.handrail` of the configuration says for a build of `records`."""
    return {"records": str(records.resolve()), "audience": audience.value}


def build_sites(records: Path, audiences: Sequence[Audience], to: Path, today: date) -> list[Problem]:
    """Build into `to/public` and `to/internal`; what is there stays when anything is wrong.

    Returns all problems. A site is replaced only when every one of `audiences` was built, and none is built
    when all of them would come out as they are.
    """
    to = to.resolve()  # MkDocs takes a relative folder from where its configuration lies
    targets = {to / audience.value: audience for audience in audiences}
    try:
        with alone(to):
            same = [made for target in targets if (made := unchanged(target, records, today))]
            if len(same) == len(targets):
                return [*same[0].said]
            return _build_and_keep(records, targets, today)
    except OSError as error:
        fix = "make room or give the right to write there, and build again; the old site is still there"
        message = f"{error.strerror or error}: {error.filename or to}"
        return [problem(str(to), 1, 1, Code.BUILD_FAILED, message, fix)]


def _build_and_keep(records: Path, targets: Mapping[Path, Audience], today: date) -> list[Problem]:
    """Build all sites; when none has an error, keep what they were made from, as it was before."""
    read = {target: _read_by(records, audience) for target, audience in targets.items()}
    digests = {
        target: digest_of(paths, records, today) for target, paths in read.items()
    }  # before anything is read
    library, problems = read_library(records)
    problems = sorted([*problems, *check(library, today)])
    if errors(problems):
        return problems
    if found := _build_and_swap(library, records, targets, today):
        return [*problems, *found]
    for target, paths in read.items():
        if paths:
            keep(target, MadeFrom(paths, digests[target], built_in(target), tuple(problems)))
    return problems


def _read_by(records: Path, audience: Audience) -> tuple[str, ...]:
    """What a build reads; nothing when that cannot be known, or when its configuration is wrong."""
    try:
        return read_by(records, load_config(str(config_file(records, audience))))
    except MkDocsException:
        return ()


def _build_and_swap(
    library: Library, records: Path, targets: Mapping[Path, Audience], today: date
) -> list[Problem]:
    """Build each audience's site to the side; when all passed, swap them in. Leaves nothing behind."""
    problems: list[Problem] = []
    for target in targets:
        recover(target)
    try:
        for target, audience in targets.items():
            problems += _build(library, records, audience, staging(target), today) or _leaked(
                library, records, audience, staging(target), target
            )
        if not problems:
            for target in targets:
                swap_into_place(staging(target), target)
    finally:
        for target in targets:
            recover(target)
    return problems


def _build(library: Library, records: Path, audience: Audience, site_dir: Path, today: date) -> list[Problem]:
    """Run MkDocs; what it warns of or fails with comes back as problems."""
    file = config_file(records, audience)
    fix = "correct it and build again"
    found: list[Problem] = []
    with _warnings() as said:
        try:
            config = load_config(str(file), site_dir=str(site_dir), strict=True)
            config.extra["handrail"] |= options(records, audience) | {"library": library, "today": today}
            _run(config)
        except (MkDocsException, SystemExit) as error:
            cause = error.__context__
            if isinstance(cause, BadContent):
                return cause.problems
            found = [problem(str(file), 1, 1, Code.BUILD_FAILED, str(cause or error), fix)]
    return [problem(str(file), 1, 1, Code.BUILD_FAILED, message, fix) for message in said] or found


def _leaked(
    library: Library, records: Path, audience: Audience, site_dir: Path, target: Path
) -> list[Problem]:
    """What must not be published of the site that was built for `target`. Staff may see everything."""
    if audience is not Audience.PUBLIC:
        return []
    return leaked(library, load_config(str(config_file(records, audience))), site_dir, target)


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


def serve_site(records: Path, audience: Audience, port: int) -> None:
    """Run MkDocs' own server on `port` of this machine until it is stopped."""
    file = str(config_file(records, audience))
    extra = dict(load_config(file).extra)
    extra["handrail"] |= options(records, audience)
    mkdocs_serve(file, dev_addr=f"127.0.0.1:{port}", extra=extra)
