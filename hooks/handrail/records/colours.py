"""Colours: how settings name them, and which of them can be read on which."""

import re
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

NAMED = {
    "red": "#ef5552",
    "pink": "#e92063",
    "purple": "#ab47bd",
    "deep purple": "#7e56c2",
    "indigo": "#4051b5",
    "blue": "#2094f3",
    "light blue": "#02a6f2",
    "cyan": "#00bdd6",
    "teal": "#00796b",
    "green": "#4cae4f",
    "light green": "#8bc34b",
    "lime": "#cbdc38",
    "yellow": "#ffec3d",
    "amber": "#ffc105",
    "orange": "#ffa724",
    "deep orange": "#ff6e42",
    "brown": "#795649",
    "grey": "#757575",
    "blue grey": "#546d78",
    "black": "#000000",
    "white": "#ffffff",
}
"""Material's names. Its own teal is too light for white letters; this is the next darker one."""
BLACK, WHITE = "#000000", "#ffffff"


def _colour(text: str) -> str:
    if text not in NAMED and not re.fullmatch("#[0-9a-f]{6}", text, re.IGNORECASE):
        raise PydanticCustomError("colour_form", "is not a colour")
    return text


Colour = Annotated[str, AfterValidator(_colour)]
"""`#00796b`, or one of Material's names, such as `teal` or `deep orange`."""


def contrast(one: str, other: str) -> float:
    """How well two colours (`#rrggbb`) are told apart, from 1 to 21, as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def on(ground: str) -> str:
    """Black or white: what is read better on `ground`."""
    return max(WHITE, BLACK, key=lambda ink: contrast(ink, ground))


def readable(colour: str, ground: str, least: float) -> str:
    """`colour`, made as much lighter or darker as a contrast of `least` to `ground` takes."""
    towards = on(ground)
    mixed = (_mix(colour, towards, share / 20) for share in range(21))
    return next((each for each in mixed if contrast(each, ground) >= least), towards)


def _mix(one: str, other: str, share: float) -> str:
    parts = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def _luminance(colour: str) -> float:
    parts = (p / 255 for p in _parts(colour))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
