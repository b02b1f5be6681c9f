"""Templates that were compiled before."""

import os
from importlib.util import cache_from_source
from pathlib import Path

import jinja2

from ..stored import STORED, programs


def compiled_templates() -> jinja2.BytecodeCache | None:
    """Where Python keeps our own compiled modules: whoever can write there can change what runs anyway.

    None where nothing can be kept. What other programs compiled goes.
    """
    folder = Path(cache_from_source(__file__)).parent
    start = f"{STORED}{programs()}-"
    if not os.access(folder, os.W_OK):
        return None
    for old in folder.glob(f"{STORED}*"):
        if not old.name.startswith(start):
            old.unlink(missing_ok=True)
    return jinja2.FileSystemBytecodeCache(str(folder), f"{start}%s")
