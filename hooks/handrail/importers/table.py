"""CSV, JSON and JSONL with `id`, `question`, `answer`, `asked_as` and `topic` → entries."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from ..reading.source import position_of
from ..reading.yaml12 import shortened
from .entries import Entry, Source

COLUMNS = ("id", "question", "answer", "asked_as", "topic")
_FIX_ROW = "correct this one; the others were imported"
_SAYS_DELIMITER = re.compile(r"sep=(.)[ \t]*(?:\n|\Z)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n]*")

Row = dict[str, Any]


class _Twice(ValueError):
    """A row has one field two times."""


def read_table(source: Source) -> None:
    """Fill `source` with the entries of its text."""
    suffix, start = PurePath(source.path).suffix.lower(), source.text.lstrip()[:1]
    if suffix in (".csv", ".tsv") or start not in ("[", "{"):
        rows = _csv_rows(source)
    elif start == "[":
        rows = _json_rows(source)
    elif _is_one_object(source):
        return
    else:
        rows = _jsonl_rows(source)
    extra: dict[str, int] = {}
    for line, row in rows:
        for name in row.keys() - set(COLUMNS):
            extra.setdefault(name, line)
        _add(source, line, row)
    for name, line in sorted(extra.items()):
        source.note(line, "column is not imported", name)


def _add(source: Source, line: int, row: Row) -> None:
    """One row as an entry, or why it is none."""
    for name in COLUMNS:
        value = row.get(name)
        one_line_each = (
            name == "asked_as" and isinstance(value, list) and all(isinstance(v, str) for v in value)
        )
        if not (value is None or isinstance(value, str) or one_line_each):
            form = "a text, or a list of texts" if name == "asked_as" else "a text"
            source.refuse(line, 1, f"{name}: needs {form}", _FIX_ROW)
            return
    question = " ".join((row.get("question") or "").split())
    for name, of in (("question", ""), ("answer", f", to '{shortened(question)}'")):
        if not (row.get(name) or "").strip():
            source.refuse(line, 1, f"{name}: is missing or empty{of}", _FIX_ROW)
            return
    id, topic = ((row.get(name) or "").strip() for name in ("id", "topic"))
    asked_as = tuple(text.strip() for text in _asked_as(row.get("asked_as") or "") if text.strip())
    entry = Entry(source.path, line, row["question"], row["answer"], line, id, topic, asked_as)
    source.entries.append(entry)


def _asked_as(value: str | list[str]) -> list[str]:
    """A list, one phrasing a line, or a list as JSON writes it, which is what exports put into a cell."""
    if isinstance(value, list):
        return value
    if value.lstrip().startswith("["):
        try:
            found = json.loads(value)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list) and all(isinstance(text, str) for text in found):
            return found
    return value.split("\n")


def _row(pairs: list[tuple[str, Any]]) -> Row:
    row: Row = {}
    for name, value in pairs:
        name = name.strip().lower()
        if name in row:
            raise _Twice(f"'{name}' is there twice")
        row[name] = value
    return row


_DECODER = json.JSONDecoder(
    object_pairs_hook=_row, parse_int=str, parse_float=str, parse_constant=str, strict=False
)
"""Numbers stay as they were written; a tab or line end may stand in a text."""


def _decode(source: Source, text: str, start: int, line: int, fix: str) -> tuple[Any, int] | None:
    """The JSON value at `start` of `text`, whose first line is `line`, and its end; or its problem."""
    at = start
    try:
        return _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        at, message = error.pos, f"is not JSON here: {error.msg}"
    except RecursionError:
        message = "is nested too deeply"
    except ValueError as error:
        message = str(error)
    source.refuse(line + text.count("\n", 0, at), at - text.rfind("\n", 0, at), message, fix)
    return None


def _is_one_object(source: Source) -> bool:
    """Say that the rows stand in something else, as help desks send them, if they do."""
    try:
        whole = json.loads(source.text, strict=False) if "\n" in source.text.strip() else None
    except (ValueError, RecursionError):
        return False
    if whole is None:
        return False
    named = next((name for name, value in whole.items() if isinstance(value, list)), None)
    fix = f"save only the list below '{named}'" if named else "put '[' before it and ']' behind it"
    source.refuse(1, 1, "is one object, and a list of rows is needed", fix)
    return True


def _jsonl_rows(source: Source) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(source.text.split("\n"), 1):
        start = len(line) - len(line.lstrip())
        found = _decode(source, line, start, number, _FIX_ROW) if line.strip() else None
        if found and (rest := line[found[1] :].strip()):
            source.refuse(number, found[1] + 1, f"more stands behind the row: {rest[:40]}", _FIX_ROW)
        elif found and not isinstance(found[0], dict):
            source.refuse(number, 1, "is not a row in '{…}'", _FIX_ROW)
        elif found:
            yield number, found[0]


def _json_rows(source: Source) -> Iterator[tuple[int, Row]]:
    """The rows of a list. Of a list that breaks off nothing is imported."""
    text, fix = source.text, "correct it; nothing of this file was imported"
    rows: list[tuple[int, Any]] = []
    at, line, counted = text.index("[") + 1, 1, 0
    while True:
        at = _after_space(text, at)
        if text.startswith("]", at) and not rows:
            break
        found = _decode(source, text, at, 1, fix)
        if not found:
            return
        line, counted = line + text.count("\n", counted, at), at
        rows.append((line, found[0]))
        at = _after_space(text, found[1])
        if not text.startswith(",", at):
            break
        at += 1
    if not text.startswith("]", at) or text[at + 1 :].strip():
        source.refuse(
            *position_of(text, at), "is not JSON here: a ',' between rows or the last ']' is missing", fix
        )
        return
    for line, row in rows:
        if isinstance(row, dict):
            yield line, row
        else:
            source.refuse(line, 1, "is not a row in '{…}'", _FIX_ROW)


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _delimiter(text: str) -> str:
    """What stands between the cells: as the first line says (Excel), or as the header has the columns."""
    if says := _SAYS_DELIMITER.match(text):
        return says[1]
    first = text.partition("\n")[0]
    by_count = sorted(",;\t", key=first.count, reverse=True)
    for delimiter in by_count:
        names = {cell.strip().strip('"').lower() for cell in first.split(delimiter)}
        if {"question", "answer"} <= names:
            return delimiter
    return by_count[0]


def _csv_rows(source: Source) -> Iterator[tuple[int, Row]]:
    """The rows below the header. Of a file whose quotes do not fit nothing is imported."""
    csv.field_size_limit(len(source.text) + 1)  # a long cell is a problem of its row, not of the file
    delimiter = _delimiter(source.text)
    reader = csv.reader(io.StringIO(source.text, newline=""), delimiter=delimiter, strict=True)
    lines: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            lines.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        fix = (
            "put a text with quotes in quotes, and each quote in it twice; nothing of this file was imported"
        )
        source.refuse(start, 1, f"the row that starts here is not CSV: {error}", fix)
        return
    if _SAYS_DELIMITER.match(source.text):
        del lines[0]
    lines = [(line, cells) for line, cells in lines if any(cell.strip() for cell in cells)]
    head = [name.strip().lower() for name in lines[0][1]] if lines else []
    missing = [name for name in ("question", "answer") if name not in head]
    twice = [name for name in COLUMNS if head.count(name) > 1]
    if missing or twice:
        wrong = f"the column '{(missing or twice)[0]}' is {'missing' if missing else 'there twice'}"
        fix = f"the first row names the columns, each once: {', '.join(COLUMNS)}"
        source.refuse(lines[0][0] if lines else 1, 1, wrong, fix)
        return
    for line, cells in lines[1:]:
        if len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
            message = f"has {len(cells)} cells, and the first row names {len(head)} columns"
            source.refuse(line, 1, message, f"put a text with '{delimiter}' in quotes")
        else:
            yield line, dict(zip(head, cells, strict=False))
