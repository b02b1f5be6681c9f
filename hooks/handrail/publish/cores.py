"""Long work divided among the cores of the machine."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from ..progress import told_to

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

LEAST = 200
"""A process of its own costs as much as about so many pages."""
Item = TypeVar("Item")
Result = TypeVar("Result")


def divided(work: Callable[[Sequence[Item]], Result], items: Sequence[Item]) -> list[Result]:
    """What `work` gives for each of a few parts of `items`, in their order; an error of any is raised here.

    Each part but the first is done by a copy of this process, so `work` need not be picklable, its result
    must. There is one part where a process cannot be copied, or not safely because threads run in it.
    """
    first, *others = _parts(items)
    if not others:
        return [work(first)]
    import multiprocessing  # here: it takes long, and after an edit there is little to be made

    context = multiprocessing.get_context("fork")
    waiting = []
    for part in others:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(sender, work, part), daemon=True)
        process.start()
        sender.close()
        waiting.append((process, receiver))
    try:
        results = [work(first)]
        for _, receiver in waiting:
            try:
                result, error = receiver.recv()
            except EOFError:
                result, error = None, RuntimeError("a process that did a part of the work was ended")
            if error:
                raise error
            results.append(result)
        return results
    finally:
        for process, _ in waiting:
            process.kill()  # none works on for what was interrupted here, or failed
            process.join()


def _parts(items: Sequence[Item]) -> list[Sequence[Item]]:
    alone = sys.platform != "linux" or threading.active_count() > 1
    count = 1 if alone else max(1, min(os.cpu_count() or 1, len(items) // LEAST))
    size = -(-len(items) // count)
    return [items[n * size : (n + 1) * size] for n in range(count)]


def _send(sender: "Connection", work: Callable[[Sequence[Item]], Result], part: Sequence[Item]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal tells all processes; the first one ends this
    try:
        with told_to():  # the part that is done here says how far all are
            sender.send((work(part), None))
    except Exception as error:  # it is raised where the results are waited for
        sender.send((None, error))
