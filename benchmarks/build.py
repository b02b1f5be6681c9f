"""How long Handrail takes to build N records, beside stock MkDocs Material with the same texts.

    python benchmarks/build.py --sizes 1000 5000 --runs 1

The builders take turns in one run, each as a process of its own, and every number is of whole
processes: reading, checking, converting, writing and, of Handrail, the gates. Prints a Markdown table.
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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from records import write_records, write_stock

SCRIPTS = Path(sys.executable).parent
PACKAGES = ("handrail", "mkdocs", "mkdocs-material", "markdown", "pymdown-extensions")


@dataclass(frozen=True)
class Builder:
    """A way to make a site: how its sources are written, and the command that builds them."""

    name: str
    write: Callable[[int, Path], None]
    command: Callable[[Path, Path], list[str]]
    """(sources, folder to build into) → the command."""
    pages: str
    """Where the pages of the questions are, as a glob in the folder that was built into."""


BUILDERS = (
    Builder(
        "Handrail",
        write_records,
        lambda sources, to: [
            *(str(SCRIPTS / "handrail"), "build", "--audience", "public"),
            *("--records", str(sources), "--to", str(to)),
        ],
        "public/questions/*/index.html",
    ),
    Builder(
        "stock",
        write_stock,
        lambda sources, to: [
            *(str(SCRIPTS / "mkdocs"), "build", "-q"),
            *("-f", str(sources / "mkdocs.yml"), "-d", str(to)),
        ],
        "*/*/index.html",
    ),
)


@dataclass(frozen=True)
class Measured:
    """One build. Seconds and bytes; `peak` is the resident memory of its largest process."""

    cpu: float
    wall: float
    peak: int
    page_sizes: tuple[int, ...]
    total: int


def measure(builder: Builder, size: int, folder: Path) -> Measured:
    """Build `size` records from cold in `folder`. Raises CalledProcessError when that fails."""
    sources, to = folder / "sources", folder / "built"
    builder.write(size, sources)
    command = builder.command(sources, to)
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Measured(
        cpu=used.ru_utime + used.ru_stime,
        wall=wall,
        peak=used.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        page_sizes=tuple(path.stat().st_size for path in to.glob(builder.pages)),
        total=sum(path.stat().st_size for path in to.rglob("*") if path.is_file()),
    )


def runs(builders: Sequence[Builder], size: int, count: int) -> dict[str, list[Measured]]:
    """Every builder `count` times, in turns."""
    found: dict[str, list[Measured]] = {builder.name: [] for builder in builders}
    for _ in range(count):
        for builder in builders:
            with tempfile.TemporaryDirectory(prefix="handrail-benchmark-") as folder:
                one = measure(builder, size, Path(folder))
            print(f"{builder.name}, {size} records: {one.cpu:.1f} s", file=sys.stderr)
            found[builder.name].append(one)
    return found


def table(results: dict[int, dict[str, list[Measured]]]) -> Iterator[str]:
    """The lines of the table. Of several runs, the one with the median CPU time counts.

    `of stock` is Handrail's CPU time ÷ stock's. `growth` is the power of N with which CPU time grew
    since the size before: 1 is linear, 2 is quadratic.
    """
    yield (
        "| records | builder | CPU s | of stock | CPU ms/page | growth | wall s | peak MiB "
        "| pages | page bytes, median | page bytes, max | site MiB |"
    )
    yield "|--:|:--|" + "--:|" * 10
    before: dict[str, tuple[int, float]] = {}
    for size, by_builder in results.items():
        stock = by_builder.get("stock")
        for name, several in by_builder.items():
            one = _median(several)
            ratio = f"{one.cpu / _median(stock).cpu:.2f}" if stock else ""
            growth = ""
            if name in before:
                growth = f"{math.log(one.cpu / before[name][1]) / math.log(size / before[name][0]):.2f}"
            before[name] = size, one.cpu
            yield (
                f"| {size} | {name} | {one.cpu:.1f} | {ratio} | {1000 * one.cpu / size:.1f} | {growth} "
                f"| {one.wall:.1f} | {one.peak / 2**20:.0f} | {len(one.page_sizes)} "
                f"| {statistics.median(one.page_sizes):.0f} | {max(one.page_sizes)} "
                f"| {one.total / 2**20:.1f} |"
            )


def _median(several: Sequence[Measured]) -> Measured:
    return sorted(several, key=lambda one: one.cpu)[(len(several) - 1) // 2]


def machine() -> str:
    """What was measured on, in one line."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{date.today()}; {os.cpu_count()} cores, {platform.machine()}, {python}; {versions}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000], help="numbers of records")
    parser.add_argument("--runs", type=int, default=1, help="builds of each; the median counts")
    parser.add_argument("--only", choices=[builder.name for builder in BUILDERS], help="leave the others out")
    given = parser.parse_args()
    builders = [builder for builder in BUILDERS if given.only in (None, builder.name)]
    results = {size: runs(builders, size, given.runs) for size in sorted(given.sizes)}
    print(*table(results), "", machine(), sep="\n")


if __name__ == "__main__":
    main()
