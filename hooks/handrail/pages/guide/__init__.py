"""The guide of the staff site: what to do when, what each field is for, what each problem means."""

from collections.abc import Iterator

from ..page import Page
from .codes import problem_codes
from .how_to import how_to_pages
from .reference import field_pages


def guide_pages() -> Iterator[Page]:
    """Every page of the guide. They come from the schema and from the files beside this one."""
    yield from how_to_pages()
    yield from field_pages()
    yield problem_codes()
