"""A page in the preview loads again by itself, under its policy, and the reader stays where they were."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ..company import BASE, write_company
from ..previewing import Preview, free_port, preview

TEXT = """\
question: Is this a long page?
topic: orders
audience: public
confidence: validated
owner: support-1
published: 2026-10-01
answer: |
""" + "".join(f"  This is paragraph {n}.\n\n" for n in range(80))
RECORD = "questions/long.yml"
STAYED = "() => window.scrollY === 1500"
expect.set_options(timeout=30_000)  # a busy machine may take longer to build than Playwright waits


@pytest.fixture
def wrong() -> list[str]:
    """Whatever the page's policy forbids, and script errors."""
    return []


@pytest.fixture
def tab(chromium: Browser, wrong: list[str]) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
    yield tab
    context.close()


@pytest.fixture
def shown(tab: Page, wrong: list[str], tmp_path: Path) -> Iterator[Preview]:
    """A preview that has nothing to do: a build that ends would load the page again at any moment.

    It ends before the tab is closed: one that is about to load once more can stay open for ever. What goes
    wrong in the page once it has ended is no fault.
    """
    port = free_port()
    address = f"site:\n  url: https://help.example:{port}/\n"  # the theme takes the port from the sitemap
    settings = BASE["settings.yml"].replace("site:\n", address)
    records = write_company(tmp_path / "records", {RECORD: TEXT, "settings.yml": settings})
    with preview(records, tmp_path, port) as found:
        found.says("The site is built")
        found.says("as soon as they are saved")
        yield found
        assert not wrong


def save(shown: Preview, old: str = "", new: str = "") -> None:
    (shown.records / RECORD).write_text(TEXT.replace(old, new, 1), "utf-8")


def test_a_page_that_came_without_loading_loads_again_too(shown: Preview, tab: Page) -> None:
    """The theme shows the next page in the place of the one before."""
    tab.goto(f"{shown.url}topics/orders/", wait_until="networkidle")
    tab.evaluate("window.loadedOnce = true")
    tab.locator(".md-content a[href*='questions/long/']").click()
    expect(tab.locator("h1")).to_contain_text("Is this a long page?")
    assert tab.evaluate("window.loadedOnce")
    save(shown, "Is this a long page?", "Is it long?")
    expect(tab.locator("h1")).to_contain_text("Is it long?")
    save(shown)
    expect(tab.locator("h1")).to_contain_text("Is this a long page?")


def test_the_page_loads_again_and_the_reader_stays(shown: Preview, tab: Page) -> None:
    tab.goto(f"{shown.url}questions/long/")
    tab.evaluate("window.scrollTo({ top: 1500, behavior: 'instant' })")
    bar = tab.get_by_role("alert")

    save(shown, "paragraph 70.", "another one.")
    expect(tab.get_by_text("another one.")).to_be_attached()
    tab.wait_for_function(STAYED)
    expect(bar).to_have_count(0)

    save(shown, "topic: orders", "topik: orders")
    expect(bar).to_contain_text("questions/long.yml:2:1")
    expect(bar).to_contain_text("did you mean 'topic'?")
    expect(tab.get_by_text("another one.")).to_be_attached()
    tab.wait_for_function(STAYED)
    box = bar.bounding_box()
    assert box and box["y"] > 844 / 2 and box["width"] == 390

    save(shown)
    expect(bar).to_have_count(0)
    expect(tab.get_by_text("paragraph 70.")).to_be_attached()
    tab.wait_for_function(STAYED)


def test_a_save_loads_the_page_once(shown: Preview, tab: Page) -> None:
    """Search follows a little later, twice, and the site: nobody who has not searched need load that."""
    tab.goto(f"{shown.url}questions/long/", wait_until="networkidle")
    loads = list[Page]()
    tab.on("load", lambda loaded: loads.append(loaded))
    save(shown, "paragraph 70.", "another one.")
    expect(tab.get_by_text("another one.")).to_be_attached()
    shown.says("The site is built", 2)
    tab.wait_for_timeout(1000)
    assert len(loads) == 1


def test_a_page_that_goes_says_so_and_comes_back(shown: Preview, tab: Page) -> None:
    tab.goto(f"{shown.url}questions/long/")
    (shown.records / RECORD).unlink()
    expect(tab.get_by_text("No page is here now")).to_be_visible()
    save(shown)
    expect(tab.locator("h1")).to_contain_text("Is this a long page?")


def test_what_was_opened_or_typed_is_there_again(shown: Preview, tab: Page) -> None:
    save(shown, "This is paragraph 1.", '??? note "More"\n\n      Hidden.')
    tab.goto(f"{shown.url}questions/long/")
    expect(tab.get_by_text("More")).to_be_visible()
    tab.get_by_text("More").click()
    tab.evaluate("window.first = true")
    save(shown, "This is paragraph 1.", '??? note "More"\n\n      Not hidden.')
    expect(tab.get_by_text("Not hidden.")).to_be_visible()
    assert not tab.evaluate("window.first")


def test_what_was_searched_for_is_searched_again(shown: Preview, tab: Page) -> None:
    tab.goto(f"{shown.url}contact/", wait_until="networkidle")
    tab.keyboard.press("/")
    tab.keyboard.type("heliotrope", delay=15)
    save(shown, "Is this a long page?", "Where is the heliotrope?")
    found = tab.locator(".md-search-result__item")
    expect(found.filter(has_text="Where is the heliotrope?")).to_be_visible()
    assert tab.locator(".md-search__input").input_value() == "heliotrope"
