"""The pages of the guide that people wrote: the start, and how to do one thing each."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..page import Page

FOLDER = Path(__file__).parent / "how_to"
ORDER = (
    "write-it-down",
    "edit-in-a-form",
    "check-and-publish",
    "change-a-record",
    "record-what-you-did",
    "from-by-hand-to-self-serve",
    "try-it-small",
)
"""The names of their files, as one would read them."""


def how_to_pages() -> Iterator[Page]:
    """The start of the guide, which lists the others, and each of them."""
    pages = [_page(name, f"guide/{name}/") for name in ORDER]
    start = _page("start", "guide/")
    yield replace(start, title="Guide", values={**start.values, "pages": pages}, topic=None)
    yield from pages


def _page(name: str, address: str) -> Page:
    """The first line of the file is its title, the paragraph below it what it is about."""
    title, _, text = (FOLDER / f"{name}.md").read_text("utf-8").partition("\n")
    return Page(
        address=address,
        title=title.removeprefix("# "),
        template="staff/guide.html",
        values={"heading": title.removeprefix("# "), "text": text.strip(), "pages": []},
        about=text,
        topic="guide",
    )
