"""How soon `handrail serve` shows an edit of one of N records, and how soon search follows.

    python benchmarks/preview.py --sizes 1000 10000 --edits 60

Random records are edited one after the other: their text, their title, and with a mistake. Measured is the
time from the end of the write to the first answer of the server that has the new text, or that shows the
problem; it is asked for anew every 5 ms. Every third title is also waited for until search knows it. Prints
a Markdown table.
"""

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from build import machine
from records import write_records

HANDRAIL = Path(sys.executable).parent / "handrail"
PORT = 8765
SITE = f"http://127.0.0.1:{PORT}"
A_FILE = 10
"""So many records a file of search has that says what results show."""
PAUSE = 0.7
"""Seconds between two edits, at most; nobody saves faster."""


def get(address: str) -> str:
    """What the server answers."""
    try:
        with urlopen(f"{SITE}/{address}") as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        return error.read().decode()


def until(holds: Callable[[], bool], seconds: float = 300) -> float:
    """Wait until it holds: so many milliseconds."""
    began = time.perf_counter()
    while not holds():
        if time.perf_counter() - began > seconds:
            raise TimeoutError
        time.sleep(0.005)
    return 1000 * (time.perf_counter() - began)


def finds(title: str, place: int) -> bool:
    """Whether search shows the title: of the record with the number `place`, or of the last ones."""
    model = json.loads(get("search/model.json"))
    last = (len(model["texts"]) - 1) // A_FILE
    versions = re.findall(".{10}", model["versions"]["documents"])
    names = (f"search/documents-{n}.{versions[n]}.json" for n in {place // A_FILE, last - 1, last})
    return any(title in get(name) for name in names)


def edits(records: Path, count: int) -> Iterator[tuple[str, float]]:
    """Edit `count` records, one after the other: what was edited, and the milliseconds until it was shown."""
    choose = random.Random("preview")
    files = sorted(records.glob("questions/**/*.yml"))
    ids = sorted(file.stem for file in files)
    for n in range(count):
        file, word = choose.choice(files), f"Xyzzy{n}"
        text, address = file.read_text("utf-8"), f"questions/{file.stem}/"
        what = ("text", "title", "mistake")[n % 3]
        changed = {
            "text": text.replace("answer: |\n", f"answer: |\n  {word} is new.\n\n"),
            "title": text.replace("question: ", f"question: {word} "),
            "mistake": text.replace("topic: ", "topik: "),
        }[what]
        assert changed != text
        sign = f"{file.stem}.yml:" if what == "mistake" else word
        file.write_text(changed, "utf-8")
        yield what, until(lambda: sign in get(address))  # noqa: B023 -- called before it changes
        if what == "title" and n % 9 == 1:
            yield "search", until(lambda: finds(word, ids.index(file.stem)))  # noqa: B023 -- as above
        if what == "mistake":
            file.write_text(text, "utf-8")
            yield "correction", until(lambda: sign not in get(address))  # noqa: B023 -- as above
        time.sleep(choose.uniform(0, PAUSE))


def measured(size: int, count: int) -> dict[str, list[float]]:
    """The milliseconds of each kind of edit among `size` records, and of the start of the preview."""
    with tempfile.TemporaryDirectory(prefix="handrail-benchmark-") as folder:
        records, log = Path(folder) / "records", Path(folder) / "log"
        write_records(size, records)
        with log.open("w") as said:
            command = [str(HANDRAIL), "serve", "--records", str(records), "--port", str(PORT)]
            server = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            ready = ("The site is built", "as soon as they are saved")

            def is_ready() -> bool:
                if server.poll() is not None:
                    raise RuntimeError(log.read_text("utf-8"))
                return all(words in log.read_text("utf-8") for words in ready)

            found = {"start": [until(is_ready, 900)]}
            for what, took in edits(records, count):
                found.setdefault(what, []).append(took)
            return found
        finally:
            server.terminate()
            server.wait()


def row(size: int, found: dict[str, list[float]]) -> str:
    """A line of the table; the 95th of 100 is that from which a twentieth takes longer."""
    saved = sorted(
        took for what in ("text", "title", "mistake", "correction") for took in found.get(what, [])
    )
    p95 = saved[min(len(saved) - 1, round(0.95 * len(saved)))]
    of_each = [f"{statistics.median(found[what]):.0f}" for what in ("text", "title", "mistake", "correction")]
    search = sorted(found.get("search", [float("nan")]))
    seconds = f"{statistics.median(search) / 1000:.1f} / {search[-1] / 1000:.1f}"
    start = f"{found['start'][0] / 1000:.0f}"
    return (
        f"| {size} | {start} | {len(saved)} | {statistics.median(saved):.0f} | {p95:.0f} "
        f"| {saved[-1]:.0f} | {' | '.join(of_each)} | {seconds} |"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], help="numbers of records")
    parser.add_argument("--edits", type=int, default=60, help="edits at each size")
    given = parser.parse_args()
    print(
        "| records | start, s | edits | p50, ms | p95, ms | most, ms | text | title | mistake | correction "
        "| search, s: median / most |"
    )
    print("|--:|" + "--:|" * 10)
    for size in given.sizes:
        print(row(size, measured(size, given.edits)), flush=True)
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
