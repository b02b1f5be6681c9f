"""What may be public, and what must be read again."""

from collections.abc import Iterator
from datetime import date

from ..problems import Code, Problem
from ..records.base import Audience, Confidence, Record
from ..records.fields import TO_DO, Location
from ..records.library import Library
from ..records.links import targets
from ..records.procedure import Procedure
from ..records.question import Question
from ..records.remembering import remembered
from ..records.sheet import Sheet
from ..records.texts import is_public, texts_in
from .finding import at


def publication(library: Library, today: date) -> Iterator[Problem]:
    """Public records that are not ready for customers, and featured ones that are not public."""
    for record in library.records():
        if record.audience is Audience.PUBLIC:
            yield from _not_ready(library, record, today)
    for n, id in enumerate(library.settings.featured):
        featured = library.help(id)
        if featured and not featured.is_public:
            message = f"featured: '{id}' is {featured.hidden_as}, so the home page cannot show it"
            fix = "feature a public record, or publish this one"
            yield at(library, library.settings.path, ("featured", n), Code.LINK_TO_INTERNAL, message, fix)


def _not_ready(library: Library, record: Record, today: date) -> Iterator[Problem]:
    if isinstance(record, Question) and record.confidence in (Confidence.WIP, Confidence.NOT_VALIDATED):
        message = f"is public, but its confidence is '{record.confidence}'"
        fix = "have somebody check it and set 'confidence: validated', or set 'audience: internal'"
        yield at(library, record.path, ("confidence",), Code.NOT_VALIDATED, message, fix)
    if isinstance(record, Procedure) and record.customer_title is None:
        fix = "add 'customer_title: …', what customers would call it"
        yield at(library, record.path, (), Code.MISSING_FIELD, "customer_title: is missing or empty", fix)
    if record.published is None:
        fix = "add 'published: …', the day on which it became public"
        message = "is public and has no 'published' date"
        yield at(library, record.path, ("audience",), Code.NOT_PUBLISHED, message, fix)
    elif record.is_public and record.published > today:
        fix = "write the day on which it became public, or set 'audience: internal' until then"
        message = f"published: {record.published.isoformat()} is still to come, and it is public at once"
        yield at(library, record.path, ("published",), Code.TO_COME, message, fix)
    for location in _to_write(record):
        if is_public(record, location):
            message, fix = f"'{TO_DO}' still stands there", "write it, or set 'audience: internal' until then"
            yield at(library, record.path, location, Code.NOT_WRITTEN, message, fix)


@remembered
def _to_write(record: Record) -> tuple[Location, ...]:
    """Where its texts are that nobody has written yet."""
    return tuple(location for location, text in texts_in(record) if f"{TO_DO} (" in text)


def ways_to_a_person(library: Library, today: date) -> Iterator[Problem]:
    """Settings without a way to a person, once anything is public."""
    settings = library.settings
    contact = settings.contact
    ways = (contact.email, contact.phone, contact.chat, contact.form)
    if any(ways) or targets(contact.intro) or settings.path in library.unusable:
        return
    if any(record.is_public for record in library.records()):
        message = "contact: customers find nobody where there is no answer"
        fix = "add 'email: …' or 'phone: …' below 'contact:'"
        yield at(library, settings.path, ("contact",), Code.NO_WAY_TO_A_PERSON, message, fix)


def retirements(library: Library, today: date) -> Iterator[Problem]:
    """Public records that were retired, and whose readers are sent to nothing that they may read."""
    for gone in library.retired.values():
        known = filter(None, map(library.help, gone.instead))
        if gone.is_public and gone.instead and not any(one.is_public for one in known):
            message = f"instead: '{gone.id}' was retired, and nothing that took its place is public"
            fix = "publish one of these, or name a public record"
            yield at(library, gone.path, ("instead", 0), Code.RETIRED_TO_INTERNAL, message, fix)


def changes(library: Library, today: date) -> Iterator[Problem]:
    """Changes that are announced before they are there."""
    records: list[Question | Procedure] = [*library.questions.values(), *library.procedures.values()]
    for record in records:
        for n, change in enumerate(record.changes):
            if change.on > today:
                message = f"changes[{n + 1}].on: {change.on.isoformat()} is still to come"
                fix = "write the day on which it changed"
                yield at(library, record.path, ("changes", n, "on"), Code.TO_COME, message, fix)


def days(library: Library, today: date) -> Iterator[Problem]:
    """What was done on a day that is still to come."""
    fix = "write the day on which it was"
    for record in library.records():
        if record.reviewed and record.reviewed > today:
            message = f"reviewed: {record.reviewed.isoformat()} is still to come"
            yield at(library, record.path, ("reviewed",), Code.DONE_LATER, message, fix)
    for sheet in library.sheets:
        for done in sheet.interactions if _last(sheet) > today else ():
            if done.on > today:
                message = f"[{done.number}].on: {done.on.isoformat()} is still to come"
                yield at(library, done.path, (done.number - 1, "on"), Code.DONE_LATER, message, fix)


@remembered
def _last(sheet: Sheet) -> date:
    """The day of the latest interaction, or long ago."""
    return max(sheet.each("on"), default=date.min)


def reviews(library: Library, today: date) -> Iterator[Problem]:
    """Records whose last review is longer ago than they allow."""
    for record in library.records():
        due = record.review_due(library.settings.review_every)
        if due is not None and today > due:
            field = "reviewed" if record.reviewed else "published"
            message = f"its review was due on {due.isoformat()}"
            fix = "read it again, correct it, and set 'reviewed' to the day you did"
            yield at(library, record.path, (field,), Code.REVIEW_OVERDUE, message, fix)


def revisits(library: Library, today: date) -> Iterator[Problem]:
    """Procedures that stay by hand on purpose, and whose day to look at that again has come."""
    for procedure in library.procedures.values():
        by_hand = procedure.keep_by_hand
        if by_hand and by_hand.revisit <= today and not procedure.is_archived:
            message = f"it was to stay by hand until {by_hand.revisit.isoformat()}"
            fix = "decide again, and set 'revisit' to another day or remove 'keep_by_hand'"
            location = ("keep_by_hand", "revisit")
            yield at(library, procedure.path, location, Code.REVISIT_DUE, message, fix)
