"""`handrail new`: a record to fill in."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..evidence.history import history
from ..problems import Problem
from ..reading.dump import dump
from ..reading.folder import read_library
from ..reading.nearest import did_you_mean
from ..records.library import KINDS
from .options import as_of_option, records_option, today_or

if TYPE_CHECKING:
    from ..drafts.origin import Origin


@click.command()
@click.argument("kind", metavar="KIND", type=click.Choice(list(KINDS)))
@click.argument("id", metavar="ID")
@click.option(
    "--from",
    "source",
    metavar="SOURCE",
    help="An interaction, such as 2026-10#3, or a need, as handrail backlog names it.",
)
@records_option
@as_of_option
def new(kind: str, id: str, source: str | None, records: Path, as_of: datetime | None) -> None:
    """Write a new record to fill in: KIND is question, procedure, cycle or risk; ID names its file."""
    from ..drafts.drafting import STARTING_FROM, write_draft  # here, for other commands can do without numpy
    from ..drafts.origin import origin

    library, _ = read_library(records)  # its problems are for `check` to tell
    today, start = today_or(as_of), None
    if source is not None:
        if kind not in STARTING_FROM:
            raise click.BadParameter(f"only for a {' or a '.join(STARTING_FROM)}", param_hint="--from")
        start = origin(library, history(library, today), source)
        if start is None:
            near = did_you_mean(source, library.interactions) or "handrail backlog lists the needs"
            raise click.BadParameter(
                f"there is no interaction or need '{source}'; {near}", param_hint="--from"
            )
    written = write_draft(records, library, kind, id, today, start)
    if isinstance(written, Problem):
        click.echo(written)
        sys.exit(1)
    click.echo(f"{records}/{written}: written. Write what says TO DO, then run: handrail check")
    if start and not start.is_named:
        click.echo(_to_close(records, id, start))


def _to_close(records: Path, id: str, start: "Origin") -> str:
    """What to add to needs.yml, so that the need is one until its answer is public, and no longer.

    Of a group of asks one will do; what a record was used for is named one by one.
    """
    title = " ".join(start.title.split())
    ids = [i.id for i in start.interactions]
    need = {"id": id, "title": title, "interactions": ids if start.has_record else ids[:1], "answered_by": id}
    return f"\nSo that this answers the need, add to {records}/needs.yml:\n{dump([need])}".rstrip("\n")
