"""Companies with full procedures for cases of evidence, and the runs of them at a line each.

    2026-10-01 pair-scale founder c-001 solved 4 20m deviated

is the day, what was used (`a+b` for two, `-` for nothing), by whom, for whom, how it ended, and, where they
matter, the satisfaction, the minutes and whether it deviated. The first line is interaction `w#1`.
"""

import json
from pathlib import Path
from typing import Any

from handrail.reading.folder import read_library
from handrail.records.library import Library

from .company import write_company

FULL: dict[str, Any] = {
    "title": "A procedure",
    "customer_title": "Do it yourself",
    "topic": "orders",
    "confidence": "validated",
    "owner": "founder",
    "backup": "support-1",
    "trigger": "Somebody asks.",
    "outcome": "It works.",
    "steps": [{"title": "Do it", "customer": "Do it."}],
    "escalation": [{"when": "It does not work.", "to": "founder", "within": "1d"}],
    "risks": ["small"],
}
"""A procedure that is written down; a case replaces fields, and takes one away with null."""
RISK: dict[str, Any] = {
    "title": "A risk",
    "topic": "orders",
    "confidence": "validated",
    "owner": "founder",
    "category": "technical",
    "likelihood": 2,
    "impact": 2,
    "mitigation": "Test it.",
    "plan_b": "Do without.",
}
CYCLE: dict[str, Any] = {
    "title": "A cycle",
    "topic": "orders",
    "confidence": "validated",
    "owner": "founder",
    "phase": "optimization",
    "hypothesis": "It gets better.",
}


def written(folder: Path, case: dict[str, Any]) -> Library:
    """The library of the case's company."""
    files = dict(case.get("files", {}))
    for kind, base in (("procedures", FULL), ("risks", RISK), ("cycles", CYCLE)):
        for id, own in case.get(kind, {}).items():
            fields = {**base, **(own or {})}
            record = {name: value for name, value in fields.items() if value is not None}
            files[f"{kind}/{id}.yml"] = json.dumps(record, default=str)
    files.setdefault("risks/small.yml", json.dumps(RISK))
    files["interactions/w.yml"] = json.dumps([run(line) for line in case.get("runs", "").splitlines()])
    library, problems = read_library(write_company(folder, files))
    assert problems == []
    return library


def run(line: str) -> dict[str, Any]:
    """The fields of the interaction that `line` says."""
    on, used, by, customer, outcome, *more = line.split()
    told: dict[str, Any] = {"on": on, "channel": "chat", "customer": customer, "by": by, "outcome": outcome}
    told |= {"used": used.split("+") if used != "-" else [], "minutes": 10}
    for word in more:
        if word == "deviated":
            told["deviated"] = "It did not fit."
        elif word.endswith("m"):
            told["minutes"] = int(word[:-1])
        else:
            told["satisfaction"] = int(word)
    return told
