"""private/people.yml: the real names and numbers behind the pseudonyms. Never in the repository.

Any arrangement will do, a list of people or lists by kind, with or without pseudonyms as keys: what
counts is the name of the field that a text stands in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..problems import Code, Problem, problem
from ..records.fields import Location
from ..records.folding import folded, words
from ..records.personal import masked, plainly
from ..records.phones import numbers_in, same_number
from .nearest import did_you_mean
from .people_file import FILE, FOLDER, people_file
from .source import LIST_BYTES, read_text
from .yaml12 import Places, Refused, Value, load, shortened

_KINDS = {
    "name": ("name", "names", "alias", "aliases", "nickname"),
    "email": ("email", "emails", "e-mail", "e-mails", "mail"),
    "phone": ("phone", "phones", "tel", "mobile", "fax"),
    "company": ("company", "companies", "organisation", "organization"),
    "address": ("address", "addresses", "street"),
    "": ("customer", "pseudonym", "note", "notes", "id", "people", "customers"),
}
_KIND_OF = {field: kind for kind, fields in _KINDS.items() for field in fields}


@dataclass(frozen=True)
class Known:
    """Something of a person or a company, its kind (`name`, `email`, `phone`, …) and the line."""

    kind: str
    value: str
    line: int

    @cached_property
    def words(self) -> str:
        """Its words in a form in which other ways to write it are the same."""
        return " ".join(words(folded(self.value)))


def read_people(records: Path) -> tuple[list[Known], list[Problem]]:
    """What is known of people, nothing without a file, and what is wrong with the file."""
    file = people_file(records)
    shown = f"{FOLDER}/{FILE}"
    if not file.exists() and not file.is_symlink():
        return [], []
    text = read_text(file.parent, FILE, shown, LIST_BYTES)
    if not isinstance(text, str):
        return [], text
    try:
        value, places = load(text)
    except Refused as refused:
        return [], [problem(shown, *refused.position, refused.code, refused.code.title, refused.fix)]
    lost = [problem(shown, *one.position, one.code, one.code.title, one.fix) for one in places.lost]
    found = list(_in(value, (), None, places, shown))
    return [k for k in found if isinstance(k, Known)], [*lost, *(p for p in found if isinstance(p, Problem))]


def known_in(text: str, people: Sequence[Known]) -> Iterator[tuple[int, str, Known]]:
    """Offset, wording and whose it is, of everything in `text` that is in private/people.yml."""
    line = f" {' '.join(words(folded(text)))} " if people else ""
    numbers = [*numbers_in(plainly(text))] if people else []
    for known in people:
        if known.kind == "phone":
            done = 0
            for offset, number in numbers:
                if offset >= done and same_number(number, known.value):
                    yield offset, number, known
                    done = offset + len(number)
        elif known.words and f" {known.words} " in line:
            found = [*re.finditer(_loosely(known.value), text, re.IGNORECASE)]
            yield from ((match.start(), match[0], known) for match in found)
            if not found:  # with other accents, or letters that only look the same
                yield 0, text.split()[0], known


def _loosely(value: str) -> str:
    """A pattern for `value`, whatever stands between its words."""
    return r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, words(value))) + r"(?![^\W_])"


def _in(
    value: Value, at: Location, kind: str | None, places: Places, shown: str
) -> Iterator[Known | Problem]:
    """What stands in `value`; `kind` is what the field around it says, None when nothing does."""
    if isinstance(value, str):
        known = _by_form(value) if kind is None else kind
        if known and value.strip():
            yield Known(known, value.strip(), places.of_value(at)[0])
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from _in(item, (*at, n), kind, places, shown)
    elif isinstance(value, dict):
        for key, item in value.items():
            nested = isinstance(item, (dict, list))
            inner = _KIND_OF.get(key.casefold(), None if nested else "unknown")
            if inner == "unknown":
                near = did_you_mean(key, _KIND_OF)  # else it may be somebody's name
                fix = near or "name it name, email, phone or company"
                said = shortened(key) if near else masked(key)
                message = f"'{said}' is not known, so what it holds would not be looked for"
                yield problem(shown, *places.of_key((*at, key)), Code.UNKNOWN_FIELD, message, fix)
                continue
            yield from _in(item, (*at, key), None if nested and not inner else inner, places, shown)


def _by_form(value: str) -> str:
    if "@" in value:
        return "email"
    return "phone" if sum(c.isdigit() for c in value) >= 6 and not any(map(str.isalpha, value)) else "name"
