"""What pages have in common is read once, and yet of each page everything is found."""

import random
import re
from pathlib import Path

import pytest
from handrail.leaks import gate, markup, stretches
from handrail.leaks.forbidden import Secrets, secrets_of
from handrail.leaks.published import Reader
from handrail.leaks.stretches import Stretches
from handrail.reading.folder import read_library
from handrail.reading.people import read_people
from handrail.stored import files_below
from hypothesis import example, given
from hypothesis import strategies as st

from .company import write_company
from .test_leaks import NOTE, PEOPLE, RECORDS

SPLIT = NOTE.split()
HEAD = "<!doctype html><head><meta name=description content='{0}'><script>var a = 1</script></head><body>"
NAV = "".join(
    f"<li class='nav'><a href='{n}' title='Part {n}'>One of the parts, number {n}</a></li>" for n in range(40)
)
FOOT = "<footer><p>We are here every day</p><p>Ask us whatever you like</p><!-- end --></footer></body>"


@pytest.fixture
def secrets(tmp_path: Path) -> Secrets:
    root = write_company(tmp_path / "playbooks", RECORDS)
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "people.yml").write_text(PEOPLE, "utf-8")
    return secrets_of(read_library(root)[0], read_people(root)[0])


def a_page(chance: random.Random, nav: str, foot: str) -> str:
    """A page whose own texts may have something in them that must not be published, or a part of it."""
    cut = chance.randrange(1, len(SPLIT))
    own = [
        "An answer", " ".join(SPLIT[:cut]), " ".join(SPLIT[cut:]), "José", "Pérez Roe", "c-014", "0 14",
        "call 541-", "714-1388", "&#99;-014", "<b>c</b>-014", "<!-- ", " -->", "<a title='", "'>", "<script>",
        "</script>", "<", "<p>", "sam@mail.example", "<img alt='José'>", "\\", "night-", "owl", "</p>", "nav",
    ]  # fmt: skip

    def some(most: int) -> str:
        texts = own if chance.random() < 0.4 else ["An answer", "<p>", "<b>", "and more"]
        return chance.choice(["", " "]).join(chance.choices(texts, k=chance.randrange(most)))

    return HEAD.format(chance.choice(own[:4])) + some(3) + nav + some(6) + foot + some(2)


def alone(site: Path, name: str, secrets: Secrets) -> dict[str, list[gate.Leak]]:
    content = (site / name).read_bytes()
    leaks = gate._leaks_in(name, content, secrets)
    return {name: leaks} if leaks else {}


@pytest.mark.parametrize(("seed", "at_once"), [(0, gate.ENOUGH), (1, 0), (2, 10_000)])
def test_each_file_has_the_leaks_that_it_has_alone(
    secrets: Secrets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, at_once: int
) -> None:
    """However many files are looked at together."""
    monkeypatch.setattr(gate, "ENOUGH", at_once)
    chance = random.Random(seed)
    site = tmp_path / "site"
    site.mkdir()
    starts = ["", f"{' '.join(SPLIT[4:])} ", "Pérez Roe ", "-1388 ", "014 "]
    ends = ["", f" {' '.join(SPLIT[:4])}", " José", " call 541-714", " c-", "c"]
    for n in range(120):
        nav, foot = (f"<nav>{chance.choice(starts)}{text}{chance.choice(ends)}" for text in (NAV, FOOT))
        (site / f"{n:03}.html").write_text(a_page(chance, nav, foot), "utf-8")
    names = [*files_below(str(site))]
    found = gate.look(site, names, secrets)
    expected = {k: v for name in names for k, v in alone(site, name, secrets).items()}
    assert found == expected
    assert 10 < len(found) < 110


BORDER = [
    ("541-7", "14-1388<p>"),
    (f"{' '.join(SPLIT[:5])}", f" {' '.join(SPLIT[5:])}<p>"),
    ("José<i>", "</i> Pérez Roe<p>"),
    ("c-0", "14<p>"),
]


@pytest.mark.parametrize(("end", "start"), BORDER)
def test_what_crosses_the_border_of_a_stretch_is_found(
    secrets: Secrets, tmp_path: Path, end: str, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    for n in range(4):
        (site / f"{n}.html").write_text(f"<p>{n}</p>{NAV}<p>{end}<u>{'abcd'[n]}</u>{NAV}", "utf-8")
    (site / "5.html").write_text(f"<p>5</p>{NAV}<p>{end}{start}<u>e</u>{NAV}", "utf-8")
    names = [*files_below(str(site))]
    assert [*gate.look(site, names, secrets)] == ["5.html"]
    monkeypatch.setattr(Reader, "_enough", lambda self, lines: 0)
    assert [*gate.look(site, names, secrets)] == []


def test_a_stretch_in_a_comment_is_read_as_a_comment(secrets: Secrets, tmp_path: Path) -> None:
    """Where marks are not markup of their own, the page is read as a whole."""
    parts = [f"<li><b title='x'>{word}</b></li>" for word in SPLIT]
    for n in range(3):
        (tmp_path / f"{n}.html").write_text(f"<p>{n}</p>{NAV}<p>{n}</p>", "utf-8")
    (tmp_path / "9.html").write_text(f"<p>9</p><!-- {NAV} {''.join(parts)}", "utf-8")
    names = [f"{n}.html" for n in (0, 1, 2, 9)]
    assert [*gate.look(tmp_path, names, secrets)] == ["9.html"]


def test_only_what_is_a_pages_own_is_read_again() -> None:
    learnt: list[str] = []
    common = Stretches(lambda stretch, mark: not learnt.append(stretch))
    pages = [f"<p>{n}</p>{NAV}<i>{n}</i>{FOOT}".encode() for n in range(3)]
    assert common.own(pages[0]) == (pages[0], 0)
    for page in pages[1:]:
        own, count = common.own(page)
        assert count == len(learnt) == 1  # the foot is too short
        assert len(own) < stretches.LEAST + len(FOOT)
    assert learnt[0].startswith("</p>")


def test_pages_that_go_on_in_different_ways_are_known_too() -> None:
    common = Stretches(lambda stretch, mark: True)
    ways = [NAV.replace("<li", f"<li lang={way}") for way in ("de", "fr", "nl")]
    sizes = []
    for n in range(12):
        page = f"<p>{n}</p>{NAV}<i>{n}</i>{ways[n % 3]}<b>{n}</b>{FOOT * 4}".encode()
        own, _ = common.own(page)
        sizes.append(len(own))
    assert max(sizes[-3:]) < 100


MARKUP = st.lists(
    st.sampled_from(
        ["<", ">", "-", "--", "<!--", "-->", "<script", "<script>", "</script", "</script >", "<style>",
         "</style>", "<a", " b='", "'", '"', "x", " ", "/", "!", "<p>", "</p>", "<!doctype>", "\n"]
    )
).map("".join)  # fmt: skip
PLAINLY = re.compile(
    rf"""( <!--.*?(?:-->|\Z)
        | <script\b[^>]*+>.*?(?:</script\s*>|\Z) | <style\b[^>]*+>.*?(?:</style\s*>|\Z)
        | {markup._TAG} | <[a-z/!?][^<>]*+> )""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


@given(MARKUP)
def test_markup_is_taken_apart_as_its_plain_expression_says(text: str) -> None:
    assert markup.MARKUP.split(text) == PLAINLY.split(text)


@given(MARKUP, MARKUP, MARKUP)
@example("", "<script</script >", ">")
def test_whole_markup_is_the_same_whatever_stands_around_it(before: str, text: str, behind: str) -> None:
    reader = Reader(lambda _: True, 8)
    if all(reader._apart(part).are_whole for part in (before, text, behind)):
        joined = PLAINLY.split(before + text + behind)
        assert joined[1::2] == [p for part in (before, text, behind) for p in PLAINLY.split(part)[1::2]]
