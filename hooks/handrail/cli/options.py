"""Options that several commands have."""

from datetime import date, datetime
from pathlib import Path

import click

from ..publish.as_of import date_of


class _Day(click.DateTime):
    """A day as records write it."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Say how one is written."""
        try:
            day: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"'{value}' is no day; write one as 2026-01-31", param, ctx)
        return day


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
    type=_Day(),
    metavar="DAY",
    help="The day, such as 2026-01-31, that decides what is overdue and what the records prove."
    "  [default: the last commit's, or today where records were changed since]",
)


def day_of(records: Path, as_of: datetime | None) -> date:
    """The date that decides: `as_of`, else that of the records."""
    return as_of.date() if as_of else date_of(records)


def today_or(as_of: datetime | None) -> date:
    """The date to write into a record."""
    return as_of.date() if as_of else date.today()
