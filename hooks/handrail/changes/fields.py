"""Which fields of a record changed, in words."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from pydantic import BaseModel

from ..records.fields import Schema

_NOT_TOLD = frozenset({"id", "path", "was", "customers_helped", "you_asked", "asked_words"})
"""Said elsewhere, or computed from other records."""
_SHORT = 60


def changed_fields(old: object, new: object) -> tuple[str, ...]:
    """A phrase for each field that differs: `answer: 40 → 52 words`, `audience: internal → public`."""
    return tuple(
        f"{name.replace('_', ' ')}: {phrase}"
        for name in _names(new)
        if (phrase := _phrase(getattr(old, name, None), getattr(new, name))) is not None
    )


def _names(thing: object) -> list[str]:
    if isinstance(thing, BaseModel):
        return [name for name in type(thing).model_fields if name not in _NOT_TOLD]
    return [f.name for f in fields(thing) if f.name not in _NOT_TOLD]  # type: ignore[arg-type]  # of a view


def _phrase(old: Any, new: Any) -> str | None:
    """What became of a value; None when it is the same."""
    if old == new:
        return None
    if isinstance(old, tuple) or isinstance(new, tuple):
        return _of_lists(old or (), new or ())
    if old is None:
        return f"added ({_shown(new)})"
    if new is None:
        return "taken out"
    if isinstance(old, str) and max(len(old), len(new)) > _SHORT and not isinstance(old, Enum):
        before, after = len(old.split()), len(new.split())
        return f"{before} → {after} words" if before != after else f"reworded, {after} words"
    return f"{_shown(old)} → {_shown(new)}" if _shown(old) != _shown(new) else "changed"


def _of_lists(old: Sequence[Any], new: Sequence[Any]) -> str:
    added = [item for item in new if item not in old]
    removed = [item for item in old if item not in new]
    if not added and not removed:
        return "in another order"
    if any(isinstance(item, Schema) or is_dataclass(item) for item in (*added, *removed)):
        both = min(len(added), len(removed))
        parts = [(both, "changed"), (len(added) - both, "added"), (len(removed) - both, "taken out")]
    else:
        parts = [(len(added), "added"), (len(removed), "taken out")]
    return ", ".join(f"{number} {what}" for number, what in parts if number)


def _shown(value: Any) -> str:
    """A value on one line, as somebody would say it."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, timedelta):
        return f"{value.days} days" if value.days else f"{value.seconds // 60} minutes"
    if isinstance(value, date | int | float):
        return str(value)
    if isinstance(value, str):
        text = " ".join(value.split())
        return f"'{text}'" if len(text) <= _SHORT else f"{len(text.split())} words"
    return "changed"
