"""The server of the preview: browsers are answered, and told when there is another page than they show."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit

from .answering import OWN, Shown, answer

_HOSTS = ("127.0.0.1", "localhost", "[::1]")
"""This machine's names. A page of the web that has a name of its own lead here reads nothing."""
_ALIVE = 15
"""Seconds after which a browser is asked whether it still waits."""


class Showing:
    """What is shown now, for any number of threads."""

    def __init__(self, shown: Shown) -> None:
        self._shown, self._changed = shown, threading.Condition()

    @property
    def now(self) -> Shown:
        """What is shown now."""
        return self._shown

    def show(self, shown: Shown) -> None:
        """Show that instead, and tell those who wait."""
        with self._changed:
            self._shown = shown
            self._changed.notify_all()

    def after(self, seen: Shown, seconds: float) -> Shown:
        """What is shown instead of `seen`; the same, when nothing else was in so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._shown is not seen, seconds)
            return self._shown


class Server(ThreadingHTTPServer):
    """A server on `port` of this machine. Raises OSError when another program has it."""

    daemon_threads = True  # it does not wait for browsers when it is closed

    def __init__(self, showing: Showing, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.showing = showing


class _Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    server: Server

    def do_GET(self) -> None:
        """Answer, or tell of changes until the browser goes away."""
        if self.headers.get("Host", "").rpartition(":")[0] not in _HOSTS:
            self.send_error(421, "open the address that handrail serve printed")
            return
        url = urlsplit(self.path)
        if url.path == f"{OWN}changes":
            query = parse_qs(url.query)
            self._tell(unquote(query.get("page", ["/"])[0]), query.get("version", [""])[0])
            return
        found = answer(self.server.showing.now, unquote(url.path))
        where = {"Location": quote(found.location)} if found.location else {}
        self._head(found.status, found.type, **{"Content-Length": str(len(found.body)), **where})
        self.wfile.write(found.body)

    def _tell(self, page: str, version: str) -> None:
        """Send the version of the page at the path `page` once it is another one than `version`."""
        self._head(200, "text/event-stream")
        showing = self.server.showing
        shown = showing.now
        while (now := answer(shown, page).version) == version:
            self.wfile.write(b":\n\n")
            shown = showing.after(shown, _ALIVE)
        self.wfile.write(f"data: {now}\n\n".encode())

    def _head(self, status: int, type: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": type, "Cache-Control": "no-cache", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def handle(self) -> None:
        """A browser that goes away in the middle is no error."""
        try:
            super().handle()
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nobody wants to read of every request."""
