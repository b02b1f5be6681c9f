"""`handrail fmt`: records in one order and style."""

import sys
from pathlib import Path

import click

from ..editing.styling import record_files, style
from ..evidence.wording import count
from ..problems import Problem, errors
from ..records.files import schema_of
from .options import records_option
from .printing import print_problems


@click.command()
@click.argument(
    "files",
    metavar="[FILE]...",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--check", is_flag=True, help="Change nothing; say which files would be changed.")
@records_option
def fmt(files: tuple[Path, ...], check: bool, records: Path) -> None:
    """Put the records, or only each FILE, into the usual order and style.

    No word and no comment of them changes. A file that cannot be read is reported and left as it is.
    """
    names = [_inside(records, file) for file in files] or list(record_files(records))
    problems: list[Problem] = []
    changed = 0
    for name in dict.fromkeys(names):
        was_changed, wrong = style(records, name, check)
        problems += wrong
        if was_changed:
            changed += 1
            click.echo(f"{records}/{name}: put into order")
    print_problems(problems, "text")
    done = f"{count(len(names), 'file')}, {changed} changed, {count(len(problems), 'problem')}"
    click.echo(done, err=True)
    sys.exit(1 if errors(problems) else 0)


def _inside(records: Path, file: Path) -> str:
    """The path of `file` in the folder of records."""
    root, path = records.absolute(), file.absolute()
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
    if not name or path.suffix != ".yml" or not schema_of(name):
        raise click.BadParameter(f"{file} is no record below {records}", param_hint="FILE")
    return name
