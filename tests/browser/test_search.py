"""The search dialog: what it finds and shows, by keyboard, by link, without a network, in other languages."""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from handrail.records.base import Audience
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from ..company import write_company
from ..hostile import build_unchecked
from .conftest import _serve

ITEM = ".md-search-result__item"
OTHER_MATTERS = ("violin lessons nearby", "lasagna recipe", "knitting pattern", "my cat is sick", "zebra")


def type_into_dialog(page: Page, words: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(words, delay=15)


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The files that the page asks for, by their names."""
    names: list[str] = []

    def note(request: Request) -> None:
        names.append(request.url.rsplit("/", 1)[-1])

    page.on("request", note)
    return names


ASK = """
query => new Promise(done => {
  const worker = new Worker("/assets/search.js")
  worker.onmessage = ({ data }) => done(data.isAnswered)
  worker.postMessage({ type: "ask", id: 0, query, most: 1 })
})
"""


def nobody_knows(page: Page) -> str:
    """A question that the site does not answer."""
    return next(query for query in OTHER_MATTERS if not page.evaluate(ASK, query))


def test_slash_opens_typing_finds_and_enter_goes_there(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['public']}/questions/delivery-times/")
    type_into_dialog(page, "discount code does not wor")
    expect(page.locator(ITEM).first).to_contain_text("Why does my discount code not work?")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/questions/discount-code-does-not-work/"))
    expect(page.locator(".hr-answer mark").first).to_be_visible()
    marked = " ".join(page.locator(".hr-answer mark").all_inner_texts()).lower().split()
    assert {"discount", "code"} <= set(marked)
    assert "not" not in marked  # it is in many texts


def test_arrows_choose_a_result(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["public"])
    type_into_dialog(page, "return")
    expect(page.locator(ITEM)).to_have_count(10)
    title = page.locator(ITEM).nth(1).locator("h1").inner_text()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("h1").first).to_have_text(re.compile(re.escape(title)))


def test_words_that_come_without_a_key_are_searched_for(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["public"])
    type_into_dialog(page, "refund")
    expect(page.locator(ITEM).first).to_contain_text("refund")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("discount code")  # as a menu pastes, and a microphone writes
    expect(page.locator(ITEM).first).to_contain_text("discount code")
    page.locator(".md-search__input").fill("unsubscribe me")
    expect(page.locator(ITEM).first).to_contain_text("cancel my subscription")


def test_a_result_shows_topic_and_the_phrase_that_matched(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["public"])
    type_into_dialog(page, "unsubscribe me")
    first = page.locator(ITEM).first
    expect(first.locator("h1")).to_have_text("How do I cancel my subscription?")
    expect(first).to_contain_text("Answer · Subscriptions")
    expect(first).to_contain_text("Customers also ask: “unsubscribe me please”")


def test_a_tutorial_is_among_the_results(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["public"])
    type_into_dialog(page, "connect my smart scale")
    expect(page.locator(ITEM, has_text="Guide · ").first).to_contain_text(
        "Connect your smart scale to the app"
    )


def test_staff_find_playbooks(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["internal"])
    type_into_dialog(page, "batch recall")
    expect(page.locator(ITEM, has_text="Playbook · ").first).to_be_visible()


def test_a_link_with_words_opens_results(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['public']}/questions/delivery-times/?q=discount+code")
    expect(page.locator(ITEM).first).to_contain_text("discount code", ignore_case=True)


def test_what_nothing_answers_goes_to_a_person_with_the_words(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["public"])
    words = nobody_knows(page)
    type_into_dialog(page, words)
    expect(page.locator(ITEM).first).to_contain_text("We have no article on this yet")
    expect(page.locator(ITEM)).to_have_count(7)  # five that are nearest, between two ways to a person
    expect(page.locator(ITEM).last).to_contain_text("Ask a person")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(f"/contact/?words={quote_plus(words)}")))
    expect(page.locator("h1")).to_have_text(re.compile("Contact us"))


@pytest.mark.parametrize("words", ["phone number", "where is my order"])
def test_below_all_results_a_person_is_one_key_away(page: Page, sites: dict[str, str], words: str) -> None:
    page.goto(sites["public"])
    type_into_dialog(page, words)
    expect(page.locator(ITEM)).to_have_count(10)
    last = page.get_by_role("dialog", name="Search").get_by_role("link").last
    expect(last.get_by_role("heading")).to_have_text("Ask a person")
    page.keyboard.press("ArrowUp")
    expect(last).to_be_focused()
    expect(last).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(f"/contact/?words={quote_plus(words)}")))
    expect(page.locator("#hr-ask-words")).to_have_value(words)


def test_a_person_is_a_result_for_any_words(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["public"])
    page.keyboard.press("/")
    field, last = page.locator(".md-search__input"), page.locator(ITEM).last.locator("a")
    field.evaluate("""field => {
      field.value = "refund \\ud83d" // half a letter
      field.dispatchEvent(new InputEvent("input", { bubbles: true }))
    }""")
    expect(last).to_have_attribute("href", re.compile(r"\?words=refund(&|$)"))
    field.fill("refund " * 1000)
    expect(last).to_have_attribute("href", re.compile(r"\?words=refund\+refund"))
    assert len(last.get_attribute("href") or "") < 2000
    field.fill("!!!")  # no word
    expect(page.locator(ITEM)).to_have_count(1)
    expect(page.locator(ITEM)).to_contain_text("We have no article on this yet")
    expect(page.locator(ITEM)).not_to_contain_text("Below")


def test_blanks_are_no_words(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["public"])
    type_into_dialog(page, "refund")
    expect(page.locator(ITEM).first).to_be_visible()
    page.locator(".md-search__input").fill("   ")
    expect(page.locator(ITEM)).to_have_count(0)
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")


def test_whoever_is_still_typing_is_not_told_that_there_is_nothing(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["public"])
    page.evaluate("""() => {
      const list = document.querySelector(".md-search-result__list")
      window.__titles = []
      new MutationObserver(() => window.__titles.push(list.querySelector("h1")?.textContent))
        .observe(list, { childList: true })
    }""")
    type_into_dialog(page, nobody_knows(page))
    expect(page.locator(ITEM).first).to_contain_text("We have no article on this yet")
    titles = [title for title in page.evaluate("window.__titles") if title]
    assert ["no article" in title for title in titles].index(True) == len(titles) - 1 > 2  # more, if fast


def test_nothing_is_loaded_before_the_first_words(
    page: Page, sites: dict[str, str], asked: list[str]
) -> None:
    page.goto(sites["public"], wait_until="networkidle")
    searching = [name for name in asked if name.endswith(".json") or name in ("search.js", "ranking.js")]
    assert sorted(searching) == ["search.js", "search_index.json"]
    asked.clear()
    page.keyboard.press("/")
    page.wait_for_timeout(200)
    assert asked == []
    page.keyboard.type("refund")
    expect(page.locator(ITEM).first).to_be_visible()
    loaded = {re.sub(r"-\d+\.\w{10}\.json$", "", name) for name in asked}
    assert loaded == {"ranking.js", "model.json", "pieces", "words", "postings", "documents"}


def test_the_search_goes_on_without_a_network(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["public"])
    type_into_dialog(page, "refund")
    expect(page.locator(ITEM).first).to_contain_text("refund")
    page.context.set_offline(True)
    page.locator(".md-search__input").fill("")
    page.keyboard.type("discount code")
    expect(page.locator(ITEM).first).to_contain_text("discount code")


def test_without_a_network_from_the_start_it_says_so_and_tries_again(
    page: Page, sites: dict[str, str]
) -> None:
    page.goto(sites["public"], wait_until="networkidle")
    page.context.set_offline(True)
    type_into_dialog(page, "refund")
    expect(page.locator(ITEM)).to_contain_text("The search cannot be reached just now")
    page.context.set_offline(False)
    page.keyboard.type("s")
    expect(page.locator(ITEM).first).to_contain_text("refund")


BLOCKED = """for (const store of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, store, {
    get() { throw new DOMException("Access is denied for this document.", "SecurityError") }
  })
}"""
"""As where somebody has told the browser to keep nothing for sites."""


def test_it_works_where_the_browser_keeps_nothing(page: Page, sites: dict[str, str]) -> None:
    page.add_init_script(BLOCKED)
    page.goto(sites["public"])
    type_into_dialog(page, "discount code")
    expect(page.locator(ITEM).first).to_contain_text("discount code")
    page.keyboard.press("Escape")
    for palette in (1, 2):
        page.locator(f"label[for=__palette_{palette}]").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.goto(f"{sites['public']}/contact/")
    page.locator("#hr-ask-words").fill("discount code")
    expect(page.locator(".hr-ask li").first).to_be_visible()


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Builds the public site of a company with these questions; its address is below a folder."""
    servers = []

    def build(questions: dict[str, dict[str, object]], settings: str = "") -> tuple[str, Path]:
        common = {"topic": "orders", "audience": "public", "confidence": "validated", "owner": "support-1"}
        files = {
            f"questions/{id}.yml": json.dumps(common | {"published": "2026-10-01"} | question)
            for id, question in questions.items()
        }
        records = write_company(
            tmp_path / "records", files | ({"settings.yml": settings} if settings else {})
        )
        build_unchecked(records, tmp_path / "web" / "help", Audience.PUBLIC)
        server, address = _serve(tmp_path / "web")
        servers.append(server)
        return f"{address}/help/public", tmp_path / "web" / "help" / "public"

    yield build
    for server in servers:
        server.shutdown()


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Page]:
    context: BrowserContext = chromium.new_context()
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_a_site_that_was_built_anew_is_loaded_anew(
    desktop: Page, build: Callable[..., tuple[str, Path]]
) -> None:
    """Its files have other names, and those of before are gone."""
    address, site = build({"refund": {"question": "When is my refund here?", "answer": "In a week."}})
    for file in site.glob("search/documents-0.*.json"):
        file.unlink()
    os.utime(site / "search/model.json", (0, 0))  # web hosts tell versions apart by the second only
    desktop.goto(f"{address}/questions/refund/")
    type_into_dialog(desktop, "refund")
    expect(desktop.locator(ITEM).first).to_contain_text("The search cannot be reached")
    build({"refund": {"question": "Where is my parcel?", "answer": "On its way."}})
    desktop.locator(".md-search__input").fill("")
    desktop.keyboard.type("parcel")
    expect(desktop.locator(ITEM).first).to_contain_text("Where is my parcel?")


def question(title: str, answer: str, *asked_as: str) -> dict[str, object]:
    return {"question": title, "answer": answer, "asked_as": asked_as}


ABROAD = {
    "de": (
        {
            "rueckgabe": question("Wie gebe ich eine Bestellung zurück?", "Die Rückgabe dauert drei Tage."),
            "groesse": question("Welche Größe passt mir?", "Die Größentabelle steht bei jedem Artikel."),
            "rechnung": question("Wo finde ich meine Rechnung?", "Rechnungen liegen im Kundenkonto."),
            "lieferung": question("Wie lange dauert die Lieferung?", "Wir liefern in zwei Werktagen."),
        },
        {"bestellungen zurückgeben": "rueckgabe", "GRÖSSE": "groesse", "liefe": "lieferung"}
        | {"rechnungen": "rechnung"},
    ),
    "es": (
        {
            "devolver": question("¿Cómo devuelvo un pedido?", "La devolución es gratis durante 30 días."),
            "talla": question("¿Qué talla me queda bien?", "La tabla de tallas está en cada artículo."),
            "factura": question("¿Dónde está mi factura?", "Las facturas están en tu cuenta."),
            "envio": question("¿Cuánto tarda el envío?", "Enviamos en dos días laborables."),
        },
        {"devoluciones": "devolver", "tallas": "talla", "facturas": "factura", "envio": "envio"},
    ),
    "ja": (
        {
            "henpin": question("商品を返品する方法を教えてください", "到着から三十日以内に返品できます。"),
            "saizu": question("どのサイズを選べばよいですか", "サイズ表は各商品のページにあります。"),
            "seikyu": question("請求書はどこで見られますか", "請求書はアカウントにあります。"),
            "haiso": question("配送には何日かかりますか", "二営業日で配送します。"),
        },
        {"返品したい": "henpin", "サイズ表": "saizu", "請求書が見たい": "seikyu", "配送日数": "haiso"},
    ),
}
"""By language a company's questions, and queries with the question each must find first."""


@pytest.mark.parametrize("language", ABROAD)
def test_other_languages(desktop: Page, build: Callable[..., tuple[str, Path]], language: str) -> None:
    questions, queries = ABROAD[language]
    address, _ = build(questions)
    desktop.goto(address)
    for query, id in queries.items():
        desktop.keyboard.press("/")
        desktop.locator(".md-search__input").fill(query)
        desktop.keyboard.press("End")
        first = desktop.locator(f"{ITEM} a[href*='questions/']").first
        expect(first).to_have_attribute("href", re.compile(f"/help/public/questions/{id}/"))
        desktop.keyboard.press("Escape")


@pytest.mark.parametrize("path", ["", "contact/", "tutorials/start-a-return/", "nothing/here/at/all/"])
def test_it_works_on_a_page_of_any_depth(page: Page, sites: dict[str, str], path: str) -> None:
    page.goto(f"{sites['public']}/{path}")
    type_into_dialog(page, "invoice")
    link = page.locator(f"{ITEM} a").first
    expect(link).to_have_attribute("href", re.compile(f"^{sites['public']}/questions/where-is-my-invoice/"))
