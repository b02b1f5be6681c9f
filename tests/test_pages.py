"""Golden pages: the records of each case in `cases/pages/` and the exact body of the pages made from them.

To write a new case, give it `about`, `files` and the addresses under `pages`, and run this module with
`--write-golden`; then read what it wrote.
"""

from pathlib import Path
from textwrap import indent
from urllib.parse import urljoin

import jinja2
import pytest
import yaml
from handrail.checking import check
from handrail.pages.contents import headings
from handrail.pages.page import plain, relative_url
from handrail.pages.rendering import Renderer, day, environment, minutes, span
from handrail.pages.website import site_of
from handrail.problems import errors
from handrail.reading.folder import read_library
from handrail.records.base import Audience
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from mkdocs.config import load_config

from .company import TODAY, write_company

CASES = Path(__file__).parent / "cases" / "pages"
ROOT = Path(__file__).parents[1]


def bodies(case: dict, folder: Path) -> dict[str, str]:
    """The bodies of the pages that the case names, made as the site's configuration says."""
    library, problems = read_library(write_company(folder, case["files"]))
    refused = bool(errors([*problems, *check(library, TODAY)]))
    assert refused == case.get("refused", False)  # such a page is never published, and safe all the same
    config = load_config(str(ROOT / "mkdocs.yml"))
    site = site_of(library, Audience(case.get("audience", "public")), TODAY)
    renderer = Renderer(
        config.markdown_extensions,
        config.mdx_configs,
        site.resolve,
        site.heads,
        lambda name: f"<svg>{name}</svg>",
    )
    return {address: _tidy(renderer.html(site.pages[address])) for address in case["pages"]}


def _tidy(body: str) -> str:
    """`body` without empty lines and trailing spaces, which mean nothing in HTML."""
    return "".join(f"{line.rstrip()}\n" for line in body.splitlines() if line.strip())


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yml")), ids=lambda path: path.stem)
def test_golden_page(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    made = bodies(case, tmp_path)
    if request.config.getoption("--write-golden"):
        text = path.read_text("utf-8").partition("\npages:")[0]
        golden = "".join(f'  "{a}": |\n{indent(body, "    ")}' for a, body in made.items())
        path.write_text(f"{text}\npages:\n{golden}", "utf-8")
    assert made == case["pages"]


@pytest.mark.parametrize(
    ("to", "start", "url"),
    [
        ("", "", "./"),
        ("", "questions/a/", "../../"),
        ("questions/b/", "questions/a/", "../b/"),
        ("questions/b/#c", "", "questions/b/#c"),
        ("questions/a/#c", "questions/a/", "#c"),
        ("assets/x.png", "topics/t/", "../../assets/x.png"),
        ("#top", "contact/", "../#top"),
        ("topics/../questions//./b/#c", "questions/a/", "../b/#c"),
    ],
)
def test_relative_url(to: str, start: str, url: str) -> None:
    assert relative_url(to, start) == url


FOLDERS = st.lists(st.sampled_from(["a/", "b/", "ab/", "questions/"]), max_size=4).map("".join)


@given(to=st.tuples(FOLDERS, st.sampled_from(["", "x.png"])).map("".join), start=FOLDERS)
def test_a_browser_follows_it_to_the_page(to: str, start: str) -> None:
    assert urljoin(f"https://help.example/{start}", relative_url(to, start)) == f"https://help.example/{to}"


VALUES = ["a <b> & \"c\" 'd'", Markup("<i>&amp;</i>"), 7, None, Audience.PUBLIC, day(TODAY)]
WRITTEN = """\
{% macro twice(x) %}{{ x }}|{{ x ~ '<' }}{% endmacro %}
{{ x }} {{ x | e }} {{ twice(x) }} {% set y %}{{ x }}&{% endset %}{{ y }}
{% filter upper %}{{ x }}{% endfilter %}
{% call(z) around() %}{{ z }}{{ x }}{% endcall %}
"""


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_texts_are_escaped_as_jinja_does(value: object) -> None:
    text = "{% macro around() %}<p>{{ caller('<') }}</p>{% endmacro %}" + WRITTEN
    plain_jinja = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    ours = environment().overlay(autoescape=True, keep_trailing_newline=False)
    assert ours.from_string(text).render(x=value) == plain_jinja.from_string(text).render(x=value)


def test_description_is_plain_text_and_short() -> None:
    assert plain("**Yes**, see [this](question:x) `now`.\n\nMore.") == "Yes, see this now."
    assert len(plain("word " * 100)) <= 160
    assert plain("word " * 100).endswith("word…")


@pytest.mark.parametrize(
    ("text", "words"), [(1, "1 minute"), (60, "1 hour"), (0, "0 minutes"), (125, "2 hours 5 minutes")]
)
def test_minutes_in_words(text: int, words: str) -> None:
    assert minutes(text) == words


def test_durations_in_words() -> None:
    from datetime import timedelta

    assert [span(timedelta(minutes=m)) for m in (30, 60, 90, 1440, 129600)] == [
        "30 minutes",
        "1 hour",
        "1 hour 30 minutes",
        "1 day",
        "90 days",
    ]


def test_contents_are_the_second_and_third_level() -> None:
    body = (
        '<h1>T</h1><h2 id="a">A &amp; <code>b</code></h2><h3 id="c">C</h3><h4 id="x">X</h4><h2 id="d">D</h2>'
    )
    found = headings(body)
    assert [(h.title, h.id, [c.id for c in h.children]) for h in found] == [
        ("A & b", "a", ["c"]),
        ("D", "d", []),
    ]
