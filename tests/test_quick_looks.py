"""What tells quickly that nothing can be in a text misses nothing that the plain way finds."""

import json
import re
from types import SimpleNamespace

import numpy as np
import pytest
from handrail.leaks import gate, json_texts, markup, packed
from handrail.leaks.forbidden import Secret, Secrets
from handrail.leaks.hashes import HashSet
from handrail.leaks.packed import Reading
from handrail.leaks.published import Reader
from handrail.records import folding, links, personal, phones
from handrail.records.personal import allowed
from hypothesis import example, given
from hypothesis import strategies as st

NUMBERS = st.text(st.sampled_from("2026-01-15 () +./0419xDEab,\n٣é…–"), max_size=40) | st.from_regex(
    r"\A(?:call |on )?[+(]?[0-9](?:[ ().\-/]{0,2}[0-9]){4,12}(?: x)?\Z"
)
NAMES = {"handle": "night-owl", "pseudonym": "c-014", "name": "josé pérez", "canary": "14 owls"}


def secret(kind: str, text: str) -> Secret:
    name = folding.folded(text)
    return Secret(kind, tuple(folding.words(name)), kind, "", name if kind in ("handle", "pseudonym") else "")


SINGLE = [secret(kind, text) for kind, text in NAMES.items()]
BY_WORD = {one.words[:2]: [one] for one in SINGLE}
LIBRARY = SimpleNamespace(root="playbooks")
SECRETS = Secrets(LIBRARY, allowed([]), HashSet(np.array([], np.uint64)), BY_WORD, (), "")  # type: ignore[arg-type]  # no library is asked


@given(NUMBERS | st.text(max_size=20))
@example("call ٠٧٧٠٠٩٠٠١٢٣")
@example("call 12/34/56")
@example("AB32A12B34C56D78E90F")
def test_personal_values_are_found_as_without_a_quick_look(text: str) -> None:
    found = sorted(map(repr, personal.personal_in(text)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(personal, "may_have_numbers", lambda text: True)
        patch.setattr(personal, "_DIGITS", re.compile(r"\d"))
        patch.setattr(personal, "_DATE", re.compile(r"(?!)"))
        patch.setattr(personal, "_may_spell_out", lambda text: True)
        patch.setattr(personal, "_ODD", re.compile(""))
        assert sorted(map(repr, personal.personal_in(text))) == found


@given(st.text(st.sampled_from("ja@()[]{} tATdo.mx-—\u00ad"), max_size=30))
@example("jane (AT) mail.example")
@example("jane [ At ] mail.example")
@example("jane { @} mail.example")
def test_addresses_are_found_as_without_a_quick_look(text: str) -> None:
    found = list(personal.emails_in(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(personal, "_may_spell_out", lambda text: True)
        assert list(personal.emails_in(text)) == found


@given(st.text())
def test_a_quote_ends_no_name_before_a_sign(text: str) -> None:
    assert personal._LOCAL.search(f'{text}"') is None


@given(NUMBERS)
@example("07700 900 123")
def test_a_text_without_six_digits_in_a_row_has_no_number(text: str) -> None:
    if not phones.may_have_numbers(text):
        assert [n for _, n in phones.numbers_in(text) if phones.same_number(n, n)] == []
        assert list(phones.phones_in(text)) == []


@given(st.text() | st.text(st.sampled_from("aE1 @-\u0301\u0308\u00adéßİſ²™…ł가ᄀ\uff20\u1d15e"), max_size=12))
def test_a_text_is_folded_as_its_parts_are(text: str) -> None:
    assert folding.folded(text) == folding._folded.__wrapped__(text)
    assert folding.visible(text) == folding._visible.__wrapped__(text)


@given(st.text(st.characters(blacklist_characters="&%\\")) | st.text(st.sampled_from("&%\\41u;ampx")))
@example("%41")
@example("&amp;")
def test_only_three_signs_start_an_escape(text: str) -> None:
    assert [*folding.unescaped(text)][:1] == [other for other in folding._steps(text) if other != text][:1]


def test_words_are_cut_the_same_from_plain_text() -> None:
    plain = "".join(map(chr, range(128)))
    assert folding.words(plain) == re.findall(r"[^\W_]+", plain)


PIECES = ["night", "-", "owl", " ", "c", "014", "José ", "Pe\u0301rez", "14", "owls", ".", "x", "|", "OWL"]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_a_name_is_in_no_text_in_which_it_may_not_be(text: str) -> None:
    plain = folding.folded(text)
    if not SECRETS.may_be_in(plain):
        assert list(gate._single(plain, folding.words(plain), True, SECRETS)) == []


TEXTS = st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), max_size=6)


@given(TEXTS)
def test_a_name_is_in_no_text_among_which_it_may_not_be(texts: list[str]) -> None:
    may = SECRETS.may_be_among(texts)
    for n, plain in enumerate(map(folding.folded, texts)):
        assert n in may or list(gate._single(plain, folding.words(plain), True, SECRETS)) == []


VALUES = st.recursive(
    st.integers(0, 10**12)
    | st.sampled_from(["541-714-1388", "541", "714 1388", "call", "jane@mail.example"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["tel", "no"]), inner),
    max_leaves=8,
)


def is_clean(readings: object) -> bool:
    return not any(True for one in readings for _ in gate._in_reading(one, SECRETS))  # type: ignore[attr-defined]  # readings


@given(VALUES)
def test_json_that_says_no_more_than_is_written_is_as_clean_as_it_looks(value: object) -> None:
    text = json.dumps(value)
    if not json_texts.says_more(text) and is_clean([Reading(text, True)]):
        assert is_clean(Reader(lambda _: False, 8)._of_strings([*json_texts.strings(text)]))


@given(st.text(st.sampled_from("a.…\u0301 @1\n"), max_size=12))
def test_an_ellipsis_is_three_dots_whatever_is_looked_for(text: str) -> None:
    read = packed.decoded(f"-{text}".encode())
    assert read is not None
    assert folding.folded(read) == folding.folded(f"-{text}")
    assert folding.visible(read) == folding.visible(f"-{text}")


ATTRIBUTES = [
    " title=",
    '"call',
    "'",
    '"',
    "541 714 1388",
    " alt",
    "=",
    "x",
    ">",
    " href=",
    "mailto:",
    "https://",
]


@given(st.lists(st.sampled_from(ATTRIBUTES), max_size=8).map("".join))
def test_attributes_are_read_the_same_where_no_link_calls(text: str) -> None:
    found, plainly = (
        [(match[1] or match[2]) for match in form.finditer(text)]
        for form in (markup._ATTRIBUTES, markup._READ_ALOUD)
    )
    assert found == plainly
    assert not any(sign in text for sign in markup._CALLS)


@pytest.mark.parametrize("link", ["TEL:5417141388", "sms:1", "callto:1", "facetime:1", "https://wa.me/1"])
def test_every_link_that_calls_is_seen_to_be_one(link: str) -> None:
    assert markup._READ_ALOUD.findall(f"<a href={link}>") == [("", link)]
    assert any(sign in link.lower() for sign in markup._CALLS)


LINKS = st.lists(
    st.sampled_from(
        ["[x]", "[x](", "](", "[", "]", "(", ")", " ", "x", "question:a", "tel:1", "\n\n", "![", "- "]
    ),
    max_size=9,
).map("".join)


@given(LINKS)
@example("[x] (question:a)")
@example("(x)[question:a]")
@example("[x](question:a and more")
def test_a_link_that_is_not_mistyped_needs_no_long_look(text: str) -> None:
    may_be = ")[" in text or links._MAY_BE_MISTYPED.search(text)
    assert may_be or not links._MISTYPED.search(text)
