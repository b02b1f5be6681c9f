"""`handrail import`: what comes into the folder of records from other forms."""

import sys
from datetime import date
from pathlib import Path
from typing import Literal

import click

from ..evidence.wording import count
from ..importers.entries import Options
from ..importers.run import FORMATS, import_files
from ..problems import errors
from ..records.base import Confidence
from .options import FOLDER
from .printing import print_problems
from .progress import printed


@click.command("import")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--records", type=FOLDER, required=True, help="The folder of records; it may be new.")
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
    with printed():
        report = import_files(form, files, records, options, date.today())
    for note in report.notes:
        click.echo(f"note: {note}")
    print_problems(report.problems, "text")
    for done in report.company:
        click.echo(f"{records}/{done}")
    counted = f"{count(len(report.written), 'record')} written, {len(report.unchanged)} there already"
    click.echo(
        f"{counted}, {count(len(report.notes), 'note')}, {count(len(report.problems), 'problem')}", err=True
    )
    sys.exit(1 if errors(report.problems) else 0)
