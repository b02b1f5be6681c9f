"""A retired record on the built site: its address works, and nothing leads there but old links."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from handrail.cli import main
from handrail.evidence.coverage import answers
from handrail.problems import errors
from handrail.publish.sites import build_sites
from handrail.reading.folder import read_library
from handrail.records.base import Audience

from .company import BASE, TODAY, write_company

QUESTION = """\
question: How do I order?
topic: orders
audience: public
confidence: validated
owner: founder
published: 2026-01-31
asked_as: [how to buy]
answer: By mail.
"""
GONE = """\
kind: question
title: May I send a telegram?
audience: public
retired: 2026-02-28
instead: [here]
"""
USED = """\
- {on: 2026-01-01, channel: call, customer: c-1, by: founder, minutes: 1, outcome: solved, used: [gone]}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("retired")
    settings = BASE["settings.yml"].replace("site:\n", "site:\n  url: https://help.company.example/\n")
    files = {"settings.yml": settings, "questions/here.yml": QUESTION, "retired/gone.yml": GONE}
    problems = build_sites(
        write_company(folder / "playbooks", files), [Audience.PUBLIC], folder / "site", TODAY
    ).problems
    assert errors(problems) == []
    return folder / "site" / "public"


def test_its_page_says_what_to_read_and_asks_search_engines_to_forget_it(site: Path) -> None:
    page = (site / "questions/gone/index.html").read_text("utf-8")
    assert "This page is no longer kept up." in page
    assert '<a href="../here/">How do I order?</a>' in page
    assert page.count('<meta name="robots" content="noindex">') == 1
    assert "noindex" not in (site / "questions/here/index.html").read_text("utf-8")


def test_nothing_else_on_the_site_names_it(site: Path) -> None:
    naming = sorted(
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.is_file() and (b"telegram" in path.read_bytes() or b"questions/gone" in path.read_bytes())
    )
    assert naming == ["_redirects.nginx.conf", "questions/gone/index.html", "questions/gone/index.md"]
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    assert sitemap.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    assert sitemap.count("<loc>") == len(list(site.rglob("index.html"))) - 1


def test_what_it_was_used_for_is_answered_by_what_took_its_place(tmp_path: Path) -> None:
    files = {"questions/here.yml": QUESTION, "retired/gone.yml": GONE, "interactions/a.yml": USED}
    library, problems = read_library(write_company(tmp_path, files))
    assert problems == []
    assert [record.id for record in answers(library, library.interactions["a#1"])] == ["here"]


def test_an_import_does_not_bring_it_back(tmp_path: Path) -> None:
    folder = write_company(tmp_path / "records", {"retired/gone.yml": GONE})
    (tmp_path / "faq.csv").write_text("id,question,answer\ngone,May I?,So.\n", "utf-8")
    words = ["import", "table", str(tmp_path / "faq.csv"), "--records", str(folder)]
    result = CliRunner().invoke(main, words)
    assert (result.exit_code, "H018 the id 'gone' is taken by a retired record" in result.stdout) == (1, True)
