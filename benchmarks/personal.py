"""How many e-mail addresses and phone numbers are seen, and how often something else is taken for one.

    python benchmarks/personal.py ../shared/data

Reads marked texts (`corpora/pii/texts.json`) and texts that hold no personal data (help centers, FAQ).
Without the folder it says so and measures nothing.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from handrail.records.personal import Personal, personal_in

MARKS = {
    "EMAIL_ADDRESS": Personal.EMAIL,
    "PHONE_NUMBER": Personal.PHONE,
    "CREDIT_CARD": Personal.CARD,
    "IBAN_CODE": Personal.ACCOUNT,
}


def recall(texts: list[dict[str, Any]], show: bool) -> Iterator[str]:
    """For each kind of mark, how many are seen: a value counts when something in it was found."""
    seen, marked = Counter[str](), Counter[str]()
    for text in texts:
        found = list(personal_in(text["text"]))
        for span in text["spans"]:
            if span["type"] not in MARKS:
                continue
            marked[span["type"]] += 1
            hit = any(
                f.offset < span["end"] and span["start"] < f.offset + len(f.value)
                for f in found
                if f.kind is MARKS[span["type"]]
            )
            seen[span["type"]] += hit
            if show and not hit:
                print(
                    "missed", span["type"], repr(text["text"][max(0, span["start"] - 40) : span["end"] + 20])
                )
    for name, count in marked.items():
        yield f"{name}: {seen[name]} of {count}"


def alarms(name: str, texts: list[str], show: bool) -> str:
    """How many of the texts, which hold nothing personal, are taken to."""
    false = 0
    for text in texts:
        found = list(personal_in(text))
        false += bool(found)
        for one in found if show else ():
            print(
                "alarm",
                name,
                one.kind,
                repr(text[max(0, one.offset - 50) : one.offset + len(one.value) + 20]),
            )
    return f"{name}: {false} of {len(texts)} texts, {1000 * false / max(1, len(texts)):.1f} per 1,000"


def clean_texts(data: Path) -> Iterator[tuple[str, list[str]]]:
    """Texts of help centers, by corpus."""
    marked = json.loads((data / "corpora/pii/texts.json").read_text("utf-8"))
    plain = [t["text"] for t in marked if not any(s["type"] in MARKS for s in t["spans"])]
    yield "pii, texts without such a mark", plain
    for path in (data / "banking77/questions-all.jsonl", data / "stackfaq/questions.jsonl"):
        entries = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        yield path.parent.name, [text for entry in entries for text in _texts(entry)]
    files = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((data / "ms-faq").glob("*.yml"))]
    yield "ms-faq", [text for file in files for text in _texts(file) if " " in text]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="the folder with corpora/, banking77/, stackfaq/, ms-faq/")
    parser.add_argument("--show", action="store_true", help="print what was missed and every false alarm")
    given = parser.parse_args()
    if not given.data.is_dir():
        sys.exit(f"{given.data} is not there")
    marked = json.loads((given.data / "corpora/pii/texts.json").read_text("utf-8"))
    print(*recall(marked, given.show), sep="\n")
    for name, texts in clean_texts(given.data):
        print(alarms(name, texts, given.show))


if __name__ == "__main__":
    main()
