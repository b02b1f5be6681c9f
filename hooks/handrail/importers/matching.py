"""Which id each imported question gets, and whether that record is there already.

A second import of the same source finds the records of the first one again, also those that had to be
numbered. An id that the source gives is kept; only ids made from questions are numbered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from ..records.library import Library
from ..records.question import Question
from .entries import Entry
from .naming import id_from, is_id, numbered

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
    is_twice: bool = False
    """An earlier row of the same import says the same under the same id."""


@dataclass
class _Ids:
    """The ids of the folder and of this run."""

    library: Library
    claimed: dict[str, Draft] = field(default_factory=dict)
    by_old_id: dict[str, Question] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for record in self.library.records():
            self.taken |= {record.id, *record.was}
            if isinstance(record, Question):
                self.by_old_id |= dict.fromkeys(record.was, record)
        for gone in self.library.retired.values():
            self.taken |= {gone.id, *gone.was}
        self.taken |= {id.casefold() for id in self.library.unusable}

    def question(self, id: str) -> Question | None:
        return self.library.questions.get(id) or self.by_old_id.get(id)

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
    named_by_question = [draft for draft in drafts if not draft.entry.id]
    same_words: dict[str, list[Question]] = {}
    for question in library.questions.values():
        same_words.setdefault(question.question, []).append(question)
    for same_only in (True, False):  # those that changed must not take the records of those that did not
        for draft in named_by_question:
            if not draft.id:
                _find_again(draft, ids, same_words, same_only)
    for draft in named_by_question:
        if not draft.id:
            _assign_free(draft, ids)


def _assign_given(draft: Draft, ids: _Ids) -> None:
    wanted = draft.entry.id
    id = wanted if is_id(wanted) else next(i for i in numbered(id_from(wanted, "q")) if i not in ids.claimed)
    there = ids.question(id)
    if first := ids.claimed.get(id):
        draft.id, draft.taken_by = id, f"{first.entry.path}:{first.entry.line}"
        draft.is_twice = not differing(draft.question, first.question)
    elif there is None and id in ids.taken:
        kind = ids.library.noun_of(id)
        draft.id, draft.taken_by = id, f"a {kind}" if kind else "a file that cannot be read"
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


def _made_before(draft: Draft, ids: _Ids) -> Iterator[str]:
    return takewhile(lambda id: id in ids.taken, numbered(id_from(draft.question.question, "q")))


def _assign_free(draft: Draft, ids: _Ids) -> None:
    for id in numbered(id_from(draft.question.question, "q")):
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
