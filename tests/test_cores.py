"""Work divided among cores gives what it gives undivided, and says so when a part fails."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence

import pytest
from handrail.publish import cores
from handrail.publish.cores import divided

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="work is divided on Linux only")


@pytest.fixture(autouse=True)
def four_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "LEAST", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    threads = threading.active_count()  # other tests may have left some
    monkeypatch.setattr(cores.threading, "active_count", lambda: 1 + len(threading.enumerate()) - threads)


def doubled(part: Sequence[int]) -> list[tuple[int, int]]:
    return [(n * 2, os.getpid()) for n in part]


@pytest.mark.parametrize("size", [0, 1, 2, 5, 9])
def test_every_item_once_and_in_order(size: int) -> None:
    found = [pair for part in divided(doubled, range(size)) for pair in part]
    assert [number for number, _ in found] == [n * 2 for n in range(size)]


def test_more_than_one_process_works() -> None:
    assert len({process for part in divided(doubled, range(8)) for _, process in part}) == 4


def test_threads_keep_it_in_one_process() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    assert len(divided(doubled, range(8))) == 1
    stop.set()
    thread.join()


def failing(part: Sequence[int]) -> None:
    if 7 in part:
        raise OSError(28, "No space left on device")


def killed(part: Sequence[int]) -> None:
    if 7 in part:
        os.kill(os.getpid(), signal.SIGKILL)


def interrupted(part: Sequence[int]) -> None:
    if 0 in part:
        raise KeyboardInterrupt
    time.sleep(60)


def told_by_the_terminal(part: Sequence[int]) -> int:
    if 0 not in part:
        os.kill(os.getpid(), signal.SIGINT)
    return len(part)


def test_an_interruption_ends_all_parts_at_once() -> None:
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        divided(interrupted, range(8))
    assert time.monotonic() - start < 30
    assert multiprocessing.active_children() == []


def test_only_the_first_part_is_interrupted_by_a_terminal() -> None:
    """It tells all processes; what the others would print of it helps nobody."""
    assert divided(told_by_the_terminal, range(8)) == [2, 2, 2, 2]


def test_the_error_of_a_part_is_raised() -> None:
    with pytest.raises(OSError, match="No space left"):
        divided(failing, range(8))


def test_a_part_that_was_killed_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="was ended"):
        divided(killed, range(8))
