"""The theme's templates as MkDocs renders them, found and compiled in less time."""

import os
from collections.abc import Iterator
from functools import partial

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.theme import Theme

from ..pages.compiled import compiled_templates


def compile_once(config: MkDocsConfig) -> MkDocsConfig:
    """Give the theme templates that are compiled already."""
    config.theme.get_env = partial(templates_of, config.theme)  # type: ignore[method-assign]
    return config


def templates_of(theme: Theme) -> jinja2.Environment:
    """The environment that the theme itself makes."""
    env = Theme.get_env(theme)
    env.loader = _Loader(theme.dirs)
    env.bytecode_cache = compiled_templates()
    return env


class _Loader(jinja2.FileSystemLoader):
    """Lists no hidden files, of which MkDocs wants none: Material has twelve thousand icons in `.icons`."""

    def list_templates(self) -> list[str]:
        return sorted({name for folder in self.searchpath for name in _seen(folder)})


def _seen(folder: str) -> Iterator[str]:
    for path, below, names in os.walk(folder):
        below[:] = [name for name in below if not name.startswith(".")]
        at = os.path.relpath(path, folder).replace(os.sep, "/")
        yield from (name if at == "." else f"{at}/{name}" for name in names)
