"""What imported records need in settings.yml, topics.yml and team.yml: written, or added at the end."""

import re
from collections.abc import Mapping
from pathlib import Path

from ..problems import Code, Problem, problem
from ..reading.dump import dump
from ..reading.source import RECORD_BYTES
from ..reading.yaml12 import Refused, load
from ..records.files import first_line
from ..records.library import Library
from ..writing import replace, write_new

SUPPORT = "support"
"""The owner of imported records when nobody is named and the team is empty."""

_SETTINGS = """\
# What holds for the whole site. Change the three texts below.
site:
  name: Help center
contact:
  intro: Tell us what you tried and what you saw.
  # Where customers reach a person. Nobody reads this address: put yours there.
  email: help@company.example
"""
_TOPICS = """\
# The topics, in the order in which the site shows them. A topic may also have a description, an icon
# such as material/truck-delivery, and topics below it.
"""
_TEAM = """\
# The people who look after records, by handles that are roles, such as founder or support-1: no names.
"""


def owner_for(library: Library, wanted: str | None) -> str:
    """Who is to own imported records."""
    handles = [member.handle for member in library.team.team]
    if wanted or SUPPORT in handles or not handles:
        return wanted or SUPPORT
    return handles[0]


def complete(
    root: Path, library: Library, topics: Mapping[str, str], owner: str | None
) -> tuple[list[str], list[Problem]]:
    """Write or add what is missing: files, `topics` (id → title), `owner`. What was, and what went wrong."""
    known = {topic.id for topic in library.all_topics()}
    handles = {member.handle for member in library.team.team}
    new_topics = [{"id": id, "title": title} for id, title in topics.items() if id not in known]
    new_people = [{"handle": owner, "does": "Answers customers"}] if owner and owner not in handles else []
    written, problems = [], []
    wanted = {
        "settings.yml": (_SETTINGS, []),
        "topics.yml": (_TOPICS, new_topics),
        "team.yml": (_TEAM, new_people),
    }
    for name, (start, items) in wanted.items():
        is_there = (root / name).exists() or (root / name).is_symlink()
        if is_there and not items:
            continue
        if is_there:
            found = _append(root, name, items, usable=name not in library.unusable)
        else:
            found = write_new(root, name, first_line(name) + start + (dump(items) if items else ""))
        if found:
            problems.append(found)
        else:
            ids = (item.get("id") or item["handle"] for item in items)
            written.append(f"{name}: {', '.join(ids)} was added" if is_there else f"{name}: written")
    return written, problems


def _append(root: Path, name: str, items: list[dict[str, str]], usable: bool) -> Problem | None:
    """Add `items` to a list at the root of a file, whose own text stays as it is."""
    shown = f"{root.as_posix()}/{name}"
    try:
        longer = _longer((root / name).read_bytes(), items) if usable else None
    except (OSError, Refused, UnicodeDecodeError, ValueError):
        longer = None
    if longer is None or len(longer) > RECORD_BYTES:
        lines = " and ".join(
            "- {" + ", ".join(f"{k}: {dump([v])[2:].strip()}" for k, v in i.items()) + "}" for i in items
        )
        return problem(
            shown, 1, 1, Code.IMPORT_UNREADABLE, "could not be added to; it was kept as it is", f"add {lines}"
        )
    return replace(root, name, longer)


def _longer(content: bytes, items: list[dict[str, str]]) -> bytes | None:
    """`content` with `items` behind it, or None when that would not read as the old list and then these."""
    text = content.removeprefix(b"\xef\xbb\xbf").decode()
    old, _ = load(text.replace("\r\n", "\n"))
    if not (old is None or isinstance(old, list)):
        return None
    first = re.search(r"^( *)-(?=\s)", text, re.MULTILINE)
    indent = first[1] if old and first else ""
    added = "".join(f"{indent}{line}\n" for line in dump(items).splitlines())
    new = text if not text or text.endswith("\n") else f"{text}\n"
    if load((new + added).replace("\r\n", "\n"))[0] != [*(old or []), *items]:
        return None
    end = b"\r\n" if b"\r\n" in content else b"\n"
    start = content if not text or text.endswith("\n") else content + end
    return start + added.encode().replace(b"\n", end)
