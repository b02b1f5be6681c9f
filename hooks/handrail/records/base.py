"""What a question, a procedure, a cycle and a risk have in common."""

from datetime import date, timedelta

from .fields import AnyRecord, Date, Duration, Handle, Id, Line, Markdown, Schema, TopicId, Word
from .remembering import Remembering


class Audience(Word):
    """Who may read a record. Internal is the default."""

    INTERNAL = "internal"
    PUBLIC = "public"


class Confidence(Word):
    """The KCS article states."""

    WIP = "wip"
    NOT_VALIDATED = "not_validated"
    VALIDATED = "validated"
    ARCHIVED = "archived"


class Change(Schema):
    """What became different for customers, on a day."""

    on: Date
    """The day on which it changed."""
    what: Line
    """What is different, in a sentence for customers."""


class Record(Remembering):
    """A file of its own, with an owner and an audience. `id` and `path` come from the file's name."""

    id: Id
    """The stem of the file's name. It is not written in the file."""
    path: str
    """The file, relative to the folder of records, with `/`. It is not written in the file."""
    topic: TopicId
    """The topic it belongs to, from topics.yml."""
    audience: Audience = Audience.INTERNAL
    """Who may read it: `internal` (the default) or `public`."""
    confidence: Confidence
    """The KCS article state: wip, not_validated, validated or archived."""
    owner: Handle
    """Who keeps it right: a handle from team.yml."""
    published: Date | None = None
    """The date on which it became public."""
    reviewed: Date | None = None
    """The date on which somebody last checked that it is right."""
    review_every: Duration | None = None
    """How often it must be checked; settings.yml says the default."""
    tags: tuple[Line, ...] = ()
    """Words to group it by, for staff."""
    related: tuple[AnyRecord, ...] = ()
    """Ids of records to read next."""
    was: tuple[Id, ...] = ()
    """Ids that it had before; their addresses go on working."""
    staff_note: Markdown | None = None
    """What only staff should know. It is never public."""

    def review_due(self, default: timedelta) -> date | None:
        """The last day on which nobody need have read it again; None when nothing says when that was done."""
        last = self.reviewed or self.published
        if last is None or self.is_archived:
            return None
        return last + min(self.review_every or default, date.max - last)

    @property
    def is_public(self) -> bool:
        """Public and still in use: an archived record has left the site."""
        return self.audience is Audience.PUBLIC and not self.is_archived

    @property
    def hidden_as(self) -> str:
        """What keeps it from customers, where it is not public."""
        return "archived" if self.audience is Audience.PUBLIC else "internal"

    @property
    def is_archived(self) -> bool:
        """It is kept, and no longer in use."""
        return self.confidence is Confidence.ARCHIVED
