"""Lists and tables as most people write them, for Python-Markdown.

Python-Markdown wants an empty line before a list or a table and exactly four spaces for each level; every
other dialect, and so most people and most imported text, writes them straight under a line and indents by
two or three. This is the one place where a text is changed before it is converted, and only its white
space, but for `<details>`, which is told that there is Markdown in it: markdown-it-py (CommonMark, and
tables) says where each list item is, and its lines are moved there.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_CONCERNED = re.compile(r"^[ ]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]|```|~~~)", re.MULTILINE)
_TABLE = re.compile(r"^(?:[ ]*+\S[^\n]*+\n){2}[ ]*(?=[^\n|]*\|)(?=[^\n-]*-)[|: -]++$", re.MULTILINE)
"""The line before a table, its first line, and the one below that."""
_DETAILS = re.compile(r"^<details(?=[\s>])(?![^>]*\smarkdown\b)", re.IGNORECASE | re.MULTILINE)
_PYTHON_ONLY = re.compile(r"^[ ]*(?:!!!|\?\?\?\+?|===)[ ]", re.MULTILINE)
_MARKER = re.compile(r"([-*+]|\d{1,9}[.)])([ \t]+|$)")
_ITEM = re.compile(r"([-*+]|\d{1,9}\.) (?=[^ >])(?!(?:[-*+]|\d{1,9}[.)])(?:\s|$)|```|~~~)")
_EMPTY_ITEM = re.compile(r"([-*+]|\d{1,9}[.)])[ ]*$")


def for_python_markdown(text: str) -> str:
    """`text` with its lists indented by four, and they and tables set off by empty lines.

    Texts with admonitions, details or tabs are written for Python-Markdown already and stay.
    """
    if "<details" in text:
        text = _DETAILS.sub("<details markdown", text)
    below_a_line = "|" in text and _TABLE.search(text)
    if not (below_a_line or _CONCERNED.search(text)) or _PYTHON_ONLY.search(text):
        return text
    expanded = text.expandtabs(4)
    lines = expanded.split("\n")
    if not below_a_line and _is_plain(lines):
        return expanded
    tokens = _parser().parse(expanded)
    return "\n".join(_moved(lines, _items(tokens), _apart(tokens)))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # only now: it takes long to be imported, and most lists are plain

    return MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])


def _is_plain(lines: list[str]) -> bool:
    """All dialects read these lists the same: not indented, one line an item, empty lines around them."""
    before = ""
    for line in lines:
        if line[:1].isalpha():  # nothing of the kind starts so
            if before not in ("", "text"):
                return False
            before = "text"
            continue
        item = _ITEM.match(line)
        kind = f"item {item[1][-1]}" if item else line and "text"
        if line[:1] in (" ", "`", "~") or (kind != before and kind and before):
            return False
        if not item and (_CONCERNED.match(line) or _EMPTY_ITEM.match(line)):
            return False
        before = kind
    return True


def _items(tokens: "list[Token]") -> dict[int, list[tuple[int, int]]]:
    """For each line in a list: the (first line, depth) of the items around it, outermost first."""
    around: dict[int, list[tuple[int, int]]] = {}
    depth = 0
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "list_item_open" and token.map:
            for line in range(*token.map):
                around.setdefault(line, []).append((token.map[0], depth))
    return around


def _apart(tokens: "list[Token]") -> set[int]:
    """The lines before which an empty one is needed: an outermost list or a table begins, code begins or
    ended, or a list item ended that held more than one paragraph and the lists under it."""
    lines: set[int] = set()
    for n, token in enumerate(tokens):
        if token.map is None:
            continue
        if token.type == "fence":
            lines.update(token.map)
        elif token.type.endswith(("list_open", "table_open")) and token.level == 0:
            lines.add(token.map[0])
        elif token.type == "list_item_open" and _is_rich(tokens, n):
            lines.add(token.map[1])
    return lines


def _is_rich(tokens: "list[Token]", start: int) -> bool:
    """The list item that opens at `start` holds more than one paragraph and the lists under it."""
    level, blocks = tokens[start].level + 1, 0
    for token in tokens[start + 1 :]:
        if token.level < level:
            break
        if token.level == level and token.nesting >= 0 and not token.type.endswith("list_open"):
            blocks += 1
    return blocks > 1


def _moved(lines: list[str], around: dict[int, list[tuple[int, int]]], apart: set[int]) -> list[str]:
    moved: list[str] = []
    content: dict[tuple[int, int], int] = {}
    for n, line in enumerate(lines):
        items = around.get(n, [])
        if n in apart and moved and moved[-1].strip():
            moved.append("")
        moved.append(_line(line, n, items, content) if items and line.strip() else line)
    return moved


def _line(line: str, n: int, items: list[tuple[int, int]], content: dict[tuple[int, int], int]) -> str:
    """One line of a list, moved; `content` remembers where each item's text begins in the source."""
    begins = [item for item in items if item[0] == n]
    outer = [item for item in items if item[0] != n]
    if not begins:
        inner = items[-1]
        kept = max(0, len(line) - len(line.lstrip(" ")) - content.get(inner, 0))
        return " " * (4 * inner[1] + kept) + line.lstrip(" ")
    rest = line.lstrip(" ")
    prefix = " " * (4 * (begins[0][1] - 1)) if outer or begins[0][1] == 1 else ""
    column = len(line) - len(rest)
    marks = ""
    for item in begins:
        match = _MARKER.match(rest)
        if not match:
            break
        width = len(match[0]) if len(match[2]) <= 4 and len(match[0]) < len(rest) else len(match[1]) + 1
        column += width
        content[item] = column
        marks += f"{match[1].replace(')', '.')} "
        rest = rest[width:]
    return f"{prefix}{marks}{rest}"
