"""Where Markdown text refers to something that is not there any more, and what to write instead.

markdown-it reads the text as CommonMark; the rules here are its own rules for links, images, autolinks
and HTML, each followed by a note of where the thing stood, and two for the syntax of Microsoft Learn.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline, autolink, backtick, html_inline, image, link

from ..records.links import as_record_link

Rule = Callable[[StateInline, bool], bool]

_ABSOLUTE = re.compile(r"https?://[^/\s]|(?:mailto|tel):\S", re.IGNORECASE)
_FILE_LIKE = re.compile(r"[./#]|\s=\d")
_IN_PARENTHESES = re.compile(r"\(([^()\n]{0,500}(?:\([^()\n]{0,500}\)[^()\n]{0,500}){0,9})\)")
_BLOCK_START = re.compile(
    r"(?:#{1,6}|[-+*])(?=[ \t]|$)|>|\||`{3}|~{3}|(\d{1,9})[.)](?=[ \t]|$)|[-=*_]{2,}\s*$"
)
_LEARN_IMAGE = re.compile(
    r":::\s*image(?=[\s\w])((?:\s*[\w-]+\s*=\s*(?:\"[^\"]{0,4000}\"|'[^']{0,4000}'))+)\s*:::"
)
_LEARN_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_LEARN_COLONS = re.compile(r":::[ \t]*[A-Za-z][\w-]*(?:[ \t]+[\w-]+=\"[^\"\n]*\")*[ \t]*(?::::)?")
_LEARN_INCLUDE = re.compile(
    r"\[!(?P<word>[A-Za-z][\w-]*)\s*\[(?P<label>[^\]]{0,500}+)\]"
    r"\s*\((?P<target>[^()]{0,500}(?:\([^()]{0,500}\)[^()]{0,500}){0,9})\)\s*\]"
)
_LEARN_VIDEO = re.compile(r"\[!VIDEO\s+([^\s\]]+)\s*\]", re.IGNORECASE)
_LEARN_OTHER = re.compile(
    r"\[!(?!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\s*\])[A-Za-z][^\]\n]{0,200}+\]", re.IGNORECASE
)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_ADDRESS = re.compile(r"\s(href|src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_HTML_CODE = re.compile(r"<(pre|script|style|textarea)\b", re.IGNORECASE)


class Swap(NamedTuple):
    """Write `before`, `target` as a code span and `after` for what stands from `start` to `end`."""

    start: int
    end: int
    before: str
    target: str | None = None
    after: str = ""


@dataclass(frozen=True)
class Mark:
    """One reference: what it is, where in `source` it stands, and what to swap (nothing: only note it)."""

    source: str
    start: int
    end: int
    what: str
    swaps: tuple[Swap, ...] = ()


def is_absolute(target: str) -> bool:
    """The target is the same wherever the text stands; a record is named so in every text."""
    return bool(_ABSOLUTE.match(target)) or as_record_link(target) is not None


def _written(target: str) -> str:
    return f"<{target}>" if re.search(r"[\s()]", target) else target


class _Parser(MarkdownIt):
    """Accepts every target, and as it was written."""

    def validateLink(self, url: str) -> bool:
        return True

    def normalizeLink(self, url: str) -> str:
        return url


@cache
def parser() -> MarkdownIt:
    """A CommonMark parser that appends to `env['marks']`, and lone runs of backticks to `env['ticks']`."""
    md = _Parser("commonmark", {"maxNesting": 60})
    md.core.ruler.enableOnly(["normalize", "block"])
    md.inline.ruler.enableOnly(
        ["text", "newline", "escape", "backticks", "link", "image", "autolink", "html_inline"]
    )
    md.inline.ruler2.enableOnly([])
    md.inline.ruler.at("backticks", _backticks)
    md.inline.ruler.at("link", partial(_marked, link, _link))
    md.inline.ruler.at("image", partial(_marked, image, _link))
    md.inline.ruler.at("autolink", partial(_marked, autolink, _autolink))
    md.inline.ruler.at("html_inline", partial(_marked, html_inline, _html))
    md.inline.ruler.before("link", "learn", partial(_marked, _skip_learn, _learn))
    md.inline.ruler.before("html_inline", "html_code", _skip_html_code)
    return md


def _marked(
    rule: Rule, mark: Callable[[StateInline, int], Mark | None], state: StateInline, silent: bool
) -> bool:
    """Run `rule`; when it has read something for good, keep the mark of it."""
    start = state.pos
    if not rule(state, silent) and not (rule in (link, image) and _skip_loose(state, silent)):
        return False
    if not silent and (found := mark(state, start)):
        state.env["marks"].append(found)
    return True


def _skip_loose(state: StateInline, silent: bool) -> bool:
    """`[text](my file.md)` and `![alt](x.png =200x)`: no CommonMark, and yet often shown as links."""
    start = state.pos + (state.src[state.pos] == "!")
    if not state.src.startswith("[", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start)
    target = _IN_PARENTHESES.match(state.src, end + 1, state.posMax) if end > 0 else None
    if not target or not _FILE_LIKE.search(target[1]) or is_absolute(target[1].strip()):
        return False
    if not silent:
        state.pending += state.src[state.pos : target.end()]
    state.pos = target.end()
    return True


def _link(state: StateInline, start: int) -> Mark | None:
    """A link or image, inline or by reference; `state` is behind it."""
    source, end = state.src, state.pos
    is_image = source[start] == "!"
    inner = start + 1 + is_image
    # Read as behind a link's own rule, which leaves `posMax` as it was.
    close = state.md.helpers.parseLinkLabel(state, inner - 1, not is_image)
    if close < 0:
        close = state.md.helpers.parseLinkLabel(state, inner - 1)
    target, title, foreign = _target(state, source[inner:close], source[close:end])
    if is_absolute(target):
        if not foreign:
            return None
        return Mark(
            source,
            start,
            end,
            "",
            (Swap(close, end, f"]({_written(target)}{f' {title}' if title else ''})"),),
        )
    labelled = bool(source[inner:close].strip())
    opening = ("Image: " if labelled else "Image") if is_image else ""
    tail = Swap(close, end, "")
    if target:
        shown = target.replace("|", r"\|") if r"\|" in source[close:end] else target  # a cell of a table
        around = (" (", f"{f' {title}' if title else ''})") if labelled or is_image else ("", "")
        tail = Swap(close, end, around[0], shown, around[1])
    what = f"relative {'image' if is_image else 'link'} kept as text"
    return Mark(source, start, end, what, (_opening(source, start, inner, opening), tail))


def _target(state: StateInline, label: str, tail: str) -> tuple[str, str, bool]:
    """Target, title as written, and whether another text defines it, of a link that ends in `tail`."""
    if tail.startswith("]("):
        inside = tail[2:-1].strip()
        read = state.md.helpers.parseLinkDestination(inside, 0, len(inside))
        title = inside[read.pos :].strip()
        loose = title and title[0] not in "\"'("
        return (inside, "", False) if loose or not read.ok else (read.str, title, False)
    name = tail[2:-1] or label
    found = state.env["references"][normalizeReference(name)]
    title = '"{}"'.format(found["title"].replace('"', r"\"")) if found["title"] else ""
    return found["href"], title, "map" not in found


def _opening(source: str, start: int, inner: int, opening: str) -> Swap:
    """Drop what opens a link; at the start of a line its text must not become a heading or list."""
    line_start = start
    while line_start and source[line_start - 1] in " \t":
        line_start -= 1
    if opening or (line_start and source[line_start - 1] != "\n"):
        return Swap(start, inner, opening)
    while inner < len(source) and source[inner] in " \t\n":
        inner += 1
    line = source[inner : source.find("]", inner)].partition("\n")[0]
    block = _BLOCK_START.match(line)
    if not block:
        return Swap(start, inner, "")
    number = block[1] or ""
    return Swap(start, inner + len(number), f"{number}\\")


def _autolink(state: StateInline, start: int) -> Mark | None:
    source, end = state.src, state.pos
    target = source[start + 1 : end - 1]
    if is_absolute(target) or ":" not in target:
        return None
    return Mark(source, start, end, "relative link kept as text", (Swap(start, end, "", target),))


def _html(state: StateInline, start: int) -> Mark | None:
    """`<img>` and `<a>…</a>` with a relative address. An open `<a>` waits in `env['open']`."""
    source, end = state.src, state.pos
    tag = _TAG.match(source, start, end)
    if not tag:
        return None
    name = tag[2].lower()
    if name == "a" and tag[1]:
        waiting = state.env["open"].pop() if state.env["open"] else None
        return Mark(source, start, end, "", (Swap(start, end, f" {waiting}"),)) if waiting else None
    found = {
        m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ADDRESS.finditer(source, start, end)
    }
    target = found.get("href" if name == "a" else "src")
    if name == "a" and not source[start:end].endswith("/>"):
        relative = target is not None and not is_absolute(target)
        state.env["open"].append(f"(<code>{html.escape(target or '', False)}</code>)" if relative else None)
    if target is None or is_absolute(target):
        return None
    if name == "a":
        return Mark(source, start, end, "relative link kept as text", (Swap(start, end, ""),))
    if name != "img":
        return Mark(source, start, end, "HTML with a relative address")
    label = html.escape(found.get("alt", ""), False)
    text = f"Image{f': {label}' if label else ''} (<code>{html.escape(target, False)}</code>)"
    return Mark(source, start, end, "relative image kept as text", (Swap(start, end, text),))


def _skip_learn(state: StateInline, silent: bool) -> bool:
    """Syntax of Microsoft Learn: `:::…` and `[!…]`. What is not swapped stays text."""
    patterns = {":": (_LEARN_IMAGE, _LEARN_COLONS), "[": (_LEARN_INCLUDE, _LEARN_VIDEO, _LEARN_OTHER)}
    for pattern in patterns.get(state.src[state.pos], ()):
        if match := pattern.match(state.src, state.pos, state.posMax):
            if not silent:
                state.pending += match[0]
            state.pos = match.end()
            return True
    return False


def _learn(state: StateInline, start: int) -> Mark:
    source, end = state.src, state.pos
    mark = partial(Mark, source, start, end)
    if match := _LEARN_IMAGE.fullmatch(source, start, end):
        given = {name: a or b for name, a, b in _LEARN_ATTRIBUTE.findall(match[1])}
        label = re.sub(r"([\\`*\[\]<])", r"\\\1", given.get("alt-text", ""))
        target = given.get("source", "")
        if is_absolute(target):
            return mark("image in Learn's syntax", (Swap(start, end, f"![{label}]({_written(target)})"),))
        swap = Swap(start, end, f"Image: {label} (" if label else "Image (", target or None, ")")
        return mark("relative image kept as text", (swap,))
    if re.fullmatch(r":::[ \t]*image-end:::\s*", source[start:end]):
        return mark("end of an image's description", (Swap(start, end, ""),))
    if match := _LEARN_INCLUDE.fullmatch(source, start, end):
        label, (a, b) = match["label"].strip(), match.span("label")
        tail = Swap(b, end, " (" if label else "", match["target"].strip() or None, ")" if label else "")
        what = (
            "include kept as text" if match["word"].lower() == "include" else "code from a file kept as text"
        )
        return mark(what, (_opening(source, start, a, ""), tail))
    if match := _LEARN_VIDEO.fullmatch(source, start, end):
        if is_absolute(match[1]):
            return mark("video kept as a link", (Swap(start, end, f"[Video]({_written(match[1])})"),))
        return mark("video kept as text", (Swap(start, end, "Video: ", match[1]),))
    return mark("Learn's syntax kept as text")


def _skip_html_code(state: StateInline, silent: bool) -> bool:
    """`<pre>…</pre>` and its like as one piece; of a comment only the `<!--`: `check` looks inside, too."""
    if state.src.startswith("<!--", state.pos):
        state.pos += 4
        return True
    opened = _HTML_CODE.match(state.src, state.pos, state.posMax)
    if not opened or opened[1].lower() in state.env["unclosed"]:
        return False
    closed = re.compile(rf"</{opened[1]}\s*>", re.IGNORECASE).search(state.src, opened.end(), state.posMax)
    if closed:
        state.pos = closed.end()
    else:  # remembered, since to look again at each of thousands would be quadratic
        state.env["unclosed"].add(opened[1].lower())
    return bool(closed)


def _backticks(state: StateInline, silent: bool) -> bool:
    start = state.pos
    read: Any = backtick(state, silent)
    run = state.src[start : state.pos]
    if read and not silent and not run.strip("`"):
        state.env["ticks"].add(len(run))
    return bool(read)
