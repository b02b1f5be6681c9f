"""How much Markdown one text may hold.

Python-Markdown takes time that grows with the square of what it counts here, and recurses into what
is nested; a text of 250 KiB can keep it busy for minutes. Within these limits every text takes well
under a second, and no text for people comes near them.
"""

import re

MOST_CHARACTERS = 50_000
MOST_LINES = 600
MOST_BRACKETS = 600
MOST_TAGS = 1_000
_NESTED = re.compile(r"^(?:[ \t]*(?:[-*+>]|\d{1,9}[.)])){30}|^[ \t]{120}", re.MULTILINE)


def too_much(markdown: str) -> str | None:
    """What of `markdown` is more than one text may hold, or None."""
    if len(markdown) > MOST_CHARACTERS:
        return f"has over {MOST_CHARACTERS:,} characters"
    for char, what, most in (
        ("\n", "lines", MOST_LINES),
        ("[", "'['", MOST_BRACKETS),
        ("<", "'<'", MOST_TAGS),
    ):
        if markdown.count(char) > most:
            return f"has over {most:,} {what}"
    return "is nested over 30 levels deep" if _NESTED.search(markdown) else None
