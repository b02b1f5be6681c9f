"""How problems and counts are printed."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

import click

from ..problems import Problem

_LINE = "\r\x1b[K"
"""Goes to the start of the line and clears it."""


def print_problems(problems: Sequence[Problem], form: str, err: bool = False) -> None:
    """Print `problems` as text, as GitHub's annotations or as JSON; with `err` beside what is printed."""
    if form == "json":
        click.echo(json.dumps([asdict(p) for p in problems], indent=2, ensure_ascii=False))
        return
    for p in problems:
        click.echo(_annotation(p) if form == "github" else str(p), err=err)


def _annotation(p: Problem) -> str:
    """A problem as GitHub Actions shows it on the line of a pull request."""
    level = "warning" if p.is_warning else "error"
    where = f"file={_escaped(p.path, True)},line={p.line},col={p.column},title={p.number}"
    return f"::{level} {where}::{_escaped(f'{p.message} → {p.fix}')}"


def _escaped(text: str, in_property: bool = False) -> str:
    for char, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(char, code)
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 page`, `2 pages`; `plural` is for nouns that do not just take an s."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


class Progress:
    """Shows how far long work is, beside what is printed: on one line of a terminal, else a line a phase."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._phase = ""

    def __call__(self, phase: str, done: int = 0, of: int = 0) -> None:
        """As `publish.progress.Tell`."""
        if self._terminal:
            click.echo(f"{_LINE}{phase}{f' {done:,} of {of:,}' if of else ' …'}", err=True, nl=False)
        elif phase != self._phase:
            click.echo(phase, err=True)
        self._phase = phase

    def end(self) -> None:
        """Take the line away."""
        if self._terminal and self._phase:
            click.echo(_LINE, err=True, nl=False)
