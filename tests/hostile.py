"""Companies whose records hold hostile texts in every text field, and their sites, built unchecked."""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jinja2
import yaml
from handrail.pages import rendering, sanitising
from handrail.pages.sanitising import Sanitiser
from handrail.publish import finishing, record_pages, theme_pages
from handrail.publish.building import Given
from handrail.publish.configuration import set_options
from handrail.publish.sites import config_file
from handrail.reading.folder import read_library
from handrail.records.base import Audience
from handrail.records.cycle import Cycle
from handrail.records.interaction import Interaction
from handrail.records.procedure import Procedure
from handrail.records.question import Question
from handrail.records.risk import Risk
from handrail.records.settings import Member, Settings, Topic
from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config import load_config

from .company import TODAY
from .test_public_only import planted

CORPORA = Path(__file__).parents[2] / "shared" / "data" / "corpora"
OWN = Path(__file__).parent / "cases" / "hostile.yml"
INTERNAL = {"audience": "internal"}


def own_payloads() -> list[str]:
    """Those in `cases/hostile.yml`."""
    return list(yaml.safe_load(OWN.read_text("utf-8")))


def corpus_payloads() -> list[str]:
    """Those of the public collections, where they lie beside the project; they are read, never copied."""
    collection = CORPORA / "xss-payload-list" / "xss-payload-list.txt"
    if not collection.is_file():
        return []
    expected = json.loads((CORPORA / "dompurify" / "expect.json").read_text("utf-8"))
    return [*collection.read_text("utf-8").split("\n")[:-1], *(each["payload"] for each in expected)]


def readable(payloads: Sequence[str], folder: Path) -> list[str]:
    """Those that can be in a record: the reader refuses control characters."""
    library, _ = read_library(write_records(folder, payloads))
    return [payload for n, payload in enumerate(payloads) if f"q{n}" in library.questions]


def write_records(folder: Path, payloads: Sequence[str]) -> Path:
    """One record of each kind for each of `payloads`, which is in every text field of it."""
    files: dict[str, Any] = {
        "settings.yml": _with("", planted(Settings, "settings") | {"featured": []}),
        "topics.yml": [{"id": "t0", "title": "Topic"}],
        "team.yml": [_with("", planted(Member, "team"))],
        "interactions/i.yml": [],
    }
    for n, payload in enumerate(payloads):
        ids = {"related": [f"q{n}", f"p{n}"], "topic": "t0"}
        files |= {
            f"questions/q{n}.yml": planted(Question, "question") | ids | {"procedure": f"p{n}"},
            f"procedures/p{n}.yml": planted(Procedure, "procedure") | ids | {"risks": [f"r{n}"]},
            f"cycles/c{n}.yml": planted(Cycle, "cycle") | ids | INTERNAL | {"changed": [f"q{n}"]},
            f"risks/r{n}.yml": planted(Risk, "risk") | ids | INTERNAL,
        }
        for kind in ("questions/q", "procedures/p", "cycles/c", "risks/r"):
            files[f"{kind}{n}.yml"] = _with(payload, files[f"{kind}{n}.yml"])
        used = planted(Interaction, "interaction") | {"used": [f"q{n}", f"p{n}"]}
        files["interactions/i.yml"].append(_with(payload, used))
    return _write(folder, files)


def write_company_files(folder: Path, payloads: Sequence[str]) -> Path:
    """Settings, topics and team with all of `payloads` in each text field, and a question to look at."""
    every = "\n\n".join(payloads)
    topic = planted(Topic, "topic")
    question = planted(Question, "question") | {"related": [], "topic": "t0", "procedure": "p0"}
    procedure = planted(Procedure, "procedure") | {"related": [], "topic": "t0", "risks": []}
    files: dict[str, Any] = {
        "settings.yml": _with(every, planted(Settings, "settings") | {"featured": ["q0"]}),
        "topics.yml": [_with(p, topic | {"id": f"t{n}"}) for n, p in enumerate(payloads)],
        "team.yml": [_with(every, planted(Member, "team"))],
        "questions/q0.yml": _with("", question | {"escalate": None}),
        "procedures/p0.yml": _with("", procedure),
    }
    files["topics.yml"][0] |= {"topics": files["topics.yml"][1:]}  # all of them above a page that is shown
    del files["topics.yml"][1:]
    return _write(folder, files)


def _with(payload: str, value: Any) -> Any:
    """`value` with `payload` for every canary in it."""
    if isinstance(value, dict):
        return {name: _with(payload, each) for name, each in value.items()}
    if isinstance(value, list):
        return [_with(payload, each) for each in value]
    return (payload or "Harmless.") if isinstance(value, str) and value.startswith("canary ") else value


def _write(folder: Path, files: Mapping[str, Any]) -> Path:
    for name, value in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(value, ensure_ascii=False), "utf-8")  # which is YAML, too
    return folder


def build_unchecked(records: Path, to: Path, audience: Audience) -> int:
    """Build a site without `check` and with links that lead nowhere; returns how many questions it has."""
    library, _ = read_library(records)
    with patch.object(finishing, "broken_links", lambda *_: ([], {})):
        config = load_config(str(config_file(records, audience)), site_dir=str(to / audience))
        set_options(config, records, audience, Given(library, TODAY))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    _after(to / audience)
    return len(library.questions)


def _after(site: Path) -> None:
    """Leave a site as it was built."""


def _without_escaping_results(site: Path) -> None:
    script = site / "assets" / "search.js"
    text = script.read_text("utf-8")
    assert "function escaped(text) {" in text
    script.write_text(f"{text}\nescaped = text => text\n", "utf-8")


def _no_escaping(**options: Any) -> jinja2.Environment:
    return _ENVIRONMENT(**options | {"autoescape": False, "bytecode_cache": None})


_ENVIRONMENT = rendering._Environment
_ANYTHING = re.compile(r"(?s:.*)")
PROTECTIONS: dict[str, list[tuple[Any, str, Any]]] = {
    "sanitising": [(Sanitiser, "safe", lambda self, html, place: Markup(html))],
    "templates": [(rendering, "_Environment", _no_escaping)],
    "theme": [(record_pages, "escape", Markup), (theme_pages, "escape", Markup)],
    "classes": [(sanitising, "_CLASSES", _ANYTHING)],
    "ids": [(sanitising, "_ID", _ANYTHING)],
    "pictures": [(sanitising, "_OWN_PICTURE", _ANYTHING)],
    "search": [(sanitising, "_defused", str)],
    "results": [(sys.modules[__name__], "_after", _without_escaping_results)],
}
"""What keeps records from running script: each place where it is, and what takes it away there."""
ALL = ("sanitising", "templates", "theme")
"""With these three gone a record is put into the pages as it is."""


@contextmanager
def without(*protections: str) -> Iterator[None]:
    """Build as if these of `PROTECTIONS` were not there."""
    with ExitStack() as stack:
        stack.callback(rendering._templates.cache_clear)
        for taken_away in (each for name in protections for each in PROTECTIONS[name]):
            stack.enter_context(patch.object(*taken_away))
        rendering._templates.cache_clear()  # kept from a build with them; and none is kept from one without
        yield
