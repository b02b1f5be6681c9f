"""A new record in its place: `handrail new`."""

from datetime import date
from pathlib import Path
from textwrap import shorten
from typing import Any

from ..problems import Code, Problem, problem
from ..records.fields import TO_DO
from ..records.files import first_line
from ..records.ids import not_free
from ..records.library import FOLDERS, Library
from ..writing import write_new
from .form import form
from .origin import Origin, owner_of, topic_of

STARTING_FROM = ("question", "procedure")
"""The kinds that can start from an interaction or a need."""
_MOST_ASKS = 30
_MOST_DID = 10
_LONGEST = 300
"""So many characters of what somebody said or did are kept."""


def write_draft(
    root: Path, library: Library, kind: str, id: str, today: date, origin: Origin | None
) -> str | Problem:
    """Write a record of `kind` that passes the checks: its path in `root`, or why it was not written.

    Nothing that is there is overwritten.
    """
    if wrong := not_free(library, kind, id) or _nothing_to_name(library):
        return wrong
    topics = [topic.id for topic in library.all_topics()]
    handles = [member.handle for member in library.team.team]
    values: dict[str, Any] = {"topic": topics[0], "owner": handles[0]}
    if kind == "cycle":
        values["started"] = today
    if origin:
        values = {"topic": topic_of(library, origin), "owner": owner_of(library, origin.interactions)}
        values |= _said(kind, origin)
    folder = f"questions/{values['topic']}" if kind == "question" else FOLDERS[kind]
    path = f"{folder}/{id}.yml"
    text = first_line(path) + form(kind, values, {"topic": topics, "owner": handles})
    return write_new(root, path, text) or path


def _said(kind: str, origin: Origin) -> dict[str, Any]:
    """What customers asked and what we did, where a draft of `kind` has room for it."""
    asks = [_short(ask) for ask in origin.asks[:_MOST_ASKS]]
    did = [f"- {i.id}: {_short(i.did)}\n" for i in origin.interactions if i.did][-_MOST_DID:]
    known: dict[str, Any] = {"staff_note": "".join(["What we did by hand:\n\n", *did])} if did else {}
    if kind == "question":
        return {"asked_as": asks, **known}
    examples = "".join(f"- {ask}\n" for ask in asks[:_MOST_DID])
    return {"trigger": f"{TO_DO} (what sets it off). Customers say, for example:\n\n{examples}", **known}


def _short(text: str) -> str:
    return shorten(text, _LONGEST, placeholder=" …")


def _nothing_to_name(library: Library) -> Problem | None:
    """A record needs a topic and an owner, and there is none."""
    for path, there, what in (
        (library.topics.path, library.topics.topics, "topic, such as '- {id: orders, title: Orders}'"),
        (library.team.path, library.team.team, "person, such as '- {handle: support, does: Answers}'"),
    ):
        if not there:
            shown = library.shown(path)
            return problem(
                shown, 1, 1, Code.MISSING_FIELD, "a record must name one of these", f"add a {what}"
            )
    return None
