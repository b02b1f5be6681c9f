"""Files that somebody saves, seen as soon as the system tells."""

from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

_EDITS: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    FileClosedEvent,
    DirCreatedEvent,
    DirMovedEvent,
]
"""To read files is an event too. A build reads so many that the system would forget edits over them."""


class _Handler(FileSystemEventHandler):
    """Hands on the paths of files that changed and lie at or below one of `paths`."""

    def __init__(self, paths: frozenset[Path], changed: Callable[[Path], None]) -> None:
        self._paths, self._changed = paths, changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Hidden files are those of editors and of Git."""
        if event.is_directory:
            return
        for name in filter(None, (event.src_path, event.dest_path)):
            path = Path(str(name))
            below = next((p for p in self._paths if path.is_relative_to(p)), None)
            if below and not any(_is_nobodys(part) for part in path.relative_to(below).parts):
                self._changed(path)


def _is_nobodys(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith("~") or name == "__pycache__"


def watch(paths: Iterable[Path], changed: Callable[[Path], None]) -> BaseObserver:
    """Call `changed` from a thread with each file that is edited at or below `paths`, until it is stopped.

    Where the system tells no more programs, it is looked for edits twice a second.
    """
    resolved = frozenset(path.resolve() for path in paths)
    folders = {(path, True) if path.is_dir() else (path.parent, False) for path in resolved}
    handler = _Handler(resolved, changed)
    for observer in (Observer(), PollingObserver(timeout=0.5)):
        try:
            for folder, recursive in folders:
                if folder.is_dir():
                    observer.schedule(handler, str(folder), recursive=recursive, event_filter=_EDITS)
            observer.start()
        except OSError:
            continue
        return observer
    raise OSError("no edit can be seen here")
