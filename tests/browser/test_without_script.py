"""A phone without script: nothing is there that does nothing, and all that is there fits."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import VIEWS


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    width, height = VIEWS["phone"]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=False, has_touch=True
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["", "no/such/page/"])
def test_no_search_is_offered_but_topics_and_a_person(phone: Page, sites: dict[str, str], path: str) -> None:
    phone.goto(f"{sites['public']}/{path}")
    expect(phone.locator("#hr-search-words")).to_be_hidden()
    expect(phone.get_by_role("textbox").or_(phone.get_by_role("searchbox"))).to_have_count(0)
    expect(phone.get_by_text("Search for it")).to_be_hidden()
    place = phone.locator(".hr-hero, .hr-missing")
    expect(place.get_by_role("link", name="ask a person")).to_be_visible()
    place.get_by_role("link", name="topic" if not path else "home page").click()
    expect(phone.locator(".hr-card").first).to_be_visible()


@pytest.mark.parametrize("path", ["", "questions/what-can-i-return/", "tutorials/start-a-return/", "none/"])
def test_nothing_is_wider_than_the_screen(phone: Page, sites: dict[str, str], path: str) -> None:
    phone.goto(f"{sites['public']}/{path}")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_drawer_opens_by_touch_and_by_keyboard(phone: Page, sites: dict[str, str]) -> None:
    phone.goto(sites["public"])
    topic = phone.locator(".md-sidebar--primary a[href*='topics/orders']")
    expect(topic).not_to_be_in_viewport()
    phone.locator(".md-header [for=__drawer]").tap()
    expect(topic).to_be_in_viewport()
    phone.goto(f"{sites['public']}/questions/what-can-i-return/")
    expect(topic).not_to_be_in_viewport()
    for _ in range(12):
        phone.keyboard.press("Tab")
        if topic.and_(phone.locator(":focus")).count():
            break
    expect(topic).to_be_in_viewport()
    phone.keyboard.press("Enter")
    expect(phone.locator("h1")).to_have_text("Orders and delivery")
