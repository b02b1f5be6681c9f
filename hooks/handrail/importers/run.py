"""An import from end to end: files in, records and a report out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from ..problems import Code, Problem, problem
from ..progress import counted
from ..reading.dump import dump
from ..reading.folder import read_library
from ..reading.source import RECORD_BYTES
from ..records.files import first_line, written_fields
from ..records.ids import id_from, is_id
from ..records.question import Question
from ..writing import write_new
from .company import complete
from .drafting import Drafting
from .entries import Note, Options, Report, Source
from .matching import Draft, assign, differing
from .ms_faq import read_ms_faq
from .sources import MIB, once, read_source
from .table import read_table

FORMATS: Mapping[str, tuple[Callable[[Source], None], int]] = {
    "table": (read_table, 64 * MIB),
    "ms-faq": (read_ms_faq, 4 * MIB),
}
"""What reads each format, and how many bytes a file of it may have."""


def import_files(
    format: str,
    files: Sequence[Path],
    records: Path,
    options: Options,
    today: date,
) -> Report:
    """Write the questions in `files` to the folder `records`, and say what was done.

    A record that is there is never changed. `format` is one of `FORMATS`.
    """
    if wrong := _wrong_options(records, options):
        return Report([], [], wrong, [])
    sources = _read(format, files)
    library, _ = read_library(records)  # its problems are for `check` to tell
    drafting = Drafting(library, options, today, by_section=format == "ms-faq")
    entries = [(source, entry) for source in sources for entry in source.entries]
    read_so_far = counted("Questions", entries, len(entries))
    drafts = [draft for source, entry in read_so_far if (draft := drafting.draft(source, entry))]
    assign(drafts, library)
    states = [(draft, _state(draft, records)) for draft in drafts]
    new = [draft for draft, state in states if state is None]
    unchanged = sorted(state for _, state in states if isinstance(state, str))
    kept = [state for _, state in states if isinstance(state, Problem)]
    twice = [state for _, state in states if isinstance(state, Note)]
    topics = {draft.question.topic for draft in new}
    titles = {id: title for id, title in drafting.titles.items() if id in topics}
    owner = drafting.owner if new else None
    company, failed = complete(records, library, titles, owner) if new or unchanged else ([], [])
    written, too_large = _write(new, records)
    of_sources = [problem for source in sources for problem in source.problems]
    notes = [note for source in sources for note in source.notes]
    notes += [*drafting.notes(), *twice, *_renamed(drafts)]
    return Report(
        written=sorted(written),
        unchanged=unchanged,
        problems=sorted([*of_sources, *kept, *failed, *too_large]),
        notes=sorted(notes, key=lambda note: (note.path, note.line)),
        company=company,
    )


def _read(format: str, files: Sequence[Path]) -> list[Source]:
    """The files, each once, with the entries of those that can be read."""
    read, limit = FORMATS[format]
    sources = [read_source(path, limit) for path in once(files)]
    for source in sources:
        if source.text:
            read(source)
    return sources


def _wrong_options(records: Path, options: Options) -> list[Problem]:
    """What is wrong before a file is read."""
    shown, found = records.as_posix(), []
    if records.exists() and not records.is_dir():
        found.append(problem(shown, 1, 1, Code.UNREADABLE, "is not a folder", "name the folder of records"))
    for name, value in (("topic", options.topic), ("owner", options.owner)):
        if value is not None and not is_id(value):
            fix = f"write it as {id_from(value, name)}"
            found.append(problem(shown, 1, 1, Code.BAD_ID, f"{name}: '{value}' cannot be an id", fix))
    if options.audience == "public" and options.confidence in ("wip", "not_validated"):
        message = f"public questions must be validated, and the confidence is '{options.confidence}'"
        fix = "import with --confidence validated, or as internal; nothing was imported"
        found.append(problem(shown, 1, 1, Code.NOT_VALIDATED, message, fix))
    return found


def _state(draft: Draft, records: Path) -> Problem | Note | str | None:
    """None for a new record, the path of one that is there and the same, or why it is not written."""
    entry, there = draft.entry, draft.there
    if draft.left_out:
        return Note(entry.path, entry.line, draft.left_out, draft.question.question, draft.id)
    if draft.taken_by:
        message = f"the id '{draft.id}' is taken by {draft.taken_by}"
        fix = "give one of them another id, or remove it; this one was not imported"
        return problem(entry.path, entry.line, 1, Code.ID_TAKEN, message, fix)
    if there is None:
        return None
    fields = ", ".join(differing(draft.question, there))
    if not fields:
        return there.path
    message = f"is kept; what {entry.path}:{entry.line} says differs in {fields}"
    fix = "change the record by hand, or delete it and import again"
    return problem(f"{records.as_posix()}/{there.path}", 1, 1, Code.IMPORT_DIFFERS, message, fix)


def _write(drafts: Sequence[Draft], records: Path) -> tuple[list[str], list[Problem]]:
    """Write new records: the paths of those that were, and why others were not."""
    written, problems = [], []
    for draft in drafts:
        relative, entry = f"questions/{draft.question.topic}/{draft.id}.yml", draft.entry
        text = first_line(relative) + dump(_in_order(draft.values))
        if len(text.encode()) > RECORD_BYTES:
            message = f"would be a record of over {RECORD_BYTES // 1024} KiB"
            fix = "split it into several questions; this one was not imported"
            problems.append(problem(entry.path, entry.line, 1, Code.TOO_LARGE, message, fix))
        elif wrong := write_new(records, relative, text):
            problems.append(wrong)
        else:
            written.append(relative)
    return written, problems


def _in_order(values: Mapping[str, object]) -> dict[str, object]:
    return {name: values[name] for name in written_fields(Question) if name in values}


def _renamed(drafts: Sequence[Draft]) -> list[Note]:
    """Ids of the source that could not be ids as they were."""
    return [
        Note(draft.entry.path, draft.entry.line, f"id was made '{draft.id}'", draft.entry.id, draft.id)
        for draft in drafts
        if draft.entry.id and not is_id(draft.entry.id)
    ]
