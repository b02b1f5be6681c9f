"""The gate before the public site: what the records and private/people.yml say must not be in it."""

from collections.abc import Collection, Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from ..leaks.forbidden import Secrets, secrets_of
from ..leaks.gate import leaks, look, problems_of
from ..pages import __path__ as pages_path
from ..problems import Problem
from ..reading.people import read_people
from ..records.library import Library
from .cores import divided
from .passed import Before, Passed


def leaked(library: Library, config: MkDocsConfig, site: Path) -> list[Problem]:
    """What leaked from `library` into `site`, a public site built with `config`.

    Hand-written pages and templates are public by choice: their words are no secrets. The theme's own
    files are not looked into where the site has them unchanged.
    """
    secrets, problems = _secrets(library, config)
    return [*problems, *leaks(site, site, secrets, _shipped(config))]


def newly_leaked(
    library: Library,
    config: MkDocsConfig,
    site: Path,
    names: Collection[str],
    shown: Path,
    programs: str,
    before: Before,
) -> tuple[list[Problem], Passed]:
    """The same as `leaked` of a site that has files of these names, and what of it is to be remembered.

    A file that is the same as `before` was clean then, and is, unless something else is looked for now.
    `programs` is the digest of what finds it.
    """
    secrets, problems = _secrets(library, config)
    looked_for = f"{programs} {secrets.digest}"
    same = before.same if looked_for == before.passed.secrets else ()
    other = sorted(name for name in names if name not in same)
    looked = look(site, other, secrets, _shipped(config), divided)
    return [*problems, *problems_of(looked, site, shown)], Passed(secrets=looked_for)


def _secrets(library: Library, config: MkDocsConfig) -> tuple[Secrets, list[Problem]]:
    people, problems = read_people(Path(library.root))
    public = (file.read_text("utf-8", "replace") for file in _written_by_hand(config))
    return secrets_of(library, people, public), problems


def _written_by_hand(config: MkDocsConfig) -> Iterator[Path]:
    yield from Path(config.docs_dir).rglob("*.md")
    for folder in map(Path, (*pages_path, *filter(None, [config.theme.custom_dir]))):
        yield from (f for f in folder.rglob("*.html") if "staff" not in f.relative_to(folder).parts)


def _shipped(config: MkDocsConfig) -> list[Path]:
    return [Path(folder) for folder in config.theme.dirs if folder != config.theme.custom_dir]
