"""Handrail's place in MkDocs: its events in their order; what each does is one call, or a few.

MkDocs loads this file by its path and puts its folder on `sys.path` only meanwhile, so everything is
imported here, at the top. Nothing is kept in this module: `mkdocs serve` builds again with the same
module and a new configuration.
"""

from typing import TYPE_CHECKING

import jinja2
from handrail.publish.beginning import begin
from handrail.publish.csp import allow_reloading, write_headers
from handrail.publish.editor import add_editor
from handrail.publish.finishing import check_built_site, put_site_together
from handrail.publish.mkdocs_pages import navigation, record_files, sitemap
from handrail.publish.mkdocs_serve import keep_last_good
from handrail.publish.overrides import forget_compiled
from handrail.publish.own_files import write_files
from handrail.publish.redirects import add_redirects
from handrail.publish.search_data import add_search
from handrail.publish.templates import compile_once
from handrail.publish.theme import set_around
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils.templates import TemplateContext

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

_LAST = -1000
"""MkDocs' own word for the last is -100, which others say, too."""


@event_priority(100)
def _before_plugins(config: MkDocsConfig) -> MkDocsConfig:
    """Have templates at hand that are compiled: the theme's own plugin is the first that asks for some."""
    return compile_once(config)


def _after_plugins(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check all records; their problems end the build before anything is written."""
    return begin(config)


on_config = CombinedEvent(_before_plugins, _after_plugins)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a page for every record, topic and list, and the form to edit them on the staff site."""
    return add_editor(record_files(files, config), config)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Put the topics, and not the records, into the sidebar."""
    return navigation(files, config)


@event_priority(_LAST)
def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Add what search needs and old addresses lead to, and write the pages of the records.

    Last, so that what other hooks give templates is there.
    """
    forget_compiled(env)
    add_search(config, files)
    set_around(env, config, files)
    add_redirects(config, files)
    write_files(env, config, files)
    return env


def on_template_context(
    context: TemplateContext, template_name: str, config: MkDocsConfig
) -> TemplateContext | None:
    """List the pages of the records in the sitemap."""
    return sitemap(context, config) if template_name == "sitemap.xml" else None


def on_serve(server: "LiveReloadServer", config: MkDocsConfig, builder: object) -> "LiveReloadServer":
    """Go on showing the last good site while a record has problems, and reload pages after edits."""
    return allow_reloading(keep_last_good(server))


@event_priority(_LAST)
def on_post_build(config: MkDocsConfig) -> None:
    """Write the headers that hosts send, and check the whole site, after every plugin wrote its files."""
    write_headers(config)
    put_site_together(config)
    check_built_site(config)
