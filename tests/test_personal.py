"""Personal data: what is seen, what is not taken for it, and what `check` says of it and where."""

import json
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from handrail.records.personal import Personal, allowed, may_be_personal, personal_in
from hypothesis import example, given, settings
from hypothesis import strategies as st

CASES = Path(__file__).parent / "cases" / "personal"
TEXTS = yaml.safe_load((CASES / "texts.yml").read_text("utf-8"))
CORPUS = Path(__file__).parents[2] / "shared/data/corpora/pii/texts.json"


@pytest.mark.parametrize("path", sorted(CASES.glob("[!t]*.yml")), ids=lambda path: path.stem)
def test_check_says_what_is_personal_and_where(path, tmp_path, problems_of_case):
    private = yaml.safe_load(path.read_text("utf-8")).get("private")
    if private:
        (tmp_path / "private").mkdir()
        (tmp_path / "private" / "people.yml").write_text(private, "utf-8")
    case, _, lines = problems_of_case(path)
    assert lines == case["problems"]


def test_without_the_check_nothing_is_said(tmp_path, problems_of_case, monkeypatch):
    monkeypatch.setattr(import_module("handrail.checking.personal"), "personal_in", lambda text: [])
    _, _, lines = problems_of_case(CASES / "at-the-door.yml")
    assert lines == []


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, several in TEXTS["personal"].items() for text in several]
)
def test_it_is_seen(kind, text):
    assert Personal(kind) in {found.kind for found in personal_in(text)}
    in_a_sentence = {found.kind for found in personal_in(f"Well, {text}.")}
    assert Personal(kind) in in_a_sentence
    assert may_be_personal(["before", text, "after"])


@pytest.mark.parametrize("text", TEXTS["nothing"])
def test_it_is_not_taken_for_personal_data(text):
    assert list(personal_in(text)) == []


PIECES = [
    *("a", "1", "12 ", "+49 ", "@", " ", "\n", "-", ".", "at", "AT ", "(", ")", "[", "]}", "{", "dot"),
    *("jane", "mail.example", "DE89", "3704 ", "\uff20", "\u2011", "\u00a0", "\u0663"),
]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), max_size=4))
@settings(max_examples=2_000, deadline=None)
def test_many_texts_at_once_are_passed_over_only_where_none_holds_anything(texts):
    if any(any(personal_in(text)) for text in texts):
        assert may_be_personal(texts)


def test_most_texts_are_passed_over():
    assert not may_be_personal(["How long (at most) is clear-24?", "See [this](question:save-trade-1196)."])


@pytest.mark.parametrize(
    "piece", ["1 ", "1-", "(1", "@a.", "a.b@", "a@", "(at)", "DE12", "12 345 678 ", "+1 ", "x"]
)
def test_time_grows_with_the_length_only(piece):
    """A quadratic pattern would take minutes here."""
    list(personal_in(piece * (200_000 // len(piece))))


@given(st.text(st.sampled_from("12345670aDEx@()[]{}.-/ +at\u00e9\uff20\u0661"), max_size=40))
@example("DE02120300000000202051")
@example("jane at) x.example")
def test_what_holds_nothing_is_told_at_once_and_nothing_else_is(text):
    assert may_be_personal([text]) or not list(personal_in(text))


def test_texts_that_hold_something_may_do_so():
    texts = [text for several in TEXTS["personal"].values() for text in several]
    assert [text for text in texts if not may_be_personal([text])] == []
    assert not may_be_personal(["Where is my parcel of 2026?"])


@pytest.mark.skipif(not CORPUS.exists(), reason="the marked texts are not here")
def test_every_address_and_number_of_the_marked_texts_is_seen_and_hardly_anything_else():
    kinds = {"EMAIL_ADDRESS": Personal.EMAIL, "PHONE_NUMBER": Personal.PHONE}
    missed, clean, alarms = [], 0, 0
    for text in json.loads(CORPUS.read_text("utf-8")):
        found = list(personal_in(text["text"]))
        for span in text["spans"]:
            if kind := kinds.get(span["type"]):
                seen = (
                    f.offset < span["end"] and span["start"] < f.offset + len(f.value)
                    for f in found
                    if f.kind is kind
                )
                missed += [] if any(seen) else [span["value"]]
        if not {s["type"] for s in text["spans"]} & {*kinds, "CREDIT_CARD", "IBAN_CODE"}:
            clean += 1
            alarms += bool(found)
    assert missed == []
    assert alarms / clean <= 0.005


@pytest.mark.parametrize(
    "text",
    [
        "+1 202 555 0143 ext. 5",
        "(202) 555-0143 x12",
        "Call +1 202 555 0143 (9-17)",
        "0049 30 123456",
        "help (at) company [dot] example",
        "us—help@company.example",
        "anna (at) partner.example",
    ],
)
def test_what_is_allowed_may_be_written_in_any_way(text):
    may = allowed(["+1 202 555 0143", "+49 (0)30 123456", "help@company.example", "@partner.example"])
    assert list(personal_in(text))
    assert [found for found in personal_in(text) if found not in may] == []
