"""What was read is taken again while its file is the same; whatever became of it, nothing is missed."""

import os
import pickle
import random
import shutil
import subprocess
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from handrail import stored
from handrail.checking import check, read_and_check
from handrail.leaks import forbidden
from handrail.leaks.forbidden import secrets_of
from handrail.problems import Problem
from handrail.reading import folder, places
from handrail.reading.cache import RecordCache
from handrail.reading.folder import read_library
from handrail.records import sheet, texts
from handrail.records.library import Library

from .company import TODAY, write_company

QUESTION = """\
question: How long does {} take?
topic: orders
audience: public
confidence: validated
owner: support-1
published: 2026-11-05
answer: |
  {}
"""
CALLS = "".join(
    f"- on: 2026-10-{day:02}\n  channel: call\n  customer: c-0{day:02}\n  by: founder\n  minutes: 5\n"
    f"  outcome: solved\n  used: [delivery]\n"
    for day in range(1, 4)
)
FILES = {
    "questions/delivery.yml": QUESTION.format("delivery", "Two days; see [returns](question:returns)."),
    "questions/returns.yml": QUESTION.format("a return", "A week."),
    "questions/orders/far.yml": QUESTION.format("delivery abroad", "Ten days."),
    "interactions/2026-10.yml": CALLS,
}


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small company whose files, though just written, count as settled."""
    monkeypatch.setattr(stored, "_SETTLED", 0)
    records = write_company(tmp_path / "playbooks", FILES)
    time.sleep(0.02)  # longer than a file system takes to see another time
    return records


def looked_at(records: Path) -> tuple[Library, list[Problem]]:
    """As `handrail check` does."""
    keeping = RecordCache(records)
    library, problems = read_and_check(records, TODAY, keeping)
    keeping.save()
    return library, problems


def plainly(records: Path) -> tuple[Library, list[Problem]]:
    return read_and_check(records, TODAY)


def is_as_if_read_anew(records: Path) -> bool:
    (library, problems), (anew, expected) = looked_at(records), plainly(records)
    same = list(map(repr, texts.finished(library))) == list(map(repr, texts.finished(anew)))
    return same and problems == expected


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of records that are read and not taken again, as it goes on."""
    names: list[str] = []
    value = folder.Reading.value

    def seen(self: folder.Reading, relative: str, *form: type, **more: bool) -> object:
        names.append(relative)
        return value(self, relative, *form, **more)

    monkeypatch.setattr(folder.Reading, "value", seen)
    return names


def parts(records: Path) -> list[Path]:
    """The files that what was read is kept in."""
    return [*(records.parent / ".handrail-playbooks.read").glob("[0-9]*")]


def of_records(names: list[str]) -> set[str]:
    return {name for name in names if "/" in name}


@pytest.mark.parametrize(
    ("changed", "ago", "settled"),
    [
        (3_000_000_001, 0.05, False),
        (3_000_000_001, 0.15, True),
        (3_000_000_000, 0.15, False),  # a time of whole seconds may stand for a later one
        (3_000_000_000, 1.9, False),
        (3_000_000_000, 2.1, True),
    ],
)
def test_what_was_just_written_can_change_unseen(changed: int, ago: float, settled: bool) -> None:
    known = f"1 20 {changed - 5} {changed}"
    assert stored.is_settled(known, changed + int(ago * 1e9)) == settled
    assert not stored.is_settled("", changed)


def test_the_same_is_not_read_again(records: Path, read: list[str]) -> None:
    looked_at(records)
    assert of_records(read) == FILES.keys()
    read.clear()
    looked_at(records)
    assert of_records(read) == set()
    assert is_as_if_read_anew(records)


@pytest.mark.parametrize(
    ("module", "name", "note"),
    [("links", "targets", list.append), ("personal", "may_be_personal", list.extend)],
)
def test_what_was_worked_out_is_not_worked_out_again(
    records: Path, module: str, name: str, note: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = import_module(f"handrail.checking.{module}")  # the package has a function of the same name
    asked: list[str] = []
    monkeypatch.setattr(there, name, lambda given: note(asked, given) or ())  # type: ignore[func-returns-value]
    looked_at(records)
    assert "A week." in asked
    asked.clear()
    looked_at(records)
    assert "A week." not in asked


def test_words_of_the_same_are_not_looked_for_again(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keeping = RecordCache(records)
    secrets_of(read_library(records, keeping)[0])
    keeping.save()
    (records / "questions/returns.yml").write_text(QUESTION.format("a return", "Two weeks."), "utf-8")
    library, _ = read_library(records, RecordCache(records))
    asked = list[str]()
    real = forbidden._readings
    with monkeypatch.context() as patch:
        patch.setattr(forbidden, "_readings", lambda text: [asked.append(text), *real(text)][1:])  # type: ignore[func-returns-value]
        found = secrets_of(library)
    assert "Two weeks." in asked
    assert "Ten days." not in asked
    assert found.digest == secrets_of(read_library(records)[0]).digest


def test_of_the_same_interactions_none_is_made(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor are they for the leak gate."""
    keeping = RecordCache(records)
    library, _ = read_library(records, keeping)
    problems = check(library, TODAY)
    expected = secrets_of(library)
    keeping.save()
    monkeypatch.setattr(sheet, "unpickled", None)  # so that making one would fail
    again, found = looked_at(records)
    secrets = secrets_of(again)
    assert (len(again.interactions), found) == (3, problems)
    assert (secrets.runs.hashes.tolist(), secrets.digest) == (expected.runs.hashes.tolist(), expected.digest)
    assert {secret.name for alike in secrets.by_word.values() for secret in alike} >= {"c-001", "c-003"}


def test_only_a_part_is_written_after_an_edit(records: Path) -> None:
    looked_at(records)
    before = {file: file.stat().st_mtime_ns for file in parts(records)}
    (records / "questions/returns.yml").write_text(QUESTION.format("a return", "Two weeks."), "utf-8")
    time.sleep(0.02)
    looked_at(records)
    assert sum(file.stat().st_mtime_ns != time for file, time in before.items()) == 1


def of_the_same_size_and_time(file: Path) -> None:
    there = file.stat()
    file.write_text(file.read_text("utf-8").replace("week", "year"), "utf-8")
    os.utime(file, ns=(there.st_atime_ns, there.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (there.st_size, there.st_mtime_ns)


def of_another_file(file: Path) -> None:
    other = file.with_name("other")
    other.write_text(QUESTION.format("a return", "A year."), "utf-8")
    other.replace(file)


def a_link(file: Path) -> None:
    file.rename(file.parents[1] / "aside")
    file.symlink_to("../aside")


def a_link_out(file: Path) -> None:
    file.rename(file.parents[2] / "aside.yml")
    file.symlink_to("../../aside.yml")


def two_at_once(file: Path) -> None:
    other = file.with_name("delivery.yml")
    other.rename(file.with_name("x"))
    file.rename(other)
    file.with_name("x").rename(file)


def moved(file: Path) -> None:
    file.rename(file.parent / "orders/returns.yml")


def wrong(file: Path) -> None:
    file.write_text(QUESTION.format("a return", "Mail jane@mail.example, [x](question:nowhere)."), "utf-8")


@pytest.mark.parametrize(
    "edit",
    [of_the_same_size_and_time, of_another_file, a_link, a_link_out, two_at_once, moved, wrong, Path.unlink],
)
def test_every_edit_is_seen(records: Path, edit: Callable[[Path], None]) -> None:
    looked_at(records)
    edit(records / "questions/returns.yml")
    time.sleep(0.02)
    assert is_as_if_read_anew(records)
    assert is_as_if_read_anew(records)


def test_what_may_still_be_written_is_not_kept(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two writes can have one time of change, as far as a file system can tell."""
    monkeypatch.undo()
    looked_at(write_company(records, FILES))
    assert not (records.parent / ".handrail-playbooks.read").exists()


def test_a_problem_of_a_kept_file_is_said_again_with_its_place(records: Path) -> None:
    (records / "questions/returns.yml").unlink()
    time.sleep(0.02)
    _, problems = looked_at(records)
    (dead,) = problems
    assert (dead.path, dead.line, dead.column) == (f"{records}/questions/delivery.yml", 8, 27)
    assert looked_at(records)[1] == problems


def test_a_file_with_a_problem_is_read_again(records: Path, read: list[str]) -> None:
    (records / "questions/returns.yml").write_text("question: 1\ntopic: [\n", "utf-8")
    time.sleep(0.02)
    first = looked_at(records)[1]
    read.clear()
    assert looked_at(records)[1] == first
    assert of_records(read) == {"questions/returns.yml"}


def test_nobody_commits_it_by_accident(records: Path) -> None:
    def git(*said: str) -> str:
        return subprocess.run(
            ["git", *said], cwd=records.parent, check=True, capture_output=True, text=True
        ).stdout

    looked_at(records)
    git("init")
    git("add", ".")
    assert {name.partition("/")[0] for name in git("ls-files").split()} == {"playbooks"}


def noise(content: bytes) -> bytes:
    return random.Random(1).randbytes(len(content))


def one_bit(content: bytes) -> bytes:
    return content[:-5] + bytes([content[-5] ^ 1]) + content[-4:]


def another_text(content: bytes) -> bytes:
    return content.replace(b"week", b"year").replace(b"days", b"dayz").replace(b"call", b"chat")


@pytest.mark.parametrize(
    "damage", [noise, one_bit, another_text, lambda c: c[:-1], lambda c: c[:20], lambda c: b""]
)
def test_what_is_spoilt_is_read_again(
    records: Path, read: list[str], damage: Callable[[bytes], bytes]
) -> None:
    looked_at(records)
    for file in parts(records):
        file.write_bytes(damage(file.read_bytes()))
    read.clear()
    assert is_as_if_read_anew(records)
    assert of_records(read) == FILES.keys()


def test_other_programs_read_again(records: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at(records)
    read.clear()
    monkeypatch.setattr(stored, "installed", list)
    looked_at(records)
    assert of_records(read) == FILES.keys()


def test_a_link_is_never_kept(records: Path, read: list[str]) -> None:
    """Where it leads can become another place with the same file."""
    a_link(records / "questions/returns.yml")
    time.sleep(0.02)
    looked_at(records)
    read.clear()
    looked_at(records)
    assert of_records(read) == {"questions/returns.yml"}


def test_a_changed_copy_of_a_record_remembers_nothing(records: Path) -> None:
    library, _ = read_library(records)
    check(library, TODAY)
    record = library.questions["returns"]
    assert record.remembered
    assert not record.model_copy(update={"answer": "[x](question:x)"}).remembered
    assert record.remembered


def test_records_are_the_same_whatever_is_remembered_of_them(records: Path) -> None:
    library, _ = read_library(records)
    check(library, TODAY)
    assert library.questions == read_library(records)[0].questions


def test_a_copy_of_it_is_good_for_nothing(records: Path, read: list[str], tmp_path: Path) -> None:
    """Who puts one into a repository cannot say what the records are elsewhere."""
    looked_at(records)
    shutil.copytree(tmp_path, tmp_path / "copy", copy_function=shutil.copy2)
    time.sleep(0.02)
    read.clear()
    looked_at(tmp_path / "copy/playbooks")
    assert of_records(read) == FILES.keys()


class Code:
    """What a pickle could run."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("touch ran",)


@pytest.mark.parametrize("content", [Code(), {"questions/returns.yml": ("1", (Code(),))}])
def test_no_code_is_run(records: Path, content: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(records.parent)
    looked_at(records)
    for file in parts(records):
        stored.store(file, f"{stored.programs()}\n".encode() + pickle.dumps(content))
    assert is_as_if_read_anew(records)
    assert not Path("ran").exists()


NOT_OURS = (b"", pickle.dumps([1]), pickle.dumps({"a": 1}), b"chandrail.records.gone\nX\n.")


@pytest.mark.parametrize("content", NOT_OURS)
def test_what_somebody_else_wrote_is_left(records: Path, content: bytes) -> None:
    looked_at(records)
    for file in parts(records):
        stored.store(file, f"{stored.programs()}\n".encode() + content)
    assert is_as_if_read_anew(records)


def test_nothing_is_written_through_a_link(records: Path, tmp_path: Path) -> None:
    """A repository that somebody else wrote can have links to anywhere."""
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "rc").write_text("mine")
    folder = records.parent / ".handrail-playbooks.read"
    folder.mkdir()
    for n in range(16):
        (folder / f"{n}.new").symlink_to(victim / "rc")
        (folder / str(n)).symlink_to("/dev/zero")
    (folder / ".gitignore").symlink_to(victim / "rc")
    assert is_as_if_read_anew(records)
    shutil.rmtree(folder)
    folder.symlink_to(victim)
    assert is_as_if_read_anew(records)
    assert {file.name: file.read_text() for file in victim.iterdir()} == {"rc": "mine"}


def test_nobody_else_can_read_it(records: Path) -> None:
    looked_at(records)
    folder = records.parent / ".handrail-playbooks.read"
    assert not any(file.stat().st_mode & 0o077 for file in (folder, *folder.iterdir()))


@pytest.mark.parametrize("end", [Path.unlink, lambda file: file.write_text("question: [\n", "utf-8")])
def test_what_is_gone_from_the_records_is_gone_from_there(
    records: Path, end: Callable[[Path], object]
) -> None:
    looked_at(records)
    assert any(b"A week." in file.read_bytes() for file in parts(records))
    end(records / "questions/returns.yml")
    time.sleep(0.02)
    looked_at(records)
    assert not any(b"A week." in file.read_bytes() for file in parts(records))


def test_a_kept_file_with_many_problems_is_read_once(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = records / "interactions/2026-10.yml"
    file.write_text(CALLS * 100, "utf-8")
    time.sleep(0.02)
    looked_at(records)
    (records / "team.yml").write_text("- {handle: support-1, does: Answers}\n", "utf-8")
    times: list[str] = []
    real = folder.read_text
    for module in (folder, places):
        monkeypatch.setattr(module, "read_text", lambda *given: times.append(given[1]) or real(*given))  # type: ignore[func-returns-value]
    _, problems = looked_at(records)
    assert len([one for one in problems if one.path.endswith("2026-10.yml")]) == 300
    assert times.count("interactions/2026-10.yml") == 1


def test_a_kept_file_that_is_spoilt_meanwhile_has_its_problems_at_the_top(records: Path) -> None:
    looked_at(records)
    (records / "questions/returns.yml").unlink()
    keeping = RecordCache(records)
    library, _ = read_library(records, keeping)
    (records / "questions/delivery.yml").write_text("a: [", "utf-8")
    (dead,) = check(library, TODAY)
    assert (dead.line, dead.column) == (1, 1)


def test_where_nothing_can_be_kept_all_is_read(records: Path) -> None:
    (records.parent / ".handrail-playbooks.read").write_text("", "utf-8")
    assert is_as_if_read_anew(records)
    assert is_as_if_read_anew(records)


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_it_is_as_if_read_anew(records: Path, seed: int) -> None:
    chance = random.Random(seed)
    files = sorted(FILES)
    for _ in range(12):
        name = chance.choice(files)
        file = records / name
        other = records / chance.choice(files)
        match chance.randrange(6):
            case 0:
                file.unlink(missing_ok=True)
            case 1:
                file.write_text(FILES[name], "utf-8")
            case 2 if file.exists():
                file.write_text(file.read_text("utf-8").replace("days", "dayz"), "utf-8")
            case 3 if file.exists():
                wrong(file)
            case 4 if file.exists():
                file.replace(other)
            case 5:
                shutil.rmtree(records.parent / ".handrail-playbooks.read", ignore_errors=True)
        time.sleep(0.02)
        assert is_as_if_read_anew(records)
