"""Texts that are no pages of ours: their templates are rendered here."""

from functools import cache
from typing import Any

import jinja2

from .rendering import environment


def rendered(template: str, **values: Any) -> str:
    """The file that `templates/<template>` makes of `values`."""
    return _templates().get_template(template).render(values)


@cache
def _templates() -> jinja2.Environment:
    """They are read once, and what they become is kept."""
    return environment()
