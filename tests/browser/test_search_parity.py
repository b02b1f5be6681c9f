"""The browser ranks as `handrail ask` does: the same order, scores and verdict, on thousands of queries."""

import json
import random
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from handrail.reading.folder import read_library
from handrail.records.base import Audience
from handrail.search import many
from handrail.search import model as model_module
from handrail.search.documents import Document, documents_of
from handrail.search.files import search_files
from handrail.search.memory import NOTHING
from handrail.search.model import Model, train
from handrail.search.ranking import ask
from handrail.words.splitting import split
from playwright.sync_api import Browser, Page

from .conftest import ROOT, _serve

ASSETS = ROOT / "hooks" / "theme" / "assets"
BANKING = ROOT.parent / "shared" / "data" / "banking77"
LONGEST = 1000
"""Letters of a query that the browser reads."""
ABROAD = (
    ("返品の方法を教えてください", "注文した商品を返品したい", "商品の到着から三十日以内に返品できます。"),
    ("วิธีติดตามพัสดุของฉัน", "พัสดุอยู่ที่ไหน", "คุณสามารถติดตามพัสดุได้ในบัญชีของคุณ"),
    ("Wie storniere ich eine Bestellung?", "Größe ändern, Straße falsch", "Über „Bestellungen“ – jederzeit."),
    ("كيف أعيد الطلب؟", "أريد إرجاع طلبي", "يمكنك إرجاع الطلب خلال ثلاثين يومًا."),
    ("मैं अपना ऑर्डर कैसे वापस करूँ?", "पैसे वापस चाहिए", "तीस दिनों के भीतर वापस कर सकते हैं।"),
    ("내 주문은 어디에 있나요?", "배송 조회", "계정에서 배송을 조회할 수 있습니다."),
    ("𠀀𠮷 won't l’été naïve coöperate", "it's 3½ ﬁne ½ ²", "İstanbul Σίσυφος ΟΔΟΣ ﬀ ① Ⅷ x²"),
)
"""Documents in other scripts: title, phrasing, body."""
ODD = [
    *(
        "",
        " ",
        "?",
        "a",
        "-",
        "''",
        "'s",
        "don't",
        "don’t'",
        "_x_",
        "x_y",
        "🙂",
        "🙂🙂 refund 🙂",
        "👩‍👩‍👧 order",
    ),
    *(
        "ﬁnd my order",
        "ＲＥＦＵＮＤ",
        "réfund",
        "re\u0301fund",
        "refund\u200b",
        "re\u00adfund my par\u200bcel\u2060 s",
        "Σ ΟΔΟΣ",
        "İ",
        "ß ẞ straße",
        "𠮷",
        "𠀀",
    ),
    *(
        "𠀁𠮷",
        "𝓻𝓮𝓯𝓾𝓷𝓭",
        "返品",
        "返",
        "返品したい方法",
        "ไหน",
        "배송",
        "الطلب",
        "वापस",
        "1 2 3",
        "½",
        "²x",
        "x²",
        "١٢٣",
    ),
    *(
        "e\u0301\u0327",
        "\u0301a",
        "a\u20dd b",
        "no\u00a0break",
        "tab\tnew\nline",
        "\x00\x01",
        "\ufeffbom",
        "<b>&amp;",
    ),
    *(
        "refund " * 200,
        "x" * 999,
        "é" * 1500,
        "返" * 1200,
        "🙂" * 1100,
        "where is my order " * 80,
        "ab" * 5000,
    ),
]
RUN = """
async queries => {
  const worker = new Worker("/assets/search.js")
  const answers = await new Promise(done => {
    const found = []
    let left = queries.length
    worker.onmessage = ({ data }) => {
      const { isAnswered, evidence } = data
      found[data.id] = [isAnswered, evidence, data.found.map(f => [f.address, f.score, f.phrasing])]
      if (!--left) done(found)
    }
    queries.forEach((query, id) => worker.postMessage({ type: "ask", id, query, most: 10 }))
  })
  worker.terminate()
  return answers
}
"""


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def answers(tab: Page, tmp_path: Path) -> Iterator[Callable[[Model, Sequence[str]], list[Any]]]:
    """What the browser answers to queries, from the files of a model alone."""
    shutil.copytree(ASSETS, tmp_path / "assets")
    (tmp_path / "search").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Nothing but a worker</title>")
    server, address = _serve(tmp_path)

    def run(model: Model, queries: Sequence[str]) -> list[Any]:
        for name, made in search_files(model, lambda document: document.id):
            (tmp_path / "search" / name).write_bytes(made())
        tab.goto(address)
        return list(tab.evaluate(RUN, list(queries)))

    yield run
    server.shutdown()


def example(audience: Audience) -> tuple[Document, ...]:
    """The example company's documents, and some in other scripts."""
    library, _ = read_library(ROOT / "playbooks")
    abroad = [
        Document("question", f"abroad-{n}", title, "", (phrasing,), (), (body,))
        for n, (title, phrasing, body) in enumerate(ABROAD)
    ]
    return (*documents_of(library, audience, date(2026, 11, 22)), *abroad)


def texts_of(documents: Sequence[Document]) -> list[str]:
    """What may be asked: titles, phrasings, and parts of bodies."""
    texts = [text for d in documents for text in (d.title, *d.phrasings, *d.hidden)]
    bodies = [body for document in documents for body in document.bodies]
    return texts + [body[n : n + 60] for body in bodies for n in range(0, len(body), 60)]


def asked(texts: Sequence[str], count: int, seed: str) -> Iterator[str]:
    """So many queries made of `texts`, no two the same way."""
    chance = random.Random(seed)
    ways = [as_it_is, prefix, typo, accented, joined, loud, odd]
    for n in range(count):
        yield ways[n % len(ways)](chance.choice(texts), chance)


def as_it_is(text: str, chance: random.Random) -> str:
    return text


def prefix(text: str, chance: random.Random) -> str:
    return text[: chance.randint(1, len(text) or 1)]


def typo(text: str, chance: random.Random) -> str:
    """One letter left out, doubled, replaced or exchanged with the next, in each of two places."""
    for _ in range(2):
        n = chance.randrange(max(1, len(text)))
        a, b = text[n : n + 1], text[n + 1 : n + 2]
        text = text[:n] + chance.choice(["", a + a, chance.choice("aeistn'"), b + a]) + text[n + 2 :]
    return text


def accented(text: str, chance: random.Random) -> str:
    marks = "".join(letter + chance.choice(["", "", "\u0301", "\u0308"]) for letter in text)
    return unicodedata.normalize(chance.choice(["NFC", "NFD"]), marks)


def joined(text: str, chance: random.Random) -> str:
    words = f"{text} {chance.choice(ABROAD)[1]}".split()
    chance.shuffle(words)
    return " ".join(words[: chance.randint(1, len(words))])


def loud(text: str, chance: random.Random) -> str:
    return text.upper().replace("'", "’") + chance.choice(["!!!", "???", " 🙂", "…", ""])


def odd(text: str, chance: random.Random) -> str:
    """With a letter of any script in the middle of it."""
    n = chance.randint(0, len(text))
    return text[:n] + chance.choice(LETTERS) + text[n:]


def is_known(character: str) -> bool:
    """It is in the Unicode version that Python has; browsers know later ones."""
    return unicodedata.category(character) not in ("Cn", "Cs")


EVERY = [chr(code) for code in range(sys.maxunicode + 1) if is_known(chr(code))]
LETTERS = [character for character in EVERY if character.isalpha()]


def assert_same(model: Model, queries: Sequence[str], theirs: Sequence[Any]) -> None:
    for query, (is_answered, evidence, found) in zip(queries, theirs, strict=True):
        ours = ask(model, query[:LONGEST])
        about = json.dumps(query[:200])
        assert [address for address, _, _ in found] == [f.document.id for f in ours.found], about
        assert [score for _, score, _ in found] == pytest.approx([f.score for f in ours.found], abs=1e-6), (
            about
        )
        assert [phrasing for _, _, phrasing in found] == [f.phrasing for f in ours.found], about
        assert evidence == pytest.approx(ours.evidence, abs=1e-6), about
        assert is_answered == ours.is_answered, about


@pytest.mark.parametrize("audience", list(Audience))
def test_same_as_in_python(audience: Audience, answers: Callable[..., list[Any]]) -> None:
    documents = example(audience)
    model = train(documents)
    queries = [*ODD, *asked(texts_of(documents), 1500, "short")]
    assert_same(model, queries, answers(model, queries))


def test_same_as_in_python_among_many(
    answers: Callable[..., list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve documents are very many, and ten of them teach."""
    monkeypatch.setattr(model_module, "MANY", 12)
    monkeypatch.setattr(many, "MANY", 10)
    documents = example(Audience.PUBLIC)
    model_module._trained.cache_clear()
    model = train(documents)
    model_module._trained.cache_clear()
    assert model.known is not NOTHING
    queries = [*ODD, *asked(texts_of(documents), 500, "many")]
    assert_same(model, queries, answers(model, queries))


def test_every_character_is_split_alike(tab: Page) -> None:
    tab.goto("about:blank")
    tab.add_script_tag(content=(ASSETS / "ranking.js").read_text("utf-8"))
    every = [f"{c} b{c}d x'{c}" for c in EVERY]
    queries = [" ".join(every[n : n + 200]) for n in range(0, len(every), 200)]
    theirs = tab.evaluate("texts => texts.map(text => split(text).join(' '))", queries)
    assert [q for q, words in zip(queries, theirs, strict=True) if " ".join(split(q)) != words] == []


@pytest.mark.soak
@pytest.mark.parametrize("audience", list(Audience))
def test_same_as_in_python_for_long(audience: Audience, answers: Callable[..., list[Any]]) -> None:
    documents = example(audience)
    model = train(documents)
    queries = list(asked(texts_of(documents), 30_000, "long"))
    assert_same(model, queries, answers(model, queries))


@pytest.mark.soak
@pytest.mark.skipif(not BANKING.is_dir(), reason="needs the shared data")
def test_same_as_in_python_for_real_queries(answers: Callable[..., list[Any]]) -> None:
    lines = (BANKING / "questions-5.jsonl").read_text("utf-8").splitlines()
    documents = tuple(
        Document("question", q["id"], q["question"], "", tuple(q["asked_as"]), (), (q["answer"],))
        for q in map(json.loads, lines)
    )
    every = map(json.loads, (BANKING / "questions-all.jsonl").read_text("utf-8").splitlines())
    queries = [text for question in every for text in question["asked_as"]]
    queries += asked(queries, 10_000, "real")
    model = train(documents)
    assert_same(model, queries, answers(model, queries))
