"""What is left at the address of a retired record: that it is gone, and what took its place."""

from collections.abc import Sequence

from ..records.public import PublicRetired
from ..records.settings import Contact
from .page import Page


def retired_page(gone: PublicRetired, where: str, instead: Sequence[object], contact: Contact) -> Page:
    """The page at the address `where`; `instead` are the entries of a list that lead on."""
    return Page(
        address=where,
        title=gone.title,
        template="retired.html",
        values={"retired": gone, "instead": instead, "contact": contact},
        summary="This page is no longer kept up.",
        updated=gone.retired,
        retired=gone.retired,
        hide=("toc",),
    )
