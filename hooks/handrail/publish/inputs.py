"""Which files and folders a build reads, where that can be known: not where it may run programs of others."""

import ast
import builtins
import errno
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from ..reading.people_file import people_file
from ..reading.yaml12 import texts_of_fields
from ..stored import files_below
from .overrides import tell_time

_KNOWN_EXTENSIONS = re.compile(
    r"(?:markdown\.extensions\.)?(?:abbr|admonition|attr_list|codehilite|def_list|extra|fenced_code|footnotes"
    r"|md_in_html|meta|nl2br|sane_lists|smarty|tables|toc)|pymdownx\.(?!b64$|snippets$)\w+"
)
"""Those by which no text reads another file."""
_OURS = "mkdocs_hooks.py"
"""The name of our hooks."""
_FUNCTIONS = {name for name, value in vars(builtins).items() if not isinstance(value, type)}
"""Of Python itself: `open`, `exec`, `__import__` …"""


def read_by(records: Path, config: MkDocsConfig) -> tuple[str, ...]:
    """The files and folders that a build reads; none where plugins or settings may make it read others."""
    configs = [*inherited(Path(config.config_file_path))]
    hooks = [str(Path(config.config_file_path).parent / name) for name in config.hooks]
    themes = {folder for folder in config.theme.dirs if not _lies_installed(folder)}
    folders = [config.docs_dir, *themes.union(filter(None, [config.theme.custom_dir]))]
    known = (
        config.plugins.keys() <= {"material/search", *config.hooks}
        and all(map(_is_known, hooks))
        and all(map(_KNOWN_EXTENSIONS.fullmatch, config.markdown_extensions))
        and "custom_icons" not in repr(config.mdx_configs)  # they may lie anywhere
        and all(map(_is_installed, _functions(config.mdx_configs)))
        and not config.extra_templates  # they look at pages, and may tell the time
        and not _calls_more("".join(map(text_of, configs)), config.mdx_configs)
        and not any(map(_links_to_folders, folders))
        and not tell_time(config.theme.dirs)
    )
    paths = (*configs, records.resolve(), people_file(records), *hooks, *folders)
    return tuple(sorted({*map(str, paths)})) if known else ()


def _is_known(hook: str) -> bool:
    """Whether it is ours, of whatever version, and uses no more than what that imports: to read a file, or to
    run what stands in one, takes more.
    """
    nodes = [*ast.walk(ast.parse(Path(hook).read_bytes()))]
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    modules = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    modules += [each.name for node in nodes if isinstance(node, ast.Import) for each in node.names]
    known = {module.partition(".")[0] for module in modules} <= {"typing", "jinja2", "handrail", "mkdocs"}
    return known and used.isdisjoint(_FUNCTIONS) and Path(hook).name == _OURS


def _functions(value: object) -> Iterator[object]:
    """What YAML of an extension's options names of Python (`!!python/name:…`)."""
    if isinstance(value, Mapping):
        value = [*value.values()]
    if isinstance(value, list | tuple):
        for each in value:
            yield from _functions(each)
    elif callable(value):
        yield value


def _calls_more(configuration: str, of_extensions: object) -> bool:
    """Whether it asks for variables of the system, or for Python elsewhere than in an extension's options."""
    tags = configuration.count("!!python/") + configuration.count("tag:yaml.org,2002:python/")
    return "!ENV" in configuration or tags > len([*_functions(of_extensions)])


def _is_installed(function: object) -> bool:
    """Whether it is of a library of which the version tells what it does."""
    function = getattr(function, "func", function)  # `!!python/object/apply:…` mostly gives a partial one
    file = getattr(sys.modules.get(getattr(function, "__module__", "")), "__file__", None)
    return bool(file) and _lies_installed(str(file))


def _lies_installed(path: str) -> bool:
    """Whether it lies where libraries are installed, and not where somebody works on one."""
    return not {"site-packages", "dist-packages"}.isdisjoint(Path(path).parts)


def _links_to_folders(folder: str) -> list[str]:
    """MkDocs reads what is in them, and it may lie anywhere."""
    return [name for name in files_below(folder) if Path(folder, name).is_dir()]


def inherited(file: Path, by: tuple[Path, ...] = ()) -> Iterator[Path]:
    """A configuration and those that it inherits; it is inherited `by` some itself.

    Raises `Refused` after one that is not YAML, and OSError after one that is not there or inherits itself.
    """
    yield file
    above = (*by, file.resolve())
    for name, value in texts_of_fields(text_of(file)):
        if name == "INHERIT":
            other = file.parent / value
            if other.resolve() in above:
                raise OSError(errno.ELOOP, "it inherits itself", str(file))
            yield from inherited(other, above)


def text_of(configuration: Path) -> str:
    """What is in it: YAML may be UTF-16."""
    content = configuration.read_bytes()
    return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
