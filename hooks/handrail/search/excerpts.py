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


def excerpt(document: Document) -> str:
    """The start of the page's words, to the end of one where there are spaces between them; in one line."""
    text = " ".join(_MARKUP.sub("", " ".join(document.bodies)[: 3 * _LONGEST]).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
