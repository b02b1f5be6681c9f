"""The date that decides: of the last commit, so that the same commit gives the same site on any day."""

import subprocess
from datetime import date
from pathlib import Path


def date_of(folder: Path) -> date:
    """The date of the last commit of the repository that `folder` lies in.

    Today without one, and where something in the folder was changed since: that will be committed today at
    the earliest.
    """
    try:
        committed = date.fromisoformat(_git(folder, "log", "-1", "--format=%cs"))
        return date.today() if _git(folder, "status", "--porcelain", "--", ".") else committed
    except (OSError, subprocess.SubprocessError, ValueError):
        return date.today()


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout.strip()
