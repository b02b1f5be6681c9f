"""`handrail serve` of some records, for tests that look at what it shows."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError
from urllib.request import urlopen

BIN = Path(sys.executable).parent


def free_port() -> int:
    """A port of this machine that nobody has."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass(frozen=True)
class Preview:
    """A preview that runs."""

    url: str
    records: Path
    log: Path
    process: subprocess.Popen[str]
    tmp: Path
    """Its folder for temporary files, of a path as short as that of a user's."""
    left: list[str] = field(default_factory=list)
    """What was in there once it had ended."""

    def page(self, address: str = "") -> str:
        """The page at that address, or what is said instead of it."""
        try:
            with urlopen(self.url + address, timeout=20) as answer:
                return str(answer.read().decode())
        except HTTPError as error:
            return error.read().decode()
        except OSError:  # it is just beginning, or too busy for one more
            return ""

    def problems(self, address: str = "") -> list[str]:
        """Place and code of each problem that the page shows."""
        shown = re.findall(r"<li><code>(.*?)</code> <span>(.*?)</span>", self.page(address))
        return [f"{place.removeprefix(f'{self.records}/')} {code}" for place, code in shown]

    def until(self, holds: Callable[[], object], seconds: float = 60) -> None:
        """Wait until it holds."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, f"not so after {seconds} s\n{self.log.read_text()}"
            time.sleep(0.02)

    def says(self, words: str, times: int = 1) -> None:
        """Wait until it has said so on the terminal so many times."""
        self.until(lambda: self.log.read_text().count(words) >= times)


@contextmanager
def preview(records: Path, folder: Path, port: int = 0) -> Iterator[Preview]:
    """A preview of `records`, on any port if none is named; it writes everything into `folder`."""
    log, port = folder / "preview.log", port or free_port()
    command = [BIN / "handrail", "serve", "--records", records, "--port", str(port)]
    with TemporaryDirectory() as tmp:
        with log.open("w") as said:
            environment = {**os.environ, "TMPDIR": tmp}
            process = subprocess.Popen(command, stdout=said, stderr=said, text=True, env=environment)
        found = Preview(f"http://127.0.0.1:{port}/", records, log, process, Path(tmp))
        try:
            found.says("http://")
            yield found
        finally:
            process.terminate()
            time.sleep(0.05)
            process.send_signal(signal.SIGINT)  # as somebody does who does not want to wait
            process.wait()
            found.left.extend(path.name for path in found.tmp.iterdir())
