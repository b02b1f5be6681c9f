"""`handrail rename` and `retire`: edits that reach into other records."""

import sys
from datetime import datetime
from pathlib import Path

import click

from ..checking.links import links
from ..checking.publication import retirements
from ..checking.references import references
from ..editing.renaming import rename as rename_record
from ..editing.retiring import retire as retire_record
from ..evidence.wording import count
from ..problems import Problem, errors
from ..reading.folder import read_library
from ..reading.nearest import did_you_mean
from ..records.library import AnyKind, Library
from .options import as_of_option, records_option, today_or
from .printing import print_problems


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@records_option
def rename(old: str, new: str, records: Path) -> None:
    """Call the record OLD by the id NEW, here and wherever records name it.

    Its old address goes on working: OLD is added to its field 'was'. All files change, or none.
    """
    library = _sound(records)
    _known(library, old, "OLD")
    if old == new:
        raise click.BadParameter("is what it is called already", param_hint="NEW")
    changed, problems = rename_record(records, library, old, new)
    _end(records, changed, problems)


@click.command()
@click.argument("id", metavar="ID")
@click.option("--instead", multiple=True, metavar="ID", help="What took its place; as often as needed.")
@click.option("--why", metavar="TEXT", help="Why it is gone, for its readers.")
@records_option
@as_of_option
def retire(id: str, instead: tuple[str, ...], why: str | None, records: Path, as_of: datetime | None) -> None:
    """Take the record ID out of use; its page says that it is gone and what to read instead.

    With one --instead, records that named ID name that one from now on. Where they cannot, or with none or
    several, they are listed for you to change. What is left of ID lies in retired/.
    """
    library = _sound(records)
    record = _known(library, id, "ID")
    for other in instead:
        _known(library, other, "--instead")
    if id in instead:
        raise click.BadParameter("a record cannot take its own place", param_hint="--instead")
    if why is not None and not why.strip():
        raise click.BadParameter("is empty", param_hint="--why")
    today = today_or(as_of)
    changed, problems = retire_record(records, library, record, tuple(dict.fromkeys(instead)), why, today)
    if changed:
        now, _ = read_library(records)
        named = [*references(now, today), *links(now, today), *retirements(now, today)]
        problems = sorted(p for p in named if f"'{id}' was retired" in p.message)
    _end(records, changed, problems)
    if changed:
        click.echo("handrail check says whether customers still find what they ask for", err=True)


def _sound(records: Path) -> Library:
    """The library, if every file of it can be read: in another one, references could be overlooked."""
    library, problems = read_library(records)
    if found := errors(problems):
        print_problems(found, "text")
        click.echo("correct these first; nothing was changed", err=True)
        sys.exit(1)
    return library


def _known(library: Library, id: str, argument: str) -> AnyKind:
    if record := library.record(id):
        return record
    later = library.now_called(id)
    near = f"it is called '{later.id}' now" if later else did_you_mean(id, [r.id for r in library.records()])
    what = "was retired" if id in library.retired else "is no question, procedure, cycle or risk"
    raise click.BadParameter(f"'{id}' {what}{f'; {near}' if near else ''}", param_hint=argument)


def _end(records: Path, changed: list[str], problems: list[Problem]) -> None:
    for name in changed:
        click.echo(f"{records}/{name}: {'changed' if (records / name).exists() else 'removed'}")
    print_problems(problems, "text")
    click.echo(f"{count(len(changed), 'file')} changed, {count(len(problems), 'problem')}", err=True)
    if errors(problems):
        sys.exit(1)
