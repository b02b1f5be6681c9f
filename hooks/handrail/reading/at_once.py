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
_NEEDED = {name for name in _WRITTEN if _FIELDS[name].is_required()}


def typed_at_once(items: Sequence[Value], ids: Sequence[str], path: str) -> Columns | None:
    """What `Interaction` makes of all items of a file; None where it must be asked what is wrong with one."""
    if not all(isinstance(item, dict) for item in items):
        return None
    there = set[str]().union(*items)
    if items and not _NEEDED <= there <= _WRITTEN:
        return None
    columns: Columns = {name: [field.default] * len(ids) for name, field in _FIELDS.items()}
    columns |= {"id": ids, "path": [path] * len(ids)}
    try:
        return columns | {name: _typed(name, [item.get(name) for item in items]) for name in there}
    except (ValidationError, LookupError, TypeError):  # one is wrong, or missing, or what no field can be
        return None


def _typed(name: str, values: Sequence[Value]) -> Sequence[Any]:
    """The values of a field as it takes them; where there is none, its default."""
    keys = [tuple(value) if type(value) is list else value for value in values]
    different = [key for key in dict.fromkeys(keys) if key is not None]
    typed = dict(zip(different, _field(name).validate_python(different), strict=True))
    if name not in _NEEDED:
        typed[None] = _FIELDS[name].default
    return [typed[key] for key in keys]


@cache
def _field(name: str) -> TypeAdapter[list[Any]]:
    one: Any = get_type_hints(Interaction, include_extras=True)[name]
    return TypeAdapter(list[one])
