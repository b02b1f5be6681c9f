"""A page from its shell is the page that the theme makes."""

import os
import re
import shutil
import sys
from pathlib import Path

import material  # type: ignore[import-untyped]
import pytest
from handrail.pages.contents import headings
from handrail.pages.page import Page
from handrail.problems import errors
from handrail.publish import cores, own_files
from handrail.publish.sites import build_sites
from handrail.publish.theme_pages import Shells
from handrail.records.base import Audience

from .company import TODAY
from .test_build import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
from records import write_records  # after its folder is known


class Compared(Shells):
    """Makes every page in both ways."""

    compared: int
    alone: int

    def whole_page(self, page: Page, body: str, head: str) -> bytes:
        super().whole_page(page, body, head)  # the first page of a shape is left to the theme
        html = super().whole_page(page, body, head)
        assert html == self._theme.whole_page(page, body, headings(body), head).encode(), page.address
        type(self).compared += 1
        type(self).alone += not self._is_known or None in self._shells.values()
        return html


@pytest.fixture(autouse=True)
def compared(monkeypatch: pytest.MonkeyPatch) -> type[Compared]:
    monkeypatch.setattr(own_files, "Shells", Compared)
    monkeypatch.setattr(cores, "LEAST", 10**6)  # all in this process, which counts
    Compared.compared = Compared.alone = 0
    return Compared


@pytest.mark.parametrize("audience", Audience)
def test_every_page_of_the_example(audience: Audience, tmp_path: Path) -> None:
    assert build_sites(ROOT / "playbooks", [audience], tmp_path, TODAY).problems == []
    assert Compared.compared > 15
    assert Compared.alone == 0


@pytest.mark.parametrize("size", [100, pytest.param(1000, marks=pytest.mark.soak)])
def test_made_up_records(size: int, tmp_path: Path) -> None:
    write_records(size, tmp_path / "records")
    assert errors(build_sites(tmp_path / "records", list(Audience), tmp_path / "site", TODAY).problems) == []
    assert Compared.compared >= size * 2
    assert Compared.alone == 0


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this one, to be changed."""
    for name in ("docs", "hooks", "playbooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


def test_the_twin_of_a_hand_written_page_lies_beside_it_whatever_its_name(project: Path) -> None:
    (project / "docs/größe und.md").write_text("# Sizes\n", "utf-8")
    assert build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems == []
    names = {file.name for file in (project / "site/public/größe und").iterdir()}
    assert names == {"index.html", "index.md"}
    assert not [*(project / "site/public").glob("gr%*")]


def test_an_old_address_leads_to_a_hand_written_page_whatever_its_file_is_called(project: Path) -> None:
    for name in ("guide/README.md", "more.markdown", "not-shown.md"):
        (project / "docs" / name).parent.mkdir(exist_ok=True)
        (project / "docs" / name).write_text("# Sizes\n")
    moves = [("a", "guide"), ("b", "more"), ("not-shown", "about")]
    lines = [f"- {{was: /{old}/, now: /{now}/}}\n" for old, now in moves]
    (project / "playbooks/moved.yml").write_text("".join(lines))
    with (project / "mkdocs.yml").open("a") as config:
        config.write("\nexclude_docs: not-shown.md\n")
    assert build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems == []
    for old, now in moves:
        assert f"../{now}/" in (project / f"site/public/{old}/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "link",
    ["<a href='../nowhere/'>There</a>", "<video src='../tour.mp4'></video>", "<iframe src='../x/'></iframe>"],
)
def test_a_dead_link_of_a_hand_written_page_is_said_in_its_file(project: Path, link: str) -> None:
    (project / "docs/sizes.md").write_text(f"# Sizes\n\n{link}\n", "utf-8")
    [found] = build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems
    assert (found.path, found.number) == (str(project / "docs/sizes.md"), "H041")


@pytest.mark.parametrize(
    ("file", "content", "number", "said"),
    [
        ("docs/sizes.md", b"# Sizes\n\nF\xfcr", "H003", "docs/sizes.md:3:1"),
        ("hooks/theme/partials/footer.html", b"F\xfcr", "H043", "utf-8"),
        ("hooks/theme/partials/footer.html", b"{% block %}", "H043", "block"),
        ("hooks/theme/partials/footer.html", b"{{ config.nothing.more }}", "H043", "'nothing'"),
        ("hooks/theme/partials/footer.html", b"<p>\n{{ 'a' + 1 }}", "H043", "footer.html:2:1"),
    ],
)
def test_what_cannot_be_read_is_said(
    project: Path, file: str, content: bytes, number: str, said: str
) -> None:
    (project / file).write_bytes(content)
    found = build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems
    assert found[0].number == number
    assert said in str(found[0])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no file has such a name")
@pytest.mark.parametrize("name", [b"caf\xe9.md", b"caf\xe9.png"])
def test_a_name_that_is_not_utf8_is_said(project: Path, name: bytes) -> None:
    (project / "docs" / os.fsdecode(name)).write_bytes(b"# Coffee")
    [found] = build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems
    assert str(found).startswith(f"{project}/docs/caf?.")


def test_a_theme_that_changes_titles_makes_its_pages_itself(project: Path) -> None:
    """An override may do anything with a title; marks would come back changed, or not at all."""
    main = project / "hooks/theme/main.html"
    main.write_text(
        main.read_text("utf-8") + "{% block htmltitle %}<title>{{ page.title | upper }}</title>{% endblock %}"
    )
    assert build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems == []
    assert Compared.alone == Compared.compared > 15
    page = project / "site/public/questions/where-is-my-invoice/index.html"
    assert "<title>WHERE DO I FIND MY INVOICE?</title>" in page.read_text("utf-8")


def test_where_contents_are_elsewhere_the_theme_makes_the_pages(project: Path) -> None:
    config = project / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("  features:\n", "  features:\n    - toc.integrate\n")
    )
    assert build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems == []
    assert Compared.alone > 0


def test_where_the_address_of_a_source_is_changed_the_theme_makes_the_pages(project: Path) -> None:
    """Material replaces `edit`, wherever it is, by `raw`."""
    config = (ROOT / "mkdocs.internal.yml").read_text("utf-8")
    with_view = config.replace("    - content.action.edit\n", "    - content.action.view\n")
    (project / "mkdocs.internal.yml").write_text(with_view, "utf-8")
    questions = project / "playbooks/questions/account-payment"
    for n in range(3):
        shutil.copy(questions / "where-is-my-invoice.yml", questions / f"credit-{n}.yml")
    build_sites(project / "playbooks", [Audience.INTERNAL], project / "site", TODAY)
    page = project / "site/internal/questions/credit-2/index.html"
    assert 'playbooks/questions/account-payment/crraw-2.yml"' in page.read_text("utf-8")
    assert Compared.alone > 0


@pytest.mark.parametrize(
    ("priority", "written", "number"),
    [
        (-100, "<a href=nowhere/>x</a>", "H041"),
        (-9999, "We gladly send you the full list of ingredients with amounts", "H062"),
    ],
)
def test_what_a_hook_writes_last_is_looked_through(
    project: Path, priority: int, written: str, number: str
) -> None:
    (project / "hooks/late.py").write_text(
        "from pathlib import Path\nfrom mkdocs.plugins import event_priority\n\n"
        f"@event_priority({priority})\ndef on_post_build(config):\n"
        f"    (Path(config.site_dir) / 'late.html').write_text({written!r})\n"
    )
    config = project / "mkdocs.yml"
    with_hook = config.read_text("utf-8").replace("hooks.py\n", "hooks.py\n  - hooks/late.py\n", 1)
    config.write_text(with_hook, "utf-8")
    found = build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems
    assert [problem.number for problem in found] == [number]


def test_what_a_hook_gives_templates_last_is_on_every_page(project: Path) -> None:
    (project / "hooks/late.py").write_text(
        "from mkdocs.plugins import event_priority\n\n@event_priority(-100)\n"
        "def on_env(env, config, files):\n    env.globals['shop'] = 'Our shop'\n    return env\n"
    )
    config, footer = project / "mkdocs.yml", project / "hooks/theme/partials/footer.html"
    with_hook = config.read_text("utf-8").replace("hooks.py\n", "hooks.py\n  - hooks/late.py\n", 1)
    config.write_text(with_hook, "utf-8")
    footer.write_text(f"{footer.read_text('utf-8')}{{{{ shop }}}}", "utf-8")
    assert build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems == []
    page = project / "site/public/questions/where-is-my-invoice/index.html"
    assert "Our shop" in page.read_text("utf-8")


def test_a_page_that_an_extension_refuses_is_said(project: Path) -> None:
    (project / "docs/sizes.md").write_text('# Sizes\n\n--8<-- "gone.md"\n')
    config = project / "mkdocs.yml"
    with_snippets = "markdown_extensions:\n  - pymdownx.snippets:\n      check_paths: true\n"
    text = config.read_text("utf-8").replace("markdown_extensions:\n", with_snippets)
    config.write_text(text, "utf-8")
    [found] = build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems
    assert "sizes.md" in str(found) and "gone.md" in found.message


@pytest.mark.parametrize("name", ["double", "new"])
def test_a_file_in_the_place_of_a_folder_of_ours_goes(project: Path, name: str) -> None:
    (project / "site").mkdir()
    (project / f"site/.handrail-public-{name}").write_text("x")
    assert build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems == []


def test_a_day_that_is_far_away_only_is_a_warning(project: Path) -> None:
    file = project / "playbooks/questions/account-payment/where-is-my-invoice.yml"
    kept = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("reviewed:")]
    file.write_text("\n".join([*kept, "reviewed: 2206-11-01\n"]), "utf-8")
    found = build_sites(project / "playbooks", [Audience.INTERNAL], project / "site", TODAY).problems
    assert [problem.number for problem in found] == ["H917"]


def test_a_plugin_that_looks_at_contents_finds_some(project: Path) -> None:
    config = project / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("  - search\n", "  - search\n  - typeset\n"), "utf-8")
    assert build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems == []


def test_a_name_that_looks_like_a_mark_is_a_name(project: Path) -> None:
    settings, name = project / "playbooks/settings.yml", "handrail-mark-a handrail-mark-entries"
    settings.write_text(re.sub("(?m)^  name: .*", f"  name: {name}", settings.read_text("utf-8")), "utf-8")
    assert build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems == []
    assert Compared.alone == Compared.compared > 15


def test_addresses_that_end_in_html_are_refused(project: Path) -> None:
    with (project / "mkdocs.yml").open("a") as config:
        config.write("\nuse_directory_urls: false\n")
    (found,) = build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems
    assert "'use_directory_urls: false'" in str(found)
    assert not (project / "site/public").exists()


def test_what_reads_and_keeps_settings_is_the_themes_but_for_what_may_throw() -> None:
    """After an upgrade of the theme, ours is to be made from it anew."""
    name = "partials/javascripts/base.html"
    theirs = (Path(material.__file__).parent / "templates" / name).read_text("utf-8")
    for old, new in [
        ("(e,_=localStorage,t=__md_scope)=>", "(e,_,t=__md_scope)=>{try{return "),
        (
            'JSON.parse(_.getItem(t.pathname+"."+e))',
            'JSON.parse((_||localStorage).getItem(t.pathname+"."+e))',
        ),
        (",__md_set=(e,_,t=localStorage,", "}catch(e){return null}},__md_set=(e,_,t,"),
        ("{t.setItem(", "{(t||localStorage).setItem("),
    ]:
        assert theirs.count(old) == 1
        theirs = theirs.replace(old, new)
    ours = (ROOT / "hooks/theme" / name).read_text("utf-8")
    assert ours.partition("<script>")[2] == theirs.partition("<script>")[2]
