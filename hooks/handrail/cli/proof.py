"""`handrail explain`: how far a procedure has come, and which records say so."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

import click

from ..evidence.history import history
from ..evidence.ladder.standing import Standing, standing
from ..evidence.wording import count
from ..problems import Problem, errors
from ..reading.folder import read_library
from ..reading.nearest import did_you_mean
from ..records.library import Library
from .options import as_of_option, day_of, records_option

_MOST = 12
"""So many records are named for a rule; `--json` names all."""


@click.command()
@click.argument("id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@records_option
@as_of_option
def explain(id: str, as_json: bool, records: Path, as_of: datetime | None) -> None:
    """Say on which rung of the ladder the procedure ID stands, by which rules and records."""
    library, problems = read_library(records)
    procedure = library.procedures.get(id)
    doubts = _doubts(library, id, problems)
    for problem in doubts:
        click.echo(f"not counted: {problem}" if procedure else str(problem), err=True)
    if procedure is None:
        if doubts:
            sys.exit(1)
        raise click.BadParameter(_no_procedure(library, id), param_hint="ID")
    found = standing(procedure, library, history(library, day_of(records, as_of)))
    if as_json:
        click.echo(json.dumps(_values(found), indent=2, ensure_ascii=False))
    else:
        _print(found, procedure.title)
    sys.exit(1 if errors(doubts) else 0)


def _doubts(library: Library, id: str, problems: Sequence[Problem]) -> list[Problem]:
    """The problems of records that could count for this procedure: the answer may be wrong by them."""
    procedure = library.procedures.get(id)
    risks = tuple(f"risks/{risk}.yml" for risk in procedure.risks) if procedure else ()
    counting = ("interactions/", "cycles/", "settings.yml", *risks) if procedure else ()
    paths = tuple(library.shown(path) for path in (f"procedures/{id}.yml", *counting))
    return sorted(p for p in problems if p.path.startswith(paths))


def _no_procedure(library: Library, id: str) -> str:
    near = did_you_mean(id, library.procedures)
    if kind := library.noun_of(id):
        question = library.questions.get(id)
        if question and question.procedure:
            near = f"its procedure is '{question.procedure}'"
        noun = f"{'an' if kind == 'interaction' else 'a'} {kind}"
        return f"'{id}' is {noun}, and only procedures stand on the ladder{f'; {near}' if near else ''}"
    if record := library.now_called(id):
        return f"there is no '{id}' any more; it is called '{record.id}' now"
    return f"there is no procedure '{id}'; {near or 'the ids are the names of the files in procedures/'}"


def _values(standing: Standing) -> dict[str, object]:
    """What `--json` prints."""
    return {
        "id": standing.id,
        "rung": standing.rung,
        "kept_by_hand": standing.kept_by_hand,
        "sent_back": [setback.why for setback in standing.sent_back],
        "next": standing.next_rung,
        "missing": [rule.missing for rule in standing.missing],
        "rules": [
            {
                "rule": rule.name,
                "rung": rule.rung,
                "holds": rule.holds,
                "value": rule.value,
                "needed": rule.needed,
                "missing": rule.missing,
                "records": list(rule.records),
            }
            for rule in standing.rules
        ],
    }


def _print(standing: Standing, title: str) -> None:
    click.echo(f"{title}\n{standing.id}: {standing.rung.words}")
    if standing.kept_by_hand:
        click.echo("It stays by hand on purpose, beside the ladder.")
    for setback in standing.sent_back:
        click.echo(f"Sent back: {setback.why}.")
    if standing.next_rung:
        click.echo(f"\nTo be {standing.next_rung.words} it needs:")
        for rule in standing.missing:
            click.echo(f"  - {rule.missing}")
    named: Sequence[str] = ()
    for rung, rules in groupby(standing.rules, lambda rule: rule.rung):
        click.echo(f"\n{rung.words.capitalize()}")
        for rule in rules:
            click.echo(f"  {'yes' if rule.holds else 'no '}  {rule.says} (needed: {rule.wants})")
            if rule.records and rule.records != named:
                click.echo(f"       {_shortened(rule.records)}")
                named = rule.records


def _shortened(ids: Sequence[str]) -> str:
    """The last of `ids`, and how many more there are."""
    left = len(ids) - _MOST
    return ", ".join(ids[-_MOST:]) + (f" and {count(left, 'record')} before these" if left > 0 else "")
