"""The ledger and the measures of KCS: golden cases in `cases/evidence/`, worked out by hand."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from handrail.evidence.kcs import kcs
from handrail.evidence.ledger import Entry, ledger
from hypothesis import given, settings
from hypothesis import strategies as st

from .by_hand import by_hand, cases, read_case


def said(entry: Entry) -> dict[str, str]:
    """An entry as a case writes it."""
    values = {
        "uses": str(len(entry.uses)),
        "written_off": "none" if entry.written_off is None else str(entry.written_off),
    }
    if entry.asks:
        values |= {
            "before": f"{len(entry.asks.before)} in {entry.asks.days_before}",
            "after": f"{len(entry.asks.after)} in {entry.asks.days_after}",
            "an_ask": str(entry.minutes_an_ask),
            "payback": "none" if entry.payback is None else str(entry.payback),
            "has_paid": "yes" if entry.has_paid else "no",
        }
    return values


@pytest.mark.parametrize("path", cases("ledger"), ids=lambda path: path.stem)
def test_ledger(path: Path, tmp_path: Path) -> None:
    case, library, past = read_case(path, tmp_path)
    made = ledger(library, past)
    assert {e.record.id: said(e) for e in made.entries} == case["ledger"]
    assert [e.record.id for e in made.entries] == list(case["ledger"])  # what saves most comes first
    assert str(made.written_off) == case["written_off"]
    assert [r.id for r in made.unused] == case["unused"]
    c = made.coverage
    assert f"{len(c.asked)} {len(c.covered)} {len(c.in_time)}" == case["coverage"]
    assert len(c.uncovered) == len(c.asked) - len(c.covered)


@pytest.mark.parametrize("path", cases("kcs"), ids=lambda path: path.stem)
def test_kcs(path: Path, tmp_path: Path) -> None:
    case, library, past = read_case(path, tmp_path)
    made = kcs(library, past)
    assert [str(len(made.all)), str(len(made.linked))] == [case["all"], case["linked"]]
    assert [i.id for i in made.known] == case["known"]
    assert [i.id for i in made.new] == case["new"]
    assert {r.id: str(n) for r, n in made.reused} == case["reused"]
    assert str(made.articles) == case["articles"]
    assert [f"{day} {r.id}" for day, r in made.overdue] == case["overdue"]
    assert [f"{day} {r.id}" for day, r in made.due_soon] == case["due_soon"]


START = date(2026, 1, 1)
lines = st.lists(
    st.builds(
        lambda day, customer, minutes, used: (
            f"{START + timedelta(day)} c-{customer} {minutes} solved {used} asked"
        ),
        st.integers(0, 60),
        st.integers(1, 9),
        st.integers(0, 50),
        st.sampled_from(["q", "r", "q,r", "-"]),
    ),
    max_size=12,
)
companies: st.SearchStrategy[dict[str, Any]] = st.builds(
    lambda interactions, published, today: {
        "public": {"q": str(START + timedelta(published))},
        "internal": ["r"],
        "interactions": interactions,
        "as_of": str(START + timedelta(today)),
    },
    lines,
    st.integers(-5, 65),
    st.integers(0, 65),
)


@given(companies)
@settings(max_examples=40, deadline=None)
def test_whatever_the_times(tmp_path_factory: pytest.TempPathFactory, case: dict[str, Any]) -> None:
    """Nothing is lost or counted twice, and nothing below zero is written off."""
    library, past = by_hand(case, tmp_path_factory.mktemp("company"))
    made = ledger(library, past)
    for entry in made.entries:
        assert entry.written_off is None or entry.written_off >= 0
        if entry.asks:
            assert [i.id for i in (*entry.asks.before, *entry.asks.after)] == [i.id for i in entry.uses]
            assert (entry.payback is None) == (not entry.written_off)
    measures = kcs(library, past)
    assert len(measures.known) + len(measures.new) == len(measures.linked) <= len(measures.all)
    assert measures.links == sum(len(set(i.used)) for i in measures.linked)


@given(companies, st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_order_of_the_file_changes_no_number(
    tmp_path_factory: pytest.TempPathFactory, case: dict[str, Any], random: Any
) -> None:
    """But of several on one day, the first in the file is the one for which an article is new."""
    mixed = case | {"interactions": random.sample(case["interactions"], len(case["interactions"]))}
    one, other = (by_hand(c, tmp_path_factory.mktemp("company")) for c in (case, mixed))
    assert numbers(*one) == numbers(*other)


def numbers(library: Any, past: Any) -> list[Any]:
    made, measures = ledger(library, past), kcs(library, past)
    return [
        {e.record.id: said(e) for e in made.entries},
        made.written_off,
        [len(c) for c in (made.coverage.asked, made.coverage.covered, made.coverage.in_time)],
        [len(measures.all), len(measures.linked), measures.links],
    ]


def test_one_more_ask_after_it_was_published_saves_less(tmp_path: Path) -> None:
    asks = [f"2026-01-0{n} c-1 10 solved q" for n in (1, 2, 3, 4)]
    case = {"public": {"q": "2026-01-08"}, "as_of": "2026-01-14", "interactions": asks}
    fewer = ledger(*by_hand(case, tmp_path / "fewer"))
    more = ledger(*by_hand(case | {"interactions": [*asks, "2026-01-09 c-1 10 solved q"]}, tmp_path / "more"))
    assert (fewer.written_off, more.written_off) == (40, 30)
