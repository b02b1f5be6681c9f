"""Links in Markdown text: how one names a record, and where they stand; and what in it is code or a comment.

A record is linked as `[text](question:refund-time)`, with its kind, so that somebody who reads the
YAML knows what is behind it, and by its id, so that the link holds wherever the page is and however
the site is built. `[](question:refund-time)` takes the record's title as its text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .fields import KIND_NAMES

_KIND = "|".join(KIND_NAMES)
_TO_RECORD = re.compile(rf"({_KIND}):([^#?]*)(#.*)?", re.DOTALL)
_FENCE = re.compile(r"[ >]*(`{3,}(?=[^`]*$)|~{3,})")
_EMPTY_LINES = re.compile(r"(\n\s*\n)")
_TICKS = re.compile(r"`+")
_INLINE = re.compile(r"\]\(\s*<?([^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)")
_TARGET = re.compile(rf"{_INLINE.pattern}|^ {{0,3}}\[(?!\^)[^\]\n]+\]:\s*<?([^\s<>]+)", re.MULTILINE)
_ADDRESS = rf"\s*(?:{_KIND}|https?|mailto|tel):"
_TEXT = r"(?<![-*+] )\[(?!\^)[^\[\]\n]*\]"
_MISTYPED = re.compile(
    rf"{_TEXT}(?: +\({_ADDRESS}[^()\s]*\)|\[{_ADDRESS}[^\]\s]*\]|\(\s*\)"
    rf"|\({_ADDRESS}[^()\s<>\"']*(?=\s+[^\s()\"']|\s*\Z|[ \t]*\n[ \t]*\n))|\([^()\n]+\)\[{_ADDRESS}[^\]\s]*\]"
)
"""With a space between or inside, with other brackets, without an address, or not closed."""
_MAY_BE_MISTYPED = re.compile(
    rf"\](?: +\({_ADDRESS}|\[{_ADDRESS}|\(\s*\)|\({_ADDRESS}[^()\s<>\"']*(?:\s|\Z))"
)
"""What each of them has, or a `)[`: an expression that starts with a sign is found much sooner."""
_OPENS_A_BLOCK = re.compile(r" {0,3}(?:[-*+][ \t]|\d{1,9}[.)][ \t]|!!!|\?\?\?|===|:[ \t]|\[\^)")
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


@dataclass(frozen=True)
class RecordLink:
    """A link that names a record: its kind, its id, and the `#place` on its page or ''."""

    kind: str
    id: str
    fragment: str


def as_record_link(target: str) -> RecordLink | None:
    """`question:refund-time#cost` as a `RecordLink`; None for every other target."""
    match = _TO_RECORD.fullmatch(target)
    return RecordLink(match[1], match[2], match[3] or "") if match else None


def scheme(target: str) -> str | None:
    """What stands before the first ':' of `https://…`, `mailto:…`, `question:…`; None without one."""
    match = _SCHEME.match(target)
    return match[1] if match else None


def is_relative(target: str) -> bool:
    """The target depends on where the page is: neither a full address nor `/…` nor `#…`."""
    return not (scheme(target) or target.startswith(("/", "#")))


@lru_cache(maxsize=50_000)
def targets(markdown: str) -> tuple[tuple[int, str], ...]:
    """The offset and target of every link and image in a Markdown text, code left out."""
    if "]:" in markdown:
        pattern = _TARGET
    elif "](" in markdown:
        pattern = _INLINE  # many times as fast
    else:
        return ()
    found = pattern.finditer(without_code(markdown))
    return tuple((match.start(match.lastindex or 0), match[match.lastindex or 0]) for match in found)


@lru_cache(maxsize=50_000)
def mistyped(markdown: str) -> tuple[tuple[int, str], ...]:
    """The offset and wording of what was meant as a link and is none, code left out."""
    if ")[" not in markdown and not _MAY_BE_MISTYPED.search(markdown):
        return ()
    return tuple((match.start(), match[0]) for match in _MISTYPED.finditer(without_code(markdown)))


def comments(markdown: str) -> Iterator[tuple[int, int]]:
    """From where to where each comment of a Markdown text goes; no reader sees them."""
    if "<!--" in markdown:
        yield from (match.span() for match in _COMMENT.finditer(without_code(markdown)))


def without_comments(markdown: str) -> str:
    """The text that readers see."""
    parts, done = [], 0
    for start, end in comments(markdown):
        parts.append(markdown[done:start])
        done = end
    return "".join([*parts, markdown[done:]])


def without_code(markdown: str) -> str:
    """The same text with spaces where code is. It takes time in proportion to the text's length."""
    text = _without_indented_code(_without_fences(markdown))
    if "`" not in text:
        return text
    return "".join(_without_spans(part) if "`" in part else part for part in _EMPTY_LINES.split(text))


def _without_fences(markdown: str) -> str:
    if "```" not in markdown and "~~~" not in markdown:
        return markdown
    lines, fence = [], ""
    for line in markdown.split("\n"):
        if fence:
            lines.append(" " * len(line))
            marks = line.strip(" >")
            fence = "" if marks.startswith(fence) and not marks.strip(fence[0]) else fence
        elif match := _FENCE.match(line):
            lines.append(" " * len(line))
            fence = match[1]
        else:
            lines.append(line)
    return "\n".join(lines)


def _without_indented_code(markdown: str) -> str:
    """Without what four spaces make code, which they do not in a list, an admonition or a tab."""
    if "    " not in markdown and "\t" not in markdown:
        return markdown
    lines, in_block, after_gap = [], False, True
    for line in markdown.split("\n"):
        is_code = False
        if not line.strip():
            after_gap = True
        elif line.startswith(("    ", "\t")):
            is_code = after_gap and not in_block
            after_gap = is_code
        else:
            in_block = bool(_OPENS_A_BLOCK.match(line)) or (in_block and not after_gap)
            after_gap = False
        lines.append(" " * len(line) if is_code else line)
    return "\n".join(lines)


def _without_spans(paragraph: str) -> str:
    """A span goes from a run of backticks to the next run of the same length."""
    runs = list(_TICKS.finditer(paragraph))
    ends: list[int | None] = [None] * len(runs)
    nearest: dict[int, int] = {}
    for n in range(len(runs) - 1, -1, -1):
        length = len(runs[n][0])
        ends[n] = nearest.get(length)
        nearest[length] = n
    parts, done, n = [], 0, 0
    while n < len(runs):
        end = ends[n]
        escaped = paragraph.endswith("\\", 0, runs[n].start())
        if end is None or escaped:
            n += 1
            continue
        parts += [paragraph[done : runs[n].start()], " " * (runs[end].end() - runs[n].start())]
        done, n = runs[end].end(), end + 1
    return "".join([*parts, paragraph[done:]])
