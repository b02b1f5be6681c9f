"""The command line. The only place that prints or exits: 0 clean, 1 problems, 2 wrong use."""

import json
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Literal, TypeVar

import click
from tqdm import tqdm

from .checking import check as check_library
from .importers.entries import Options
from .importers.run import FORMATS, import_files
from .problems import Problem, errors
from .publish.as_of import commit_date
from .reading.folder import read_library
from .records.base import Audience, Confidence

os.environ["NO_MKDOCS_2_WARNING"] = "1"  # Material's banner about its successor, before every command

T = TypeVar("T")
_Folder = click.Path(file_okay=False, path_type=Path)
_records = click.option(
    "--records",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default="playbooks",
    help="The folder of records.",
    show_default=True,
)
_as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The date that decides what is overdue and what the records prove.  [default: the last commit's]",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handrail")
def main() -> None:
    """From the records of by-hand work to a self-serve help center."""


@main.command()
@_records
@click.option(
    "--format", "form", type=click.Choice(["text", "github", "json"]), default="text", show_default=True
)
@_as_of
def check(records: Path, form: str, as_of: datetime | None) -> None:
    """Say what is wrong in the records, all of it, with line and column."""
    library, problems = read_library(records)
    problems = sorted([*problems, *check_library(library, _today(records, as_of))])
    _print(problems, form)
    if form == "text":
        count = len(list(library.records())) + len(library.interactions)
        click.echo(f"{_count(count, 'record')}, {_count(len(problems), 'problem')}", err=True)
    sys.exit(1 if errors(problems) else 0)


@main.command()
@_records
@click.option(
    "--audience", type=click.Choice(["public", "internal", "both"]), default="both", show_default=True
)
@click.option(
    "--to", type=_Folder, default="site", show_default=True, help="Builds into TO/public and TO/internal."
)
@_as_of
def build(records: Path, audience: str, to: Path, as_of: datetime | None) -> None:
    """Build the sites; what is published stays as it is unless everything passed."""
    from .publish.build import build_sites

    audiences = list(Audience) if audience == "both" else [Audience(audience)]
    problems = build_sites(records, audiences, to, _today(records, as_of))
    _print(problems, "text")
    if errors(problems):
        click.echo(f"{_count(len(errors(problems)), 'problem')}; nothing was published", err=True)
        sys.exit(1)
    for one in audiences:
        pages = sum(1 for _ in (to / one.value).rglob("*.html"))
        click.echo(f"{to / one.value}: {_count(pages, 'page')}")


@main.command()
@_records
@click.option("--audience", type=click.Choice(["public", "internal"]), default="public", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(records: Path, audience: str, port: int) -> None:
    """Show a site at http://127.0.0.1:PORT/ and again after every edit."""
    from .publish.build import serve_site

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    serve_site(records, Audience(audience), port)


@main.command()
@click.argument("site", metavar="SITE_DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_records
def leaks(site: Path, records: Path) -> None:
    """Say what must not be published and stands in any file of a finished public site."""
    from .publish.build import leaks_in

    problems = leaks_in(site, records)
    _print(problems, "text")
    files = sum(1 for file in site.rglob("*") if file.is_file())
    click.echo(f"{_count(files, 'file')}, {_count(len(problems), 'problem')}", err=True)
    sys.exit(1 if errors(problems) else 0)


@main.command("import")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--records", type=_Folder, required=True, help="The folder of records; it may be new.")
@click.option("--topic", help="The topic of what has none of its own.")
@click.option("--owner", help="A handle of the team; it is added if need be.")
@click.option("--audience", type=click.Choice(["internal", "public"]), default="internal", show_default=True)
@click.option(
    "--confidence",
    type=click.Choice([c.value for c in Confidence]),
    default="not_validated",
    show_default=True,
)
def import_(
    form: str,
    files: tuple[Path, ...],
    records: Path,
    topic: str | None,
    owner: str | None,
    audience: Literal["internal", "public"],
    confidence: Literal["wip", "not_validated", "validated", "archived"],
) -> None:
    """Write questions from tables (FORMAT table) or Microsoft Learn's FAQ files (FORMAT ms-faq).

    No record that is there is changed, and whatever could not come along is listed.
    """
    options = Options(topic, owner, audience, confidence)
    report = import_files(form, files, records, options, date.today(), progress=_progress)
    for note in report.notes:
        click.echo(f"note: {note}")
    _print(report.problems, "text")
    for path in report.company:
        click.echo(f"{records}/{path}: written or added to")
    done = f"{_count(len(report.written), 'record')} written, {len(report.unchanged)} there already"
    click.echo(
        f"{done}, {_count(len(report.notes), 'note')}, {_count(len(report.problems), 'problem')}", err=True
    )
    sys.exit(1 if errors(report.problems) else 0)


def _progress(items: list[T]) -> Iterable[T]:
    """`items` with a bar on a terminal, and none elsewhere."""
    return tqdm(items, disable=None, leave=False)


def _today(records: Path, as_of: datetime | None) -> date:
    return as_of.date() if as_of else commit_date(records) or date.today()


def _print(problems: Sequence[Problem], form: str) -> None:
    if form == "json":
        click.echo(json.dumps([asdict(p) for p in problems], indent=2, ensure_ascii=False))
        return
    for p in problems:
        click.echo(_annotation(p) if form == "github" else str(p))


def _annotation(p: Problem) -> str:
    """A problem as GitHub Actions shows it on the line of a pull request."""
    level = "warning" if p.is_warning else "error"
    where = f"file={_escaped(p.path, True)},line={p.line},col={p.column},title={p.number}"
    return f"::{level} {where}::{_escaped(f'{p.message} → {p.fix}')}"


def _escaped(text: str, in_property: bool = False) -> str:
    for char, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(char, code)
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
