"""The pictures as markup: what they show, and that whatever is in records stays text."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from handrail.pages.pictures import Mark, impact_effort, journey, ladder, risk_matrix, weekly_asks
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

MONDAY = date(2026, 8, 31)
HOSTILE = "</title><script>alert(1)</script>\"'&amp;<b style=x onclick=y>"


def weeks(*asks: int) -> list[tuple[date, int]]:
    return [(MONDAY + timedelta(weeks=n), count) for n, count in enumerate(asks)]


def marks(*places: tuple[int, int]) -> list[Mark]:
    return [Mark(n, f"Title {n}", x, y, f"t-{n}/") for n, (x, y) in enumerate(places, 1)]


def parsed(picture: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(picture).replace("<svg ", '<svg xmlns:xlink="x" ', 1))


def of_class(picture: Markup, name: str) -> list[ElementTree.Element]:
    return [each for each in parsed(picture).iter() if name in each.get("class", "").split()]


def texts(picture: Markup) -> list[str]:
    return [each.text or "" for each in parsed(picture).iter("text")]


ALL: dict[str, Callable[[str], Markup]] = {
    "weekly_asks": lambda text: weekly_asks(weeks(2, 0, 1), date(2026, 9, 9), 1.5, 0.5),
    "ladder": lambda text: ladder({text: 1, "by hand": 0}),
    "journey": lambda text: journey([(text, 90, 4.5), ("buy", 0, None)]),
    "impact_effort": lambda text: impact_effort([Mark(1, text, 2, 4, f"c/#{text}")]),
    "risk_matrix": lambda text: risk_matrix([Mark(1, text, 5, 4, f"r/#{text}")], 15),
}


@pytest.mark.parametrize("draw", ALL.values(), ids=list(ALL))
def test_what_records_say_stays_text(draw: Callable[[str], Markup]) -> None:
    picture = draw(HOSTILE)
    tags = {each.tag for each in parsed(picture).iter()}
    assert tags <= {"svg", "title", "desc", "text", "rect", "line", "circle", "a"}
    attributes = {name for each in parsed(picture).iter() for name in each.attrib}
    assert not {name for name in attributes if name == "style" or name.startswith("on")}
    assert not re.search("http|url\\(|@import|data:", picture)
    assert picture == draw(HOSTILE)  # and it is the same each time


@pytest.mark.parametrize("draw", ALL.values(), ids=list(ALL))
def test_a_picture_has_a_name_and_says_what_there_is_to_see(draw: Callable[[str], Markup]) -> None:
    root = parsed(draw("Words"))
    ids = {each.get("id"): each.text for each in root if each.get("id")}
    assert ids[root.get("aria-labelledby")]
    assert ids[root.get("aria-describedby")]
    # What is inside an image cannot be reached with the keyboard, so one with links is a group.
    assert root.get("role") == ("group" if root.find("a") is not None else "img")


# Asks per week


def test_bars_are_as_high_as_their_numbers() -> None:
    """Plot of 120 units, the highest 6: 20 units each. A week without asks has no bar."""
    bars = of_class(weekly_asks(weeks(6, 0, 3, 1)), "hr-p-bar")
    assert [float(bar.get("height", "")) for bar in bars] == [120, 60, 20]
    assert [bar[0].text for bar in bars] == ["Week of 31 Aug: 6", "Week of 14 Sep: 3", "Week of 21 Sep: 1"]


def test_the_day_of_publication_parts_before_and_after() -> None:
    """Wednesday, 9 September is 9 days after the first Monday: 9 of 8 × 7 = 56 days, of 324 units."""
    picture = weekly_asks(weeks(2, 2, 1, 1), date(2026, 9, 9), 2, 1)
    assert [bar[0].text for bar in of_class(picture, "hr-p-after")] == [
        "Week of 14 Sep: 1",
        "Week of 21 Sep: 1",
    ]
    (day,) = of_class(picture, "hr-p-mark")
    assert day.get("x1") == day.get("x2") == "82.1"  # 30 + 324 × 9 ÷ 56 = 82.07
    before, after = of_class(picture, "hr-p-mean")
    assert (before.get("x2"), after.get("x1")) == ("82.1", "82.1")
    assert (before.get("y1"), after.get("y1")) == ("34", "94")  # foot at 154, 60 units an ask
    assert "published 9 Sep" in texts(picture)
    assert "Before that, 2.0 a week. Since then, 1.0 a week." in picture


@pytest.mark.parametrize(("published", "x"), [(date(2020, 1, 1), "30"), (date(2030, 1, 1), "70.5")])
def test_a_day_outside_of_the_weeks_is_at_their_edge(published: date, x: str) -> None:
    """One week of 324 ÷ 8 = 40.5 units, from 30 on."""
    picture = weekly_asks(weeks(1), published, 1, 1)
    assert [mark.get("x1") for mark in of_class(picture, "hr-p-mark")] == [x]
    assert len(of_class(picture, "hr-p-mean")) == 1


def test_nothing_asked_is_an_empty_picture() -> None:
    picture = weekly_asks([], date(2026, 9, 9), None, None)
    assert not of_class(picture, "hr-p-bar")
    assert "Nothing was asked." in picture


def test_where_numbers_would_touch_only_the_highest_is_there() -> None:
    """26 weeks have 324 ÷ 26 = 12.5 units each: room for one figure of 7, not for three."""
    assert [t for t in texts(weekly_asks(weeks(*[5] * 26))) if t == "5"] == ["5"] * 26
    assert [t for t in texts(weekly_asks(weeks(*[100] * 26))) if t == "100"] == ["100"]


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=26), st.none() | st.dates())
def test_everything_is_inside_the_picture(asks: list[int], published: date | None) -> None:
    root = parsed(weekly_asks(weeks(*asks), published, max(asks) * 1.5, 0))
    width, height = map(float, root.get("viewBox", "").split()[2:])
    for each in root.iter():
        xs = [float(each.get(name, "0")) for name in ("x", "x1", "x2")]
        ys = [float(each.get(name, "0")) for name in ("y", "y1", "y2")]
        assert all(0 <= x + float(each.get("width", 0) if each.tag == "rect" else 0) <= width for x in xs)
        assert all(0 <= y <= height for y in ys)
    dates = [
        float(each.get("x", "")) for each in root.iter("text") if re.match(r"\d+ [A-Z]", each.text or "")
    ]
    assert all(later - x >= 40 for x, later in pairwise(dates))


# The ladder and the journey


def test_the_lowest_rung_is_drawn_lowest() -> None:
    picture = ladder({"by hand": 3, "nailed": 1, "proven": 0})
    assert texts(picture) == ["proven", "0", "nailed", "1", "by hand", "3"]
    heights = [float(bar.get("width", "")) for bar in of_class(picture, "hr-p-after")]
    assert heights == [68.7, 206]  # 206 × 1 ÷ 3, and 206
    assert "proven: 0, nailed: 1, by hand: 3" in picture


def test_the_journey_has_a_stop_for_each_stage() -> None:
    picture = journey([("hear", 0, None), ("buy", 90, 4.5), ("use", 45, 1)])
    assert texts(picture)[2:] == ["hear", "0.0", "–", "buy", "1.5", "4.5", "use", "0.8", "1.0"]
    assert [dot.get("cx") for dot in of_class(picture, "hr-p-dot")] == ["306.5", "240"]  # 240 + 3.5 × 19
    assert len(of_class(picture, "hr-p-stop")) == 3
    assert "hear: 0 minutes, satisfaction unknown" in picture


def test_one_stage_and_none() -> None:
    assert not of_class(journey([("hear", 0, None)]), "hr-p-path")
    assert parsed(journey([])).get("role") == "img"


# Fields of 5 × 5


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=60))
@example([(2, 3)] * 6)
@example([(2, 3)] * 7)
@example([(2, 3)] * 20)
def test_numbers_never_overlap_and_lie_in_their_cell(places: list[tuple[int, int]]) -> None:
    drawn = parsed(risk_matrix(marks(*places), 15))
    discs = {a[0].text: (float(a[1].get("cx", "")), float(a[1].get("cy", ""))) for a in drawn.iter("a")}
    more = [int(text.text[1:]) for text in drawn.iter("text") if (text.text or "").startswith("+")]
    assert len(discs) + sum(more) == len(places)
    for n, (x, y) in enumerate(places, 1):
        if f"{n}: Title {n}" in discs:
            cx, cy = discs[f"{n}: Title {n}"]
            assert 36 + 64 * (x - 1) + 9 <= cx <= 36 + 64 * x - 9
            assert 236 - 46 * y + 9 <= cy <= 236 - 46 * (y - 1) - 9
    points = list(discs.values())
    for n, (x, y) in enumerate(points):
        assert all((x - a) ** 2 + (y - b) ** 2 >= 18**2 for a, b in points[:n])


def test_high_risks_are_coloured_by_the_threshold() -> None:
    """Of the 25 products, 6 are 15 or more: 3×5, 4×4, 4×5, 5×3, 5×4, 5×5."""
    picture = risk_matrix(marks((5, 3), (2, 2)), 15)
    assert len(of_class(picture, "hr-p-high")) == 6
    assert len(of_class(picture, "hr-p-middle")) == 7  # 2×4, 2×5, 3×3, 3×4, 4×2, 4×3, 5×2
    assert "2 risks. High: 1." in picture
    assert "None of them is high." in risk_matrix(marks((5, 3)), 16)


def test_what_is_worth_its_effort_is_shaded() -> None:
    picture = impact_effort(marks((2, 4), (3, 3)))
    assert len(of_class(picture, "hr-p-first")) == 10  # 4 + 3 + 2 + 1
    assert "2 cycles. More impact than effort: 1." in picture


def test_numbers_are_links_in_their_order() -> None:
    drawn = parsed(impact_effort(marks((5, 5), (1, 1), (5, 5))))
    assert [a.get("{x}href") for a in drawn.iter("a")] == ["t-1/", "t-2/", "t-3/"]
