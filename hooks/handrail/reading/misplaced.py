"""A file in the folder of another kind."""

from collections.abc import Mapping, Set

from pydantic import BaseModel

from ..records.fields import GIVEN_BY_THE_READER
from ..records.interaction import Interaction
from ..records.library import FOLDERS, KINDS
from ..records.retired import Retired
from .yaml12 import Value

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
