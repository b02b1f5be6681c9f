"""What YAML may have misread, told by the fields that there are: fields in texts, texts that are cut off."""

import re
from collections.abc import Iterator

from pydantic import BaseModel, ValidationError

from ..problems import Code
from ..records.fields import ID_PATTERN, Location, Refers, Unfinished, marked
from ..records.files import LISTS, ONE, schema_of
from ..records.texts import public_fields
from .fields_at import fields_at, model_at
from .misread import Inside
from .nearest import nearest
from .yaml12 import Places, Refused, Value, load

_MISSPELT = 0.85
"""So much of the letters of a misspelt name is alike."""
_ANY_WORDS = "Words, whatever they say."


def misread(relative: str, value: Value, places: Places) -> Iterator[Refused]:
    """Fields that stand in a text and belong to what has that text, and texts that end at a '#'.

    `value` is what the file `relative` has in all.
    """
    model = {**ONE, **LISTS}.get(schema_of(relative) or "")
    if model and (places.inside or places.cut):
        at = {position: location for location, position in places.values.items()}
        for inside in places.inside:
            if meant := _meant(model, value, at.get(inside.start, ()), inside):
                beside, name = meant
                message = f"'{inside.name}:' stands inside of a text"
                fix = f"line it up with '{beside}', in whose text it is"
                fix += "" if name == inside.name else f"; did you mean '{name}'?"
                yield Refused(Code.FIELD_IN_TEXT, message, fix, inside.position)
        for start, found in places.cut:
            if _is_prose(model, at.get(start, ())):
                yield Refused(*found)


def _is_prose(model: type[BaseModel], location: Location) -> bool:
    """Whether any words can stand at `location`."""
    last = max((n for n, part in enumerate(location) if isinstance(part, str)), default=0)
    here = model_at(model, location[:last])
    return here is not None and bool(location) and _takes_any_words(here, str(location[last]))


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
    if not _takes_any_words(model, name):
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


def _takes_any_words(model: type[BaseModel], name: str) -> bool:
    """Whether the field is a text, or a list of texts."""
    return any(_takes(model, name, words) for words in (_ANY_WORDS, [_ANY_WORDS]))


def _is_shown(model: type[BaseModel], location: Location) -> bool:
    """Whether customers see what stands at `location`, once the record is public."""
    shown = [
        (public_fields(here), part)
        for n, part in enumerate(location)
        if isinstance(part, str) and (here := model_at(model, location[:n]))
    ]
    return bool(shown and shown[0][0]) and all(names is None or part in names for names, part in shown)
