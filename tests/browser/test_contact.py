"""The contact page's field: answers while one types, and the words taken along to a person."""

import os
import re
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from handrail.records.base import Audience
from playwright.sync_api import Browser, Locator, Page, expect

from ..company import write_company
from ..hostile import build_unchecked
from .conftest import Site

PORT = 24000 + os.getpid() % 2000
"""Instant navigation takes the port, though not the host, from the sitemap."""
WORDS = "Grüße & 'Hallo'!\nWhy is \"it\" 100% + <b>late</b>? $& {subject} {words} #1 大 👍"
ON_A_DESKTOP = pytest.mark.parametrize("view", ["desktop"], indirect=True)
HOSTILE = """\
onmessage = ({ data }) => postMessage({
  type: "answer", id: data.id, isAnswered: true,
  found: [{
    title: "<img src=x onerror=alert(1)>", address: "javascript:alert(1)", label: "<b>Answer</b>", topic: "",
    phrasing: "<script>alert(1)</script>",
  }],
})
"""
SLOW = """\
onmessage = ({ data: { id } }) => setTimeout(() => postMessage({
  type: "answer", id, isAnswered: true,
  found: [{ title: id, address: "", label: "", topic: "", phrasing: "" }],
}), id === "slow" ? 400 : 0)
"""
DESK = """\
site: {{name: Example help, url: 'https://help.example:{port}/'}}
contact: {{form: 'https://desk.example/new?text={{words}}&from=web'}}
"""
QUESTION = """\
question: Where is my parcel?
topic: orders
audience: public
confidence: validated
owner: support-1
published: 2026-10-01
asked_as: [my package has not arrived]
answer: On its way.
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a help desk and instant navigation."""
    folder = tmp_path_factory.mktemp("desk")
    invoice = QUESTION.replace("Where is my parcel", "How do I get an invoice").replace("arrived", "bill")
    files = {"settings.yml": DESK.format(port=PORT), "questions/parcel.yml": QUESTION}
    records = write_company(folder / "records", files | {"questions/invoice.yml": invoice})
    build_unchecked(records, folder, Audience.PUBLIC)
    server = ThreadingHTTPServer(("127.0.0.1", PORT), partial(Site, directory=str(folder / "public")))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{PORT}"
    server.shutdown()
    server.server_close()


def field(page: Page) -> Locator:
    return page.get_by_role("region", name="Write to us").get_by_role(
        "textbox", name="What can we help you with?"
    )


def suggestions(page: Page) -> Locator:
    return page.locator(".hr-ask li")


def link(page: Page) -> str:
    """Where the button leads."""
    href = page.locator(".hr-ask .md-button").get_attribute("href")
    assert href
    return href


def test_answers_appear_and_the_keyboard_reaches_them(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['public']}/contact/")
    field(page).press_sequentially("my parcel has not arrived", delay=20)
    expect(page.get_by_role("status").filter(has_text="This may help")).to_be_visible()
    expect(suggestions(page)).to_have_count(3)
    first = suggestions(page).first
    expect(first.locator(".hr-badge")).to_have_text(re.compile("^(Answer|Guide)$"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    title = first.locator("a").inner_text()
    page.keyboard.press("Tab")
    expect(first.locator("a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(title)
    page.go_back()
    expect(field(page)).to_have_value("my parcel has not arrived")


@ON_A_DESKTOP
def test_the_phrasing_that_fits_is_shown(page: Page, desk: str) -> None:
    page.goto(f"{desk}/contact/")
    field(page).fill("package has not arrived")
    expect(suggestions(page).first).to_contain_text("Customers also ask: my package has not arrived")


def test_a_person_comes_first_when_there_is_no_article(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['public']}/contact/")
    field(page).fill("xylophone lessons")
    expect(page.get_by_role("status").filter(has_text="We have no article on this yet")).to_be_visible()
    expect(suggestions(page)).to_have_count(3)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Write the e-mail")).to_be_focused()
    page.keyboard.press("Tab")
    expect(suggestions(page).first.locator("a")).to_be_focused()
    field(page).fill("")
    expect(page.locator(".hr-ask__about")).to_be_empty()
    expect(suggestions(page)).to_have_count(0)


def test_words_can_come_along(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['public']}/contact/?words={quote('where is my parcel & why?')}")
    expect(field(page)).to_have_value("where is my parcel & why?")
    expect(field(page)).to_be_focused()
    expect(suggestions(page)).to_have_count(3)
    expect(page.locator("[data-md-toggle=search]")).not_to_be_checked()
    assert parse_qs(urlsplit(link(page)).query)["body"] == ["where is my parcel & why?"]


@ON_A_DESKTOP
def test_nothing_is_loaded_before_somebody_types(page: Page, sites: dict[str, str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{sites['public']}/contact/", wait_until="networkidle")
    assert any(url.endswith("/assets/contact.js") for url in asked)
    theirs = "/search/search_index.json"  # the theme's index, which is empty
    assert not [url for url in asked if "/search/" in url and not url.endswith(theirs)]
    field(page).fill("parcel")
    expect(suggestions(page).first).to_be_visible()
    assert [url for url in asked if url.endswith("/search/model.json")]


@ON_A_DESKTOP
def test_the_mail_has_the_words(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['public']}/contact/")
    assert link(page) == "mailto:help@fitstore.example?subject=&body="
    field(page).fill(f" {WORDS} ")
    parts = urlsplit(link(page))
    assert (parts.scheme, parts.path, parts.fragment) == ("mailto", "help@fitstore.example", "")
    assert re.fullmatch(r"[A-Za-z0-9%=&!'()*~._-]+", parts.query)
    body = WORDS.replace("\n", "\r\n")
    assert parse_qs(parts.query) == {"subject": ["Grüße & 'Hallo'!"], "body": [body]}


@ON_A_DESKTOP
def test_the_subject_ends_with_a_word(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['public']}/contact/")
    field(page).fill("word " * 20)
    assert parse_qs(urlsplit(link(page)).query)["subject"] == ["word " * 13 + "word"]
    field(page).fill("大" * 90)
    assert parse_qs(urlsplit(link(page)).query)["subject"] == ["大" * 70]


@ON_A_DESKTOP
def test_a_mail_is_not_too_long_for_windows(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['public']}/contact/?words={quote('大' * 900)}")
    expect(field(page)).to_have_value("大" * 800)
    assert len(link(page)) <= 2048
    [body] = parse_qs(urlsplit(link(page)).query)["body"]
    assert re.fullmatch("大{130,}…", body)


@ON_A_DESKTOP
def test_half_a_letter_does_not_stop_it(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['public']}/contact/")
    field(page).evaluate("field => { field.value = 'a\\ud83d b'; field.dispatchEvent(new Event('input')) }")
    assert parse_qs(urlsplit(link(page)).query)["body"] == ["a b"]


@ON_A_DESKTOP
def test_the_help_desk_has_the_words(page: Page, desk: str) -> None:
    page.goto(f"{desk}/contact/")
    field(page).fill(WORDS)
    parts = urlsplit(link(page))
    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("https", "desk.example", "/new", "")
    assert parse_qs(parts.query) == {"text": [WORDS.replace("\n", "\r\n")], "from": ["web"]}


def test_it_works_after_instant_navigation(page: Page, desk: str, view: str) -> None:
    page.goto(desk, wait_until="networkidle")
    page.evaluate("window.__same_document = true")
    for words in ("parcel", "invoice"):
        page.locator("article").get_by_role("link", name="Contact us").click()
        field(page).fill(words)
        first = suggestions(page).first.locator("a")
        expect(first).to_contain_text(words)
        first.click()
        expect(page.locator("h1")).to_contain_text(words)
        page.go_back()
        expect(field(page)).to_have_value(words)
        expect(suggestions(page).first).to_contain_text(words)
        page.go_back()
        expect(page.locator(".hr-home")).to_be_visible()
    assert page.evaluate("window.__same_document")
    assert len(page.workers) == 2, "one is the theme's"


@ON_A_DESKTOP
def test_what_an_answer_says_is_text(page: Page, desk: str) -> None:
    page.route(
        "**/assets/search.js", lambda route: route.fulfill(body=HOSTILE, content_type="text/javascript")
    )
    page.goto(f"{desk}/contact/")
    field(page).fill("parcel")
    first = suggestions(page).first.locator("a")
    expect(first).to_have_text("<img src=x onerror=alert(1)>")
    expect(suggestions(page).first.locator("q")).to_have_text("<script>alert(1)</script>")
    assert first.evaluate("link => link.href") == f"{desk}/javascript:alert(1)"
    expect(suggestions(page).first.locator(".hr-badge")).to_have_text("<b>Answer</b>")
    assert page.locator(".hr-ask :is(img, script, b)").count() == 0


@ON_A_DESKTOP
def test_an_answer_to_earlier_words_comes_too_late(page: Page, desk: str) -> None:
    page.route("**/assets/search.js", lambda route: route.fulfill(body=SLOW, content_type="text/javascript"))
    page.goto(f"{desk}/contact/")
    field(page).fill("slow")
    field(page).fill("quick")
    expect(suggestions(page).first.locator("a")).to_have_text("quick")
    page.wait_for_timeout(800)  # until the slow answer has come, and some more
    assert suggestions(page).first.locator("a").inner_text() == "quick"


def test_without_script_it_is_a_plain_page(chromium: Browser, sites: dict[str, str]) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sites['public']}/contact/")
    expect(page.get_by_role("link", name="help@fitstore.example")).to_be_visible()
    expect(page.get_by_role("link", name="+1 202 555 0143")).to_be_visible()
    expect(page.locator(".hr-ask")).not_to_be_visible()
    context.close()
