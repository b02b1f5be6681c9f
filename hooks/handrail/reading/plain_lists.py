"""A list of fields in YAML → its values, in a fraction of the time that libyaml's events take.

What is written down by hand is mostly lines such as `channel: call`, and lists of ids. An entry that has
nothing else is read here, any other by `yaml12.load`, by itself; and so is the whole text where one of them
is refused, or where lines alone cannot tell where entries start. A test compares both ways.
"""

import re
from collections.abc import Sequence

from .yaml12 import LIST_VALUES, NOTHING, Places, Refused, Value, load

_OTHER = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"
"""What ends a line for YAML, or cannot be in a text at all."""
_TEXT = rf"""(?:[^\W_](?:[^{_OTHER}:#]*[^{_OTHER}:# ])?|'[^'{_OTHER}]*'|"[^"\\{_OTHER}]*")"""
"""On one line: without a sign that means something to YAML, or in quotes without an escape."""
_IDS = r"\[[a-z0-9][a-z0-9-]*(?:, [a-z0-9][a-z0-9-]*)*\]"
_FIELD = re.compile(
    rf"(?:- |  )(')?([a-z_]{{1,40}})(?(1)'):"
    rf"(?: ({_TEXT}|{_IDS})|((?:\n( {{2,8}})- {_TEXT}(?:\n\5- {_TEXT})*)?))(?:\n+|\Z)|[\s\S]+"
)
"""Its name; what stands behind that, or the lines of a list below it. All that is no field has no name."""
_ITEM = re.compile("- (.*)")
_ENTRY = re.compile("(?m)^(?=- )")
_COMMENTS = re.compile(rf"(?:#[^{_OTHER}]*\n|\n)*")
_OTHER_DOCUMENT = ("\n---", "\n...", "\n%")
_MAY_BE_OTHERWISE = "'\"nN"
"""What is no text as it stands starts with one of these, or with nothing."""
_BEFORE_A_VALUE = "-:,[{?"
"""Each value but the first has one of these before it."""


def load_list(text: str, most: int = LIST_VALUES, wrong: list[Refused] | None = None) -> tuple[Value, Places]:
    """The same as `load`."""
    before, *entries = _ENTRY.split(text)
    told_by_lines = (
        entries and _COMMENTS.fullmatch(before) and not any(sign in text for sign in _OTHER_DOCUMENT)
    )
    if told_by_lines and sum(map(text.count, _BEFORE_A_VALUE)) < most:
        values = _values(entries)
        if values is not None:
            return values, Places(text)
    return load(text, most, wrong)


def _values(entries: Sequence[str]) -> list[Value] | None:
    """What the entries say, one by one; None where something is wrong with one."""
    values: list[Value] = []
    for entry in entries:
        fields = _fields(entry)
        if fields is not None:
            values.append(fields)
            continue
        try:
            of_entry, places = load(entry)
        except Refused:
            return None
        if places.lost or places.inside or places.cut:
            return None
        values += of_entry
    return values


def _fields(entry: str) -> dict[str, Value] | None:
    """The fields of an entry; None where there is anything else in it."""
    fields: dict[str, Value] = {}
    lines = _FIELD.findall(entry)
    for _, name, value, items, _ in lines:
        if items:
            fields[name] = [_scalar(item) for item in _ITEM.findall(items)]
        elif value[:1] == "[":
            fields[name] = [_scalar(item) for item in value[1:-1].split(", ")]
        else:
            fields[name] = _scalar(value) if value[:1] in _MAY_BE_OTHERWISE else value
    return fields if len(fields) == len(lines) and "" not in fields else None


def _scalar(text: str) -> str | None:
    return text[1:-1] if text[:1] in ("'", '"') else None if text in NOTHING else text
