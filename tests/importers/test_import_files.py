"""Folders, files and runs that no case file can hold."""

import json
from datetime import date
from pathlib import Path

import pytest
from handrail.importers.entries import Options, Report
from handrail.importers.run import import_files
from handrail.progress import told_to
from handrail.reading.folder import read_library

TODAY = date(2026, 3, 4)
ROW = {"question": "Q?", "answer": "A."}


def table(folder: Path, *rows: dict[str, object], name: str = "rows.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def run(folder: Path, *files: Path, format: str = "table", today: date = TODAY, **options: str) -> Report:
    return import_files(format, files, folder / "records", Options(**options), today)  # type: ignore[arg-type]


def codes(report: Report) -> list[str]:
    return [problem.number for problem in report.problems]


def test_public_records_need_no_more_work(tmp_path: Path) -> None:
    run(tmp_path, table(tmp_path, ROW), audience="public", confidence="validated")
    library, problems = read_library(tmp_path / "records")
    assert problems == []
    assert library.questions["q"].is_public
    assert library.questions["q"].published == library.questions["q"].reviewed == TODAY


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        (b"", "H051", (1, 1)),
        (b"\xff\xfeq\x00", "H003", (1, 1)),
        (b'{"question": "a"}\n{"question": "\xe4"}', "H003", (2, 15)),
        (b"[" * 100_000, "H051", (1, 2)),
        (b'{"question": ' + b"[" * 100_000, "H051", (1, 1)),
        (b'{"id": ' + b"9" * 5000 + b', "question": "a", "answer": "b"', "H051", (1, 5040)),
        (b"\x00\x00", "H051", (1, 1)),
    ],
)
def test_broken_bytes_are_a_problem(raw: bytes, code: str, place: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(raw)
    report = run(tmp_path, path)
    assert [(p.number, (p.line, p.column)) for p in report.problems] == [(code, place)]
    assert not (tmp_path / "records").exists()


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_is_told_how_to_become_a_table(start: bytes, tmp_path: Path) -> None:
    (tmp_path / "faq.xlsx").write_bytes(start + b"question\0\x03")
    (found,) = run(tmp_path, tmp_path / "faq.xlsx").problems
    assert "save it as 'CSV UTF-8'" in str(found)


def test_files_that_are_none(tmp_path: Path) -> None:
    report = run(tmp_path, tmp_path / "nowhere.csv", tmp_path)
    assert codes(report) == ["H001", "H001"]


def test_bom_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b'\xef\xbb\xbfquestion,answer\r\nQ?,"One\r\n[two](x.md)"\r\n')
    report = run(tmp_path, path)
    assert read_library(tmp_path / "records")[0].questions["q"].answer == "One\ntwo (`x.md`)"
    assert [note.line for note in report.notes] == [3]


def test_too_large(tmp_path: Path) -> None:
    long = {"question": "Long?", "answer": "A.", "asked_as": ["word " * 60_000]}
    faq = tmp_path / "faq.yml"
    faq.write_text("### YamlMime:FAQ\n" + "#" * 4 * 1024 * 1024)
    report = run(tmp_path, table(tmp_path, long, ROW))
    assert codes(report) == ["H002"]
    assert report.written == ["questions/general/q.yml"]
    assert codes(run(tmp_path, faq, format="ms-faq")) == ["H002"]


def test_the_same_question_in_two_files_in_any_order(tmp_path: Path) -> None:
    first, second = (table(tmp_path, ROW | {"answer": a}, name=f"{a}.jsonl") for a in ("one", "two"))
    assert run(tmp_path, first, second, first).written == [
        "questions/general/q-2.yml",
        "questions/general/q.yml",
    ]
    for files in ((second, first), (first,), (second,)):
        report = run(tmp_path, *files)
        assert (len(report.unchanged), report.written, report.problems) == (len(files), [], [])


def test_a_changed_answer_is_told_and_kept(tmp_path: Path) -> None:
    run(tmp_path, table(tmp_path, ROW, {"question": "R?", "answer": "B."}))
    before = (tmp_path / "records/questions/general/q.yml").read_bytes()
    report = run(tmp_path, table(tmp_path, ROW | {"answer": "C."}, {"question": "R?", "answer": "B."}))
    assert (codes(report), report.unchanged) == (["H052"], ["questions/general/r.yml"])
    assert "answer" in report.problems[0].message
    assert (tmp_path / "records/questions/general/q.yml").read_bytes() == before


def test_nothing_is_written_through_links_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "records").mkdir()
    (tmp_path / "records/questions").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "records/team.yml").symlink_to(tmp_path / "elsewhere/team.yml")
    report = run(tmp_path, table(tmp_path, ROW))
    assert report.written == []
    assert "H005" in codes(report)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_records_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("x")
    assert codes(run(tmp_path, table(tmp_path, ROW))) == ["H001"]


def test_a_write_that_fails_leaves_nothing_half_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    report = run(tmp_path, table(tmp_path, ROW))
    assert report.written == []
    assert set(codes(report)) == {"H001"}
    assert [path for path in (tmp_path / "records").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("there", "after"),
    [
        ("", "- id: new\n  title: New\n"),
        ("# none yet", "# none yet\n- id: new\n  title: New\n"),
        ("- {id: a, title: A}", "- {id: a, title: A}\n- id: new\n  title: New\n"),
        ("- id: a\r\n  title: A\r\n", "- id: a\r\n  title: A\r\n- id: new\r\n  title: New\r\n"),
        (
            "  -\n    id: a\n    title: A\n# end\n",
            "  -\n    id: a\n    title: A\n# end\n  - id: new\n    title: New\n",
        ),
        ("[]\n", None),
        ("[{id: a, title: A}]\n", None),
        ("- id: a\n  title: |+\n    A\n\n", None),
        ("- id: a\n  title: A\n...\n", None),
        ("topics: no list\n", None),
        ("- id: a\n  titel: A\n", None),
        ("- [\n", None),
    ],
)
def test_a_topic_is_added_behind_what_staff_wrote(there: str, after: str | None, tmp_path: Path) -> None:
    topics = tmp_path / "records/topics.yml"
    topics.parent.mkdir()
    topics.write_bytes(there.encode())
    report = run(tmp_path, table(tmp_path, ROW), topic="new")
    if after is None:
        assert topics.read_bytes() == there.encode() or report.problems == []
        if report.problems:
            assert "- {id: new, title: New}" in report.problems[0].fix
    else:
        assert (topics.read_bytes(), report.problems) == (after.encode(), [])


def test_what_is_added_to_the_company_is_named(tmp_path: Path) -> None:
    assert run(tmp_path, table(tmp_path, ROW), topic="orders", owner="ann").company == [
        "settings.yml: written",
        "topics.yml: written",
        "team.yml: written",
    ]
    other = table(tmp_path, {"question": "Another?", "answer": "B."})
    assert run(tmp_path, other, topic="returns", owner="ben").company == [
        "topics.yml: returns was added",
        "team.yml: ben was added",
    ]


def test_progress_sees_every_entry(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    with told_to(lambda *step: seen.append(step)):
        import_files("table", [table(tmp_path, ROW, ROW)], tmp_path / "records", Options(), TODAY)
    assert ("Questions", 0, 2) in seen
