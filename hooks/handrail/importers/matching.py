"""Which id each imported question gets, and whether that record is there already.

A second import of the same source finds the records of the first one again, also those that had to be
numbered. An id that the source gives is kept; only ids made from questions are numbered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from ..records.ids import id_from, is_id, numbered
from ..records.library import Library
from ..records.question import Question
from .entries import Entry

_RETIRED = "was retired, and is not imported again"
_NOT_COMPARED = {"id", "path", "was", "published", "reviewed", "review_every"}


@dataclass
class Draft:
    """A question ready to be written, once it has an id."""

    entry: Entry
    values: dict[str, object]
    """The fields as they are to be written."""
    question: Question
    """The same, typed; its id and path mean nothing."""
    id: str = ""
    there: Question | None = None
    """The record that it is, when it was imported before."""
    taken_by: str = ""
    """What has its id, when that is no such record: the reason why it cannot be written."""
    left_out: str = ""
    """Why it need not be written: it is there twice, or was retired."""


@dataclass
class _Ids:
    """The ids of the folder and of this run."""

    library: Library
    claimed: dict[str, Draft] = field(default_factory=dict)
    by_old_id: dict[str, Question] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    """What has each id that cannot be given to another record."""

    def __post_init__(self) -> None:
        self.taken |= {id.casefold(): "a file that cannot be read" for id in self.library.unusable}
        needs = [need.id for need in self.library.needs.needs if need.answered_by != need.id]
        self.taken |= dict.fromkeys(needs, "a need in needs.yml")
        self.taken["index"] = "the page of its topic"
        for record in (*self.library.records(), *self.library.retired.values()):
            self.taken |= dict.fromkeys(record.was, f"'{record.id}', which was called so")
            self.taken[record.id] = f"a {self.library.noun_of(record.id)}"
            if isinstance(record, Question):
                self.by_old_id |= dict.fromkeys(record.was, record)

    def question(self, id: str) -> Question | None:
        return self.library.questions.get(id) or self.by_old_id.get(id)

    def was_retired(self, id: str, draft: Draft) -> bool:
        """A question with this id and these words was taken out of use."""
        gone = self.library.retired.get(id)
        return gone is not None and gone.title == draft.question.question

    def claim(self, draft: Draft, id: str, there: Question | None = None) -> None:
        draft.id = there.id if there else id
        draft.there = there
        self.claimed |= {id: draft, draft.id: draft}


def assign(drafts: Sequence[Draft], library: Library) -> None:
    """Give each draft its id, and the record that it is or what has its id."""
    ids = _Ids(library)
    given = [draft for draft in drafts if draft.entry.id]
    for draft in [*(d for d in given if is_id(d.entry.id)), *(d for d in given if not is_id(d.entry.id))]:
        _assign_given(draft, ids)
    named_by_question, again = _each_once([draft for draft in drafts if not draft.entry.id])
    same_words: dict[str, list[Question]] = {}
    for question in library.questions.values():
        same_words.setdefault(question.question, []).append(question)
    for same_only in (True, False):  # those that changed must not take the records of those that did not
        for draft in named_by_question:
            if not draft.id:
                _find_again(draft, ids, same_words, same_only)
    for draft in named_by_question:
        if not draft.id:
            _find_reworded(draft, ids)
    for draft in named_by_question:
        if not draft.id:
            _assign_free(draft, ids)
    for draft, first in again:
        draft.id, draft.left_out = first.id, f"is there twice, first in {_where(first)}"


def _each_once(drafts: Sequence[Draft]) -> tuple[list[Draft], list[tuple[Draft, Draft]]]:
    """Those that say something new, and the others, each with the first that says the same."""
    new: dict[str, list[Draft]] = {}
    again: list[tuple[Draft, Draft]] = []
    for draft in drafts:
        alike = new.setdefault(draft.question.question, [])
        first = next((one for one in alike if not differing(draft.question, one.question)), None)
        if first:
            again.append((draft, first))
        else:
            alike.append(draft)
    repeated = {id(draft) for draft, _ in again}
    return [draft for draft in drafts if id(draft) not in repeated], again


def _where(draft: Draft) -> str:
    return f"{draft.entry.path}:{draft.entry.line}"


def _assign_given(draft: Draft, ids: _Ids) -> None:
    wanted = draft.entry.id
    id = wanted if is_id(wanted) else next(i for i in numbered(id_from(wanted, "q")) if i not in ids.claimed)
    there = ids.question(id)
    if first := ids.claimed.get(id):
        draft.id, draft.taken_by = id, _where(first)
        if not differing(draft.question, first.question):
            draft.left_out = f"is there twice, first in {_where(first)}"
    elif there is None and ids.was_retired(id, draft):
        draft.id, draft.left_out = id, _RETIRED
    elif there is None and id in ids.taken:
        draft.id, draft.taken_by = id, ids.taken[id]
    else:
        ids.claim(draft, id, there)


def _find_again(draft: Draft, ids: _Ids, same_words: Mapping[str, list[Question]], same_only: bool) -> None:
    """Claim the record that this question was imported to; with `same_only` only if nothing differs."""
    own = set(_made_before(draft, ids))
    for there in same_words.get(draft.question.question, ()):
        free = there.id not in ids.claimed
        if free and (not differing(draft.question, there) if same_only else own & {there.id, *there.was}):
            ids.claim(draft, there.id, there)
            return


def _find_reworded(draft: Draft, ids: _Ids) -> None:
    """Claim the record that it was imported to, if somebody has put only its question into other words."""
    for id in _made_before(draft, ids):
        there = ids.question(id)
        if there and there.id not in ids.claimed and differing(draft.question, there) == ["question"]:
            ids.claim(draft, there.id, there)
            return


def _made_before(draft: Draft, ids: _Ids) -> Iterator[str]:
    return takewhile(lambda id: id in ids.taken, numbered(id_from(draft.question.question, "q")))


def _assign_free(draft: Draft, ids: _Ids) -> None:
    for id in numbered(id_from(draft.question.question, "q")):
        if ids.was_retired(id, draft):
            draft.id, draft.left_out = id, _RETIRED
            return
        if id in ids.library.unusable and id not in ids.claimed:
            ids.claim(draft, id)
            draft.taken_by = "a file that cannot be read"
            return
        if id not in ids.taken and id not in ids.claimed:
            ids.claim(draft, id)
            return


def differing(imported: Question, there: Question) -> list[str]:
    """The fields in which two records differ, other than their names and when they are to be read again."""
    names = [name for name in Question.model_fields if name not in _NOT_COMPARED]
    return [name for name in names if getattr(imported, name) != getattr(there, name)]
