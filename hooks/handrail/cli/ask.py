"""`handrail ask`: what customers find with their own words, and how good that is."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from ..problems import Code, Problem, problem
from ..reading.folder import read_library
from ..records.base import Audience
from ..records.library import Library
from ..search.documents import documents_of
from ..search.evaluation import Query, evaluate
from ..search.model import Model, train
from ..search.ranking import Answer, ask
from .options import as_of_option, day_of, records_option
from .printing import print_problems

_FIRST = 5


@click.command("ask")
@click.argument("words", nargs=-1)
@click.option(
    "--eval",
    "queries",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Measure over a file of lines such as {"query": "where is it", "expects": "track-my-order"}.',
)
@click.option("--audience", type=click.Choice(["public", "internal"]), default="public", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@records_option
@as_of_option
def ask_(
    words: tuple[str, ...],
    queries: Path | None,
    audience: str,
    as_json: bool,
    records: Path,
    as_of: datetime | None,
) -> None:
    """Say what a customer finds who types WORDS, with scores and the words that decided.

    With --eval, print how often the right record was first, among the first three and five, the mean
    reciprocal rank, and the share of queries that got an answer instead of a person.
    """
    if bool(words) == bool(queries):
        raise click.UsageError("give either WORDS or --eval FILE")
    library, problems = read_library(records)
    print_problems([p for p in problems if not p.is_warning], "text", err=True)
    today = day_of(records, as_of)
    documents = documents_of(library, Audience(audience), today)
    if not documents:
        click.echo(f"{records} has no public record yet; this is what staff find", err=True)
        documents = documents_of(library, Audience.INTERNAL, today)
    if not documents:
        raise click.UsageError(f"{records} has no record that could answer")
    model = train(documents)
    if queries is not None:
        _evaluate(model, library, queries)
    else:
        answer = ask(model, " ".join(words))
        click.echo(_as_json(answer) if as_json else _as_text(answer, model))


def _evaluate(model: Model, library: Library, path: Path) -> None:
    read = list(_queries(path, library))
    found = [query for query in read if isinstance(query, Query)]
    print_problems([p for p in read if isinstance(p, Problem)], "text", err=True)
    values = asdict(evaluate(model, found))
    click.echo(json.dumps({name.replace("_at_", "@"): value for name, value in values.items()}))
    sys.exit(0 if len(found) == len(read) else 1)


def _queries(path: Path, library: Library) -> Iterator[Query | Problem]:
    """Each line as a query, or what is wrong with it."""
    fix = 'write {"query": "their words", "expects": "the-record" or null}; the other lines count'
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            query, expects = value["query"], value["expects"]
        except (ValueError, TypeError, KeyError, RecursionError):
            yield problem(str(path), number, 1, Code.IMPORT_UNREADABLE, "is not a query", fix)
            continue
        if not isinstance(query, str) or not isinstance(expects, str | None):
            yield problem(str(path), number, 1, Code.IMPORT_UNREADABLE, "is not a query", fix)
        elif expects is not None and library.kind_of(expects) is None and not library.now_called(expects):
            message = f"expects: there is no record '{expects}'"
            yield problem(str(path), number, 1, Code.UNKNOWN_ID, message, "name a record, or null for none")
        else:
            now = library.now_called(expects) if expects and not library.kind_of(expects) else None
            yield Query(query, now.id if now else expects)


def _as_json(answer: Answer) -> str:
    found = [
        {
            "id": one.document.id,
            "kind": one.document.kind,
            "title": one.document.title,
            "score": round(one.score, 3),
            "phrasing": one.phrasing or None,
            "words": {word: round(weight, 3) for word, weight in one.words},
        }
        for one in answer.found
    ]
    values = {"answered": answer.is_answered, "evidence": round(answer.evidence, 3), "found": found}
    return json.dumps(values, indent=2, ensure_ascii=False)


def _as_text(answer: Answer, model: Model) -> str:
    lines = []
    if not answer.is_answered:
        compared = f"{answer.evidence:.2f}, and more than {model.threshold:.2f} is needed"
        lines += [f"No answer: the evidence is {compared}. Customers see the way to a person first.", ""]
    for place, one in enumerate(answer.found[:_FIRST], 1):
        lines.append(f"{place}. {one.document.title}")
        lines.append(f"   {one.document.kind} {one.document.id}, score {one.score:.2f}")
        if one.phrasing:
            lines.append(f"   customers also ask: {one.phrasing}")
        telling = [f"{word} {weight:+.2f}" for word, weight in one.words]
        lines.append(f"   by the words: {', '.join(telling)}")
    return "\n".join(lines) if answer.found else "\n".join([*lines, "None of these words is known."])
