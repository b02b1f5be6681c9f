"""Sites built to the side, looked through, and swapped in when they passed."""

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from ..checking import read_and_check
from ..problems import Code, Problem, errors, problem
from ..progress import phase
from ..reading.cache import RecordCache
from ..reading.folder import read_library
from ..records.base import Audience
from ..records.library import Library
from ..stored import files_below
from . import passed, search_data
from .building import BadContent, Build, Given, build_of
from .configuration import (
    load,
    of_mkdocs,
    said_by_mkdocs,
    seen_from_here,
    set_options,
    without_hooks,
    wrong_in,
)
from .double import drop_unpublished, follow, last_of
from .gate import leaked, newly_leaked
from .inputs import read_by
from .link_origins import in_docs
from .made_from import MadeFrom, Sources, sources_of
from .manifest import write_manifest
from .passed import Passed
from .sites import Built, Published, config_file, pages_of
from .swap import recover, staging, swap_into_place


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
    passed: Passed = field(init=False)
    """What is remembered of how the new one passed the gates."""

    @property
    def done(self) -> Build:
        """What is known of its build, which has run."""
        return build_of(self.config)

    @property
    def built(self) -> Path:
        """Where the new one lies until it takes its place."""
        return Path(self.config.site_dir)


def build_and_keep(records: Path, published: Sequence[Published], today: date) -> Built:
    """Build all sites; when none has an error, put them in place and keep what they were made from."""
    targets = [
        _Target(one.folder, one.audience, _sources(records, one, today), one.last) for one in published
    ]
    cache = RecordCache(records, _known(records, targets[0].sources))
    library, problems = read_and_check(records, today, cache)
    wrong = errors(problems)
    found = [] if wrong else _build_and_swap(library, records, targets, today)
    cache.save()  # with all that was worked out meanwhile
    if wrong or found:
        return Built([*problems, *dict.fromkeys(found)])  # both sites may say the same
    pages = {}
    for target in targets:
        sources, done = target.sources, target.done
        pages[target.audience] = pages_of(done.names)
        if sources and done.changed and sources.is_untouched(cache.unread):
            built = follow(target.folder, done.changed)
            made = MadeFrom(sources, built, done.reuse.around, done.made, tuple(problems))
            with suppress(OSError):
                write_manifest(target.folder, made)
                passed.keep(target.folder, sources.digest, target.passed)
                search_data.keep(target.folder, sources.digest, done.known)
    return Built(problems, pages)


def _known(records: Path, sources: Sources | None) -> Callable[[str], str] | None:
    """What the file system knew of each file of the records when the sources were looked at."""
    if sources is None:
        return None
    files = sources.files[str(records.resolve())]
    return lambda relative: files.get(f"/{relative}", ("", ""))[0]


def _sources(records: Path, one: Published, today: date) -> Sources | None:
    if one.last and one.sources and one.sources.common == one.last.sources.common:
        return one.sources  # of the same configuration, which names what is read
    try:
        read = read_by(records, load(config_file(records, one.audience), staging(one.folder)))
    except BadContent:
        return None
    if one.sources and one.sources.read == read:
        return one.sources
    return sources_of(read, records, one.audience, today) if read else None


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
    last = last_of(target.folder, target.last, target.sources, records) if target.sources else None
    known = target.last.sources.digest if last and target.last else ""
    remembered = passed.recall(target.folder, known) if known else Passed()
    try:
        target.config = config = load(file, staging(target.folder))
    except BadContent as wrong:
        return wrong.problems
    given = Given(library, today, last, remembered, target.folder)
    set_options(config, records, target.audience, given)
    with said_by_mkdocs() as said:
        try:
            _run(config)
        except (MkDocsException, SystemExit, TemplateError, UnicodeDecodeError) as error:
            return _failed(config, said, error)
        except Exception as error:
            if found := [*_in_template(config, error)]:
                return found
            if any(message.startswith("Error reading page") for message in said):
                return _failed(config, said, error)  # an extension of Markdown has refused it
            raise
    if found := without_hooks(config):
        return found
    target.passed = Passed(destinations=target.done.destinations)
    return []


def _failed(config: MkDocsConfig, said: Sequence[str], error: BaseException) -> list[Problem]:
    """Why MkDocs has ended without a site: what it warned of, and what was found in the built one."""
    file, cause = Path(config.config_file_path), error.__context__
    if found := without_hooks(config):
        return found
    if isinstance(error, TemplateNotFound):
        name = str(error.name)
        named = name.removeprefix(".icons/").rpartition(".")[0]  # as mkdocs.yml names icons and languages
        return [wrong_in(file, (), f"the theme has no '{name}'", words=[named])]
    found = [*cause.problems] if isinstance(cause, BadContent) else []
    there = {(p.path, p.line, p.column) for p in found}
    for message in said:
        if message != str(cause) or not found:
            one = in_docs(message, Path(config.docs_dir)) or of_mkdocs(file, message)
            found += [one] if (one.path, one.line, one.column) not in there else []
    return found or [of_mkdocs(file, str(cause or error))]


def _in_template(config: MkDocsConfig, error: Exception) -> Iterator[Problem]:
    """What a template does that Python cannot, in the innermost line of a template."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if any(Path(frame.filename).is_relative_to(folder) for folder in config.theme.dirs):
            at, message = str(seen_from_here(Path(frame.filename))), f"{type(error).__name__}: {error}"
            yield problem(at, frame.lineno or 1, 1, Code.BUILD_FAILED, message, "correct it and build again")
            return


def _leaked(library: Library, target: _Target) -> list[Problem]:
    """What must not be published of the site that was built for `target`. Staff may see everything."""
    if target.audience is not Audience.PUBLIC:
        return []
    phase("Looking for leaks")
    programs = target.sources.common if target.sources else ""
    done = target.done
    names = done.names if done.changed else files_below(str(target.built))  # a hook may write even now
    found, clean = newly_leaked(
        library, target.config, target.built, names, target.folder, programs, done.before
    )
    target.passed = replace(clean, destinations=target.passed.destinations)
    return found


def leaks_in(site: Path, records: Path) -> list[Problem]:
    """What leaked from `records` into a finished public site, and what is wrong with the records."""
    phase("Reading records")
    library, problems = read_library(records)
    phase("Looking for leaks")
    try:
        config = load(config_file(records, Audience.PUBLIC), site)
    except BadContent as wrong:
        return sorted([*problems, *wrong.problems])
    return sorted([*problems, *leaked(library, config, site)])


def _run(config: MkDocsConfig) -> None:
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()
