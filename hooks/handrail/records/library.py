"""The library: all records of one company, typed, and where each was read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from .base import Record
from .cycle import Cycle
from .expects import Expects
from .fields import Location, Unfinished
from .interaction import Interaction
from .moved import Moved
from .needs import Needs
from .procedure import Procedure
from .question import Question
from .retired import Retired
from .risk import Risk
from .settings import Settings, Team, Topic, Topics
from .sheet import Sheet, sheets_of

AnyKind = Question | Procedure | Cycle | Risk
KINDS: Mapping[str, type[Record]] = MappingProxyType(
    {"question": Question, "procedure": Procedure, "cycle": Cycle, "risk": Risk}
)
"""The kinds whose records are a file each, by their name."""

FOLDERS: Mapping[str, str] = MappingProxyType(
    {kind: f"{kind}s" for kind in KINDS} | {"interaction": "interactions", "retired": "retired"}
)
"""The folder that holds the records of each kind."""
KIND_OF_FOLDER: Mapping[str, str] = MappingProxyType({folder: kind for kind, folder in FOLDERS.items()})


def kind_and_id(path: str) -> tuple[str, str]:
    """What the path of a record's file says: `questions/orders/refund.yml` is the question `refund`."""
    return KIND_OF_FOLDER[path.partition("/")[0]], PurePosixPath(path).stem


@dataclass(frozen=True, eq=False)
class Library:
    """Everything that was read. Mappings are ordered by id, whatever the order of the files.

    No two are equal, so what is made from one can be remembered for it.
    """

    root: str
    """The folder of records as it was named."""
    settings: Settings
    topics: Topics
    team: Team
    needs: Needs
    expects: Expects
    moved: Moved
    urls: Mapping[str, int]
    """Every address that was ever published, such as `/questions/refund/#answer`: its line in urls.txt."""
    questions: Mapping[str, Question]
    procedures: Mapping[str, Procedure]
    cycles: Mapping[str, Cycle]
    risks: Mapping[str, Risk]
    interactions: Mapping[str, Interaction]
    """Ask `sheets` where one answer for a whole file will do."""
    retired: Mapping[str, Retired]
    texts: Mapping[str, str]
    """The text of each file that was read now, by its path relative to the folder of records."""
    unfinished: tuple[tuple[str, Location, Unfinished], ...]
    """What has problems of its own, with its file and where in the file it starts."""
    unusable: frozenset[str]
    """Ids of records, and paths of files, that are there but have problems of their own."""

    def records(self) -> Iterator[AnyKind]:
        """Every record that is a file of its own."""
        yield from self.questions.values()
        yield from self.procedures.values()
        yield from self.cycles.values()
        yield from self.risks.values()

    @property
    def sheets(self) -> Sequence[Sheet]:
        """The interactions by file."""
        return sheets_of(self.interactions)

    def shown(self, path: str) -> str:
        """A file, by its path relative to the folder of records, as problems name it."""
        return f"{self.root}/{path}"

    def record(self, id: str) -> AnyKind | None:
        """The record with this id that is a file of its own and in use."""
        return next((found for kind in KINDS if (found := self.of_kind(kind).get(id))), None)

    def of_kind(self, kind: str) -> Mapping[str, Any]:
        """The records of a kind, one of `FOLDERS`, by their ids."""
        found: Mapping[str, Any] = getattr(self, FOLDERS[kind])
        return found

    def kind_of(self, id: str) -> str | None:
        """The kind of the record with this id, or None. Ids are one namespace."""
        return next((kind for kind in FOLDERS if id in self.of_kind(kind)), None)

    def noun_of(self, id: str) -> str | None:
        """What the record with this id is, in words: its kind, or that it was retired."""
        kind = self.kind_of(id)
        return "retired record" if kind == "retired" else kind

    def now_called(self, old: str) -> Record | None:
        """The record that had this id before."""
        return next((record for record in self.records() if old in record.was), None)

    def help(self, id: str) -> Question | Procedure | None:
        """The question or procedure with this id."""
        return self.questions.get(id) or self.procedures.get(id)

    def article(self, id: str) -> Question | Procedure | None:
        """The same, or what took its place."""
        gone = self.retired.get(id)
        return self.help(gone.instead[0] if gone and len(gone.instead) == 1 else id)

    def all_topics(self) -> Iterator[Topic]:
        """Every topic, parents before their children, in the order of topics.yml."""
        return (topic for _, topic in self.placed_topics())

    def placed_topics(self) -> Iterator[tuple[Location, Topic]]:
        """The same, each with its place in topics.yml."""
        return _placed(self.topics.topics, ())


def _placed(topics: tuple[Topic, ...], above: Location) -> Iterator[tuple[Location, Topic]]:
    for n, topic in enumerate(topics):
        yield (*above, n), topic
        yield from _placed(topic.topics, (*above, n, "topics"))
