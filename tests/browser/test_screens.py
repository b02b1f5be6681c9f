"""The screens that matter, to look at: `test-results/screens/`, on phone and desktop, light and dark.

No picture is compared; a few things that must be seen are asserted of each.
"""

import pytest
from playwright.sync_api import Browser, expect

from .conftest import ROOT, VIEWS
from .hosting import until

FOLDER = ROOT / "test-results" / "screens"
SCREENS = {
    "home": ("public", "", [".hr-hero h1", ".hr-hero input", ".hr-card__count", ".hr-news", ".hr-ways"]),
    "topic": ("public", "topics/products-use/", ["h1", ".hr-card"]),
    "question": (
        "public",
        "questions/what-can-i-return/",
        ["h1", ".hr-answer", ".hr-guide", ".hr-stuck", "#related"],
    ),
    "tutorial": (
        "public",
        "tutorials/pair-your-smart-scale/",
        [".hr-progress", ".hr-tick", ".hr-expected", ".hr-fails", ".hr-stuck"],
    ),
    "search": ("public", "?q=my scale shows the wrong weight", [".md-search-result__item"]),
    "contact": ("public", "contact/", ["h1", ".hr-ask textarea", ".hr-ways", ".hr-times"]),
    "news": ("public", "whats-new/", ["h1", ".hr-news li"]),
    "playbook": (
        "internal",
        "playbooks/pair-your-smart-scale/",
        [".hr-progress", ".hr-deviated", ".hr-run__record"],
    ),
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("screen", SCREENS)
def test_screen(chromium: Browser, sites: dict[str, str], screen: str, view: str) -> None:
    audience, path, parts = SCREENS[screen]
    width, height = VIEWS[view]
    page = chromium.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page.goto(f"{sites[audience]}/{path}")
    for part in parts:
        expect(page.locator(part).first).to_be_visible()
    until(page, "document.documentElement.scrollWidth <= innerWidth")  # once the dialog is open
    FOLDER.mkdir(parents=True, exist_ok=True)
    for scheme, palette in (("light", "default"), ("dark", "slate")):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two literals
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", palette)
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (ground == "rgb(255, 255, 255)") == (scheme == "light")
        page.screenshot(path=FOLDER / f"{screen}-{view}-{scheme}.png", full_page=screen != "search")
    page.close()


def test_the_first_screen_of_a_phone_says_where_to_go(chromium: Browser, sites: dict[str, str]) -> None:
    """Search, the first topic and the way to a person, without scrolling; the dialog opens as one types."""
    width, height = VIEWS["phone"]
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.goto(sites["public"])
    for part in ("#hr-search-words", ".hr-hero a[href$='contact/']", ".hr-card"):
        box = page.locator(part).first.bounding_box()
        assert box
        assert box["y"] + box["height"] < height
    page.locator("#hr-search-words").press_sequentially("my par")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.close()
