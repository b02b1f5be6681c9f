"""A process of its own for long work, which ends with whoever began it."""

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

_LONGEST = 70
"""Characters of the folder for temporary files up to which the address of a fork server is short enough."""
_CAN_FORK = sys.platform != "win32" and len(tempfile.gettempdir()) <= _LONGEST
_CONTEXT: Any = multiprocessing.get_context("forkserver" if _CAN_FORK else "spawn")
if _CAN_FORK:
    _CONTEXT.set_forkserver_preload(["handrail.cli", "handrail.publish.preview.making"])


class Worker:
    """Runs `work(connection, *given)`, and calls `hear` with each message that it sends, from a thread.

    `hear` gets None when it has ended, whyever. Processes come from one that has no threads and has imported
    everything already, so that they begin at once and may divide their work.
    """

    def __init__(self, work: Callable[..., None], *given: Any, hear: Callable[["Worker", Any], None]) -> None:
        self._ours, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_run, args=(work, theirs, *given))
        self._process.start()
        theirs.close()
        threading.Thread(target=self._listen, args=(hear,), daemon=True).start()

    def _listen(self, hear: Callable[["Worker", Any], None]) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                hear(self, self._ours.recv())
        hear(self, None)

    def send(self, message: object) -> None:
        """Give it something to do; nothing, when it has ended."""
        with contextlib.suppress(OSError):
            self._ours.send(message)

    def end(self) -> None:
        """End it and all that it began, and wait until they are gone."""
        if self._process.pid and hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()


def _run(work: Callable[..., None], connection: Connection, *given: Any) -> None:
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)  # Ctrl-C is for the one that ends us, with all that we began
    work(connection, *given)
