"""Who may import what: the floors of the source tree, held by reading its syntax."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOOKS = Path(__file__).parents[1] / "hooks"
FLOORS = {"problems": 0, "progress": 0, "stored": 0, "writing": 1, "records": 1, "reading": 2, "words": 2,
    "evidence": 3, "importers": 3, "leaks": 3, "views": 4, "drafts": 4, "editing": 4, "editor": 4,
    "pages": 5, "search": 5, "starting": 5, "checking": 6, "changes": 7, "publish": 7, "cli": 8}  # fmt: skip
"""The floor of each part of handrail. Parts of one floor do not import each other."""


def sources() -> dict[str, str]:
    """Every module below hooks/, by its path from there."""
    return {
        path.relative_to(HOOKS).as_posix(): path.read_text("utf-8") for path in sorted(HOOKS.rglob("*.py"))
    }


def part_of(module: str) -> str:
    """`reading` for `handrail.reading.folder`; '' for handrail itself."""
    return [*module.split("."), ""][1]


def imported(path: str, text: str) -> Iterator[tuple[int, str]]:
    """Line and full name of each module that the module at `path` imports, wherever it does."""
    package = path.removesuffix(".py").split("/")[:-1]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def violations(files: dict[str, str]) -> list[str]:
    return [f"{path}:{line}: {what}" for path, text in files.items() for line, what in in_module(path, text)]


def in_module(path: str, text: str) -> Iterator[tuple[int, str]]:
    own = part_of(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    if own and own not in FLOORS:
        yield 1, f"'{own}' has no floor yet"
    if set(path.removesuffix(".py").split("/")[1:]) & sys.stdlib_module_names - {"__init__"}:
        yield 1, "is named after a module of the standard library"
    for line, name in imported(path, text):
        root, part = name.split(".")[0], part_of(name)
        if root == "mkdocs" and path != "mkdocs_hooks.py" and own != "publish":
            yield line, "imports mkdocs"
        if root == "yaml" and own != "reading":
            yield line, "imports yaml"
        if root == "handrail" and own and part != own and FLOORS.get(part, 9) >= FLOORS.get(own, -1):
            yield line, f"'{own}' imports '{part}', which is not below it"
    if own != "cli":
        yield from ((line, f"calls {name}") for line, name in called(text) if name in SPEAKING)


SPEAKING = {
    "print",
    "exit",
    "quit",
    "input",
    "sys.exit",
    "os._exit",
    "sys.stdout.write",
    "sys.stderr.write",
    "click.echo",
}


def called(text: str) -> Iterator[tuple[int, str]]:
    """Line and name of each call, and of `raise SystemExit` as exit. To catch one is no exit."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)
        elif isinstance(node, ast.Raise) and node.exc and "SystemExit" in ast.unparse(node.exc):
            yield node.lineno, "exit"


def test_a_build_with_nothing_to_do_waits_for_no_library_of_others() -> None:
    code = "import sys, handrail.cli.sites, handrail.publish.sites; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"mkdocs", "yaml", "numpy", "handrail.records.library"}.isdisjoint(done.stdout.split())


def test_every_module_imports_only_what_is_below_it():
    assert violations(sources()) == []


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("handrail/records/base.py", "from ..reading.folder import load", "'records' imports 'reading'"),
        ("handrail/records/base.py", "from .. import reading", "'records' imports 'reading'"),
        ("handrail/records/base.py", "import handrail.cli", "'records' imports 'cli'"),
        ("handrail/problems.py", "from .records import base", "'problems' imports 'records'"),
        ("handrail/leaks/gate.py", "from ..views import view", "'leaks' imports 'views'"),
        (
            "handrail/reading/folder.py",
            "def f():\n    from ..checking import check",
            "'reading' imports 'checking'",
        ),
        ("handrail/pages/page.py", "from ..publish.build import x", "'pages' imports 'publish'"),
        ("handrail/pages/page.py", "import mkdocs.config", "imports mkdocs"),
        ("handrail/pages/page.py", "from mkdocs import config", "imports mkdocs"),
        ("handrail/checking/names.py", "import yaml", "imports yaml"),
        ("handrail/checking/names.py", "from yaml import load", "imports yaml"),
        ("handrail/publish/build.py", "print('x')", "calls print"),
        ("handrail/publish/build.py", "import sys\nsys.exit(1)", "calls sys.exit"),
        ("handrail/publish/build.py", "raise SystemExit(1)", "calls exit"),
        ("handrail/publish/build.py", "import click\nclick.echo('x')", "calls click.echo"),
        ("mkdocs_hooks.py", "print('x')", "calls print"),
        ("handrail/reading/json.py", "", "is named after a module"),
        ("handrail/logging/__init__.py", "", "is named after a module"),
        ("handrail/utils.py", "", "'utils' has no floor"),
    ],
)
def test_a_planted_violation_is_found(path, text, said):
    assert any(said in found for found in violations({path: text}))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "handrail/reading/folder.py",
            "import yaml\nfrom ..records.base import Record\nfrom .source import x",
        ),
        ("handrail/cli.py", "import click, sys\nfrom .publish.build import x\nclick.echo('x')\nsys.exit(1)"),
        ("handrail/publish/build.py", "try:\n    x()\nexcept SystemExit:\n    pass"),
        ("mkdocs_hooks.py", "import mkdocs.plugins\nfrom handrail.publish.build import x"),
        ("handrail/publish/build.py", "from mkdocs.config import load_config\nfrom ..pages import page"),
    ],
)
def test_what_is_allowed_is_not_found(path, text):
    assert violations({path: text}) == []
