"""Old addresses in a browser: with script and without, with and without a place on the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from ..test_urls import build, company, guide, question
from .conftest import _serve

MOVED = """\
- {was: /topics/parcels/, now: '/questions/refund/#answer-about-refund'}
- {was: '/questions/refund/#old', now: '/questions/refund/#answer-about-refund'}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose pages have moved, on a host that only serves files."""
    files = {
        "questions/refund.yml": question("Refund", was=["money-back"], answer="Yes.\n" * 80 + FAR),
        "procedures/send.yml": guide("Send it", was=["parcel"]),
        "moved.yml": MOVED,
    }
    records = company(tmp_path_factory.mktemp("moved"), files)
    assert build(records) == []
    server, address = _serve(records.parent / "site/public")
    yield address
    server.shutdown()


FAR = "\n\nText.\n" * 40 + "\n\n## About Refund\n\nMore."
PLACE = "#answer-about-refund"


@pytest.mark.parametrize(
    ("old", "with_script", "without"),
    [
        ("/questions/money-back/", "/questions/refund/", "/questions/refund/"),
        (f"/questions/money-back/{PLACE}", f"/questions/refund/{PLACE}", "/questions/refund/"),
        ("/questions/money-back/?from=mail#old", "/questions/refund/?from=mail#old", "/questions/refund/"),
        ("/topics/parcels/", f"/questions/refund/{PLACE}", f"/questions/refund/{PLACE}"),
        ("/topics/parcels/#old", "/questions/refund/#old", f"/questions/refund/{PLACE}"),
        ("/tutorials/parcel/#step-2", "/tutorials/send/#step-2", "/tutorials/send/"),
        ("/questions/refund/#old", "/questions/refund/#old", "/questions/refund/#old"),
    ],
)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_old_address_shows_the_page_and_the_place(
    chromium: Browser, site: str, old: str, with_script: str, without: str, script: bool
) -> None:
    """Under the site's policy, and the old address is not in the way of the browser's back button."""
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if "Content Security Policy" in m.text else None)
    page.goto(f"{site}/contact/")
    page.goto(site + old)
    expected = site + (with_script if script else without)
    page.wait_for_url(expected)
    assert page.locator("article h1").is_visible()
    if script and "#" in expected and "refund" in expected:
        page.wait_for_function("() => scrollY > 500")
    if script:
        page.go_back()
        page.wait_for_url(f"{site}/contact/")
    assert wrong == []
    context.close()


def test_the_page_itself_says_where_to_go(chromium: Browser, site: str) -> None:
    """When the browser goes nowhere by itself, for it may neither run scripts nor follow a refresh."""
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/assets/moved.js", lambda route: route.abort())
    page.goto(f"{site}/questions/money-back/")
    page.get_by_role("link", name="Refund?").click()
    page.wait_for_url(f"{site}/questions/refund/")
    context.close()
