"""The same is not built again, and whatever could make another site is seen."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from handrail import stored
from handrail.publish import build, made_from
from handrail.publish.made_from import MadeFrom, Sources
from handrail.publish.manifest import built_in, write_manifest
from handrail.publish.sites import Published, build_sites
from handrail.reading.folder import read_library
from handrail.records.base import Audience
from mkdocs.config import load_config
from pymdownx.slugs import slugify

from .company import TODAY
from .test_build import ROOT, tree


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with its public site."""
    folder = tmp_path_factory.mktemp("company") / "whole"
    folder.mkdir()
    for name in ("docs", "hooks", "playbooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "mkdocs.internal.yml"):
        shutil.copy(ROOT / name, folder)
    assert build_sites(folder / "playbooks", [Audience.PUBLIC], folder / "site", TODAY).problems == []
    return folder


class Built(Exception):
    """A build has begun."""


@pytest.fixture
def company(whole: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same company; a build that begins is seen, and goes no further."""

    def begin(*_: object) -> None:
        raise Built

    monkeypatch.setattr(build, "build_and_keep", begin)
    return whole


def again(company: Path, today: object = TODAY) -> None:
    assert build_sites(company / "playbooks", [Audience.PUBLIC], company / "site", today).problems == []  # type: ignore[arg-type]  # a date


def test_the_same_is_not_built_again(company: Path) -> None:
    before = tree(company / "site/public")
    again(company)
    assert tree(company / "site/public") == before


EDITED = (
    "playbooks/questions/orders-delivery/delivery-times.yml",
    "playbooks/interactions/2026-10.yml",
    "playbooks/settings.yml",
    "playbooks/topics.yml",
    "docs/about.md",
    "hooks/theme/main.html",
    "hooks/theme/assets/handrail.css",
    "hooks/mkdocs_hooks.py",
    "mkdocs.yml",
)


@pytest.mark.parametrize("name", EDITED)
def test_an_edit_is_seen_even_without_another_time_or_size(company: Path, name: str) -> None:
    file = company / name
    before, times = file.read_bytes(), file.stat()
    file.write_bytes(before[:-2] + b"#\n")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    try:
        with pytest.raises(Built):
            again(company)
    finally:
        file.write_bytes(before)
    again(company)


@pytest.mark.parametrize("name", ["playbooks/questions/new.yml", "docs/new.md", "private/people.yml"])
def test_a_new_file_is_seen(company: Path, name: str) -> None:
    file = company / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("- name: Example Person\n")
    try:
        with pytest.raises(Built):
            again(company)
    finally:
        file.unlink()
    again(company)


RECORD = "playbooks/questions/orders-delivery/delivery-times.yml"


def a_link(company: Path) -> Path:
    """With the bytes that the file had."""
    (company / RECORD).rename(company / "aside.yml")
    (company / RECORD).symlink_to(company / "aside.yml")
    return company / RECORD


def an_empty_folder(company: Path) -> Path:
    (company / "playbooks/needs2.yml").mkdir()
    return company / "playbooks/needs2.yml"


def a_folder_for_people(company: Path) -> Path:
    (company / "private/people.yml").mkdir(parents=True)
    return company / "private/people.yml"


def a_link_to_nothing(company: Path) -> Path:
    (company / "private").mkdir(exist_ok=True)
    (company / "private/people.yml").symlink_to("nowhere")
    return company / "private/people.yml"


def a_pipe(company: Path) -> Path:
    os.mkfifo(company / "playbooks/questions/pipe.yml")
    return company / "playbooks/questions/pipe.yml"


@pytest.mark.parametrize("put", [a_link, an_empty_folder, a_folder_for_people, a_link_to_nothing, a_pipe])
def test_what_is_no_file_is_seen(company: Path, put: Callable[[Path], Path]) -> None:
    there = put(company)
    try:
        with pytest.raises(Built):
            again(company)
    finally:
        there.rmdir() if there.is_dir() else there.unlink()
        if put is a_link:
            (company / "aside.yml").rename(company / RECORD)
    again(company)


def test_a_deleted_file_is_seen(company: Path) -> None:
    file = company / "playbooks/risks/answers-that-sound-medical.yml"
    file.rename(company / "aside.yml")
    try:
        with pytest.raises(Built):
            again(company)
    finally:
        (company / "aside.yml").rename(file)


def test_another_day_is_seen(company: Path) -> None:
    with pytest.raises(Built):
        again(company, TODAY + timedelta(days=1))


def test_other_records_are_seen(company: Path, tmp_path: Path) -> None:
    shutil.copytree(company / "playbooks", tmp_path / "playbooks")
    with pytest.raises(Built):
        build_sites(tmp_path / "playbooks", [Audience.PUBLIC], company / "site", TODAY)


def test_other_programs_are_seen(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "installed", list)
    with pytest.raises(Built):
        again(company)


def test_other_rights_of_new_files_are_seen(company: Path) -> None:
    before = os.umask(0o077)
    try:
        with pytest.raises(Built):
            again(company)
    finally:
        os.umask(before)


def test_a_site_that_was_not_built_yet_is_built(company: Path) -> None:
    with pytest.raises(Built):
        build_sites(company / "playbooks", list(Audience), company / "site", TODAY)


@pytest.mark.parametrize(("seconds_before", "is_seen"), [(0.01, True), (3, False)])
def test_a_file_is_read_again_unless_it_could_not_be_written_unseen(
    tmp_path: Path, seconds_before: float, is_seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written a moment before it was read can be written again without another time."""
    records = tmp_path / "records"
    records.mkdir()
    (records / "settings.yml").write_text("site: {name: One}\n")
    written = time.time_ns() - int(seconds_before * 1_000_000_000)
    monkeypatch.setattr(made_from, "known_of", lambda file: f"1 2 3 {written}" if ".yml" in file else "")
    before = made_from.sources_of([str(records)], records, Audience.PUBLIC, TODAY)
    (records / "settings.yml").write_text("site: {name: Two}\n")
    now = made_from.sources_of([str(records)], records, Audience.PUBLIC, TODAY, before)
    assert (now.digest != before.digest) is is_seen


def sources_of(company: Path) -> Sources | None:
    unknown = Published(company / "site/public", Audience.PUBLIC, None, None)
    return build._sources(company / "playbooks", unknown, TODAY)


@pytest.mark.parametrize(
    "config",
    [
        "plugins:\n  - search\n  - tags\n",
        "site_author: !ENV USER\n",
        "site_author: !!python/object/apply:os.getenv [USER]\n",
        "extra_templates: [all.txt]\n",
        "hooks: [hooks/mkdocs_hooks.py, hooks/my_mkdocs_hooks.py]\n",
    ],
)
def test_where_a_build_may_read_what_we_do_not_know_nothing_is_kept(whole: Path, config: str) -> None:
    file = whole / "mkdocs.yml"
    before = file.read_text("utf-8")
    file.write_text(
        re.sub(r"^(?:plugins|hooks):\n(?:  .*\n)+", "", before, flags=re.MULTILINE)
        + config
        + "plugins: [search]\n" * ("plug" not in config)
        + "hooks: [hooks/mkdocs_hooks.py]\n" * ("hooks" not in config)
    )
    (whole / "hooks/my_mkdocs_hooks.py").write_text("")
    try:
        assert sources_of(whole) is None
    finally:
        file.write_text(before)
    assert sources_of(whole)


def test_where_our_hooks_were_given_more_to_do_nothing_is_kept(whole: Path) -> None:
    file = whole / "hooks/mkdocs_hooks.py"
    before = file.read_text("utf-8")
    file.write_text(f"{before}\n\ndef on_page_markdown(markdown, **_):\n    return open('note').read()\n")
    try:
        assert sources_of(whole) is None
    finally:
        file.write_text(before)
    assert sources_of(whole)


@pytest.mark.parametrize("extension", ["my_extension", "pymdownx.snippets", "pymdownx.b64"])
def test_where_an_extension_may_read_files_nothing_is_kept(
    whole: Path, extension: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = load_config

    def with_it(file: str, **more: object) -> object:
        config = load(file, **more)
        config.markdown_extensions.append(extension)
        return config

    monkeypatch.setattr("handrail.publish.configuration.load_config", with_it)
    assert sources_of(whole) is None


def test_where_icons_may_lie_anywhere_nothing_is_kept(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = load_config

    def with_icons(file: str, **more: object) -> object:
        config = load(file, **more)
        config.mdx_configs["pymdownx.emoji"] = {"options": {"custom_icons": ["brand"]}}
        return config

    monkeypatch.setattr("handrail.publish.configuration.load_config", with_icons)
    assert sources_of(whole) is None


@pytest.mark.parametrize(
    ("function", "is_kept"), [(slugify(case="lower"), True), (lambda text, sep: text, False)]
)
def test_where_an_option_is_code_that_no_version_tells_nothing_is_kept(
    whole: Path, function: object, is_kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = load_config

    def with_function(file: str, **more: object) -> object:
        config = load(file, **more)
        config.mdx_configs["toc"] = {"slugify": function}
        return config

    monkeypatch.setattr("handrail.publish.configuration.load_config", with_function)
    assert (sources_of(whole) is not None) is is_kept


def test_where_a_template_tells_the_time_nothing_is_kept(whole: Path) -> None:
    footer = whole / "hooks/theme/partials/footer.html"
    before = footer.read_text("utf-8")
    footer.write_text(before + "{{ build_date_utc.year }}", "utf-8")
    try:
        assert sources_of(whole) is None
    finally:
        footer.write_text(before, "utf-8")
    assert sources_of(whole)


def test_where_our_hook_imports_something_else_nothing_is_kept(whole: Path) -> None:
    hook = whole / "hooks/mkdocs_hooks.py"
    before = hook.read_text("utf-8")
    hook.write_text(f"{before}\nimport helper\n")
    (whole / "hooks/helper.py").touch()
    try:
        assert sources_of(whole) is None
    finally:
        hook.write_text(before)
    assert sources_of(whole)


def test_a_theme_that_somebody_works_on_is_read(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = load_config

    def with_theme(file: str, **more: object) -> object:
        config = load(file, **more)
        config.theme.dirs.insert(1, str(whole / "theme"))
        return config

    monkeypatch.setattr("handrail.publish.configuration.load_config", with_theme)
    (whole / "theme").mkdir()
    made = sources_of(whole)
    assert made and str(whole / "theme") in made.read


def test_where_docs_link_to_a_folder_nothing_is_kept(whole: Path) -> None:
    (whole / "brand").mkdir()
    (whole / "docs/brand").symlink_to("../brand")
    try:
        assert sources_of(whole) is None
    finally:
        (whole / "docs/brand").unlink()


@pytest.mark.parametrize(
    "line",
    [
        "INHERIT: base of us.yml",
        "\"INHERIT\": 'base of us.yml'  # all",
        "INHERIT: ./base of us.yml #",
        "\ufeffINHERIT: base of us.yml",
        "INHERIT: &base base of us.yml",
        "? INHERIT\n: >-\n  base\n  of us.yml",
    ],
)
def test_what_a_configuration_inherits_is_read(whole: Path, line: str) -> None:
    file = whole / "mkdocs.yml"
    before = file.read_text("utf-8")
    (whole / "base of us.yml").write_text(before)
    file.write_text(f"{line}\n# of handrail\n")
    try:
        sources = sources_of(whole)
        assert sources
        assert any(name.endswith("base of us.yml") for name in sources.read)
    finally:
        file.write_text(before)


@pytest.mark.parametrize("name", ["docs/about.md", "playbooks/topics.yml", "hooks/theme/main.html"])
def test_what_was_written_to_during_a_build_is_not_taken_for_what_was_built(
    whole: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if it was undone before the build ended."""
    file, to = whole / name, tmp_path / "site"
    read = read_library

    def while_somebody_edits(*given: object) -> object:
        before = file.read_bytes()
        file.write_bytes(before + b"\n")
        file.write_bytes(before)
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("handrail.checking.read_library", while_somebody_edits)
    assert build_sites(whole / "playbooks", [Audience.PUBLIC], to, TODAY).problems == []
    assert not (to / ".handrail-public.made").exists()
    monkeypatch.undo()
    assert build_sites(whole / "playbooks", [Audience.PUBLIC], to, TODAY).problems == []
    assert (to / ".handrail-public.made").exists()


def test_a_site_is_there_although_nothing_can_be_kept_beside_it(whole: Path, tmp_path: Path) -> None:
    (tmp_path / ".handrail-public.made.new").mkdir()
    assert build_sites(whole / "playbooks", [Audience.PUBLIC], tmp_path, TODAY).problems == []
    assert (tmp_path / "public/index.html").exists()


def spoil(company: Path) -> None:
    (company / "site/.handrail-public.made").write_bytes(os.urandom(300))


def truncate(company: Path) -> None:
    os.truncate(company / "site/.handrail-public.made", 1000)


def empty(company: Path) -> None:
    (company / "site/.handrail-public.made").write_text("{}")


def delete(company: Path) -> None:
    (company / "site/.handrail-public.made").unlink()


def change_a_page(company: Path) -> None:
    file = company / "site/public/index.html"
    times = file.stat()
    file.write_bytes(file.read_bytes()[:-2] + b"#\n")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def add_a_page(company: Path) -> None:
    (company / "site/public/more.html").write_text("more")


def delete_a_page(company: Path) -> None:
    (company / "site/public/index.html").unlink()


DAMAGE = (spoil, truncate, empty, delete, change_a_page, add_a_page, delete_a_page)


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_damage_only_costs_a_build(company: Path, damage: Callable[[Path], None], tmp_path: Path) -> None:
    shutil.copytree(company, tmp_path / "company")
    company, target = tmp_path / "company", tmp_path / "company/site/public"
    sources = sources_of(company)
    assert sources
    write_manifest(target, MadeFrom(sources, built_in(target), "", {}, ()))
    again(company)
    damage(company)
    with pytest.raises(Built):
        again(company)


def test_a_build_after_damage_makes_the_same_site(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path / "company")
    before = tree(tmp_path / "company/site/public")
    spoil(tmp_path / "company")
    change_a_page(tmp_path / "company")
    again(tmp_path / "company")
    assert tree(tmp_path / "company/site/public") == before


def test_python_without_docstrings_is_another_program() -> None:
    command = "from handrail.stored import programs; print(programs())"
    runs = [
        subprocess.run([sys.executable, *o, "-c", command], check=True, capture_output=True)
        for o in ([], ["-OO"])
    ]
    assert runs[0].stdout != runs[1].stdout
