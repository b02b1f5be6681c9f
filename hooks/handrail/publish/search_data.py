"""What search needs, beside the pages: made from the same views, ranked by the theme's `ranking.js`.

What it knows of very many documents is kept beside the site, and has nothing in it but what the site's own
files for search say. If that is lost, spoilt, of another site or of other programs, all is read.
"""

from pathlib import Path

import nh3
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from ..pages.page import address
from ..progress import phase
from ..search.documents import Document
from ..search.files import MODEL, search_files
from ..search.memory import NOTHING, Memory, packed, unpacked
from ..search.model import train
from ..stored import store, stored
from .building import build_of
from .double import Last
from .manifest import beside


def add_search(config: MkDocsConfig, files: Files) -> None:
    """Add the files of the site's search, for the records' pages and the hand-written ones.

    It is called when all pages have their HTML.
    """
    phase("Search")
    build, pages = build_of(config), tuple(hand_written(files))
    documents, known = build.documents, recall(build.shown, build.last)
    build.known = NOTHING
    if not documents and not pages:
        return  # there is nothing to be found yet
    are_few = len(pages) <= len(documents)  # else they teach what there is to learn, like the others
    model = train(documents, pages, known) if are_few else train((*documents, *pages), (), known)
    build.known = model.known
    for name, made in search_files(model, address_of):
        to = f"search/{name}"
        if name != MODEL and build.reuse.keeps(to):  # by its name, it has the same content
            build.taken.add(to)
        else:
            files.append(File.generated(config, to, content=made()))


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


def keep(target: Path, made_from: str, known: Memory) -> None:
    """Write it beside the site at `target`, which was made from what has this digest."""
    if known is NOTHING:
        beside(target, "search").unlink(missing_ok=True)
    else:
        store(beside(target, "search"), packed(known, made_from))


def recall(target: Path, last: Last | None) -> Memory:
    """What is kept of the last site at `target`, if the same programs made it."""
    if not last or not last.made or last.made.sources.common != last.common:
        return NOTHING
    try:
        return unpacked(stored(beside(target, "search")), last.made.sources.digest)
    except (OSError, ValueError):
        return NOTHING
