"""What the schema found wrong with a value, as problems that staff can act on."""

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..problems import Code, Problem, problem
from ..records.fields import Location
from .yaml12 import Places

GIVEN_BY_THE_READER = frozenset({"id", "path"})
"""Fields of the models that come from the file's name."""

_FORMATS = {
    "date_form": "write it as 2026-01-31",
    "date_from_datetime_parsing": "write a day that exists, as 2026-01-31",
    "date_parsing": "write a day that exists, as 2026-01-31",
    "duration_form": "write 30m, 2h, 90d or 12w",
    "money_form": "write an amount and a currency, as 12.50 EUR",
    "number_form": "write digits, with a '.' before decimals",
    "int_parsing": "write a whole number",
    "int_parsing_size": "write a smaller number",
    "int_from_float": "write a whole number",
    "decimal_parsing": "write digits, with a '.' before decimals",
    "string_pattern_mismatch": "write it as {pattern}",
}
_PATTERNS = {
    r"^[a-z]{1,4}-\d{1,8}$": "a pseudonym, such as c-014",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and single hyphens, such as refund-time",
    r"^[a-z0-9]+(/[a-z0-9-]+)+$": "an icon's name, such as material/truck-delivery",
    r"^[a-z]+( [a-z]+)?$": "a colour's name, such as teal or deep orange",
    r"^https://[^\s<>\"']+$": "a full address, such as https://chat.example/",
}


def did_you_mean(wrong: str, possible: Iterable[str]) -> str | None:
    """`did you mean 'x'?` for the nearest of `possible`, or None when none is near."""
    near = difflib.get_close_matches(wrong[:80], sorted(possible), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else None


def problems_of(
    error: ValidationError, model: type[BaseModel], places: Places, path: str
) -> Iterator[Problem]:
    """Each thing that pydantic found, with its place in the file."""
    for detail in error.errors(include_url=False):
        location = tuple(detail["loc"])
        code, message, fix, at_key = _explain(detail, model, location)
        place = places.of_key(location) if at_key else places.of_value(location)
        yield problem(path, *place, code, f"{_name(location)}{message}", fix)


def _explain(detail: ErrorDetails, model: type[BaseModel], location: Location) -> tuple[Code, str, str, bool]:
    """The code, message, fix and whether it is the field's name that is meant."""
    kind, given, context = detail["type"], detail.get("input"), detail.get("ctx", {})
    match kind:
        case "extra_forbidden":
            names = [n for n in _fields_at(model, location[:-1]) if n not in GIVEN_BY_THE_READER]
            fix = did_you_mean(str(location[-1]), names) or f"the fields are {', '.join(names)}"
            return Code.UNKNOWN_FIELD, "there is no such field", fix, True
        case "missing":
            if detail["msg"] != "Field required":
                return Code.MISSING_FIELD, detail["msg"], "add it", False
            return Code.MISSING_FIELD, "is missing or empty", f"add '{location[-1]}: …'", True
        case "enum" | "literal_error":
            values = re.findall(r"'([^']*)'", context["expected"])
            fix = did_you_mean(str(given), values) or f"write one of {', '.join(values)}"
            return Code.NOT_ONE_OF, f"'{_short(given)}' is not one of {', '.join(values)}", fix, False
        case "greater_than_equal" | "less_than_equal" | "string_too_long":
            limit = next(iter(context.values()))
            form = {
                "greater_than_equal": "at least",
                "less_than_equal": "at most",
                "string_too_long": "at most",
            }
            unit = " characters" if kind == "string_too_long" else ""
            message = f"'{_short(given)}' must be {form[kind]} {limit}{unit}"
            return Code.OUT_OF_RANGE, message, "change the value", False
        case "string_too_short":
            return Code.MISSING_FIELD, "is empty", "write the text, or remove the field", False
    if kind in _FORMATS:
        wanted = _PATTERNS.get(context.get("pattern", ""), context.get("pattern", ""))
        message = "is not in the form that is needed" if "pattern" in context else _said(detail)
        return Code.WRONG_FORMAT, f"'{_short(given)}' {message}", _FORMATS[kind].format(pattern=wanted), False
    return Code.WRONG_TYPE, *_wrong_type(kind, given), False


def _wrong_type(kind: str, given: Any) -> tuple[str, str]:
    found = {dict: "fields", list: "a list", str: "a text", type(None): "nothing"}.get(type(given), "a value")
    if kind.startswith(("tuple", "list")):
        return f"needs a list, and {found} is there", "put each on its own line after '- '"
    if kind.startswith(("model", "dict")):
        return f"needs fields ('name: value'), and {found} is there", "write one 'name: value' a line"
    return f"needs a single value, and {found} is there", "write the value after ': '"


def _said(detail: ErrorDetails) -> str:
    said = detail["msg"]
    return said if said.startswith("is not") else f"is not right: {said[0].lower()}{said[1:]}"


def _name(location: Location) -> str:
    name = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in location).lstrip(".")
    return f"{name}: " if name else ""


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _fields_at(model: type[BaseModel], location: Location) -> list[str]:
    """The names of the fields that the model has at `location`."""
    here: Any = model
    for part in location:
        if isinstance(part, str) and _is_model(here) and part in here.model_fields:
            here = _model_in(here.model_fields[part].annotation)
    return list(here.model_fields) if _is_model(here) else []


def _model_in(annotation: Any) -> Any:
    if _is_model(annotation):
        return annotation
    return next((m for m in map(_model_in, get_args(annotation)) if m is not None), None)


def _is_model(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, BaseModel)
