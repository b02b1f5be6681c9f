"""The end of a build: what is new and what stays become one site, and its links must lead somewhere."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from ..problems import Problem
from ..progress import phase
from ..records.base import Audience
from ..stored import files_below
from .building import BadContent, build_of
from .double import put_together
from .link_origins import problems_of
from .links import broken_links, destination_of
from .passed import Before
from .urls import gone


def put_site_together(config: MkDocsConfig) -> None:
    """Put what was built and what stays of the last site together; `site_dir` is that folder from now on."""
    build, built = build_of(config), Path(config.site_dir)
    build.changed = changed = put_together(built, build.last, build.taken) if build.last else None
    config.site_dir = str(build.last.double if build.last else built)
    build.names = {*changed.kept, *changed.new} if changed else {*files_below(str(built))}


def check_built_site(config: MkDocsConfig) -> None:
    """Raises PluginError with every link of the built site that leads nowhere, and each address it breaks."""
    phase("Following links")
    build, built = build_of(config), Path(config.site_dir)
    build.before = Before(build.changed.kept if build.changed else (), build.passed)
    others = config.extra.get("alternate") or ()
    beside = {destination_of("", other.get("link", "")) or "" for other in others}
    broken, build.destinations = broken_links(built, build.names, build.before, beside)
    found: list[Problem] = []
    if broken:
        found += problems_of(broken, build.library, build.site, Path(config.docs_dir), build.shown)
    if build.audience is Audience.PUBLIC:
        found += gone(build.library, build.site, built)
    if found:
        raise BadContent(found, "built site")
