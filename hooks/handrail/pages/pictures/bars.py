"""Pictures in rows: the ladder, and the customer's journey."""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from .canvas import bar, circle, drawn, line, shortened, words

_ROW = 30


def ladder(counts: Mapping[str, int]) -> Markup:
    """How many procedures stand on each rung. The first rung is the lowest, and is drawn lowest."""
    most = max([1, *counts.values()])
    rungs = list(counts.items())
    told = ", ".join(f"{name}: {count}" for name, count in reversed(rungs))

    def shapes() -> Iterator[Markup]:
        for x in (108, 348):
            yield line(x, 2, x, len(rungs) * _ROW, "hr-p-rail")
        for n, (name, count) in enumerate(reversed(rungs)):
            foot = n * _ROW + 20
            yield words(100, foot, shortened(name, 16), anchor="end")
            yield line(108, foot + 6, 348, foot + 6, "hr-p-axis")
            if count:
                yield bar(112, foot - 12, 206 * count / most, 17, "hr-p-after", f"{name}: {count}")
            yield words(118 + 206 * count / most if count else 116, foot, count, "hr-p-strong")

    return drawn("ladder", ("Procedures on each rung of the ladder", told), len(rungs) * _ROW + 4, shapes())


def journey(stages: Sequence[tuple[str, int, float | None]]) -> Markup:
    """Each stage in its order: its name, our minutes by hand, and satisfaction from 1 to 5 where known."""
    most = max([1, *(minutes for _, minutes, _ in stages)])
    told = "; ".join(
        f"{name}: {minutes} minutes, " + ("satisfaction unknown" if s is None else f"satisfaction {s:.1f}")
        for name, minutes, s in stages
    )

    def shapes() -> Iterator[Markup]:
        yield words(112, 12, "our hours", "hr-p-quiet")
        yield words(354, 12, "satisfaction, 1 to 5", "hr-p-quiet", anchor="end")
        if len(stages) > 1:
            yield line(10, 36, 10, 36 + (len(stages) - 1) * _ROW, "hr-p-path")
        for n, (name, minutes, satisfaction) in enumerate(stages):
            middle = 36 + n * _ROW
            yield circle(10, middle, 5, "hr-p-stop")
            yield words(22, middle + 4, shortened(name, 14))
            yield bar(112, middle - 8, 86 * minutes / most, 16, "hr-p-bar", f"{name}: {minutes} minutes")
            yield words(116 + 86 * minutes / most, middle + 4, f"{minutes / 60:.1f}", "hr-p-small")
            yield from _scale(middle, satisfaction)

    return drawn("journey", ("The customer's journey", told), 36 + len(stages) * _ROW, shapes())


def _scale(middle: float, satisfaction: float | None) -> Iterator[Markup]:
    """A dot on a line from 1 to 5, with its value."""
    start, step = 240, 19
    yield line(start, middle, start + 4 * step, middle, "hr-p-axis")
    for n in range(5):
        yield line(start + n * step, middle - 3, start + n * step, middle + 3, "hr-p-axis")
    if satisfaction is None:
        yield words(354, middle + 4, "–", "hr-p-quiet", anchor="end")
        return
    yield circle(start + (satisfaction - 1) * step, middle, 5, "hr-p-dot")
    yield words(354, middle + 4, f"{satisfaction:.1f}", "hr-p-small", anchor="end")
