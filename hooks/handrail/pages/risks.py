"""The risk register as a matrix and a list, and a page for each risk."""

from collections.abc import Iterator

from ..evidence.risks import threatened, worst_first
from ..records.library import Library
from ..records.risk import Status
from .page import Page, address, plain, relative_url
from .pictures import Mark, risk_matrix


def risks_pages(library: Library) -> Iterator[Page]:
    """The register, and each risk with the procedures that it threatens."""
    risks = worst_first(library.risks.values())
    by_risk = threatened(library)
    high = library.settings.ladder.risk
    marks = [
        Mark(n, r.title, r.likelihood, r.impact, relative_url(address("risk", r.id), "risks/"))
        for n, r in enumerate(risks, 1)
        if r.status is not Status.CLOSED
    ]
    yield Page(
        address="risks/",
        title="Risks",
        template="staff/risks.html",
        values={
            "risks": [(r, plain(r.plan_b), by_risk.get(r.id, ())) for r in risks],
            "picture": risk_matrix(marks, high) if marks else None,
            "high": high,
        },
    )
    for risk in risks:
        yield Page(
            address=address("risk", risk.id),
            title=risk.title,
            template="staff/risk.html",
            values={
                "risk": risk,
                "threatened": by_risk.get(risk.id, ()),
                "high": high,
            },
            about=risk.plan_b,
            source=risk.path,
            topic="risks",
        )
