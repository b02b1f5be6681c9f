"""A Chromium that watches what pages do: script, dialogs, navigation, other hosts."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Error, Frame, Page

AT_ONCE = 14
"""How many pages are looked at together, each in a frame of its own."""
META = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_MOST = re.compile(rb"const (MOST|NEAREST) = \d+")
"""How many results the dialog shows; here it shows all that there are."""
_WATCH = (Path(__file__).parent / "watch.js").read_text("utf-8")


class _Watched(SimpleHTTPRequestHandler):
    """Serves sites with their policy turned from a rule into a report: nothing is held up by it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path, _, query = unquote(self.path).partition("?")
        if path == "/__frames":
            frames = "".join(f'<iframe src="{each}"></iframe>' for each in query.split("|"))
            return self._answer(f"<!doctype html><title>frames</title>{frames}".encode(), None)
        file = Path(self.directory) / f"{path.strip('/')}{'/index.html' if path.endswith('/') else ''}"
        if file.suffix == ".html" and file.is_file():
            body = file.read_bytes()
            policy = META.search(body)
            return self._answer(META.sub(b"", body), policy and policy[1].decode())
        if file.name == "search.js":
            body, count = _MOST.subn(rb"const \1 = 100000", file.read_bytes())
            assert count == 2
            return self._answer(body, None, "text/javascript")
        return super().do_GET()

    def _answer(self, body: bytes, policy: str | None, kind: str = "text/html") -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if policy:
            self.send_header("Content-Security-Policy-Report-Only", policy)
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        if "/assets/" in self.path:
            self.send_header("Cache-Control", "max-age=9999")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def watched_server(folder: Path) -> Iterator[str]:
    """Serves the sites in `folder`; their address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Watched, directory=str(folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Watcher:
    """Opens pages of the site at `origin` in `browser` and keeps what each did, by its path."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.origin = origin
        self.did: dict[str, set[str]] = {}
        self._context = browser.new_context()
        self._context.expose_binding("__tell", lambda source, what: self._saw(source["frame"].url, what))
        self._context.add_init_script(_WATCH)
        self._context.on("request", lambda request: self._request(request.url))
        self._context.on(
            "dialog", lambda dialog: (self._saw("", f"dialog {dialog.message}"), dialog.dismiss())
        )
        self._page = self._new_page()

    def _new_page(self) -> Page:
        self._expected: set[str] = set()
        self._last: set[str] = set()
        page = self._context.new_page()
        page.set_default_timeout(20_000)
        page.on("popup", lambda popup: (self._saw(page.url, "popup"), popup.close()))
        page.on("download", lambda download: self._saw(page.url, "download"))
        page.on("pageerror", lambda error: self._saw("", f"script error {error}"))
        page.on("framenavigated", self._navigated)
        return page

    def _saw(self, url: str, what: str) -> None:
        self.did.setdefault(urlsplit(url).path, set()).add(what[:200])

    def _request(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "blob:", "about:")):
            self._saw("", f"asks {url}")

    def _navigated(self, frame: Frame) -> None:
        where = frame.url.partition("#")[0]
        if where not in self._expected:
            self._saw(self._main, f"goes to {where}")

    def _expect(self, urls: set[str]) -> None:
        """Word of a page that was left comes late, so the last two rounds are expected."""
        self._expected = {"about:blank", *urls, *self._last}
        self._last = urls

    def look_at(self, paths: Sequence[str]) -> int:
        """Open every page; returns how many there were."""
        for start in range(0, len(paths), AT_ONCE):
            self._look_at(paths[start : start + AT_ONCE])
        return len(paths)

    def _look_at(self, paths: Sequence[str]) -> None:
        self._main = "|".join(paths)
        url = f"{self.origin}/__frames?{self._main}"
        self._expect({url, *(f"{self.origin}{path}" for path in paths)})
        try:
            self._page.goto(url, wait_until="load")
            self._page.wait_for_timeout(30)
            if len(self._page.frames) != 1 + len(paths):
                self._saw(self._main, "brings a frame")
        except Error as error:
            self._saw(self._main, f"breaks the browser: {error.message}")
            self._page.close()
            self._page = self._new_page()

    def search(self, site: str, words: Sequence[str]) -> int:
        """Search in the site at the path `site` and have every result shown; returns their number."""
        count = 0
        for each in words:
            self._main = f"{site}?q={each}"
            url = f"{self.origin}{site}?q={each}"
            self._expect({url})
            self._page.goto(url, wait_until="load")
            self._page.locator(".md-search-result__meta", has_text="result").wait_for()
            count += self._page.evaluate("window.__show_all_results()")
        return count

    def close(self) -> None:
        self._context.close()
