"""What is wrong with `mkdocs.yml` is said once, where it stands; so are links of hand-written pages."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from handrail.problems import Problem
from handrail.publish.beginning import begin
from handrail.publish.building import BadContent
from handrail.publish.configuration import load
from handrail.publish.sites import build_sites
from handrail.records.base import Audience

from .company import write_company

ROOT = Path(__file__).parents[1]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes our configuration with something else in it, and what else a site needs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "hooks").symlink_to(ROOT / "hooks")

    def written(right: str, wrong: str, encoding: str = "utf-8") -> Path:
        text = (ROOT / "mkdocs.yml").read_text("utf-8")
        assert right in text
        (tmp_path / "mkdocs.yml").write_text(text.replace(right, wrong, 1), encoding)
        (tmp_path / "mkdocs.internal.yml").write_text((ROOT / "mkdocs.internal.yml").read_text("utf-8"))
        return tmp_path / "mkdocs.yml"

    return written


def found(problems: list[Problem]) -> list[str]:
    return [f"{p.path}:{p.line}:{p.column} {p.number} {p.message} → {p.fix}" for p in problems]


PLACE = "correct the part after '#'"


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("site/public", "'site/public", "3:11 H006 a text in quotes starts here and never ends"),
        ("  custom_dir", "\tcustom_dir", "19:1 H006 a tab is used to indent"),
        ("site_dir", "sit_name", "3:11 H043 'sit_name' is nothing that MkDocs knows"),
        ("docs_dir: docs", "docs_dir: doc", "4:11 H043 docs_dir: The path '{here}/doc' "),
        ("name: material", "name: materail", "18:9 H043 theme: Unrecognised theme name: 'materail'."),
        ("hooks/theme", "hooks/them", "19:15 H043 theme: The path set in custom_dir ('{here}/hooks/them')"),
        ("- search\n\n", "- serch\n\n", '56:5 H043 plugins: The "serch" plugin is not installed'),
        ("- abbr", "- abr", "60:5 H043 markdown_extensions: Failed to load extension 'abr'."),
        ("urls: true", "urls: maybe", "5:21 H043 use_directory_urls: Expected type: true or false"),
        ("not_found: warn", "not_found: wanr", "91:16 H043 validation: Sub-option 'nav':"),
        ("site_name", "INHERIT: none.yml\nsite_name", "2:10 H043 INHERIT: 'none.yml' cannot be read"),
        ("strict: false", "copyright: !no x", "6:12 H006 could not determine a"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["mkdocs.yml", "mkdocs.internal.yml"])
def test_a_mistake_is_said_where_it_stands(
    write: Callable[..., Path], name: str, right: str, wrong: str, said: str
) -> None:
    file = write(right, wrong)
    with pytest.raises(BadContent) as bad:
        load(file.with_name(name), file.parent / "site")
    [one] = found(bad.value.problems)
    assert one.startswith(f"mkdocs.yml:{said.format(here=file.parent)}")


@pytest.mark.parametrize("name", ["mkdocs.yml", "mkdocs.internal.yml"])
def test_a_configuration_that_inherits_itself_is_named(write: Callable[..., Path], name: str) -> None:
    """At once, or by way of the one that it names, which inherits it."""
    with pytest.raises(BadContent) as bad:
        load(write("site_name", f"INHERIT: {name}\nsite_name"), Path("site"))
    [one] = found(bad.value.problems)
    assert one.startswith(f"{name}:") and one.endswith(
        f" H043 INHERIT: '{name}' inherits itself → take it out"
    )


def test_a_letter_in_another_encoding_is_said_where_it_stands(write: Callable[..., Path]) -> None:
    with pytest.raises(BadContent) as bad:
        load(write("Help center", "Hélp", "latin-1"), Path("site"))
    assert found(bad.value.problems) == [
        "mkdocs.yml:2:13 H003 byte 0xe9 is not UTF-8 → save the file as UTF-8"
    ]
    assert load(write("Help center", "Hélp", "utf-16"), Path("site")).site_name == "Hélp"


@pytest.mark.parametrize(("options", "place"), [("  handrail: x\n", "10:13"), ("", "8:1")])
def test_where_the_records_are_must_be_said(write: Callable[..., Path], options: str, place: str) -> None:
    with pytest.raises(BadContent) as bad:
        load(write("  handrail:\n    audience: public\n    records: playbooks\n", options), Path("site"))
    assert found(bad.value.problems) == [
        f"mkdocs.yml:{place} H043 extra.handrail does not say where the records are"
        " → write 'handrail:' below 'extra:', and below that 'records: playbooks' and 'audience: public'"
    ]


def test_what_plain_mkdocs_needs_to_know_is_said(write: Callable[..., Path], tmp_path: Path) -> None:
    options = "    audience: publik\n    records: playbook\n"
    with pytest.raises(BadContent) as bad:
        begin(load(write("    audience: public\n    records: playbooks\n", options), Path("site")))
    assert found(bad.value.problems) == [
        "mkdocs.yml:12:14 H043 records: there is no folder 'playbook'"
        " → write 'records: playbooks', or what that folder is called",
        "mkdocs.yml:11:15 H043 audience: 'publik' is not one of internal, public → did you mean 'public'?",
    ]
    (tmp_path / "playbooks").mkdir()
    with pytest.raises(BadContent) as bad:
        begin(load(write("    audience: public\n", ""), Path("site")))
    assert found(bad.value.problems) == [
        "mkdocs.yml:10:3 H043 audience: is missing → write 'audience: public', or internal for the staff site"
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("urls: true", "urls: false", "5:21 H043 'use_directory_urls: false', but the addresses"),
        ("name: material", "name: mkdocs", "18:9 H043 theme.name: the pages need Material"),
        ("  custom_dir: hooks/theme\n", "", "17:1 H043 theme.custom_dir: ours is not there"),
        ("  palette:\n", "  palette: [slate]\n  plt:\n", "32:3 H043 theme.palette: needs fields"),
        ("extra:\n", "extra:\n  alternate: /de/\n", "9:14 H043 extra.alternate: needs a list of sites"),
        ("extra:\n", "extra:\n  alternate: {de: /de/}\n", "9:3 H043 extra.alternate: needs a list of sites"),
        ("extra:\n", "extra:\n  alternate: [{link: 5}]\n", "9:3 H043 extra.alternate: needs a list of sites"),
    ],
)
def test_what_no_page_can_be_made_with_is_said(
    write: Callable[..., Path], right: str, wrong: str, said: str
) -> None:
    with pytest.raises(BadContent) as bad:
        begin(load(write(right, wrong), Path("site")))
    [one] = found(bad.value.problems)
    assert one.startswith(f"mkdocs.yml:{said}")


def test_a_language_that_the_theme_does_not_have_is_said(write: Callable[..., Path], tmp_path: Path) -> None:
    write("  font: false", "  language: xx")
    records = write_company(tmp_path / "playbooks", {})
    built = build_sites(records, [Audience.PUBLIC], tmp_path / "site", date(2026, 11, 22))
    assert found([p for p in built.problems if not p.is_warning]) == [
        "mkdocs.yml:20:13 H043 the theme has no 'partials/languages/xx.html' → correct it and build again"
    ]


def test_without_our_hooks_that_alone_is_said(write: Callable[..., Path], tmp_path: Path) -> None:
    write("hooks:\n  - hooks/mkdocs_hooks.py\n", "")
    (tmp_path / "docs/a.md").write_text("[Nowhere](b.md)\n")
    records = write_company(tmp_path / "playbooks", {})
    built = build_sites(records, [*Audience], tmp_path / "site", date(2026, 11, 22))
    assert found([p for p in built.problems if not p.is_warning]) == [
        "mkdocs.yml:1:1 H043 hooks: ours is not there, so no record gets a page"
        " → add '- hooks/mkdocs_hooks.py' below 'hooks:'"
    ]


def test_links_of_hand_written_pages_are_said_where_they_stand(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    write("strict: false", "strict: false\nnav:\n  - index.md\n  - sub/page.md\n  - none.md")
    (tmp_path / "docs/sub").mkdir()
    (tmp_path / "docs/index.md").write_text(
        "# Home\n\n[a](sub/page.md) [b](sub/page.md#no)\n\n<a href='/c/'>c</a>\n"
    )
    (tmp_path / "docs/sub/page.md").write_text("# Page\n\nA [d](#no), [e](d.md)\nand [f](../index.md#no).\n")
    records = write_company(tmp_path / "playbooks", {})
    built = build_sites(records, [Audience.PUBLIC], tmp_path / "site", date(2026, 11, 22))
    assert found([p for p in built.problems if not p.is_warning]) == [
        f"docs/index.md:3:22 H042 'sub/page.md#no': that page has no such place → {PLACE}",
        "docs/index.md:5:10 H041 '/c/' leads nowhere → correct the link, or the address",
        f"docs/sub/page.md:3:7 H042 '#no': that page has no such place → {PLACE}",
        "docs/sub/page.md:3:17 H041 'd.md' leads nowhere → correct the link, or the address",
        f"docs/sub/page.md:4:9 H042 '../index.md#no': that page has no such place → {PLACE}",
        "mkdocs.yml:10:5 H043 A reference to 'none.md' is included in the 'nav' configuration,"
        " which is not found in the documentation files. → correct it and build again",
    ]


def test_other_sites_are_there_and_what_is_left_out_is_not(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    other = "  alternate:\n    - {name: A, link: /de/, lang: de}\n    - {name: B, link: ./fr/, lang: fr}\n"
    write("extra:\n", f"exclude_docs: contact.md\nextra:\n{other}")
    (tmp_path / "docs/contact.md").write_text("# Draft\n")
    records = write_company(tmp_path / "playbooks", {})

    def build() -> list[Problem]:
        built = build_sites(records, [Audience.PUBLIC], tmp_path / "site", date(2026, 11, 22))
        return [p for p in built.problems if not p.is_warning]

    assert build() == []
    page = tmp_path / "site/public/contact/index.html"
    assert 'href="/de/"' in page.read_text("utf-8") and "Draft" not in page.read_text("utf-8")
    (tmp_path / "docs/index.md").write_text("# Home\n\n<a href='/it/'>it</a>\n")
    assert found(build()) == [
        "docs/index.md:3:10 H041 '/it/' leads nowhere → correct the link, or the address"
    ]
