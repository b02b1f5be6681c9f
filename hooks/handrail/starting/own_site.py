"""Everything that a company's own site needs, written into a new folder all at once."""

import shutil
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from ..drafts.drafting import write_draft
from ..importers.company import SUPPORT, complete
from ..problems import Problem
from ..reading.dump import dump
from ..reading.folder import read_library
from ..records.fields import TO_DO
from ..records.files import first_line
from ..records.library import FOLDERS, KINDS
from ..writing import write_new

BROUGHT = (
    "mkdocs.yml",
    "mkdocs.internal.yml",
    "docs",
    "hooks/mkdocs_hooks.py",
    "hooks/theme",
    "requirements.lock",
    ".ci/keep-urls",
    ".ci/send-internal",
    ".github/workflows",
    ".gitignore",
    ".gitlab-ci.yml",
    ".pre-commit-config.yaml",
    ".vscode",
    "schemas",
)
"""What a site has as Handrail's own repository has it; the wheel carries a copy."""
_OWN = Path(__file__).parent / "files"
_PACKAGE = Path(__file__).parents[1]
_RECORDS = "playbooks"
_WHEELS = "wheels"


class NotStarted(Exception):
    """Nothing was written; the message says why."""


def start_site(folder: Path, today: date) -> list[str]:
    """Write a new site into `folder`, which may hold nothing but a `.git`: its files. Raises NotStarted."""
    if folder.exists() and (not folder.is_dir() or {path.name for path in folder.iterdir()} - {".git"}):
        raise NotStarted(f"{folder} is not empty; name a new folder, or an empty one")
    was_there = folder.exists()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".handrail-", dir=folder.parent) as beside:
            _write(Path(beside), today)
            files = sorted(p.relative_to(beside).as_posix() for p in Path(beside).rglob("*") if p.is_file())
            folder.mkdir(exist_ok=True)
            _move(Path(beside), folder)
    except OSError as error:
        if not was_there and folder.is_dir():
            folder.rmdir()
        raise NotStarted(f"{error.strerror or error}: {error.filename or folder}") from error
    return files


def _move(source: Path, folder: Path) -> None:
    """All of `source` into `folder`, or nothing of it."""
    moved: list[Path] = []
    try:
        for path in sorted(source.iterdir()):
            moved.append(path.rename(folder / path.name))
    except OSError:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def _write(folder: Path, today: date) -> None:
    installed, repository = _PACKAGE / "site", _PACKAGE.parents[1]
    source = installed if installed.is_dir() else repository
    for name in BROUGHT:
        to = folder / name
        to.parent.mkdir(parents=True, exist_ok=True)
        if (source / name).is_dir():
            shutil.copytree(source / name, to, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source / name, to)
    for script in (folder / ".ci").iterdir():
        script.chmod(0o755)
    for file in _OWN.iterdir():
        shutil.copyfile(file, folder / file.name)
    needed = f"handrail=={version('handrail')}" if installed.is_dir() else _wheel(repository, folder)
    (folder / "requirements.txt").write_text(f"{needed}\n", "utf-8")
    _write_records(folder / _RECORDS, today)


def _wheel(repository: Path, folder: Path) -> str:
    """Where the site has the package of a Handrail that runs from its repository: nobody else may have it."""
    to = (folder / _WHEELS).resolve()
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(to)]
    done = subprocess.run(build, cwd=repository, capture_output=True, text=True)
    if done.returncode:
        raise NotStarted(f"the package of Handrail cannot be built: {done.stderr.strip()}")
    (wheel,) = to.iterdir()
    return f"./{_WHEELS}/{wheel.name}"


def _write_records(records: Path, today: date) -> None:
    """Settings, a topic, a person, and a draft of each kind, all of which pass the checks."""
    records.mkdir()
    library, _ = read_library(records)
    _, problems = complete(records, library, {"getting-started": "Getting started"}, SUPPORT)
    library, _ = read_library(records)
    for kind in KINDS:
        written = write_draft(records, library, kind, f"first-{kind}", today, None)
        problems += [written] if isinstance(written, Problem) else []
    path = f"{FOLDERS['interaction']}/{today:%Y-%m}.yml"
    problems += filter(None, [write_new(records, path, first_line(path) + _interactions(today))])
    if problems:
        raise OSError(str(problems[0]))


def _interactions(today: date) -> str:
    entry = {
        "on": today,
        "channel": "email",
        "customer": "c-001",
        "asked": f"{TO_DO} (what the customer asked, word for word)",
        "did": f"{TO_DO} (what we did)",
        "by": SUPPORT,
        "minutes": 10,
        "outcome": "solved",
    }
    about = (
        "# What was done by hand, an entry for each time. Customers are pseudonyms: no names, no addresses.\n"
    )
    return about + dump([entry])
