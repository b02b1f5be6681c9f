"""The gate before the public site: what the records and private/people.yml say must not be in it."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from ..leaks.forbidden import secrets_of
from ..leaks.gate import leaks
from ..pages import __path__ as pages_path
from ..problems import Problem
from ..reading.people import read_people
from ..records.library import Library


def leaked(library: Library, config: MkDocsConfig, site: Path, shown: Path) -> list[Problem]:
    """What leaked from `library` into `site`, a public site built with `config`; paths start with `shown`.

    Hand-written pages and templates are public by choice: their words are no secrets. The theme's own
    files are not looked into where the site has them unchanged.
    """
    people, problems = read_people(Path(library.root))
    written = [*Path(config.docs_dir).rglob("*.md")]
    for folder in (*pages_path, *filter(None, [config.theme.custom_dir])):
        written += Path(folder).rglob("*.html")
    public = [file.read_text("utf-8", "replace") for file in written if "staff" not in file.parts]
    shipped = [Path(folder) for folder in config.theme.dirs if folder != config.theme.custom_dir]
    return [*problems, *leaks(site, shown, secrets_of(library, people, public), shipped)]
