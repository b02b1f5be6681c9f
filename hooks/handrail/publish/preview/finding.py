"""Search that knows what was edited before the whole site is built again."""

from collections.abc import Iterable
from dataclasses import replace

from ...pages.page import views_of
from ...search.documents import Document
from ...search.files import MODEL, search_files
from ...search.model import Model, train
from ..search_data import address_of

_FEW = 300
"""So many documents are learnt anew in a second."""
_NEVER = -1e6
"""An article that starts with such a score is not found."""


class Search:
    """What search learnt from all documents, and those that have changed since.

    Of a few documents it learns anew. Of many, nothing is learnt of those that changed: as of hand-written
    pages, it is known which words they have and about where they lie among the others, until the next build.
    """

    def __init__(self, documents: tuple[Document, ...], pages: tuple[Document, ...]) -> None:
        self._learnt, self._pages = documents, pages
        self._now: dict[tuple[str, str], Document | None] = {}
        self._files: dict[str, bytes] = {}
        """Those of the last time. By its name, one has the same content, but for `MODEL`."""
        if documents:
            train(documents, pages)  # what it learns is remembered

    def edited(self, kind: str, id: str, documents: Iterable[Document]) -> None:
        """Take what there is now of one record; nothing else of `documents` counts."""
        there = {(document.kind, document.id): document for document in documents}
        self._now |= {(name, id): there.get((name, id)) for name in views_of(kind)}

    def files(self) -> dict[str, bytes]:
        """What a browser loads to search, by the names of the files; none where nothing could be learnt."""
        if not self._learnt:
            return {}
        before = self._files
        self._files = {
            name: before[name] if name in before and name != MODEL else made()
            for name, made in search_files(self.model(), address_of)
        }
        return {f"search/{name}": content for name, content in self._files.items()}

    def model(self) -> Model:
        """What ranks as of now."""
        changed = tuple(document for document in self._now.values() if document)
        kept = tuple(old for old in self._learnt if (old.kind, old.id) not in self._now)
        if len(self._learnt) <= _FEW and (kept or changed):
            return train((*kept, *changed), self._pages)
        model = train(self._learnt, (*changed, *self._pages))
        offsets = model.offsets.copy()
        offsets[[n for n, old in enumerate(self._learnt) if (old.kind, old.id) in self._now]] = _NEVER
        return replace(model, offsets=offsets)
