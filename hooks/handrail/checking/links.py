"""Links in Markdown texts must lead somewhere, and from public texts to public pages."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from itertools import islice
from urllib.parse import urlsplit

from ..problems import Code, Problem, problem
from ..reading.folder import MOST_PROBLEMS
from ..reading.nearest import did_you_mean
from ..reading.places import places_in
from ..reading.yaml12 import shortened
from ..records.base import Record
from ..records.fields import Location, Rich
from ..records.library import KINDS, Library
from ..records.links import RecordLink, as_record_link, is_relative, mistyped, scheme, targets
from ..records.remembering import remembered
from ..records.retired import Retired
from ..records.sheet import Thing, marked_in
from ..records.texts import is_public
from .finding import everything
from .references import own_id, retired

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")
_ADDRESSES = ("http", "https", "mailto", "tel")
_OWN_MACHINE = re.compile(r"localhost|.+\.localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|::1")


def links(library: Library, today: date) -> Iterator[Problem]:
    """Links to no record, from public texts to internal records, and relative or mistyped ones."""
    wrong_with = cache(partial(_wrong, library))  # one link may be wrong in thousands of texts
    right = {*_public_records(library)}
    for path, start, thing in everything(library):
        if right.issuperset(_targets(thing)):
            continue
        for location, text, all_targets in _linking(thing):
            if not any(wrong_with(target, True) for _, target in all_targets):
                continue  # what is right on public pages is right anywhere
            for_customers = is_public(thing, location)
            all_wrong = (
                (offset, target, found)
                for offset, target in all_targets
                if (found := wrong_with(target, for_customers))
            )
            wrong = list(islice(all_wrong, MOST_PROBLEMS + 1))
            wanted = [(offset, target) for offset, target, _ in wrong]
            places = places_in(library, path, (*start, *location), text, wanted)
            for (line, column), (_, target, found) in zip(places, wrong, strict=True):
                if found[0] is Code.REFERS_TO_RETIRED:  # what is said of one depends on where it is
                    found = _where_it_is(library, target, own_id(thing))
                yield problem(library.shown(path), line, column, *found)


def _where_it_is(library: Library, target: str, own_id: str) -> tuple[Code, str, str]:
    """What is said of a link to a retired record, in the text of the record `own_id`."""
    link = as_record_link(target)
    return retired(library.retired[link.id if link else ""], "link", {own_id})


def _public_records(library: Library) -> Iterator[str]:
    """The targets of links to public records as a whole, which most links are."""
    for kind in KINDS:
        for id, record in library.of_kind(kind).items():
            if record.is_public and id not in library.retired:
                yield f"{kind}:{id}"


@remembered
def _targets(thing: Thing) -> tuple[str, ...]:
    """Where its links lead."""
    return tuple(target for _, _, found in _linking(thing) for _, target in found)


@remembered
def _linking(thing: Thing) -> tuple[tuple[Location, str, tuple[tuple[int, str], ...]], ...]:
    """Where each Markdown text with links is, the text, and the offset and target of each link."""
    return tuple(
        (location, text, found) for location, text, _ in marked_in(thing, Rich) if (found := _links_in(text))
    )


def _links_in(text: str) -> tuple[tuple[int, str], ...]:
    """The offset and target of each link; of one that is mistyped, all of it, which is no target."""
    slips = mistyped(text)
    if not slips:
        return targets(text)
    right = [
        (offset, target)
        for offset, target in targets(text)
        if not any(start <= offset < start + len(slip) for start, slip in slips)
    ]
    return (*sorted([*right, *slips]),)


def _wrong(library: Library, target: str, in_public_text: bool) -> tuple[Code, str, str] | None:
    link = as_record_link(target)
    if link is None:
        if target.startswith(("[", "(")):
            fix = "write [text](question:its-id) or [text](https://…), with no space behind ']' or in '( )'"
            return Code.DEAD_LINK, f"'{shortened(target)}' is not written as a link is", fix
        if not _is_address(target):
            return Code.DEAD_LINK, f"'{shortened(target)}' is no address that there can be", "correct it"
        if is_relative(target):
            message = f"the link to '{shortened(target)}' depends on where the page is"
            return Code.RELATIVE_LINK, message, _in_full(target)
        return _unknown_scheme(target) or _without_host(target) or _to_preview(library, target)
    if link.id in library.unusable:
        return None
    if gone := library.retired.get(link.id):
        return _to_retired(gone, link, in_public_text)
    return _dead(library, link) or (_internal(library, link) if in_public_text else None)


def _in_full(target: str) -> str:
    if "@" in target:
        return f"write mailto:{shortened(target)}"
    if target.startswith("www."):
        return f"write https://{shortened(target)}"
    if target.lower().endswith(_PICTURES):
        return "put the picture below docs/, such as docs/assets/a.png, and write /assets/a.png"
    return "link a record as question:its-id, a page of the site as /contact/, others in full"


def _is_address(target: str) -> bool:
    try:
        urlsplit(target)
    except ValueError:  # what stands between `[` and `]` of a host is a number
        return False
    return True


def _without_host(target: str) -> tuple[Code, str, str] | None:
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or parts.hostname:
        return None
    rest = target.partition(":")[2].lstrip("/")
    message = f"'{shortened(target)}' has no '//' behind '{parts.scheme}:' and a name behind that"
    return Code.DEAD_LINK, message, f"write {parts.scheme}://{shortened(rest)}" if rest else "correct it"


def _to_preview(library: Library, target: str) -> tuple[Code, str, str] | None:
    """What else is on the reader's own machine may be meant."""
    parts = urlsplit(target)
    id = parts.path.rstrip("/").rpartition("/")[2]
    kind = library.kind_of(id)
    if kind not in KINDS or not _OWN_MACHINE.fullmatch(parts.hostname or ""):
        return None
    message = f"the link to '{shortened(target)}' leads to the machine of whoever reads it"
    place = f"#{parts.fragment}" if parts.fragment else ""
    return Code.RELATIVE_LINK, message, f"write {kind}:{id}{place}"


def _unknown_scheme(target: str) -> tuple[Code, str, str] | None:
    found = scheme(target) or ""
    if not found or found.lower() in _ADDRESSES:
        return None
    if found in KINDS:
        return Code.DEAD_LINK, f"'{shortened(target)}' has a '?' in it", f"write {found}:its-id"
    message = f"'{shortened(found)}:' is neither a kind of record nor the start of an address"
    near = did_you_mean(found.lower(), [*_ADDRESSES, *KINDS])
    fix = near or "link a record as question:its-id, an address as https://…, mailto:… or tel:…"
    return Code.DEAD_LINK, message, fix


def _to_retired(gone: Retired, link: RecordLink, in_public_text: bool) -> tuple[Code, str, str]:
    if in_public_text and not gone.is_public:
        message = f"a public text links to '{gone.id}', which was retired and never public"
        return Code.LINK_TO_INTERNAL, message, "remove the link"
    if link.fragment:
        message = f"'{gone.id}' was retired, and its page has no place '{shortened(link.fragment)}' any more"
        return Code.DEAD_LINK, message, f"take out '{shortened(link.fragment)}', or link what took its place"
    return retired(gone, "link", ())


def _dead(library: Library, link: RecordLink) -> tuple[Code, str, str] | None:
    records = library.of_kind(link.kind)
    if link.id in records:
        return None
    if kind := library.kind_of(link.id):
        return Code.WRONG_KIND, f"'{link.id}' is a {kind}", f"write {kind}:{link.id}"
    if record := library.now_called(link.id):
        fix = f"it is called {record.id} now; write {library.kind_of(record.id)}:{record.id}"
        return Code.DEAD_LINK, f"there is no {link.kind} '{link.id}' any more", fix
    near = did_you_mean(link.id, records)
    return (
        Code.DEAD_LINK,
        f"there is no {link.kind} '{shortened(link.id)}'",
        near or "correct the id, or remove the link",
    )


def _internal(library: Library, link: RecordLink) -> tuple[Code, str, str] | None:
    record: Record = library.of_kind(link.kind)[link.id]
    if record.is_public:
        return None
    message = f"a public text links to the {link.kind} '{link.id}', which is {record.hidden_as}"
    return Code.LINK_TO_INTERNAL, message, "remove the link, or publish that record first"
