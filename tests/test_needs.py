"""What customers need next: golden cases in `cases/evidence/needs-*`, worked out by hand; and `backlog`."""

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from handrail.cli import main
from handrail.evidence.grouping import PIECES, groups
from handrail.evidence.history import history
from handrail.evidence.needs import Backlog, Measures, backlog
from handrail.reading.folder import read_library
from handrail.words.pieces import vocabulary
from handrail.words.vectors import meaning, vectors
from hypothesis import given, settings
from hypothesis import strategies as st

from .by_hand import cases, read_case
from .company import write_company

EXAMPLE = Path(__file__).parents[1] / "playbooks"
AS_OF = date(2026, 11, 22)


def said(measures: Measures) -> dict[str, Any]:
    """All that a case can say of some by-hand work."""
    lists = {"interactions": measures.interactions, "dissatisfied": measures.dissatisfied}
    lists |= {"before": measures.before, "recent": measures.recent}
    return {
        **{name: [i.id for i in found] for name, found in lists.items()},
        "minutes": str(measures.minutes),
        "customers": str(measures.customers),
        "per_week": f"{measures.per_week:.4f}",
        "effort": f"{measures.effort:g}",
    }


@pytest.mark.parametrize("path", cases("needs"), ids=lambda path: path.stem)
def test_backlog(path: Path, tmp_path: Path) -> None:
    case, library, past = read_case(path, tmp_path)
    found = backlog(library, past)
    assert [need.id for need in found.needs] == [need["id"] for need in case["needs"]]
    for need, expected in zip(found.needs, case["needs"], strict=True):
        record = {"record": need.record.id} if need.record else {}
        made = {"id": need.id, **record, **said(need.measures)}
        assert {name: made[name] for name in expected | record} == expected
    anyway = {
        one.record.id: {
            "interactions": [i.id for i in one.measures.interactions],
            "minutes": str(one.measures.minutes),
            "not_found": [i.id for i in one.not_found],
            "wrong": [i.id for i in one.wrong],
        }
        for one in found.answered_anyway
    }
    if "answered_anyway" in case or not case["needs"]:
        assert list(anyway.items()) == list(case.get("answered_anyway", {}).items())
    assert [i.id for i in found.wordless] == case.get("wordless", [])
    words = {need.id: need.words for need in found.needs}
    assert all(word in words[id] for id, word in case.get("words", {}).items())


def of_example() -> Backlog:
    library, _ = read_library(EXAMPLE)
    return backlog(library, history(library, AS_OF))


def test_the_example_has_the_three_needs_that_it_was_written_with() -> None:
    needs = [need for need in of_example().needs if need.record is None]
    assert [(need.words[0], len(need.measures.interactions)) for need in needs] == [
        ("invoice", 8),
        ("allergen", 7),
        ("discount", 6),
    ]
    for need, about in zip(
        needs, ("invoice tax", "nut soy allerg milk gelatin", "code discount"), strict=True
    ):
        assert all(any(word in ask.lower() for word in about.split()) for ask in need.asks)


# Groups

ASKS = [
    "where is my parcel", "my parcel has not arrived", "the parcel is late", "parcel not delivered yet",
    "how do I reset my password", "forgot my password", "password does not work", "change the password",
    "is there a discount for students", "student discount?", "do students pay less", "price for a student",
]  # fmt: skip


@given(st.lists(st.sampled_from(ASKS), max_size=25), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_texts_changes_nothing(asks: list[str], order: random.Random) -> None:
    shuffled = asks.copy()
    order.shuffle(shuffled)
    one, other = (
        sorted(sorted(texts[n] for n in places) for places in groups(texts)[0]) for texts in (asks, shuffled)
    )
    assert one == other
    assert sorted(n for places in groups(asks)[0] for n in places) == list(range(len(asks)))


def test_equal_texts_are_together_and_unlike_ones_are_not() -> None:
    found, _ = groups(ASKS + ASKS[:4])
    assert [0, 1, 2, 3, 12, 13, 14, 15] in found
    assert len(found) == 3
    assert groups([ASKS[0], ASKS[4]])[0] == [[0], [1]]
    assert groups([ASKS[0], ASKS[0]])[0] == [[0, 1]]


def test_very_many_texts_are_put_together_in_two_steps() -> None:
    many = [f"{ask}, order {n}" for n in range(PIECES // 8) for ask in ASKS]
    assert len(many) > PIECES
    found, _ = groups(many, 3)
    assert [{n % 12 // 4 for n in places} for places in found] == [{0}, {1}, {2}]
    assert sum(map(len, found)) == len(many)
    order = random.Random(1).sample(range(len(many)), len(many))
    for number in (None, 40):
        of_many, _ = groups(many, number)
        shuffled, _ = groups([many[n] for n in order], number)
        assert sorted(sorted(order[n] for n in places) for places in shuffled) == of_many


def test_more_texts_about_the_same_are_hardly_more_groups() -> None:
    numbers = [
        len(groups([f"{ask}, order {n}" for n in range(times) for ask in ASKS])[0]) for times in (25, 300)
    ]
    assert numbers[0] == len(ASKS)
    assert len(ASKS) <= numbers[1] < 1.5 * len(ASKS)


def test_more_asks_in_two_steps_are_not_fewer_groups() -> None:
    words = [word for word in vocabulary() if word.isascii() and word.isalpha() and len(word) > 4][500:1900:7]
    in_one, in_two = (
        len(groups([f"my {word} is late, order {n}" for n in range(times) for word in words])[0])
        for times in (PIECES // len(words), 20)
    )
    assert in_one <= in_two < 2 * in_one


def test_a_text_depends_on_itself_alone() -> None:
    long = "word " * 5_000
    together = vectors(["Where is my parcel?", long, "", "日本語 🙂"])
    for n, text in enumerate(("where is my PARCEL?", long, "", "日本語 🙂")):
        assert (vectors([text])[0] == together[n]).all()
    assert (abs((together**2).sum(axis=1) - 1) < 1e-3).all()
    assert (vectors(["Where  is\tmy\nparcel? "]) == together[0]).all()
    assert vectors([]).shape == (0, 256)


def test_common_words_mean_little() -> None:
    assert (
        max(meaning(["the", "does", "for", "have"])) < 8 < min(meaning(["invoice", "discount", "allergen"]))
    )


# The command


def run(folder: Path, *options: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["backlog", "--records", str(folder), "--as-of", str(AS_OF), *options])
    return result.exit_code, result.stdout, result.stderr


def test_json_has_all_of_every_need() -> None:
    code, out, _ = run(EXAMPLE, "--json")
    values = json.loads(out)
    assert code == 0
    assert values["needs"] == sorted(values["needs"], key=lambda need: -need["minutes"])
    assert sum(len(need["interactions"]) for need in values["needs"]) == 43
    [invoice] = [need for need in values["needs"] if "invoice" in need["words"]]
    assert (invoice["minutes"], invoice["customers"], len(invoice["interactions"])) == (160, 7, 8)
    assert all(one["not_found"] or one["wrong"] for one in values["answered_anyway"])
    assert run(EXAMPLE, "--json")[1] == out


def test_text_names_what_to_do(tmp_path: Path) -> None:
    code, out, _ = run(EXAMPLE)
    assert code == 0
    assert "No public answer: 43 interactions, 7 needs" in out
    assert "To write an answer: handrail new question ID --from invoice-for-a-company" in out
    code, out, _ = run(write_company(tmp_path, {}))
    assert (code, "0 interactions, 0 needs" in out, "none" in out) == (0, True, True)


def test_problems_are_said_and_the_rest_is_counted(tmp_path: Path) -> None:
    good = "- {on: 2026-06-01, channel: call, customer: c-1, by: founder, minutes: 1, outcome: solved}\n"
    folder = write_company(tmp_path, {"interactions/a.yml": good + good.replace("minutes: 1", "minutes: x")})
    code, out, err = run(folder)
    assert (code, "1 interaction more without" in out, "1 problem: see handrail check" in err) == (
        1,
        True,
        True,
    )
