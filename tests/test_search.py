"""Customers find answers in their own words: the ranking, `handrail ask`, and what search may know."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from handrail.cli import main
from handrail.evidence.history import history
from handrail.evidence.published import FEWEST, asked_words
from handrail.reading.folder import read_library
from handrail.records.base import Audience
from handrail.search.documents import Document, documents_of
from handrail.search.evaluation import Query, evaluate
from handrail.search.excerpts import excerpt
from handrail.search.files import search_files
from handrail.search.index import index_of
from handrail.search.model import Model, train
from handrail.search.ranking import ask, is_one_typo, understood
from handrail.search.texts import MOST_PHRASINGS, compared, texts_of
from handrail.words.pieces import cut, vocabulary
from handrail.words.splitting import split
from hypothesis import given
from hypothesis import strategies as st

from .company import TODAY, write_company

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
QUESTION = """\
question: {question}
topic: orders
audience: {audience}
confidence: validated
owner: founder
published: 2026-01-01
reviewed: 2026-11-01
asked_as: [{asked_as}]
answer: {answer}
"""
RECORDS = {
    "refund": ("When do I get my money back?", "Within days.", "refund still not here, where is my cash"),
    "parcel": ("Where is my parcel?", "Follow the link.", "package not delivered, tracking is stuck"),
    "invoice": ("How do I get an invoice?", "In your account.", "need a receipt, bill with tax number"),
    "password": ("How do I change my password?", "Select the key.", "cannot sign in, forgot my login"),
}

ABOUT_OTHER_THINGS = (
    *("how tall is mount everest", "violin lessons nearby", "lasagna recipe", "who painted the mona lisa"),
    *("my cat is sick", "book a flight to rome", "what is the capital of france", "is it going to rain"),
)


def company(folder: Path, audience: str = "public", **files: str) -> Path:
    questions = {
        f"questions/{id}.yml": QUESTION.format(
            question=question, answer=answer, asked_as=asked_as, audience=audience
        )
        for id, (question, answer, asked_as) in RECORDS.items()
    }
    return write_company(folder, questions | {name.replace("__", "/"): text for name, text in files.items()})


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    library, _ = read_library(company(tmp_path_factory.mktemp("company")))
    return train(documents_of(library, Audience.PUBLIC, TODAY))


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["ask", "--records", str(folder), *words])


def test_words_are_given_with_or_without_quotes(tmp_path: Path) -> None:
    folder = company(tmp_path)
    assert run(folder, "money", "back").output == run(folder, "money back").output
    assert run(folder).exit_code == 2


# Words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I can’t LOG-IN, it's 5.5 %", "i can't log in it's 5 5"),
        ("Größe der Bestellung Straße", "grosse der bestellung strasse"),
        ("返品したい 42", "返品 品し した たい 42"),
        ("ÀÉÎ ﬁne", "aei fine"),
        ("_snake_ <b>x</b> :-)", "snake b x b"),
        ("re\u00adfund par\u200bcel 返\u200b品した\u2060い", "refund parcel 返品 品し した たい"),
        ("می\u200cخواهم", "می خواهم"),
        ("", ""),
    ],
)
def test_words_of_a_text(text: str, words: str) -> None:
    assert split(text) == words.split()


@given(st.text("ab1'_ -.\tA\x1c\x85é", max_size=12))
def test_plain_text_has_the_words_that_any_text_has(text: str) -> None:
    """Texts without accents are split in a way of their own."""
    assert split(text) == split(f"{text} ж")[:-1]


def test_a_word_is_cut_into_the_longest_pieces_from_its_start() -> None:
    assert cut("refunds", {"ref", "+und", "+u", "+s"}) == ["ref", "+und", "+s"]
    assert cut("xrefund", {"ref", "+und", "+ref"}) == ["+ref", "+und"]
    assert cut("zz", set()) == []
    assert cut("direct", vocabulary()) == ["direct"]


@pytest.mark.parametrize(
    ("word", "typo", "is_one"),
    [
        ("refund", "refnd", True),
        ("refund", "reffund", True),
        ("refund", "rafund", True),
        ("refund", "rfeund", True),
        ("refund", "refundx", True),
        ("refund", "refund", False),
        ("refund", "rfenud", False),
        ("refund", "refu", False),
    ],
)
def test_one_typo(word: str, typo: str, is_one: bool) -> None:
    assert is_one_typo(word, typo) is is_one
    assert is_one_typo(typo, word) is is_one


def test_the_last_word_is_completed_and_others_are_corrected(model: Model) -> None:
    assert understood(model, ["my", "refnud"]) == ["my", "refund"]
    assert understood(model, ["refnud", "my"]) == ["refund", "my"]
    assert understood(model, ["trac"]) == ["tracking"]
    assert understood(model, ["zqzqzq", "my"]) == ["zqzqzq", "my"]


# Ranking


def document(id: str, *phrasings: str) -> Document:
    return Document("question", id, f"Title {id}", "", phrasings, (), ("A body.",))


def test_the_index_says_in_which_texts_a_word_is() -> None:
    many = [f"word{n} again" for n in range(MOST_PHRASINGS + 5)]
    texts = texts_of([document("a", *many), document("b", "again and again", "other")])
    there = np.ones(len(texts.weights), bool)
    there[2] = False
    index = index_of(texts, compared(texts, there))
    said = [[texts.words[n] for n in texts.words_of(text)] for text in compared(texts, there)]
    assert said[0] == ["a", "title"]
    assert ["word1"] not in [words[1:] for words in said]
    assert len(said) == 1 + MOST_PHRASINGS + 1 + 4
    assert {word: [n for n, words in enumerate(said) if word in words] for word in index.counts} == {
        word: found.tolist() if len(found) else [n for n, words in enumerate(said) if word in words]
        for word, found in index.texts_with.items()
    }
    assert not len(index.texts_with["again"])  # it is nearly everywhere
    assert index.counts["again"] == MOST_PHRASINGS + 1
    assert index.owners.tolist() == [0] * (MOST_PHRASINGS + 2) + [1] * 4


def test_what_many_phrasings_share_counts_more_than_what_one_says() -> None:
    often = document("often", *(f"parcel {word}" for word in ("lost", "late", "gone", "open", "wet")))
    once = document("once", "parcel", *(f"invoice {word}" for word in ("lost", "late", "gone", "wet")))
    model = train((once, often))
    first, second = model.index.odds("parcel").tolist()
    assert first < 0 < second
    assert dict(ask(model, "parcel").found[0].words)["parcel"] > 0
    assert model.index.odds("nowhere").tolist() == [0, 0]


def test_words_that_no_record_has_speak_against_an_answer(model: Model) -> None:
    assert model.index.unknown(["refund", "violin", "lasagna", "violin"]) == 2
    scores = np.array([1.0, 2.0])
    known, unknown = (model.evidence.of(scores, scores, count) for count in (0, 2))
    assert known - unknown == pytest.approx(2 * model.evidence.unknown)
    assert model.evidence.unknown > 0
    bare = train(tuple(replace(each, phrasings=()) for each in model.documents))
    assert (bare.evidence.leaning, bare.evidence.unknown) == (0, 0)


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("where is my cash", "refund"),
        ("has my order been shipped", "parcel"),
        ("please send me a reciept", "invoice"),
        ("i cant remember my login", "password"),
        ("REFUND!!!", "refund"),
    ],
)
def test_the_right_one_is_first(model: Model, query: str, id: str) -> None:
    assert ask(model, query).found[0].document.id == id


def test_a_result_says_which_phrasing_and_which_words_decided(model: Model) -> None:
    found = ask(model, "tracking is stuck since monday").found[0]
    assert found.phrasing == "tracking is stuck"
    assert {word for word, _ in found.words[:2]} == {"tracking", "stuck"}


def test_nothing_known_finds_nothing_and_is_not_answered(model: Model) -> None:
    answer = ask(model, "🙂 …")
    assert (answer.found, answer.is_answered) == ((), False)


def test_the_threshold_comes_from_the_records_alone(model: Model) -> None:
    own = [Query(text, d.id) for d in model.documents for text in (d.title, *d.phrasings)]
    assert evaluate(model, own).answered == 1
    library, _ = read_library(Path(__file__).parents[1] / "playbooks")
    example = train(documents_of(library, Audience.PUBLIC, TODAY))
    own = [Query(text, d.id) for d in example.documents for text in d.phrasings]
    found = evaluate(example, own + [Query(text, None) for text in ABOUT_OTHER_THINGS])
    assert (found.answered or 0) > 0.95
    assert (found.answered_wrongly or 0) <= 0.5


def test_hand_written_pages_are_found_and_change_little(model: Model) -> None:
    page = Document("page", "about/", "About our workshop", "", (), (), ("We forge teapots in Lisbon.",))
    both = train(model.documents, (page,))
    assert ask(both, "do you forge the teapots yourself").found[0].document == page
    assert (both.threshold, both.firsts, both.pieces) == (model.threshold, model.firsts, model.pieces)
    for query in ("where is my cash", "has my order been shipped", "please send me a reciept"):
        assert ask(both, query).found[0].document == ask(model, query).found[0].document


@pytest.mark.parametrize("titles", [["Why?"], ["Why?", "When?", "Where?", "How?", "Who?"]])
@pytest.mark.parametrize("body", ["So.", ""])
def test_a_few_documents_are_enough_even_if_their_answers_are_links(titles: list[str], body: str) -> None:
    bodies = (body,) if body else ()
    few = train(tuple(Document("question", title, title, "", (), (), bodies) for title in titles))
    assert ask(few, "why").found[0].document.id == "Why?"
    assert np.isfinite([few.threshold, *few.stretch, *few.offsets]).all()
    assert all(made() for _, made in search_files(few, lambda document: document.id))


def test_titles_without_words_are_no_error() -> None:
    model = train((Document("question", "a", "???", "", (), (), ()),))
    assert not ask(model, "why").is_answered


@pytest.mark.parametrize(("articles", "most"), [(1, 1), (2, 1), (3, 2), (4, 1)])
def test_a_young_site_sends_to_a_person_who_asks_about_other_things(articles: int, most: int) -> None:
    titles = [(title, answer) for title, answer, _ in RECORDS.values()][:articles]
    model = train(tuple(Document("question", t, t, "", (), (), (answer,)) for t, answer in titles))
    assert all(ask(model, title).is_answered for title, _ in titles)
    assert sum(ask(model, text).is_answered for text in ABOUT_OTHER_THINGS) <= most


@pytest.mark.skipif(not DATA.is_dir(), reason="the data is not here")
@pytest.mark.parametrize(("size", "first", "three"), [(5, 0.70, 0.85), (20, 0.82, 0.92)])
def test_real_questions_find_their_answers(size: int, first: float, three: float) -> None:
    """Some points below what benchmarks/README.md says, for a sample."""
    rows = [json.loads(line) for line in (DATA / f"banking77/questions-{size}.jsonl").open(encoding="utf-8")]
    every = [json.loads(line) for line in (DATA / "banking77/questions-all.jsonl").open(encoding="utf-8")]
    known = {text for row in rows for text in row["asked_as"]}
    held_out = [Query(text, r["id"]) for r in every for text in r["asked_as"] if text not in known][::19]
    found = evaluate(
        train(
            tuple(
                Document("question", r["id"], r["question"], "", tuple(r["asked_as"]), (), (r["answer"],))
                for r in rows
            )
        ),
        held_out,
    )
    assert (found.hit_at_1 or 0) > first
    assert (found.hit_at_3 or 0) > three
    assert (found.answered or 0) > 0.88


ABROAD = {
    "ar": (
        ("كيف أعيد الطلب؟", "يمكنك إرجاع المنتج خلال ثلاثين يومًا."),
        ("أين الفاتورة؟", "الفواتير موجودة في حسابك."),
        ("كم يستغرق التوصيل؟", "نوصل خلال يومي عمل."),
        ("كيف أغير كلمة المرور؟", "اختر المفتاح في حسابك."),
        {"أريد إرجاع منتج": 0, "الفاتورة": 1, "الفات": 1, "كلمة المرور": 3, "التوصيل متأخر": 2},
    ),
    "hi": (
        ("मैं अपना ऑर्डर कैसे वापस करूँ?", "तीस दिनों के भीतर सामान लौटा सकते हैं।"),
        ("मेरा बिल कहाँ है?", "बिल आपके खाते में है।"),
        ("डिलीवरी में कितना समय लगता है?", "हम दो दिनों में भेजते हैं।"),
        ("पासवर्ड कैसे बदलें?", "खाते में चाबी चुनें।"),
        {"ऑर्डर वापस": 0, "बिल चाहिए": 1, "डिलीवरी": 2, "डिली": 2, "पासवर्ड भूल गया": 3},
    ),
    "ko": (
        ("주문을 어떻게 반품하나요?", "삼십일 안에 반품할 수 있습니다."),
        ("영수증은 어디에 있나요?", "영수증은 계정에 있습니다."),
        ("배송은 얼마나 걸리나요?", "이틀 안에 보내 드립니다."),
        ("비밀번호를 어떻게 바꾸나요?", "계정에서 열쇠를 누르세요."),
        {"반품하고 싶어요": 0, "영수증": 1, "배송": 2, "비밀번호 변경": 3},
    ),
    "ru": (
        ("Как вернуть заказ?", "Верните товар в течение тридцати дней."),
        ("Где мой счёт?", "Счета лежат в личном кабинете."),
        ("Сколько идёт доставка?", "Доставляем за два рабочих дня."),
        ("Как сменить пароль?", "Нажмите на ключ в кабинете."),
        {"возврат заказа": 0, "счет": 1, "доставки": 2, "пароля": 3, "паро": 3},
    ),
    "th": (
        ("คืนสินค้าอย่างไร", "คืนได้ภายในสามสิบวัน"),
        ("ใบเสร็จอยู่ที่ไหน", "ใบเสร็จอยู่ในบัญชีของคุณ"),
        ("จัดส่งกี่วัน", "เราส่งภายในสองวัน"),
        ("เปลี่ยนรหัสผ่านอย่างไร", "กดที่กุญแจในบัญชี"),
        {"อยากคืนสินค้า": 0, "ใบเสร็จ": 1, "จัดส่ง": 2, "ลืมรหัสผ่าน": 3},
    ),
}
"""By language four titles with their answers, and queries with the one that each must find first."""


@pytest.mark.parametrize("language", ABROAD)
def test_other_languages(language: str) -> None:
    *records, queries = ABROAD[language]
    documents = [
        Document("question", str(n), title, "", (), (), (body,)) for n, (title, body) in enumerate(records)
    ]
    model = train(tuple(documents))
    assert {query: int(ask(model, query).found[0].document.id) for query in queries} == queries


# The command


def test_ask_says_what_is_found_and_why(tmp_path: Path) -> None:
    said = run(company(tmp_path), "tracking is stuck")
    assert said.exit_code == 0
    assert said.stdout.startswith("1. Where is my parcel?\n   question parcel, score ")
    assert "customers also ask: tracking is stuck" in said.stdout
    assert "by the words: " in said.stdout


def test_ask_as_json(tmp_path: Path) -> None:
    value = json.loads(run(company(tmp_path), "tracking is stuck", "--json").stdout)
    assert value["answered"] is True
    assert value["found"][0]["id"] == "parcel"
    assert set(value["found"][0]) == {"id", "kind", "title", "score", "phrasing", "words"}


def test_eval_measures_and_names_bad_lines(tmp_path: Path) -> None:
    lines = [
        '{"query": "where is my cash", "expects": "refund"}',
        '{"query": "sign in", "expects": "password"}',
        '{"query": "tracking", "expects": "refund"}',
        '{"query": "🙂", "expects": null}',
    ]
    (tmp_path / "good.jsonl").write_text("\n".join(lines), "utf-8")
    said = run(company(tmp_path / "records"), "--eval", str(tmp_path / "good.jsonl"))
    assert said.exit_code == 0
    value = json.loads(said.stdout)
    assert list(value) == ["queries", "hit@1", "hit@3", "hit@5", "mrr", "answered", "answered_wrongly"]
    assert (value["queries"], value["hit@1"], value["hit@5"], value["answered_wrongly"]) == (4, 0.6667, 1, 0)
    bad = [*lines, "{", '{"query": 1, "expects": null}', '{"query": "x", "expects": "nothing"}', "[]", "null"]
    (tmp_path / "bad.jsonl").write_text("\n".join(bad), "utf-8")
    said = run(tmp_path / "records", "--eval", str(tmp_path / "bad.jsonl"))
    assert said.exit_code == 1
    assert [line.split(":")[1] for line in said.stderr.splitlines()] == ["5", "6", "7", "8", "9"]
    assert json.loads(said.stdout) == value


def test_wrong_use_is_2(tmp_path: Path) -> None:
    folder = company(tmp_path, audience="internal")
    assert run(folder).exit_code == 2
    assert run(folder, "x", "--eval", __file__).exit_code == 2
    assert run(write_company(tmp_path / "empty", {}), "parcel").exit_code == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            'Stop.\n\n!!! danger "Stop lifting with it"\n    If a plate',
            "Stop. Stop lifting with it: If a plate",
        ),
        ('!!! note "You have a subscription?"\n    Then', "You have a subscription? Then"),
        ('!!! note\n    Then\n\n!!! tip inline end\n    Or\n\n!!! tip ""\n    So', "Then Or So"),
        (
            '??? tip "More"\n    Then\n\n???+ note "Less."\n    Or\n\n??? "Last"\n    So',
            "More: Then Less. Or Last: So",
        ),
        ('=== "iPhone"\n\n    Tap\n\n===! "Android"\n\n    Swipe', "iPhone: Tap Android: Swipe"),
        ("Why??? note this!!! too\n===\nThen **2** _or_ `3`", "Why??? note this!!! too Then 2 or 3"),
    ],
)
def test_an_excerpt_has_no_signs_of_markdown(text: str, shown: str) -> None:
    assert excerpt(replace(document("a"), parts=((text,),))) == shown


def test_the_excerpt_of_a_guide_begins_as_the_guide_does() -> None:
    library, _ = read_library(ROOT / "playbooks")
    guides = [d for d in documents_of(library, Audience.PUBLIC, TODAY) if d.kind == "tutorial"]
    assert {excerpt(guide).split()[0] for guide in guides} == {"For"}


def test_while_nothing_is_public_staff_find_what_there_is(tmp_path: Path) -> None:
    said = run(company(tmp_path, audience="internal"), "parcel")
    assert (said.exit_code, "no public record yet" in said.stderr) == (0, True)
    assert "question parcel" in said.stdout


# Nothing private


def test_only_words_of_five_customers_go_into_public_search(tmp_path: Path) -> None:
    """And only where settings.yml says so."""
    asked = {n: "teapot saucer" if n == 5 else "teapot" for n in range(1, 7)}
    lines = "".join(
        f"- {{on: 2026-10-0{n}, channel: call, customer: c-{min(n, 5)}, by: founder, minutes: 5, "
        f"outcome: solved, used: [refund], asked: {words}}}\n"
        for n, words in asked.items()
    )
    settings = "site: {name: Help}\npublish: [asked_words]\n"
    library, _ = read_library(
        company(tmp_path / "on", **{"settings.yml": settings, "interactions__a.yml": lines})
    )
    uses = history(library, date(2026, 11, 22)).uses_of("refund")
    assert asked_words(library.questions["refund"], uses) == ("teapot",)
    assert asked_words(library.questions["refund"], uses[: FEWEST - 1]) == ()
    document = next(d for d in documents_of(library, Audience.PUBLIC, TODAY) if d.id == "refund")
    assert document.hidden == ("teapot",)
    off, _ = read_library(company(tmp_path / "off", **{"interactions__a.yml": lines}))
    assert all(d.hidden == () for d in documents_of(off, Audience.PUBLIC, TODAY))
    assert any("saucer" in text for d in documents_of(off, Audience.INTERNAL, TODAY) for text in d.hidden)
