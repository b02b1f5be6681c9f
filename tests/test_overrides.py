"""Overrides of the theme: what they may do with pages that are made from shells, and what keeps nothing."""

from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest
from handrail.publish import overrides
from handrail.publish.overrides import only_write, tell_time
from handrail.publish.sites import build_sites
from handrail.publish.templates import templates_of
from handrail.records.base import Audience
from mkdocs.config import load_config
from mkdocs.config.config_options import Hooks
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from .company import TODAY
from .test_build import ROOT
from .test_theme_pages import project

__all__ = ["project"]


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    """One with an override of its own."""
    found = load_config(str(ROOT / "mkdocs.yml"))
    found.theme.dirs.insert(0, str(tmp_path))
    return found


def written_by(config: MkDocsConfig, template: str) -> bool:
    folder = Path(config.theme.dirs[0]) / "partials"
    folder.mkdir()
    (folder / "ours.html").write_text(template, "utf-8")
    return only_write(templates_of(config.theme), config)


@pytest.mark.parametrize(
    "template",
    [
        "Nothing of a page",
        "{{ config.site_name | upper }} {% if config.extra.x %}{{ nav.homepage.url | url }}{% endif %}",
        "{% block content %}<p>Before</p>{{ super() }}{% endblock %}",
        "{{ page.title }} {{ page.title | striptags | e }} {{ page.canonical_url }}",
        "{% if page and not page.meta.robots %}{{ page.content }}{% endif %}",
        '{% if page.meta.hide and "toc" in page.meta.hide %}x{% endif %}{{ page.title if page else "" }}',
        '{% set icon %}{% include ".icons/" ~ config.theme.icon.x ~ ".svg" %}{% endset %}{{ icon | trim }}',
        """{% block header %}{{ super() | replace('role="x"', 'role="y"') }}{% endblock %}""",
    ],
)
def test_what_writes_a_page(config: MkDocsConfig, template: str) -> None:
    assert written_by(config, template)


@pytest.mark.parametrize(
    "template",
    [
        "{{ (page.content | striptags | wordcount // 200) + 1 }} min read",
        '{% if page.url == "questions/delivery-times/" %}Holiday notice{% endif %}',
        "{% if page.made_from.updated %}Checked{% endif %}",
        "{{ page.made_from.updated }}",
        "{{ page.toc | length }} parts",
        "{% for part in page.toc %}{{ part.title }}{% endfor %}",
        '{% if "<table" in page.content %}x{% endif %}',
        "{% if page.meta.description | length > 150 %}x{% endif %}",
        '{{ "long" if page.title | length > 40 else "short" }}',
        "{% set here = page %}{{ here.title | length }}",
        '{% block content %}{{ super() | replace("Refund", "Money") }}{% endblock %}',
        """{% block content %}{{ super() | replace("<table>", "<table class='wide'>") }}{% endblock %}""",
        """{% block extrahead %}{{ super().split("<link")[0] }}{% endblock %}""",
        "{% block content %}{% filter upper %}{{ super() }}{% endfilter %}{% endblock %}",
        '{% set it %}{% include "partials/content.html" %}{% endset %}{{ it | replace("<a ", "<a rel=x ") }}',
        "{% filter upper %}{% block more %}{% endblock %}{% endfilter %}",
        "{% macro of(it) %}{{ it.url }}{% endmacro %}{{ of(page) }}",
        "{{ self.content() | length }}",
        "{% if toc_item.level > 3 %}{{ toc_item.title }}{% endif %}",
    ],
)
def test_what_looks_at_a_page(config: MkDocsConfig, template: str) -> None:
    assert not written_by(config, template)


class Tables(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # it has no settings
    """Is handed each page."""

    def on_post_page(self, output: str, **_: object) -> str:
        return output.replace("<table>", '<table class="wide">')


def test_a_plugin_that_is_handed_pages_gets_each(config: MkDocsConfig) -> None:
    assert written_by(config, "")
    config.plugins["tables"] = Tables()
    assert not only_write(templates_of(config.theme), config)


@pytest.mark.parametrize("kind", ["globals", "filters", "tests"])
def test_a_function_that_is_handed_pages_gets_each(config: MkDocsConfig, kind: str) -> None:
    env = templates_of(config.theme)
    getattr(env, kind)["badge"] = lambda *_: "New"
    assert only_write(env, config)
    getattr(env, kind)["badge"] = jinja2.pass_context(lambda context, *_: context["page"].url)
    assert not only_write(env, config)


def test_a_template_that_tells_the_time(tmp_path: Path) -> None:
    (tmp_path / "main.html").write_text("{{ config.copyright }}")
    assert not tell_time([str(tmp_path)])
    (tmp_path / "note.jinja").write_text("{{ build_date_utc.year }}")  # which another may bring in
    assert tell_time([str(tmp_path)])


def test_a_theme_beside_material_is_not_material(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("material", "material_x"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.html").write_text("{{ build_date_utc.year }}")
    monkeypatch.setattr(overrides, "_THEIRS", (tmp_path / "material",))
    assert not tell_time([str(tmp_path / "material")])
    assert tell_time([str(tmp_path / "material_x")])


def hook(project: Path, brand: str) -> None:
    (project / "hooks/brand.py").write_text(
        "def on_env(env, config, files):\n"
        f"    env.filters['brand'] = lambda text: text + '{brand}'\n"
        f"    env.globals['shop'] = '{brand}'\n"
        "    return env\n"
    )


@pytest.fixture
def page(project: Path) -> Callable[[], str]:
    """Builds, with a hook behind ours, and gives a record's page."""

    def build() -> str:
        found = build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems
        assert found == []
        return (project / "site/public/questions/where-is-my-invoice/index.html").read_text("utf-8")

    mkdocs = project / "mkdocs.yml"
    with_hook = mkdocs.read_text("utf-8").replace("hooks.py\n", "hooks.py\n  - hooks/brand.py\n", 1)
    mkdocs.write_text(with_hook, "utf-8")
    return build


def test_what_a_hook_gives_templates_is_on_every_page_as_it_is_now(
    project: Path, page: Callable[[], str]
) -> None:
    with (project / "hooks/theme/partials/footer.html").open("a") as footer:
        footer.write('<p>{{ "Shop: " | brand }}, {{ shop }}</p>')
    for brand in ("ONE", "OTHER"):
        hook(project, brand)
        Hooks._load_hook.cache_clear()  # as in a new process
        assert f"<p>Shop: {brand}, {brand}</p>" in page()


@pytest.mark.parametrize("palette", ["", "  palette: {scheme: slate, primary: indigo}\n"])
def test_any_form_of_palette(project: Path, palette: str) -> None:
    mkdocs = project / "mkdocs.yml"
    text = mkdocs.read_text("utf-8")
    start, end = text.index("  palette:\n"), text.index("  features:\n")
    mkdocs.write_text(text[:start] + palette + text[end:], "utf-8")
    assert build_sites(project / "playbooks", [Audience.PUBLIC], project / "site", TODAY).problems == []
    home = (project / "site/public/index.html").read_text("utf-8")
    assert 'data-md-color-primary="custom"' in home
