"""Whether customers find the answers: the questions of expects.yml, and records that nobody tells apart."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ..problems import Code, Problem
from ..records.base import Audience
from ..records.library import Library
from ..search.documents import MANY, documents_of
from .finding import at

if TYPE_CHECKING:
    from ..search.model import Model

FIRST = 3
"""Among so many results the answer must be."""
_FEWEST = 3
_SHARE = 0.5
"""So many phrasings, and this share of those of two records, must be mistaken for the two to compete."""


def search(library: Library, today: date) -> Iterator[Problem]:
    """Questions of expects.yml whose answer is not found, and public records that compete with each other."""
    if len(library.questions) > MANY and not library.expects.expects:
        return  # among so many, only a sample of the phrasings is held out: too few to tell
    documents = documents_of(library, Audience.PUBLIC, today)
    if not documents:
        return
    from ..search.model import train  # only now: numpy takes longer to be imported than most checks take

    model = train(documents)
    yield from _not_found(library, model)
    yield from _competing(library, model)


def _not_found(library: Library, model: "Model") -> Iterator[Problem]:
    from ..search.ranking import ask

    public = {document.id: document for document in model.documents}
    for n, expect in enumerate(library.expects.expects):
        place = (n, "asked")
        if expect.finds not in public:
            known = library.help(expect.finds)
            if known and expect.finds not in library.unusable:
                message = f"finds: '{expect.finds}' is not public, so customers cannot find it"
                fix = "name a public record, or publish this one"
                yield at(library, library.expects.path, (n, "finds"), Code.NOT_FOUND, message, fix)
            continue
        answer = ask(model, expect.asked, most=len(model.documents))
        ids = [found.document.id for found in answer.found]
        rank = ids.index(expect.finds) + 1 if expect.finds in ids else None
        if rank and rank <= FIRST:
            continue
        before = "; ".join(
            f"'{found.document.id}' by {_words(found.words)}" for found in answer.found[:FIRST]
        )
        where = f"is only number {rank}" if rank else "is not found at all"
        message = f"'{expect.finds}' {where} for these words; in front stand {before or 'none'}"
        fix = f"add words like these to 'asked_as' of '{expect.finds}', or ask there what customers ask"
        yield at(library, library.expects.path, place, Code.NOT_FOUND, message, fix)


def _words(words: tuple[tuple[str, float], ...]) -> str:
    """The words that decided."""
    return ", ".join(f"'{word}'" for word, weight in words[:3] if weight > 0) or "no word in particular"


def _competing(library: Library, model: "Model") -> Iterator[Problem]:
    ids = [document.id for document in model.documents]
    tried = Counter(own for own, _ in model.firsts)
    times = Counter(tuple(sorted(pair)) for pair in model.firsts if pair[0] != pair[1])
    for (a, b), count in sorted(times.items()):
        if count < _FEWEST or count < _SHARE * (tried[a] + tried[b]):
            continue
        record = library.questions.get(ids[a]) or library.procedures[ids[a]]
        message = (
            f"asked_as: {count} of {tried[a] + tried[b]} phrasings of this record and of "
            f"'{ids[b]}' are taken for the other one; customers will not tell these two apart"
        )
        fix = "merge the two, or move each phrasing to the record that answers it"
        yield at(library, record.path, ("asked_as",), Code.COMPETING, message, fix)
