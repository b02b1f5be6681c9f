"""A retired record: what is left of one at its old address, for those who still come."""

from .base import Audience
from .fields import AnyRecord, Date, Id, Line, Markdown, Word
from .remembering import Remembering


class RetiredKind(Word):
    """What it was."""

    QUESTION = "question"
    PROCEDURE = "procedure"
    CYCLE = "cycle"
    RISK = "risk"


class Retired(Remembering):
    """What is left of a retired record: its page says that it is gone, and what took its place."""

    id: Id
    """The stem of the file's name, the id that the record had. It is not written in the file."""
    path: str
    """The file, relative to the folder of records, with `/`. It is not written in the file."""
    kind: RetiredKind
    """What it was: question, procedure, cycle or risk. Its page stays at the address of that kind."""
    title: Line
    """What the page calls it: the question, or the title that customers knew."""
    audience: Audience = Audience.INTERNAL
    """Who was able to read it, and can see now that it is gone: `internal` (the default) or `public`."""
    retired: Date
    """The day on which it was retired."""
    instead: tuple[AnyRecord, ...] = ()
    """Ids of the records that took its place."""
    why: Markdown | None = None
    """Why it is gone, for its readers; customers see it when the record was public."""
    was: tuple[Id, ...] = ()
    """Ids that it had before; their addresses go on working."""

    @property
    def is_public(self) -> bool:
        """Customers may see that it is gone. A cycle or a risk they never saw."""
        seen = self.kind in (RetiredKind.QUESTION, RetiredKind.PROCEDURE)
        return seen and self.audience is Audience.PUBLIC
