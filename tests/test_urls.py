"""A published address never breaks: redirects, old places, urls.txt and moved.yml, and the gate over them."""

import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from click.testing import CliRunner
from handrail.cli import main
from handrail.pages.moves import Moves
from handrail.pages.website import Site, site_of
from handrail.problems import Problem, errors
from handrail.publish.redirects import rules_for_hosts, rules_for_nginx
from handrail.publish.sites import build_sites
from handrail.publish.urls import gone, published
from handrail.reading.folder import read_library
from handrail.records.base import Audience
from selectolax.lexbor import LexborHTMLParser

from .company import TODAY, write_company
from .test_build import wait_for

QUESTION = {"topic": "orders", "audience": "public", "confidence": "validated", "owner": "founder"} | {
    "published": "2026-10-01",
    "reviewed": "2026-10-01",
}
GUIDE = QUESTION | {
    "trigger": "A mail.",
    "outcome": "Done.",
    "override": {"reason": "For a test.", "by": "founder", "until": "2027-01-31"},
}


def question(title: str, **more: object) -> str:
    fields = {"question": f"{title}?", "answer": f"Yes.\n\n## About {title}\n\nMore."} | QUESTION | more
    return yaml.safe_dump(fields, sort_keys=False)


def guide(title: str, **more: object) -> str:
    steps = [{"title": "First", "customer": "Do it."}, {"title": "Then", "customer": "Do this."}]
    fields = {"title": title, "customer_title": title, "steps": steps} | GUIDE | more
    return yaml.safe_dump(fields, sort_keys=False)


def company(folder: Path, files: Mapping[str, str]) -> Path:
    return write_company(folder / "playbooks", {"questions/other.yml": question("Other"), **files})


def moves(records: Path, audience: Audience = Audience.PUBLIC) -> Moves:
    library, problems = read_library(records)
    assert errors(problems) == []
    return site_of(library, audience, TODAY).moves


def build(records: Path) -> list[Problem]:
    """Build the public site beside the records; what is wrong."""
    return errors(build_sites(records, [Audience.PUBLIC], records.parent / "site", TODAY).problems)


def remember(records: Path) -> None:
    """What CI does after publishing."""
    command = ["urls", str(records.parent / "site/public"), "--records", str(records), "--write"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output


def land(site: Path, url: str, with_place: bool = True) -> str:
    """Where a reader without script and without rules of the host ends, by one redirect at most.

    The place must be there too, unless somebody said that another page takes the place of the whole page.
    """
    page, mark, place = url[1:].partition("#")
    html = LexborHTMLParser((site / page / "index.html").read_text("utf-8"))
    if refresh := html.css_first("meta[http-equiv=refresh]"):
        to = (refresh.attributes["content"] or "").partition("url=")[2]
        assert html.css_first("a").attributes["href"] == to
        assert html.css_first("script").attributes["data-to"] == to
        parts = urlsplit(urljoin(f"file:///{page}", to))
        page, place = parts.path[1:], place or parts.fragment
        html = LexborHTMLParser((site / page / "index.html").read_text("utf-8"))
        assert not html.css_first("meta[http-equiv=refresh]"), f"{url} is a chain"
    assert html.css_first("article"), url
    assert not (mark and with_place) or place in {node.attributes["id"] for node in html.css("[id]")}, url
    return f"/{page}#{place}" if place else f"/{page}"


OLD_IDS = {
    "questions/refund.yml": question("Refund", was=["money-back", "cash-back"]),
    "procedures/send-back.yml": guide("Send it back", was=["parcel-back"]),
    "topics.yml": "- {id: orders, title: Orders, was: [parcels]}\n",
}


def test_old_ids_of_records_and_topics_lead_on(tmp_path: Path) -> None:
    assert moves(company(tmp_path, OLD_IDS)).pages == {
        "questions/money-back/": "questions/refund/",
        "questions/cash-back/": "questions/refund/",
        "tutorials/parcel-back/": "tutorials/send-back/",
        "topics/parcels/": "topics/orders/",
    }


def test_old_ids_of_playbooks_lead_on_for_staff(tmp_path: Path) -> None:
    found = moves(company(tmp_path, OLD_IDS), Audience.INTERNAL).pages
    assert found["playbooks/parcel-back/"] == "playbooks/send-back/"


def test_an_old_id_of_an_internal_record_is_nowhere_on_the_public_site(tmp_path: Path) -> None:
    records = company(
        tmp_path, {"questions/plan.yml": question("Plan", was=["secret-plan"], audience="internal")}
    )
    assert build(records) == []
    site = records.parent / "site/public"
    assert not any(b"secret-plan" in file.read_bytes() for file in site.rglob("*") if file.is_file())


MOVED = """\
- {was: /topics/gone/, now: /questions/first/}
- {was: /questions/first/, now: /questions/second/}
- {was: /questions/second/, now: /questions/other/}
- {was: /a/, now: /b/}
- {was: /b/, now: /a/}
- {was: /c/, now: /nowhere/}
- {was: /questions/other/, now: /contact/}
"""


def test_no_chain_no_circle_and_no_page_that_is_there_moves(tmp_path: Path) -> None:
    assert moves(company(tmp_path, {"moved.yml": MOVED})).pages == {
        "topics/gone/": "questions/other/",
        "questions/first/": "questions/other/",
        "questions/second/": "questions/other/",
    }


def test_moves_that_lead_nowhere_or_hide_a_page_stop_the_build(tmp_path: Path) -> None:
    found = build(company(tmp_path, {"moved.yml": MOVED}))
    assert [(p.number, p.path.rpartition("/")[2], p.line, p.column) for p in found] == [
        ("H093", "moved.yml", 4, 19),
        ("H093", "moved.yml", 5, 19),
        ("H093", "moved.yml", 6, 19),
        ("H092", "moved.yml", 7, 9),
    ]


def test_a_page_that_became_a_guide_is_found_under_its_old_address(tmp_path: Path) -> None:
    records = company(tmp_path, {"questions/refund.yml": question("Refund", was=["money"])})
    assert build(records) == []
    remember(records)
    (records / "questions/refund.yml").unlink()
    (records / "procedures").mkdir()
    (records / "procedures/refund.yml").write_text(guide("Refund", was=["money"]), "utf-8")
    (records / "moved.yml").write_text(
        "- {was: '/questions/refund/#answer-about-refund', now: /tutorials/refund/}\n", "utf-8"
    )
    assert build(records) == []
    site = records.parent / "site/public"
    assert land(site, "/questions/refund/") == land(site, "/questions/money/") == "/tutorials/refund/"
    assert land(site, "/questions/refund/#answer-about-refund") == "/tutorials/refund/#answer-about-refund"


def test_a_place_that_moved_is_still_a_place(tmp_path: Path) -> None:
    """Within the page, at its top, and on another page."""
    moved = """\
- {was: '/questions/refund/#one', now: '/questions/refund/#two'}
- {was: '/questions/refund/#two', now: '/questions/refund/#answer-about-refund'}
- {was: '/questions/refund/#three', now: /questions/refund/}
- {was: '/questions/refund/#four', now: '/questions/other/#answer-about-other'}
- {was: '/questions/old/#five', now: '/questions/refund/#answer-about-refund'}
"""
    files = {"questions/refund.yml": question("Refund", was=["old"]), "moved.yml": moved}
    records = company(tmp_path, files)
    assert build(records) == []
    site = records.parent / "site/public"
    html = LexborHTMLParser((site / "questions/refund/index.html").read_text("utf-8"))
    heading = html.css_first("h2#answer-about-refund")
    assert {node.attributes["id"] for node in heading.css("span")} == {"one", "two", "five"}
    assert html.css_first("article #three") is not None
    link = html.css_first("p#four a")
    assert (link.attributes["href"], link.text()) == ("../other/#answer-about-other", "Other?")
    assert land(site, "/questions/old/#five") == "/questions/refund/#five"


def forgotten(fix: str) -> list[str]:
    """The lines for moved.yml that a problem names."""
    return re.findall(r"- \{was: '[^']+', now: '[^']+'\}", fix)


@pytest.mark.parametrize(
    ("change", "numbers", "said"),
    [
        (lambda records: (records / "questions/refund.yml").unlink(), ["H090"], "add 'was: [refund]'"),
        (
            lambda records: rewrite(records / "questions/refund.yml", audience="internal"),
            ["H090"],
            "publish 'refund' again, or run handrail retire refund, or add to",
        ),
        (
            lambda records: rewrite(records / "questions/refund.yml", answer="Yes.\n\n## Refunds\n\nMore."),
            ["H091"],
            "now: '/questions/refund/#answer-refunds'",
        ),
        (
            lambda records: (records / "topics.yml").write_text("- {id: orders, title: Orders}\n"),
            ["H090"],
            "now: '/",
        ),
        (lambda records: rename(records, "refund", "money", was=False), ["H090"], "add 'was: [refund]'"),
        (lambda records: rename(records, "refund", "money", was=True), [], ""),
        (lambda records: rewrite(records / "questions/refund.yml", related=["other"]), [], ""),
    ],
    ids=["deleted", "made internal", "heading", "topic", "renamed", "renamed with was", "a list comes"],
)
def test_a_build_that_would_break_an_address_fails_and_names_the_line(
    tmp_path: Path, change: Callable[[Path], object], numbers: list[str], said: str
) -> None:
    records = company(
        tmp_path,
        {
            "questions/refund.yml": question("Refund"),
            "questions/back.yml": question("Back", topic="returns"),
        },
    )
    assert build(records) == []
    remember(records)
    if said.startswith("now: '/") and "#" not in said:
        rewrite(records / "questions/back.yml", topic="orders")
    before = (records.parent / "site/public/index.html").read_bytes()
    change(records)
    found = build(records)
    assert [p.number for p in found] == numbers
    for problem in found:
        assert said in problem.fix
        assert problem.path.endswith("playbooks/urls.txt")
        lines = (records / "urls.txt").read_text("utf-8").splitlines()
        assert f"'{lines[problem.line - 1]}'" in problem.message
        (records / "moved.yml").write_text("\n".join(forgotten(problem.fix)) + "\n", "utf-8")
    if found:
        assert (records.parent / "site/public/index.html").read_bytes() == before
    assert build(records) == []


def test_of_a_page_that_goes_the_entries_that_led_to_it_say_nothing_more(tmp_path: Path) -> None:
    moved = "- {was: /questions/past/, now: /questions/before/}\n"
    moved += "- {was: /questions/before/, now: /questions/refund/}\n"
    moved += "- {was: '/questions/past/#one', now: '/questions/refund/#answer-about-refund'}\n"
    files = {"questions/refund.yml": question("Refund"), "moved.yml": moved}
    records = company(tmp_path, files)
    assert build(records) == []
    remember(records)
    (records / "questions/refund.yml").unlink()
    [one] = build(records)
    assert one.number == "H090"
    (records / "moved.yml").write_text(moved + "\n".join(forgotten(one.fix)) + "\n", "utf-8")
    assert build(records) == []


def rewrite(path: Path, **fields: object) -> None:
    value = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump(value | fields, sort_keys=False), "utf-8")


def rename(records: Path, old: str, new: str, was: bool) -> None:
    """What `handrail rename` does, or without `was` what somebody does who does not know it."""
    (path,) = records.glob(f"*/{old}.yml")
    value = yaml.safe_load(path.read_text("utf-8"))
    if was:
        value["was"] = [*value.get("was", []), old]
    path.unlink()
    path.with_stem(new).write_text(yaml.safe_dump(value, sort_keys=False), "utf-8")


def test_urls_says_what_is_new_and_writes_only_when_asked(tmp_path: Path) -> None:
    records = company(tmp_path, {})
    assert build(records) == []
    command = ["urls", str(tmp_path / "site/public"), "--records", str(records)]
    said = CliRunner().invoke(main, command).stdout.splitlines()
    assert "/questions/other/" in said and "/questions/other/#answer-about-other" in said
    assert not any("404" in line or "related" in line for line in said)
    assert not (records / "urls.txt").exists()
    remember(records)
    text = (records / "urls.txt").read_text("utf-8")
    assert [line for line in text.splitlines() if not line.startswith("#")] == sorted(said)
    assert CliRunner().invoke(main, command).stdout == ""
    remember(records)
    assert (records / "urls.txt").read_text("utf-8") == text


@pytest.mark.parametrize("name", ["internal", "public and internal", "docs"])
def test_only_addresses_of_a_public_site_are_kept(name: str, tmp_path: Path) -> None:
    page = tmp_path / name / ("public/index.html" if " and " in name else "index.html")
    page.parent.mkdir(parents=True)
    page.write_text("<h1>Home</h1>")
    (tmp_path / "playbooks").mkdir()
    command = ["urls", str(tmp_path / name), "--records", str(tmp_path / "playbooks"), "--write"]
    done = CliRunner().invoke(main, command)
    assert (done.exit_code, "is no public site" in done.output) == (2, True)
    assert not (tmp_path / "playbooks/urls.txt").exists()


def test_urls_only_grows(tmp_path: Path) -> None:
    records = company(tmp_path, {"urls.txt": "# Our own note\n/topics/before/\n"})
    (records / "moved.yml").write_text("- {was: /topics/before/, now: /topics/orders/}\n", "utf-8")
    assert build(records) == []
    remember(records)
    lines = (records / "urls.txt").read_text("utf-8").splitlines()
    assert lines[0] == "# Our own note"
    assert {"/topics/before/", "/topics/orders/"} <= {*lines}


def test_a_line_of_urls_txt_that_is_no_address_is_named(tmp_path: Path) -> None:
    records = company(tmp_path, {"urls.txt": "/\nquestions/other/\nsee there\n"})
    assert [(p.number, p.line) for p in build(records)] == [("H094", 2), ("H094", 3)]
    (tmp_path / "llms.txt").touch()
    command = ["urls", str(tmp_path), "--records", str(records), "--write"]
    assert CliRunner().invoke(main, command).exit_code == 1
    assert (records / "urls.txt").read_text("utf-8") == "/\nquestions/other/\nsee there\n"


def test_without_urls_txt_nobody_is_asked_for_it(tmp_path: Path) -> None:
    records = company(tmp_path, {})
    assert build_sites(records, [Audience.PUBLIC], tmp_path / "site", TODAY).problems == []


def test_a_redirect_page_says_so_to_search_engines_and_is_in_no_list(tmp_path: Path) -> None:
    settings = "site: {name: Help, url: 'https://help.company.example/faq/'}\n"
    records = company(
        tmp_path, {"settings.yml": settings, "questions/refund.yml": question("Refund", was=["money-back"])}
    )
    assert build(records) == []
    site = records.parent / "site/public"
    page = LexborHTMLParser((site / "questions/money-back/index.html").read_text("utf-8"))
    assert page.css_first("meta[name=robots]").attributes["content"] == "noindex"
    canonical = page.css_first("link[rel=canonical]").attributes["href"]
    assert canonical == "https://help.company.example/faq/questions/refund/"
    policy = page.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
    home = LexborHTMLParser((site / "index.html").read_text("utf-8"))
    assert policy == home.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
    for name in ("sitemap.xml", *(f.relative_to(site) for f in (site / "search").iterdir())):
        assert "money-back" not in (site / name).read_text("utf-8")
    assert (site / "_redirects").read_text("utf-8").splitlines() == [
        "/faq/questions/money-back/ /faq/questions/refund/ 301",
    ]
    assert (site / "_redirects.nginx.conf").read_text("utf-8") == (
        'location = "/faq/questions/money-back/" { return 301 "/faq/questions/refund/$is_args$args"; }\n'
    )


def test_a_retired_page_keeps_its_address_and_may_lose_its_places(tmp_path: Path) -> None:
    records = company(tmp_path, RETIRED)
    assert build(records) == []
    remember(records)
    library, _ = read_library(records)
    site, built = site_of(library, Audience.PUBLIC, TODAY), tmp_path / "site/public"
    page = built / "questions/gone/index.html"
    page.write_text("<article><h1>It is gone</h1></article>", "utf-8")
    assert [p.number for p in gone(library, site, built)] == ["H091"]
    assert gone(library, with_a_page_that_is_gone(records), built) == []


def with_a_page_that_is_gone(records: Path) -> Site:
    """As `handrail retire` leaves it: the page says what took its place."""
    library, _ = read_library(records)
    site = site_of(library, Audience.PUBLIC, TODAY)
    page = replace(site.pages["questions/gone/"], retired=TODAY)
    return replace(site, pages={**site.pages, page.address: page})


RETIRED = {"questions/gone.yml": question("Gone"), "questions/refund.yml": question("Refund", was=["money"])}


def test_a_page_that_is_gone_is_410_with_its_own_words(tmp_path: Path) -> None:
    site = with_a_page_that_is_gone(company(tmp_path, RETIRED))
    assert list(rules_for_hosts(site, "/help/")) == ["/help/questions/money/ /help/questions/refund/ 301"]
    assert list(rules_for_nginx(site, "/"))[-1] == (
        'location = "/questions/gone/" { error_page 410 "/questions/gone/index.html"; return 410; }'
    )


NGINX = """\
daemon off; user root; pid {folder}/pid; error_log stderr; worker_processes 1;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {site}; include {rules}; }}
}}
"""


@pytest.mark.skipif(not shutil.which("nginx"), reason="needs nginx")
def test_nginx_answers_by_the_rules(tmp_path: Path) -> None:
    """301 with the words after `?`, 410 with the page, 200 for the others."""
    records = company(tmp_path, RETIRED)
    assert build(records) == []
    rules, port = tmp_path / "rules.conf", 26000 + os.getpid() % 2000
    rules.write_text("\n".join(rules_for_nginx(with_a_page_that_is_gone(records), "/")), "utf-8")
    values = {"folder": tmp_path, "port": port, "site": tmp_path / "site/public", "rules": rules}
    (tmp_path / "nginx.conf").write_text(NGINX.format(**values), "utf-8")
    nginx = subprocess.Popen(["nginx", "-c", tmp_path / "nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/", "Example help")
        for path, status, said in (
            ("/questions/money/?a=b", 301, "/questions/refund/?a=b"),
            ("/questions/gone/", 410, "Gone?"),
            ("/questions/refund/", 200, "Refund?"),
        ):
            answer = HTTPConnection("127.0.0.1", port)
            answer.request("GET", path)
            found = answer.getresponse()
            assert found.status == status
            assert said in found.read().decode() + (found.getheader("Location") or "")
    finally:
        nginx.terminate()
        nginx.wait()


class Staff:
    """A company over time: each change as somebody might make it, with what Handrail needs or without."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.any = random.Random(seed)
        self.count = 0
        files = {f"questions/q{n}.yml": question(f"Q{n}") for n in range(4)}
        files |= {f"procedures/p{n}.yml": guide(f"P{n}", topic="returns") for n in range(2)}
        self.records = company(folder, files)

    def work(self) -> None:
        """Some changes, then a build; what it names is added until it passes, then it is published."""
        for _ in range(self.any.randint(1, 3)):
            ways = [self.rename, self.withdraw, self.delete, self.to_guide, self.words, self.add, self.topic]
            self.any.choice(ways)()
        for _ in range(3):
            found = build(self.records)
            if not found:
                break
            assert {p.number for p in found} <= {"H090", "H091", "H092"}, found
            file = self.records / "moved.yml"
            lines = file.read_text("utf-8").splitlines() if file.is_file() else []
            back = {p.line for p in found if p.number == "H092"}  # pages that are there again
            lines = [line for n, line in enumerate(lines, 1) if n not in back]
            lines += [line for p in found for line in forgotten(p.fix)]
            file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        assert build(self.records) == []
        remember(self.records)

    def _one(self, folder: str) -> Path | None:
        paths = sorted(p for p in (self.records / folder).glob("*.yml") if p.stem != "other")
        return self.any.choice(paths) if paths else None

    def _topic(self) -> str:
        topics = yaml.safe_load((self.records / "topics.yml").read_text("utf-8"))
        return str(self.any.choice(topics)["id"])

    def _new(self) -> str:
        self.count += 1
        return f"n{self.count}"

    def rename(self) -> None:
        if path := self._one(self.any.choice(["questions", "procedures"])):
            rename(self.records, path.stem, self._new(), was=self.any.random() < 0.7)

    def withdraw(self) -> None:
        if path := self._one("questions"):
            rewrite(path, audience="internal")

    def delete(self) -> None:
        if path := self._one(self.any.choice(["questions", "procedures"])):
            path.unlink()

    def to_guide(self) -> None:
        if path := self._one("questions"):
            was = yaml.safe_load(path.read_text("utf-8")).get("was", [])
            path.unlink()
            (self.records / f"procedures/{path.name}").write_text(
                guide(self._new(), was=was, topic=self._topic()), "utf-8"
            )

    def words(self) -> None:
        if path := self._one("questions"):
            rewrite(path, answer=f"No.\n\n## Now {self._new()}\n\nMore.")

    def topic(self) -> None:
        """A topic gets another id; sometimes nobody thinks of its old one."""
        topics = yaml.safe_load((self.records / "topics.yml").read_text("utf-8"))
        one, new = self.any.choice(topics), self._new()
        for path in self.records.glob("*/*.yml"):
            if yaml.safe_load(path.read_text("utf-8"))["topic"] == one["id"]:
                rewrite(path, topic=new)
        was = [*one.get("was", []), one["id"]] if self.any.random() < 0.7 else one.get("was", [])
        one |= {"id": new, "was": was}
        (self.records / "topics.yml").write_text(yaml.safe_dump(topics), "utf-8")

    def add(self) -> None:
        name = self._new()
        topic = self._topic()
        (self.records / f"questions/{name}.yml").write_text(question(name, topic=topic), "utf-8")


def replay(folder: Path, seed: int, changes: int) -> None:
    """After every publication, each address ever published is followed, with and without the host's rules."""
    staff = Staff(folder, seed)
    assert build(staff.records) == []
    remember(staff.records)
    site, known = folder / "site/public", set(published(folder / "site/public"))
    for _ in range(changes):
        staff.work()
        known |= set(published(site))
        lines = {*(staff.records / "urls.txt").read_text("utf-8").splitlines()}
        assert known <= lines
        file = site / "_redirects"
        rules = dict(
            line.split()[:2] for line in (file.read_text("utf-8").splitlines() if file.is_file() else ())
        )
        file = staff.records / "moved.yml"
        moved = yaml.safe_load(file.read_text("utf-8")) if file.is_file() else []
        replaced = {move["was"] for move in moved if "#" not in move["was"]}
        for url in known:
            end = land(site, url, with_place=url.partition("#")[0] not in replaced)
            if "#" not in url and url in rules:
                assert rules[url].partition("#")[0] == end.partition("#")[0]
        assert not rules.keys() & {to.partition("#")[0] for to in rules.values()}


def test_every_address_works_over_a_random_history(tmp_path: Path) -> None:
    replay(tmp_path, seed=7, changes=5)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_every_address_works_over_long_random_histories(tmp_path: Path, seed: int) -> None:
    replay(tmp_path, seed, changes=15)
