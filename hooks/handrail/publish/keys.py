"""Digests of what files are made from."""

from collections.abc import Mapping
from dataclasses import fields
from itertools import compress
from operator import attrgetter, is_not

from pydantic import BaseModel

from ..pages.page import Page
from ..pages.twins import Twin
from ..records.base import Record
from ..records.public import PublicProcedure, PublicQuestion
from ..stored import digest

Own = Page | Twin | str
"""What one of our files is made from; a text is what it is."""
_ALL_ELSE = attrgetter(*(each.name for each in fields(Page) if each.name not in ("values", "about")))
"""What a page is made from beside its values, which have in them what it is about."""
_ONLY_AN_ADDRESS = " at 0x"
"""In the text of an object that does not say what is in it."""


def page_of(data: Own) -> Page | None:
    """The page that a file shows, if it shows one."""
    if isinstance(data, Twin):
        return data.page
    return data if isinstance(data, Page) else None


class Keys:
    """Digests of the data of files; what is on many pages is written out once."""

    def __init__(self, records: Mapping[str, Record], digests: Mapping[str, str]) -> None:
        """`records` by their ids, and the digest of each file by its path, which stands for what it says."""
        self._records = records
        self._digests = digests
        self._shared: dict[int, tuple[BaseModel, str]] = {}
        """Texts of models by their identity: the same ones are on every page, and take long to be written."""
        self._pages: dict[int, tuple[Page, str]] = {}
        """Digests of pages by their identity: a twin has the same data."""

    def of(self, data: Own) -> str:
        """The digest; '' where it cannot be known. A page and its twin, which are two files, have one."""
        page = page_of(data)
        if page is None:
            return digest(str(data).encode())
        if id(page) not in self._pages:
            values = [f"{name}: {self._of(value)}" for name, value in page.values.items()]
            text = "\n".join([repr(_ALL_ELSE(page)), *values])
            self._pages[id(page)] = page, "" if _ONLY_AN_ADDRESS in text else digest(text.encode())
        return self._pages[id(page)][1]

    def _of(self, value: object) -> str:
        if isinstance(value, PublicQuestion | PublicProcedure):
            return self._of_record(value)
        if not isinstance(value, BaseModel):
            return repr(value)
        if id(value) not in self._shared:
            self._shared[id(value)] = value, repr(value)
        return self._shared[id(value)][1]

    def _of_record(self, shown: PublicQuestion | PublicProcedure) -> str:
        """What a page shows of a record: its file's digest, and what is not in the file as it is shown."""
        record = self._records[shown.id]
        if not (file := self._digests.get(record.path, "")):
            return repr(shown)
        own, seen = vars(record), vars(shown)
        others = compress(seen.items(), map(is_not, seen.values(), map(own.get, seen)))
        return f"{file} {[*others]!r}"
