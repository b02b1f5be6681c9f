"""A site of its own, as `handrail init` writes it, and an environment that has nothing but the wheel."""

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[1]


def clean_environment(folder: Path) -> Path:
    """The programs of a new virtual environment with the wheel of this tree, without the tree.

    What the wheel depends on is taken from the environment of the tests; `make soak` installs that too.
    """
    wheel = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(wheel, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    environment = new_environment(folder)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    install(environment, "--no-deps", "--no-index", built)
    return environment / "bin"


def new_environment(folder: Path) -> Path:
    python = Path(sys.executable).resolve()
    subprocess.run([python, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    return folder / "venv"


def install(environment: Path, *what: str | Path) -> None:
    """With the pip that made the environment of the tests, as make does."""
    pip = [
        Path(sys.executable).resolve(),
        "-m",
        "pip",
        "--python",
        environment / "bin/python",
        "install",
        "-q",
    ]
    subprocess.run([*pip, *what], check=True, capture_output=True)


def start(folder: Path, programs: Path) -> Path:
    """A repository with a site of its own, whose make finds `programs` instead of installing them."""
    subprocess.run([programs / "handrail", "init", folder], check=True, capture_output=True)
    (folder / ".venv").mkdir()
    (folder / ".venv/bin").symlink_to(programs)
    (folder / ".venv/stamp").touch()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder)
    return folder


def commit(folder: Path) -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "Records")
    return git(folder, "rev-parse", "HEAD")


def git(folder: Path, *words: str | Path) -> str:
    names = ["-c", "user.name=t", "-c", "user.email=t@localhost"]
    done = subprocess.run(["git", "-C", folder, *names, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()
