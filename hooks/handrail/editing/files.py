"""Files of records as they are edited: all that belong to one edit are written, or none."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path

from ..problems import Code, Problem, problem
from ..writing import replace


def as_bytes(text: str, old: bytes) -> bytes:
    """`text` with the line ends, and the mark at the start, that the file has had."""
    ends = "\r\n" if old.partition(b"\n")[0].endswith(b"\r") else "\n"
    mark = BOM_UTF8 if old.startswith(BOM_UTF8) else b""
    return mark + text.replace("\n", ends).encode()


def files_of(root: Path, texts: Mapping[str, str]) -> dict[str, bytes | None]:
    """Files that are there, with other texts, as `write_all` takes them."""
    return {name: as_bytes(text, (root / name).read_bytes()) for name, text in texts.items()}


def write_all(root: Path, files: Mapping[str, bytes | None]) -> Problem | None:
    """Write these files, by their paths in `root`; None takes one away. With a problem, all are as before."""
    before = {name: _bytes(root / name) for name in files}
    done: list[str] = []
    for name, content in sorted(files.items(), key=lambda file: file[1] is None):
        wrong = _put(root, name, content)
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
