"""Short ways to write down by-hand work in the cases of `cases/evidence/`.

`interactions` has one a line: day, customer, minutes, outcome, the ids that it used with commas between them
or `-`, then, in any order, `asked`, a stage such as `stage=buy`, a satisfaction such as `5/5`.
`public` has questions by their ids with the days on which they were published, `internal` ids of questions,
`publish` what settings.yml lists below it.
"""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from handrail.evidence.history import History, history
from handrail.problems import errors
from handrail.reading.folder import read_library
from handrail.records.library import Library

from .company import BASE, write_company

CASES = Path(__file__).parent / "cases" / "evidence"
QUESTION = "question: Why {id}?\nanswer: So.\ntopic: orders\nowner: founder\nconfidence: validated\n"


def cases(about: str) -> list[Path]:
    """The cases of one measure."""
    return sorted(CASES.glob(f"{about}-*.yml"))


def read_case(path: Path, folder: Path) -> tuple[dict[str, Any], Library, History]:
    """A case, its library, and the history as of its day."""
    case = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    return case, *by_hand(case, folder)


def by_hand(case: dict[str, Any], folder: Path) -> tuple[Library, History]:
    """The library of a case, and the history as of its day."""
    files = dict(case.get("files") or {})
    for id, published in (case.get("public") or {}).items():
        files[f"questions/{id}.yml"] = QUESTION.format(id=id) + f"audience: public\npublished: {published}\n"
    for id in case.get("internal") or ():
        files[f"questions/{id}.yml"] = QUESTION.format(id=id)
    if names := case.get("publish"):
        files["settings.yml"] = f"{BASE['settings.yml']}publish: [{', '.join(names)}]\n"
    lines = [_interaction(line.split()) for line in case.get("interactions") or ()]
    if lines:
        files["interactions/a.yml"] = "".join(lines)
    library, problems = read_library(write_company(folder, files))
    assert errors(problems) == []
    return library, history(library, date.fromisoformat(case["as_of"]))


def _interaction(words: list[str]) -> str:
    on, customer, minutes, outcome, used, *more = words
    fields = {"on": on, "channel": "call", "customer": customer, "by": "founder", "minutes": minutes}
    fields |= {"outcome": outcome, "used": "[]" if used == "-" else f"[{used}]"}
    for word in more:
        if word == "asked":
            fields["asked"] = "why"
        elif word.endswith("/5"):
            fields["satisfaction"] = word[0]
        else:
            fields |= dict([word.split("=")])
    return "- {" + ", ".join(f"{name}: {value}" for name, value in fields.items()) + "}\n"
