"""Our pages in MkDocs' files, navigation and sitemap."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from ..pages.page import address, twin_of
from ..pages.rendering import Renderer
from ..pages.twins import Twin
from ..problems import Code, Problem, problem
from ..records.base import Audience
from ..records.public import PublicTopic
from .building import BadContent, Build, build_of
from .configuration import seen_from_here
from .keys import Own
from .record_pages import IndexPage, RecordFile, RecordPage, file_of, place_of
from .reuse import Reuse
from .theme import icon

_EXCLUDED = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)


class _Listed(NamedTuple):
    """A page that the sitemap names, as its template asks for one."""

    canonical_url: str
    update_date: str
    is_link: bool = False

    @property
    def page(self) -> "_Listed":
        """Itself: a file and its page are one here."""
        return self


def record_files(files: Files, config: MkDocsConfig) -> Files:
    """`files` and one for each of our pages; what is in `docs/` at the same address goes before ours."""
    if wrong := [*_misnamed(files)]:
        raise BadContent(wrong, "pages written by hand")
    build = build_of(config)
    site = build.site
    build.reuse = reuse = Reuse(build.last, build.library, site.resolve)
    draw = partial(icon, config.theme.dirs)
    build.renderer = Renderer(config.markdown_extensions, config.mdx_configs, reuse.resolve, site.heads, draw)
    own: dict[str, Own] = {}
    excluded = {file.src_uri: file for file in files if file.inclusion in _EXCLUDED}
    taken = {file.dest_uri for file in files if file.src_uri not in excluded}
    by_hand = {file.dest_uri for file in files.documentation_pages()}
    for page in site.pages.values():
        name = place_of(page)
        if name in excluded:
            files.remove(excluded[name])
        elif name in files.src_uris:
            continue
        if site.shows_in_sidebar(page) and f"{page.address}index.html" not in by_hand:
            file = file_of(page, config)
            file.inclusion = InclusionLevel.NOT_IN_NAV
            IndexPage(page, file, config)
        else:
            file = RecordFile(page, config)
            if file.dest_uri not in taken:
                own[file.dest_uri] = page
        files.append(file)
    build.own = own | {name: data for name, data in _beside(build, files).items() if name not in taken}
    return files


def _beside(build: Build, files: Files) -> dict[str, Own]:
    """What lies beside pages: their twins, the site's own files, and the texts of those written by hand."""
    site = build.site
    found: dict[str, Own] = {}
    if site.has_twins:
        found |= {twin_of(page.address): Twin(page) for page in site.pages.values()}
    found |= site.files
    if build.audience is Audience.PUBLIC:
        written = [file for file in files.documentation_pages() if not file.generated_by]
        found |= {f"{file.dest_uri.removesuffix('.html')}.md": _text_of(file) for file in written}
    return found


def _misnamed(files: Files) -> Iterator[Problem]:
    """The files whose names no address can have: they are not UTF-8."""
    for file in files:
        name = str(file.abs_src_path).encode("utf-8", "replace").decode()
        if file.inclusion not in _EXCLUDED and file.src_dir and name != file.abs_src_path:
            shown = str(seen_from_here(Path(name)))
            yield problem(shown, 1, 1, Code.NOT_UTF8, "has a name that is not UTF-8", "rename it")


def _text_of(file: File) -> str:
    """What is in a page that was written by hand."""
    try:
        return file.content_string
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fix = "save it as UTF-8"
        wrong = problem(
            str(seen_from_here(Path(str(file.abs_src_path)))), line, 1, Code.NOT_UTF8, "is not UTF-8", fix
        )
        raise BadContent([wrong], "pages written by hand") from error


def navigation(files: Files, config: MkDocsConfig) -> Navigation:
    """Home, the topic tree, the sections; the build keeps it, with the parent that each topic is.

    MkDocs takes only sections for parents; a page as parent works as well in it and in the theme.
    """
    build = build_of(config)
    site = build.site
    pages = {file.url: file.page for file in files.documentation_pages() if file.page}

    def page_at(where: str) -> MkDocsPage:
        return pages[where or "./"]

    parents: dict[str | None, StructureItem] = {
        section.address.rstrip("/"): page_at(section.address) for section in site.sections
    }
    items: list[StructureItem] = [page_at("")]
    items += [_topic_item(topic, page_at, parents) for topic in site.topics]
    items += [page_at(section.address) for section in site.sections]
    items[-1:-1] = [p for p in pages.values() if not isinstance(p, RecordPage) and p not in items]
    for page in pages.values():
        if not isinstance(page, RecordPage):
            page.update_date = site.updated.isoformat()
    nav = Navigation(items, [item for item in items if isinstance(item, MkDocsPage)])
    build.navigation, build.parents = nav, parents
    return nav


def _topic_item(
    topic: PublicTopic, page_at: Callable[[str], MkDocsPage], parents: dict[str | None, StructureItem]
) -> StructureItem:
    """The topic's page, or, when topics lie below it, a section that starts with its page."""
    page = page_at(address("topic", topic.id))
    if not topic.topics:
        parents[topic.id] = page
        return page
    section = Section(escape(topic.title), [page])
    parents[topic.id] = section
    section.children += [_topic_item(child, page_at, parents) for child in topic.topics]
    for child in section.children:
        child.parent = section
    return section


def sitemap(context: TemplateContext, config: MkDocsConfig) -> TemplateContext:
    """`context` with the pages that MkDocs does not know, but for those of retired records."""
    site = build_of(config).site
    if config.site_url:  # else nothing is listed
        base = f"{config.site_url.rstrip('/')}/"
        listed = [
            _Listed(f"{base}{page.address}", (page.updated or site.updated).isoformat())
            for page in site.pages.values()
            if not page.retired and not site.shows_in_sidebar(page)
        ]
        context["pages"] = [*context["pages"], *listed]  # type: ignore[list-item]  # as good to the template
    return context
