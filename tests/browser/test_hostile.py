"""No record can run script: hostile texts in every text field of every kind, on both sites, in Chromium.

The sanitiser and the escaping have to hold alone: the sites are served with their Content Security
Policy turned from a rule into a report, so that nothing is held up by it and nothing against it goes
unseen. `test_csp.py` shows that the policy holds alone, too.
"""

import multiprocessing
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from handrail.records.base import Audience
from playwright.sync_api import Browser, sync_playwright

from ..hostile import (
    ALL,
    build_unchecked,
    corpus_payloads,
    own_payloads,
    readable,
    without,
    write_company_files,
    write_records,
)
from .chromium import HOW, find
from .conftest import FLAGS
from .watching import Watcher, watched_server

WORDS = ("script", "img", "x")
QUESTIONS = "questions/*/*.html"

Look = Callable[[Browser, Sequence[str]], "Seen"]
"""Builds sites with these payloads and tells what their pages did in that browser."""


@dataclass
class Seen:
    """How many pages and search results were looked at, and what any of them did."""

    pages: int = 0
    results: int = 0
    did: dict[str, set[str]] = field(default_factory=dict)


def look_at_public_pages(browser: Browser, payloads: Sequence[str]) -> Seen:
    """Each payload alone in every field of a public question and tutorial, and searches for them."""
    return _look(browser, write_records, [payloads], Audience.PUBLIC, WORDS)


def look_at_staff_pages(browser: Browser, payloads: Sequence[str]) -> Seen:
    """Ten payloads at a time in every field of a record of each kind, and searches for them."""
    joined = ["\n\n".join(group) for group in _groups(payloads, 10)]
    return _look(browser, write_records, [joined], Audience.INTERNAL, WORDS)


def look_at_companies(browser: Browser, payloads: Sequence[str]) -> Seen:
    """Twenty payloads at a time in every field of the settings, the topics and the team."""
    groups = _groups(payloads, 20)
    return total(_look(browser, write_company_files, groups, audience) for audience in Audience)


def look_at_help_centers(browser: Browser, payloads: Sequence[str]) -> Seen:
    """The same on their public sites alone."""
    return _look(browser, write_company_files, _groups(payloads, 20), Audience.PUBLIC)


def look_without(protections: Sequence[str], look: Look, browser: Browser, payloads: Sequence[str]) -> Seen:
    """What `look` sees when `protections` are taken away."""
    with without(*protections):
        return look(browser, payloads)


def look_at_questions(browser: Browser, payloads: Sequence[str]) -> Seen:
    """Each payload alone in every field of a public question."""
    return _look(browser, write_records, [payloads], Audience.PUBLIC, pages=QUESTIONS)


def look_at_results(browser: Browser, payloads: Sequence[str]) -> Seen:
    """The same, and searches for them."""
    return _look(browser, write_records, [payloads], Audience.PUBLIC, WORDS, QUESTIONS)


def _groups(payloads: Sequence[str], size: int) -> list[Sequence[str]]:
    return [payloads[n : n + size] for n in range(0, len(payloads), size)]


def _look(
    browser: Browser,
    write: Callable[[Path, Sequence[str]], Path],
    companies: Sequence[Sequence[str]],
    audience: Audience,
    words: Sequence[str] = (),
    pages: str = "**/*.html",
) -> Seen:
    """Build a site of each of `companies`, open its pages, and search it for each of `words`."""
    with TemporaryDirectory() as folder, watched_server(Path(folder)) as origin:
        watcher, seen = Watcher(browser, origin), Seen()
        for n, payloads in enumerate(companies):
            records = write(Path(folder, f"records-{n}"), payloads)
            site = Path(folder, f"site-{n}")
            build_unchecked(records, site, audience)
            start = f"/{site.name}/{audience}/"
            files = sorted(file for file in (site / audience).glob(pages) if not _is_left_out(file))
            seen.pages += watcher.look_at([_address(file, Path(folder)) for file in files])
            seen.results += watcher.search(start, words)
        watcher.close()
        seen.did = watcher.did
        return seen


def _is_left_out(file: Path) -> bool:
    """A page of one of the many topics, which are all in the sidebar and on the page of the first; a page of
    the guide, which no record changes; the form, whose own tests say what it may do (`test_editor.py`)."""
    many = file.parent.parent.name == "topics" and file.parent.name not in ("t0", "t1")
    return many or "guide" in file.parts or file.parent.name == "edit"


def _address(page: Path, root: Path) -> str:
    return f"/{page.relative_to(root).as_posix().removesuffix('index.html')}"


def total(seen: Iterable[Seen]) -> Seen:
    """All of `seen` as one."""
    whole = Seen()
    for each in seen:
        whole.pages += each.pages
        whole.results += each.results
        for page, did in each.did.items():
            whole.did.setdefault(page, set()).update(did)
    return whole


def look_alone(look: Look, payloads: Sequence[str]) -> Seen:
    """`look` in a Chromium of its own."""
    with sync_playwright() as playwright:
        return look(playwright.chromium.launch(executable_path=find(), args=FLAGS), payloads)


def in_parallel(look: Look, payloads: Sequence[str], size: int) -> Seen:
    """`look` at `size` payloads at a time, in two processes; pages of different rounds are told apart."""
    if find() is None:
        pytest.fail(HOW, pytrace=False)
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        rounds = list(pool.map(partial(look_alone, look), _groups(payloads, size)))
    for n, each in enumerate(rounds):
        each.did = {f"round {n}: {page}": did for page, did in each.did.items()}
    return total(rounds)


def questions(seen: Seen) -> int:
    """How many pages of a question did something that a record may not do."""
    return sum("/questions/" in page and "|" not in page for page in seen.did)


LOOKS = [look_at_public_pages, look_at_staff_pages, look_at_companies]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Puts a line of figures among what pytest prints."""

    def write(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{line}\n")

    return write


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return readable([*own_payloads(), *corpus_payloads()[::400]], tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return readable([*own_payloads(), *corpus_payloads()], tmp_path_factory.mktemp("every"))


@pytest.mark.parametrize("look", LOOKS)
def test_records_do_nothing(look: Look, chromium: Browser, sample: list[str]) -> None:
    some = sample[::5] if look is look_at_companies else sample  # one company, as each takes long
    seen = look(chromium, some)
    assert seen.did == {}
    assert seen.pages > len(some) / 10


@pytest.mark.parametrize(
    ("protections", "look", "text", "what"),
    [
        (["sanitising"], look_at_questions, "<img src=x", "runs alert"),
        (["templates"], look_at_questions, "<img src=x", "runs alert"),
        (["theme"], look_at_help_centers, "<img src=x", "runs alert"),
        (["classes"], look_at_questions, "mermaid", "asks https://unpkg.com"),
        (["ids", "theme"], look_at_questions, "<h2 id", "runs alert"),
        (["pictures"], look_at_questions, '<img src="\\', "asks http://other.example"),
        (["search"], look_at_help_centers, "data-search", "has the attribute onfocus"),
        (["results"], look_at_results, "<img src=x", "runs alert"),
    ],
)
def test_each_protection_is_needed(
    protections: list[str], look: Look, text: str, what: str, chromium: Browser
) -> None:
    payloads = [payload for payload in own_payloads() if text in payload][:4]
    seen = look_without(protections, look, chromium, payloads)
    assert any(did.startswith(what) for each in seen.did.values() for did in each)


def test_without_protection_the_same_texts_are_caught(chromium: Browser, sample: list[str]) -> None:
    assert questions(look_without(ALL, look_at_questions, chromium, sample[::4])) > len(sample) / 8


@pytest.mark.soak
@pytest.mark.parametrize("look", LOOKS)
def test_no_payload_does_anything(look: Look, every: list[str], say: Callable[[str], None]) -> None:
    seen = in_parallel(look, every, 200)
    say(f"{look.__name__}: {len(every)} payloads, {seen.pages} pages, {seen.results} search results")
    assert seen.did == {}


@pytest.mark.soak
def test_without_protection_thousands_are_caught(every: list[str], say: Callable[[str], None]) -> None:
    look = partial(look_without, ALL, look_at_questions)
    seen = in_parallel(look, every, 100)
    say(f"without protection: {questions(seen)} of {len(every)} payloads did something")
    assert questions(seen) > len(every) / 3
