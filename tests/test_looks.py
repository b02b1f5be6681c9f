"""Whatever colour a company chooses can be read, and the pictures that it names are there."""

import re
from pathlib import Path

import pytest
from handrail.pages.looks import looks
from handrail.publish.sites import build_sites
from handrail.records.base import Audience
from handrail.records.colours import NAMED, contrast, on, readable
from handrail.records.public import PublicSettings
from handrail.records.settings import Contact, Site
from hypothesis import given
from hypothesis import strategies as st

from .company import BASE, TODAY, write_company

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


WRONG = {
    "logo": (
        {"settings.yml": BASE["settings.yml"].replace("site:\n", "site:\n  logo: assets/us.svg\n")},
        "settings.yml:2:9: H103 site.logo: there is no 'assets/us.svg' in docs/"
        " → put the picture there, or correct the name",
    ),
    "icon": (
        {"topics.yml": BASE["topics.yml"].replace("material/truck", "material/trukc")},
        "topics.yml:3:9: H031 icon: the theme has no 'material/trukc' → did you mean 'material/truck'?",
    ),
    "icon of a topic below another": (
        {
            "topics.yml": BASE["topics.yml"]
            + "  topics:\n  - {id: abroad, title: Abroad, icon: drawn/plane}\n"
        },
        "topics.yml:7:39: H031 icon: the theme has no 'drawn/plane'"
        " → write one such as material/truck-delivery, or leave it out",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_picture_that_is_not_there_is_said_and_nothing_is_built(name: str, tmp_path: Path) -> None:
    files, says = WRONG[name]
    records = write_company(tmp_path / "records", files)
    found = build_sites(records, list(Audience), tmp_path / "site", TODAY).problems
    assert [str(each).removeprefix(f"{records}/") for each in found] == [says]
    assert not any((tmp_path / "site" / audience).exists() for audience in Audience)
