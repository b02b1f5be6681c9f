"""Which files of records there are: what each holds, where its schema lies, and the order of its fields."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .base import Record
from .expects import Expect
from .fields import GIVEN_BY_THE_READER, Schema
from .interaction import Interaction
from .library import KIND_OF_FOLDER, KINDS
from .moved import Move
from .needs import NamedNeed
from .retired import Retired
from .settings import Member, Settings, Topic

ONE: Mapping[str, type[Schema]] = MappingProxyType({**KINDS, "retired": Retired, "settings": Settings})
"""Files that hold one record, by the name of their schema."""
OF_COMPANY: Mapping[str, type[Schema]] = MappingProxyType(
    {"topics": Topic, "team": Member, "needs": NamedNeed, "expects": Expect, "moved": Move}
)
"""The lists of the company, and what each entry is."""
COMPANY_FILES = tuple(f"{name}.yml" for name in ("settings", *OF_COMPANY))
"""What lies in the folder of records itself: the settings and these lists."""
LISTS: Mapping[str, type[Schema]] = MappingProxyType({"interactions": Interaction, **OF_COMPANY})
"""Files that are a list, and what each entry is."""
_FOLDER = "schemas"
"""Beside the folder of records."""
_CALLED = ("title", "question", "customer_title", "who_for")
_ADDED = ("tags", "related", "was", "staff_note")


def schema_of(relative: str) -> str | None:
    """The name of the schema of a file of records, or None for a file that is none."""
    path = PurePosixPath(relative)
    if len(path.parts) > 1:
        kind = KIND_OF_FOLDER.get(path.parts[0])
        return "interactions" if kind == "interaction" else kind
    return path.stem if f"{path.stem}.yml" in COMPANY_FILES else None


def first_line(relative: str) -> str:
    """The comment by which editors find the schema of a file of records; '' for a file that has none."""
    name = schema_of(relative)
    up = "../" * len(PurePosixPath(relative).parts)
    return f"# yaml-language-server: $schema={up}{_FOLDER}/{name}.json\n" if name else ""


def written_fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of `model` that stand in a file, in the order in which they are best read."""
    given = GIVEN_BY_THE_READER if "path" in model.model_fields else frozenset()
    names = [name for name in model.model_fields if name not in given]
    if issubclass(model, Record):
        names.sort(key=_rank)
    return {name: model.model_fields[name] for name in names}


def _rank(name: str) -> int:
    """What a record is called, who looks after it, what it says, and last what staff add."""
    if name in _CALLED:
        return 0
    return 3 if name in _ADDED else 1 if name in Record.model_fields else 2
