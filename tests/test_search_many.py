"""Search among very many documents: what is known from the last time shows in nothing but time."""

import json
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from math import exp, log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from handrail.problems import errors
from handrail.publish import made_from
from handrail.publish.sites import build_sites
from handrail.records.base import Audience
from handrail.search import files as search_files_module
from handrail.search import many, memory, model, tables
from handrail.search.calibration import Evidence, HeldOut
from handrail.search.documents import MANY, Document
from handrail.search.evaluation import Query, evaluate
from handrail.search.files import MODEL, search_files
from handrail.search.memory import NOTHING, Memory, packed, unpacked
from handrail.search.model import train
from handrail.search.ranking import ask
from handrail.search.texts import bags_of

from .company import TODAY, write_company
from .test_build import tree
from .test_passed import noise, one_bit
from .test_search import ABOUT_OTHER_THINGS, DATA, QUESTION

WORDS = [
    "parcel",
    "lost",
    "late",
    "refund",
    "money",
    "invoice",
    "tax",
    "login",
    "password",
    "where",
    "how",
    "my",
]


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve documents are very many, and ten of them teach."""
    monkeypatch.setattr(model, "MANY", 12)
    monkeypatch.setattr(many, "MANY", 10)
    monkeypatch.setattr(sys.modules["handrail.checking.search"], "MANY", 12)  # or it has learnt before


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of documents whose words are read, as they are."""
    found: list[str] = []

    def bags(documents: list[Document]) -> object:
        found.extend(document.id for document in documents)
        return bags_of(documents)

    monkeypatch.setattr(memory, "bags_of", bags)
    return found


def learnt(documents: list[Document], known: Memory = NOTHING, *pages: Document) -> model.Model:
    """What is learnt now, nothing taken from what this process has learnt before."""
    model._trained.cache_clear()
    many._place.cache_clear()
    return train(tuple(documents), pages, known)


def files(learnt: model.Model) -> dict[str, bytes]:
    return {name: made() for name, made in search_files(learnt, lambda document: document.id)}


def again(learnt: model.Model) -> Memory:
    """What a next process knows of it."""
    return unpacked(packed(learnt.known, "site"), "site")


def some(count: int, chance: random.Random) -> list[Document]:
    return [document(f"q-{n}", chance) for n in range(count)]


def document(id: str, chance: random.Random) -> Document:
    def said(most: int) -> str:
        return " ".join(chance.choices([*WORDS, f"word{chance.randrange(300)}"], k=chance.randint(1, most)))

    phrasings = tuple(said(6) for _ in range(chance.randrange(4)))
    parts = tuple((said(40), f"[{said(3)}](question:{id})") for _ in range(chance.randrange(3)))
    return Document("question", id, said(5), "Topic", phrasings, ("hidden",) * chance.randrange(2), parts)


def edited(documents: list[Document], chance: random.Random) -> list[Document]:
    """One changed, added, left out, or all in another order."""
    documents = [*documents]
    way, n = chance.randrange(5), chance.randrange(len(documents))
    if way == 0:
        documents[n] = document(documents[n].id, chance)
    elif way == 1:
        documents[n] = replace(documents[n], title=f"Never seen {chance.random()}")
    elif way == 2:
        documents.insert(n, document(f"new-{chance.random()}", chance))
    elif way == 3 and len(documents) > 12:
        del documents[n]
    else:
        chance.shuffle(documents)
    return documents


@pytest.mark.parametrize("seed", range(4))
def test_the_files_are_the_same_whatever_is_known(seed: int, few_are_many: None) -> None:
    chance = random.Random(seed)
    documents = some(20, chance)
    known = again(learnt(documents))
    before: dict[str, bytes] = {}
    """By its name, a file has the same content for ever."""
    for _ in range(12):
        documents = edited(documents, chance)
        now = learnt(documents, known)
        made = files(now)
        assert made == files(learnt(documents))
        known = again(now)
        named = {name: content for name, content in made.items() if name != MODEL}
        assert all(before.setdefault(name, content) == content for name, content in named.items())


def test_results_that_other_code_writes_have_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = some(5, random.Random(1))
    before = files(learnt(documents)).keys()
    monkeypatch.setattr(search_files_module, "own_code", lambda: "other")
    [other] = files(learnt(documents)).keys() - before
    assert other.startswith("documents-0.")


def test_among_more_documents_like_the_others_more_evidence_is_needed() -> None:
    found = HeldOut(Evidence(0, 0), 0.5, own=(2.0,), others=(1.0,), firsts=())
    assert [found.threshold(times) for times in (1, 9)] == [
        pytest.approx(log(exp(2) + times * exp(1)), abs=0.001) for times in (1, 9)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_when_there_is_an_answer_is_about_the_same_told_by_some_or_by_all(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = some(150, random.Random(seed))
    monkeypatch.setattr(model, "MANY", 50)
    monkeypatch.setattr(many, "MANY", 50)
    by_some = learnt(documents).threshold
    monkeypatch.setattr(many, "MANY", 150)
    assert by_some == pytest.approx(learnt(documents).threshold, abs=0.6)


def test_only_what_is_new_is_read(few_are_many: None, read: list[str]) -> None:
    documents = some(20, random.Random(1))
    known = again(learnt(documents))
    assert len(read) == 20
    documents[7] = replace(documents[7], title="Another")
    read.clear()
    learnt(documents, known)
    assert read == ["q-7"]


def test_what_all_have_in_common_is_learnt_again_from_others_only(
    few_are_many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = some(20, random.Random(1))
    known = again(learnt(documents))
    teach = many._some(documents)
    assert len(teach) == 10
    times: list[int] = []

    def reduced(*given: Any) -> object:
        times.append(1)
        return tables.reduced(*given)

    monkeypatch.setattr(many, "reduced", reduced)
    for n, learns in ((min({*range(20)} - {*teach}), 0), (teach[0], 1)):
        times.clear()
        learnt([replace(d, title="Another") if d is documents[n] else d for d in documents], known)
        assert len(times) == learns


def test_the_same_documents_teach_whatever_else_there_is(few_are_many: None) -> None:
    documents = some(40, random.Random(1))
    teach = [documents[n] for n in many._some(documents)]
    other = next(each for each in documents if each not in teach)
    fewer = [each for each in documents if each is not other]
    assert [fewer[n] for n in many._some(fewer)] == teach
    assert [documents[::-1][n] for n in many._some(documents[::-1])] == teach[::-1]


@pytest.mark.parametrize(
    "other",
    [
        {"title": "c"},
        {"topic": "Other"},
        {"phrasings": ("one", "two")},
        {"phrasings": (), "hidden": ("one two",)},
        {"phrasings": ("one",), "hidden": ("two",)},
        {"parts": ("plain",)},
        {"parts": (("plain", "text"),)},
        {"parts": (("plaintext",),)},
        {"parts": (("plain",), ("text",))},
        {"kind": "tutorial"},
        {"id": "ab", "title": ""},
    ],
)
def test_another_document_has_another_digest(other: dict[str, object]) -> None:
    base = Document("question", "a", "b", "Topic", ("one two",), (), (("plain",),))
    assert replace(base).digest == base.digest
    assert replace(base, **other).digest != base.digest  # type: ignore[arg-type]  # of its fields


def test_hand_written_pages_are_found_beside_many(few_are_many: None) -> None:
    page = Document("page", "about/", "About our workshop", "", (), (), ("We forge teapots in Lisbon.",))
    documents = some(20, random.Random(1))
    alone, both = learnt(documents), learnt(documents, NOTHING, page)
    assert ask(both, "do you forge the teapots yourself").found[0].document == page
    assert (both.threshold, both.firsts, both.pieces) == (alone.threshold, alone.firsts, alone.pieces)
    assert files(learnt(documents, again(alone), page)) == files(both)


def test_documents_without_words_are_no_error(few_are_many: None) -> None:
    documents = [Document("question", str(n), "???", "", (), (), ()) for n in range(200)]
    bare = learnt(documents)
    assert np.isfinite([bare.threshold, *bare.stretch, *bare.offsets]).all()
    assert files(learnt(documents, again(bare))) == files(bare)


@pytest.mark.skipif(not DATA.is_dir(), reason="the data is not here")
def test_real_questions_find_their_answers_among_many() -> None:
    """Each of the questions as many articles of a few phrasings; any of these is right."""
    rows = [json.loads(line) for line in (DATA / "banking77/questions-all.jsonl").open(encoding="utf-8")]
    documents, queries = [], []
    for row in rows:
        said = sorted(row["asked_as"], key=lambda text: text[::-1])
        for n in range(0, len(said) - 7, 7):
            title, *phrasings, body, query = said[n : n + 7]
            documents.append(
                Document("question", f"{row['id']}.{n}", title, "", tuple(phrasings), (), (body,))
            )
            queries.append((query, row["id"]))
    assert len(documents) > MANY
    asked = queries[::5]
    learnt = train(tuple(documents))
    answers = [(ask(learnt, query), id) for query, id in asked]
    first, three = (
        sum(any(f.document.id.startswith(f"{id}.") for f in a.found[:most]) for a, id in answers) / len(asked)
        for most in (1, 3)
    )
    assert first > 0.84
    assert three > 0.90
    assert sum(answer.is_answered for answer, _ in answers) / len(asked) > 0.9
    wrongly = evaluate(learnt, [Query(text, None) for text in ABOUT_OTHER_THINGS]).answered_wrongly
    assert (wrongly or 0) <= 0.25


# Beside a site


@pytest.fixture
def company(tmp_path: Path, few_are_many: None) -> Path:
    """Twenty public questions, of which one has a note, and their public site."""
    chance = random.Random(1)
    for each in some(20, chance):
        asked_as = ", ".join(each.phrasings) or "anything"
        text = QUESTION.format(question=each.title, answer="Yes.", asked_as=asked_as, audience="public")
        note = "staff_note: The heron is broke.\n" if each.id == "q-3" else ""
        write_company(tmp_path / "records", {f"questions/{each.id}.yml": text + note})
    build(tmp_path, "site")
    return tmp_path


def build(company: Path, to: str) -> dict[str, bytes]:
    model._trained.cache_clear()
    many._place.cache_clear()
    assert errors(build_sites(company / "records", [Audience.PUBLIC], company / to, TODAY).problems) == []
    return tree(company / to / "public")


def edit(company: Path, n: int) -> None:
    file = company / f"records/questions/q-{n}.yml"
    file.write_text(file.read_text("utf-8").replace("question: ", "question: Ever unheard "), "utf-8")


def kept(company: Path) -> Path:
    return company / "site/.handrail-public.search"


def test_a_build_reads_only_what_was_edited_and_makes_the_same_site(company: Path, read: list[str]) -> None:
    for n in (3, 8):
        edit(company, n)
        read.clear()
        after = build(company, "site")
        assert read == [f"q-{n}"]
        assert after == build(company, f"clean-{n}")


@pytest.mark.parametrize(
    "damage", [noise, one_bit, lambda c: c[:-1], lambda c: c[:20], lambda c: b"", lambda c: c + b"x"]
)
def test_damage_only_costs_time(company: Path, damage: Callable[[bytes], bytes], read: list[str]) -> None:
    kept(company).write_bytes(damage(kept(company).read_bytes()))
    edit(company, 3)
    after = build(company, "site")
    assert len(read) == 20
    assert after == build(company, "clean")


def test_what_is_kept_of_another_site_or_by_other_programs_is_not_used(
    company: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(company).read_bytes()
    edit(company, 3)
    build(company, "site")
    kept(company).write_bytes(before)
    edit(company, 4)
    read.clear()
    build(company, "site")
    assert len(read) == 20
    edit(company, 5)
    read.clear()
    with monkeypatch.context() as patch:
        patch.setattr(made_from, "programs", lambda: "others")
        build(company, "site")
    assert len(read) == 20


def test_nothing_is_kept_that_is_not_on_the_site(company: Path) -> None:
    content = kept(company).read_bytes()
    assert b"parcel" in content
    assert b"heron" not in content


def test_of_few_documents_nothing_is_kept(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "MANY", 100)
    edit(company, 3)
    build(company, "site")
    assert not kept(company).exists()
