"""Personal data at the door: the site leaves internal fields out, a repository's history keeps them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ..problems import Code, Problem, problem
from ..reading.folder import places_in
from ..reading.people import Known, known_in, read_people
from ..records.library import Library
from ..records.personal import Allowed, allowed, masked, personal_in
from ..records.texts import Text, texts

_PSEUDONYM = (
    "write a pseudonym such as c-014, and keep the real one in private/people.yml, out of the repository"
)
_ALLOW = "if it is yours to publish, list it in settings.yml below 'leaks: allow:'"


def personal(library: Library, today: date) -> Iterator[Problem]:
    """E-mail addresses, phone, card and account numbers, and what private/people.yml names, in any text."""
    people, problems = read_people(Path(library.root))
    yield from problems
    settings = library.settings
    may = allowed(filter(None, (settings.contact.email, settings.contact.phone, *settings.leaks.allow)))
    for text in texts(library):
        if text.path != settings.path or text.location[0] != "leaks":
            yield from _in_text(library, text, people, may)


def _in_text(library: Library, text: Text, people: list[Known], may: Allowed) -> Iterator[Problem]:
    found = {
        (offset, value): f"the {known.kind} '{masked(value)}', which is in private/people.yml"
        for offset, value, known in known_in(text.value, people)
    }
    for one in personal_in(text.value):
        if one not in may:
            found.setdefault((one.offset, one.value), f"the {one.kind} '{one.masked}'")
    if not found:
        return
    code = Code.PERSONAL_IN_PUBLIC if text.is_public else Code.PERSONAL_IN_RECORD
    fix = f"take it out; {_ALLOW}" if text.is_public else _PSEUDONYM
    wanted = sorted(found)
    places = places_in(library, text.path, text.location, text.value, wanted)
    for (line, column), key in zip(places, wanted, strict=True):
        message = f"{text.field}: holds {found[key]}"
        yield problem(f"{library.root}/{text.path}", line, column, code, message, fix)
