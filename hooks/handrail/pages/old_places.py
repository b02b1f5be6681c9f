"""Old places on a page: each gets a mark where what stood there is now."""

import re
from collections.abc import Iterable
from html import escape

from .page import OldPlace


def with_marks(html: str, marks: Iterable[tuple[OldPlace, str]]) -> str:
    """`html` with each mark at the start of the element that it is about, else at the start of all.

    A place that the page has again needs none.
    """
    for place, mark in marks:
        if _opening(html, place.id):
            continue
        found = _opening(html, place.now.partition("#")[2])
        at = found.end() if found else 0
        html = f"{html[:at]}{mark}{html[at:]}"
    return html


def _opening(html: str, id: str) -> re.Match[str] | None:
    """The tag with that id."""
    return re.search(rf'<\w[^<>]*\sid="{re.escape(escape(id))}"[^<>]*>', html) if id else None
