"""What by-hand work adds to builds from cold: N records with and without M interactions, for each audience.

    python benchmarks/interactions.py --records 10000 --interactions 100000

The builds take turns in one run, each as a process of its own. Prints a Markdown table.
"""

import argparse
import tempfile
from pathlib import Path

from build import BUILDERS, machine, spent
from records import write_interactions, write_records


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--interactions", type=int, default=100_000)
    given = parser.parse_args()
    print("| site | interactions | cold, CPU s | wall s | peak MiB |", "|:--|--:|--:|--:|--:|", sep="\n")
    for audience in ("public", "internal"):
        for count in (0, given.interactions):
            with tempfile.TemporaryDirectory(prefix="handrail-benchmark-") as folder:
                sources = Path(folder) / "records"
                write_records(given.records, sources)
                write_interactions(count, given.records, sources)
                command = BUILDERS[0].command(sources, Path(folder) / "site")
                took = spent([audience if word == "public" else word for word in command])
            print(
                f"| {audience} | {count:,} | {took.cpu:.1f} | {took.wall:.1f} | {took.peak / 2**20:.0f} |",
                flush=True,
            )
    print("", machine(), sep="\n")


if __name__ == "__main__":
    main()
