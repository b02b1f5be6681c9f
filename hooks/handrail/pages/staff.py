"""The pages of the staff site: the help center with what staff must know, and the playbooks."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from ..evidence.coverage import RECENT
from ..evidence.history import History, history, minutes
from ..evidence.journey import journey
from ..evidence.kcs import kcs
from ..evidence.ladder.standing import Standing, standings
from ..evidence.ledger import Entry as LedgerEntry
from ..evidence.ledger import Ledger, entry_of, ledger
from ..evidence.needs import backlog
from ..evidence.people import people
from ..evidence.readiness.sign import Side
from ..evidence.readiness.signs import ready, signs
from ..records.interaction import Channel, Outcome
from ..records.library import Library
from ..records.procedure import Procedure
from ..views import InternalView
from . import pictures
from .asks import weekly_asks_of
from .board import board_pages
from .cycles import cycles_pages
from .entries import Entry
from .guide import guide_pages
from .help_center import help_center_pages
from .interactions import interactions_pages
from .page import Page, address, addresses_of
from .retired import retired_page
from .risks import risks_pages

BACKLOG_ROWS = 50
"""So many needs and records are shown; of the others only the sums."""
LEDGER_ROWS = 100
"""So many records are shown with the interactions behind them; of the others only the sums."""


def staff_pages(view: InternalView, today: date) -> Iterator[Page]:
    """Every page of the staff site, with what the records prove as of `today`."""
    library = view.library
    past = history(library, today)
    proof = standings(library, past)
    of_all = ledger(library, past)
    entries = {entry.record.id: entry for entry in of_all.entries}
    for page in help_center_pages(view.help_center):
        if not page.retired:
            yield _for_staff(page, library, past, entries)
    yield from _retired(view)
    yield from board_pages(library, past, proof)
    yield _backlog(library, past)
    yield _index(library)
    for procedure in library.procedures.values():
        yield _playbook(library, procedure, past, proof[procedure.id], entries)
    yield from cycles_pages(library, past)
    yield from risks_pages(library)
    yield _readiness(library, past, proof)
    yield _ledger(library, past, of_all)
    yield _journey(library, past)
    yield from interactions_pages(library, past)
    yield _people(library, past)
    yield from guide_pages()


def _for_staff(page: Page, library: Library, past: History, entries: Mapping[str, LedgerEntry]) -> Page:
    """A page of the help center with where it comes from, and what only staff see of its record."""
    about = page.values.get("question") or page.values.get("tutorial")
    if about is None:
        topics = page.address.startswith("topics/")
        return replace(page, source=library.topics.path if topics else library.settings.path)
    record = library.questions.get(about.id) or library.procedures[about.id]
    entry = entries.get(record.id) or entry_of(library, past, record)
    extra = {"record": record, "entry": entry, "weekly": weekly_asks_of(entry, past.today)}
    return replace(
        page, template=f"staff/{page.template}", values={**page.values, **extra}, source=record.path
    )


def _retired(view: InternalView) -> Iterator[Page]:
    """What is left of retired records, at every address they had, with all that took their place."""
    library = view.library
    for gone in view.help_center.retired.values():
        source = library.retired[gone.id]
        records = [record for record in library.records() if record.id in source.instead]
        instead = [
            Entry(addresses_of(library.kind_of(r.id) or "", r.id)[-1], r.title, False, 0) for r in records
        ]
        for where in addresses_of(gone.kind, gone.id):
            page = retired_page(gone, where, instead, view.help_center.settings.contact)
            yield replace(page, source=source.path)


def _playbook(
    library: Library,
    procedure: Procedure,
    past: History,
    standing: Standing,
    entries: Mapping[str, LedgerEntry],
) -> Page:
    entry = entries.get(procedure.id) or entry_of(library, past, procedure)
    return Page(
        address=address("playbook", procedure.id),
        title=procedure.title,
        template="staff/playbook.html",
        values={
            "procedure": procedure,
            "total": sum(step.minutes or 0 for step in procedure.steps),
            "risks": [library.risks[id] for id in procedure.risks if id in library.risks],
            "standing": standing,
            "entry": entry,
            "weekly": weekly_asks_of(entry, past.today),
            "form": {
                "channels": list(Channel),
                "stages": library.settings.stages,
                "team": [member.handle for member in library.team.team],
                "outcomes": list(Outcome),
            },
        },
        about=procedure.outcome,
        source=procedure.path,
        topic="playbooks",
    )


def _index(library: Library) -> Page:
    procedures = sorted(library.procedures.values(), key=lambda p: p.title)
    by_topic = {topic.title: [p for p in procedures if p.topic == topic.id] for topic in library.all_topics()}
    by_owner = {
        member.handle: [p for p in procedures if member.handle in (p.owner, p.backup)]
        for member in library.team.team
    }
    values = {"by_topic": by_topic, "by_owner": by_owner}
    return Page(address="playbooks/", title="Playbooks", template="staff/playbooks.html", values=values)


def _backlog(library: Library, past: History) -> Page:
    return Page(
        address="backlog/",
        title="Backlog",
        template="staff/backlog.html",
        values={"backlog": backlog(library, past), "today": past.today, "rows": BACKLOG_ROWS},
        hide=("toc",),
    )


def _ledger(library: Library, past: History, ledger: Ledger) -> Page:
    return Page(
        address="ledger/",
        title="Ledger",
        template="staff/ledger.html",
        values={
            "ledger": ledger,
            "kcs": kcs(library, past),
            "today": past.today,
            "rows": LEDGER_ROWS,
        },
        hide=("toc",),
    )


def _journey(library: Library, past: History) -> Page:
    stages = journey(library, past)
    return Page(
        address="journey/",
        title="Journey",
        template="staff/journey.html",
        values={
            "journey": stages,
            "picture": pictures.journey(
                [(s.id.replace("-", " "), minutes(s.interactions), s.satisfaction) for s in stages.stages]
            ),
        },
        hide=("toc",),
    )


def _readiness(library: Library, past: History, standings: Mapping[str, Standing]) -> Page:
    found = signs(library, past, standings)
    return Page(
        address="readiness/",
        title="Are we ready to scale?",
        template="staff/readiness.html",
        values={
            "ready": ready(found),
            "sides": {side: [sign for sign in found if sign.side is side] for side in Side},
            "settings": library.settings,
        },
    )


def _people(library: Library, past: History) -> Page:
    found = people(library, past)
    return Page(
        address="people/",
        title="People",
        template="staff/people.html",
        values={
            "people": found,
            "does": {member.handle: member.does for member in library.team.team},
            "minutes_of": {handle: minutes(done) for handle, done in found.load.items()},
            "days": RECENT.days,
            "today": past.today,
        },
        source=library.team.path,
        hide=("toc",),
    )
