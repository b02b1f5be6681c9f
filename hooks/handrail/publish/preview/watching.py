"""Files that somebody saves, seen as soon as the system tells."""

from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
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

Watched = tuple[bool, int]
_EDITS: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    FileClosedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
]
"""To read files is an event too. A build reads so many that the system would forget edits over them."""


class _Handler(FileSystemEventHandler):
    """Hands on the paths of files that changed and lie at or below one of `paths`."""

    def __init__(self, paths: frozenset[Path], changed: Callable[[Path], None]) -> None:
        self._paths, self._changed = paths, changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Hidden files are those of editors and of Git. Of a folder that went, no file is told of."""
        if event.is_directory and not isinstance(event, DirDeletedEvent):
            return
        for name in filter(None, (event.src_path, event.dest_path)):
            path = Path(str(name))
            below = next((p for p in self._paths if path.is_relative_to(p)), None)
            if below and not any(_is_nobodys(part) for part in path.relative_to(below).parts):
                self._changed(path)


def _is_nobodys(name: str) -> bool:
    return (name.startswith((".", "#")) and name != ".icons") or name.endswith("~") or name == "__pycache__"


class Watching:
    """Calls `changed` from a thread with each file that is edited at or below some paths, until it is ended.

    Where the system tells no more programs, it is looked for edits twice a second.
    """

    def __init__(self, changed: Callable[[Path], None]) -> None:
        self._changed = changed
        self._observer: BaseObserver | None = None
        self._watched: dict[Path, Watched] = {}

    def watch(self, paths: Iterable[Path]) -> bool:
        """See to these paths from now on; whether there are other ones, or other folders in their places."""
        watched = {path: _watched(path) for path in {path.resolve() for path in paths}}
        if watched == self._watched:
            return False
        self.end()
        self._watched, self._observer = watched, self._observe(watched)
        return True

    def end(self) -> None:
        """See nothing any more."""
        if self._observer:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def _observe(self, watched: dict[Path, Watched]) -> BaseObserver:
        handler = _Handler(frozenset(watched), self._changed)
        folders = {(path if is_it else path.parent, is_it) for path, (is_it, node) in watched.items() if node}
        for observer in (Observer(), PollingObserver(timeout=0.5)):
            try:
                for folder, is_it in folders:
                    observer.schedule(handler, str(folder), recursive=is_it, event_filter=_EDITS)
                observer.start()
            except OSError:
                continue
            return observer
        raise OSError("no edit can be seen here")


def _watched(path: Path) -> Watched:
    """Whether the path is a folder, else what is in the one around it is watched, and which folder it is."""
    is_folder = path.is_dir()
    try:
        return is_folder, (path if is_folder else path.parent).stat().st_ino
    except OSError:
        return is_folder, 0
