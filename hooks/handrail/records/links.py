"""Links in Markdown text: how one names a record, and where they stand in a text.

A record is linked as `[text](question:refund-time)`, with its kind, so that somebody who reads the
YAML knows what is behind it, and by its id, so that the link holds wherever the page is and however
the site is built. `[](question:refund-time)` takes the record's title as its text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TO_RECORD = re.compile(r"(question|procedure|cycle|risk):([^#?]*)(#.*)?", re.DOTALL)
_CODE = re.compile(
    r"^[ >]*(?P<fence>`{3,}|~{3,}).*?(?:^[ >]*(?P=fence)[`~]*[ ]*$|\Z)"
    r"|(?P<ticks>`+)[^`](?:.*?[^`])?(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_TARGET = re.compile(
    r"\]\(\s*<?([^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)|^ {0,3}\[[^\]\n]+\]:\s*<?([^\s<>]+)", re.MULTILINE
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class RecordLink:
    """A link that names a record: its kind, its id, and the `#place` on its page or ''."""

    kind: str
    id: str
    fragment: str


def as_record_link(target: str) -> RecordLink | None:
    """`question:refund-time#cost` as a `RecordLink`; None for every other target."""
    match = _TO_RECORD.fullmatch(target)
    return RecordLink(match[1], match[2], match[3] or "") if match else None


def is_relative(target: str) -> bool:
    """The target depends on where the page is: neither a full address nor `/…` nor `#…`."""
    return not (_SCHEME.match(target) or target.startswith(("/", "#")))


def targets(markdown: str) -> Iterator[str]:
    """The target of every link and image in a Markdown text, code left out."""
    if "](" not in markdown and "]:" not in markdown:
        return
    for match in _TARGET.finditer(_CODE.sub(" ", markdown)):
        yield match[1] or match[2]
