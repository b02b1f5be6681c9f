"""By-hand asks per week as bars, with the day of publication and the rates before and after it."""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from .canvas import WIDTH, bar, drawn, line, words

_LEFT, _RIGHT, _TOP, _FOOT = 30, 354, 34, 154
_HEIGHT = 176


def weekly_asks(
    weeks: Sequence[tuple[date, int]],
    published: date | None = None,
    before: float | None = None,
    after: float | None = None,
) -> Markup:
    """Each week is its Monday and how often something was asked; the rates are in asks per week."""
    most = max([1, *(n for _, n in weeks), before or 0, after or 0])
    scale = (_FOOT - _TOP) / most
    return drawn(
        "weekly-asks",
        ("By-hand asks per week", _described(weeks, published, before, after)),
        _HEIGHT,
        [
            line(_LEFT, _FOOT, _RIGHT, _FOOT, "hr-p-axis"),
            *_bars(weeks, published, scale),
            *(_published(weeks, published, before, after, scale) if published else ()),
            *_numbers(weeks, scale),
            *_dates(tuple([monday for monday, _ in weeks])),
        ],
    )


def _slot(weeks: Sequence[object]) -> float:
    """The width of a week; few weeks do not fill the picture."""
    return (_RIGHT - _LEFT) / max(len(weeks), 8)


def _bars(weeks: Sequence[tuple[date, int]], published: date | None, scale: float) -> Iterator[Markup]:
    slot = _slot(weeks)
    for n, (monday, asks) in enumerate(weeks):
        if asks:
            kind = "hr-p-after" if published and monday >= published else "hr-p-bar"
            x, height = _LEFT + n * slot + slot * 0.12, asks * scale
            yield bar(x, _FOOT - height, slot * 0.76, height, kind, f"Week of {_short(monday)}: {asks}")


def _numbers(weeks: Sequence[tuple[date, int]], scale: float) -> Iterator[Markup]:
    """The number on each bar; where there is no room for them, the highest one beside the bars."""
    most = max((asks for _, asks in weeks), default=0)
    slot = _slot(weeks)
    yield words(_LEFT - 4, _FOOT, 0, "hr-p-quiet", anchor="end")
    if len(str(most)) * 7 > slot:
        yield words(_LEFT - 4, _FOOT - most * scale + 8, most, "hr-p-quiet", anchor="end")
        return
    for n, (_, asks) in enumerate(weeks):
        if asks:
            x = _LEFT + (n + 0.5) * slot
            yield words(x, _FOOT - asks * scale - 3, asks, "hr-p-small", anchor="middle")


@lru_cache(maxsize=100)
def _dates(mondays: tuple[date, ...]) -> tuple[Markup, ...]:
    """As many as do not touch."""
    slot = _slot(mondays)
    every = math.ceil(48 / slot)  # 48 units hold `24 Aug` with room around it
    places = [(_LEFT + n * slot, monday) for n, monday in enumerate(mondays) if n % every == 0]
    return tuple([words(x, _FOOT + 15, _short(day), "hr-p-quiet") for x, day in places if x < _RIGHT - 30])


def _published(
    weeks: Sequence[tuple[date, int]],
    published: date,
    before: float | None,
    after: float | None,
    scale: float,
) -> Iterator[Markup]:
    """The day, as a line between the rate before it and the rate after it."""
    if not weeks:
        return
    slot = _slot(weeks)
    end = _LEFT + len(weeks) * slot
    x = min(max(_LEFT + (published - weeks[0][0]).days * slot / 7, _LEFT), end)
    for rate, x1, x2 in ((before, _LEFT, x), (after, x, end)):
        if rate is not None and x1 < x2:
            yield line(x1, _FOOT - rate * scale, x2, _FOOT - rate * scale, "hr-p-mean")
    yield line(x, 16, x, _FOOT, "hr-p-mark")
    told = f"published {_short(published)}"
    yield words(x, 11, told, "hr-p-strong", anchor="start" if x < WIDTH / 2 else "end")


def _described(
    weeks: Sequence[tuple[date, int]], published: date | None, before: float | None, after: float | None
) -> str:
    if not weeks:
        return "Nothing was asked."
    told = [f"{sum(n for _, n in weeks)} in {len(weeks)} weeks from {_short(weeks[0][0])}."]
    if published:
        told.append(f"Published on {_short(published)}.")
        if before is not None:
            told.append(f"Before that, {before:.1f} a week.")
        if after is not None:
            told.append(f"Since then, {after:.1f} a week.")
    return " ".join(told)


@lru_cache(maxsize=10_000)
def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
