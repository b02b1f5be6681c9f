"""The date that decides: of the last commit, so that the same commit gives the same site on any day."""

import subprocess
from datetime import date
from pathlib import Path


def commit_date(folder: Path) -> date | None:
    """The date of the last commit of the repository that `folder` lies in; None without one."""
    command = ["git", "-C", str(folder), "log", "-1", "--format=%cs"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout
        return date.fromisoformat(said.strip())
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
