"""The sites of a folder of records: published anew, unless a build would make those that are there.

It says so in a fraction of the time that it takes to import MkDocs and all else that makes pages.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..problems import Code, Problem, problem
from ..records.base import Audience
from .made_from import MadeFrom, Sources, sources_of
from .manifest import built_in, read_manifest
from .swap import locked, recover

CONFIGS = {Audience.PUBLIC: "mkdocs.yml", Audience.INTERNAL: "mkdocs.internal.yml"}


def config_file(records: Path, audience: Audience) -> Path:
    """The MkDocs configuration for `records`: the one beside them, else the one that Handrail brings."""
    name = CONFIGS[audience]
    beside = Path(os.path.abspath(records)).parent / name  # noqa: PTH100 -- a link to a folder stays where it is
    if beside.is_file() and _names_us(beside):
        return beside
    package = Path(__file__).parent.parent
    installed = package / "site" / name
    return installed if installed.is_file() else package.parent.parent / name


def _names_us(configuration: Path) -> bool:
    """Whether it is for our sites, by itself or by one that it inherits."""
    if _says_handrail(configuration):
        return True
    from ..reading.yaml12 import Refused  # here, for most sites need no reader of YAML to tell
    from .inputs import inherited

    with suppress(OSError, Refused, UnicodeDecodeError):  # what is wrong with it is said where it is loaded
        return any(map(_says_handrail, inherited(configuration)))
    return False


def _says_handrail(configuration: Path) -> bool:
    return b"handrail" in configuration.read_bytes().replace(b"\0", b"")  # UTF-16 has zeros


@dataclass(frozen=True)
class Published:
    """A site that may be there."""

    folder: Path
    audience: Audience
    last: MadeFrom | None
    """What it was made from, when that is known."""
    sources: Sources | None
    """What it would be made from now, if it were still made from the same files."""

    @property
    def same(self) -> MadeFrom | None:
        """What is known of it, if a build would make it again."""
        last = self.last
        is_same = last is not None and last.sources == self.sources and last.built == built_in(self.folder)
        return last if is_same else None


@dataclass(frozen=True)
class Built:
    """What became of a build."""

    problems: list[Problem]
    pages: Mapping[Audience, int] = field(default_factory=dict)
    """How many pages each site has, if nothing was wrong."""


def build_sites(records: Path, audiences: Sequence[Audience], to: Path, today: date) -> Built:
    """Build into `to/public` and `to/internal`; what is there stays when anything is wrong.

    A site is replaced only when every one of `audiences` was built, and none is built when all of them would
    come out as they are.
    """
    to = to.resolve()  # MkDocs takes a relative folder from where its configuration lies
    try:
        with locked(to):
            published = [_published(records, audience, to / audience.value, today) for audience in audiences]
            same = {one.audience: one.same for one in published}
            if all(same.values()):
                known = {audience: last for audience, last in same.items() if last}
                return Built(
                    [*known[audiences[0]].said], {of: pages_of(last.built) for of, last in known.items()}
                )
            from .build import build_and_keep  # only now: see above

            return build_and_keep(records, published, today)
    except OSError as error:
        fix = "make room or give the right to write there, and build again; the old site is still there"
        message = f"{error.strerror or error}: {error.filename or to}"
        return Built([problem(str(to), 1, 1, Code.BUILD_FAILED, message, fix)])


def pages_of(names: Iterable[str]) -> int:
    """How many of the files with these names are pages."""
    return sum(name.endswith(".html") for name in names)


def _published(records: Path, audience: Audience, folder: Path, today: date) -> Published:
    """What is known of the site in `folder`, after a build that was killed was undone.

    The files that a build reads are told by some of them, the configuration: while those are the same, it
    reads the same files. The folder may be a link to the one that is served.
    """
    folder = folder.resolve()
    recover(folder)
    last = read_manifest(folder)
    is_configured_so = last is not None and str(config_file(records, audience)) in last.sources.read
    sources = (
        sources_of(last.sources.read, records, audience, today, last.sources)
        if last and is_configured_so
        else None
    )
    return Published(folder, audience, last, sources)
