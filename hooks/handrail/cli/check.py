"""`handrail check`: what is wrong in the folder of records."""

import sys
from datetime import datetime
from pathlib import Path

import click

from ..checking import read_and_check
from ..evidence.wording import count
from ..problems import errors
from ..reading.cache import RecordCache
from .options import as_of_option, day_of, records_option
from .printing import print_problems


@click.command()
@records_option
@click.option(
    "--format", "form", type=click.Choice(["text", "github", "json"]), default="text", show_default=True
)
@as_of_option
def check(records: Path, form: str, as_of: datetime | None) -> None:
    """Say what is wrong in the records, all of it, with line and column.

    What only the finished site can tell is left to a build: icons, the logo, links of pages written by hand.
    """
    cache = RecordCache(records)
    library, problems = read_and_check(records, day_of(records, as_of), cache)
    cache.save()
    print_problems(problems, form)
    if form == "text":
        records_read = len(list(library.records())) + len(library.interactions)
        click.echo(f"{count(records_read, 'record')}, {count(len(problems), 'problem')}", err=True)
    sys.exit(1 if errors(problems) else 0)
