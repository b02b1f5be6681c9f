"""Our pages as MkDocs knows pages and files."""

from collections.abc import Sequence

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from ..pages.contents import Heading, headings
from ..pages.page import TOPICS, Page
from ..pages.rendering import Renderer
from .building import build_of

NOTHING = "handrail/nothing.html"
"""The name of a template of ours that comes out empty."""


def place_of(page: Page) -> str:
    """The name that the page would have below `docs/`. A topic is an index, as a section needs one."""
    if page.address.startswith(TOPICS) or not page.address:
        return f"{page.address}index.md"
    return f"{page.address.rstrip('/')}.md"


def file_of(page: Page, config: MkDocsConfig) -> File:
    """A page as MkDocs' file; its pencil leads to its record."""
    file = File.generated(config, place_of(page), content="")
    if page.source:
        file.edit_uri = f"{build_of(config).records}/{page.source}"
    return file


class RecordFile(File):
    """A page of ours as MkDocs knows files: hand-written pages can link it, and nothing is made of it."""

    def __init__(self, page: Page, config: MkDocsConfig) -> None:
        # File's own way takes a path apart, and there are ten thousands of these
        self.src_uri = place_of(page)
        self.src_dir, self.dest_dir = None, config.site_dir
        self.dest_uri = f"{page.address}index.html"
        self.use_directory_urls = True
        self.inclusion = InclusionLevel.NOT_IN_NAV

    def is_documentation_page(self) -> bool:
        """It is not read, rendered or written by MkDocs."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: `write_files` writes it."""


class RecordPage(MkDocsPage):
    """A page that was made from records: it has its HTML without being Markdown."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        super().__init__(escape(page.title), file, config)
        self.made_from = page
        self.update_date = (page.updated or build_of(config).site.updated).isoformat()

    def read_source(self, config: MkDocsConfig) -> None:
        """Title and description are escaped here: the theme's templates do not escape."""
        page = self.made_from
        self.markdown = ""
        self.meta = {"description": escape(page.description), "hide": list(page.hide)}
        self.meta["search"] = {"exclude": True}  # we bring our own search data
        if page.retired:
            self.meta["robots"] = "noindex"  # main.html writes it
        if page.address:
            self.meta["title"] = escape(page.title)

    def show(self, body: str, outline: Sequence[Heading], head: str) -> None:
        """Give it the HTML of its body, what its table of contents shows, and what it has in its `<head>`."""
        self.content = body
        self.meta["head"] = head
        self.toc = TableOfContents([anchor(heading) for heading in outline])


def anchor(heading: Heading) -> AnchorLink:
    """An entry of a table of contents, escaped, too."""
    link = AnchorLink(escape(heading.title), escape(heading.id), heading.level)
    link.children = [anchor(child) for child in heading.children]
    return link


class IndexPage(RecordPage):
    """A page of ours that the sidebar shows, so MkDocs has to know it, and writes it."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Nothing yet: `write_files` knows whether it can stay as it is."""
        self.show("", (), "")

    def fill(self, renderer: Renderer) -> None:
        """Fill content and table of contents."""
        body = renderer.html(self.made_from)
        self.show(body, headings(body), renderer.head(self.made_from))

    def stay(self) -> None:
        """Let MkDocs write nothing: that is what it does with a page that comes out empty."""
        self.meta["template"] = NOTHING
