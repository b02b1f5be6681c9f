"""Pictures, drawn at build time as inline SVG: plain values in, markup out."""

from .bars import journey, ladder
from .grids import Mark, impact_effort, risk_matrix
from .weekly_asks import weekly_asks

__all__ = ["Mark", "impact_effort", "journey", "ladder", "risk_matrix", "weekly_asks"]
