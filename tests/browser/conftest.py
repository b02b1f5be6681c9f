"""The example's two sites, built and served, and a Chromium to look at them."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from handrail.cli import main
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from .chromium import HOW, find

ROOT = Path(__file__).parents[2]
VIEWS = {"desktop": (1280, 900), "phone": (390, 844)}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # there is no other host


class Site(SimpleHTTPRequestHandler):
    """Serves a folder as a web host does: a page that is not there is 404.html."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, *args: object) -> None:
        pass


def _serve(folder: Path) -> tuple[ThreadingHTTPServer, str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Site, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of the example's public and internal site."""
    to = tmp_path_factory.mktemp("example")
    with pytest.raises(SystemExit) as done:
        main(["build", "--records", str(ROOT / "playbooks"), "--to", str(to)])
    assert not done.value.code
    served = {audience: _serve(to / audience) for audience in ("public", "internal")}
    yield {audience: address for audience, (_, address) in served.items()}
    for server, _ in served.values():
        server.shutdown()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find()
    if path is None:
        pytest.fail(HOW, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def _other_host(url: str) -> list[str]:
    return [f"asks {url}"] if url.startswith("http") and "//127.0.0.1:" not in url else []


@pytest.fixture(params=list(VIEWS))
def view(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(chromium: Browser, view: str) -> Iterator[Page]:
    """A page at desktop and at phone width that fails on script errors and on other hosts' requests."""
    width, height = VIEWS[view]
    context: BrowserContext = chromium.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(10_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    page.on("request", lambda request: wrong.extend(_other_host(request.url)))
    yield page
    context.close()
    assert not wrong
