"""How long Handrail takes to build N records, beside other builders with the same texts.

    python benchmarks/build.py --sizes 1000 5000 10000 --runs 3

Stock MkDocs Material, Zensical (its successor) and Hugo, where they are installed (`make bench` does that).
The builders take turns in one run, each as a process of its own, and every number is of whole processes:
reading, checking, converting, writing and, of Handrail, the gates. After each build from cold, nothing is
changed, and then the title of one record. Prints a Markdown table.
"""

import argparse
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from records import (
    edit_page,
    edit_record,
    write_bare_hugo,
    write_hugo,
    write_hugo_with_sidebar,
    write_records,
    write_stock,
)

SCRIPTS = Path(sys.executable).parent
PACKAGES = ("handrail", "mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "zensical", "hugo")


@dataclass(frozen=True)
class Builder:
    """A way to make a site: how its sources are written, and the command that builds them."""

    name: str
    write: Callable[[int, Path], None]
    edit: Callable[[Path, str], None]
    """Gives the first record another title."""
    command: Callable[[Path, Path], list[str]]
    """(sources, folder to build into) → the command, which starts with the name of a script."""
    pages: str
    """Where the pages of the questions are, as a glob in the folder that was built into."""


BUILDERS = (
    Builder(
        "Handrail",
        write_records,
        edit_record,
        lambda sources, to: [
            *("handrail", "build", "--audience", "public"),
            *("--records", str(sources), "--to", str(to)),
        ],
        "public/questions/*/index.html",
    ),
    Builder(
        "stock",
        write_stock,
        edit_page("docs"),
        lambda sources, to: ["mkdocs", "build", "-q", "-f", str(sources / "mkdocs.yml"), "-d", str(to)],
        "*/*/index.html",
    ),
    Builder(
        "Zensical",
        write_stock,
        edit_page("docs"),
        lambda sources, _: ["zensical", "build", "-f", str(sources / "mkdocs.yml")],
        "../sources/site/*/*/index.html",
    ),
    *(
        Builder(
            name,
            write,
            edit_page("content"),
            lambda sources, to: ["hugo", "--quiet", "-s", str(sources), "-d", str(to)],
            "*/*/index.html",
        )
        for name, write in (
            ("Hugo", write_hugo),
            ("Hugo, sidebar", write_hugo_with_sidebar),
            ("Hugo, bare", write_bare_hugo),
        )
    ),
)


@dataclass(frozen=True)
class Spent:
    """What one build took: seconds, and bytes of memory of all its processes together."""

    cpu: float
    wall: float
    peak: int


@dataclass(frozen=True)
class Measured:
    """A build from cold and two after it; sizes in bytes."""

    cold: Spent
    unchanged: Spent
    edited: Spent
    page_sizes: tuple[int, ...]
    total: int


def measure(builder: Builder, size: int, folder: Path) -> Measured:
    """Build `size` records in `folder`. Raises CalledProcessError when that fails."""
    sources, to = folder / "sources", folder / "built"
    to.mkdir()
    builder.write(size, sources)
    command = builder.command(sources, to)
    cold = spent(command)
    pages = [path.stat().st_size for path in to.glob(builder.pages)]
    files = (path.stat() for path in to.rglob("*") if path.is_file())
    total = sum({found.st_ino: found.st_size for found in files}.values())  # a double has the same files
    unchanged = spent(command)
    builder.edit(sources, "How is another title seen?")
    return Measured(cold, unchanged, spent(command), tuple(pages), total)


def spent(command: list[str]) -> Spent:
    """Run it to its end."""
    began = time.perf_counter()
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    process = subprocess.Popen(
        [str(SCRIPTS / command[0]), *command[1:]], stdout=subprocess.DEVNULL, env=environment
    )
    peak = 0
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        peak = max(peak, _memory(process.pid))
        time.sleep(0.1)
    _, status, used = ended
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    largest = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Spent(used.ru_utime + used.ru_stime, wall, peak or largest)


def _memory(pid: int) -> int:
    """What a process and those it began have in memory, shared pages once; 0 where /proc does not say."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        own = sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, ValueError):
        return 0
    return own + sum(_memory(int(child)) for child in children)


def runs(builders: Sequence[Builder], size: int, count: int) -> dict[str, list[Measured]]:
    """Every builder `count` times, in turns."""
    found: dict[str, list[Measured]] = {builder.name: [] for builder in builders}
    for _ in range(count):
        for builder in builders:
            with tempfile.TemporaryDirectory(prefix="handrail-benchmark-") as folder:
                one = measure(builder, size, Path(folder))
            seconds = ", ".join(f"{each.cpu:.1f}" for each in (one.cold, one.unchanged, one.edited))
            print(f"{builder.name}, {size} records: {seconds} s", file=sys.stderr)
            found[builder.name].append(one)
    return found


def table(results: dict[int, dict[str, list[Measured]]]) -> Iterator[str]:
    """The lines of the table. Of several runs, the median counts.

    `of stock` is CPU time ÷ stock's. `growth` is the power of N with which CPU time grew since the size
    before: 1 is linear, 2 is quadratic.
    """
    yield (
        "| records | builder | cold, CPU s | of stock | ms/page | growth | wall s | nothing changed, CPU s "
        "| one title, CPU s | peak MiB | pages | page bytes, median | site MiB |"
    )
    yield "|--:|:--|" + "--:|" * 11
    before: dict[str, tuple[int, float]] = {}
    for size, by_builder in results.items():
        stock = by_builder.get("stock")
        for name, several in by_builder.items():
            cpu = _median(one.cold.cpu for one in several)
            ratio = f"{cpu / _median(one.cold.cpu for one in stock):.2f}" if stock else ""
            growth = ""
            if name in before:
                growth = f"{math.log(cpu / before[name][1]) / math.log(size / before[name][0]):.2f}"
            before[name] = size, cpu
            yield (
                f"| {size:,} | {name} | {cpu:.1f} | {ratio} | {1000 * cpu / size:.1f} | {growth} "
                f"| {_median(one.cold.wall for one in several):.1f} "
                f"| {_median(one.unchanged.cpu for one in several):.1f} "
                f"| {_median(one.edited.cpu for one in several):.1f} "
                f"| {_median(one.cold.peak for one in several) / 2**20:.0f} | {len(several[0].page_sizes)} "
                f"| {statistics.median(several[0].page_sizes):.0f} | {several[0].total / 2**20:.1f} |"
            )


def _median(numbers: Iterable[float]) -> float:
    return statistics.median_low(sorted(numbers))


def machine() -> str:
    """What was measured on, in one line."""
    versions = ", ".join(f"{name} {found}" for name in PACKAGES if (found := _version(name)))
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{date.today()}; {os.cpu_count()} cores, {platform.machine()}, {python}; {versions}"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000], help="numbers of records")
    parser.add_argument("--runs", type=int, default=1, help="builds of each; the median counts")
    names = [builder.name for builder in BUILDERS]
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="leave the others out")
    given = parser.parse_args()
    there = {b.name for b in BUILDERS if (SCRIPTS / b.command(Path(), Path())[0]).exists()}
    builders = [builder for builder in BUILDERS if builder.name in there.intersection(given.only)]
    results = {size: runs(builders, size, given.runs) for size in sorted(given.sizes)}
    print(*table(results), "", machine(), sep="\n")


if __name__ == "__main__":
    main()
