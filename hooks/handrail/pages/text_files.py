"""Files of text that are no pages: their templates are rendered here."""

from typing import Any

from .rendering import environment


def rendered(template: str, **values: Any) -> str:
    """The file that `templates/<template>` makes of `values`."""
    return environment().get_template(template).render(values)
