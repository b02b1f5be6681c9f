"""What is in the wrong place: a file in the folder of another kind, a field inside of a text."""

from collections.abc import Iterator, Mapping, Set

from pydantic import BaseModel

from ..problems import Code
from ..records.fields import GIVEN_BY_THE_READER, Location
from ..records.files import LISTS, ONE, schema_of
from ..records.interaction import Interaction
from ..records.library import FOLDERS, KINDS
from ..records.retired import Retired
from .fields_at import fields_at
from .yaml12 import Places, Refused, Value

MODELS: Mapping[str, type[BaseModel]] = {**KINDS, "retired": Retired, "interaction": Interaction}


def folder_meant(model: type[BaseModel], value: Value) -> str | None:
    """The folder of the kind that fits at least twice as well; None where `model` may be right, or who knows.

    A single name that the model does not have is misspelt, whatever else is missing.
    """
    names = _names(value)
    if len(_unknown(model, names)) <= 1:
        return None
    misfits = {kind: _misfits(other, names) for kind, other in MODELS.items()}
    best = min(misfits, key=lambda kind: misfits[kind])
    return FOLDERS[best] if 2 * misfits[best] <= _misfits(model, names) else None


def _names(value: Value) -> Set[str]:
    """The fields of a record, or of the first in a list."""
    first = value[0] if isinstance(value, list) and value else value
    return first.keys() if isinstance(first, dict) else set()


def _unknown(model: type[BaseModel], names: Set[str]) -> Set[str]:
    return names - model.model_fields.keys()


def _misfits(model: type[BaseModel], names: Set[str]) -> int:
    """How many of the names it does not have, and how many it needs are not there."""
    needed = {name for name, field in model.model_fields.items() if field.is_required()} - GIVEN_BY_THE_READER
    return len(_unknown(model, names)) + len(needed - names)


def fields_in_texts(relative: str, value: Value, places: Places) -> Iterator[Refused]:
    """Fields that stand in a text, and that what the text belongs to has and was not given.

    `value` is what the file `relative` has in all.
    """
    model = {**ONE, **LISTS}.get(schema_of(relative) or "")
    at = {position: location for location, position in places.values.items()}
    for start, position, name in places.inside:
        beside = model and _beside(model, value, at.get(start, ()), name)
        if beside:
            message = f"'{name}:' stands inside of a text"
            fix = f"line it up with '{beside}', in whose text it is"
            yield Refused(Code.FIELD_IN_TEXT, message, fix, position)


def _beside(model: type[BaseModel], value: Value, location: Location, name: str) -> str | None:
    """The field around the text at `location` beside which `name` may be meant."""
    beside = None
    for n, part in enumerate(location):
        if isinstance(part, str) and name not in value and name in fields_at(model, location[:n]):
            beside = part
        value = value[part]
    return beside
