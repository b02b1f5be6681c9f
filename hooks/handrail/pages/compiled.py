"""Templates that were compiled before."""

import os
from importlib.util import cache_from_source
from pathlib import Path

import jinja2

from ..stored import STORED, programs

_SETTINGS = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix"),
    *("trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline"),
    *("optimized", "finalize", "autoescape", "policies"),
)
"""What a template is compiled by, beside the programs; a hook may set it."""


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Templates by their texts and by how they were compiled."""

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> jinja2.bccache.Bucket:
        """What there is of one template."""
        settings = [_said(getattr(environment, name)) for name in _SETTINGS]
        by = repr((settings, sorted(environment.extensions)))
        return super().get_bucket(environment, name, filename, f"{by}\n{source}")


def _said(setting: object) -> str:
    """A function of our own by its name; one of others is never the same."""
    is_ours = str(getattr(setting, "__module__", "")).startswith("handrail.")
    return str(getattr(setting, "__qualname__", "")) if is_ours else repr(setting)


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
    return _Compiled(str(folder), f"{start}%s")
