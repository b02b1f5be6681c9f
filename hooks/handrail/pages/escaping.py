"""Escaping in a third of the time: most of what a page is made of are texts that a template writes out."""

import re
from collections.abc import Callable
from enum import StrEnum

import markupsafe
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Template
from markupsafe import Markup

_escaped: Callable[[str], str] = markupsafe._escape_inner  # type: ignore[attr-defined]  # without what makes a Markup of it
_MARKS = re.compile(r"([\\`*_{}\[\]<>|#~])")


class Escaping(CodeGenerator):
    """Compiles templates that write out what `escape` gives."""

    def visit_Template(self, node: Template, frame: Frame | None = None) -> None:
        """The last thing in a compiled template's module: Jinja's own name for it is another function now."""
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import escape")


def escape(value: object) -> str:
    """As Jinja's, but plain text: nothing asks whether a text that is written out is escaped already."""
    if type(value) is str or isinstance(value, StrEnum):
        return _escaped(value)
    return value if type(value) is Markup else markupsafe.escape(value)


def escaped(text: str) -> str:
    """A plain text as Markdown that says the same."""
    return _MARKS.sub(r"\\\1", text)
