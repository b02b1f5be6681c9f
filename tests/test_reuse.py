"""After any edits a build gives the very bytes of a clean one, whatever became of what was kept."""

import os
import random
import shutil
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from handrail import stored
from handrail.problems import Code, errors, problem
from handrail.publish import build, made_from, sites
from handrail.publish.sites import build_sites
from handrail.records.base import Audience
from markdown import Markdown
from markdown.serializers import to_xhtml_string

from .company import BASE, TODAY, write_company
from .test_build import ROOT, tree

QUESTION = """\
question: {title}
topic: {topic}
audience: {audience}
confidence: validated
owner: support-1
published: 2026-01-02
answer: |
  {answer}
"""
WORDS = ("parcel", "refund", "invoice", "address", "sender", "label", "courier", "& <b>", "*later*", "`code`")

Edit = Callable[[Path, random.Random], None]


def text(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(3, 9)))


def questions(company: Path) -> list[Path]:
    return sorted((company / "playbooks/questions").glob("*.yml"))


def one(company: Path, chance: random.Random) -> Path:
    return chance.choice(questions(company))


def change(file: Path, old: str, new: str) -> None:
    lines = file.read_text("utf-8").splitlines()
    file.write_text("".join(f"{new if line.startswith(old) else line}\n" for line in lines), "utf-8")


def body(company: Path, chance: random.Random) -> None:
    change(one(company, chance), "  ", f"  {text(chance)}")


def body_with_the_same_size_and_time(company: Path, chance: random.Random) -> None:
    file = one(company, chance)
    times = file.stat()
    file.write_bytes(file.read_bytes()[:-2] + chance.choice([b"x", b"y", b"z"]) + b"\n")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def title(company: Path, chance: random.Random) -> None:
    change(one(company, chance), "question: ", f"question: How about {chance.randint(1, 99)} of them?")


def topic(company: Path, chance: random.Random) -> None:
    change(one(company, chance), "topic: ", f"topic: {chance.choice(['orders', 'returns'])}")


def audience(company: Path, chance: random.Random) -> None:
    change(one(company, chance), "audience: ", f"audience: {chance.choice(['public', 'internal'])}")


def link(company: Path, chance: random.Random) -> None:
    to = one(company, chance).stem
    change(
        one(company, chance),
        "  ",
        f"  See [](question:{to}) and [that](question:{to}#related), [c](/contact/).",
    )


def related(company: Path, chance: random.Random) -> None:
    file = one(company, chance)
    file.write_text(f"{file.read_text('utf-8')}related: [{one(company, chance).stem}]\n", "utf-8")


def renamed(company: Path, chance: random.Random) -> None:
    file = one(company, chance)
    new = file.with_stem(f"renamed-{chance.randint(1, 999)}")
    new.write_text(f"{file.read_text('utf-8')}was: [{file.stem}]\n", "utf-8")
    file.unlink()


def added(company: Path, chance: random.Random) -> None:
    file = company / f"playbooks/questions/new-{chance.randint(1, 999)}.yml"
    values = {"title": text(chance).replace("`", ""), "topic": "orders", "audience": "public"}
    file.write_text(QUESTION.format(answer=text(chance), **values), "utf-8")


def deleted(company: Path, chance: random.Random) -> None:
    one(company, chance).unlink()


def settings(company: Path, chance: random.Random) -> None:
    change(company / "playbooks/settings.yml", "  name: ", f"  name: Example {chance.randint(1, 99)}")


def address_of_the_site(company: Path, chance: random.Random) -> None:
    name = f"  name: Example\n  url: https://help{chance.randint(1, 9)}.example/"
    change(company / "playbooks/settings.yml", "  name: ", name)


def topics(company: Path, chance: random.Random) -> None:
    change(company / "playbooks/topics.yml", "  title: Ret", f"  title: Returns {chance.randint(1, 99)}")


def template(company: Path, chance: random.Random) -> None:
    with (company / "hooks/theme/partials/footer.html").open("a") as file:
        file.write(f"<p>{chance.randint(1, 999)}</p>")


def a_page_by_hand(company: Path, chance: random.Random) -> None:
    (company / "docs/about.md").write_text(f"# About {chance.randint(1, 99)}\n\n{text(chance)}\n", "utf-8")


def configuration(company: Path, chance: random.Random) -> None:
    change(company / "mkdocs.yml", "site_author: ", f"site_author: company {chance.randint(1, 99)}")


def hook_code(company: Path, chance: random.Random) -> None:
    with (company / "hooks/mkdocs_hooks.py").open("a") as file:
        file.write(
            f"\n\ndef on_post_template(output, **_):\n    return f'{{output}}\\n{chance.randint(1, 999)}'\n"
        )


def another_version_of_a_library(company: Path, chance: random.Random) -> None:
    version = chance.randint(1, 999)
    folder = company / "installed"
    next(folder.iterdir()).rename(folder / f"serializer-{version}.dist-info")
    Markdown.output_formats["xhtml"] = lambda root: to_xhtml_string(root).replace(
        "Answer", f"Answer {version},"
    )


def nothing(company: Path, chance: random.Random) -> None:
    """Building the same again is an edit, too."""


def kept(company: Path) -> list[Path]:
    beside = [
        *(company / "site").glob(f"{stored.STORED}*"),
        *company.glob(f"{stored.STORED}playbooks.read/*"),
    ]
    return [file for file in beside if file.is_file() and file.stat().st_size]


def cut_short(company: Path, chance: random.Random) -> None:
    for file in kept(company):
        os.truncate(file, chance.randrange(file.stat().st_size))


def noise(company: Path, chance: random.Random) -> None:
    for file in kept(company):
        content = bytearray(file.read_bytes())
        for _ in range(chance.randint(1, 50)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        file.write_bytes(content)


def lost(company: Path, chance: random.Random) -> None:
    for file in kept(company):
        file.unlink()


def pages_changed(company: Path, chance: random.Random) -> None:
    """Somebody wrote into the published site; sizes and times tell nothing."""
    for file in chance.sample(sorted((company / "site/public").rglob("*.html")), 3):
        times = file.stat()
        file.write_bytes(file.read_bytes()[:-2] + b"x\n")
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def pages_deleted(company: Path, chance: random.Random) -> None:
    for file in chance.sample(sorted((company / "site/public").rglob("*.*")), 3):
        file.unlink()


def the_double_changed(company: Path, chance: random.Random) -> None:
    """Files of it are other ones, lead elsewhere, or are gone; and there are some more."""
    double = company / "site/.handrail-public-double"
    for n, file in enumerate(chance.sample(sorted(double.rglob("*.*")), 6)):
        content = file.read_bytes()
        file.unlink()
        if n % 3 == 1:
            file.write_bytes(content[:-2] + b"x\n")
        elif n % 3 == 2:
            file.symlink_to(company / "mkdocs.yml")
    (double / "questions/more").mkdir(exist_ok=True)
    (double / "questions/more/index.html").write_text("more")
    (double / "elsewhere").unlink(missing_ok=True)
    (double / "elsewhere").symlink_to(company / "docs")


def the_double_lost(company: Path, chance: random.Random) -> None:
    """It is gone, or leads to somewhere else."""
    double = company / "site/.handrail-public-double"
    shutil.rmtree(double)
    if chance.random() < 0.5:
        double.symlink_to(company / "docs")


def the_site_touched(company: Path, chance: random.Random) -> None:
    """All of it is copied, so that only its bytes are as they were."""
    shutil.copytree(company / "site/public", company / "site/copy")
    shutil.rmtree(company / "site/public")
    (company / "site/copy").rename(company / "site/public")


EDITS: tuple[Edit, ...] = (
    body, body_with_the_same_size_and_time, title, topic, audience, link, related, renamed, added, deleted,
    settings, address_of_the_site, topics, template, a_page_by_hand, configuration, hook_code,
    another_version_of_a_library, nothing,
)  # fmt: skip
DAMAGE: tuple[Edit, ...] = (
    cut_short, noise, lost, pages_changed, pages_deleted, the_site_touched, the_double_changed,
    the_double_lost,
)  # fmt: skip


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stored, "_SETTLED", 0)
    folder = tmp_path / "company"
    files = {
        f"questions/q-{n}.yml": QUESTION.format(
            title=f"What about {n}?",
            topic="orders" if n % 2 else "returns",
            audience="public" if n else "internal",
            answer=f"Answer {n}, see [](question:q-{n % 5 + 1}).",
        )
        for n in range(6)
    }
    write_company(folder / "playbooks", BASE | files)
    shutil.copytree(ROOT / "hooks/theme", folder / "hooks/theme")
    shutil.copy(ROOT / "hooks/mkdocs_hooks.py", folder / "hooks")
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "mkdocs.internal.yml", folder)
    (folder / "mkdocs.yml").write_text(f"{(ROOT / 'mkdocs.yml').read_text('utf-8')}\nsite_author: company\n")
    (folder / "installed/serializer-0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(folder / "installed")
    monkeypatch.setattr(Markdown, "output_formats", dict(Markdown.output_formats))
    return folder


def clean(company: Path, audiences: list[Audience], today: date = TODAY) -> dict[str, bytes]:
    """What a build from nothing makes of it."""
    to, read_before, aside = company / "clean", company / f"{stored.STORED}playbooks.read", company / "aside"
    shutil.rmtree(to, ignore_errors=True)
    read_before.rename(aside)
    assert not errors(build_sites(company / "playbooks", audiences, to, today).problems)
    shutil.rmtree(read_before)
    aside.rename(read_before)
    return {
        f"{audience}/{name}": content
        for audience in audiences
        for name, content in tree(to / audience).items()
    }


def play(company: Path, edits: list[Edit], seed: int, audiences: list[Audience]) -> int:
    """Make the edits one by one, build after each, and compare; how many builds came through."""
    chance, built = random.Random(seed), 0
    for edit in edits:
        before = company.parent / "before"
        shutil.rmtree(before, ignore_errors=True)
        for name in ("playbooks", "docs", "hooks"):
            shutil.copytree(company / name, before / name)
        edit(company, chance)
        time.sleep(0.02)  # longer than a file system takes to see another time
        if errors(build_sites(company / "playbooks", audiences, company / "site", TODAY).problems):
            for name in ("playbooks", "docs", "hooks"):  # nobody keeps what is wrong
                shutil.rmtree(company / name)
                shutil.copytree(before / name, company / name)
            continue
        built += 1
        found = {
            f"{audience}/{name}": content
            for audience in audiences
            for name, content in tree(company / "site" / audience).items()
        }
        assert found == clean(company, audiences), edit.__name__
    return built


def test_each_edit_and_damage(company: Path) -> None:
    edits = [edit for pair in zip(EDITS[::2], DAMAGE, strict=False) for edit in pair]
    assert play(company, [nothing, *edits], 1, [Audience.PUBLIC]) > 8


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(200))
def test_random_edits(company: Path, seed: int) -> None:
    """Two to ten edits each, and damage after every third: some 1,200 in all."""
    chance = random.Random(seed)
    edits = chance.choices(EDITS, k=chance.randint(2, 10))
    edits[2::3] = chance.choices(DAMAGE, k=len(edits[2::3]))
    audiences = [Audience.PUBLIC] if seed % 2 else list(Audience)
    assert play(company, [nothing, *edits], seed, audiences) > 0


def test_another_day_is_as_from_nothing(company: Path) -> None:
    """Nobody knows what publishing q-0 would save, as it is internal; but its weeks end with this one."""
    done = (
        "on: 2026-11-02, channel: call, customer: c-1, by: founder, minutes: 5, outcome: solved, used: [q-0]"
    )
    write_company(company / "playbooks", {"interactions/2026-11.yml": f"- {{{done}}}\n"})
    for days in (0, 1, 8):
        day = TODAY + timedelta(days=days)
        build_sites(company / "playbooks", [Audience.INTERNAL], company / "site", day)
        made = {f"internal/{name}": content for name, content in tree(company / "site/internal").items()}
        assert made == clean(company, [Audience.INTERNAL], day), day


def test_what_docs_has_goes_before_ours_whatever_is_edited(company: Path) -> None:
    def by_hand(company: Path, chance: random.Random) -> None:
        (company / "docs/_headers").write_text("/*\n  X-Ours: 1\n")
        (company / "docs/questions/q-1").mkdir(parents=True)
        (company / "docs/questions/q-1/index.html").write_text("<!doctype html><title>x</title><h1>By hand")
        (company / "docs/contact").mkdir()
        (company / "docs/contact/index.md").write_text("# Come in\n")
        (company / "docs/README.md").write_text("# Our own home\n")

    def its_record(company: Path, chance: random.Random) -> None:
        change(company / "playbooks/questions/q-1.yml", "  ", "  Another answer.")

    assert play(company, [nothing, by_hand, its_record, settings], 1, [Audience.PUBLIC]) == 4
    assert (company / "site/public/_headers").read_text() == "/*\n  X-Ours: 1\n"
    for name, said in (("questions/q-1/", "By hand"), ("contact/", "Come in"), ("", "Our own home")):
        assert said in (company / f"site/public/{name}index.html").read_text()
    assert play(company, [its_record, topics], 2, [Audience.PUBLIC]) == 2


def test_what_an_override_looks_at_is_as_from_nothing(company: Path) -> None:
    def override(company: Path, chance: random.Random) -> None:
        with (company / "hooks/theme/main.html").open("a") as file:
            file.write("{% block content %}{{ super() }}")
            file.write('{% if page.url == "questions/q-3/" %}Only here{% endif %}{% endblock %}')

    def offline(company: Path, chance: random.Random) -> None:
        change(company / "playbooks/settings.yml", "  name: ", "  name: Example\n  offline: true")

    assert play(company, [nothing, override, body, title, offline], 3, [Audience.PUBLIC]) == 5
    pages = sorted((company / "site/public/questions").glob("q-*/index.html"))
    assert [p.parent.name for p in pages if "Only here" in p.read_text("utf-8")] == ["q-3"]
    assert all("handrail-offline" in page.read_text("utf-8") for page in pages)


@pytest.mark.parametrize("name", ["main.html", "note.jinja"])
def test_what_a_template_says_is_as_from_nothing(company: Path, name: str) -> None:
    """In the one that is overridden, or in one that it brings in."""
    says = '{{ page.update_date }}{% if page.url == "questions/q-3/" %}Only here{% endif %}'

    def override(company: Path, chance: random.Random) -> None:
        (company / "hooks/theme/note.jinja").write_text(says)
        with (company / "hooks/theme/main.html").open("a") as file:
            file.write("{% block content %}{{ super() }}")
            file.write(says if name == "main.html" else '{% include "note.jinja" %}')
            file.write("{% endblock %}")

    def published_later(company: Path, chance: random.Random) -> None:
        change(company / "playbooks/questions/q-2.yml", "published: ", "published: 2026-01-09")

    assert play(company, [nothing, override, title, published_later], 4, [Audience.PUBLIC]) == 4
    pages = {
        page.parent.name: page.read_text("utf-8") for page in (company / "site/public").rglob("index.html")
    }
    assert [at for at, page in pages.items() if "Only here" in page] == ["q-3"]
    assert "2026-01-02Only here" in pages["q-3"] and "2026-01-09" in pages["orders"]


def test_what_docs_has_in_the_place_of_a_topic_that_goes_is_as_from_nothing(company: Path) -> None:
    def by_hand(company: Path, chance: random.Random) -> None:
        (company / "docs/topics/returns").mkdir(parents=True)
        (company / "docs/topics/returns/index.html").write_text("<!doctype html><title>x</title><h1>By hand")

    def internal(company: Path, chance: random.Random) -> None:
        for n in (2, 4):
            change(company / f"playbooks/questions/q-{n}.yml", "audience: ", "audience: internal")
        for file in questions(company):
            change(file, "  ", "  No link.")

    assert play(company, [nothing, by_hand, internal], 5, [Audience.PUBLIC]) == 3
    assert "By hand" in (company / "site/public/topics/returns/index.html").read_text("utf-8")


def test_the_site_of_the_other_audience_is_not_taken_for_this_one(company: Path) -> None:
    """Staff would see less, and customers everything."""
    site = company / "site"
    build_sites(company / "playbooks", [Audience.INTERNAL], site, TODAY)
    for path in [*site.iterdir()]:
        if Audience.INTERNAL in path.name:
            path.rename(site / path.name.replace(Audience.INTERNAL, Audience.PUBLIC))
    assert (site / "public/edit").is_dir()
    assert play(company, [nothing, body], 6, [Audience.PUBLIC]) == 2


def test_a_file_that_is_copied_and_also_made_is_looked_at_as_what_was_made(company: Path) -> None:
    with (company / "mkdocs.yml").open("a") as file:
        file.write("extra_templates: [list.html]\n")
    dead = '{% if "8" in config.site_name %}<a href="nowhere/">x</a>{% endif %}'
    (company / "docs/list.html").write_text(f"<!doctype html><title>x</title><h1>x</h1>{dead}")
    build_sites(company / "playbooks", [Audience.PUBLIC], company / "site", TODAY)
    time.sleep(0.02)
    change(company / "playbooks/settings.yml", "  name: ", "  name: Example 8")
    found = build_sites(company / "playbooks", [Audience.PUBLIC], company / "site", TODAY).problems
    assert [each.number for each in errors(found)] == ["H041"]


def test_numbers_of_footnotes_are_as_from_nothing(company: Path) -> None:
    config = company / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("  - footnotes\n", "  - footnotes:\n      UNIQUE_IDS: true\n")
    )
    for file in questions(company):
        with file.open("a") as more:
            more.write("  As we said[^1].\n\n  [^1]: At length.\n")
    assert play(company, [nothing, title, settings], 1, [Audience.PUBLIC]) == 3
    assert "UNIQUE_IDS" in config.read_text("utf-8")


@pytest.mark.parametrize("between", ["the audiences", "its times and its bytes"])
def test_what_is_saved_while_a_build_looks_at_it_comes_with_the_next(
    company: Path, between: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(*_: object) -> None:
        change(company / "playbooks/questions/q-1.yml", "  ", "  Saved meanwhile.")

    audiences = list(Audience) if between == "the audiences" else [Audience.PUBLIC]

    def build_again(to: Path) -> None:
        assert build_sites(company / "playbooks", audiences, to, TODAY).pages

    to = company / "site"
    build_again(to)
    change(company / "playbooks/questions/q-2.yml", "  ", "  Something to build.")
    time.sleep(0.02)
    with monkeypatch.context() as patch:
        if between == "the audiences":
            times, look = iter([lambda: None, save]), sites.sources_of
            patch.setattr(sites, "sources_of", lambda *given: (next(times)(), look(*given))[1])
        else:
            to, read = company / "other", made_from.digest_of  # of which nothing is known yet
            patch.setattr(
                made_from, "digest_of", lambda file: (file.endswith("q-1.yml") and save(), read(file))[1]
            )
        build_again(to)
    time.sleep(0.02)
    build_again(to)
    found = {f"{a}/{name}": content for a in audiences for name, content in tree(to / a).items()}
    assert b"Saved meanwhile." in found["public/questions/q-1/index.html"]
    assert found == clean(company, audiences)


def inodes(company: Path) -> dict[str, int]:
    """Of each page of the site, by the name of its folder or file: another one is another file."""
    site = company / "site/public"
    return {f.relative_to(site).as_posix(): f.stat().st_ino for f in site.rglob("*") if f.is_file()}


def stayed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    """The pages of questions, and their twins, that were not made again."""
    return {
        name.removeprefix("questions/")
        for name in before
        if name[:9] == "questions" and after.get(name) == before[name]
    }


def test_only_what_an_edit_reaches_is_made_again(company: Path) -> None:
    """A title stands on its own page and on those that link to it; the twins follow their pages."""
    build_sites(company / "playbooks", [Audience.PUBLIC], company / "site", TODAY)
    before = inodes(company)
    change(company / "playbooks/questions/q-1.yml", "question: ", "question: Another?")
    build_sites(company / "playbooks", [Audience.PUBLIC], company / "site", TODAY)
    same = {f"q-{n}/index.{form}" for n in (2, 3, 4) for form in ("html", "md")}  # q-5 links to q-1
    assert stayed(before, inodes(company)) == same


@pytest.mark.parametrize("what", ["programs", "settings", "theme"])
def test_what_is_around_all_pages_makes_all_of_them_again(
    company: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_sites(company / "playbooks", [Audience.PUBLIC], company / "site", TODAY)
    before = inodes(company)
    if what == "programs":
        monkeypatch.setattr(stored, "installed", list)
    elif what == "settings":
        settings(company, random.Random(1))
    else:
        template(company, random.Random(1))
    build_sites(company / "playbooks", [Audience.PUBLIC], company / "site", TODAY)
    pages = {name for name in stayed(before, inodes(company)) if name.endswith(".html")}
    assert pages == set()  # a twin has nothing around it


def test_a_failed_build_costs_nothing_later(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It had put a site together before it failed; what is the same in it stays known."""
    build_sites(company / "playbooks", [Audience.PUBLIC], company / "site", TODAY)
    before = inodes(company)
    change(company / "playbooks/questions/q-1.yml", "question: ", "question: Another?")
    with monkeypatch.context() as patch:
        patch.setattr(build, "_leaked", lambda *_: [problem("x", 1, 1, Code.BUILD_FAILED, "x", "y")])
        assert build_sites(company / "playbooks", [Audience.PUBLIC], company / "site", TODAY).problems
    build_sites(company / "playbooks", [Audience.PUBLIC], company / "site", TODAY)
    assert {"q-2/index.html", "q-2/index.md"} <= stayed(before, inodes(company))


def test_nothing_behind_a_link_in_the_published_site_is_touched(company: Path) -> None:
    """Somebody keeps a folder of it elsewhere; the old site becomes the double."""
    build_sites(company / "playbooks", [Audience.PUBLIC], company / "site", TODAY)
    page = company / "site/public/questions/q-1"
    page.rename(company / "elsewhere")
    page.symlink_to(company / "elsewhere")
    before = tree(company / "elsewhere")
    change(company / "playbooks/questions/q-1.yml", "question: ", "question: Another?")
    build_sites(company / "playbooks", [Audience.PUBLIC], company / "site", TODAY)
    assert tree(company / "elsewhere") == before
    assert not page.is_symlink()
