"""Plain values → YAML text as staff would write it. The other way round is `yaml12.load`.

`load(dump(value))[0] == value` for every dict and list of texts. Texts of several lines become block
scalars (`|`), so that answers read in the file as they read on the page.
"""

import re
from datetime import date
from typing import Any

import yaml

Writable = Any
"""str, date, list[Writable] or dict[str, Writable]. A date is written bare and read back as its text."""

_ONE_LINE = re.compile(r"[^\n\r\x85\u2028\u2029]*")
_LITERAL = re.compile(
    r"(?![\t\n ])"
    r"[\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
)
"""What a block scalar holds as it is: it starts with something to see, and every character may stand
in YAML unescaped. Line ends other than `\\n` would come back as `\\n`."""


def dump(value: dict[str, Writable] | list[Writable]) -> str:
    """`value` as YAML, in its own order, with lines of any width and every character as itself."""
    return yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=float("inf"),
    )


class _Dumper(yaml.SafeDumper):
    """PyYAML's dumper with lists indented below their field, and `|` wherever YAML allows it."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def analyze_scalar(self, scalar: str) -> Any:
        """PyYAML gives up on `|` at the first trailing space; YAML does not, and Markdown needs them."""
        analysis = super().analyze_scalar(scalar)
        if "\n" in scalar:
            analysis.allow_block = bool(_LITERAL.fullmatch(scalar))
        return analysis


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = None if _ONE_LINE.fullmatch(text) else "|" if _LITERAL.fullmatch(text) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


def _date(dumper: _Dumper, day: date) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", day.isoformat())


_Dumper.add_representer(str, _text)
_Dumper.add_representer(date, _date)
