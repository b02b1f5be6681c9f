"""What the names of files say: which hold records, and of which kind; and what is wrong with the others."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..problems import Code, Problem, problem
from ..records.files import COMPANY_FILES
from ..records.ids import id_from, is_id, not_an_id, numbered
from ..records.library import FOLDERS, KIND_OF_FOLDER
from .nearest import nearest
from .source import Position

_MEANT = re.compile(r"(?i)^(?!readme|thumbs\.db$)(?:[^.~]+|.*\.(?:txt|json|ya?ml\.(?!tmp|swp|bak)\w+))$")
"""What a file of a record is mostly called by mistake."""


@dataclass
class Names:
    """One look at the names in a folder of records: the problems so far, and the ids seen."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    unusable: set[str] = field(default_factory=set)
    seen: dict[str, str] = field(default_factory=dict)

    def shown(self, relative: str) -> str:
        """The path that problems bear, on one line and printable whatever the file is called."""
        name = relative
        if not relative.isprintable():
            name = "".join(c if c.isprintable() else "\ufffd" for c in relative)
        return f"{self.root.as_posix()}/{name}"

    def report(self, relative: str, code: Code, message: str, fix: str, at: Position = (1, 1)) -> None:
        """Add a problem of that file, which cannot be used."""
        self.unusable.add(relative)
        self.problems.append(problem(self.shown(relative), *at, code, message, fix))

    def files(self) -> Iterator[tuple[str, str]]:
        """The kind and relative path of each file of records, in the order of their paths."""
        for relative in self._walk():
            if kind := self.kind_of(relative):
                yield kind, relative

    def kind_of(self, relative: str) -> str | None:
        """The kind of the records in that file; None, and what is wrong with it, where it holds none."""
        *folders, name = relative.split("/")
        stem, dot, ending = name.rpartition(".")  # no hidden file comes here
        stem, suffix = (stem, dot + ending) if dot else (name, "")
        if relative in COMPANY_FILES or suffix.lower() not in (".yml", ".yaml"):
            if folders and folders[0] in KIND_OF_FOLDER and _MEANT.search(name):
                fix = f"rename it to {name.partition('.')[0]}.yml, or move it"
                self.report(relative, Code.STRAY_FILE, "does not end in .yml, so it is not read", fix)
            return None
        kind = KIND_OF_FOLDER.get(folders[0]) if folders else None
        deepest = 2 if kind == "question" else 1
        of_company = f"{relative.removesuffix(suffix)}.yml" in COMPANY_FILES
        if (kind is None or len(folders) > deepest) and not of_company:
            named = ", ".join(f"{folder}/" for folder in FOLDERS.values() if folder != "retired")
            fix = f"move it to one of {named}, or delete it"
            if not folders and (near := nearest(name, COMPANY_FILES, 0.9)):
                is_there = (self.root / near).exists()
                fix = f"put what is in it into {near}, and delete it" if is_there else f"rename it to {near}"
            self.report(relative, Code.STRAY_FILE, "lies where no record is looked for", fix)
        elif suffix != ".yml":
            message, fix = f"ends in {suffix}, so it is not read", f"rename it to {stem}.yml"
            self.report(relative, Code.STRAY_FILE, message, fix)
        elif kind and self._usable_folder(relative, folders, stem) and self._usable_id(relative, stem, kind):
            return kind
        return None

    def _walk(self) -> list[str]:
        """All files, sorted; hidden ones and links to folders are not followed."""
        files, folders = [], [""]
        while folders:
            folder = folders.pop()
            for entry in self._entries(folder):
                relative = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{relative}/")
                    if folder and entry.name.endswith((".yml", ".yaml")):
                        fix = "put the record into a file of that name"
                        self.report(relative, Code.UNREADABLE, "is a folder", fix)
                elif entry.is_symlink() and os.path.isdir(self.root / relative):  # noqa: PTH112 -- never raises
                    fix = "put the files themselves there"
                    self.report(relative, Code.SYMLINK, "is a link to a folder", fix)
                else:
                    files.append(relative)
        return sorted(files)

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            return [entry for entry in os.scandir(self.root / folder) if not entry.name.startswith(".")]
        except OSError as error:
            fix = "check that it is a folder that you may read"
            self.report(folder or ".", Code.UNREADABLE, f"cannot be read: {error.strerror}", fix)
            return []

    def _usable_folder(self, relative: str, folders: Sequence[str], stem: str) -> bool:
        if all(map(is_id, folders[1:])):
            return True
        self.unusable.add(stem)
        message = f"the folder '{folders[-1]}' is not named as a topic can be"
        self.report(relative, Code.BAD_ID, message, f"rename it{_such_as(folders[-1])}")
        return False

    def _usable_id(self, relative: str, stem: str, kind: str) -> bool:
        if kind != "interaction":
            first = self.seen.setdefault(stem.casefold(), relative)
            if first != relative:
                self.unusable.add(stem)
                message = f"the id '{stem}' is taken by {self.shown(first)}"
                self.report(relative, Code.ID_TAKEN, message, "rename one of the two files")
                return False
        if stem == "index" and kind != "interaction":
            self.unusable.add(stem)
            fix = "name the file after what it is about"
            self.report(relative, Code.BAD_ID, "'index' is the name of a folder's own page", fix)
            return False
        if not is_id(stem):
            self.unusable |= {stem, id_from(stem, "")}  # by which others may name it already
            beside = (self.root / relative).parent
            self.report(relative, Code.BAD_ID, not_an_id(stem), f"rename it{_such_as(stem, '.yml', beside)}")
            return False
        return True


def _such_as(name: str, ending: str = "", beside: Path | None = None) -> str:
    """` to better-name.yml`, which is not there yet, or an example when nothing of the name can be kept.

    Some file systems do not tell capitals apart.
    """
    better = id_from(name, "")
    if better.startswith("-"):  # it has no Latin letter
        return f", such as refund-time{ending}"
    there = {file.name for file in beside.iterdir()} if beside else set()
    there = {other.casefold() for other in there - {f"{name}{ending}"}}
    return f" to {next(id for id in numbered(better) if f'{id}{ending}' not in there)}{ending}"
