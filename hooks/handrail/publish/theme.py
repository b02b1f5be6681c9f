"""What a company wants of the theme: name, colours, logo and icons."""

from collections.abc import Iterator
from pathlib import Path

import jinja2
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from ..checking.finding import at
from ..problems import Code, Problem
from ..reading.nearest import did_you_mean
from ..records.library import Library
from ..records.public import PublicSettings
from .building import Around, Link, build_of
from .csp import policy_of


def set_looks(config: MkDocsConfig, settings: PublicSettings) -> None:
    """Tell the theme what the settings say."""
    site = settings.site
    config.site_name = escape(site.name)
    config.site_description = escape(site.description or "")
    if site.url and not config.site_url:
        config.site_url = site.url
    config.theme["features"] = config.theme.get("features") or []
    config.theme["palette"] = palette = config.theme.get("palette") or {}
    for one in palette if isinstance(palette, list) else [palette]:
        one |= {"primary": "custom", "accent": "custom"}  # as the file of the site says: `looks`
    if site.logo:
        config.theme["logo"] = site.logo


def set_around(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
    """Say what templates can ask for: what each page may run and load, and what else the company wants."""
    build = build_of(config)
    footer = tuple(Link(page.address, page.title) for page in build.site.footer)
    build.around = Around(policy_of(env, config, files), build.site.settings, footer)
    config.extra["handrail"]["around"] = build.around


def missing(config: MkDocsConfig, library: Library) -> Iterator[Problem]:
    """The logo and the icons that the records name and nobody has."""
    logo = library.settings.site.logo
    if logo and not any((Path(folder) / logo).is_file() for folder in (config.docs_dir, *config.theme.dirs)):
        message = f"site.logo: there is no '{logo}' in docs/"
        fix = "put the picture there, or correct the name"
        yield at(library, library.settings.path, ("site", "logo"), Code.LOGO_MISSING, message, fix)
    for location, topic in library.placed_topics():
        if not icon(config.theme.dirs, topic.icon):
            near = did_you_mean(topic.icon, _icons_beside(config.theme.dirs, topic.icon))
            fix = near or "write one such as material/truck-delivery, or leave it out"
            message = f"icon: the theme has no '{topic.icon}'"
            yield at(library, library.topics.path, (*location, "icon"), Code.UNKNOWN_ICON, message, fix)


def icon(theme_dirs: list[str], name: str) -> str:
    """The SVG of one of the theme's icons; '' when it has none of that name."""
    for folder in theme_dirs:
        file = Path(folder) / ".icons" / f"{name}.svg"
        if file.is_file():
            return file.read_text("utf-8")
    return ""


def _icons_beside(theme_dirs: list[str], name: str) -> list[str]:
    """The names of the icons of the same collection."""
    of = name.rpartition("/")[0]
    files = (file for folder in theme_dirs for file in (Path(folder) / ".icons" / of).glob("*.svg"))
    return [f"{of}/{file.stem}" for file in files]
