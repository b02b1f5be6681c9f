"""What the HTML of a page says: its headings, for the table of contents, and its words."""

import html
import re
from dataclasses import dataclass, field

_HEADING = re.compile(r'<h([23]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass
class Heading:
    """A heading with the ones below it. `title` is plain text, `id` the place on the page."""

    level: int
    id: str
    title: str
    children: list["Heading"] = field(default_factory=list)


def headings(body: str) -> list[Heading]:
    """The second-level headings of `body`, each with the third-level ones that follow it."""
    found: list[Heading] = []
    for level, id, inner in _HEADING.findall(body):
        heading = Heading(int(level), html.unescape(id), html.unescape(_TAG.sub("", inner)).strip())
        under = found[-1].children if found and heading.level == 3 else found
        under.append(heading)
    return found


def words_of(clean: str) -> str:
    """What sanitised HTML says, in one line."""
    return html.unescape(" ".join(_TAG.sub("", clean).split()))
