"""Personal data at the door: the site leaves internal fields out, a repository's history keeps them."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from ..problems import Code, Problem, problem
from ..reading.people import Known, known_in, read_people
from ..reading.places import places_in
from ..records.fields import Location
from ..records.library import Library
from ..records.personal import Found, allowed, masked, may_be_personal, personal_in
from ..records.remembering import remembered
from ..records.sheet import Sheet, Thing
from ..records.texts import Text, distinct, is_public, texts_in
from .finding import everything

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
    knows = settings.path not in library.unusable  # else nobody can tell what is allowed
    for path, start, thing in everything(library):
        looking_so = _looking_personal(thing) if knows else ()
        if not (looking_so or people):
            continue
        of_people = {location: (text, ()) for location, text in texts_in(thing)} if people else {}
        in_texts = of_people | {location: (text, found) for location, text, found in looking_so}
        for location, (value, found) in in_texts.items():
            if path != settings.path or location[0] != "leaks":
                text = Text(path, (*start, *location), value, is_public(thing, location))
                yield from _in_text(library, text, people, [one for one in found if one not in may])


@remembered
def _looking_personal(thing: Thing) -> tuple[tuple[Location, str, tuple[Found, ...]], ...]:
    """Where each text is that holds something personal by its form, the text, and all of that."""
    if isinstance(thing, Sheet) and not may_be_personal(distinct(thing)):
        return ()
    texts = [*texts_in(thing)]
    if not may_be_personal(text for _, text in texts):
        return ()
    every = (
        (location, text, tuple(personal_in(text))) for location, text in texts if may_be_personal((text,))
    )
    return tuple(one for one in every if one[2])


def _in_text(
    library: Library, text: Text, people: Sequence[Known], looking_so: Sequence[Found]
) -> Iterator[Problem]:
    found = {
        (offset, value): f"the {known.kind} '{masked(value)}', which is in private/people.yml"
        for offset, value, known in known_in(text.value, people)
    }
    for one in looking_so:
        found.setdefault((one.offset, one.value), f"the {one.kind} '{one.masked}'")
    if not found:
        return
    code = Code.PERSONAL_IN_PUBLIC if text.is_public else Code.PERSONAL_IN_RECORD
    fix = f"take it out; {_ALLOW}" if text.is_public else _PSEUDONYM
    wanted = sorted(found)
    places = places_in(library, text.path, text.location, text.value, wanted)
    for (line, column), key in zip(places, wanted, strict=True):
        message = f"{text.field}: holds {found[key]}"
        yield problem(library.shown(text.path), line, column, code, message, fix)
