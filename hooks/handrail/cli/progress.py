"""Progress as it is printed: one line that changes on a terminal, and a line for each phase elsewhere."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from ..progress import told_to

_CLEAR = "\r\x1b[K"


class Printer:
    """Prints how far long work is, beside what a command prints."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._last = ""

    def told(self, what: str, done: int, of: int) -> None:
        """Print it."""
        if self._is_terminal:
            line = f"{what}{f': {done:,} of {of:,}' if of else ''} …"
            click.echo(f"{_CLEAR}{line[: shutil.get_terminal_size().columns - 1]}", nl=False, err=True)
        elif what != self._last:
            click.echo(f"{what}{f': {of:,}' if of else ''}", err=True)
        self._last = what

    def clear(self) -> None:
        """Leave the line to what is printed next."""
        if self._is_terminal and self._last:
            click.echo(_CLEAR, nl=False, err=True)
        self._last = ""


@contextmanager
def printed() -> Iterator[None]:
    """Print the progress of what is done meanwhile."""
    printer = Printer()
    try:
        with told_to(printer.told):
            yield
    finally:
        printer.clear()
