"""What a customer does: search, read, follow a tutorial, reach a person. On a desktop and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import VIEWS


def search(page: Page, words: str) -> None:
    page.locator("#hr-search-words").press_sequentially(words, delay=20)


def test_finds_a_question_by_search(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["public"])
    search(page, "discount code does not work")
    result = page.locator(".md-search-result__item a").first
    expect(result).to_contain_text("discount code", ignore_case=True)
    result.click()
    expect(page.locator("h1")).to_contain_text("discount code", ignore_case=True)
    expect(page.locator(".hr-answer")).to_be_visible()


def test_search_field_without_the_dialog_is_a_form(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['public']}/?q=invoice")
    expect(page.locator(".md-search-result__item").first).to_contain_text("invoice", ignore_case=True)


def test_opens_a_tutorial_from_home_by_its_topic(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["public"])
    page.locator(".hr-card", has_text="Using our products").click()
    page.locator(".hr-card", has_text="Equipment").click()
    page.get_by_role("link", name="Connect your smart scale to the app").click()
    expect(page.locator(".hr-step")).to_have_count(5)
    expect(page.locator(".hr-step").first).to_contain_text("What you should see")
    expect(page.locator(".md-path")).to_contain_text("Equipment and smart scale")


def test_reaches_a_person_from_a_question(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['public']}/questions/delivery-times/")
    expect(page.locator(".hr-stuck a[href^='mailto:']")).to_be_visible()
    page.get_by_role("link", name="Ask a person").click()
    expect(page).to_have_url(re.compile(r"/contact/$"))
    expect(page.get_by_role("link", name="help@fitstore.example")).to_be_visible()


def test_a_missing_page_searches_for_the_words_of_its_address(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['public']}/questions/track-order/")
    expect(page.locator("h1")).to_contain_text("cannot find")
    expect(page.locator("#hr-search-words")).to_have_value("track order")
    page.get_by_role("button", name="Search").last.click()
    expect(page.locator(".md-search-result__item").first).to_contain_text("order", ignore_case=True)


@pytest.mark.parametrize(("path", "words"), [("100%/", "100"), ("caf%E9/", "café"), ("caf%C3%A9/", "café")])
def test_a_missing_page_understands_any_address(
    page: Page, sites: dict[str, str], path: str, words: str
) -> None:
    page.goto(f"{sites['public']}/{path}")
    expect(page.locator("#hr-search-words")).to_have_value(words)


@pytest.mark.parametrize("path", ["", "questions/delivery-times/", "tutorials/start-a-return/", "contact/"])
def test_nothing_is_wider_than_the_screen(page: Page, sites: dict[str, str], path: str) -> None:
    page.goto(f"{sites['public']}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", ["", "questions/delivery-times/", "tutorials/pair-your-smart-scale/"])
def test_nothing_is_wider_than_a_small_phone_or_with_large_letters(
    page: Page, sites: dict[str, str], path: str
) -> None:
    page.goto(f"{sites['public']}/{path}")
    width, height = VIEWS["phone"]
    page.set_viewport_size({"width": 320, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("document.documentElement.style.fontSize = '250%'")  # the theme's is 125%
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_staff_see_the_playbook_and_its_record(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['internal']}/playbooks/pair-your-smart-scale/")
    expect(page.locator("h2#escalation")).to_be_visible()
    edit = page.get_by_role("link", name="Edit this page")
    assert edit.get_attribute("href", timeout=3000).endswith("playbooks/procedures/pair-your-smart-scale.yml")


def test_customers_get_no_edit_link(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['public']}/tutorials/pair-your-smart-scale/")
    assert page.locator("a[rel=edit]").count() == 0
