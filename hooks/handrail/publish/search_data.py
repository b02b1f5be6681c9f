"""What search needs, beside the pages: made from the same views, ranked by the theme's `ranking.js`."""

import nh3
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from ..pages.page import address
from ..progress import phase
from ..search.documents import Document
from ..search.files import search_files
from ..search.model import train
from .building import build_of


def add_search(config: MkDocsConfig, files: Files) -> None:
    """Add the files of the site's search, for the records' pages and the hand-written ones.

    It is called when all pages have their HTML.
    """
    phase("Search")
    documents, pages = build_of(config).documents, tuple(hand_written(files))
    are_few = len(pages) <= len(documents)  # else they teach what there is to learn, like the others
    model = train(documents, pages) if are_few else train((*documents, *pages))
    for name, content in search_files(model, address_of):
        files.append(File.generated(config, f"search/{name}", content=content))


def address_of(document: Document) -> str:
    """Where the page of a document is, from the site's root."""
    return document.id if document.kind == "page" else address(document.kind, document.id)


def hand_written(files: Files) -> list[Document]:
    """The pages of `docs/`; the theme's own search data does without them."""
    pages = [file.page for file in files.documentation_pages() if file.page and not file.generated_by]
    for page in pages:
        page.meta["search"] = {"exclude": True}
    return [
        Document("page", page.url, str(page.title), "", (), (), (nh3.clean(page.content or "", tags=set()),))
        for page in pages
    ]
