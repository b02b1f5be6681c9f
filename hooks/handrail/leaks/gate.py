"""Every byte of a finished site against what must not be in it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from ..problems import Code, Problem, problem
from ..reading.source import Position, position_of
from ..records.folding import folded, unescaped, visible, words
from ..records.personal import emails_in, personal_in, plainly
from ..records.phones import may_have_numbers, numbers_in, same_number
from ..stored import files_below
from .forbidden import RUN, Secret, Secrets, source_of
from .hashes import ENOUGH, in_rows, row
from .packed import Reading, Unreadable
from .published import GAP, Reader

MOST_FILES = 20
"""A secret that stands in more files than this is in a template: the rest of the files is only counted."""
_ALLOW = "or, if it may be public, list it in settings.yml below 'leaks: allow:'"


@dataclass(frozen=True)
class Leak:
    """Something that must not be published: where it comes from, and its words, by which it is found."""

    code: Code
    source: str
    said: str
    fix: str
    words: tuple[str, ...]


Looked = dict[str, list[Leak]]
"""What came of looking into files: the leaks of each that has any, by its name."""
Share = Callable[[Callable[[Sequence[str]], Looked], Sequence[str]], list[Looked]]
"""Does a piece of work for parts of the names, and gives what came of each part, in order."""


def leaks(site: Path, shown: Path, secrets: Secrets, shipped: Sequence[Path] = ()) -> list[Problem]:
    """What of `secrets`, or personal at all, stands in any file of `site`; paths are said below `shown`.

    `shipped` are folders of a theme: a file that is the same there is not looked into.
    """
    return problems_of(look(site, [*files_below(str(site))], secrets, shipped), site, shown)


def look(
    site: Path,
    names: Sequence[str],
    secrets: Secrets,
    shipped: Sequence[Path] = (),
    share: Share = lambda work, names: [work(names)],
) -> Looked:
    """Look into these files of a site."""
    theirs = [(folder, frozenset(path.name for path in folder.iterdir())) for folder in shipped]
    odd = _odd_names(names, secrets)
    parts = share(lambda some: _looked(site, some, secrets, theirs, odd), names)
    return {name: leaks for part in parts for name, leaks in part.items()}


def problems_of(looked: Looked, site: Path, shown: Path) -> list[Problem]:
    """The leaks in files of `site`, with their places; paths are said below `shown`."""
    problems: list[Problem] = []
    places: dict[tuple[Code, str], list[Problem]] = defaultdict(list)
    for name, leaks in looked.items():
        for leak in leaks:
            alike = places[leak.code, leak.source]
            position = _place(site / name, leak.words) if leak.words and len(alike) < MOST_FILES else (1, 1)
            alike.append(problem(f"{shown}/{name}", *position, leak.code, leak.said, leak.fix))
    for (code, _), alike in places.items():
        problems += alike[:MOST_FILES]
        for last in alike[MOST_FILES : MOST_FILES + 1]:
            message = f"{last.message}; so do {len(alike) - MOST_FILES - 1} more files"
            problems.append(problem(last.path, 1, 1, code, message, last.fix))
    return sorted(set(problems))


def _odd_names(names: Sequence[str], secrets: Secrets) -> Set[str]:
    """Names of files that say themselves what must not be published. Mostly there is none among all."""
    if _is_clean([Reading(f"\n{GAP}\n".join(names), False)], secrets):
        return frozenset()
    return {name for name in names if not _is_clean([Reading(name, False)], secrets)}


def _is_clean(readings: Iterable[Reading], secrets: Secrets) -> bool:
    return not any(True for reading in readings for _ in _in_reading(reading, secrets))


def _looked(
    site: Path,
    names: Sequence[str],
    secrets: Secrets,
    shipped: list[tuple[Path, frozenset[str]]],
    odd: Set[str],
) -> Looked:
    """Of some files at a time it is told at once that they are clean; if not, each is looked into."""
    found: Looked = {}
    start, some = 0, _Some(secrets)
    for end, name in enumerate(names, 1):
        try:
            content = _content(site, name)
            seems_clean = _is_shipped(name, content, shipped) or (name not in odd and some.add(name, content))
        except (OSError, Unreadable):
            seems_clean = False
        if seems_clean and some.size < ENOUGH and end < len(names):
            continue
        if not (seems_clean and some.are_clean()):
            found |= _looked_closely(site, names[start:end], secrets, shipped, odd)
            some = _Some(secrets)  # it knows what the others have in common, and that was not clean
        start = end
    return found


class _Some:
    """Some files of a site: their words are looked at together, when they are enough."""

    def __init__(self, secrets: Secrets) -> None:
        self.size = 0
        self._secrets = secrets
        self._reader = Reader(self._seem_clean, secrets.longest)
        self._texts: list[tuple[str, bool]] = []
        """What was read but for its words, and whether people read it."""

    def add(self, name: str, content: bytes) -> bool:
        """Read a file; whether it is clean as long as the words are."""
        return self._seem_clean(self._reader.readings(name, content))

    def are_clean(self) -> bool:
        """Whether the words are of all files since this was asked."""
        texts, self._texts, self.size = self._texts, [], 0
        may = [texts[n] for n in self._secrets.may_be_among([text for text, _ in texts])] if texts else []
        return not any(True for text, is_read in may for _ in _in_words(text, is_read, self._secrets))

    def _seem_clean(self, readings: Iterable[Reading]) -> bool:
        if self._secrets.are_few:
            return _is_clean(readings, self._secrets)
        for reading in readings:
            for text in (reading.text, *unescaped(reading.text)):
                if any(True for _ in _in_form(text, reading.is_read, self._secrets)):
                    return False
                self._texts.append((text, reading.is_read))
                self.size += len(text)
        return True


def _looked_closely(
    site: Path,
    names: Sequence[str],
    secrets: Secrets,
    shipped: list[tuple[Path, frozenset[str]]],
    odd: Set[str],
) -> Looked:
    """The same, file by file."""
    reader = Reader(lambda readings: _is_clean(readings, secrets), secrets.longest)
    found: Looked = {}
    for name in names:
        try:
            content = _content(site, name)
            if _is_shipped(name, content, shipped) or (
                name not in odd and _is_clean(reader.readings(name, content), secrets)
            ):
                continue
            if leaks := _leaks_in(name, content, secrets):
                found[name] = leaks
        except (OSError, Unreadable) as error:
            said, fix = f"cannot be looked through: {error}", "publish it in a form that can be read"
            found[name] = [Leak(Code.LEAK_UNREADABLE, name, said, fix, ())]
    return found


def _content(site: Path, name: str) -> bytes:
    with open(f"{site}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 -- ten thousands of them, and paths are slow
        return file.read()


def _leaks_in(name: str, content: bytes, secrets: Secrets) -> list[Leak]:
    """All that a file says, read as if it were the only one."""
    once: dict[tuple[Code, str], Leak] = {}
    everything = Reader(lambda _: False, secrets.longest).readings(name, content)
    for reading in (*everything, Reading(name, False)):
        for leak in _in_reading(reading, secrets):
            once.setdefault((leak.code, leak.source), leak)
    return [*once.values()]


def _is_shipped(name: str, content: bytes, shipped: list[tuple[Path, frozenset[str]]]) -> bool:
    """A theme brings the very same file. Pages are made, whatever their names are."""
    top = name.partition("/")[0]
    return not name.endswith(".html") and any(
        top in names and _is_same(folder / name, content) for folder, names in shipped
    )


def _is_same(file: Path, content: bytes) -> bool:
    return file.is_file() and file.stat().st_size == len(content) and file.read_bytes() == content


def _in_reading(reading: Reading, secrets: Secrets) -> Iterator[Leak]:
    for text in (reading.text, *unescaped(reading.text)):
        yield from _in_words(text, reading.is_read, secrets)
        yield from _in_form(text, reading.is_read, secrets)


def _in_words(text: str, is_read: bool, secrets: Secrets) -> Iterator[Leak]:
    """What its words tell."""
    plain = folded(text)
    if secrets.may_be_in(plain):
        of_it = words(plain)
        if secrets.runs:
            yield from _phrases(of_it, secrets)
        yield from _single(plain, of_it, is_read, secrets)


def _in_form(text: str, is_read: bool, secrets: Secrets) -> Iterator[Leak]:
    """What is told by how it is written."""
    if secrets.phones:
        yield from _numbers(text, secrets)
    yield from _personal(text, is_read, secrets)


def _phrases(of_it: list[str], secrets: Secrets) -> Iterator[Leak]:
    """The longest runs of internal words."""
    internal = {*secrets.runs.among(in_rows([row(of_it)]).runs(RUN)).tolist()}
    run_at = [n in internal for n in range(len(of_it) - RUN + 1)] if internal else []
    start = 0
    while True in run_at[start:]:
        start = run_at.index(True, start)
        end = run_at.index(False, start) if False in run_at[start:] else len(run_at)
        found = of_it[start : end + RUN - 1]
        source = source_of(secrets, found[:RUN])
        where = f"{secrets.library.shown(source.path)}, {source.field}" if source else "a record"
        said = f"has {len(found)} words in a row of {where}: '{' '.join(found[:3])}…'"
        fix = f"that is internal: keep it out of public texts, {_ALLOW}"
        yield Leak(Code.LEAKED_WORDS, where, said, fix, tuple(found[:RUN]))
        start = end


def _single(plain: str, of_it: list[str], is_read: bool, secrets: Secrets) -> Iterator[Leak]:
    """Handles, pseudonyms, canaries, and who or what private/people.yml names."""
    line = ""
    for secret in secrets.of_words(of_it):
        line = line or f" {' '.join(of_it)} "
        if secret.is_ordinary_word and not is_read:
            continue
        is_there = secret.shape.search(plain) if secret.shape else f" {' '.join(secret.words)} " in line
        if is_there:
            yield _leak_of(secret)


def _leak_of(secret: Secret) -> Leak:
    code = Code.LEAKED_NAME if secret.shape or secret.kind == "canary" else Code.LEAKED_PERSON
    fix = f"take it out of what is published, {_ALLOW}"
    if secret.kind == "canary":
        fix = "an internal text was published: find out how, and take it out"
    return Leak(code, secret.said, f"has {secret.said} of {secret.source}", fix, secret.words)


def _numbers(text: str, secrets: Secrets) -> Iterator[Leak]:
    """The numbers of private/people.yml, however they are grouped, with or without the country's."""
    text = plainly(visible(text))
    for _, number in numbers_in(text) if may_have_numbers(text) else ():
        for secret in secrets.phones:
            if same_number(number, secret.number):
                yield replace(_leak_of(secret), words=tuple(words(number)))


def _personal(text: str, is_read: bool, secrets: Secrets) -> Iterator[Leak]:
    text = visible(text)
    for found in personal_in(text) if is_read else emails_in(text):
        if found not in secrets.allowed:
            said = f"has the {found.kind} '{found.masked}'"
            fix = f"take it out of what is published, {_ALLOW}"
            yield Leak(Code.LEAKED_PATTERN, found.value, said, fix, tuple(words(folded(found.value))))


def _place(file: Path, of_it: tuple[str, ...]) -> Position:
    """Line and column of the words in the file as it is, through markup; 1:1 when they are in a disguise."""
    text = file.read_bytes().decode("utf-8", "replace")
    within = r"(?:<[^<>]*>|&\#?\w{1,8};)*"
    pattern = r"(?:[\W_]|<[^<>]*>|&\#?\w{1,8};)*".join(within.join(map(re.escape, word)) for word in of_it)
    match = re.search(pattern, text, re.IGNORECASE)
    return position_of(text, match.start()) if match else (1, 1)
