"""Templates are compiled once, and never taken for what another program compiled."""

from pathlib import Path
from typing import Any

import jinja2
import pytest
from handrail import stored
from handrail.pages import compiled
from handrail.publish.templates import templates_of
from mkdocs.theme import Theme


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compiled, "cache_from_source", lambda _: str(tmp_path / "compiled.pyc"))
    return tmp_path


def compile_one(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many templates were compiled to render one."""
    with monkeypatch.context() as patch:
        sources: list[str] = []
        real = jinja2.Environment.compile

        def compile_it(self: jinja2.Environment, source: str, *more: object) -> object:
            sources.append(source)
            return real(self, source, *more)  # type: ignore[call-overload]

        patch.setattr(jinja2.Environment, "compile", compile_it)
        cache = compiled.compiled_templates()
        env = jinja2.Environment(loader=jinja2.DictLoader({"a": "{{ 1 + 1 }}"}), bytecode_cache=cache)
        assert env.get_template("a").render() == "2"
        return len(sources)


def test_a_template_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [compile_one(monkeypatch) for _ in range(3)] == [1, 0, 0]


def test_other_programs_compile_it_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_one(monkeypatch)
    monkeypatch.setattr(stored, "installed", list)
    assert [compile_one(monkeypatch) for _ in range(2)] == [1, 0]
    assert len([*folder.iterdir()]) == 1


@pytest.mark.parametrize(
    ("settings", "becomes"),
    [
        ({"trim_blocks": True}, "<a>"),
        ({"finalize": str.upper}, "\n<A>"),
        ({"autoescape": True}, "\n&lt;a&gt;"),
    ],
)
def test_other_settings_compile_it_anew(folder: Path, settings: dict[str, Any], becomes: str) -> None:
    def rendered(**settings: Any) -> str:
        loader = jinja2.DictLoader({"a": "{% if 1 %}\n{{ '<a>' }}{% endif %}"})
        cache = compiled.compiled_templates()
        return jinja2.Environment(loader=loader, bytecode_cache=cache, **settings).get_template("a").render()

    assert rendered() == "\n<a>"
    assert rendered(**settings) == becomes


def test_where_nothing_can_be_kept_it_is_compiled_each_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "cache_from_source", lambda _: str(folder / "nowhere/compiled.pyc"))
    assert [compile_one(monkeypatch) for _ in range(2)] == [1, 1]


def test_mkdocs_wants_no_file_that_is_not_listed() -> None:
    theme = Theme("material")
    ours = templates_of(theme).list_templates()
    assert ours == [name for name in Theme.get_env(theme).list_templates() if not f"/{name}".count("/.")]
    assert "base.html" in ours
