"""`mkdocs.yml` as MkDocs takes it, and what is wrong with it: once, and at its place."""

import errno
import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from ..problems import Code, Problem, problem
from ..reading.nearest import did_you_mean
from ..reading.source import Position, read_text
from ..reading.yaml12 import Places, Refused
from ..records.base import Audience
from ..records.fields import Location
from .building import BadContent, Build, Given
from .inputs import inherited, text_of

_OPTIONS = ("extra", "handrail")
_NEEDED = {
    "partials/javascripts/palette.html": ("name", "the pages need Material", "name: material"),
    "assets/handrail.js": ("custom_dir", "ours is not there", "custom_dir: hooks/theme"),
}
"""Files that tell whether the theme is whole, and the field that brings them."""
_AGAIN = "correct it and build again"
_OF_FIELD = re.compile(r"Config value '([^']*)': (.*)", re.DOTALL)
_UNKNOWN = "Unrecognised configuration name"
_QUOTED = re.compile(r"""['"]([^'"]+)['"]""")
_MARK = re.compile(r'(?:MkDocs encountered[^:]*: )?(.*?)\s+in "(.*)", line (\d+), column (\d+)', re.DOTALL)
_NAME = re.compile(r"""['"]?([^'":#]*[^'":#\s])""")
_TYPES = {"bool": "true or false", "str": "a text", "int": "a number", "list": "a list", "dict": "fields"}
_TYPE = re.compile(r"<class '(\w+)'>")


def load(file: Path, to: Path) -> MkDocsConfig:
    """The configuration in `file`, for a site in `to`. Raises BadContent with all that is wrong in it."""
    if wrong := [*_unreadable(file)]:
        raise BadContent(wrong, "configuration")
    with said_by_mkdocs() as said:
        try:
            config = load_config(str(file), site_dir=str(to), strict=True)
        except (MkDocsException, SystemExit, ValueError) as error:
            raise BadContent([*_mistakes(file, said, str(error))], "configuration") from error
    if not isinstance(config.extra.get("handrail"), dict):
        raise _no_options(file)
    return config


def set_options(config: MkDocsConfig, records: Path, audience: Audience, given: Given) -> None:
    """Say below `extra.handrail` what is built, and what is known already."""
    folder = os.path.abspath(records)  # noqa: PTH100 -- a link to a folder stays where it is
    config.extra["handrail"] |= {"records": folder, "audience": audience.value, "given": given}


def options_of(config: MkDocsConfig) -> tuple[Path, Audience]:
    """The folder of records and the audience.

    Raises BadContent where the configuration does not say them, or where no page of ours can be made with it.
    """
    if wrong := [*_unusable(config)]:
        raise BadContent(wrong, "configuration")
    file, options = Path(config.config_file_path), config.extra.get("handrail")
    if not isinstance(options, dict):
        raise _no_options(file)
    folder, audience = options.get("records"), options.get("audience")
    records = file.parent / str(folder)
    found: dict[str, tuple[str, str]] = {}
    if not isinstance(folder, str) or not records.is_dir():
        message = f"there is no folder '{folder}'" if folder else "is missing"
        found["records"] = message, "write 'records: playbooks', or what that folder is called"
    if audience not in [*Audience]:
        message = f"'{audience}' is not one of {', '.join(Audience)}" if audience else "is missing"
        fix = did_you_mean(str(audience), [*Audience])
        found["audience"] = message, fix or "write 'audience: public', or internal for the staff site"
    wrong = [wrong_in(file, (*_OPTIONS, name), f"{name}: {said}", fix) for name, (said, fix) in found.items()]
    if wrong:
        raise BadContent(wrong, "configuration")
    return seen_from_here(records), Audience(str(audience))


def _unusable(config: MkDocsConfig) -> Iterator[Problem]:
    """What MkDocs takes of the configuration, and no page of ours can be made with."""
    file, theme = Path(config.config_file_path), config.theme
    if not config.use_directory_urls:
        message = "'use_directory_urls: false', but the addresses of records' pages end in '/'"
        yield wrong_in(file, ("use_directory_urls",), message, "take it out")
    for name, (field, message, line) in _NEEDED.items():
        if not any((Path(folder) / name).is_file() for folder in theme.dirs):
            fix = f"write '{line}' below 'theme:'"
            yield wrong_in(file, ("theme", field), f"theme.{field}: {message}", fix)
    palette, others = theme.get("palette"), config.extra.get("alternate") or []
    if not all(isinstance(one, dict) for one in (palette if isinstance(palette, list) else [palette or {}])):
        fix = "write one 'name: value' a line below it"
        yield wrong_in(file, ("theme", "palette"), "theme.palette: needs fields", fix)
    if not isinstance(others, list) or not all(map(_is_another_site, others)):
        message = "extra.alternate: needs a list of sites with their links"
        yield wrong_in(file, ("extra", "alternate"), message, "write '- link: /de/' below it")


def _is_another_site(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("link", ""), str)


def _no_options(file: Path) -> BadContent:
    message = "extra.handrail does not say where the records are"
    fix = "write 'handrail:' below 'extra:', and below that 'records: playbooks' and 'audience: public'"
    return BadContent([wrong_in(file, _OPTIONS, message, fix)], "configuration")


def without_hooks(config: MkDocsConfig) -> list[Problem]:
    """Says so when nobody has called us."""
    hooks = (getattr(event, "__module__", "") for event in config.plugins.events["config"])
    if Build in config.extra["handrail"] or any("mkdocs_hooks" in name for name in hooks):
        return []
    message = "hooks: ours is not there, so no record gets a page"
    fix = "add '- hooks/mkdocs_hooks.py' below 'hooks:'"
    return [wrong_in(Path(config.config_file_path), ("hooks",), message, fix)]


def wrong_in(
    file: Path, field: Location, message: str, fix: str = _AGAIN, words: Sequence[str] = ()
) -> Problem:
    """A problem in a field of the configuration, or of one that it inherits: at one of `words` in it, if any.

    Of a field that is not there, it is where it should be.
    """
    path, place = file, (1, 1)
    texts = {path: text_of(path) for path in readable(file)}
    around = [field[:length] for length in range(len(field), -1, -1)]
    ways = [partial(_named, words, field), *(partial(_place, at) for at in around)]
    for path, way in ((path, way) for way in ways for path in texts):
        if found := way(texts[path]):
            place = found
            break
    return problem(str(seen_from_here(path)), *place, Code.BUILD_FAILED, message, fix)


def seen_from_here(path: Path) -> Path:
    """`path` as somebody in this folder would write it, so that problems can be clicked."""
    here = Path.cwd()
    return path.resolve().relative_to(here) if path.resolve().is_relative_to(here) else path


@contextmanager
def said_by_mkdocs() -> Iterator[list[str]]:
    """The warnings and errors that MkDocs logs meanwhile, in their order."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


def _unreadable(file: Path) -> Iterator[Problem]:
    """Why the configuration, or one that it inherits, cannot be read. MkDocs takes seconds for a circle."""
    read: list[Path] = []
    try:
        read.extend(inherited(file))  # as far as it comes
    except Refused as wrong:
        shown = str(seen_from_here(read[-1]))
        yield problem(shown, *wrong.position, Code.YAML_SYNTAX, wrong.message, wrong.fix)
    except UnicodeDecodeError:
        found = read_text(read[-1].parent, read[-1].name, str(seen_from_here(read[-1])))
        yield from (found if isinstance(found, list) else ())
    except OSError as error:
        is_circle = error.errno == errno.ELOOP
        message = f"INHERIT: '{read[-1].name}' {'inherits itself' if is_circle else 'cannot be read'}"
        fix = "take it out" if is_circle else "name a configuration that is there"
        yield wrong_in(read[-1] if is_circle else read[-2:][0], ("INHERIT",), message, fix)


def _mistakes(file: Path, said: Sequence[str], error: str) -> Iterator[Problem]:
    """What kept MkDocs from taking a configuration that can be read."""
    if mark := _MARK.match(error):
        place = int(mark[3]), int(mark[4])
        yield problem(str(seen_from_here(Path(mark[2]))), *place, Code.YAML_SYNTAX, mark[1], _AGAIN)
        return
    for one in said or [error]:
        yield of_mkdocs(file, one)


def of_mkdocs(file: Path, said: str) -> Problem:
    """What MkDocs said of the configuration, or of what it was told there."""
    found = _OF_FIELD.match(said)
    name, message = (found[1], found[2]) if found else ("", said)
    words = _QUOTED.findall(message)
    field = name or ("nav" if "nav" in words else "")
    message = _TYPE.sub(lambda type: _TYPES.get(type[1], type[1]), message)
    if message.startswith(_UNKNOWN):
        fix = did_you_mean(name, [*MkDocsConfig()]) or "take it out"
        return wrong_in(file, (name,), f"'{name}' is nothing that MkDocs knows", fix)
    message = f"{name}: {message}" if name else message
    return wrong_in(file, (field,) if field else (), message, _AGAIN, words)


def readable(file: Path) -> Iterator[Path]:
    """The configuration and those that it inherits, as far as they can be read."""
    try:
        for path in inherited(file):
            text_of(path)
            yield path
    except (OSError, UnicodeDecodeError, Refused):
        return


def _named(words: Sequence[str], field: Location, text: str) -> Position | None:
    """Where one of `words` stands in the field as a name or value: the innermost and last one."""
    places, lines = Places(text), text.split("\n")
    found: list[tuple[int, int, Position]] = []
    for at, (line, column) in [*places.keys.items(), *places.values.items()]:
        name = _NAME.match(lines[line - 1], column - 1)
        if name and at[: len(field)] == field != at:
            is_it = (word == name[1] or word.endswith(f"/{name[1]}") for word in words)
            found += [(len(at), n, (line, column)) for n, it in enumerate(is_it) if it]
    return max(found)[2] if found else None


def _place(field: Location, text: str) -> Position | None:
    """Where the field is: the name of one that has fields or a list, the value of any other."""
    places = Places(text)
    has_more = any(at[:-1] == field != at for at in places.values)
    return (places.keys if has_more else places.values).get(field) if field in places.keys else None
