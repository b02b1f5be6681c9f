"""What changed → words: a template for each form."""

import json
import re
from dataclasses import asdict

import jinja2

from .comparing import Changes

_MARKS = re.compile(r"([\\`*_{}\[\]#~|<>&$])")
_LINES = re.compile(r"\s*\n\s*")


def told(changes: Changes, form: str) -> str:
    """The changes as `text`, `markdown` or `json`."""
    if form == "json":
        return json.dumps(asdict(changes), indent=2, ensure_ascii=False, default=str)
    templates = jinja2.Environment(
        loader=jinja2.PackageLoader("handrail.changes", "templates"),
        undefined=jinja2.StrictUndefined,
        finalize=_escaped if form == "markdown" else _one_line,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = templates.get_template({"text": "changes.txt", "markdown": "changes.md"}[form])
    return template.render(changes=changes)


def _one_line(value: object) -> object:
    return _LINES.sub(" ", value) if isinstance(value, str) else value


def _escaped(value: object) -> object:
    """A value that means itself in Markdown: no mark-up, no mention of anybody, no other line."""
    if not isinstance(value, str):
        return value
    return _MARKS.sub(r"\\\1", _LINES.sub(" ", value)).replace("@", "@<!-- -->")
