"""What importers read and what an import says it did, typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ..problems import Code, Problem, problem
from ..reading.source import UNSEEN

UNSEEN_SPACES = "\x0b\x0c\u2028\u2029"
"""Unseen characters that stood for a line end or a gap: a space must remain."""


@dataclass(frozen=True)
class Options:
    """What the person who imports decides for all records."""

    topic: str | None = None
    """The topic: for tables of rows without one, for FAQ files of everything."""
    owner: str | None = None
    """A handle; without one `support` or, where the team has no such person, its first member."""
    audience: Literal["internal", "public"] = "internal"
    confidence: Literal["wip", "not_validated", "validated", "archived"] = "not_validated"


@dataclass(frozen=True)
class Note:
    """Something of a source that is not in the records as it was, so that nothing is lost in silence."""

    path: str
    """The source."""
    line: int
    """From 1."""
    what: str
    """In a few words, such as `relative link kept as text`."""
    text: str
    """The piece of the source, as it stood there."""
    record: str = ""
    """The id of the record it belongs to, or ''."""

    def __str__(self) -> str:
        text = " ".join(self.text.split())
        shown = text if len(text) <= 200 else f"{text[:199]}…"
        return f"{self.path}:{self.line}: {self.what}: {shown}{f' ({self.record})' if self.record else ''}"


@dataclass(frozen=True)
class Report:
    """What an import did. Paths of records are relative to the folder of records."""

    written: list[str]
    unchanged: list[str]
    problems: list[Problem]
    notes: list[Note]
    company: list[str] = field(default_factory=list)
    """What became of settings.yml, topics.yml and team.yml, of each that was not as it is now."""


@dataclass(frozen=True)
class Entry:
    """One question of a source, its texts as they stood there."""

    path: str
    line: int
    question: str
    answer: str
    answer_line: int
    """The line of the source at which the answer starts, or the entry does."""
    id: str = ""
    topic: str = ""
    """The id or the title of a topic; '' when the source does not say."""
    asked_as: tuple[str, ...] = ()
    question_is_markdown: bool = False


@dataclass
class Source:
    """What was read from one file."""

    path: str
    text: str = ""
    entries: list[Entry] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    definitions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Targets and titles of `[label]: target` lines that hold for the whole file."""

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")

    def refuse(
        self, line: int, column: int, message: str, fix: str, code: Code = Code.IMPORT_UNREADABLE
    ) -> None:
        """Add a problem at a place of the source."""
        self.problems.append(problem(self.path, line, column, code, message, fix))

    def note(self, line: int, what: str, text: str) -> None:
        """Add a note that belongs to no one record."""
        self.notes.append(Note(self.path, line, what, text))


def without_unseen(text: str) -> tuple[str, list[tuple[int, str]]]:
    """`text` without the characters that a record must not have, and the lines and names of those."""
    found: dict[tuple[int, str], None] = {}
    line, seen = 1, 0
    for match in UNSEEN.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        found[(line, f"U+{ord(match[0]):04X}")] = None
    if not found:
        return text, []
    return UNSEEN.sub(lambda m: " " if m[0] in UNSEEN_SPACES else "", text), list(found)
