"""What a result shows of a page: how it starts."""

import re

from .documents import Document

_LONGEST = 160
"""Characters."""
_MARKUP = re.compile(
    r"[*`|\[\]]+|[~#!?=_](?:(?<=~)~"
    r"|(?<!\S.)(?:(?<=#)#{0,5}|(?<=!)!!|(?<=\?)\?\?\+?|(?<==)==)(?!\S)"
    r"|(?<=_)(?<!\w_)_*(?=\w)|(?<=\w_)_*(?!\w))"
)
"""The signs of Markdown that an excerpt does without; each begins with a letter, found fastest."""

_BLOCK = re.compile(
    r'[!?=]{3}(?<!\S...)(?:(?<=!!!|\?\?\?)\+?(?: ?[\w-]+(?: inline(?: end)?)?)?(?: "([^"]*)")?'
    r'|(?<====)[!+]? "([^"]*)")'
)
"""The first line of an admonition, of details and of a tab: its sign, its kind and its title."""


def excerpt(document: Document) -> str:
    """The start of the page's words, to the end of one where there are spaces between them; in one line."""
    start = _BLOCK.sub(_title, " ".join(document.bodies)[: 3 * _LONGEST])
    text = " ".join(_MARKUP.sub("", start).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def _title(block: re.Match[str]) -> str:
    """What readers see of the first line, told from what follows."""
    title = (block[1] or block[2] or "").strip()
    return f"{title}:" if title and title[-1] not in ".:!?…" else title
