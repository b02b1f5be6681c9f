"""Interactions → their typed values, field by field: what a hundred of them have alike is looked at once."""

from collections.abc import Sequence
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from ..records.fields import GIVEN_BY_THE_READER
from ..records.interaction import Interaction
from ..records.sheet import Columns
from .yaml12 import Value

_FIELDS = Interaction.model_fields
_WRITTEN = _FIELDS.keys() - GIVEN_BY_THE_READER


def typed_at_once(items: Sequence[Value], ids: Sequence[str], path: str) -> Columns | None:
    """What `Interaction` makes of all items of a file; None where it must be asked what is wrong with one."""
    if not all(isinstance(item, dict) and item.keys() <= _WRITTEN for item in items):
        return None
    given = {"id": ids, "path": [path] * len(ids)}
    try:
        typed = {name: _typed(name, [item.get(name) for item in items]) for name in _WRITTEN}
    except (ValidationError, LookupError, TypeError):  # one is wrong, or missing, or what no field can be
        return None
    return {name: given[name] if name in given else typed[name] for name in _FIELDS}


def _typed(name: str, values: Sequence[Value]) -> Sequence[Any]:
    """The values of a field as it takes them; where there is none, its default."""
    keys = [tuple(value) if isinstance(value, list) else value for value in values]
    different = [key for key in dict.fromkeys(keys) if key is not None]
    typed = dict(zip(different, _field(name).validate_python(different), strict=True))
    if not _FIELDS[name].is_required():
        typed[None] = _FIELDS[name].default
    return [typed[key] for key in keys]


@cache
def _field(name: str) -> TypeAdapter[list[Any]]:
    one: Any = get_type_hints(Interaction, include_extras=True)[name]
    return TypeAdapter(list[one])
