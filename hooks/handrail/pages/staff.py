"""The pages of the staff site: the help center with what staff must know, and the playbooks."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ..problems import Code
from ..records.cycle import Cycle
from ..records.interaction import Interaction
from ..records.library import Library
from ..records.procedure import Procedure
from ..records.risk import Risk
from ..views import InternalView
from .help_center import help_center_pages
from .page import Page, address, plain


def staff_pages(view: InternalView, today: date) -> Iterator[Page]:
    """Every page of the staff site, with what the records prove as of `today`."""
    library = view.library
    used_in = _used_in(library)
    for page in help_center_pages(view.help_center):
        yield _for_staff(page, library, used_in)
    yield _index(library)
    for procedure in library.procedures.values():
        yield _playbook(library, procedure, used_in)
    yield _list("cycles", "Cycles", {"cycles": list(library.cycles.values())})
    for cycle in library.cycles.values():
        yield _record("cycle", cycle, plain(cycle.hypothesis))
    yield _list("risks", "Risks", {"risks": _worst_first(library)})
    for risk in library.risks.values():
        yield _record("risk", risk, plain(risk.plan_b))
    yield _list("problem-codes", "Problem codes", {"codes": list(Code)})


def _worst_first(library: Library) -> list[Risk]:
    return sorted(library.risks.values(), key=lambda r: (-r.likelihood * r.impact, r.id))


def _record(kind: str, record: Cycle | Risk, description: str) -> Page:
    return Page(
        address=address(kind, record.id),
        title=record.title,
        template=f"staff/{kind}.html",
        values={kind: record},
        description=description,
        source=record.path,
        topic=f"{kind}s",
    )


def _used_in(library: Library) -> dict[str, list[Interaction]]:
    """The interactions in which each question or procedure was used, the latest first."""
    used_in: dict[str, list[Interaction]] = {}
    for interaction in sorted(library.interactions.values(), key=lambda i: (i.on, i.id), reverse=True):
        for id in interaction.used:
            used_in.setdefault(id, []).append(interaction)
    return used_in


def _for_staff(page: Page, library: Library, used_in: Mapping[str, list[Interaction]]) -> Page:
    """A page of the help center with where it comes from, and what only staff see of its record."""
    about = page.values.get("question") or page.values.get("tutorial")
    if about is None:
        topics = page.address.startswith("topics/")
        return replace(page, source=library.topics.path if topics else library.settings.path)
    record = library.questions.get(about.id) or library.procedures[about.id]
    extra = {"record": record, "used_in": used_in.get(about.id, [])}
    return replace(
        page, template=f"staff/{page.template}", values={**page.values, **extra}, source=record.path
    )


def _playbook(library: Library, procedure: Procedure, used_in: Mapping[str, list[Interaction]]) -> Page:
    return Page(
        address=address("playbook", procedure.id),
        title=procedure.title,
        template="staff/playbook.html",
        values={
            "procedure": procedure,
            "total": sum(step.minutes or 0 for step in procedure.steps),
            "risks": [library.risks[id] for id in procedure.risks if id in library.risks],
            "used_in": used_in.get(procedure.id, []),
        },
        description=plain(procedure.outcome),
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
    return _list("playbooks", "Playbooks", {"by_topic": by_topic, "by_owner": by_owner})


def _list(name: str, title: str, values: Mapping[str, Any]) -> Page:
    return Page(address=f"{name}/", title=title, template=f"staff/{name}.html", values=values)
