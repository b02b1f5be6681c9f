"""A question or title written in Markdown → the plain text that a reader sees."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FORMATTING = re.compile(
    r"</?(?:a|b|br|code|del|em|i|kbd|mark|s|small|span|strong|sub|sup|u)\b[^>]*>|<!--.*?-->", re.DOTALL | re.I
)
_HEADING = re.compile(r"#{1,6}[ \t]+")


def plain_text(markdown: str) -> tuple[str, list[str]]:
    """The text on one line without marks of Markdown, and the targets of the links that it had."""
    targets: list[str] = []
    source = (
        _HEADING.sub("", markdown.strip(), count=1) if markdown.lstrip().startswith("#") else markdown.strip()
    )
    (inline,) = _parser().parseInline(source)
    text = "".join(_seen(token, targets) for token in inline.children or [])
    return " ".join(text.split()), targets


def _seen(token: Token, targets: list[str]) -> str:
    match token.type:
        case "softbreak" | "hardbreak":
            return " "
        case "link_open" if token.info != "auto":
            targets.append(str(token.attrs["href"]))
        case "image":
            targets.append(str(token.attrs["src"]))
        case "html_inline":  # `<server>` is a word here, `<b>` is not
            return " " if token.content.lower().startswith("<br") else _FORMATTING.sub("", token.content)
    return token.content


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark")
