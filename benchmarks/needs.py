"""How well customers' asks are put together to needs, and how long it takes.

    python benchmarks/needs.py ../shared/data

Groups the questions of BANKING77, 30 for each of 77 intents, without looking at the intents, and then
compares: purity (the share of questions in a group whose most frequent intent is theirs), NMI and ARI.
`WORTH` and `FEW` of evidence/grouping.py were chosen on the first half of the intents alone. Then times a
whole backlog of 20, 2,000 and 20,000 interactions. Needs scikit-learn.
"""

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from handrail.evidence.grouping import groups
from handrail.evidence.history import history
from handrail.evidence.needs import backlog
from handrail.reading.folder import read_library
from handrail.records.interaction import Channel, Interaction, Outcome
from handrail.records.library import Library
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix

EACH = 30
TODAY = date(2026, 11, 22)
Sample = list[tuple[str, str]]
"""An intent and a question of it."""


def sample(data: Path) -> Sample:
    """`EACH` questions of every intent, always the same."""
    found = []
    for intent, asked in _intents(data):
        found += [(intent, ask) for ask in random.Random(f"0-{intent}").sample(asked, EACH)]
    return found


def _intents(data: Path) -> Iterator[tuple[str, list[str]]]:
    for line in (data / "banking77/questions-all.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        yield entry["id"], entry["asked_as"]


def halves(questions: Sample) -> Iterator[tuple[str, Sample]]:
    """The half of the intents that the thresholds were chosen on, the other half, and all of them."""
    intents = sorted({intent for intent, _ in questions})
    tuned = set(random.Random(1).sample(intents, len(intents) // 2))
    yield "half for choosing", [q for q in questions if q[0] in tuned]
    yield "other half", [q for q in questions if q[0] not in tuned]
    yield "all", questions


def quality(questions: Sample) -> Iterator[str]:
    """A row for each way of grouping."""
    intents, texts = [intent for intent, _ in questions], [text for _, text in questions]
    number = len(set(intents))
    words = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    means = KMeans(number, n_init=10, random_state=0).fit_predict(words)
    yield _row("TF-IDF, k-means, known number", intents, means)
    yield _row("handrail, known number", intents, _labels(texts, number))
    yield _row("handrail, number chosen", intents, _labels(texts, None))


def _labels(texts: Sequence[str], number: int | None) -> list[int]:
    labels = [0] * len(texts)
    for label, places in enumerate(groups(texts, number)[0]):
        for place in places:
            labels[place] = label
    return labels


def _row(name: str, intents: Sequence[str], labels: Sequence[int]) -> str:
    numbers = np.unique(intents, return_inverse=True)[1]
    purity = contingency_matrix(numbers, labels).max(axis=0).sum() / len(intents)
    values = (
        purity,
        normalized_mutual_info_score(numbers, labels),
        adjusted_rand_score(numbers, labels),
    )
    return f"{name} | {len(set(labels))} | " + " | ".join(f"{value:.2f}" for value in values)


def times(data: Path) -> Iterator[str]:
    """Seconds of one processor, and the peak of the memory, for backlogs of growing size."""
    asks = [ask for _, asked in _intents(data) for ask in asked]
    asks += [f"Hello, {ask}" for ask in asks]
    random.Random(0).shuffle(asks)
    with tempfile.TemporaryDirectory() as folder:
        empty, _ = read_library(Path(folder))
    for number in (20, 2_000, 20_000):
        library = _library(empty, asks[:number])
        started, seen = time.process_time(), time.perf_counter()
        found = backlog(library, history(library, TODAY))
        cpu, wall = time.process_time() - started, time.perf_counter() - seen
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        yield f"{number} | {len(found.needs)} | {cpu:.1f} | {wall:.1f} | {peak}"


def _library(empty: Library, asks: Sequence[str]) -> Library:
    interactions = {}
    for n, ask in enumerate(asks):
        one = Interaction(
            id=f"made-up#{n + 1}",
            path="interactions/made-up.yml",
            on=TODAY - timedelta(days=n % 300),
            channel=Channel.EMAIL,
            customer=f"c-{n % 5_000}",
            asked=ask,
            by="support",
            minutes=5 + n % 20,
            outcome=Outcome.SOLVED,
        )
        interactions[one.id] = one
    return replace(empty, interactions=interactions)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="the folder with banking77/")
    data = parser.parse_args().data
    if not data.is_dir():
        sys.exit(f"{data} is not there")
    print("interactions | needs | CPU s | wall s | peak MiB", *times(data), sep="\n")
    for name, questions in halves(sample(data)):
        print(f"\n{name} | groups | purity | NMI | ARI", *quality(questions), sep="\n")


if __name__ == "__main__":
    main()
