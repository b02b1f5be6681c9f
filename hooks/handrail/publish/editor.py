"""The form at `edit/` of the staff site: its page, its configuration, and the files that it runs on."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from ..editor import __path__ as editor_path
from ..editor.configuration import configuration, kinds
from ..pages.rendering import rendered
from ..records.library import Library
from ..records.settings import Editor, GitHost
from .building import build_of

_API = {
    GitHost.GITHUB: "https://api.github.com",
    GitHost.GITLAB: "https://gitlab.com",
    GitHost.GITEA: "https://gitea.com",
}
_SERVED = (
    "assets/edit.css",
    "assets/start.js",
    "vendor/sveltia-cms.js",
    "vendor/material-symbols-outlined.woff2",
)
_RULES = """\
default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; \
img-src 'self' blob: data:; connect-src 'self' blob: data:{host}; base-uri 'none'; form-action 'none'"""
"""Svelte writes styles into the page. No script but the form's own file runs, and it speaks to no other host:
its looks for new versions and for fonts are blocked, and only a Git host that settings.yml names is not."""


def form_of(library: Library, folder: str) -> dict[str, Any]:
    """What the form's page is made from; `folder` is that of the records in the repository."""
    editor = library.settings.editor
    return {
        "configuration": configuration(library, folder),
        "host": editor.repository if editor else "",
        "policy": _RULES.format(host=f" {_origin(editor)}" if editor else ""),
    }


def _origin(editor: Editor) -> str:
    return (editor.address or _API[editor.host]).rstrip("/")


def add_editor(files: Files, config: MkDocsConfig) -> Files:
    """`files` and those of the form, where the site has one."""
    form = build_of(config).form
    if form is None:
        return files
    [here] = map(Path, editor_path)
    for name in _SERVED:
        file = here / name
        files.append(File.generated(config, f"edit/{file.name}", abs_src_path=str(file)))
    for name, value in (("config", form["configuration"]), ("kinds", kinds())):
        content = json.dumps(value, ensure_ascii=False, indent=1)
        files.append(File.generated(config, f"edit/{name}.json", content=content))
    files.append(File.generated(config, "edit/index.html", content=_page(form)))
    return files


def _page(form: Mapping[str, Any]) -> str:
    title = form["configuration"]["app_title"]
    return rendered("staff/edit.html", policy=form["policy"], host=form["host"], title=title)
