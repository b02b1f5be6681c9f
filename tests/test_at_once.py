"""Interactions that are looked at field by field are what each is by itself, and have the same problems."""

from pathlib import Path
from typing import Any

import pytest
from handrail.reading import folder
from handrail.reading.at_once import typed_at_once
from handrail.reading.folder import read_library
from hypothesis import given
from hypothesis import strategies as st

from .company import write_company

RIGHT = {
    "on": "2026-10-01",
    "channel": "call",
    "customer": "c-1",
    "by": "founder",
    "minutes": "5",
    "outcome": "solved",
}
VALUES: dict[str, list[Any]] = {
    "on": ["2026-10-02", "2026-1-1", "2026-02-30", "", None, ["2026-10-01"], {"a": "b"}],
    "channel": ["chat", "email", "Call", None],
    "customer": ["c-2", "Jane", None],
    "segment": [" some  people\n", "", None, ["a"]],
    "asked": ["\nWhen?\n", "When?", " ", None],
    "did": ["*This*", "[" * 700, None],
    "used": [[], ["a"], ["a", "b"], ["a", None], [["a"]], "a", None, ["1"], [{"a": "b"}]],
    "minutes": ["0", "1.0", "1.5", "-1", "many", "10001", None],
    "satisfaction": ["1", "5", "6", None],
    "path": ["x.yml"],
    "others": ["x"],
}
CHANGES = st.sampled_from([(name, value) for name, values in VALUES.items() for value in values])
CHANGED = st.lists(CHANGES, max_size=2).map(lambda changes: RIGHT | dict(changes))
ITEMS = CHANGED | st.sampled_from([None, "x", []])


def one_by_one(items: list[Any]) -> list[dict[str, Any]] | None:
    """The values of all, or None where any has a problem."""
    reading = folder.Reading(Path("records"))
    ids = [f"a#{n}" for n in range(1, len(items) + 1)]
    found = [*reading._one_by_one(items, folder.Places(), ids, "interactions/a.yml")]
    return None if reading.problems else [vars(one) for one in found]


@given(st.lists(ITEMS, max_size=4))
def test_they_are_the_same_as_one_by_one(items: list[Any]) -> None:
    ids = [f"a#{n}" for n in range(1, len(items) + 1)]
    columns = typed_at_once(items, ids, "interactions/a.yml")
    expected = one_by_one(items)
    if columns is None or expected is None:
        assert columns is expected
    else:
        rows = zip(*columns.values(), strict=True)
        assert repr([dict(zip(columns, row, strict=True)) for row in rows]) == repr(expected)


LINES = "- {{on: {}, channel: call, customer: c-1, by: founder, minutes: {}, outcome: solved}}\n"


def test_every_problem_of_a_file_is_said_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = [("2026-10-01", 5), ("soon", 5), ("2026-10-03", "few"), ("x", "y")]
    text = "".join(LINES.format(*each) for each in said)
    records = write_company(tmp_path / "playbooks", {"interactions/a.yml": text})
    library, problems = read_library(records)
    assert [(p.line, p.column) for p in problems] == [(2, 8), (3, 72), (4, 8), (4, 63)]
    assert [*library.interactions] == ["a#1"]
    monkeypatch.setattr(folder, "typed_at_once", lambda *given: None)
    assert read_library(records)[1] == problems
