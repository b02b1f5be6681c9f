"""What by-hand work adds to builds from cold: N records with and without M interactions, for each audience.

    python benchmarks/interactions.py --records 10000 --interactions 100000 --runs 3

Beside 500 of them the public site does all that any internal text makes it do. The builds take turns in one
run, each as a process of its own. Prints a Markdown table of the medians.
"""

import argparse
import statistics
import sys
import tempfile
from dataclasses import astuple
from pathlib import Path

from build import BUILDERS, Spent, machine, spent
from records import write_interactions, write_records


def cold(audience: str, records: int, interactions: int) -> Spent:
    """Build the site of a company of that many."""
    with tempfile.TemporaryDirectory(prefix="handrail-benchmark-") as folder:
        sources = Path(folder) / "records"
        write_records(records, sources)
        write_interactions(interactions, records, sources)
        command = BUILDERS[0].command(sources, Path(folder) / "site")
        took = spent([audience if word == "public" else word for word in command])
    print(f"{audience}, {interactions:,} interactions: {took.cpu:.1f} s", file=sys.stderr)
    return took


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--interactions", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=1, help="builds of each; the median counts")
    given = parser.parse_args()
    sites = [
        (audience, count) for audience in ("public", "internal") for count in (0, 500, given.interactions)
    ]
    found: dict[tuple[str, int], list[Spent]] = {site: [] for site in sites}
    for _ in range(given.runs):
        for audience, count in sites:
            found[audience, count].append(cold(audience, given.records, count))
    print("| site | interactions | cold, CPU s | wall s | peak MiB |", "|:--|--:|--:|--:|--:|", sep="\n")
    for (audience, count), several in found.items():
        cpu, wall, peak = (
            statistics.median_low(numbers) for numbers in zip(*map(astuple, several), strict=True)
        )
        print(f"| {audience} | {count:,} | {cpu:.1f} | {wall:.1f} | {peak / 2**20:.0f} |")
    print("", machine(), sep="\n")


if __name__ == "__main__":
    main()
