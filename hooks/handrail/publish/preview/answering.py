"""What a browser gets: pages that are newer than the site, else those of the site; on each, what is wrong."""

import mimetypes
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...pages.rendering import rendered
from ...problems import Problem
from ...stored import digest

OWN = "/.handrail-preview/"
"""Where the preview's own files are."""
_ASSETS = Path(__file__).parent / "assets"
_FORM = "edit/"
"""The form of the staff site is left alone: a reload would lose what somebody is writing there."""
_VERSION = 64
"""So many bytes of `search/model.json` tell which version search has."""
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Shown:
    """What is shown now."""

    site: Path
    """The folder of the built site; it is not there before the first build."""
    mount: str = "/"
    """The path that the site will start at: `404.html` names it, so it leads here as well."""
    pages: Mapping[str, bytes | None] = field(default_factory=dict)
    """What is newer than the built site, by its address; None where there is no page any more."""
    looks: str = ""
    """Another one when style sheets or scripts of the site are others."""
    problems: tuple[Problem, ...] = ()
    doing: str = ""
    """What a browser is told before there is a site."""


@dataclass(frozen=True)
class Answer:
    """One answer of the server."""

    status: int
    type: str
    body: bytes
    version: str = ""
    """What it is told by from another answer for the same address; '' for what is no page of the site.

    Behind the '-' is what search has: another one matters only to who has searched.
    """
    location: str = ""


def answer(shown: Shown, path: str) -> Answer:
    """What is at the path `path` of the server."""
    if path.startswith(OWN):
        return _file(path, _read(_ASSETS / posixpath.basename(path))) or Answer(404, "text/plain", b"")
    address = posixpath.normpath("/" + path.removeprefix(shown.mount)).lstrip("/")
    if path.endswith("/") and address:
        address += "/"
    if not address or address.endswith("/"):
        return _page(shown, address)
    if (shown.site / address).is_dir() or f"{address}/" in shown.pages:
        return Answer(302, "text/plain", b"", location=f"{path}/")
    return _file(path, _content(shown, address)) or _missing(shown)


def _content(shown: Shown, address: str, name: str = "") -> bytes | None:
    """What is at `address` now: the newer one, or of the built site that, or the file `name` in it."""
    if address in shown.pages:
        return shown.pages[address]
    return _read(shown.site / address / name)


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _file(path: str, body: bytes | None) -> Answer | None:
    if body is None:
        return None
    kind = "text/javascript" if path.endswith(".js") else mimetypes.guess_type(path)[0]
    is_text = kind and (kind.startswith("text/") or kind.endswith(("json", "xml")))
    return Answer(200, f"{kind or 'application/octet-stream'}{'; charset=utf-8' if is_text else ''}", body)


def _page(shown: Shown, address: str) -> Answer:
    body = _content(shown, address, "index.html")
    if body is None:
        return _missing(shown)
    return Answer(200, _HTML, body) if address == _FORM else _with_preview(shown, 200, body)


def _missing(shown: Shown) -> Answer:
    """No page is there, or not yet, or not any more."""
    if found := _read(shown.site / "404.html"):
        return _with_preview(shown, 404, found)
    nothing = rendered("preview/nothing.html", doing="" if shown.problems else shown.doing)
    return _with_preview(shown, 503, nothing.encode())


def _with_preview(shown: Shown, status: int, page: bytes) -> Answer:
    """`page` with what is wrong, and the script that shows it anew when it is another one."""
    values = {"own": OWN, "problems": shown.problems, "status": status}
    bar = rendered("preview/bar.html", **values).encode()
    search = (_content(shown, "search/model.json") or b"")[:_VERSION]
    seen = b"\n".join([page, bar, shown.looks.encode()])
    version = f"{digest(seen)}-{digest(search)}"
    script = rendered("preview/script.html", own=OWN, version=version).encode()
    end = page.rfind(b"</body>")
    return Answer(status, _HTML, b"".join([page[:end], bar, script, page[end:]]), version)


def looks_of(site: Path) -> str:
    """A digest of the style sheets and scripts of a built site."""
    files = sorted(path for path in (site / "assets").rglob("*") if path.suffix in (".css", ".js"))
    return digest(b"".join(map(Path.read_bytes, files)))
