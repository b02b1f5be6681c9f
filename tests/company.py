"""A small valid company for tests; a case adds its own files or replaces these."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

TODAY = date(2026, 11, 22)

BASE = {
    "settings.yml": """\
site:
  name: Example help
contact:
  intro: Tell us what you tried.
  email: help@company.example
""",
    "topics.yml": """\
- id: orders
  title: Orders
  icon: material/truck
- id: returns
  title: Returns
""",
    "team.yml": """\
- handle: support-1
  does: Answers customers
- handle: founder
  does: Everything else
""",
}


def write_company(folder: Path, files: Mapping[str, str]) -> Path:
    """Write `files` over the base company into `folder`."""
    for name, text in {**BASE, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    return folder
