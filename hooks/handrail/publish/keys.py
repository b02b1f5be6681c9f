"""Digests of what pages are made from."""

from pydantic import BaseModel

from ..pages.page import Page
from ..pages.twins import Twin
from ..stored import digest

_ONLY_AN_ADDRESS = " at 0x"
"""In the text of an object that does not say what is in it."""


class Keys:
    """Digests of the data of pages, with what all of them have around them."""

    def __init__(self, around: str) -> None:
        self._around = around
        self._shared: dict[int, tuple[BaseModel, str]] = {}
        """Texts of models by their identity: the same ones are on every page, and take long to be written."""
        self._pages: dict[int, tuple[Page, str]] = {}
        """Digests of pages by their identity: a twin has the same data."""

    def of(self, data: object) -> str:
        """The digest; '' where it cannot be known."""
        if isinstance(data, Page):
            text = self._of_page(data)
        else:
            text = f"twin {self._of_page(data.page)}" if isinstance(data, Twin) else repr(data)
        return "" if _ONLY_AN_ADDRESS in text else digest(f"{self._around}{text}".encode())

    def _of_page(self, page: Page) -> str:
        """The digest of its data; that text itself where it cannot be known."""
        if id(page) not in self._pages:
            values = [f"{name}: {self._of(value)}" for name, value in page.values.items()]
            text = "\n".join([repr({**vars(page), "values": None}), *values])
            self._pages[id(page)] = page, text if _ONLY_AN_ADDRESS in text else digest(text.encode())
        return self._pages[id(page)][1]

    def _of(self, value: object) -> str:
        if not isinstance(value, BaseModel):
            return repr(value)
        if id(value) not in self._shared:
            self._shared[id(value)] = value, repr(value)
        return self._shared[id(value)][1]
