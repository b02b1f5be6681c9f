"""Long work says how far it is: on one line of a terminal, else in a line for each phase."""

import sys
from collections.abc import Sequence

import pytest
from handrail.cli.progress import Printer, printed
from handrail.progress import counted, phase, told_to
from handrail.publish import cores
from handrail.publish.cores import divided


def test_what_is_counted_comes_out_as_it_was_and_is_told_now_and_then() -> None:
    told: list[tuple[str, int, int]] = []
    with told_to(lambda *step: told.append(step)):
        phase("Reading")
        assert [*counted("Pages", range(250), 500)] == [*range(250)]
    phase("Nobody listens")
    assert told == [("Reading", 0, 0), ("Pages", 0, 500), ("Pages", 200, 500), ("Pages", 400, 500)]


@pytest.mark.skipif(sys.platform != "linux", reason="work is divided on Linux only")
def test_of_divided_work_one_part_speaks_for_all(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cores, "LEAST", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr("threading.active_count", lambda: 1)  # whatever other tests left running

    def work(part: Sequence[int]) -> int:
        return len([*counted("Pages", part, 600)])

    with printed():
        assert divided(work, range(600)) == [300, 300]
    assert capfd.readouterr().err == "Pages: 600\n"


def printed_by(printer: Printer) -> None:
    printer.told("Reading", 0, 0)
    printer.told("Pages", 0, 2000)
    printer.told("Pages", 1000, 2000)
    printer.clear()


def test_lines_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    printed_by(Printer())
    assert capsys.readouterr().err == "Reading\nPages: 2,000\n"


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, kind: str = "xterm", columns: str = "80") -> Printer:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", kind)
    monkeypatch.setenv("COLUMNS", columns)
    return Printer()


def test_one_line_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    printed_by(on_a_terminal(monkeypatch))
    start = "\r\x1b[K"
    pages = f"{start}Pages: 0 of 2,000 …{start}Pages: 1,000 of 2,000 …"
    assert capsys.readouterr().err == f"{start}Reading …{pages}{start}"


def test_it_stays_one_line_on_a_narrow_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch, columns="10").told("Looking for leaks", 0, 0)
    assert capsys.readouterr().err == "\r\x1b[KLooking f"


def test_lines_on_one_that_cannot_go_back(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed_by(on_a_terminal(monkeypatch, kind="dumb"))
    assert capsys.readouterr().err == "Reading\nPages: 2,000\n"
