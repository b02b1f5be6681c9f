"""`handrail build`, `serve`, `leaks` and `urls`."""

import errno
import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from ..evidence.wording import count
from ..problems import Problem, errors
from ..records.base import Audience
from .options import FOLDER, as_of_option, day_of, records_option
from .printing import print_problems
from .progress import Printer, printed


@click.command()
@records_option
@click.option(
    "--audience", type=click.Choice(["public", "internal", "both"]), default="both", show_default=True
)
@click.option(
    "--to", type=FOLDER, default="site", show_default=True, help="Builds into TO/public and TO/internal."
)
@as_of_option
def build(records: Path, audience: str, to: Path, as_of: datetime | None) -> None:
    """Build the sites; what is published stays as it is unless everything passed."""
    from ..publish.sites import build_sites

    audiences = list(Audience) if audience == "both" else [Audience(audience)]
    with printed():
        built = build_sites(records, audiences, to, day_of(records, as_of))
    print_problems(built.problems, "text")
    if wrong := errors(built.problems):
        click.echo(f"{count(len(wrong), 'problem')}; nothing was published", err=True)
        sys.exit(1)
    for one, pages in built.pages.items():
        click.echo(f"{to / one.value}: {count(pages, 'page')}")


@click.command()
@records_option
@click.option("--audience", type=click.Choice(["public", "internal"]), default="public", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(records: Path, audience: str, port: int) -> None:
    """Show a site at http://127.0.0.1:PORT/ and every edit: of a record at once, of the rest with a build."""
    from ..publish.preview.serving import serve as show

    printer = Printer()

    def tell(what: str, problems: Sequence[Problem]) -> None:
        """Say what happened, after what is wrong."""
        printer.clear()
        print_problems(problems, "text")
        click.echo(f"{datetime.now():%H:%M:%S} {what}")

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _stop)
    try:
        show(records, Audience(audience), port, tell, printer.told)
    except KeyboardInterrupt:
        click.echo()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        other = port % 65535 + 1
        message = f"another program has port {port} → end it, or name another port, such as --port {other}"
        raise click.BadParameter(message, param_hint="--port") from error


def _stop(*_: object) -> None:
    """Stop once: what comes while everything is taken away does not stop that."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _stopping)  # SIG_IGN has Python complain of one that came at the same moment
    raise KeyboardInterrupt


def _stopping(*_: object) -> None:
    """Nothing more to do."""


@click.command()
@click.argument("site", metavar="SITE_DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@records_option
def leaks(site: Path, records: Path) -> None:
    """Say what must not be published and stands in any file of a finished public site."""
    from ..publish.build import leaks_in

    if (site / "edit" / "kinds.json").is_file():  # of the form for staff
        message = "is a staff site, where everything may stand; name the public one: site/public"
        raise click.BadParameter(message, param_hint="SITE_DIR")
    with printed():
        problems = leaks_in(site, records)
    print_problems(problems, "text")
    files = sum(1 for file in site.rglob("*") if file.is_file())
    click.echo(f"{count(files, 'file')}, {count(len(problems), 'problem')}", err=True)
    sys.exit(1 if errors(problems) else 0)


@click.command()
@click.argument(
    "site",
    metavar="[SITE_DIR]",
    default="site/public",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@records_option
@click.option("--write", is_flag=True, help="Add them to urls.txt in the folder of records, for good.")
def urls(site: Path, records: Path, write: bool) -> None:
    """Say which addresses of a finished public site (site/public) are not in urls.txt yet.

    Once urls.txt is there, a build that would break one of its addresses fails. Write it when you publish.
    """
    from ..publish.urls import published, remember
    from ..reading.folder import read_library

    if not (site / "llms.txt").is_file():  # every public site has it, and no other
        raise click.BadParameter("is no public site; name its folder: site/public", param_hint="SITE_DIR")
    library, problems = read_library(records)
    if wrong := [p for p in errors(problems) if p.path.endswith("/urls.txt")]:
        print_problems(wrong, "text")
        sys.exit(1)
    new = remember(library, site) if write else sorted(set(published(site)) - library.urls.keys())
    if isinstance(new, Problem):
        click.echo(new)
        sys.exit(1)
    for url in new:
        click.echo(url)
    done = "added to" if write else "not in"
    click.echo(f"{count(len(new), 'address')} {done} {records}/urls.txt", err=True)
