"""`handrail backlog`: what customers need next."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import click

from ..evidence.history import history
from ..evidence.wording import count
from ..problems import errors
from ..reading.folder import read_library
from .options import as_of_option, day_of, records_option

if TYPE_CHECKING:
    from ..evidence.needs import AnsweredAnyway, Backlog, Measures, Need

_MOST = 25
"""So many needs are printed; `--json` has all."""
_ASKS = 3
_WIDTH = 100


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@records_option
@as_of_option
def backlog(as_json: bool, records: Path, as_of: datetime | None) -> None:
    """Say what customers need next: what no public answer covers, then what one should have covered."""
    from ..evidence.needs import backlog as backlog_of  # here, for other commands can do without numpy

    library, problems = read_library(records)
    if wrong := errors(problems):
        click.echo(
            f"{count(len(wrong), 'problem')}: see handrail check; what has one is not counted", err=True
        )
    found = backlog_of(library, history(library, day_of(records, as_of)))
    if as_json:
        click.echo(json.dumps(_values(found), indent=2, ensure_ascii=False))
    else:
        for line in _lines(found):
            click.echo(line)
    sys.exit(1 if wrong else 0)


def _values(found: "Backlog") -> dict[str, object]:
    """What `--json` prints."""
    return {
        "needs": [
            {
                "id": need.id,
                "title": need.named and need.named.title,
                "words": list(need.words),
                "asks": list(need.asks),
                **_measured(need.measures),
                "record": need.record and need.record.id,
                "confirmed_by": need.named and need.named.confirmed_by,
            }
            for need in found.needs
        ],
        "answered_anyway": [
            {
                "record": one.record.id,
                "published": str(one.record.published),
                **_measured(one.measures),
                "not_found": [i.id for i in one.not_found],
                "wrong": [i.id for i in one.wrong],
            }
            for one in found.answered_anyway
        ],
    }


def _measured(measures: "Measures") -> dict[str, object]:
    """Minutes are whole, of all the interactions; the trend counts the last 4 weeks and the 4 before."""
    return {
        "interactions": [i.id for i in measures.interactions],
        "minutes": measures.minutes,
        "customers": measures.customers,
        "per_week": round(measures.per_week, 2),
        "median_minutes": measures.effort,
        "dissatisfied": round(len(measures.dissatisfied) / len(measures.interactions), 2),
        "last_4_weeks": len(measures.recent),
        "4_weeks_before": len(measures.before),
    }


def _lines(found: "Backlog") -> Iterator[str]:
    asks = sum(len(need.measures.interactions) for need in found.needs)
    yield f"No public answer: {count(asks, 'interaction')}, {count(len(found.needs), 'need')}"
    for need in found.needs[:_MOST]:
        yield from _need(need)
    if left := found.needs[_MOST:]:
        minutes = sum(need.measures.minutes for need in left)
        yield f"\nand {count(len(left), 'need')} more of {count(minutes, 'minute')} together; --json has all"
    if found.wordless:
        yield f"\n{count(len(found.wordless), 'interaction')} more without the customer's words, in no need"
    yield "\nA public answer, and done by hand anyway"
    for one in found.answered_anyway[:_MOST]:
        yield from _answered_anyway(one)
    if not found.answered_anyway:
        yield "  none"
    if unwritten := next((need for need in found.needs if not need.record), None):
        yield f"\nTo write an answer: handrail new question ID --from {unwritten.id}"


def _need(need: "Need") -> Iterator[str]:
    title = need.named.title if need.named else need.record.title if need.record else ", ".join(need.words)
    yield f"\n  {need.id}  {title}"
    yield f"     {_summary(need.measures)}"
    if need.record:
        yield f"     answered by '{need.record.id}', which is internal"
    for ask in need.asks[:_ASKS]:
        yield f"     “{shorten(ask, _WIDTH, placeholder=' …')}”"


def _answered_anyway(one: "AnsweredAnyway") -> Iterator[str]:
    yield f"\n  {one.record.id}  {one.record.title}"
    yield f"     {_summary(one.measures)}"
    yield f"     not found {len(one.not_found)}, did not fit {len(one.wrong)}, since {one.record.published}"


def _summary(measures: "Measures") -> str:
    times = len(measures.interactions)
    return (
        f"{count(measures.minutes, 'minute')}, {count(times, 'interaction')}, "
        f"{count(measures.customers, 'customer')}; median {measures.effort:g} min, "
        f"{100 * len(measures.dissatisfied) / times:.0f} % dissatisfied, "
        f"last 4 weeks {len(measures.recent)}, the 4 before {len(measures.before)}"
    )
