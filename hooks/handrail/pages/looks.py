"""The company's colours as a style sheet: each as light or dark as it takes to be read."""

from ..records.colours import NAMED, on, readable
from ..records.public import PublicSettings
from .rendering import rendered

_LIGHT, _DARK = "#ffffff", "#1e2129"
"""What the pages of the theme's two palettes are on. Paper is light in both."""
_READ = 5.5
"""The contrast of words in these colours: more than WCAG's 4.5, so that tinted grounds have that left."""


def looks(settings: PublicSettings) -> dict[str, str]:
    """The one style sheet that settings.yml makes."""
    primary, accent = (NAMED.get(c, c.lower()) for c in (settings.site.primary, settings.site.accent))
    light, dark = (
        {"links": readable(primary, ground, _READ), "accent": readable(accent, ground, _READ)}
        for ground in (_LIGHT, _DARK)
    )
    text = rendered("looks.css", primary=primary, ink=on(primary), light=light, dark=dark)
    return {"assets/looks.css": text}
