"""What all pictures share: their width, the frame around them, and words.

`element` escapes every text and value, and is the only place that makes markup; every picture leaves through
`drawn`. Lengths are in units of which a picture is `WIDTH` wide: about a pixel each on a phone, half as
much again on a screen. Colours are classes, for the theme's two palettes and paper; nothing has a style of
its own, which the site's policy would refuse. The same shapes are on thousands of pages, and are made once.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from markupsafe import Markup

from ..escaping import escape

WIDTH = 360
_SHAPES = 10_000


def element(name: str, attributes: Mapping[str, object], *within: object) -> Markup:
    """An element with what is in it. An attribute that is None is left out."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items() if value is not None)
    content = "".join(map(escape, within))
    return Markup(f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>")


def drawn(name: str, says: tuple[str, str], height: float, shapes: Iterable[Markup]) -> Markup:
    """The picture. `name` is unique on its page, `says` is its title and what there is to see in it.

    A picture with links is a group, since whatever lies in an image cannot be reached with the keyboard.
    """
    inside = Markup("".join(map(escape, shapes)))
    heading, description = says
    return element(
        "svg",
        {
            "viewBox": f"0 0 {WIDTH} {height}",
            "class": "hr-picture",
            "role": "group" if "<a " in inside else "img",
            "aria-labelledby": f"{name}-title",
            "aria-describedby": f"{name}-desc",
        },
        element("title", {"id": f"{name}-title"}, heading),
        element("desc", {"id": f"{name}-desc"}, description),
        inside,
    )


@lru_cache(maxsize=_SHAPES, typed=True)
def words(
    x: float,
    y: float,
    text: object,
    kind: str | None = None,
    anchor: Literal["start", "middle", "end"] = "start",
    transform: str | None = None,
) -> Markup:
    """`text` on one line, its foot at `y`."""
    given = {"text-anchor": None if anchor == "start" else anchor, "transform": transform, "class": kind}
    return element("text", {**given, "x": tenth(x), "y": tenth(y)}, text)


@lru_cache(maxsize=_SHAPES)
def bar(x: float, y: float, width: float, height: float, kind: str, hint: str | None = None) -> Markup:
    """A rectangle of the class `kind`; `hint` is shown when it is pointed at."""
    lengths = {"x": tenth(x), "y": tenth(y), "width": tenth(width), "height": tenth(height)}
    return element("rect", {"class": kind, **lengths}, *([element("title", {}, hint)] if hint else []))


@lru_cache(maxsize=_SHAPES)
def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """A line of the class `kind`."""
    ends = {"x1": tenth(x1), "y1": tenth(y1), "x2": tenth(x2), "y2": tenth(y2)}
    return element("line", {"class": kind, **ends})


def circle(x: float, y: float, radius: float, kind: str) -> Markup:
    """A circle of the class `kind` around that place."""
    return element("circle", {"class": kind, "cx": tenth(x), "cy": tenth(y), "r": radius})


def link(url: str, label: str, *shapes: Markup) -> Markup:
    """`shapes` as a link that is called `label`.

    It is `xlink:href`, the older name, since the theme's script writes to every `href` that it finds and
    fails at that of a picture, which cannot be written.
    """
    return element("a", {"xlink:href": url}, element("title", {}, label), *shapes)


def tenth(length: float) -> float:
    """Rounded to a tenth; a smaller difference cannot be seen and only takes room."""
    rounded = round(length, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def shortened(text: str, most: int) -> str:
    """At most `most` characters of `text`."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
