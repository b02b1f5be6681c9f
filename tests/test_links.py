"""What is found on a page by a selector is what a walk over all of its elements finds; and where it leads."""

import random
from pathlib import Path

import pytest
from handrail.publish.links import _LINKING, _parse, broken_links
from handrail.publish.passed import Before
from selectolax.lexbor import LexborHTMLParser

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


def walked(page: bytes) -> tuple[set[str | None], set[str | None]]:
    """The places on a page and its links, of every element."""
    root = LexborHTMLParser(page).root
    every = [node for node in root.traverse(include_text=False) if node.tag] if root else []
    names = {node.attributes.get("name") for node in every if node.tag == "a"}
    links = {node.attributes.get(_LINKING[node.tag]) for node in every if node.tag in _LINKING}
    return {"__top", *names, *(node.id for node in every)} - {None, ""}, links - {None, ""}


def test_no_place_and_no_link_is_missed() -> None:
    """Whatever is broken on a page."""
    for seed in range(3000):
        chance = random.Random(seed)
        page = (chance.choice(STARTS) + some(chance, 120, chance.choice([0, 0.7, 0.97]))).encode()
        found = _parse(page)
        assert (found.ids, found.links) == walked(page)


@pytest.mark.parametrize(("page", "own"), [("index.html", ""), ("a/index.html", ""), ("a/b.html", "b.html")])
@pytest.mark.parametrize(
    ("place", "is_there"),
    [
        ("#here", True),
        ("#__top", True),
        ("#caf%C3%A9", True),
        ("#", True),
        ("#her", False),
        ("#caf%C3%A8", False),
    ],
)
def test_a_place_on_the_page_itself(page: str, own: str, place: str, is_there: bool, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / page).write_text(f'<p id="here"><p id="café"><a href="{own}{place}">x</a>', "utf-8")
    broken, _ = broken_links(tmp_path, [page], Before())
    assert [each.link for each in broken] == ([] if is_there else [f"{own}{place}"])
