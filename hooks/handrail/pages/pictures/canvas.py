"""What all pictures share: their width, the frame around them, and words.

Every element is made by `element`, which escapes. Lengths are in units of which a picture is `WIDTH`
wide: about a pixel each on a phone, half as much again on a screen. Colours are classes, for the theme's
two palettes and paper; nothing has a style of its own, which the site's policy would refuse.
"""

from collections.abc import Iterable
from functools import cache
from typing import Literal

from markupsafe import Markup, escape

WIDTH = 360


def element(name: str, *inside: object, **attributes: object) -> Markup:
    """An element of SVG with what is in it. An attribute that is None is left out; `class_` is `class`."""
    written = "".join(
        [f' {_named(key)}="{_escaped(value)}"' for key, value in attributes.items() if value is not None]
    )
    content = "".join(map(_escaped, inside))
    # all but our own names was just escaped
    return Markup(f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>")


def _escaped(value: object) -> str:
    """What stands in the element. Numbers and elements, of which a picture is full, need nothing."""
    if type(value) in (int, float):
        return str(value)
    return value if isinstance(value, Markup) else escape(value)


@cache
def _named(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def drawn(name: str, says: tuple[str, str], height: float, elements: Iterable[Markup]) -> Markup:
    """The picture. `name` is unique on its page, `says` is its title and what there is to see in it.

    A picture with links is a group, since whatever lies in an image cannot be reached with the keyboard.
    """
    shapes = list(elements)
    heading, description = says
    return element(
        "svg",
        element("title", heading, id=f"{name}-title"),
        element("desc", description, id=f"{name}-desc"),
        *shapes,
        viewBox=f"0 0 {WIDTH} {height}",
        class_="hr-picture",
        role="group" if any(shape.startswith("<a ") for shape in shapes) else "img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
    )


def words(
    x: float,
    y: float,
    text: object,
    *classes: str,
    anchor: Literal["start", "middle", "end"] = "start",
    transform: str | None = None,
) -> Markup:
    """`text` on one line, its foot at `y`."""
    return element(
        "text",
        text,
        text_anchor=None if anchor == "start" else anchor,
        transform=transform,
        class_=" ".join(classes) or None,
        x=tenth(x),
        y=tenth(y),
    )


def bar(x: float, y: float, width: float, height: float, kind: str, hint: str | None = None) -> Markup:
    """A rectangle of the class `kind`; `hint` is shown when it is pointed at."""
    hints = [element("title", hint)] if hint else []
    return element(
        "rect", *hints, class_=kind, x=tenth(x), y=tenth(y), width=tenth(width), height=tenth(height)
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """A line of the class `kind`."""
    return element("line", class_=kind, x1=tenth(x1), y1=tenth(y1), x2=tenth(x2), y2=tenth(y2))


def circle(x: float, y: float, radius: float, kind: str) -> Markup:
    """A circle of the class `kind` around that place."""
    return element("circle", class_=kind, cx=tenth(x), cy=tenth(y), r=radius)


def link(url: str, label: str, elements: Iterable[Markup]) -> Markup:
    """`elements` as a link that is called `label`.

    It is `xlink:href`, the older name, since the theme's script writes to every `href` that it finds and
    fails at that of a picture, which cannot be written.
    """
    return element("a", element("title", label), *elements, **{"xlink:href": url})


def tenth(length: float) -> float:
    """Rounded to a tenth; a smaller difference cannot be seen and only takes room."""
    rounded = round(length, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def shortened(text: str, most: int) -> str:
    """At most `most` characters of `text`."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
