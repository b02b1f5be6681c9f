"""Options that several commands have."""

from datetime import date, datetime
from pathlib import Path

import click

from ..publish.as_of import date_of

FOLDER = click.Path(file_okay=False, path_type=Path)
records_option = click.option(
    "--records",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default="playbooks",
    help="The folder of records.",
    show_default=True,
)
as_of_option = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The date that decides what is overdue and what the records prove.  [default: the last commit's, or"
    " today where records were changed since]",
)


def day_of(records: Path, as_of: datetime | None) -> date:
    """The date that decides: `as_of`, else that of the records."""
    return as_of.date() if as_of else date_of(records)


def today_or(as_of: datetime | None) -> date:
    """The date to write into a record."""
    return as_of.date() if as_of else date.today()
