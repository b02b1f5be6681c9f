"""`handrail diff`: what a merge means."""

import sys
from datetime import datetime
from pathlib import Path

import click

from ..evidence.wording import count
from ..pages.page import written_in
from ..problems import errors
from ..reading.folder import read_library
from ..records.base import Audience
from .options import as_of_option, day_of, records_option


@click.command()
@click.argument("revision", metavar="REV")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="markdown is for the comment on a pull request.",
)
@click.option(
    "--audience",
    type=click.Choice(["public", "internal"]),
    default="internal",
    show_default=True,
    help="public leaves out what customers cannot see.",
)
@records_option
@as_of_option
def diff(revision: str, form: str, audience: str, records: Path, as_of: datetime | None) -> None:
    """Say in words what is different from the records at REV: a branch, a tag or a commit.

    New, changed and gone records, rungs, coverage, questions that find their answer elsewhere, addresses
    that change, reviews that fall due. It fails when an address was taken out of urls.txt, and when records
    have problems.
    """
    from ..changes.comparing import compare, with_unusable_of  # here, for other commands can do without numpy
    from ..changes.past import NoPast, records_at
    from ..changes.telling import told

    new, problems = read_library(records)
    try:
        with records_at(revision, records) as folder:
            old, _ = read_library(folder)
    except NoPast as why:
        raise click.BadParameter(str(why), param_hint="REV") from None
    if wrong := errors(problems):
        told_so = f"{count(len(wrong), 'problem')}: see handrail check; what has one is taken for what it was"
        click.echo(told_so, err=True)
        new = with_unusable_of(new, old)
    written = written_in(records.resolve().parent / "docs")
    changes = compare(old, new, revision, Audience(audience), day_of(records, as_of), written)
    click.echo(told(changes, form).rstrip("\n"))
    sys.exit(1 if changes.forgotten or wrong else 0)
