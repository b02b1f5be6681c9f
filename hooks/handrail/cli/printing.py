"""How problems and counts are printed."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from ..problems import Problem


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
