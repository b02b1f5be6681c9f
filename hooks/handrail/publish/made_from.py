"""What a site was made from, and each page of it: the same need not be made again.

A site is a function of the files that it reads (`inputs.py` says which), the programs that read them, and
the date (`Sources`). A page is a function of its own data (`pages.page.Page`), of what all pages have around
them, and of what its links are told when they ask where a record is (`Made`). All of that is compared by its
content. A file that nobody touched since it was read, as the file system says, has the content that it had.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ..problems import Problem
from ..reading.people_file import people_file
from ..records.base import Audience
from ..stored import digest, digest_of, files_below, is_settled, kind_of, known_of, programs


class Made(NamedTuple):
    """What one file of a site was made from; a page and its twin are as one."""

    key: str
    """The digest of its data (`Keys`); '' where that cannot be known."""
    told: list[list[str]]
    """What its links were told: kind and id of a record, its address and title, or '' and '' for none."""


@dataclass(frozen=True)
class Sources:
    """What a site is made from."""

    read: tuple[str, ...]
    """The files and folders that are read."""
    digest: str
    """Of all that is in `read`, the programs and the date."""
    common: str
    """The same without the records and the date."""
    files: Mapping[str, Mapping[str, Sequence[str]]] = field(compare=False)
    """Of each file below each of `read` what the file system knew before it was read, and its digest."""
    at: int = field(compare=False)
    """When that was: nanoseconds since 1970."""

    def is_untouched(self, unread: Mapping[str, str]) -> bool:
        """Whether nobody has written to any of them since.

        Those at the paths `unread` were taken as they had been when the file system knew that of them.
        """
        for name, files in self.files.items():
            read = ((name + below, known) for below, (known, _) in files.items())
            if files.keys() != {*_below(name)} or any(
                (unread.get(path) or known_of(path)) != known for path, known in read
            ):
                return False
        return True


@dataclass(frozen=True)
class MadeFrom:
    """What one site was made from and became, and what was said meanwhile."""

    sources: Sources
    built: dict[str, str]
    """Of each file of the site what the file system knows (`stored.known_of`)."""
    around: str
    """The digest of what all pages have around them."""
    files: Mapping[str, Made]
    """Of each file that may be taken again, by its path below the site, but of pages by their addresses."""
    said: tuple[Problem, ...]


def sources_of(
    read: Sequence[str], records: Path, audience: Audience, today: date, last: Sources | None = None
) -> Sources:
    """Every name and byte in these files and folders, the programs, and what was asked for, as digests.

    A file that was read for `last`, and that nobody touched since, is not read again.
    """
    at = time.time_ns()
    files = {name: {below: _looked_at(name, below, last) for below in _below(name)} for name in read}
    os.umask(mask := os.umask(0o077))  # there is no other way to ask for it; files get their rights from it
    shared = [programs(), oct(mask), audience]
    company = [repr((str(records), str(records.resolve()), today))]
    of_company = {str(records.resolve()), str(people_file(records))}
    for name in read:
        found = company if name in of_company else shared
        found += [repr((name + below, of_it)) for below, (_, of_it) in files[name].items()]
    common = digest("\n".join(shared).encode())
    return Sources(tuple(read), digest("\n".join([common, *company]).encode()), common, files, at)


def _looked_at(name: str, below: str, last: Sources | None) -> tuple[str, str]:
    """What the file system knows of a file, and its digest; the first is '' while somebody writes to it."""
    known = known_of(name + below)
    if not known:
        return "", kind_of(name + below)
    before, same = last.files.get(name, {}).get(below, ("", "")) if last else ("", "")
    if last and known == before and is_settled(known, last.at):
        return known, same
    found = digest_of(name + below)
    return known if known == known_of(name + below) else "", found


def _below(name: str) -> Iterator[str]:
    """What to add to the name of a file or folder for it and for all that is below it."""
    yield ""
    yield from (f"/{below}" for below in files_below(name, with_empty=True))
