"""What the schema found wrong with a value, as problems that staff can act on."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..problems import Code, Problem, problem
from ..records.fields import ID_PATTERN, Location
from ..records.interaction import PSEUDONYM_PATTERN
from ..records.moved import ADDRESS_PATTERN
from ..records.settings import (
    ASSET_PATTERN,
    DESK_FORM_PATTERN,
    EMAIL_PATTERN,
    ICON_PATTERN,
    PHONE_PATTERN,
    REPOSITORY_PATTERN,
    URL_PATTERN,
)
from .fields_at import fields_at
from .nearest import did_you_mean, nearest
from .yaml12 import Places, shortened
from .yaml_mistakes import A_WIDE_SPACE, TYPE_A_PLAIN_ONE, WIDE_BEHIND

_NO_DAY = ("is not a day that exists", "write one as 2026-01-31")
_NO_WHOLE_NUMBER = ("is not a whole number", "write digits only, as 12")
_NO_NUMBER = ("is not a number", "write digits, with a '.' before decimals, as 0.5")
_FORMATS = {
    "date_form": ("is not a date", "write it as 2026-01-31"),
    "date_from_datetime_parsing": _NO_DAY,
    "date_from_datetime_inexact": _NO_DAY,
    "date_parsing": _NO_DAY,
    "duration_form": ("is not a duration", "write 30m, 2h, 90d or 12w"),
    "colour_form": ("is not a colour", "write one such as '#00796b', in quotes, or a name such as teal"),
    "bool_parsing": ("is neither yes nor no", "write yes or no"),
    "number_form": _NO_NUMBER,
    "int_parsing": _NO_WHOLE_NUMBER,
    "int_parsing_size": _NO_WHOLE_NUMBER,
    "int_from_float": _NO_WHOLE_NUMBER,
    "decimal_parsing": _NO_NUMBER,
    "finite_number": _NO_NUMBER,
}
"""What is said of a value that is not written as it should be, and what to write."""
PATTERNS = {
    PSEUDONYM_PATTERN: ("is not a pseudonym", "write one such as c-014, never a name"),
    ID_PATTERN: ("cannot be an id", "write small letters, digits and single hyphens, such as refund-time"),
    ADDRESS_PATTERN: (
        "is not an address of the public site",
        "write one such as /questions/refund-time/ or /topics/orders/#questions",
    ),
    ICON_PATTERN: ("is not an icon's name", "write one such as material/truck-delivery"),
    ASSET_PATTERN: (
        "is not a picture below docs/",
        "write one such as assets/logo.svg (svg, png, webp or jpg)",
    ),
    URL_PATTERN: ("is not a full address", "write one such as https://chat.example/"),
    DESK_FORM_PATTERN: (
        "is not a full address with {words} after a ?",
        "write one such as https://desk.example/new?text={words}",
    ),
    EMAIL_PATTERN: ("is not an e-mail address", "write one such as help@shop.example"),
    REPOSITORY_PATTERN: ("is not a repository's name", "write its owner and name, such as shop/help-center"),
    PHONE_PATTERN: ("is not a phone number", "write one such as +1 202 555 0143"),
}
"""The same for each pattern of the schema."""
_OF_NAMES = ("extra_forbidden", "missing")
"""Pydantic's errors that are those of a field's name; all others are of its value."""
_BULLET = re.compile(r"([–—•·*]|\d{1,2}[.)])\s|-\w")
_ASKED = 100
"""So many names that do not exist are asked whether they stand for one that is missing."""


def problems_of(
    error: ValidationError, model: type[BaseModel], places: Places, at: Location, path: str
) -> Iterator[Problem]:
    """Each thing that pydantic found in the value at `at`, with its place in the file."""
    details = [(tuple(detail["loc"]), detail) for detail in error.errors(include_url=False)]
    unknown = [location for location, detail in details if detail["type"] == "extra_forbidden"]
    meant = cache(partial(_meant, model, places, at))
    misspelt = {meant(location) for location in unknown[:_ASKED]}
    for location, detail in details:
        if detail["type"] == "missing" and location in misspelt:
            continue
        code, message, fix = _explain(detail, model, location, meant)
        place_of = places.of_key if detail["type"] in _OF_NAMES else places.of_value
        place = place_of((*at, *location))
        yield problem(path, *place, code, f"{_name(location)}{message}", fix)


def _meant(model: type[BaseModel], places: Places, at: Location, location: Location) -> Location | None:
    """The field that a name which does not exist may stand for.

    One that is there is only meant if it is very near, or has a field of that very name.
    """
    *around, name = location
    names = fields_at(model, tuple(around))
    there = [n for n in names if (*at, *around, n) in places.keys]
    for one in there:
        if name in fields_at(model, (*around, one)):
            return (*around, one, name)
    free = [n for n in names if n not in there]
    near = nearest(str(name), free, 0.7) or nearest(str(name), names, 0.8)
    return (*around, near) if near else None


def _explain(
    detail: ErrorDetails,
    model: type[BaseModel],
    location: Location,
    meant: Callable[[Location], Location | None],
) -> tuple[Code, str, str]:
    """The code, message and fix of one of pydantic's errors."""
    kind, given, context = detail["type"], detail.get("input"), detail.get("ctx", {})
    match kind:
        case "extra_forbidden":
            fix = _instead(str(location[-1]), meant(location), fields_at(model, location[:-1]))
            return Code.UNKNOWN_FIELD, "there is no such field", fix
        case "missing":
            return Code.MISSING_FIELD, "is missing or empty", f"add '{location[-1]}: …'"
        case "no_voice":
            return Code.MISSING_FIELD, detail["msg"], "add 'staff: …', 'customer: …' or both"
        case "string_too_short" | "too_short":
            return _empty(given)
        case "enum" | "literal_error" if isinstance(given, str):
            return _not_one_of(given, re.findall(r"'([^']*)'", context["expected"]))
        case "greater_than_equal" | "less_than_equal":
            side, limit = "less" if kind == "greater_than_equal" else "more", next(iter(context.values()))
            return Code.OUT_OF_RANGE, f"{shortened(given)} is {side} than {limit}", "change the number"
        case "string_too_long":
            message = f"'{shortened(given)}' has over {context['max_length']} characters"
            return Code.OUT_OF_RANGE, message, "shorten it"
        case "too_much":
            return Code.OUT_OF_RANGE, detail["msg"], "split it into several texts or records"
        case "string_pattern_mismatch":
            message, fix = PATTERNS[context["pattern"]]
            return Code.WRONG_FORMAT, f"'{shortened(given)}' {message}", fix
        case _ if kind in _FORMATS:
            message, fix = _FORMATS[kind]
            shown = f"'{shortened(given)}'" if str(given).strip() else "what stands here"
            return Code.WRONG_FORMAT, f"{shown} {message}", fix
    misplaced = _fields_misplaced(given, model, location, kind.startswith("tuple"))
    return Code.WRONG_TYPE, *(misplaced or wrong_type(kind, given))


def _empty(given: Any) -> tuple[Code, str, str]:
    if isinstance(given, list | tuple):
        return Code.MISSING_FIELD, "the list is empty", "write an entry below it, after '- '"
    return Code.MISSING_FIELD, "the text is empty", "write it, or remove the field"


def _not_one_of(given: str, values: Sequence[str]) -> tuple[Code, str, str]:
    if len(values) == 1:
        message = f"'{shortened(given)}' is not possible for this kind of record"
        return Code.NOT_ONE_OF, message, f"write {values[0]}, or remove the field"
    fix = did_you_mean(given, values) or "write one of these"
    return Code.NOT_ONE_OF, f"'{shortened(given)}' is not one of {', '.join(values)}", fix


def _fields_misplaced(
    given: Any, model: type[BaseModel], location: Location, is_list: bool
) -> tuple[str, str] | None:
    """The message and fix where a field has fields below it that belong into a list, or beside it."""
    if not isinstance(given, dict):
        return None
    if is_list and given.keys() <= {*fields_at(model, location)}:
        fix = f"write '- ' before '{next(iter(given))}', and line the others up with it"
        return "needs a list, but fields are there", fix
    if given and given.keys() <= {*fields_at(model, location[:-1])}:
        name = next(iter(given))
        message = f"needs a value, and '{name}', which is a field of its own, is indented below it"
        return message, f"line '{name}' up with '{location[-1]}'"
    return None


def _instead(name: str, meant: Location | None, names: Sequence[str]) -> str:
    """What to do about a name that stands for no field, where there are `names`."""
    if meant and meant[-1] == name:
        return f"line it up with the fields below '{meant[-2]}', of which it is one"
    if meant and "".join(filter(str.isprintable, name)) == meant[-1]:
        return "type its name anew; there is a character in it that nobody can see"
    if meant:
        return f"did you mean '{meant[-1]}'?"
    fix = f"the fields are {', '.join(names)}"
    return fix if re.fullmatch("[a-z_]*", name) else f"indent it if it belongs to the text above; {fix}"


def wrong_type(kind: str, given: Any) -> tuple[str, str]:
    """The message and fix for a value that is not of the type that `kind`, pydantic's error, speaks of."""
    if given is None:
        return "is empty", "write it after '- ', or remove the '-'"
    if isinstance(given, str) and WIDE_BEHIND.match(given):
        return A_WIDE_SPACE, TYPE_A_PLAIN_ONE
    found = (
        "fields are" if isinstance(given, dict) else "a list is" if isinstance(given, list) else "a text is"
    )
    if kind.startswith(("tuple", "list")):
        bullet = _BULLET.match(given) if isinstance(given, str) else None
        fix = "put each entry on its own line after '- '"
        if bullet:
            fix += f", and not after '{bullet[1]}'" if bullet[1] else ", with a space"
        return f"needs a list, but {found} there", fix
    if kind.startswith(("model", "dict")):
        return f"needs fields, but {found} there", "write one 'name: value' a line"
    if kind != "string_type":
        return f"needs a single value, but {found} there", "write it after ': '"
    if isinstance(given, dict):
        return "needs a single value, but a ':' or '{' makes fields of it", "put the whole text in quotes"
    fix = "write it after ': ', or '|' there if the list is a text"
    return "needs a single value, but a list is there", fix


def _name(location: Location) -> str:
    """`steps[1].title: `, counted from 1; nothing for the whole record."""
    nameless = "''"
    parts = (f"[{p + 1}]" if isinstance(p, int) else f".{shortened(p) or nameless}" for p in location)
    return f"{''.join(parts).removeprefix('.')}: " if location else ""
