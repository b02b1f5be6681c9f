"""The Content Security Policy alone: what is injected does not run under it, and all of the theme does."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from handrail.records.base import Audience
from playwright.sync_api import Browser, BrowserContext, Page, expect
from selectolax.lexbor import LexborHTMLParser

from ..company import write_company
from ..hostile import ALL, build_unchecked, own_payloads, without, write_records
from .conftest import Site
from .watching import META

BIN = Path(sys.executable).parent
PORT = 22000 + os.getpid() % 2000
"""Where instant navigation is tried: it takes the port, though not the host, from the sitemap."""
QUESTION = """\
question: Which parts of the theme need script?
topic: orders
audience: public
confidence: validated
owner: support-1
published: 2026-10-01
related: [another]
answer: |
  ```bash
  order --all
  ```

  === "Phone"
      Tap it.

  === "Computer"
      Click it.

  | Part | Needs |
  |------|-------|
  | ![a picture](/assets/images/favicon.png) | nothing |
"""
WATCH = """
window.__against = []
const note = event => window.__against.push(`${event.effectiveDirective} ${event.blockedURI}`)
addEventListener("securitypolicyviolation", note)
window.alert = () => window.__ran = true
"""


class _WithHeaders(Site):
    """Serves a site as the hosts do that read its `_headers`."""

    def end_headers(self) -> None:
        for name, value in headers_of(Path(self.directory), self.path.partition("?")[0]):
            self.send_header(name, value)
        super().end_headers()


class _HeadersAlone(_WithHeaders):
    """The same, of pages that have no policy in them: what is held up is held up by the headers."""

    def do_GET(self) -> None:
        page = Path(self.directory, self.path.lstrip("/"), "index.html")
        body, count = META.subn(b"", page.read_bytes()) if self.path.endswith("/") else (b"", 0)
        if not count:
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None


def headers_of(site: Path, path: str) -> list[tuple[str, str]]:
    """The headers that a host sends with a path: all of each block whose pattern it has."""
    blocks = re.findall(r"^(/.*)\n((?:  .*\n)+)", (site / "_headers").read_text("utf-8"), re.MULTILINE)
    lines = "".join(lines for pattern, lines in blocks if fnmatchcase(path, pattern))
    return re.findall(r"^  ([\w-]+): (.*)$", lines, re.MULTILINE)


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Serves a folder with or without the headers in it; returns the address."""
    servers = []

    def start(folder: Path, handler: type[Site] = _WithHeaders, port: int = 0) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(handler, directory=str(folder)))
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both sites of a company that knows its address, so that navigation is instant."""
    folder = tmp_path_factory.mktemp("csp")
    another = QUESTION.replace("Which parts", "What else").replace("[another]", "[parts]")
    settings = f"site: {{name: Example help, url: 'https://help.example:{PORT}/'}}\n"
    files = {"settings.yml": settings, "questions/parts.yml": QUESTION, "questions/another.yml": another}
    records = write_company(folder / "records", files)
    for audience in Audience:
        build_unchecked(records, folder / "site", audience)
    return folder / "site"


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A page of a browser that obeys policies; it fails when one was needed."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(10_000)
    context.add_init_script(WATCH)
    page = context.new_page()
    yield page
    assert page.evaluate("window.__against") == []
    context.close()


def policies(site: Path) -> dict[str, str]:
    """The policy of each page."""
    pages = {file: LexborHTMLParser(file.read_bytes()) for file in site.rglob("*.html")}
    found = {str(f): page.css("head > meta[http-equiv=Content-Security-Policy]") for f, page in pages.items()}
    return {file: metas[0].attributes["content"] or "" for file, metas in found.items() if len(metas) == 1}


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_every_page_has_the_one_policy_and_so_have_the_headers(site: Path, audience: str) -> None:
    found = policies(site / audience)
    assert len(found) == len(list((site / audience).rglob("*.html"))) > 5
    form = found.pop(str(site / audience / "edit/index.html"), None)
    assert (form is not None) is (audience == "internal")
    [policy] = set(found.values())
    for file in (site / audience).rglob("*"):
        path = f"/{file.relative_to(site / audience).as_posix()}"
        if file.is_file() and path != "/_headers":
            sent = headers_of(site / audience, path.removesuffix("index.html"))
            of_page = form if path.startswith("/edit/") else policy
            assert [v for n, v in sent if n.startswith("Content-S")] == [f"{of_page}; frame-ancestors 'none'"]
            assert ("X-Frame-Options", "DENY") in sent
    assert policy.startswith("default-src 'self'; ")
    assert not re.search("unsafe|https?:|[*]", policy)


def test_the_policy_stands_before_everything_but_the_encoding(site: Path) -> None:
    for file in site.rglob("*.html"):
        head = LexborHTMLParser(file.read_bytes()).css_first("head")
        assert head is not None
        first = [node.attributes for node in head.iter()][:2]
        assert first[0] == {"charset": "utf-8"}
        assert first[1].get("http-equiv") == "Content-Security-Policy"


def test_search(site: Path, serve: Callable[..., str], tab: Page) -> None:
    tab.goto(serve(site / "public"))
    tab.locator("#hr-search-words").press_sequentially("parts of the theme")
    result = tab.locator(".md-search-result__item a").first
    expect(result).to_contain_text("Which parts")
    result.click()
    expect(tab.locator("h1")).to_contain_text("Which parts")


def test_palette_switch(site: Path, serve: Callable[..., str], tab: Page) -> None:
    address = serve(site / "public")
    tab.goto(address)
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    tab.locator("label[title='Switch to light mode']").click()
    tab.locator("label[title='Switch to dark mode']").click()
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    tab.goto(f"{address}/questions/parts/")
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_tabs_copy_buttons_and_pictures(site: Path, serve: Callable[..., str], tab: Page) -> None:
    tab.goto(f"{serve(site / 'public')}/questions/parts/")
    tab.locator(".tabbed-labels label", has_text="Computer").click()
    expect(tab.get_by_text("Click it.")).to_be_visible()
    expect(tab.get_by_text("Tap it.")).not_to_be_visible()
    tab.locator("pre").hover()
    tab.locator("[data-md-type=copy], .md-clipboard, .md-code__button").first.click()
    expect(tab.locator(".md-dialog")).to_contain_text("Copied")
    assert tab.evaluate("navigator.clipboard.readText()") == "order --all"
    assert tab.evaluate("document.querySelector('td img').naturalWidth") > 0


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_instant_navigation(site: Path, serve: Callable[..., str], tab: Page, audience: str) -> None:
    tab.goto(serve(site / audience, port=PORT))
    tab.wait_for_load_state("networkidle")
    tab.evaluate("window.__same_document = true")
    for link, title in (("Orders", "Orders"), ("What else", "What else"), ("Which parts", "Which parts")):
        tab.locator("article a", has_text=link).first.click()
        expect(tab.locator("h1")).to_contain_text(title)
    assert tab.evaluate("window.__same_document")
    tab.locator(".tabbed-labels label", has_text="Computer").click()
    expect(tab.get_by_text("Click it.")).to_be_visible()


def test_a_missing_page(site: Path, serve: Callable[..., str], tab: Page) -> None:
    tab.goto(f"{serve(site / 'public')}/questions/which-parts/")
    expect(tab.locator("#hr-search-words")).to_have_value("which parts")


@pytest.fixture(scope="module", params=[3, pytest.param(1, marks=pytest.mark.soak)], ids=["some", "all"])
def injected(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site into which hostile texts came, as if nothing else kept them out: every third one, or all."""
    folder = tmp_path_factory.mktemp("injected")
    known = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>")
    others = [payload for payload in own_payloads()[3:40] if "alert" in payload]
    payloads = [*known, *others[:: request.param]]
    with without(*ALL):
        build_unchecked(write_records(folder / "records", payloads), folder / "site", Audience.PUBLIC)
    return folder / "site" / "public"


@pytest.mark.parametrize("handler", [Site, _HeadersAlone], ids=["meta", "headers"])
def test_what_is_injected_does_not_run(
    injected: Path, serve: Callable[..., str], chromium: Browser, handler: type[Site]
) -> None:
    assert _ran(chromium.new_context(), serve(injected, handler), injected) == []


def test_without_the_policy_it_runs(injected: Path, serve: Callable[..., str], chromium: Browser) -> None:
    ran = _ran(chromium.new_context(bypass_csp=True), serve(injected), injected)
    assert len(ran) > len(list((injected / "questions").iterdir())) / 2
    assert {"q0", "q1", "q2"} <= set(ran)


def _ran(context: BrowserContext, address: str, site: Path) -> list[str]:
    """The questions whose pages ran a script that was injected."""
    context.add_init_script(WATCH)
    page, ran = context.new_page(), []
    for folder in sorted((site / "questions").iterdir()):
        page.goto(f"{address}/questions/{folder.name}/", wait_until="load")
        page.wait_for_timeout(50)
        if page.evaluate("window.__ran"):
            ran.append(folder.name)
    context.close()
    return ran
