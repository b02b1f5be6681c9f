"""Every byte of a finished site against what must not be in it."""

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..problems import Code, Problem, problem
from ..records.folding import folded, unescaped, visible, words
from ..records.personal import emails_in, personal_in
from ..records.phones import numbers_in, same_number
from .forbidden import RUN, Secret, Secrets, may_have_runs, runs_in, source_of
from .published import Reader, Reading, Unreadable

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


def leaks(site: Path, shown: Path, secrets: Secrets, shipped: Sequence[Path] = ()) -> list[Problem]:
    """What of `secrets`, or personal at all, stands in any file of `site`; paths are said below `shown`.

    `shipped` are folders of a theme: a file that is the same there is not looked into.
    """
    reader = Reader()
    problems: list[Problem] = []
    places: dict[tuple[Code, str], list[Problem]] = defaultdict(list)
    for name in _files(site):
        try:
            content = (site / name).read_bytes()
            if not name.endswith(".html") and any(_is_same(folder / name, content) for folder in shipped):
                continue
            readings = [*reader.readings(name, content), Reading(name, False)]
        except (OSError, Unreadable) as error:
            message, fix = f"cannot be looked through: {error}", "publish it in a form that can be read"
            problems.append(problem(f"{shown}/{name}", 1, 1, Code.LEAK_UNREADABLE, message, fix))
            continue
        once: dict[tuple[Code, str], Leak] = {}
        for leak in (leak for reading in readings for leak in _in_reading(reading, secrets)):
            once.setdefault((leak.code, leak.source), leak)
        for key, leak in once.items():
            found = places[key]
            position = _place(content, leak.words) if len(found) < MOST_FILES else (1, 1)
            found.append(problem(f"{shown}/{name}", *position, leak.code, leak.said, leak.fix))
    for (code, _), found in places.items():
        problems += found[:MOST_FILES]
        for last in found[MOST_FILES : MOST_FILES + 1]:
            message = f"{last.message}; so do {len(found) - MOST_FILES - 1} more files"
            problems.append(problem(last.path, 1, 1, code, message, last.fix))
    return sorted(set(problems))


def _is_same(file: Path, content: bytes) -> bool:
    return file.is_file() and file.stat().st_size == len(content) and file.read_bytes() == content


def _files(site: Path) -> Iterator[str]:
    """Every file below `site`, hidden ones too, by its path from there."""
    for folder, folders, names in os.walk(site):
        folders.sort()
        for name in sorted(names):
            yield Path(folder, name).relative_to(site).as_posix()


def _in_reading(reading: Reading, secrets: Secrets) -> Iterator[Leak]:
    for text in (reading.text, *unescaped(reading.text)):
        plain = folded(text)
        of_it = words(plain)
        if may_have_runs(of_it, secrets.hints) and not secrets.runs.isdisjoint(runs_in(of_it)):
            yield from _phrases(of_it, secrets)
        if secrets.by_word:
            yield from _single(plain, of_it, reading.is_read, secrets)
        if secrets.phones:
            yield from _numbers(text, secrets)
        yield from _personal(text, reading.is_read, secrets)


def _phrases(of_it: list[str], secrets: Secrets) -> Iterator[Leak]:
    """The longest runs of internal words."""
    run_at = [run in secrets.runs for run in runs_in(of_it)]
    start = 0
    while True in run_at[start:]:
        start = run_at.index(True, start)
        end = run_at.index(False, start) if False in run_at[start:] else len(run_at)
        found = of_it[start : end + RUN - 1]
        run = next(runs_in(found))
        source = source_of(secrets, run)
        where = f"{secrets.library.root}/{source.path}, {source.field}" if source else "a record"
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
    for _, number in numbers_in(text):
        for secret in secrets.phones:
            if same_number(number, "".join(secret.words)):
                yield replace(_leak_of(secret), words=tuple(words(number)))


def _personal(text: str, is_read: bool, secrets: Secrets) -> Iterator[Leak]:
    text = visible(text)
    for found in personal_in(text) if is_read else emails_in(text):
        if found not in secrets.allowed:
            said = f"has the {found.kind} '{found.masked}'"
            fix = f"take it out of what is published, {_ALLOW}"
            yield Leak(Code.LEAKED_PATTERN, found.value, said, fix, tuple(words(folded(found.value))))


def _place(content: bytes, of_it: tuple[str, ...]) -> tuple[int, int]:
    """Line and column of the words in the file as it is, through markup; 1:1 when they are in a disguise."""
    text = content.decode("utf-8", "replace")
    within = r"(?:<[^<>]*>|&\#?\w{1,8};)*"
    pattern = r"(?:[\W_]|<[^<>]*>|&\#?\w{1,8};)*".join(within.join(map(re.escape, word)) for word in of_it)
    match = re.search(pattern, text, re.IGNORECASE)
    if match is None:
        return 1, 1
    return text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start())
