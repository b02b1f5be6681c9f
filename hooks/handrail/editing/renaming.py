"""`handrail rename`: a record under another id, named so everywhere."""

from pathlib import Path, PurePosixPath

from ..problems import Code, Problem, problem
from ..records.ids import not_free
from ..records.library import KINDS, Library
from .files import as_bytes, files_of, write_all
from .old_ids import with_old_id
from .references import references, renamed


def rename(root: Path, library: Library, old: str, new: str) -> tuple[list[str], list[Problem]]:
    """Call the record `old`, which is there, `new`: the files that changed, or why none did.

    The library has no problems of its own, so that no reference can be overlooked.
    """
    kind = library.kind_of(old) or ""
    record = library.record(old)
    assert record
    if wrong := not_free(library, kind, new, before=old):
        return [], [wrong]
    texts, problems = renamed(
        library, references(library, old), lambda r: r.named(kind, new, keep_place=True)
    )
    own = with_old_id(texts.pop(record.path, library.texts[record.path]), KINDS[kind], old, new)
    if own is None:
        message = f"'{old}' cannot be added to 'was' here by a program"
        fix = f"add it yourself, and rename the file to {new}.yml"
        problems.append(problem(library.shown(record.path), 1, 1, Code.NOT_REWRITABLE, message, fix))
    if problems or own is None:
        return [], problems
    path = PurePosixPath(record.path).with_name(f"{new}.yml").as_posix()
    files = files_of(root, texts)
    files |= {path: as_bytes(own, (root / record.path).read_bytes()), record.path: None}
    wrong = write_all(root, files)
    return ([], [wrong]) if wrong else (sorted(files), [])
