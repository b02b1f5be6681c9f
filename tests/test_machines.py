"""What the public site tells machines: data in the head, Markdown twins, llms.txt, the feed, robots.txt."""

import json
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml
from handrail.pages import twins, website
from handrail.pages.rendering import Renderer
from handrail.pages.twins import Twins, written_out
from handrail.pages.website import Site, site_of
from handrail.publish.sites import build_sites
from handrail.reading.folder import read_library
from handrail.records.base import Audience
from handrail.records.links import targets
from handrail.views import public_view
from mkdocs.config import load_config
from selectolax.lexbor import LexborHTMLParser

from .company import TODAY, write_company

ROOT = Path(__file__).parents[1]
URL = "https://help.fitstore.example/"
SCHEMAS = yaml.safe_load((Path(__file__).parent / "cases/machines.yml").read_text("utf-8"))
ATOM = "{http://www.w3.org/2005/Atom}"


def site_from(records: Path, audience: Audience = Audience.PUBLIC) -> Site:
    library, _ = read_library(records)
    return site_of(library, audience, TODAY)


def renderer(site: Site) -> Renderer:
    config = load_config(str(ROOT / "mkdocs.yml"))
    return Renderer(config.markdown_extensions, config.mdx_configs, site.resolve, site.heads, lambda name: "")


def head(site: Site, address: str) -> LexborHTMLParser:
    return LexborHTMLParser(str(renderer(site).head(site.pages[address])))


def data(parsed: LexborHTMLParser) -> list[dict[str, Any]]:
    """The JSON-LD of a head."""
    return [json.loads(node.text()) for node in parsed.css("script[type='application/ld+json']")]


@pytest.fixture(scope="module")
def example() -> Site:
    return site_from(ROOT / "playbooks")


def test_data_of_every_page_is_as_schema_org_has_it(example: Site) -> None:
    found = set()
    draw = renderer(example)
    for page in example.pages.values():
        for each in data(LexborHTMLParser(str(draw.head(page)))):
            jsonschema.validate(each, SCHEMAS[each["@type"]], format_checker=jsonschema.FormatChecker())
            found.add((page.template, each["@type"]))
    assert {
        ("question.html", "FAQPage"),
        ("tutorial.html", "HowTo"),
        ("question.html", "BreadcrumbList"),
        ("topic.html", "BreadcrumbList"),
    } <= found


def test_schemas_refuse_what_is_wrong(example: Site) -> None:
    breadcrumbs, question = data(head(example, "questions/what-can-i-return/"))
    for spoilt in (
        {**question, "mainEntity": []},
        {**question, "author": "x"},
        {**breadcrumbs, "itemListElement": [{"@type": "ListItem", "position": 1}]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(spoilt, SCHEMAS[spoilt["@type"]])


def test_breadcrumbs_lead_from_home_to_the_page(example: Site) -> None:
    [crumbs, _] = data(head(example, "tutorials/pair-your-smart-scale/"))
    assert [(item["name"], item["item"]) for item in crumbs["itemListElement"]] == [
        ("Example Fit Store Help", URL),
        ("Using our products", f"{URL}topics/products-use/"),
        ("Equipment and smart scale", f"{URL}topics/equipment/"),
        ("Connect your smart scale to the app", f"{URL}tutorials/pair-your-smart-scale/"),
    ]


def test_previews_have_title_description_and_address(example: Site) -> None:
    draw = renderer(example)
    for page in example.pages.values():
        parsed = LexborHTMLParser(str(draw.head(page)))
        said = {n.attributes["property"]: n.attributes["content"] for n in parsed.css("meta[property]")}
        assert said["og:url"] == f"{URL}{page.address}"
        assert said["og:title"]
        assert 20 <= len(said["og:description"] or "") <= 160, page.address


HOSTILE = """\
question: "</script><img src=x onerror=alert(1)> ]]> & <!-- *a* [b](c)"
topic: orders
audience: public
confidence: validated
owner: founder
published: 2026-11-01
answer: |
  Plain </script><script>alert(1)</script> &lt;/script> `</script>` text.
changes: [{on: 2026-11-02, what: "</summary>]]><script>alert(1)</script>"}]
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Site:
    files = {"questions/h.yml": HOSTILE}
    files["settings.yml"] = (
        "site: {name: '</title><b>Help', url: 'https://help.example', description: '<b>'}\n"
    )
    return site_from(write_company(tmp_path / "records", files))


def test_texts_of_records_do_not_end_the_data_they_are_in(hostile: Site) -> None:
    parsed = head(hostile, "questions/h/")
    assert {node.tag for node in parsed.css("head *, body *")} == {"meta", "link", "script"}
    assert [node.attributes for node in parsed.css("script")] == [{"type": "application/ld+json"}] * 2
    _, question = data(parsed)
    [entity] = question["mainEntity"]
    assert entity["name"].startswith("</script><img")
    assert "</script>" in entity["acceptedAnswer"]["text"]


def test_the_feed_of_hostile_records_is_still_xml(hostile: Site) -> None:
    [entry] = ElementTree.fromstring(hostile.files["feed.xml"]).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title", "").startswith("</script><img")
    assert entry.findtext(f"{ATOM}summary") == "Updated: </summary>]]><script>alert(1)</script>"


def test_staff_pages_tell_machines_nothing() -> None:
    site = site_from(ROOT / "playbooks", Audience.INTERNAL)
    draw = renderer(site)
    assert {str(draw.head(page)) for page in site.pages.values()} == {""}
    assert site.files.keys() == {"assets/looks.css"}


def test_the_feed_has_what_atom_asks_for(example: Site) -> None:
    feed = ElementTree.fromstring(example.files["feed.xml"])
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}id") == URL
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert [link.get("href") for link in feed.findall(f"{ATOM}link[@rel='self']")] == [f"{URL}feed.xml"]
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id", "") for entry in entries]
    assert len(ids) == len(set(ids)) == len([p for p in example.pages.values() if p.updated])
    assert all(id.removeprefix(URL) in example.pages for id in ids)
    days = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated", "")) for entry in entries]
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    for entry in entries:
        assert entry.findtext(f"{ATOM}title")
        assert entry.findtext(f"{ATOM}summary")
        assert entry.findtext(f"{ATOM}published", "") <= entry.findtext(f"{ATOM}updated", "")


def test_without_an_address_there_is_no_feed_and_data_stay_right(tmp_path: Path) -> None:
    site = site_from(write_company(tmp_path, {"questions/h.yml": HOSTILE}))
    assert {"feed.xml", "robots.txt"}.isdisjoint(site.files)
    crumbs, _ = data(head(site, "questions/h/"))
    assert [item["item"] for item in crumbs["itemListElement"]] == ["../../", "../../topics/orders/", "./"]


def test_every_link_in_a_twin_leads_to_a_page(example: Site) -> None:
    assert example.has_twins
    for page in example.pages.values():
        links = {
            target for _, target in targets(twin(example, page.address)) if not re.match("[a-z]+:", target)
        }
        for link in links:
            to = urljoin(f"https://x/{page.address}", link).removeprefix("https://x/").partition("#")[0]
            assert to in example.pages, (page.address, link)


def twin(site: Site, address: str) -> str:
    return Twins(site.resolve).of(site.pages[address])


def test_the_twin_of_a_question_says_all_that_its_page_says(example: Site) -> None:
    text = twin(example, "questions/what-can-i-return/")
    assert text.startswith("# What can I return, and what not?\n\nYou can return almost everything")
    assert "[remove it from the app](../../tutorials/start-a-return/)" in text
    assert "help@fitstore.example" in text


def test_a_twin_leaves_out_what_the_page_does_not_show(hostile: Site) -> None:
    def nowhere(kind: str, id: str, page: str) -> tuple[str, str] | None:
        return ("questions/x/", "A *title*") if id == "x" else None

    text = "a <!-- secret -->b `<!-- code -->` [](question:x) [t](question:x#y) [z](/contact/)\n\n<!--\n-->d"
    assert written_out(text, "questions/h/", nowhere) == (
        "a b `<!-- code -->` [A \\*title\\*](../x/) [t](../x/#y) [z](../../contact/)\n\nd"
    )


def test_a_comment_in_a_public_text_is_in_no_published_byte(tmp_path: Path) -> None:
    comment = "<!--\n  staff: <b>pay</b>\n\n  zwiebelhut\n  -->"
    record = HOSTILE.replace("Plain <", f"{comment}\n  A <b>bold</b> answer. <!-- zwiebelhut -->\n  <")
    write_company(tmp_path / "records", {"questions/h.yml": record})
    assert not build_sites(tmp_path / "records", [Audience.PUBLIC], tmp_path, date(2026, 11, 22)).problems
    site = tmp_path / "public"
    assert not [file for file in site.rglob("*") if file.is_file() and b"zwiebelhut" in file.read_bytes()]
    page = LexborHTMLParser((site / "questions" / "h" / "index.html").read_bytes())
    assert page.css_first("meta[name=description]").attributes["content"].startswith("A bold answer.")


def test_llms_txt_has_the_form_of_its_proposal(example: Site) -> None:
    lines = example.files["llms.txt"].splitlines()
    assert lines[0] == "# Example Fit Store Help"
    assert lines[2].startswith("> Answers and step-by-step guides")
    assert [line for line in lines if line.startswith("#")][-1] == "## Optional"
    links = [m for line in lines if (m := re.fullmatch(r"- \[.+\]\((.+?)\)(: .+)?", line))]
    assert len(links) == len([line for line in lines if line.startswith("- ")])
    kept = {page.address for page in example.pages.values() if not page.retired}
    assert {m[1].removeprefix(URL) for m in links} == {f"{address}index.md" for address in kept}


def test_llms_txt_of_a_large_site_names_topics_whose_twins_name_the_pages(
    example: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, _ = read_library(ROOT / "playbooks")
    view = public_view(library, date(2026, 11, 22))
    monkeypatch.setattr(twins, "LISTED", len(example.pages) - 1)
    text = twins.list_of_twins(view, example.pages)["llms.txt"]
    topics, optional = text.split("## Optional")
    assert {*re.findall(rf"{URL}(\S+)index\.md", topics)} == {
        page.address for page in example.pages.values() if page.template == "topic.html"
    }
    assert "topics/" not in optional
    assert f"{URL}contact/index.md" in optional
    assert "questions/" not in text


def test_robots_txt_names_the_sitemap(example: Site) -> None:
    assert example.files["robots.txt"].endswith(f"\nSitemap: {URL}sitemap.xml\n")


@pytest.mark.parametrize("name", ["llms.txt", "feed.xml", "questions/track-my-order/index.md"])
def test_the_gate_reads_what_lies_beside_pages(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file beside the pages that has an internal text stops the build."""
    library, _ = read_library(ROOT / "playbooks")
    secret = library.procedures["start-a-return"].staff_note
    original = website._public

    def leaking(view: Any, written: frozenset[str]) -> Site:
        site = original(view, written)
        text = site.files.get(name) or twin(site, name.removesuffix("index.md"))
        return replace(site, files={**site.files, name: f"{text}\n<!-- {secret} -->\n"})

    monkeypatch.setattr(website, "_public", leaking)
    found = build_sites(ROOT / "playbooks", [Audience.PUBLIC], tmp_path, date(2026, 11, 22)).problems
    assert {(p.number, p.path.removeprefix(f"{tmp_path}/public/")) for p in found if not p.is_warning} == {
        ("H062", name)
    }
