"""What stands on staff pages by the hundred thousand, in a fraction of the time that a template takes.

Whatever is in records is escaped here, as it is in templates.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from ..evidence.weeks import Week
from ..records.interaction import Interaction
from .page import address
from .times import day, minutes

To = Callable[[str], str]
"""The address of a page → the URL from the page that is made."""
_KEPT = 20_000
"""So many pieces are made once: most interactions say the same of who, how and how long."""


def week_rows(weeks: Sequence[Week]) -> Markup:
    """A row of two cells for each week, the latest first."""
    return Markup("\n      ".join([_row(day(monday), asks) for monday, asks in reversed(weeks)]))


def use_rows(uses: Sequence[Interaction], to: To) -> Markup:
    """A row of five cells for each interaction that used a record."""
    return Markup("\n    ".join([_use(use, to) for use in uses]))


def facts(interaction: Interaction, to: To) -> Markup:
    """What is known of an interaction, but for its texts, as entries of a `<dl>`."""
    i = interaction
    found = [_fact("On", day(i.on)), _fact("Channel", i.channel), _fact("Customer", i.customer)]
    if i.segment:
        found.append(_fact("Segment", i.segment))
    if i.stage:
        there = to(f"journey/#stage-{i.stage}")
        found.append(_fact("Stage", Markup('<a href="{}">{}</a>').format(there, i.stage)))
    found += [_fact("By", i.by), _fact("Time", minutes(i.minutes)), _fact("Outcome", i.outcome)]
    if i.satisfaction:
        found.append(_fact("Satisfaction", f"{i.satisfaction} of 5"))
    return Markup("\n    ".join(found))


def _use(use: Interaction, to: To) -> str:
    ended = f"{use.outcome}, deviated" if use.deviated else use.outcome
    satisfaction = [f"{use.satisfaction} of 5"] if use.satisfaction else []
    there = escape(to(address("interaction", use.id)))
    return (
        f'<tr><td>{day(use.on)}<br><a href="{there}">{escape(use.id)}</a></td>'
        f"{_cell(use.customer, use.channel)}{_cell(use.by, minutes(use.minutes))}"
        f"{_cell(ended, *satisfaction)}<td>{escape(use.asked or '')}</td></tr>"
    )


@lru_cache(_KEPT, typed=True)
def _row(*cells: object) -> str:
    return f"<tr>{''.join(map(_cell, cells))}</tr>"


@lru_cache(_KEPT, typed=True)
def _cell(*lines: object) -> str:
    return f"<td>{'<br>'.join(map(escape, lines))}</td>"


@lru_cache(_KEPT, typed=True)
def _fact(name: str, value: object) -> str:
    return f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>"
