"""What is remembered of a site that passed its gates, so that what is the same is not read again.

Of each page, the destinations of its links: while these are there, none of the links is broken. And what
the files were looked through for: while nothing else is forbidden, a file that was clean is clean. It is kept
beside the site and has nothing in it but a digest and addresses on the site. If it is lost, spoilt or of
another site, all is read.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..stored import store, stored
from .manifest import beside


@dataclass(frozen=True)
class Passed:
    """What is remembered of one site; nothing of one that is not known."""

    destinations: Mapping[str, str] = field(default_factory=dict)
    """Of each page the addresses on the site that it links to, one a line. Those that all pages in one folder
    link to are said of the folder alone."""
    secrets: str = ""
    """The digest of all that its files were looked through for, and of how."""


@dataclass(frozen=True)
class Before:
    """The site that is there, for the gates of the next one."""

    same: Collection[str] = ()
    """The files of the new site that have the bytes that they have there."""
    passed: Passed = field(default_factory=Passed)


def keep(target: Path, made_from: str, passed: Passed) -> None:
    """Write it beside the site at `target`, which was made from what has this digest."""
    content = json.dumps([made_from, passed.secrets, [*passed.destinations], [*passed.destinations.values()]])
    store(beside(target, "passed"), content.encode())


def recall(target: Path, made_from: str) -> Passed:
    """What is kept of the site at `target`, if that is the one that was made from what has this digest."""
    try:
        kept, secrets, pages, destinations = json.loads(stored(beside(target, "passed")))
    except (OSError, ValueError):
        return Passed()
    return Passed(dict(zip(pages, destinations, strict=True)), secrets) if kept == made_from else Passed()
