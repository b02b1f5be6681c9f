"""Our pages as MkDocs knows pages: files, navigation, configuration."""

import logging
import os
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from itertools import chain
from operator import attrgetter
from pathlib import Path
from urllib.parse import urljoin

import jinja2
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from ..checking import check
from ..checking.finding import at
from ..pages import __path__ as pages_path
from ..pages.contents import headings
from ..pages.page import Page, address, twin_of, written_in
from ..pages.rendering import Renderer
from ..pages.twins import Twin, Twins
from ..pages.website import Site, site_of
from ..problems import Code, Problem, errors
from ..progress import counted, phase
from ..reading.folder import read_library
from ..records.base import Audience
from ..records.library import Library
from ..records.public import PublicSettings, PublicTopic
from ..search.documents import documents_of
from .as_of import commit_date
from .cores import divided
from .editor import form_of
from .links import broken_links
from .made_from import Made
from .passed import Before, Passed
from .reuse import Reuse
from .theme_pages import RecordPage, Shells, Theme, file_of, place_of
from .urls import gone

log = logging.getLogger("mkdocs.handrail")


class BadContent(PluginError):
    """What ends a MkDocs build: all problems, in one message and as data."""

    def __init__(self, problems: list[Problem], what: str) -> None:
        noun = "problem" if len(problems) == 1 else "problems"
        super().__init__("\n".join([f"{len(problems)} {noun} in the {what}", *map(str, problems)]))
        self.problems = problems


class OwnFile(File):
    """A file that we write ourselves: links find it, and MkDocs makes nothing of it."""

    def __init__(self, place: str, name: str, data: Page | Twin | str, config: MkDocsConfig) -> None:
        inclusion = InclusionLevel.NOT_IN_NAV
        super().__init__(
            place, None, config.site_dir, use_directory_urls=True, dest_uri=name, inclusion=inclusion
        )
        self.data = data
        """What it is made from; a text is what it is."""
        page = data.page if isinstance(data, Twin) else data
        self.part = (page.topic or "", page.address) if isinstance(page, Page) else ("", "")
        """What is made with what: shapes go with topics, twins with their pages."""

    def is_documentation_page(self) -> bool:
        """It is not read, rendered or written by MkDocs."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: `write_files` writes it."""


class IndexPage(RecordPage):
    """A page of ours that the sidebar shows, so MkDocs has to know it."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig, renderer: Renderer) -> None:
        super().__init__(page, file, config)
        self.renderer = renderer

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Fill content and table of contents."""
        body = self.renderer.html(self.made_from)
        self.show(body, headings(body), self.renderer.head(self.made_from))


def prepare(config: MkDocsConfig) -> MkDocsConfig:
    """Read the records that `extra.handrail` names, and give the configuration what they say.

    `extra.handrail` holds `records` (a folder, relative to the configuration file), `audience`, `today`
    when it is not the date of the last commit, and `library` when somebody has read and checked the records
    already. Raises PluginError with every problem; warnings are logged as information, so that `--strict`
    still builds.
    """
    options = config.extra["handrail"]
    records = _seen_from_here(Path(config.config_file_path).parent / options["records"])
    library: Library | None = options.pop("library", None)
    today: date = options.pop("today", None) or commit_date(records) or date.today()
    if library is None:
        library = _checked(records, today)
    site = site_of(library, Audience(options["audience"]), today, written_in(Path(config.docs_dir)))
    options["site"] = site
    options["read"] = library
    options["documents"] = documents_of(library, Audience(options["audience"]), today)
    if options["audience"] == Audience.INTERNAL:
        options["form"] = form_of(library, records.name)
    _set_looks(config, site.settings)
    if missing := _missing_logo(config, library):
        raise BadContent([missing], "records")
    config.watch += filter(None, [str(records), *pages_path, config.theme.custom_dir])
    return config


def _seen_from_here(path: Path) -> Path:
    """`path` as somebody in this folder would write it, so that problems can be clicked."""
    here = Path.cwd()
    return path.resolve().relative_to(here) if path.resolve().is_relative_to(here) else path


def _checked(records: Path, today: date) -> Library:
    library, problems = read_library(records)
    problems = sorted([*problems, *check(library, today)])
    for warning in problems:
        if warning.is_warning:
            log.info(str(warning))
    if found := errors(problems):
        raise BadContent(found, "records")
    return library


def _set_looks(config: MkDocsConfig, settings: PublicSettings) -> None:
    site = settings.site
    config.site_name = escape(site.name)
    config.site_description = escape(site.description or "")
    if site.url and not config.site_url:
        config.site_url = site.url
    for palette in config.theme["palette"]:
        palette |= {"primary": "custom", "accent": "custom"}  # as the file of the site says: `looks`
    if site.logo:
        config.theme["logo"] = site.logo


def _missing_logo(config: MkDocsConfig, library: Library) -> Problem | None:
    logo = library.settings.site.logo
    if logo is None or any(
        (Path(folder) / logo).is_file() for folder in (config.docs_dir, *config.theme.dirs)
    ):
        return None
    message, fix = f"site.logo: there is no '{logo}' in docs/", "put the picture there, or correct the name"
    return at(library, library.settings.path, ("site", "logo"), Code.LOGO_MISSING, message, fix)


def record_files(files: Files, config: MkDocsConfig) -> Files:
    """`files` and one for each of our pages; a page of `docs/` at the same address goes before ours."""
    options = config.extra["handrail"]
    site: Site = options["site"]
    options["reuse"] = reuse = Reuse(options.pop("last", None), site.resolve)
    options["renderer"] = renderer = Renderer(
        config.markdown_extensions, config.mdx_configs, reuse.resolve, partial(icon, config.theme.dirs)
    )
    taken = {file.dest_uri for file in files}
    for page in site.pages.values():
        if files.get_file_from_path(place_of(page)):
            continue
        if site.shows_in_sidebar(page):
            file = file_of(page, config, _folder(config))
            file.inclusion = InclusionLevel.NOT_IN_NAV
            IndexPage(page, file, config, renderer)
            files.append(file)
        else:
            files.append(OwnFile(place_of(page), f"{page.address}index.html", page, config))
    data: dict[str, Twin | str] = {}
    if site.has_twins:
        data |= {twin_of(page.address): Twin(page) for page in site.pages.values()}
    data |= site.files
    if options["audience"] == Audience.PUBLIC:
        by_hand = [file for file in files.documentation_pages() if not file.generated_by]
        data |= {twin_of(file.url): file.content_string for file in by_hand}
    for name in data:
        if name not in taken:
            files.append(OwnFile(f"{name}.txt", name, data[name], config))  # MkDocs takes a .md for a page
    return files


def _folder(config: MkDocsConfig) -> str:
    """The name of the folder of records."""
    return Path(config.extra["handrail"]["records"]).name


def navigation(files: Files, config: MkDocsConfig) -> Navigation:
    """Home, the topic tree, the sections; `extra.handrail` keeps it, with the parent that each topic is.

    MkDocs takes only sections for parents; a page as parent works as well in it and in the theme.
    """
    options = config.extra["handrail"]
    site: Site = options["site"]
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
        updated = page.made_from.updated if isinstance(page, RecordPage) else None
        page.update_date = (updated or site.updated).isoformat()
    nav = Navigation(items, [item for item in items if isinstance(item, MkDocsPage)])
    options |= {"navigation": nav, "parents": parents}
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


def write_files(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
    """Write the page of every record that the sidebar does not show, and what lies beside pages.

    `extra.handrail` says afterwards what each was made from (`made`), and which are those of the last site
    (`taken`).
    """
    options = config.extra["handrail"]
    renderer: Renderer = options["renderer"]
    reuse: Reuse = options["reuse"]
    reuse.put(*_around(config))
    shells = Shells(theme_of(env, config, files))

    twins = Twins(reuse.resolve)

    def content(data: Page | Twin | str) -> str:
        if isinstance(data, Page):
            return shells.around(data, renderer.html(data), renderer.head(data))
        return twins.of(data.page) if isinstance(data, Twin) else data

    def make(part: Sequence[OwnFile]) -> list[tuple[str, Made]]:
        return [
            (file.dest_uri, reuse.make(f"{to}/{file.dest_uri}", file.data, partial(content, file.data)))
            for file in counted("Pages", part, len(new))
        ]

    to = config.site_dir
    made: dict[str, Made] = {}
    new: list[OwnFile] = []
    ours = [file for file in files if isinstance(file, OwnFile)]
    for folder in sorted({file.dest_uri.rpartition("/")[0] for file in ours}):
        os.makedirs(f"{to}/{folder}", exist_ok=True)  # noqa: PTH103 -- paths are slow
    for file in ours:
        if taken := reuse.take(file.dest_uri, file.part[1], file.data, to):
            made[file.dest_uri] = taken
        else:
            new.append(file)
    options["taken"] = frozenset(made)
    options["made"] = made | dict(chain(*divided(make, sorted(new, key=attrgetter("part")))))


def _around(config: MkDocsConfig) -> tuple[object, ...]:
    """What records can change of what stands around pages."""
    options = config.extra["handrail"]
    site: Site = options["site"]
    lists = [[(page.address, page.title) for page in pages] for pages in (site.sections, site.footer)]
    return site.settings, site.topics, lists, options["policy"], _folder(config)


def theme_of(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> Theme:
    """The theme of a site whose navigation is made."""
    options = config.extra["handrail"]
    return Theme(env, config, options["navigation"], files, options["parents"], _folder(config))


def sitemap(context: TemplateContext, config: MkDocsConfig) -> TemplateContext:
    """`context` with the pages that MkDocs does not know, but for those of retired records."""
    site: Site = config.extra["handrail"]["site"]
    base = f"{(config.site_url or '').rstrip('/')}/"
    listed = [
        {
            "page": {
                "canonical_url": config.site_url and urljoin(base, page.address),
                "update_date": (page.updated or site.updated).isoformat(),
            }
        }
        for page in site.pages.values()
        if not site.shows_in_sidebar(page) and not page.retired
    ]
    context["pages"] = [*context["pages"], *listed]  # type: ignore[list-item]  # as good to the template
    return context


def icon(theme_dirs: list[str], name: str) -> str:
    """The SVG of one of the theme's icons."""
    for folder in theme_dirs:
        file = Path(folder) / ".icons" / f"{name}.svg"
        if file.is_file():
            return file.read_text("utf-8")
    return ""


def keep_last_good(server: LiveReloadServer) -> LiveReloadServer:
    """Make a rebuild with problems leave the pages as they were.

    MkDocs' server would otherwise answer nobody until the next build that succeeds.
    """
    build = server.builder

    def build_or_keep() -> None:
        try:
            build()
        except SystemExit:  # MkDocs has logged the problems
            log.error("The pages from before are still shown. Correct the problems above and save again.")

    server.builder = build_or_keep
    return server


def check_built_site(config: MkDocsConfig) -> None:
    """Raises PluginError with every link of the built site that leads nowhere, and each address it breaks."""
    phase("Following links")
    options, built = config.extra["handrail"], Path(config.site_dir)
    options["before"] = Before(options["taken"], options.get("passed") or Passed())
    found, options["needs"] = broken_links(built, options["before"])
    if options["audience"] == Audience.PUBLIC.value:
        found += gone(options["read"], options["site"], built)
    if found:
        raise BadContent(found, "built site")
