"""Real MkDocs builds of both sites: what is in them, and what stays when a build fails or is killed."""

import os
import re
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from handrail.cli.options import day_of
from handrail.problems import errors
from handrail.publish.building import Given
from handrail.publish.configuration import set_options
from handrail.publish.links import broken_links
from handrail.publish.passed import Before
from handrail.publish.sites import build_sites, config_file
from handrail.reading.folder import read_library
from handrail.records.base import Audience
from handrail.stored import files_below
from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).parents[1]
BOTH = [Audience.PUBLIC, Audience.INTERNAL]
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both sites of the example, as of the day that MkDocs alone would take; nothing else is written to."""
    to = tmp_path_factory.mktemp("site")
    before = tree(ROOT / "docs"), tree(ROOT / "playbooks")
    assert errors(build_sites(ROOT / "playbooks", BOTH, to, day_of(ROOT / "playbooks", None)).problems) == []
    assert (tree(ROOT / "docs"), tree(ROOT / "playbooks")) == before
    return to


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A copy of the example's records that a test may break."""
    return Path(shutil.copytree(ROOT / "playbooks", tmp_path / "company"))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def body(file: Path) -> str:
    """What stands in the article of a page, without tags."""
    text = re.search("<article.*?>(.*)</article>", file.read_text("utf-8"), re.DOTALL)
    assert text
    return " ".join(re.sub("<[^>]+>", " ", text[1]).split())


def pages_in(folder: Path) -> set[str]:
    """The pages in a folder of a site, those that lead on to another one left out."""
    pages = folder.glob("*/index.html")
    return {page.parent.name for page in pages if "This page has moved" not in page.read_text("utf-8")}


def test_every_public_record_has_its_page_and_no_other_one(example: Path) -> None:
    for kind, folder in (("questions", "questions/*"), ("tutorials", "procedures")):
        files = (ROOT / "playbooks").glob(f"{folder}/*.yml")
        public = {f.stem for f in files if "\naudience: public" in f.read_text("utf-8")}
        assert pages_in(example / "public" / kind) == public
    assert not (example / "public" / "playbooks").exists()


def test_internal_site_has_every_record(example: Path) -> None:
    procedures = {f.stem for f in (ROOT / "playbooks" / "procedures").glob("*.yml")}
    assert pages_in(example / "internal" / "playbooks") == procedures
    assert "Not on the public site" in body(
        example / "internal/questions/supplements-and-medicine/index.html"
    )


def test_playbook_page_says_all_that_staff_need(example: Path) -> None:
    text = body(example / "internal/playbooks/pair-your-smart-scale/index.html")
    for part in (
        "When A customer has a new scale",  # trigger
        "Owner support-2",
        "Backup support-1",
        "SLA 1 day",
        "Seven of ten cases end here",  # staff's voice
        "Expected The display lights up",
        "If it fails",
        "2 minutes",
        "self serve",
        "Escalation",
        "Plan B",
        "Used in 12 interactions",
        "What the customer reads: Connect your smart scale to the app",
    ):
        assert part in text, part


def test_sidebar_shows_topics_and_no_records(example: Path) -> None:
    html = (example / "public/questions/delivery-times/index.html").read_text("utf-8")
    sidebar = re.search(r'<nav class="md-nav md-nav--primary".*?</nav>\s*</div>', html, re.DOTALL)
    assert sidebar
    links = re.findall(r'href="([^"]+)"', sidebar[0])
    assert links
    assert not [link for link in links if "questions/" in link or "tutorials/" in link]


def test_plain_mkdocs_builds_the_same_public_site(example: Path, tmp_path: Path) -> None:
    command = [BIN / "mkdocs", "build", "--strict", "--site-dir", tmp_path / "plain"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert tree(tmp_path / "plain") == tree(example / "public")


def test_only_the_staff_site_has_the_form_and_the_guide(example: Path) -> None:
    staff, public = tree(example / "internal"), tree(example / "public")
    form = {name: content for name, content in staff.items() if name.startswith("edit/")}
    assert {"edit/index.html", "edit/config.json", "edit/sveltia-cms.js"} < form.keys()
    assert "guide/index.html" in staff
    assert not [name for name in public if name.startswith(("edit", "guide", "problem-codes"))]
    assert not set(form.values()) & set(public.values())
    assert not [name for name, content in public.items() if b"sveltia" in content.lower()]


def test_plain_mkdocs_builds_the_same_internal_site(example: Path, tmp_path: Path) -> None:
    command = [
        BIN / "mkdocs",
        "build",
        "--strict",
        "-f",
        "mkdocs.internal.yml",
        "--site-dir",
        tmp_path / "plain",
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert tree(tmp_path / "plain") == tree(example / "internal")


def test_records_behind_a_link_are_of_the_site_beside_the_link(tmp_path: Path) -> None:
    (tmp_path / "data/records").mkdir(parents=True)
    (tmp_path / "playbooks").symlink_to(tmp_path / "data/records", target_is_directory=True)
    for folder in (tmp_path, tmp_path / "data"):
        (folder / "mkdocs.yml").write_text("extra: {handrail: {}}\n")
    assert config_file(tmp_path / "playbooks", Audience.PUBLIC) == tmp_path / "mkdocs.yml"
    given = Given(read_library(tmp_path / "playbooks")[0], date(2026, 11, 22))
    config = MkDocsConfig()
    config.extra = {"handrail": {}}
    set_options(config, tmp_path / "playbooks", Audience.PUBLIC, given)
    assert config.extra["handrail"]["records"] == str(tmp_path / "playbooks")


def test_a_configuration_that_inherits_ours_is_ours(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("INHERIT: base.yml\ncopyright: Example\n")
    for base, is_ours in (("extra: {handrail: {}}\n", True), ("site_name: Other\n", False)):
        (tmp_path / "base.yml").write_text(base)
        ours = config_file(tmp_path / "playbooks", Audience.PUBLIC)
        assert (ours == tmp_path / "mkdocs.yml") is is_ours


def test_plain_mkdocs_ends_with_every_problem_and_keeps_the_old_site(company: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / "index.html").write_text("the old site")
    spoil(company)
    config = tmp_path / "mkdocs.yml"
    config.write_text(f"INHERIT: {ROOT}/mkdocs.yml\nextra: {{handrail: {{records: {company}}}}}\n")
    for name in ("docs", "hooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    command = [BIN / "mkdocs", "build", "-f", config, "--site-dir", old]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert (
        "company/questions/orders-delivery/delivery-times.yml:2:1: H011 questio: there is no such field"
        in done.stderr
    )
    assert "company/team.yml" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(old) == {"index.html": b"the old site"}


def spoil(company: Path) -> None:
    """Two mistakes in two files."""
    record = company / "questions/orders-delivery/delivery-times.yml"
    record.write_text(record.read_text("utf-8").replace("question:", "questio:", 1), "utf-8")
    (company / "team.yml").write_text("- handle: Support 1\n", "utf-8")


def test_failed_build_leaves_the_old_site_whole(company: Path, tmp_path: Path) -> None:
    to = tmp_path / "site"
    assert errors(build_sites(company, BOTH, to, date(2026, 11, 22)).problems) == []
    before = tree(to / "public")
    spoil(company)
    assert len(errors(build_sites(company, BOTH, to, date(2026, 11, 22)).problems)) > 1
    assert tree(to / "public") == before


def test_a_link_that_leads_nowhere_stops_the_build(company: Path, tmp_path: Path) -> None:
    to = tmp_path / "site"
    record = company / "questions/orders-delivery/delivery-times.yml"
    dead = (
        "answer: |\n  [One](/questions/track-my-ordr/), [two](#nowhere).\n"
        "  [Three](question:track-my-order#gone), <a href='/none/'>four</a>.\n\n  "
    )
    text = record.read_text("utf-8").replace("answer: |\n  ", dead, 1)
    record.write_text(text, "utf-8")
    line = text[: text.index("[One]")].count("\n") + 1
    settings = company / "settings.yml"
    settings.write_text(settings.read_text("utf-8").replace("We answer", "We [answer](/away/)", 1), "utf-8")
    problems = errors(build_sites(company, [Audience.PUBLIC], to, date(2026, 11, 22)).problems)
    intro = [p for p in problems if p.path == str(settings)]
    assert [(p.number, p.message) for p in intro] == [("H041", "'/away/' leads nowhere")]
    of_record = [f"{p.line}:{p.column} {p.number} {p.message} → {p.fix}" for p in problems if p not in intro]
    assert of_record == [
        f"{line}:9 H041 '/questions/track-my-ordr/' leads nowhere"
        " → did you mean '/questions/track-my-order/'?",
        f"{line}:43 H042 '#nowhere': that page has no such place → correct the part after '#'",
        f"{line + 1}:11 H042 'question:track-my-order#gone': that page has no such place"
        " → correct the part after '#'",
        f"{line + 1}:51 H041 '/none/' leads nowhere → correct the link, or the address",
    ]
    assert {p.path for p in problems} == {str(record), str(settings)}
    assert not (to / "public").exists()


def test_link_gate_sees_links_into_pages_files_and_places(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text('<h1 id="top">A</h1><a href="../">home</a><img src="x.png">')
    (tmp_path / "index.html").write_text('<a href="a/#top">ok</a><a href="a/#no">no</a><a href="b/">no</a>')
    broken, _ = broken_links(tmp_path, [*files_below(str(tmp_path))], Before())
    assert {(one.page, one.link, one.is_place) for one in broken} == {
        ("a/index.html", "x.png", False),
        ("index.html", "b/", False),
        ("index.html", "a/#no", True),
    }


def wait_for(url: str, words: str, seconds: float = 60) -> None:
    """Until the page at `url` has `words`."""
    from urllib.request import urlopen

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urlopen(url, timeout=2) as page:
                if words in page.read().decode():
                    return
        except OSError:
            pass
        time.sleep(0.2)
    pytest.fail(f"{url} does not say {words!r} after {seconds} s")


def test_mkdocs_serve_shows_an_edited_template(tmp_path: Path) -> None:
    """In a copy of the project, which its own hook and templates are taken from."""
    for name in ("docs", "hooks", "playbooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    port = 20000 + os.getpid() % 2000
    process = subprocess.Popen(
        [BIN / "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "hooks")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        page = f"http://127.0.0.1:{port}/questions/delivery-times/"
        wait_for(page, "Still stuck?")
        template = tmp_path / "hooks/handrail/pages/templates/_parts.html"
        template.write_text(template.read_text("utf-8").replace("Still stuck?", "Not solved?"), "utf-8")
        wait_for(page, "Not solved?")
    finally:
        process.terminate()
        process.wait()
