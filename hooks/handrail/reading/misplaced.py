"""What is in the wrong place: a file in the folder of another kind, a field inside of a text."""

import re
from collections.abc import Iterator, Mapping, Set

from pydantic import BaseModel, ValidationError

from ..problems import Code
from ..records.fields import GIVEN_BY_THE_READER, ID_PATTERN, Location, Refers, Unfinished, marked
from ..records.files import LISTS, ONE, schema_of
from ..records.interaction import Interaction
from ..records.library import FOLDERS, KINDS
from ..records.retired import Retired
from ..records.texts import public_fields
from .fields_at import fields_at, model_at
from .misread import Inside
from .nearest import nearest
from .yaml12 import Places, Refused, Value, load

MODELS: Mapping[str, type[BaseModel]] = {**KINDS, "retired": Retired, "interaction": Interaction}
_MISSPELT = 0.85
"""So much of the letters of a misspelt name is alike."""
_ANY_WORDS = "Words, whatever they say."


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
    """Fields that stand in a text, and belong to what has that text.

    `value` is what the file `relative` has in all.
    """
    model = {**ONE, **LISTS}.get(schema_of(relative) or "")
    at = {position: location for location, position in places.values.items()}
    for inside in places.inside:
        if model and (meant := _meant(model, value, at.get(inside.start, ()), inside)):
            beside, name = meant
            message = f"'{inside.name}:' stands inside of a text"
            fix = f"line it up with '{beside}', in whose text it is"
            fix += "" if name == inside.name else f"; did you mean '{name}'?"
            yield Refused(Code.FIELD_IN_TEXT, message, fix, inside.position)


def _meant(
    model: type[BaseModel], value: Value, location: Location, inside: Inside
) -> tuple[str, str] | None:
    """The field around the text at `location` beside which `inside` is meant, and the name that it has there.

    Best where there is none of that name yet, and as near as can be.
    """
    exact: list[tuple[bool, int, str, str]] = []
    alike: list[tuple[bool, int, str, str]] = []
    for n, part in enumerate(location):
        here = model_at(model, location[:n])
        if isinstance(part, str) and here:
            names = fields_at(here, ())
            if inside.name in names:
                if inside.is_certain or _is_field(here, inside, _is_shown(model, location)):
                    exact.append((inside.name not in value, n, part, inside.name))
            elif inside.is_certain and (near := nearest(inside.name, names, _MISSPELT)):
                alike.append((near not in value, n, part, near))
        value = value[part]
    found = max(exact or alike, default=None)
    return found and found[2:]


def _is_field(model: type[BaseModel], inside: Inside, is_shown: bool) -> bool:
    """Whether it is written as that field of `model` must be, says something, and is no sentence.

    Of a field that takes any words, it is if these would be published and the field never is.
    """
    name, value = inside.name, _value(inside)
    if not _takes(model, name, value) or value == model.model_fields[name].default:
        return False
    if not any(_takes(model, name, words) for words in (_ANY_WORDS, [_ANY_WORDS])):
        return True
    shown = public_fields(model)
    return is_shown and shown is not None and name not in shown and not inside.goes_on


def _value(inside: Inside) -> Value:
    """What the field would have: the words behind its name where that is no YAML."""
    try:
        fields = load(inside.written)[0]
    except Refused:
        return inside.written.partition(":")[2].strip()
    return fields.get(inside.name) if isinstance(fields, dict) else None


def _takes(model: type[BaseModel], name: str, value: Value) -> bool:
    """Whether the field can have this value, and what names something in it looks like an id."""
    named = marked(Unfinished(model, {name: value}), Refers)
    if value is None or not all(re.fullmatch(ID_PATTERN, id) for _, id, _ in named):
        return False
    try:
        model.model_validate({name: value})
    except ValidationError as error:
        return all(detail["loc"][:1] != (name,) for detail in error.errors())
    return True


def _is_shown(model: type[BaseModel], location: Location) -> bool:
    """Whether customers see what stands at `location`, once the record is public."""
    shown = [
        (public_fields(here), part)
        for n, part in enumerate(location)
        if isinstance(part, str) and (here := model_at(model, location[:n]))
    ]
    return bool(shown and shown[0][0]) and all(names is None or part in names for names, part in shown)
