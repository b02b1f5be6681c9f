"""Files of records as they are edited: all that belong to one edit are written, or none."""

from collections.abc import Mapping
from pathlib import Path

from ..importers.writing import replace
from ..problems import Code, Problem, problem


def as_bytes(text: str, old: bytes) -> bytes:
    """`text` with the line ends that the file has had."""
    ends = "\r\n" if old.partition(b"\n")[0].endswith(b"\r") else "\n"
    return text.replace("\n", ends).encode()


def write_all(root: Path, texts: Mapping[str, str | None]) -> Problem | None:
    """Write these files, by their paths in `root`; None takes one away. With a problem, all are as before."""
    before = {name: _bytes(root / name) for name in texts}
    done: list[str] = []
    for name, text in sorted(texts.items(), key=lambda entry: entry[1] is None):
        wrong = _put(root, name, None if text is None else as_bytes(text, before[name] or b""))
        if wrong:
            for written in done:
                _put(root, written, before[written])
            return wrong
        done.append(name)
    return None


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _put(root: Path, name: str, content: bytes | None) -> Problem | None:
    if content is not None:
        return replace(root, name, content)
    try:
        (root / name).unlink(missing_ok=True)
    except OSError as error:
        message, fix = f"cannot be removed: {error.strerror}", "check that the folder may be written to"
        return problem(f"{root.as_posix()}/{name}", 1, 1, Code.UNREADABLE, message, fix)
    return None
