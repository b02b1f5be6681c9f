"""What a company wants of the theme: name, colours, logo and icons."""

from collections.abc import Iterator
from pathlib import Path

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig

from ..checking.finding import at
from ..problems import Code, Problem
from ..reading.wording import did_you_mean
from ..records.library import Library
from ..records.public import PublicSettings
from .configuration import wrong_in

_NEEDED = {
    "partials/javascripts/base.html": ("name", "the pages need Material", "name: material"),
    "assets/handrail.js": ("custom_dir", "ours is not there", "custom_dir: hooks/theme"),
}
"""Files that tell whether the theme is whole, and the field that brings them."""


def unusable(config: MkDocsConfig) -> Iterator[Problem]:
    """What MkDocs takes of the configuration, and no page of ours can be made with."""
    file, theme = Path(config.config_file_path), config.theme
    if not config.use_directory_urls:
        message = "'use_directory_urls: false', but the addresses of records' pages end in '/'"
        yield wrong_in(file, ("use_directory_urls",), message, "take it out")
    for name, (field, message, line) in _NEEDED.items():
        if not any((Path(folder) / name).is_file() for folder in theme.dirs):
            fix = f"write '{line}' below 'theme:'"
            yield wrong_in(file, ("theme", field), f"theme.{field}: {message}", fix)
    for place, value in (
        (("theme", "palette"), theme.get("palette")),
        (("extra", "alternate"), config.extra.get("alternate")),
    ):
        if not all(isinstance(one, dict) for one in (value if isinstance(value, list) else [value or {}])):
            fix = "write one 'name: value' a line below it"
            yield wrong_in(file, place, f"{'.'.join(place)}: needs fields", fix)


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
