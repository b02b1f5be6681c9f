"""Digests of what files are made from."""

from pydantic import BaseModel

from ..pages.page import Page
from ..pages.twins import Twin
from ..stored import digest

Own = Page | Twin | str
"""What one of our files is made from; a text is what it is."""
_ONLY_AN_ADDRESS = " at 0x"
"""In the text of an object that does not say what is in it."""


class Keys:
    """Digests of the data of files; what is on many pages is written out once."""

    def __init__(self) -> None:
        self._shared: dict[int, tuple[BaseModel, str]] = {}
        """Texts of models by their identity: the same ones are on every page, and take long to be written."""
        self._pages: dict[int, tuple[Page, str]] = {}
        """Digests of pages by their identity: a twin has the same data."""

    def of(self, data: Own) -> str:
        """The digest; '' where it cannot be known. A page and its twin, which are two files, have one."""
        if isinstance(data, str):
            return digest(data.encode())
        page = data.page if isinstance(data, Twin) else data
        if id(page) not in self._pages:
            values = [f"{name}: {self._of(value)}" for name, value in page.values.items()]
            text = "\n".join([repr({**vars(page), "values": None}), *values])
            self._pages[id(page)] = page, "" if _ONLY_AN_ADDRESS in text else digest(text.encode())
        return self._pages[id(page)][1]

    def _of(self, value: object) -> str:
        if not isinstance(value, BaseModel):
            return repr(value)
        if id(value) not in self._shared:
            self._shared[id(value)] = value, repr(value)
        return self._shared[id(value)][1]
