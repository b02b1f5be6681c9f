"""Pages whose common parts are parsed once have what they have when each is parsed as a whole."""

import random
import re

import pytest
from handrail.publish import links
from handrail.publish.links import _parse, _Parser

TAGS = """
    a p b i div table tbody tr td caption colgroup col select option optgroup template form svg math title
    textarea script style noscript iframe noembed noframes xmp plaintext frameset frame body html head image
    img button foreignObject mi annotation-xml li h1 link area source svg:a nobr
    """.split()  # noqa: SIM905 -- a list of tags reads better than 40 quoted ones
STARTS = ["<html><body id=top>", "<!doctype html><html id=all><head id=head>", ""]
ODD = ["<!--", "-->", "<![CDATA[", "]]>", "<a href='", "'>", '<a href="', '">', "<", ">", "text", "</p", "\2"]


def a_piece(chance: random.Random, calm: float) -> str:
    n = chance.randrange(1000)
    if chance.random() < calm:
        return chance.choice([f'<p id="i{n}">x</p>', f'<a href="l{n}">x</a>', f'<img src="l{n}">', "words "])
    if chance.random() < 0.1:
        return chance.choice(ODD)
    tag = chance.choice(TAGS)
    if chance.random() < 0.4:
        return f"</{tag}>"
    named = [f'id="i{n}"', f'href="l{n}"', f"src=l{n}", f'action="l{n}" id="i{n}"', f'name="n{n}"', ""]
    return f"<{tag} {chance.choice(named)}>"


def some(chance: random.Random, most: int, calm: float) -> str:
    return "".join(a_piece(chance, calm) for _ in range(chance.randrange(most)))


def pages(seed: int) -> list[bytes]:
    """Pages with some broken markup of their own, between parts that may be broken as well."""
    chance = random.Random(seed)
    common = [some(chance, 60, chance.choice([0.8, 0.97, 1])) for _ in range(4)]
    return [
        "".join(
            some(chance, 4, 0.7) + part for part in [chance.choice(STARTS), *chance.choices(common, k=3), ""]
        ).encode()
        for _ in range(12)
    ]


def differences(seeds: range) -> tuple[int, int]:
    """How many pages have something else, and how many were not parsed as a whole."""
    wrong = short = 0
    for seed in seeds:
        parser = _Parser()
        for page in pages(seed):
            wrong += parser.read(page) != _parse(page)
            short += b"\2" not in page and parser._stretches.own(page)[1] > 0
    return wrong, short


def test_what_is_found_on_a_page_does_not_depend_on_those_before() -> None:
    wrong, short = differences(range(400))
    assert wrong == 0
    assert short > 500


@pytest.mark.parametrize(
    ("taken_away", "by"), [("_PLAIN", re.compile(b"(?s:.*)")), ("_FOREIGN", re.compile(b"(?!)"))]
)
def test_without_what_tells_where_marks_may_stand_it_goes_wrong(
    monkeypatch: pytest.MonkeyPatch, taken_away: str, by: object
) -> None:
    monkeypatch.setattr(links, taken_away, by)
    assert differences(range(400))[0] > 0


NAV = "".join(f'<li><a href="../{n}/">{n}</a></li>' for n in range(40))


def test_common_parts_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parser, sizes, parsed = _Parser(), list[int](), links._parsed
    monkeypatch.setattr(links, "_parsed", lambda page, known: sizes.append(len(page)) or parsed(page, known))
    for n in range(20):
        assert "../7/" in parser.read(f"<p id=x{n}>.</p>{NAV}<i>{n}</i>".encode()).links
    assert max(sizes[-10:]) < 100
