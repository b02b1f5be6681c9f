"""What a build survives: kills, full and read-only disks, other builds, records that change meanwhile.

Always one whole version is published, old or new; the next build needs no cleaning up by hand; nothing
under the records is touched.
"""

import random
import resource
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from handrail.publish import swap

from .test_build import BIN, ROOT, tree

WORDS = ("What can we help you with?", "Ask away")


class Company:
    """A copy of the example's records, two versions of its public site, and a place to publish."""

    def __init__(self, folder: Path) -> None:
        self.records = Path(shutil.copytree(ROOT / "playbooks", folder / "records"))
        self.to = folder / "site"
        self.settings = self.records / "settings.yml"
        self.texts = [self.settings.read_text("utf-8")]
        self.texts.append(self.texts[0].replace(*WORDS))
        self.versions = []
        for n in (1, 0):
            self.write(n)
            assert self.build(folder / f"version-{n}").returncode == 0
            self.versions.insert(0, tree(folder / f"version-{n}" / "public"))

    def begin_anew(self) -> None:
        """The older version is published, and nothing else is there."""
        shutil.rmtree(self.to, ignore_errors=True)
        shutil.copytree(self.to.with_name("version-0"), self.to)
        self.write(0)

    def write(self, version: int) -> None:
        self.settings.write_text(self.texts[version], "utf-8")

    def command(self, to: Path | None = None) -> list[str | Path]:
        return [
            BIN / "handrail",
            "build",
            "--audience",
            "public",
            "--records",
            self.records,
            "--to",
            to or self.to,
        ]

    def build(self, to: Path | None = None, **options: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(to), capture_output=True, text=True, **options)  # type: ignore[call-overload]

    def published(self) -> int:
        """Which whole version is published; -1 for anything else."""
        found = tree(self.to / "public")
        return self.versions.index(found) if found in self.versions else -1


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return Company(tmp_path_factory.mktemp("company"))


@pytest.fixture
def company(built: Company) -> Company:
    built.begin_anew()
    return built


def leftovers(to: Path) -> set[str]:
    kept = {".handrail-public.made", ".handrail-public.passed", ".handrail-public-double", ".handrail-lock"}
    return {f.name for f in to.iterdir()} - {"public", *kept}


def kill_builds(company: Company, times: int) -> None:
    """Kill that many builds at random moments, spread over their whole length; then build once."""
    before = tree(company.records)
    start = time.monotonic()
    assert company.build().returncode == 0
    length = time.monotonic() - start
    chance = random.Random(77)
    for n in range(times):
        company.write(n % 2)
        process = subprocess.Popen(company.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(length * (n + chance.random()) / times)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert company.published() in (0, 1), f"after kill {n}"
    company.write(1)
    assert company.build().returncode == 0
    assert company.published() == 1
    assert leftovers(company.to) == set()
    company.write(0)
    assert tree(company.records) == before


def test_what_a_killed_build_left_goes_when_nothing_is_built(company: Company) -> None:
    assert company.build().returncode == 0
    (company.to / ".handrail-public-new" / "questions").mkdir(parents=True)
    assert company.build().returncode == 0
    assert company.published() == 0
    assert leftovers(company.to) == set()


def test_killed_builds(company: Company) -> None:
    kill_builds(company, 5)


@pytest.mark.soak
def test_a_hundred_killed_builds(company: Company) -> None:
    kill_builds(company, 100)


@pytest.mark.parametrize("step", ["rename", "_exchange"])
def test_killed_around_the_swap(company: Company, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The moments that a random kill hardly meets: in the middle of the exchange, with and without it."""

    class KilledError(BaseException):
        pass

    def die(*args: object, **kwargs: object) -> None:
        raise KilledError

    built, target = swap.staging(company.to / "public"), company.to / "public"
    shutil.copytree(company.to.parent / "version-1" / "public", built)
    with monkeypatch.context() as patch:
        if step == "rename":  # no exchange here, and dead after the old site was moved aside
            patch.setattr(swap, "_exchange", lambda one, other: False)
            original = Path.rename
            patch.setattr(Path, "rename", lambda self, to: die() if self == built else original(self, to))
        else:
            patch.setattr(swap, "_exchange", die)
        with pytest.raises(KilledError):
            swap.swap_into_place(built, target)
    swap.recover(target)
    assert company.published() == 0
    assert company.build().returncode == 0
    assert leftovers(company.to) == set()


@pytest.mark.parametrize("step", ["rename", "unlink", "link"])
def test_killed_while_the_double_changes(company: Company, step: str, tmp_path: Path) -> None:
    """In the middle of putting the site together, and of making its double the same."""
    assert company.build().returncode == 0
    question = company.records / "questions/orders-delivery/delivery-times.yml"
    before = question.read_text("utf-8")
    program = f"""
import os
from handrail.cli import main
real, done = os.{step}, 0

def die_at_last(*given, **more):
    global done
    done += 1
    os._exit(9) if done == 5 else real(*given, **more)

os.{step} = die_at_last
main()
"""
    (tmp_path / "program.py").write_text(program)
    try:
        question.write_text(before.replace("question: ", "question: Now, "), "utf-8")
        killed = subprocess.run([BIN / "python", tmp_path / "program.py", *company.command()[1:]])
        assert killed.returncode == 9
        found = tree(company.to / "public")
        assert company.build().returncode == 0
        assert company.build(tmp_path / "new").returncode == 0
        new = tree(tmp_path / "new/public")
        assert found == (new if step == "link" else company.versions[0])
        assert tree(company.to / "public") == tree(company.to / ".handrail-public-double") == new
        assert leftovers(company.to) == set()
    finally:
        question.write_text(before, "utf-8")


def test_swap_without_the_system_call(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    built = swap.staging(company.to / "public")
    shutil.copytree(company.to.parent / "version-1" / "public", built)
    swap.swap_into_place(built, company.to / "public")
    assert company.published() == 1
    assert tree(built) == company.versions[0]
    swap.recover(company.to / "public")
    assert leftovers(company.to) == set()


def test_a_file_that_cannot_be_written_whole(company: Company) -> None:
    """As on a full disk: a write ends with an error after some bytes."""
    company.write(1)
    limit = 60_000
    done = company.build(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert_refused(company, done)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A small file system of its own at `folder`, where this may be done."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_full_disk(company: Company) -> None:
    with mounted(company.to, "size=6m"):
        shutil.copytree(company.to.with_name("version-0") / "public", company.to / "public")
        company.write(1)
        done = company.build()
        assert_refused(company, done)
        assert "No space left" in done.stdout


def test_read_only_disk(company: Company) -> None:
    with mounted(company.to, "size=20m"):
        shutil.copytree(company.to.with_name("version-0") / "public", company.to / "public")
        subprocess.run(["mount", "-o", "remount,ro", company.to], check=True)
        company.write(1)
        done = company.build()
        assert_refused(company, done, old_files=False)
        assert "Read-only file system" in done.stdout


def test_target_that_is_a_file(company: Company, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = company.build(tmp_path / "file" / "below")
    assert done.returncode == 1
    assert "H043" in done.stdout
    assert "Traceback" not in done.stderr


def assert_refused(company: Company, done: subprocess.CompletedProcess[str], old_files: bool = True) -> None:
    """The build said why in one line, and the old version is there, whole."""
    assert done.returncode == 1
    assert "H043" in done.stdout
    assert "Traceback" not in done.stderr
    assert company.published() == 0
    if old_files:
        assert leftovers(company.to) == set()


def test_a_site_that_is_a_link_to_the_folder_that_is_served(company: Company, tmp_path: Path) -> None:
    served, to = tmp_path / "www", tmp_path / "site"
    for folder in (served, to):
        folder.mkdir()
    (to / "public").symlink_to(served)
    assert company.build(to).returncode == 0
    assert (to / "public").is_symlink()
    before = (served / "index.html").read_bytes()
    company.settings.write_text(company.texts[1].replace("name:", "name: jane@mail.example"), "utf-8")
    assert company.build(to).returncode == 1
    assert (served / "index.html").read_bytes() == before


def test_a_link_in_the_place_of_what_is_built_is_not_followed(company: Company, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "mine").write_text("mine")
    (company.to / ".handrail-public-new").symlink_to(victim)
    assert company.build().returncode == 0
    assert [file.name for file in victim.iterdir()] == ["mine"]


def test_two_builds_at_once(company: Company) -> None:
    company.write(1)
    processes = [subprocess.Popen(company.command(), stdout=subprocess.DEVNULL) for _ in range(3)]
    homes = [version["index.html"] for version in company.versions]
    while any(process.poll() is None for process in processes):
        assert (company.to / "public" / "index.html").read_bytes() in homes  # there, and whole, at any moment
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert company.published() == 1
    assert leftovers(company.to) == set()


def test_records_that_change_during_a_build(company: Company) -> None:
    """What is built is what was read at the start, or the build is refused; never a mixture."""
    stop = threading.Event()
    record = company.records / "questions/orders-delivery/delivery-times.yml"
    text = record.read_text("utf-8")

    def edit() -> None:
        while not stop.is_set():
            record.unlink(missing_ok=True)
            time.sleep(0.003)
            temporary = record.with_suffix(".tmp")
            temporary.write_text(text, "utf-8")
            temporary.replace(record)
            time.sleep(0.02)

    editing = threading.Thread(target=edit)
    editing.start()
    try:
        results = [company.build() for _ in range(4)]
    finally:
        stop.set()
        editing.join()
    assert all(done.returncode in (0, 1) and "Traceback" not in done.stderr for done in results)
    assert company.published() == 0
