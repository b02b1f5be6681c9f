"""No serious or critical finding of axe-core on any type of page, in both palettes; and the keyboard."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from ..node import PACKAGES
from .conftest import VIEWS

AXE = (PACKAGES / "axe-core/axe.min.js").read_text("utf-8")
PAGES = {
    "public": [
        "",
        "topics/products-use/",
        "questions/what-can-i-return/",
        "tutorials/pair-your-smart-scale/",
        "contact/?words=my+scale",
        "whats-new/",
        "about/",
        "no/such/page/",
        "?q=my scale shows the wrong weight",
    ],
    "internal": [
        "board/",
        "backlog/",
        "playbooks/",
        "playbooks/pair-your-smart-scale/",
        "questions/supplements-and-medicine/",
        "tutorials/start-a-return/",
        "ledger/",
        "journey/",
        "cycles/",
        "cycles/scale-card-launch/",
        "risks/",
        "risks/refunds-outrun-cash/",
        "readiness/",
        "interactions/",
        "interactions/2026-11/",
        "people/",
        "problem-codes/",
    ],
}
FOUND = "async how => (await axe.run(how)).violations.map(v => [v.id, v.impact, v.nodes.map(n => n.html)])"
"""Everything, then, in the other palette, what depends on colours."""
HOW: dict[str, dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]},
}


def serious(page: Page, scheme: str) -> list[str]:
    """What axe-core finds serious or critical on the page, as it is shown now."""
    found = page.evaluate(FOUND, HOW[scheme])
    return [f"{scheme}: {id} {nodes[:3]}" for id, impact, nodes in found if impact in ("serious", "critical")]


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    """A page without transitions, in the middle of which colours are those of neither palette."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("audience", "path"), [(a, path) for a, paths in PAGES.items() for path in paths])
def test_axe_finds_nothing_serious(tab: Page, sites: dict[str, str], audience: str, path: str) -> None:
    """First in the light palette, then in the dark one, as the system changes from one to the other."""
    tab.emulate_media(color_scheme="light")
    tab.goto(f"{sites[audience]}/{path}")
    if "?" in path:
        tab.locator(".md-search-result__item, .hr-ask li").first.wait_for()
    tab.evaluate(AXE)
    found = []
    for scheme, palette in (("light", "default"), ("dark", "slate")):
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two literals
        expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", palette)
        found += serious(tab, scheme)
    assert found == []


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        ("document.querySelector('.md-search').removeAttribute('aria-label')", "aria-dialog-name"),
        ("document.querySelector('.hr-footer p').style.color = '#aaa'", "color-contrast"),
        ("document.querySelector('label[for=hr-search-words]').remove()", "label"),
    ],
)
def test_axe_would_see_it(tab: Page, sites: dict[str, str], spoil: str, rule: str) -> None:
    tab.emulate_media(color_scheme="light")
    tab.goto(sites["public"])
    tab.evaluate("document.querySelector('#hr-search-words').removeAttribute('placeholder')")
    tab.evaluate(spoil)
    tab.evaluate(AXE)
    assert [line for line in serious(tab, "light") if rule in line]


STOPS = """() => {
  const at = document.activeElement
  const shown = at.type === "radio" ? at.nextElementSibling : at
  const { outlineStyle, outlineWidth } = getComputedStyle(shown)
  const { width, height } = shown.getBoundingClientRect()
  const how = { words: (at.getAttribute("aria-label") ?? at.textContent).trim().replace(/\\s+/g, " "),
    tag: at.tagName, isSeen: width > 0 && height > 0,
    hasRing: outlineStyle !== "none" && parseFloat(outlineWidth) > 0}
  return how
}"""


def stops(tab: Page, most: int = 120) -> list[dict[str, Any]]:
    """Where Tab goes, from the start of the page until it comes round."""
    found = []
    for _ in range(most):
        tab.keyboard.press("Tab")
        if tab.evaluate("() => document.activeElement === document.body"):
            break
        found.append(tab.evaluate(STOPS))
    return found


@pytest.mark.parametrize("path", ["", "questions/what-can-i-return/", "tutorials/pair-your-smart-scale/"])
def test_the_keyboard_reaches_everything_and_is_seen(tab: Page, sites: dict[str, str], path: str) -> None:
    tab.goto(f"{sites['public']}/{path}", wait_until="networkidle")
    reached = stops(tab)
    links = tab.evaluate(
        "[...document.querySelectorAll('article a[href]')].filter(a => a.offsetParent).length"
    )
    assert len([stop for stop in reached if stop["tag"] == "A"]) >= links
    unseen = [stop for stop in reached if not (stop["hasRing"] and stop["isSeen"])]
    assert unseen == []


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    width, height = VIEWS["phone"]
    page = chromium.new_page(viewport={"width": width, "height": height}, has_touch=True)
    page.set_default_timeout(10_000)
    yield page
    page.close()


IN_SIGHT = """() => {
  const { left, right } = document.activeElement.getBoundingClientRect()
  return right > 0 && left < innerWidth
}"""
TOPIC = ".md-sidebar--primary a[href$='topics/orders-delivery/']"


@pytest.mark.parametrize("path", ["", "questions/what-can-i-return/"])
def test_on_a_phone_the_keyboard_is_never_out_of_sight(phone: Page, sites: dict[str, str], path: str) -> None:
    phone.goto(f"{sites['public']}/{path}", wait_until="networkidle")
    expect(phone.locator(TOPIC)).to_be_hidden()
    found = 0
    for _ in range(120):
        phone.keyboard.press("Tab")
        if phone.evaluate("document.activeElement === document.body"):
            break
        found += 1
        assert phone.evaluate(IN_SIGHT), phone.evaluate("document.activeElement.outerHTML")
    assert found > 10


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_opens_the_drawer_of_a_phone(phone: Page, sites: dict[str, str], key: str) -> None:
    phone.goto(f"{sites['public']}/questions/what-can-i-return/", wait_until="networkidle")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("button", name="Menu", expanded=False)).to_be_focused()
    phone.keyboard.press(key)
    expect(phone.get_by_role("button", name="Menu", expanded=True)).to_be_focused()
    expect(phone.locator(TOPIC)).to_be_in_viewport()
    for _ in range(10):
        phone.keyboard.press("Tab")
        if phone.locator(f"{TOPIC}:focus").count():
            break
    phone.keyboard.press("Enter")
    expect(phone.locator("h1")).to_have_text("Orders and delivery")
    expect(phone.locator(TOPIC)).to_be_hidden()


def test_who_leaves_the_drawer_by_key_closes_it(phone: Page, sites: dict[str, str]) -> None:
    phone.goto(sites["public"], wait_until="networkidle")
    phone.get_by_role("button", name="Menu").press("Enter")
    expect(phone.locator(TOPIC)).to_be_in_viewport()
    phone.locator(".md-sidebar--primary a:visible").last.focus()
    phone.keyboard.press("Tab")
    expect(phone.locator(TOPIC)).to_be_hidden()


def test_touch_opens_and_closes_the_drawer_of_a_phone(phone: Page, sites: dict[str, str]) -> None:
    phone.goto(f"{sites['public']}/questions/what-can-i-return/", wait_until="networkidle")
    phone.locator(".md-header [for=__drawer]").tap()
    expect(phone.locator(TOPIC)).to_be_in_viewport()
    phone.wait_for_timeout(400)  # it slides
    phone.touchscreen.tap(370, 400)
    expect(phone.locator(TOPIC)).to_be_hidden()
    phone.set_viewport_size({"width": 1280, "height": 900})
    expect(phone.locator(TOPIC)).to_be_visible()  # it is no drawer


def test_search_by_keyboard_alone(tab: Page, sites: dict[str, str]) -> None:
    tab.goto(sites["public"], wait_until="networkidle")
    tab.keyboard.press("/")
    tab.keyboard.type("where is my invoice")
    tab.locator(".md-search-result__item").first.wait_for()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_contain_text("invoice")


def test_the_skip_link_leads_past_the_navigation(tab: Page, sites: dict[str, str]) -> None:
    tab.goto(f"{sites['public']}/tutorials/pair-your-smart-scale/", wait_until="networkidle")
    tab.keyboard.press("Tab")
    expect(tab.locator(".md-skip")).to_be_focused()
    tab.keyboard.press("Enter")
    tab.wait_for_function(
        "document.activeElement === document.body"
    )  # only then the next key starts from there
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('article') !== null")


def test_at_200_percent_nothing_is_cut_off(chromium: Browser, sites: dict[str, str]) -> None:
    """A window of 1280 px that shows everything twice as large is one of 640."""
    page = chromium.new_page(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    for path in PAGES["public"][:6]:
        page.goto(f"{sites['public']}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.close()
