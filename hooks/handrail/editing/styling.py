"""Files of records in the usual order and style: which, and what came of it."""

from collections.abc import Iterator
from pathlib import Path

from ..problems import Code, Problem, problem
from ..reading.source import LIST_BYTES, RECORD_BYTES, read_text
from ..reading.yaml12 import Refused, load
from ..records.files import schema_of
from ..writing import replace
from .files import as_bytes
from .formatting import formatted


def record_files(root: Path) -> Iterator[str]:
    """Every file below `root` that is a record or a list of the company, by its path from there."""
    for path in sorted(root.rglob("*.yml")):
        relative = path.relative_to(root).as_posix()
        if schema_of(relative) and not any(part.startswith(".") for part in relative.split("/")):
            yield relative


def style(root: Path, relative: str, check: bool) -> tuple[bool, list[Problem]]:
    """Whether the file was changed, and why it was not. With `check` it is only said that it would be."""
    shown = f"{root.as_posix()}/{relative}"
    limit = LIST_BYTES if relative.startswith("interactions/") else RECORD_BYTES
    text = read_text(root, relative, shown, limit)
    if not isinstance(text, str):
        return False, text
    try:
        load(text)
    except Refused as refused:
        return False, [problem(shown, *refused.position, refused.code, refused.message, refused.fix)]
    better = formatted(text, relative)
    if better is None:
        message, fix = "cannot be put into the usual style", "take out signs such as '?' and '...'"
        return False, [problem(shown, 1, 1, Code.LEFT_UNFORMATTED, message, fix)]
    old = (root / relative).read_bytes()
    new = as_bytes(better, old)
    if new == old:
        return False, []
    if check:
        return False, [_differs(shown, text, better)]
    wrong = replace(root, relative, new)
    return wrong is None, [wrong] if wrong else []


def _differs(shown: str, text: str, better: str) -> Problem:
    lines, wanted = text.split("\n"), better.split("\n")
    same = next((n for n, (a, b) in enumerate(zip(lines, wanted, strict=False)) if a != b), 0)
    message = "is not in the usual order and style from here on"
    return problem(shown, same + 1, 1, Code.NOT_FORMATTED, message, f"run: handrail fmt {shown}")
