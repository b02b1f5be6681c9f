"""The interactions of a file as one thing: what is asked of them is the same as of each."""

import pickle
import time
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest
from handrail import stored
from handrail.checking import check
from handrail.evidence.history import history
from handrail.leaks.forbidden import secrets_of
from handrail.publish.sites import build_sites
from handrail.reading.cache import RecordCache
from handrail.reading.folder import read_library
from handrail.records.base import Audience
from handrail.records.sheet import Interactions, Sheet, parts, sheets_of

from .company import TODAY, write_company

ONE = "- {{on: {on}, channel: call, customer: c-{n}, by: founder, minutes: 5, outcome: solved}}\n"
FILES = {
    "interactions/a-b.yml": ONE.format(on="2026-10-02", n=1),
    "interactions/a.yml": "".join(ONE.format(on=f"2026-10-{day:02}", n=2) for day in range(1, 13)),
}


def interactions_of(records: Path) -> Interactions:
    found = read_library(records)[0].interactions
    assert isinstance(found, Interactions)
    return found


def test_they_are_in_the_order_of_their_ids(tmp_path: Path) -> None:
    found = interactions_of(write_company(tmp_path, FILES))
    assert list(found) == sorted(found)
    assert len(found) == len(list(found)) == 13
    assert [one.id for one in found.values()] == list(found)
    assert "a#12" in found
    assert "a#13" not in found


def test_to_ask_for_a_record_makes_none(tmp_path: Path) -> None:
    found = interactions_of(write_company(tmp_path, FILES))
    assert "a" not in found
    assert "_by_id" not in vars(found)


def test_one_with_a_problem_leaves_a_gap(tmp_path: Path) -> None:
    text = "".join(ONE.format(on=on, n=1) for on in ("2026-10-01", "never", "2026-10-03"))
    [sheet] = interactions_of(write_company(tmp_path, {"interactions/a.yml": text})).sheets
    assert [start for start, _ in parts(sheet)] == [(0,), (2,)]


def test_whatever_holds_them_they_are_told_by_file(tmp_path: Path) -> None:
    found = interactions_of(write_company(tmp_path, FILES))
    told = {sheet.path: sheet.interactions for sheet in sheets_of(MappingProxyType(dict(found)))}
    assert {path: sorted(i.id for i in those) for path, those in told.items()} == {
        sheet.path: sorted(i.id for i in sheet.interactions) for sheet in found.sheets
    }


def test_a_kept_sheet_is_the_same_and_is_kept_again_without_its_interactions_being_made(
    tmp_path: Path,
) -> None:
    [_, sheet] = interactions_of(write_company(tmp_path, FILES)).sheets
    kept: Sheet = pickle.loads(pickle.dumps(sheet))
    again: Sheet = pickle.loads(pickle.dumps(kept))
    assert isinstance(vars(kept)["_columns"], bytes)
    assert len(again) == 12
    assert again.interactions == sheet.interactions


def test_neither_a_check_nor_the_gate_makes_an_interaction(tmp_path: Path) -> None:
    library, _ = read_library(write_company(tmp_path, FILES))
    check(library, TODAY)
    secrets_of(library)
    assert all(vars(sheet)["_interactions"] is None for sheet in library.sheets)


def test_the_history_of_a_day_is_made_once(tmp_path: Path) -> None:
    library, _ = read_library(write_company(tmp_path, FILES))
    assert history(library, TODAY) is history(library, TODAY)
    assert len(history(library, date(2026, 10, 1)).interactions) == 1


def test_a_second_public_build_makes_no_interaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "_SETTLED", 0)
    records = write_company(tmp_path / "playbooks", FILES)
    time.sleep(0.02)
    assert build_sites(records, [Audience.PUBLIC], tmp_path / "site", TODAY).problems == []
    library, _ = read_library(records, RecordCache(records))
    assert isinstance(library.interactions, Interactions)
    secrets_of(library)
    assert all(isinstance(vars(sheet)["_columns"], bytes) for sheet in library.sheets)
