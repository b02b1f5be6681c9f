"""The Content Security Policy: what a page may run and load, whatever texts got into it.

Of inline scripts only the theme's own run, by their hashes. These are taken from the theme's templates
and not from finished pages: a script that came into a page from a record would be hashed with them.
All pages have one policy, since instant navigation shows a page under the policy of the one before; but the
form at `edit/`, which no navigation reaches without loading it, has its own (`editor.py`).
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.utils import get_relative_url

from ..stored import files_below
from .building import Build, build_of

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

_INLINE = ("base", "palette", "content")
"""The theme's partials with an inline script, of those that our features use."""
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_RULES = """\
default-src 'self'; script-src 'self' {hashes}; style-src 'self'; img-src 'self' data:; \
object-src 'none'; base-uri 'none'; form-action 'self'"""
"""`data:` is for the icons in the theme's style sheets; no picture of a record can have it."""
_HEADERS = """\
/*
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
  Referrer-Policy: same-origin
  Cross-Origin-Opener-Policy: same-origin
"""
_POLICY = """\
{path}
  Content-Security-Policy: {policy}; frame-ancestors 'none'
"""


def policy_of(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> str:
    """What each page may run and load, in the words of the header."""
    pages = (file.dest_uri for file in files if file.dest_uri.endswith(".html"))
    depths = {get_relative_url(".", "a/" * depth) for depth in {page.count("/") for page in pages}}
    depths.add(urlsplit(config.site_url or "/").path)  # what 404.html starts its addresses with
    values = {"config": config, "features": config.theme["features"]}
    scripts = {
        script
        for name in _INLINE
        for depth in depths
        for script in _SCRIPT.findall(
            env.get_template(f"partials/javascripts/{name}.html").render(values, base_url=depth)
        )
    }
    return _RULES.format(hashes=" ".join(sorted(map(_hash, scripts))))


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def write_headers(config: MkDocsConfig) -> None:
    """Write `_headers`, which Netlify, Cloudflare Pages and others send; one from `docs/` goes before."""
    site, build = Path(config.site_dir), build_of(config)
    if "_headers" in build.taken or (site / "_headers").exists():
        return
    policies = "".join(_POLICY.format(path=path, policy=policy) for path, policy in _by_path(site, build))
    (site / "_headers").write_text(_HEADERS + policies, "utf-8")


def _by_path(site: Path, build: Build) -> Iterator[tuple[str, str]]:
    """The policy of each path, such that no path has two: of two that are sent, browsers obey both."""
    if build.form is None:
        yield "/*", build.around.policy
        return
    yield "/edit/*", build.form["policy"]
    yield "/", build.around.policy
    tops = {name.partition("/")[:2] for name in (*files_below(str(site)), *build.taken)}
    for top, slash in sorted(tops - {("edit", "/")}):
        yield f"/{top}{slash and '/*'}", build.around.policy


def allow_reloading(server: "LiveReloadServer") -> "LiveReloadServer":
    """Add the script that the preview server puts into each page to that page's policy."""
    serve = server.serve_request

    def preview(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []
        body = b"".join(serve(environ, lambda *response: started.append(response)))
        status, headers = started[0]
        if b"livereload(" in body and dict(headers).get("Content-Type", "").startswith("text/html"):
            script = _SCRIPT.findall(body.decode())[-1]
            body = body.replace(b"script-src 'self' ", f"script-src 'self' {_hash(script)} ".encode(), 1)
            headers = [(n, str(len(body)) if n == "Content-Length" else v) for n, v in headers]
        start_response(status, headers)
        return [body]

    server.set_app(preview)
    return server
