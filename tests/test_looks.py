"""Whatever colour a company chooses, what is written in it or on it can be read."""

import re

import pytest
from handrail.pages.looks import looks
from handrail.records.colours import NAMED, contrast, on, readable
from handrail.records.public import PublicSettings
from handrail.records.settings import Contact, Site
from hypothesis import given
from hypothesis import strategies as st

COLOURS = st.from_regex("#[0-9a-fA-F]{6}", fullmatch=True)
GROUNDS = ("#ffffff", "#1e2129")


def colours(primary: str, accent: str) -> tuple[str, str, list[list[str]]]:
    """The colour of the header, the one on it, and those of links and of what is pointed at, by palette."""
    settings = PublicSettings(Site(name="Help", primary=primary, accent=accent), Contact(), ())
    header, *palettes = (
        re.findall("#[0-9a-f]{6}", line) for line in looks(settings)["assets/looks.css"].splitlines()
    )
    return header[0], header[-1], palettes


@given(COLOURS, COLOURS)
def test_any_colour_can_be_read(primary: str, accent: str) -> None:
    header, ink, palettes = colours(primary, accent)
    assert header == primary.lower()
    assert contrast(ink, header) >= 4.5
    for ground, found in zip(GROUNDS, palettes, strict=True):
        assert len(found) == 3
        assert min(contrast(colour, ground) for colour in found) >= 4.5


@pytest.mark.parametrize("name", NAMED)
def test_material_s_names_can_be_read(name: str) -> None:
    header, ink, _ = colours(name, name)
    assert header == NAMED[name]
    assert contrast(ink, header) >= 4.5


@given(COLOURS, COLOURS)
def test_a_colour_that_can_be_read_stays(colour: str, ground: str) -> None:
    if contrast(colour, ground) >= 4.5:
        assert readable(colour, ground, 4.5) == colour.lower()
    assert contrast(on(ground), ground) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
