"""How long all evidence takes for made-up by-hand work, and how much memory.

    python benchmarks/evidence.py --sizes 1000 2000

A size is so many questions, a twentieth as many procedures, and ten times as many interactions in a year.
Each is measured in a process of its own. The records are made in memory, always the same ones: reading
files is what `build.py` measures. Prints a Markdown table of CPU seconds.
"""

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import MappingProxyType

from handrail.evidence.history import History, history
from handrail.evidence.journey import journey
from handrail.evidence.kcs import kcs
from handrail.evidence.ladder.standing import standings
from handrail.evidence.ledger import ledger
from handrail.evidence.needs import backlog
from handrail.evidence.people import people
from handrail.evidence.readiness.signs import signs
from handrail.records.expects import Expects
from handrail.records.interaction import Interaction
from handrail.records.library import Library
from handrail.records.moved import Moved
from handrail.records.needs import Needs
from handrail.records.procedure import Procedure
from handrail.records.question import Question
from handrail.records.settings import Settings, Team, Topics
from handrail.views import public_view
from records import SEED, TOPICS, WORDS

TODAY = date(2026, 11, 22)
YEAR = 365
QUICK = 0.5
"""What takes fewer seconds is measured five times, and the least counts."""
PEOPLE = tuple(f"support-{n}" for n in range(1, 9))
MEASURES: dict[str, Callable[[Library, History], object]] = {
    "history": lambda library, past: history(library, past.today),
    "ladder": standings,
    "needs": backlog,
    "ledger": ledger,
    "KCS": kcs,
    "journey": journey,
    "people": people,
    "readiness": lambda library, past: signs(library, past, standings(library, past)),
    "aggregates": lambda library, past: public_view(library, past.today),
}


def made_up(size: int) -> Library:
    """A company with `size` questions."""
    rng = random.Random(SEED)
    themes = [_words(rng, 6) for _ in range(size)]
    questions = {f"q-{n}": _question(rng, n, theme) for n, theme in enumerate(themes)}
    procedures = {f"p-{n}": _procedure(rng, n) for n in range(size // 20)}
    helps = [*questions, *procedures]
    found = [_interaction(rng, n, themes, helps) for n in range(size * 10)]
    stages = Settings(path="", site={"name": "x"}).stages
    topics = [{"id": t, "title": t, "stage": stages[n % len(stages)]} for n, t in enumerate(TOPICS)]
    return Library(
        root="",
        settings=Settings.model_validate(
            {"path": "", "site": {"name": "x"}, "publish": ["customers_helped", "you_asked"]}
        ),
        topics=Topics.model_validate({"path": "", "topics": topics}),
        team=Team.model_validate({"path": "", "team": [{"handle": p, "does": "Helps"} for p in PEOPLE]}),
        questions=MappingProxyType(questions),
        procedures=MappingProxyType(procedures),
        cycles=MappingProxyType({}),
        risks=MappingProxyType({}),
        retired=MappingProxyType({}),
        interactions=MappingProxyType({i.id: i for i in found}),
        needs=Needs(path="", needs=()),
        expects=Expects(path="", expects=()),
        moved=Moved(path="", moved=()),
        urls=MappingProxyType({}),
        texts=MappingProxyType({}),
        unfinished=(),
        unusable=frozenset(),
    )


def _question(rng: random.Random, n: int, theme: list[str]) -> Question:
    return Question.model_validate(_record(rng, f"q-{n}") | {"question": " ".join(theme), "answer": "So."})


def _procedure(rng: random.Random, n: int) -> Procedure:
    steps = [{"title": "Do it", "staff": "So.", "customer": "So."}]
    fields = {"title": "A procedure", "customer_title": "Do it", "trigger": "Asked.", "outcome": "Done."}
    return Procedure.model_validate(
        _record(rng, f"p-{n}") | fields | {"steps": steps, "backup": rng.choice(PEOPLE)}
    )


def _record(rng: random.Random, id: str) -> dict[str, object]:
    """Half of them are public, since some day of the year."""
    fields: dict[str, object] = {"id": id, "path": f"{id}.yml", "topic": rng.choice(TOPICS)}
    fields |= {"owner": rng.choice(PEOPLE), "confidence": "validated"}
    if rng.random() < 0.5:
        fields |= {"audience": "public", "published": TODAY - timedelta(rng.randrange(YEAR))}
    return fields


def _interaction(rng: random.Random, n: int, themes: list[list[str]], helps: list[str]) -> Interaction:
    """Few themes come often, most seldom; customers use some words of the theme and some others."""
    theme = min(int(rng.paretovariate(0.6)) - 1, len(themes) - 1)
    asked = [*rng.sample(themes[theme], 4), *_words(rng, rng.randint(2, 8))]
    rng.shuffle(asked)
    return Interaction.model_validate(
        {
            "id": f"made-up-{n // 2000}#{n % 2000 + 1}",
            "path": f"interactions/made-up-{n // 2000}.yml",
            "on": TODAY - timedelta(rng.randrange(YEAR)),
            "channel": rng.choice(["call", "email", "chat"]),
            "customer": f"c-{rng.randrange(len(themes) * 3)}",
            "stage": rng.choice(["buy", "set-up", "use", "get-help", None]),
            "asked": " ".join(asked) if rng.random() < 0.9 else None,
            "used": rng.sample(helps, rng.choice([1, 1, 2])) if rng.random() < 0.6 else [],
            "by": rng.choice(PEOPLE),
            "minutes": rng.randint(2, 60),
            "outcome": rng.choice(["solved"] * 9 + ["unsolved"]),
            "deviated": "Not so." if rng.random() < 0.05 else None,
            "satisfaction": rng.choice([None, 3, 4, 5]),
        }
    )


def _words(rng: random.Random, count: int) -> list[str]:
    return rng.choices(WORDS, k=count)


def measured(size: int) -> dict[str, float]:
    """CPU seconds of each measure, and the peak of the process in MiB."""
    library = made_up(size)
    past = history(library, TODAY)
    seconds = {}
    for name, measure in MEASURES.items():
        seconds[name] = _seconds(measure, library, past)
        if seconds[name] < QUICK:
            seconds[name] = min(seconds[name], *(_seconds(measure, library, past) for _ in range(4)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return seconds | {"all": sum(seconds.values()), "peak MiB": peak}


def _seconds(measure: Callable[[Library, History], object], library: Library, past: History) -> float:
    start = time.process_time()
    measure(library, past)
    return time.process_time() - start


def table(sizes: list[int]) -> Iterator[str]:
    """A row for each measure, a column for each size, and the power of the size with which the last grew."""
    found = [
        json.loads(subprocess.check_output([sys.executable, __file__, "--one", str(size)])) for size in sizes
    ]
    yield f"| | {' | '.join(f'{size:,} and {size * 10:,}' for size in sizes)} | growth |"
    yield "|:--|" + "--:|" * (len(sizes) + 1)
    for name in found[0]:
        values = [one[name] for one in found]
        growth = ""
        if len(sizes) > 1 and name != "peak MiB" and values[-2]:
            growth = f"{math.log(values[-1] / values[-2]) / math.log(sizes[-1] / sizes[-2]):.2f}"
        form = ".0f" if name == "peak MiB" else ".2f"
        yield f"| {name} | {' | '.join(format(value, form) for value in values)} | {growth} |"


def main() -> None:
    """Measure each size, or, in a process of its own, one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 2000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(options.one)))
        return
    print("\n".join(table(options.sizes)))


if __name__ == "__main__":
    main()
