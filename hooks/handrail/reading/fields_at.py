"""Which fields there are at a place of a record, by the schema."""

from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from ..records.fields import GIVEN_BY_THE_READER, Location
from ..records.files import LISTS, ONE


def fields_at(model: type[BaseModel], location: Location) -> list[str]:
    """The names of the fields that the model has at `location`, those from the file's name left out."""
    here = model_at(model, location)
    return [name for name in here.model_fields if name not in GIVEN_BY_THE_READER] if here else []


def model_at(model: type[BaseModel], location: Location) -> type[BaseModel] | None:
    """What the model has at `location`, if that has fields."""
    here: Any = model
    for part in location:
        if isinstance(part, str) and _is_model(here) and part in here.model_fields:
            here = model_in(here.model_fields[part].annotation)
    return here if _is_model(here) else None


def model_in(annotation: Any) -> Any:
    """The model that a field of this type holds, be it in a list; None when it holds none."""
    if _is_model(annotation):
        return annotation
    return next((m for m in map(model_in, get_args(annotation)) if m is not None), None)


def belong_together(*names: str) -> bool:
    """Whether there is anything that has fields of all these names."""
    return any(model.model_fields.keys() >= {*names} for model in _every_model())


@cache
def _every_model() -> tuple[type[BaseModel], ...]:
    models: list[type[BaseModel]] = [*ONE.values(), *LISTS.values()]
    for model in models:
        inner = [model_in(field.annotation) for field in model.model_fields.values()]
        models += [one for one in inner if one and one not in models]
    return (*models,)


def _is_model(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, BaseModel)
