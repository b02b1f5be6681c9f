"""Pages whose common parts are parsed once have what they have when each is parsed as a whole."""

import random
import re
from pathlib import Path

import pytest
from handrail.publish import parsed as module
from handrail.publish.links import broken_links
from handrail.publish.parsed import Parser, parsed
from handrail.publish.passed import Before
from handrail.stored import files_below

TAGS = """
    a p b i div table tbody tr td caption colgroup col select option optgroup template form svg math title
    textarea script style noscript iframe noembed noframes xmp plaintext frameset frame body html head image
    img button foreignObject mi annotation-xml li h1 link area source svg:a nobr
    """.split()  # noqa: SIM905 -- a list of tags reads better than 40 quoted ones
ODD = ["<!--", "-->", "<![CDATA[", "]]>", "<a href='", "'>", "<", ">", "text", "<!doctype html>", "</p", "\2"]


def a_piece(chance: random.Random, calm: float) -> str:
    n = chance.randrange(1000)
    if chance.random() < calm:
        return chance.choice([f"<p id=i{n}>x</p>", f"<a href=l{n}>x</a>", f"<img src=l{n}>", "words "])
    if chance.random() < 0.1:
        return chance.choice(ODD)
    tag = chance.choice(TAGS)
    if chance.random() < 0.4:
        return f"</{tag}>"
    names = chance.choice([f"id=i{n}", f"href=l{n}", f"src=l{n}", f"action=l{n} id=i{n}", f"name=n{n}", ""])
    return f"<{tag} {names}>"


def some(chance: random.Random, most: int, calm: float) -> str:
    return "".join(a_piece(chance, calm) for _ in range(chance.randrange(most)))


def pages(seed: int) -> list[bytes]:
    """Pages with some broken markup of their own, between parts that may be broken as well."""
    chance = random.Random(seed)
    common = [some(chance, 60, chance.choice([0.8, 0.97, 1])) for _ in range(4)]
    return [
        "".join(
            some(chance, 4, 0.7) + part for part in ["<html><body id=top>", *chance.choices(common, k=3), ""]
        ).encode()
        for _ in range(12)
    ]


def differences(seeds: range) -> tuple[int, int]:
    """How many pages have other links or an id too many, and how many were not parsed as a whole."""
    wrong = short = 0
    for seed in seeds:
        parser = Parser()
        for page in pages(seed):
            found, whole = parser.read(page), parsed(page)
            wrong += found.links != whole.links or not found.ids <= whole.ids
            short += bool(parser._known) and parser._stretches.own(page)[1] > 0
    return wrong, short


def test_every_link_is_found_and_no_place_that_is_not_there() -> None:
    wrong, short = differences(range(400))
    assert wrong == 0
    assert short > 500


@pytest.mark.parametrize(
    ("taken_away", "by"),
    [
        ("_PROBE", "<form id=\2form></form><select id=\2select></select><img id=\2image>"),
        ("_DEPENDS", re.compile(b"(?!)")),
        ("_ONCE", frozenset()),
    ],
)
def test_without_what_tells_where_marks_may_stand_it_goes_wrong(
    monkeypatch: pytest.MonkeyPatch, taken_away: str, by: object
) -> None:
    monkeypatch.setattr(module, taken_away, by)
    assert differences(range(400))[0] > 0


NAV = "".join(f"<li><a href=../{n}/>{n}</a></li>" for n in range(40))


def test_a_stretch_ends_with_a_whole_piece() -> None:
    parser = Parser()
    for behind in ("<p>1", "<p>2", "<p>3"):
        parser.read(f"<p>{behind[-1]}</p>{NAV}<{behind}".encode())
    assert "x" in parser.read(f"<p>4</p>{NAV}<a href=x>".encode()).links


def test_what_a_table_of_another_part_makes_of_a_tag_is_seen() -> None:
    parser = Parser()
    for n in range(4):
        page = f"<h1>{n}</h1><table id=t{n}>{NAV}<image id=x></table>".encode()
        assert parser.read(page).ids <= parsed(page).ids


def test_common_parts_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parser, sizes, whole = Parser(), list[int](), module._parsed
    monkeypatch.setattr(module, "_parsed", lambda content: sizes.append(len(content)) or whole(content))
    for n in range(20):
        assert "../7/" in parser.read(f"<p id=x{n}>.</p>{NAV}<i>{n}</i>".encode()).links
    assert max(sizes[-10:]) < 100


def test_a_place_in_a_table_is_there_although_its_table_starts_in_a_common_part(tmp_path: Path) -> None:
    nav = NAV.replace("../", "/")
    for n in range(40):
        (tmp_path / f"{n}").mkdir()
        row = f"<tr id=row{n}><td><a href=/{(n + 1) % 40}/#row{(n + 1) % 40}>.</a>"
        (tmp_path / f"{n}/index.html").write_text(f"<h1>{n}</h1>{nav}<table><tbody>{row}")
    assert broken_links(tmp_path, [*files_below(str(tmp_path))], Before())[0] == []
