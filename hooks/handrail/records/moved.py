"""moved.yml: addresses of the public site that lead somewhere else now, where no record's `was` says so."""

from typing import Annotated

from pydantic import StringConstraints

from .fields import Schema

# No name starts with a dot: none leads out of the site, and hidden files are none of its pages.
_LETTER = r"[^\s/?#\"'\\<>{};$]"
_NAME = rf"[^\s/?#\"'\\<>{{}};$.]{_LETTER}*"
ADDRESS_PATTERN = rf"^/(?:{_NAME}/)*(?:{_NAME}\.html)?(?:#[^\s\"<>]+)?$"
SiteAddress = Annotated[str, StringConstraints(pattern=ADDRESS_PATTERN, max_length=500)]
"""A page of the public site from its root on, or a place on one, as urls.txt has them."""


class Move(Schema):
    """An address that was published, and the one that took its place."""

    was: SiteAddress
    """The address as it was published, such as /topics/orders/ or /questions/refund-time/#answer-cost."""
    now: SiteAddress
    """Where readers of it go now: a page that is there, or a place on one."""


class Moved(Schema):
    """moved.yml: addresses that moved. The file itself is the list."""

    path: str
    moved: tuple[Move, ...]
