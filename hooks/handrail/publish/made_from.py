"""What a site was made from, and each page of it: the same need not be made again.

A site is a function of the files that it reads, the programs that read them, and the date (`Sources`). A page
is one of its own data (`pages.page.Page`), of what all pages have around them, and of what its links are told
when they ask where a record is (`Made`). All of that is compared by its content. A file that nobody
touched since it was read, as the file system says, has the content that it had.
"""

import ast
import builtins
import errno
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..problems import Problem
from ..reading.people import people_file
from ..reading.yaml12 import texts_of_fields
from ..records.base import Audience
from ..stored import digest, digest_of, files_below, is_settled, kind_of, known_of, programs

if TYPE_CHECKING:  # it takes long to be imported, and is not needed where nothing is built
    from mkdocs.config.defaults import MkDocsConfig

_KNOWN_EXTENSIONS = re.compile(
    r"(?:markdown\.extensions\.)?(?:abbr|admonition|attr_list|codehilite|def_list|extra|fenced_code|footnotes"
    r"|md_in_html|meta|nl2br|sane_lists|smarty|tables|toc)|pymdownx\.(?!b64$|snippets$)\w+"
)
"""Those by which no text reads another file."""
_OURS = "mkdocs_hooks.py"
"""The name of our hooks."""
_FUNCTIONS = {name for name, value in vars(builtins).items() if not isinstance(value, type)}
"""Of Python itself: `open`, `exec`, `__import__` …"""


class Made(NamedTuple):
    """What one file of a site was made from; a page and its twin are as one."""

    key: str
    """The digest of its data (`Keys`); '' where that cannot be known."""
    told: list[list[str]]
    """What its links were told: kind and id of a record, its address and title, or '' and '' for none."""


@dataclass(frozen=True)
class Sources:
    """What a site is made from."""

    read: tuple[str, ...]
    """The files and folders that are read."""
    digest: str
    """Of all that is in `read`, the programs and the date."""
    common: str
    """The same without the records and the date."""
    files: Mapping[str, Mapping[str, Sequence[str]]] = field(compare=False)
    """Of each file below each of `read` what the file system knew before it was read, and its digest."""
    at: int = field(compare=False)
    """When that was: nanoseconds since 1970."""

    def is_untouched(self, unread: Mapping[str, str]) -> bool:
        """Whether nobody has written to any of them since.

        Those at the paths `unread` were taken as they had been when the file system knew that of them.
        """
        for name, files in self.files.items():
            read = ((name + below, known) for below, (known, _) in files.items())
            if files.keys() != {*_below(name)} or any(
                (unread.get(path) or known_of(path)) != known for path, known in read
            ):
                return False
        return True


@dataclass(frozen=True)
class MadeFrom:
    """What one site was made from and became, and what was said meanwhile."""

    sources: Sources
    built: dict[str, str]
    """Of each file of the site what the file system knows (`stored.known_of`)."""
    around: str
    """The digest of what all pages have around them."""
    files: Mapping[str, Made]
    """Of each file that may be taken again, by its path below the site, but of pages by their addresses."""
    said: tuple[Problem, ...]


def read_by(records: Path, config: "MkDocsConfig") -> tuple[str, ...]:
    """The files and folders that a build reads; none where plugins or settings may make it read others."""
    from .overrides import tell_time  # it takes long to be imported, too

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


def sources_of(
    read: Sequence[str], records: Path, audience: Audience, today: date, last: Sources | None = None
) -> Sources:
    """Every name and byte in these files and folders, the programs, and what was asked for, as digests.

    A file that was read for `last`, and that nobody touched since, is not read again.
    """
    at = time.time_ns()
    files = {name: {below: _looked_at(name, below, last) for below in _below(name)} for name in read}
    os.umask(mask := os.umask(0o077))  # there is no other way to ask for it; files get their rights from it
    shared = [programs(), oct(mask), audience]
    company = [repr((str(records), str(records.resolve()), today))]
    of_company = {str(records.resolve()), str(people_file(records))}
    for name in read:
        found = company if name in of_company else shared
        found += [repr((name + below, of_it)) for below, (_, of_it) in files[name].items()]
    common = digest("\n".join(shared).encode())
    return Sources(tuple(read), digest("\n".join([common, *company]).encode()), common, files, at)


def _looked_at(name: str, below: str, last: Sources | None) -> tuple[str, str]:
    """What the file system knows of a file, and its digest; the first is '' while somebody writes to it."""
    known = known_of(name + below)
    if not known:
        return "", kind_of(name + below)
    before, same = last.files.get(name, {}).get(below, ("", "")) if last else ("", "")
    if last and known == before and is_settled(known, last.at):
        return known, same
    found = digest_of(name + below)
    return known if known == known_of(name + below) else "", found


def _below(name: str) -> Iterator[str]:
    """What to add to the name of a file or folder for it and for all that is below it."""
    yield ""
    yield from (f"/{below}" for below in files_below(name, with_empty=True))
