"""What of a library must not stand in any public byte."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

import numpy as np
from pydantic import BaseModel

from ..reading.people import Known
from ..reading.people_file import FILE, FOLDER
from ..records.folding import folded, unescaped, words
from ..records.library import Library
from ..records.personal import Allowed, allowed, masked
from ..records.remembering import remembered, remembered_of_each
from ..records.sheet import Sheet
from ..records.texts import Text, alone, distinct, texts, texts_of
from ..stored import digest
from .hashes import HashSet, in_rows, kept, portions, row, words_in, words_of

RUN = 8
"""So many words in a row of an internal text are no coincidence."""
_SHORTEST = 2 * RUN - 1
"""So many characters have so many words, where each is what it looks like."""
_AT_ONCE = 1_000
"""Records. Their words lie where a processor is fast."""
_FEW = 20
"""So many words are looked for one by one in less time than a text is cut into words."""
_TARGET = re.compile(r"\]\([^)\s]*\)|\]\[[^\]]*\]|\{[^}\n]*\}|</?[A-Za-z][^>]*>")
"""What stands between the words of a Markdown text and is not there on the page."""
_MARKS = re.compile(r"[&%\\\]{<]").search
"""Of a text without any there is one reading: none of these targets or escapes is in it."""


@dataclass(frozen=True)
class Secret:
    """A single thing that must not be published, and what to call it in a log that others read."""

    kind: str
    """`handle`, `pseudonym`, `canary`, or as in private/people.yml."""
    words: tuple[str, ...]
    said: str
    source: str
    name: str = ""
    """Folded, when its words alone do not tell how it stands in a text: `c-014` is not `c 014`."""

    @cached_property
    def shape(self) -> re.Pattern[str] | None:
        """How the name stands in a folded text."""
        name = re.escape(self.name)  # first, for then it is found at once where it is
        return re.compile(rf"{name}(?<!\w{name})(?<!\w-{name})(?!-?\w)") if name else None

    @cached_property
    def number(self) -> str:
        """Its digits, if it is a phone number."""
        return "".join(self.words)

    @property
    def is_ordinary_word(self) -> bool:
        """A handle such as `founder`: it counts where people read, and not as a name in code."""
        return self.kind == "handle" and len(self.words) == 1 and self.words[0].isalpha()


@dataclass(frozen=True)
class Secrets:
    """All that is looked for."""

    library: Library
    allowed: Allowed
    runs: HashSet
    """The runs of `RUN` words that internal texts have and public ones do not."""
    by_word: Mapping[tuple[str, ...], list[Secret]]
    """Everything else, by its first two words, or the only one."""
    phones: tuple[Secret, ...]
    """The phone numbers of private/people.yml, which may be grouped in another way."""
    digest: str
    """The same where the same is looked for."""

    @cached_property
    def longest(self) -> int:
        """As many words as it takes at most to tell one of them."""
        singles = (len(secret.words) for alike in self.by_word.values() for secret in alike)
        return max(RUN, *singles, 0)

    def of_words(self, of_it: list[str]) -> Iterator[Secret]:
        """Those whose first two words, or whose only one, are there."""
        if self._firsts.isdisjoint(of_it):
            return
        for key in self._keys.intersection(pairwise(of_it)) | self._keys.intersection(
            zip(of_it, strict=True)
        ):
            yield from self.by_word[key]

    @cached_property
    def are_few(self) -> bool:
        """They are found sooner one by one (`may_be_in`) than by the words of a text."""
        return not self.runs and len(self._signs) <= _FEW

    def may_be_in(self, plain: str) -> bool:
        """Whether it is worth to look at the words of a folded text."""
        return not self.are_few or any(
            sign in plain and (shape is None or shape.search(plain)) for sign, shape in self._signs.items()
        )

    def may_be_among(self, texts: Sequence[str]) -> list[int]:
        """The numbers of those texts whose words are worth to be looked at, of all that have any of them."""
        every = words_of(texts)
        places = [those.among(every.runs(length)) for length, those in self._hashes.items()]
        return sorted({n for some in places for n in every.text_of(some).tolist()})

    @cached_property
    def _hashes(self) -> Mapping[int, HashSet]:
        """All of it, by how many words in a row tell that it may be there."""
        keys = {length: [row(key) for key in self._keys if len(key) == length] for length in (1, 2)}
        known = {length: HashSet(in_rows(rows).runs_inside(length)) for length, rows in keys.items()}
        return {length: those for length, those in (known | {RUN: self.runs}).items() if those}

    @cached_property
    def _signs(self) -> Mapping[str, re.Pattern[str] | None]:
        """Of each single thing what a folded text has that it is in, and its shape."""
        single = (secret for alike in self.by_word.values() for secret in alike)
        return {secret.name or secret.words[0]: secret.shape for secret in single}

    @cached_property
    def _firsts(self) -> frozenset[str]:
        return frozenset(first for first, *_ in self.by_word)

    @cached_property
    def _keys(self) -> frozenset[tuple[str, ...]]:
        return frozenset(self.by_word)


def secrets_of(library: Library, people: Iterable[Known] = (), public: Iterable[str] = ()) -> Secrets:
    """What must not be published of `library`. `public` are texts of the site that are no records."""
    settings = library.settings
    people = list(people)
    may = [*settings.leaks.allow, *filter(None, (settings.contact.email, settings.contact.phone))]
    things = [thing for _, _, thing in alone(library)]
    groups = [things[n : n + _AT_ONCE] for n in range(0, len(things), _AT_ONCE)]
    of_records = [words_in(_inside(some)).runs_inside(RUN) for some in groups]
    of_sheets = [np.frombuffer(_said(sheet), np.uint64) for sheet in library.sheets]
    runs = HashSet(np.concatenate([*of_records, *of_sheets]))
    handles = [member.handle for member in library.team.team if member.handle.isalpha()]
    untold = HashSet(words_of(handles).hashes)
    if runs or handles:
        others = (reading for text in {*public, *may} for reading in _readings(text))
        shown = chain((words_in(_shown(some)) for some in groups), map(words_of, portions(others)))
        for there in shown:
            untold, runs = untold.without(there.hashes), runs.without(there.runs_inside(RUN))
    told = {handle for handle in handles if not len(untold.among(words_of([handle]).hashes))}
    as_words = {tuple(words(folded(value))) for value in may}
    single = [
        secret
        for secret in (*_names(library, told), *_canaries(library), *map(_of_people, people))
        if secret.words and secret.words not in as_words
    ]
    by_word = defaultdict(list)
    for secret in single:
        by_word[secret.words[:2]].append(secret)
    phones = tuple(_of_people(known) for known in people if known.kind == "phone")
    looked_for = sorted((s.kind, s.words, s.name) for s in (*single, *phones))
    every = repr((looked_for, sorted(may))).encode("utf-8", "surrogatepass") + runs.hashes.tobytes()
    return Secrets(library, allowed(may), runs, by_word, phones, digest(every))


def source_of(secrets: Secrets, run: list[str]) -> Text | None:
    """The first internal text that has these words in a row."""
    internal = texts(secrets.library, public=False)
    in_a_row = f" {' '.join(run)} "
    every = ((text, words(folded(reading))) for text in internal for reading in _readings(text.value))
    return next((text for text, of_it in every if in_a_row in f" {' '.join(of_it)} "), None)


def _readings(text: str) -> Iterator[str]:
    """A text as it is written, and as it reads on a page."""
    if not _MARKS(text):
        yield text
        return
    for reading in {text, _TARGET.sub("]", text)}:
        yield reading
        yield from unescaped(reading)


def _long(text: str) -> Iterable[str]:
    """Its readings, where they may have enough words for a run."""
    if len(text) < _SHORTEST and text.isascii() and not _MARKS(text):
        return ()
    return _readings(text)


@remembered_of_each
def _inside(things: Sequence[BaseModel]) -> Iterator[bytes]:
    """The words of all texts of each thing that customers do not get to see."""
    every = ((text for _, text, _ in texts_of(thing, public=False)) for thing in things)
    return kept([[reading for text in of_it for reading in _long(text)] for of_it in every])


@remembered_of_each
def _shown(things: Sequence[BaseModel]) -> Iterator[bytes]:
    """The words of those that customers do get to see."""
    every = ((text for _, text, _ in texts_of(thing, public=True)) for thing in things)
    return kept([[reading for text in of_it for reading in _readings(text)] for of_it in every])


@remembered
def _said(sheet: Sheet) -> bytes:
    """The runs of words in all texts of the interactions in a file, each once."""
    every = distinct(sheet)
    others = [reading for text in every if _MARKS(text) for reading in _readings(text)]
    return np.unique(words_of([*every, *others]).runs_inside(RUN)).tobytes()


@remembered
def _customers(sheet: Sheet) -> tuple[str, ...]:
    """The pseudonyms in a file."""
    return tuple(sheet.different("customer"))


def _names(library: Library, told: set[str]) -> Iterator[Secret]:
    """Handles and pseudonyms. A handle that is a word of a public text is no secret: nobody could tell."""
    for member in library.team.team:
        if not member.handle.isalpha() or member.handle not in told:
            yield _token("handle", member.handle, library.shown(library.team.path))
    of_customer = {customer: sheet.path for sheet in library.sheets for customer in _customers(sheet)}
    for customer, path in of_customer.items():
        yield _token("pseudonym", customer, library.shown(path))


def _token(kind: str, name: str, source: str) -> Secret:
    return Secret(kind, tuple(words(folded(name))), f"the {kind} '{name}'", source, folded(name))


def _canaries(library: Library) -> Iterator[Secret]:
    for text in library.settings.leaks.canaries:
        yield Secret(
            "canary",
            tuple(words(folded(text))),
            f"the canary '{masked(text)}'",
            library.shown(library.settings.path),
        )


def _of_people(known: Known) -> Secret:
    of_it = tuple(words(folded(known.value)))
    said = f"the {known.kind} '{masked(known.value)}'"
    return Secret(known.kind, of_it, said, f"{FOLDER}/{FILE}:{known.line}")
