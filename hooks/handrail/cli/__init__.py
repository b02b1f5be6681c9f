"""The command line. The only place that prints or exits: 0 clean, 1 problems, 2 wrong use."""

import os

import click

from .ask import ask_
from .backlog import backlog
from .diff import diff
from .edit import rename, retire
from .fmt import fmt
from .init import init
from .new import new
from .proof import explain
from .records import check, import_
from .schema import schema
from .sites import build, leaks, serve, urls

os.environ["NO_MKDOCS_2_WARNING"] = "1"  # Material's banner about its successor, before every command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handrail")
def main() -> None:
    """From the records of by-hand work to a self-serve help center."""


for command in (
    check,
    build,
    serve,
    import_,
    leaks,
    explain,
    backlog,
    new,
    ask_,
    schema,
    fmt,
    rename,
    retire,
    urls,
    diff,
    init,
):
    main.add_command(command)
