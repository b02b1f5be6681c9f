"""All that a build does before it writes pages."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import jinja2
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files

from ...reading.folder import read_library
from ...records.base import Audience
from ..building import Build, Given, build_of
from ..configuration import load, set_options
from ..sites import config_file
from ..theme import set_around


@dataclass
class Prepared(Exception):
    """What MkDocs would make pages with. It is raised, since that is the way to end a build of MkDocs."""

    env: jinja2.Environment
    config: MkDocsConfig
    files: Files

    @property
    def build(self) -> Build:
        """What is known of it so far."""
        return build_of(self.config)


class _Before(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # it has no settings
    """Ends a build where pages would be written."""

    @event_priority(-999)  # all hooks but ours have had their say
    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Hand over what there is."""
        raise Prepared(env, config, files)


def prepared(records: Path, audience: Audience, today: date, aside: Path) -> Prepared:
    """Everything for the pages of `records`, right or wrong; MkDocs gets the folder `aside` for itself."""
    config = load(config_file(records, audience), aside)
    library, _ = read_library(records)
    set_options(config, records, audience, Given(library, today))
    config.plugins["handrail/before"] = _Before()
    try:
        build(config)
    except Prepared as found:
        set_around(found.env, found.config, found.files)
        return found
    raise AssertionError("MkDocs builds without on_env")
