"""Pictures on a field of 5 × 5: the risk matrix, and cycles by impact against effort."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ...evidence.wording import count
from .canvas import bar, circle, drawn, link, tenth, words

_LEFT, _TOP, _CELL, _TALL = 36, 6, 64, 46
_FOOT = _TOP + 5 * _TALL
_PLACES = 6
"""So many numbers find room in a cell: two rows of three."""


@dataclass(frozen=True)
class Mark:
    """A number on the field: what it stands for, where (x and y from 1 to 5), and where it leads."""

    number: int
    title: str
    x: int
    y: int
    url: str


def risk_matrix(risks: Sequence[Mark], high: int) -> Markup:
    """Likelihood to the right, impact upwards; a product of `high` or more is a high risk."""

    def kind(x: int, y: int) -> str:
        return "hr-p-high" if x * y >= high else "hr-p-middle" if x * y * 2 >= high else "hr-p-low"

    alarming = [str(mark.number) for mark in risks if mark.x * mark.y >= high]
    told = f"{count(len(risks), 'risk')}. " + (
        f"High: {', '.join(alarming)}." if alarming else "None of them is high."
    )
    return drawn(
        "risk-matrix", ("Risks by likelihood and impact", told), _FOOT + 36, _field(risks, kind, "likelihood")
    )


def impact_effort(cycles: Sequence[Mark]) -> Markup:
    """Effort to the right, impact upwards: what is worth most for its effort lies at the upper left."""

    def kind(x: int, y: int) -> str:
        return "hr-p-first" if y > x else "hr-p-low"

    first = [str(mark.number) for mark in cycles if mark.y > mark.x]
    told = f"{count(len(cycles), 'cycle')}. " + (
        f"More impact than effort: {', '.join(first)}." if first else ""
    )
    return drawn(
        "impact-effort", ("Cycles by impact and effort", told), _FOOT + 36, _field(cycles, kind, "effort")
    )


def _field(marks: Sequence[Mark], kind: Callable[[int, int], str], across: str) -> Iterator[Markup]:
    for x in range(1, 6):
        yield words(_LEFT + (x - 0.5) * _CELL, _FOOT + 15, x, "hr-p-quiet", anchor="middle")
        for y in range(1, 6):
            yield bar(_LEFT + (x - 1) * _CELL, _FOOT - y * _TALL, _CELL, _TALL, kind(x, y))
    for y in range(1, 6):
        yield words(_LEFT - 6, _FOOT - (y - 0.5) * _TALL + 4, y, "hr-p-quiet", anchor="end")
    yield words(_LEFT + 2.5 * _CELL, _FOOT + 31, f"{across} →", anchor="middle")
    upwards = f"translate(12 {tenth(_TOP + 2.5 * _TALL)}) rotate(-90)"
    yield words(0, 0, "impact →", anchor="middle", transform=upwards)
    yield from _numbers(marks)


def _numbers(marks: Sequence[Mark]) -> Iterator[Markup]:
    """In their order, each beside the others of its cell; where there is no room for all, how many more."""
    cells: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        cells.setdefault((mark.x, mark.y), []).append(mark)
    for mark in marks:
        here = cells[mark.x, mark.y]
        n, places = here.index(mark), _places(here)
        if n < (_PLACES if len(here) <= _PLACES else _PLACES - 1):
            x, y = places[n]
            number = words(x, y + 4, mark.number, "hr-p-number", anchor="middle")
            disc = circle(x, y, 9, "hr-p-disc")
            yield link(mark.url, f"{mark.number}: {mark.title}", disc, number)
    for here in cells.values():
        if len(here) > _PLACES:
            x, y = _places(here)[-1]
            yield words(x, y + 4, f"+{len(here) - _PLACES + 1}", anchor="middle")


def _places(marks: Sequence[Mark]) -> list[tuple[float, float]]:
    """The middles of at most `_PLACES` places in the cell of `marks`: in one row, or in two of three."""
    room = min(len(marks), _PLACES)
    rows = [room] if room <= 3 else [3, room - 3]
    return [
        (
            _LEFT + (marks[0].x - 0.5) * _CELL + 20 * (n - (in_row - 1) / 2),
            _FOOT - (marks[0].y - 0.5) * _TALL + 22 * (row - (len(rows) - 1) / 2),
        )
        for row, in_row in enumerate(rows)
        for n in range(in_row)
    ]
