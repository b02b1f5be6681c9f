"""The beginning of a build: the records are read and checked, and the configuration gets what they say."""

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files

from ..checking import read_and_check
from ..pages import __path__ as pages_path
from ..pages.website import site_of
from ..problems import errors
from ..records.base import Audience
from ..search.documents import documents_of
from .as_of import date_of
from .building import BadContent, Build, Given
from .configuration import options_of
from .editor import form_of
from .theme import missing, set_looks

log = logging.getLogger("mkdocs.handrail")


def begin(config: MkDocsConfig) -> MkDocsConfig:
    """Begin a build: read the records that `extra.handrail` names, and give the configuration what they say.

    `extra.handrail` holds `records` (a folder, relative to the configuration file), `audience`, and `given`
    when somebody has read and checked the records already. Raises PluginError with every problem; warnings
    are logged as information, so that `--strict` still builds.
    """
    records, audience = options_of(config)
    options = config.extra["handrail"]
    given: Given = options.pop("given", None) or _checked(records)
    library = given.library
    by_hand = get_files(config).documentation_pages()
    written = frozenset(file.dest_uri.removesuffix("index.html") for file in by_hand)
    site = site_of(library, audience, given.today, written)
    options[Build] = Build(
        library=library,
        audience=audience,
        records=Path(options["records"]).name,
        site=site,
        documents=documents_of(library, audience, given.today),
        form=form_of(library, records.name) if audience is Audience.INTERNAL else None,
        last=given.last,
        passed=given.passed,
        shown=given.shown or Path(config.site_dir),
    )
    set_looks(config, site.settings)
    if found := [*missing(config, library)]:
        raise BadContent(found, "records")
    config.watch += filter(None, [str(records), *pages_path, config.theme.custom_dir])
    return config


def _checked(records: Path) -> Given:
    today = date_of(records)
    library, problems = read_and_check(records, today)
    for warning in problems:
        if warning.is_warning:
            log.info(str(warning))
    if found := errors(problems):
        raise BadContent(found, "records")
    return Given(library, today)
