"""What is known of the build of one site, from the first MkDocs event to the last."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation

from ..evidence.wording import count
from ..pages.rendering import Renderer
from ..pages.website import Site
from ..problems import Problem
from ..records.base import Audience
from ..records.library import Library
from ..records.public import PublicSettings
from ..search.documents import Document
from ..search.memory import Memory
from .double import Changed, Last
from .keys import Own
from .made_from import Made
from .passed import Before, Passed
from .reuse import Reuse


class BadContent(PluginError):
    """What ends a MkDocs build: all problems, in one message and as data."""

    def __init__(self, problems: list[Problem], what: str) -> None:
        super().__init__("\n".join([f"{count(len(problems), 'problem')} in the {what}", *map(str, problems)]))
        self.problems = problems


@dataclass(frozen=True)
class Given:
    """What was done before MkDocs began. Plain MkDocs reads and checks the records by itself."""

    library: Library
    today: date
    last: Last | None = None
    passed: Passed = field(default_factory=Passed)
    """How the site that is there passed the gates."""
    shown: Path | None = None
    """Where the site will be, when it is built to the side."""


class Link(NamedTuple):
    """A page that the footer leads to."""

    address: str
    title: str


@dataclass(frozen=True)
class Around:
    """All of a company that templates can ask for, as `config.extra.handrail.around`.

    Where it changes, every page is made again.
    """

    policy: str
    """What each page may run and load; `main.html` writes it."""
    settings: PublicSettings
    footer: tuple[Link, ...]


@dataclass
class Build:
    """One build of one site. Each MkDocs event adds what it makes, in this order."""

    library: Library
    audience: Audience
    records: str
    """The name of the folder of records."""
    site: Site
    documents: tuple[Document, ...]
    form: Mapping[str, Any] | None
    """What the form at `edit/` is made from; None on the public site."""
    last: Last | None
    passed: Passed
    shown: Path
    """Where the site will be, as problems say it."""

    # on_files
    reuse: Reuse = field(init=False)
    renderer: Renderer = field(init=False)
    own: Mapping[str, Own] = field(init=False)
    """What all files that we write ourselves are made from."""

    # on_nav
    navigation: Navigation = field(init=False)
    parents: Mapping[str | None, StructureItem] = field(init=False)
    """What each topic lies below in the sidebar."""

    # on_env
    known: Memory = field(init=False)
    """What search need not find out again."""
    around: Around = field(init=False)
    made: Mapping[str, Made] = field(init=False)
    """What each of our files was made from, as `MadeFrom.files`."""
    taken: set[str] = field(init=False, default_factory=set)
    """The files that are the last site's."""

    # on_post_build
    names: Collection[str] = field(init=False)
    """All files of the site."""
    changed: Changed | None = field(init=False)
    """How the site differs from the last one; None where nothing of that is known."""
    before: Before = field(init=False)
    """What the gates need not look at again."""
    destinations: Mapping[str, str] = field(init=False)
    """Where the links of each page lead, as `Passed`."""


def build_of(config: MkDocsConfig) -> Build:
    """The build that runs with this configuration."""
    found: Build = config.extra["handrail"][Build]  # no template can name that
    return found
