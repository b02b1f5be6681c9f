"""The command line. The only place that prints or exits: 0 clean, 1 problems, 2 wrong use."""

import atexit
import gc
import os
import sys
from importlib import import_module
from io import TextIOWrapper

import click

os.environ["NO_MKDOCS_2_WARNING"] = "1"  # Material's banner about its successor, before every command
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy's threads would wait busily, for nothing
gc.set_threshold(1_000_000, 50, 50)  # what a command reads it needs to its end: less looking for garbage

_COMMANDS = {
    "ask": "ask:ask_",
    "backlog": "backlog:backlog",
    "build": "sites:build",
    "check": "check:check",
    "diff": "diff:diff",
    "explain": "proof:explain",
    "fmt": "fmt:fmt",
    "import": "importing:import_",
    "init": "init:init",
    "leaks": "sites:leaks",
    "new": "new:new",
    "rename": "edit:rename",
    "retire": "edit:retire",
    "schema": "schema:schema",
    "serve": "sites:serve",
    "urls": "sites:urls",
}
"""Where each command is: a module here, and its name in it."""
_WHOLE = 1000
"""A sentence of a command's help is not longer."""


class _Commands(click.Group):
    """Imports a command when it is asked for: none waits for the libraries of others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f".{module}", __name__), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Guess what a name was meant to be that no command has."""
        if args and args[0] not in _COMMANDS:
            from ..reading.nearest import did_you_mean  # here, for commands that are right can do without

            if near := did_you_mean(args[0], _COMMANDS):
                ctx.fail(f"No such command '{args[0]}': {near}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their first sentences, whole."""
        commands = [(name, self.get_command(ctx, name)) for name in _COMMANDS]
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(_WHOLE)) for name, one in commands if one])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handrail")
def main() -> None:
    """From the records of by-hand work to a self-serve help center."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal may know no arrows
            stream.reconfigure(errors="replace")


def run() -> None:
    """Run a command, and end at once after it: to free what it read, thing by thing, takes long."""
    gc.set_threshold(10_000_000, 50, 50)  # still less, as this process does nothing else
    try:
        main()
    except SystemExit as ended:
        atexit._run_exitfuncs()  # what libraries have left to do, such as to take temporary files away
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(ended.code or 0))
