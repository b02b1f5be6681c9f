"""`handrail init`: a company's own site."""

from datetime import date
from pathlib import Path

import click

from ..evidence.wording import count
from .options import FOLDER


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def init(folder: Path) -> None:
    """Write a site of your own into DIR: a folder that is new, empty, or a repository without files.

    Settings, a draft of each kind of record, the configuration of both sites with their looks, what CI runs
    on GitHub and GitLab, and a README of two commands.
    """
    from ..starting.own_site import NotStarted, start_site  # here, for other commands can do without numpy

    try:
        files = start_site(folder, date.today())
    except NotStarted as why:
        raise click.BadParameter(str(why), param_hint="DIR") from None
    click.echo(f"{folder}: {count(len(files), 'file')} written. Go there and run: make serve")
