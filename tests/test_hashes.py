"""Words are as alike by their hashes as they are by their letters, whatever texts stand around them."""

import numpy as np
import pytest
from handrail.leaks import hashes
from handrail.leaks.hashes import HashSet, kept, portions, words_in, words_of
from handrail.records.folding import folded, words
from hypothesis import given
from hypothesis import strategies as st

SIGNS = [
    "a", "B", "zz", " ", "  ", "-", "_", "1", "é", "e\u0301", "ß", "SS", "™", "\0", "\n", "\u2028", "\ud800",
]  # fmt: skip
TEXTS = st.lists(st.lists(st.sampled_from(SIGNS), max_size=30).map("".join), max_size=8)


@given(TEXTS, st.sampled_from([1, 10, hashes._PIECE]), st.sampled_from([1, 2, 8]))
def test_runs_of_words_are_the_same_where_their_hashes_are(texts: list[str], piece: int, length: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashes, "_PIECE", piece)
        found = words_of(texts)
    lists = [words(folded(text)) for text in texts]
    runs = [tuple(of_it[n : n + length]) for of_it in lists for n in range(len(of_it) - length + 1)]
    of_runs = found.runs_inside(length).tolist()
    assert len(of_runs) == len(runs)
    assert len({*of_runs}) == len({*runs}) == len({*zip(of_runs, runs, strict=True)})
    every = np.arange(len(found.hashes))
    assert found.text_of(every).tolist() == [n for n, of_it in enumerate(lists) for _ in of_it]


@given(st.lists(TEXTS, max_size=4), st.sampled_from([1, 2, 8]))
def test_words_that_are_kept_are_the_same_in_any_company(groups: list[list[str]], length: int) -> None:
    of_each = [*kept(groups)]
    assert of_each == [alone for group in groups for alone in kept([group])]
    found, every = words_in(of_each), words_of([text for group in groups for text in group])
    assert (found.hashes.tolist(), found.begins.tolist()) == (every.hashes.tolist(), every.begins.tolist())
    assert found.runs_inside(length).tolist() == every.runs_inside(length).tolist()


NUMBERS = st.lists(st.integers(0, 2**64 - 1) | st.sampled_from([0, 1, 2**63, 2**64 - 1]), max_size=20)


@given(NUMBERS, NUMBERS)
def test_a_set_knows_its_own_and_no_others(own: list[int], others: list[int]) -> None:
    known, some = HashSet(np.array(own, np.uint64)), np.array([*own[::2], *others], np.uint64)
    assert known.among(some).tolist() == [n for n, one in enumerate(some.tolist()) if one in own]
    assert {*known.without(some).hashes.tolist()} == {*own} - {*some.tolist()}
    assert len(known) == len({*own})


@given(st.lists(st.text(max_size=5)), st.integers(0, 12))
def test_portions_are_all_texts_in_order(texts: list[str], enough: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashes, "ENOUGH", enough)
        assert [text for some in portions(texts) for text in some] == texts
