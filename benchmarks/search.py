"""How often customers find the right answer: Handrail, Material's own search and MiniSearch, in one run.

    python benchmarks/search.py ../shared/data

Queries are customers' phrasings that are in no record; of BANKING77 a fifth, told by their hash, which nobody
looked at while anything was chosen. Handrail is asked through `import table` and the records that it writes.
Material's shipped worker gets the same titles and texts and is asked in Chromium as its dialog asks;
MiniSearch (npm, installed into a folder that is thrown away) stems nothing, leaves out stop words and allows
a typo.
"""

import argparse
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import material
from handrail.importers.entries import Options
from handrail.importers.run import import_files
from handrail.reading.folder import read_library
from handrail.records.base import Audience
from handrail.search.documents import documents_of
from handrail.search.evaluation import Query, evaluate
from handrail.search.model import train
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.browser.chromium import find
from tests.browser.conftest import FLAGS
from tests.browser.conftest import _serve as serve

Row = dict[str, Any]
Asked = tuple[str, str]
"""A query and the id that it should find."""
LAST_LOOK = 5
"""One of so many phrasings is kept for the table, and serves for nothing else."""
STOP_WORDS = (
    "a an and are as at be but by can do does for from have how i if in is it me my of on or so that the "
    "this to was what when where which who why will with you your"
)


@dataclass(frozen=True)
class Task:
    """Records, and queries that are in none of them."""

    name: str
    rows: list[Row]
    queries: list[Asked]


def tasks(data: Path) -> Iterator[Task]:
    """The rows of the table."""
    every = _rows(data / "banking77/questions-all.jsonl")
    for size in (5, 20):
        rows = _rows(data / f"banking77/questions-{size}.jsonl")
        known = {text for row in rows for text in row["asked_as"]}
        held_out = [(text, row["id"]) for row in every for text in row["asked_as"] if text not in known]
        queries = [(text, id) for text, id in held_out if _is_kept(text)]
        yield Task(f"BANKING77, {size} phrasings", rows, queries)
    most = [row | {"asked_as": [text for text in row["asked_as"] if not _is_kept(text)]} for row in every]
    kept = [(text, row["id"]) for row in every for text in row["asked_as"] if _is_kept(text)]
    yield Task("BANKING77, all but a fifth", most, kept)
    stack = _rows(data / "stackfaq/questions.jsonl")
    for fold in range(5):
        yield _without_one(f"StackFAQ, all but one phrasing ({fold + 1})", stack, fold)
    bare = [row | {"asked_as": []} for row in stack]
    asked = [(text, row["id"]) for row in stack for text in row["asked_as"]]
    yield Task("StackFAQ, titles and answers", bare, asked)


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _is_kept(text: str) -> bool:
    return sha256(f"look5{text}".encode()).digest()[0] % LAST_LOOK == LAST_LOOK - 1


def _without_one(name: str, rows: list[Row], which: int) -> Task:
    kept, queries = [], []
    for row in rows:
        texts = row["asked_as"]
        kept.append(row | {"asked_as": texts[:which] + texts[which + 1 :]})
        queries += [(text, row["id"]) for text in texts[which : which + 1]]
    return Task(name, kept, queries)


def with_typo(text: str, rng: random.Random) -> str:
    """One letter of one longer word left out, added, replaced or exchanged with the next."""
    words = list(re.finditer(r"[A-Za-z]{4,}", text))
    if not words:
        return text
    found = rng.choice(words)
    word, at, letter = found[0], rng.randrange(len(found[0]) - 1), rng.choice("abcdefghijklmnopqrstuvwxyz")
    typos = (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return text[: found.start()] + rng.choice(typos) + text[found.end() :]


def handrail(task: Task, unanswerable: Sequence[str]) -> str:
    """The table's cells for Handrail."""
    with TemporaryDirectory() as folder:
        table = Path(folder, "table.jsonl")
        table.write_text("\n".join(map(json.dumps, task.rows)), "utf-8")
        options = Options("answers", "support", "public", "validated")
        import_files("table", [table], Path(folder, "records"), options, date(2026, 1, 1))
        library, _ = read_library(Path(folder, "records"))
        model = train(documents_of(library, Audience.PUBLIC, date(2026, 1, 1)))
    rng = random.Random(5)
    plain = evaluate(model, [Query(*query) for query in task.queries])
    typos = evaluate(model, [Query(with_typo(text, rng), id) for text, id in task.queries])
    wrongly = evaluate(model, [Query(text, None) for text in unanswerable]).answered_wrongly
    shares = (plain.hit_at_1, plain.hit_at_3, plain.mrr, typos.hit_at_1, plain.answered, wrongly)
    return " | ".join("" if share is None else f"{100 * share:.1f}" for share in shares)


def hits(task: Task, answers: Sequence[Sequence[str]]) -> str:
    """Hit@1 and hit@3 of the ids that somebody else's search found for each query."""
    pairs = list(zip(answers, task.queries, strict=True))
    shares = [sum(id in found[:most] for found, (_, id) in pairs) / len(pairs) for most in (1, 3)]
    return " | ".join(f"{100 * share:.1f}" for share in shares)


MATERIAL = """
async ({ worker, rows, queries }) => {
  const search = new Worker(worker)
  const next = () => new Promise(done => search.onmessage = event => done(event.data))
  const docs = rows.map(row => ({ location: row.id, title: row.question,
    text: [row.answer, ...row.asked_as].join(" ") }))
  const config = { lang: ["en"], separator: "[\\\\s\\\\-]+", pipeline: ["stopWordFilter"],
    fields: { title: { boost: 1000 }, text: { boost: 1 }, tags: { boost: 1e6 } } }
  search.postMessage({ type: 0, data: { config, docs, options: { suggest: false } } })
  while ((await next()).type !== 1) {}
  const found = []
  for (const [query] of queries) {
    search.postMessage({ type: 2, data: query })
    let answer
    do answer = await next(); while (answer.type !== 3)
    found.push(answer.data.items.slice(0, 3).map(group => group[0].location))
  }
  return found
}
"""
MINISEARCH = """
const MiniSearch = require("minisearch")
const { rows, queries, stop } = JSON.parse(require("fs").readFileSync(0, "utf-8"))
const leftOut = new Set(stop.split(" "))
const processTerm = term => leftOut.has(term = term.toLowerCase()) ? null : term
const search = new MiniSearch({ fields: ["title", "text"], processTerm })
search.addAll(rows.map(r => ({ id: r.id, title: r.question, text: [r.answer, ...r.asked_as].join(" ") })))
const fuzzy = term => term.length > 3 ? 1 : false
const find = query => search.search(query, { fuzzy, boost: { title: 2 } })
console.log(JSON.stringify(queries.map(([query]) => find(query).slice(0, 3).map(found => found.id))))
"""


def material_search(task: Task) -> list[list[str]]:
    """What the worker that Material ships finds, as its dialog asks it."""
    scripts = Path(material.__file__).parent / "templates/assets/javascripts"
    worker = next((scripts / "workers").glob("search.*.min.js"))
    server, address = serve(scripts)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        page = browser.new_page()
        page.goto(f"{address}/lunr/tinyseg.js")
        given = {"worker": f"{address}/workers/{worker.name}", "rows": task.rows, "queries": task.queries}
        found: list[list[str]] = page.evaluate(MATERIAL, given)
        browser.close()
    server.shutdown()
    return found


def minisearch(task: Task, folder: Path) -> list[list[str]]:
    """What MiniSearch, installed in `folder`, finds."""
    given = json.dumps({"rows": task.rows, "queries": task.queries, "stop": STOP_WORDS})
    command = ["node", "-e", MINISEARCH]
    done = subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, check=True)
    found: list[list[str]] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", help="tasks whose name contains this")
    options = parser.parse_args()
    stack = [text for row in _rows(options.data / "stackfaq/questions.jsonl") for text in row["asked_as"]]
    print(
        "| records | hit@1 | hit@3 | MRR | hit@1, one typo | answered | answered wrongly | Material hit@1 "
        "| hit@3 | MiniSearch hit@1 | hit@3 | queries |"
    )
    print("|:--|" + "--:|" * 11)
    with TemporaryDirectory() as folder:
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "minisearch@7"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        for task in tasks(options.data):
            if options.only and options.only not in task.name:
                continue
            ours = handrail(task, stack if "BANKING" in task.name else ())
            others = f"{hits(task, material_search(task))} | {hits(task, minisearch(task, Path(folder)))}"
            print(f"| {task.name} | {ours} | {others} | {len(task.queries):,} |", flush=True)


if __name__ == "__main__":
    main()
