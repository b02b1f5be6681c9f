"""The page of all problem codes: what each is, with a wrong and a right record or else an explanation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ...problems import Code
from ...reading.yaml12 import load
from ..page import Page

FOLDER = Path(__file__).parent / "codes"
"""A file for each code. Tests hold every one to what it says."""


@dataclass(frozen=True)
class Entry:
    """What is said of a code beside its title: an explanation, or a change to a record of `example/`."""

    explained: str = ""
    """Markdown. It stands alone: no record can cause the code, or none that one could show."""
    file: str = ""
    """The record, relative to the folder of records."""
    wrong_file: str = ""
    """Where it lies when that is what is wrong."""
    instead_of: str = ""
    """The lines of the record that both `wrong` and `right` replace, where `right` is not in it."""
    wrong: str = ""
    right: str = ""
    """Some lines of the record, or all of one that is not in `example/`."""
    says: str = ""
    """What `handrail check` prints for the wrong one."""
    also: Mapping[str, str] = field(default_factory=dict)
    """Other files that it takes, by their paths."""


@cache
def entry_of(code: Code) -> Entry | None:
    """What the guide says of `code`; None when nobody has written it yet."""
    file = FOLDER / f"{code.number}.yml"
    if not file.is_file():
        return None
    value: Any = load(file.read_text("utf-8"))[0]
    return Entry(**value)


def problem_codes() -> Page:
    """The page: errors first, then warnings, by their numbers."""
    groups = {
        "What stops a build": [code for code in Code if not code.is_warning],
        "What is only said": [code for code in Code if code.is_warning],
    }
    return Page(
        address="problem-codes/",
        title="Problem codes",
        template="staff/problem-codes.html",
        values={"groups": groups, "entries": {code: entry_of(code) for code in Code}},
    )
