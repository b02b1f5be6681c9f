"""What all pictures share: their width, the frame around them, and words.

svg.py writes what it is given, unescaped. So whatever comes from a record goes through `words`, `title`
or `link`, and every picture leaves through `drawn`. Lengths are in units of which a picture is `WIDTH`
wide: about a pixel each on a phone, half as much again on a screen. Colours are classes, for the theme's
two palettes and paper; nothing has a style of its own, which the site's policy would refuse.
"""

from collections.abc import Iterable
from typing import Literal

import svg
from markupsafe import Markup, escape

WIDTH = 360


def drawn(name: str, says: tuple[str, str], height: float, elements: Iterable[svg.Element]) -> Markup:
    """The picture. `name` is unique on its page, `says` is its title and what there is to see in it.

    A picture with links is a group, since whatever lies in an image cannot be reached with the keyboard.
    """
    shapes = list(elements)
    role = "group" if any(isinstance(shape, svg.A) for shape in shapes) else "img"
    heading, description = says
    return Markup(  # `words` and its like have escaped every text
        svg.SVG(
            xmlns=None,
            class_=["hr-picture"],
            viewBox=svg.ViewBoxSpec(0, 0, WIDTH, height),
            extra={"role": role, "aria-labelledby": f"{name}-title", "aria-describedby": f"{name}-desc"},
            elements=[
                svg.Title(id=f"{name}-title", text=str(escape(heading))),
                svg.Desc(id=f"{name}-desc", text=str(escape(description))),
                *shapes,
            ],
        ).as_str()
    )


def words(
    x: float,
    y: float,
    text: object,
    *classes: str,
    anchor: Literal["start", "middle", "end"] = "start",
) -> svg.Text:
    """`text` on one line, its foot at `y`."""
    return svg.Text(
        x=tenth(x),
        y=tenth(y),
        class_=list(classes) or None,
        text_anchor=None if anchor == "start" else anchor,
        text=str(escape(text)),
    )


def bar(x: float, y: float, width: float, height: float, kind: str, hint: str | None = None) -> svg.Rect:
    """A rectangle of the class `kind`; `hint` is shown when it is pointed at."""
    hints: list[svg.Element] = [svg.Title(text=str(escape(hint)))] if hint else []
    return svg.Rect(
        x=tenth(x), y=tenth(y), width=tenth(width), height=tenth(height), class_=[kind], elements=hints
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> svg.Line:
    """A line of the class `kind`."""
    return svg.Line(x1=tenth(x1), y1=tenth(y1), x2=tenth(x2), y2=tenth(y2), class_=[kind])


def link(url: str, label: str, elements: list[svg.Element]) -> svg.A:
    """`elements` as a link that is called `label`.

    It is `xlink:href`, the older name, since the theme's script writes to every `href` that it finds and
    fails at that of a picture, which cannot be written.
    """
    return svg.A(
        extra={"xlink:href": str(escape(url))},
        elements=[svg.Title(text=str(escape(label))), *elements],
    )


def tenth(length: float) -> float:
    """Rounded to a tenth; a smaller difference cannot be seen and only takes room."""
    rounded = round(length, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def shortened(text: str, most: int) -> str:
    """At most `most` characters of `text`."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
