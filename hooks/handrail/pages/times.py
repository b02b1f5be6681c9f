"""Dates and durations in words."""

from datetime import date, timedelta
from functools import cache

from markupsafe import Markup


@cache
def day(value: date) -> Markup:
    """A date for people and machines."""
    return Markup('<time datetime="{}">{} {}</time>').format(
        value.isoformat(), value.day, value.strftime("%B %Y")
    )


def span(value: timedelta) -> str:
    """A duration in words: `2 hours`, `1 day`, `90 days`."""
    total = int(value.total_seconds()) // 60
    for size, unit in ((24 * 60, "day"), (60, "hour")):
        if total >= size and total % size == 0:
            return _count(total // size, unit)
    return minutes(total)


def minutes(value: int) -> str:
    """Minutes in words: `25 minutes`, `1 hour 10 minutes`."""
    hours, rest = divmod(value, 60)
    parts = [_count(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(_count(rest, "minute"))
    return " ".join(parts)


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
