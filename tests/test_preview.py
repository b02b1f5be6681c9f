"""The preview shows what was saved, at once on its page and then everywhere, and what is wrong with it."""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest
import yaml
from handrail.checking import CHECKS, check
from handrail.checking.search import search
from handrail.evidence.history import history
from handrail.problems import Code, Problem, problem
from handrail.publish.preview import finding
from handrail.publish.preview.answering import OWN, Shown, answer, looks_of
from handrail.publish.preview.finding import Search
from handrail.publish.preview.latest import Latest
from handrail.publish.preview.maker import Maker
from handrail.publish.preview.near import near
from handrail.publish.preview.prepared import prepared
from handrail.publish.preview.server import Server, Showing
from handrail.publish.preview.watching import Watching
from handrail.publish.sites import build_sites
from handrail.reading.again import is_one_record, read_again
from handrail.reading.folder import read_library
from handrail.records.base import Audience
from handrail.search.documents import Document, documents_of
from handrail.search.ranking import ask

from .company import BASE, TODAY, write_company
from .previewing import BIN, Preview, preview
from .test_build import ROOT, tree

QUESTION = """\
question: {asked}
topic: {topic}
audience: public
confidence: validated
owner: support-1
published: 2026-01-01
answer: So.
"""
FILES = {
    "questions/orders/why.yml": QUESTION.format(asked="Why?", topic="orders"),
    "questions/how.yml": QUESTION.format(asked="How?", topic="returns"),
}


# One record alone is what it is among all


CASES = sorted((Path(__file__).parent / "cases" / "checking").glob("*.yml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_record_alone_has_the_problems_that_it_has_among_all(path: Path, tmp_path: Path) -> None:
    case = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    root, today = (
        write_company(tmp_path, case["files"]),
        date.fromisoformat(case.get("as_of", "2026-06-01")),
    )
    rules = [rule for rule in CHECKS if rule is not search]
    library, found = read_library(root)
    found += check(library, today, rules)
    for file in filter(is_one_record, case["files"]):
        again, alone = read_again(library, file)
        assert vars(again) | {"unusable": ()} == vars(library) | {"unusable": ()}
        alone += check(near(again, file, history(library, today)), today, rules)
        assert sorted(_of(file, root, alone)) == sorted(_of(file, root, found))


def _of(file: str, root: Path, problems: list[Problem]) -> list[Problem]:
    return [p for p in problems if p.path == f"{root}/{file}"]


def test_a_file_that_takes_the_id_of_another_changes_nothing(tmp_path: Path) -> None:
    library, _ = read_library(write_company(tmp_path, FILES))
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures/why.yml").write_text("title: Why\n")
    again, problems = read_again(library, "procedures/why.yml")
    assert again is library
    assert [p.number for p in problems] == ["H018"]


EDITS = (
    ("questions/orders-delivery/delivery-times.yml", "How long does delivery take?", "When is it <here>?"),
    ("questions/account-payment/where-is-my-invoice.yml", "answer: |\n", "answer: |\n  [](question:new-one)"),
    ("questions/account-payment/discount-code-does-not-work.yml", "audience: public", "audience: internal"),
    ("procedures/start-a-return.yml", "steps:\n  - title: ", "steps:\n  - title: First of all, "),
    ("risks/answers-that-sound-medical.yml", "title: ", "title: Perhaps "),
    ("cycles/call-after-a-parcel-search.yml", "title: ", "title: Perhaps "),
)  # fmt: skip


@pytest.mark.parametrize("audience", list(Audience))
def test_pages_of_an_edit_are_those_of_a_build(audience: Audience, tmp_path: Path) -> None:
    records = Path(shutil.copytree(ROOT / "playbooks", tmp_path / "playbooks"))
    for name in ("expects.yml", "urls.txt"):  # they would not let a published page go
        (records / name).unlink()
    maker = Maker(prepared(records, audience, TODAY, tmp_path / "aside"), TODAY)
    for file, old, new in EDITS:
        text = (records / file).read_text("utf-8")
        assert old in text, file
        (records / file).write_text(text.replace(old, new, 1))
    new_one = "questions/returns-refunds/new-one.yml"
    (records / new_one).write_text(QUESTION.format(asked="New?", topic="returns-refunds"))
    made: dict[str, bytes | None] = {}
    for file in (new_one, *(file for file, _, _ in EDITS)):
        assert not maker.read([file])[file]
        made |= maker.pages_of(file) or {}
    problems = build_sites(records, [audience], tmp_path / "site", TODAY).problems
    built = tmp_path / "site" / audience.value
    assert (built / "questions/new-one/index.html").is_file(), problems
    for address, page in made.items():
        there = built / address / "index.html"
        assert page == (there.read_bytes() if there.is_file() else None), address


def test_a_topic_that_is_not_shown_yet_waits_for_the_build(tmp_path: Path) -> None:
    records = write_company(tmp_path / "records", {"questions/how.yml": FILES["questions/how.yml"]})
    maker = Maker(prepared(records, Audience.PUBLIC, TODAY, tmp_path / "aside"), TODAY)
    write_company(records, FILES)
    assert not maker.read(["questions/orders/why.yml"])["questions/orders/why.yml"]
    assert maker.pages_of("questions/orders/why.yml") is None


@pytest.mark.parametrize("few", [9, 0])
def test_search_finds_what_is_new_and_nothing_that_was_before(
    few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_FEW", few)
    texts = {
        f"questions/{name}.yml": QUESTION.format(asked=f"Where is my {name}?", topic="orders")
        for name in ("parcel", "invoice", "refund", "voucher")
    }
    records = write_company(tmp_path, texts)

    def documents() -> tuple[Document, ...]:
        return documents_of(read_library(records)[0], Audience.PUBLIC, TODAY)

    search = Search(documents(), ())
    text = texts["questions/parcel.yml"].replace("my parcel?", "my dumbbell?")
    (records / "questions/parcel.yml").write_text(f"{text}asked_as: [the weights never came]\n")
    (records / "questions/new.yml").write_text(QUESTION.format(asked="Which size of gloves?", topic="orders"))
    (records / "questions/refund.yml").unlink()
    for id in ("parcel", "new", "refund"):
        search.edited("question", id, documents())
    model = search.model()
    for words, title in (
        ("weights never came", "Where is my dumbbell?"),
        ("size of gloves", "Which size of gloves?"),
        ("invoice", "Where is my invoice?"),
    ):
        assert ask(model, words).found[0].document.title == title
    now = documents()
    found = ask(model, "where is my parcel refund", most=len(now)).found
    assert sorted(one.document.title for one in found) == sorted(document.title for document in now)


def test_what_is_saved_in_several_steps_is_no_mistake_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = write_company(tmp_path / "records", FILES)
    maker = Maker(prepared(records, Audience.PUBLIC, TODAY, tmp_path / "aside"), TODAY)
    record = records / "questions/how.yml"
    monkeypatch.setattr(
        "handrail.publish.preview.maker.time.sleep",
        lambda _: write_company(records, {"questions/how.yml": new}),
    )
    new = FILES["questions/how.yml"].replace("So.", "Whole.")
    for broken in (lambda: record.write_text("ques"), lambda: record.write_text(""), record.unlink):
        broken()
        assert not maker.read(["questions/how.yml"])["questions/how.yml"]
        assert b"Whole." in (maker.pages_of("questions/how.yml") or {})["questions/how/"]  # type: ignore[operator]


@pytest.mark.parametrize("to", ["earlier", "returns"])
def test_a_folder_that_is_renamed_is_no_mistake_meanwhile(tmp_path: Path, to: str) -> None:
    records = write_company(tmp_path / "records", FILES)
    maker = Maker(prepared(records, Audience.PUBLIC, TODAY, tmp_path / "aside"), TODAY)
    (records / "questions/orders").rename(records / "questions" / to)
    files = sorted(["questions/orders/why.yml", f"questions/{to}/why.yml"])
    assert maker.read(files) == {file: [] for file in files}
    assert all(b"Why?" in (maker.pages_of(file) or {})["questions/why/"] for file in files)  # type: ignore[operator]


# What is shown


WRONG = problem("r/a.yml", 3, 1, Code.WRONG_TYPE, "is wrong", "correct it")
OTHER = problem("r/b.yml", 1, 1, Code.WRONG_TYPE, "is wrong", "correct it")
WARNING = problem("r/c.yml", 1, 1, Code.REVIEW_OVERDUE, "is due", "read it")


def test_of_a_page_the_last_edit_counts_until_a_build_has_seen_it() -> None:
    latest = Latest()
    latest.made(1, {"a/": b"one", "b/": b"one"}, {})
    latest.made(2, {"a/": b"two", "c/": None}, {})
    latest.built(1, [WARNING])
    assert latest.pages == {"a/": b"two", "c/": None}
    latest.built(2, [OTHER])
    assert latest.pages == {"a/": b"two", "c/": None}
    latest.built(2, [])
    latest.made(2, {"search/model.json": b"as of that edit"}, {"r/a.yml": (WRONG,)})  # what comes too late
    assert latest.pages == {}
    assert latest.problems == ()


def test_of_a_file_the_last_who_looked_at_it_says_what_is_wrong() -> None:
    latest = Latest()
    latest.built(0, [WRONG, OTHER, WARNING])
    assert latest.problems == (WRONG, OTHER)
    latest.made(1, {}, {"r/a.yml": ()})
    assert latest.problems == (OTHER,)
    latest.made(2, {}, {"r/a.yml": (WRONG,)})
    latest.built(1, [])
    assert latest.problems == (WRONG,)
    latest.built(2, [])
    assert latest.problems == ()


@pytest.fixture
def site(tmp_path: Path) -> Shown:
    """A built site of a few files."""
    files = {"index.html": "<p>Home</body>", "a/index.html": "<p>A</body>", "404.html": "<p>Gone</body>"}
    files |= {"edit/index.html": "<p>Form</body>", "style.css": "p {}", "search/model.json": '{"version":"x"'}
    for name, text in files.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "secret").write_text("secret")
    return Shown(tmp_path / "site", mount="/help/")


@pytest.mark.parametrize(
    ("path", "status", "has"),
    [
        ("/", 200, b"Home"),
        ("/a/", 200, b"<p>A"),
        ("/help/a/", 200, b"<p>A"),
        ("/a", 302, b""),
        ("/new", 302, b""),
        ("/new/", 200, b"<p>New"),
        ("/style.css", 200, b"p {}"),
        ("/old/", 404, b"<p>Gone"),
        ("/none/", 404, b"No page is here now"),
        ("/../secret", 404, b"<p>Gone"),
        ("/a/../../secret", 404, b"<p>Gone"),
        ("/.handrail-preview/preview.js", 200, b"EventSource"),
        ("/.handrail-preview/../serving.py", 404, b""),
    ],
)
def test_every_path_has_its_answer(site: Shown, path: str, status: int, has: bytes) -> None:
    found = answer(replace(site, pages={"new/": b"<p>New</body>", "old/": None}), path)
    assert (found.status, has in found.body) == (status, True)
    assert found.location == (f"{path}/" if status == 302 else "")


@pytest.fixture
def server(site: Shown) -> Iterator[Server]:
    found = Server(Showing(site), 0)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


def get(server: Server, path: str, host: str = "") -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", path, headers={"Host": host} if host else {})
    return connection.getresponse()


def test_a_page_whose_name_is_no_ascii_is_shown_and_does_not_load_for_ever(
    site: Shown, server: Server
) -> None:
    folder = site.site / "größe und"
    folder.mkdir()
    (folder / "index.html").write_text("<p>Sizes</body>")
    path = quote("/größe und")
    assert get(server, path).headers["Location"] == f"{path}/"
    assert b"Sizes" in get(server, f"{path}/").read()
    version = answer(site, "/größe und/").version
    changes = get(server, f"{OWN}changes?page={quote(f'{path}/')}&version={version}")
    assert changes.readline() == b":\n"  # it is alive, and nothing has changed


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example:80", "[bad"])
def test_a_page_of_the_web_reads_nothing(server: Server, host: str) -> None:
    assert get(server, "/").status == 200
    assert get(server, "/", f"localhost:{server.server_port}").status == 200
    assert get(server, "/", host).status == 421


def test_a_page_is_another_one_when_its_reader_would_see_something_else(site: Shown) -> None:
    before = answer(site, "/a/").version
    assert answer(site, "/a/").version == before != answer(site, "/").version
    assert answer(replace(site, pages={"b/": b"B"}), "/a/").version == before
    assert answer(replace(site, pages={"a/": b"B"}), "/a/").version != before
    assert answer(replace(site, problems=(WRONG,)), "/a/").version != before
    assert answer(replace(site, looks="other"), "/a/").version != before
    (site.site / "search/model.json").write_text('{"version":"y"')
    after = answer(site, "/a/").version
    assert after != before and after.partition("-")[0] == before.partition("-")[0]


def test_other_style_sheets_are_other_looks(site: Shown) -> None:
    (site.site / "assets").mkdir()
    (site.site / "assets/a.css").write_text("a {}")
    before = looks_of(site.site)
    (site.site / "assets/b.png").write_text("b")
    assert looks_of(site.site) == before
    (site.site / "assets/a.css").write_text("b {}")
    assert looks_of(site.site) != before


def test_what_somebody_writes_in_the_form_is_not_lost_by_a_reload(site: Shown) -> None:
    found = answer(replace(site, problems=(WRONG,)), "/edit/")
    assert (found.body, found.version) == (b"<p>Form</body>", "")


def test_problems_are_texts_whatever_is_in_them(site: Shown) -> None:
    nasty = replace(WRONG, message="<script>alert()</script>")
    body = answer(replace(site, problems=(nasty,)), "/a/").body
    assert b"<script>alert" not in body and b"&lt;script&gt;alert" in body


# What is seen


def test_edits_are_seen_and_nothing_else(tmp_path: Path) -> None:
    folder, file = tmp_path / "records", tmp_path / "mkdocs.yml"
    folder.mkdir()
    file.write_text("a")
    seen: set[Path] = set()
    watching = Watching(seen.add)
    assert watching.watch([folder, file])

    def sees(*paths: Path) -> None:
        end = time.monotonic() + 20
        while not seen >= {*paths}:
            assert time.monotonic() < end, seen
            time.sleep(0.01)
        time.sleep(0.3)  # one save can be told of more than once
        assert seen == {*paths}
        seen.clear()

    try:
        (folder / "draft~").write_text("hidden")
        (folder / ".a.yml.swp").write_text("hidden")
        (tmp_path / "other").write_text("not ours")
        (folder / "a.yml").write_text("a")
        sees(folder / "a.yml")
        (folder / "a.yml").read_text()
        (tmp_path / "new").write_text("b")
        (tmp_path / "new").replace(folder / "a.yml")  # as many editors save
        sees(folder / "a.yml")
        (folder / "a.yml").unlink()
        sees(folder / "a.yml")
        (folder / ".icons").mkdir()
        (folder / ".icons/brand.svg").write_text("<svg/>")
        sees(folder / ".icons/brand.svg")
        (folder / ".icons").rename(tmp_path / "elsewhere")
        sees(folder / ".icons")
        file.write_text("b")
        sees(file)
        assert not watching.watch([file, folder])
        folder.rename(tmp_path / "away")
        assert watching.watch([folder, file])
        (tmp_path / "away").rename(folder)
        assert watching.watch([folder, file])
        seen.clear()
        (folder / "a.yml").write_text("a")
        sees(folder / "a.yml")
    finally:
        watching.end()


# The command


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of a small company that has had its first build."""
    folder = tmp_path_factory.mktemp("served")
    records = write_company(folder / "records", FILES)
    with preview(records, folder) as found:
        found.says("The site is built")
        found.says("as soon as they are saved")
        yield found


@pytest.fixture(autouse=True)
def as_it_was(request: pytest.FixtureRequest) -> Iterator[None]:
    """The records are put back after each test that edits those of `served`."""
    yield
    if "served" in request.fixturenames:
        found: Preview = request.getfixturevalue("served")
        for file in found.records.rglob("questions/**/*.yml"):
            if file.relative_to(found.records).as_posix() not in FILES:
                file.unlink()
        for name, text in {**BASE, **FILES}.items():
            if not (found.records / name).exists() or (found.records / name).read_text() != text:
                (found.records / name).write_text(text)
        found.until(lambda: not found.problems() and "<h1>Why?</h1>" in found.page("questions/why/"))


def test_a_saved_record_is_shown(served: Preview) -> None:
    record = served.records / "questions/orders/why.yml"
    record.write_text(record.read_text().replace("Why?", "Wherefore?"))
    served.until(lambda: "<h1>Wherefore?</h1>" in served.page("questions/why/"), 2)
    served.until(lambda: "Wherefore?" in served.page("topics/orders/"))
    assert (served.records / "questions/orders/why.yml").read_text().count("Wherefore?") == 1


def test_two_records_that_are_saved_at_once_are_shown(served: Preview) -> None:
    for name in FILES:
        record = served.records / name
        record.write_text(record.read_text().replace("So.", "Just so."))
    served.until(lambda: "Just so." in served.page("questions/why/"), 2)
    served.until(lambda: "Just so." in served.page("questions/how/"), 2)


def test_a_mistake_is_shown_over_the_last_good_page_until_it_is_corrected(served: Preview) -> None:
    record = served.records / "questions/orders/why.yml"
    text = record.read_text()
    record.write_text(text.replace("Why?", "What?").replace("audience: public", "audience: publik"))
    mistake = ["questions/orders/why.yml:3:11 H012"]
    served.until(lambda: served.problems("questions/how/") == mistake, 2)
    assert "<h1>Why?</h1>" in served.page("questions/why/")
    assert "did you mean &#39;public&#39;?" in served.page("questions/why/")
    served.says("H012")  # on the terminal too
    time.sleep(2)  # the build says so, and nothing else
    assert served.problems() == mistake
    record.write_text(text.replace("Why?", "What?"))
    served.until(lambda: not served.problems() and "<h1>What?</h1>" in served.page("questions/why/"), 2)


def test_a_new_record_has_a_page_and_a_deleted_one_says_so(served: Preview) -> None:
    record = served.records / "questions/orders/new.yml"
    record.write_text(QUESTION.format(asked="Something new?", topic="orders"))
    served.until(lambda: "<h1>Something new?</h1>" in served.page("questions/new/"), 2)
    record.rename(record.with_stem("newer"))
    served.until(lambda: "<h1>Something new?</h1>" in served.page("questions/newer/"), 2)
    served.until(lambda: "No page is here now" in served.page("questions/new/"), 2)


def test_settings_and_topics_change_every_page(served: Preview) -> None:
    settings = served.records / "settings.yml"
    settings.write_text(settings.read_text().replace("Example help", "Better help"))
    served.until(lambda: "Better help" in served.page("questions/why/"))
    record = served.records / "questions/orders/why.yml"
    record.write_text(record.read_text().replace("So.", "So be it."))
    served.until(
        lambda: all(words in served.page("questions/why/") for words in ("So be it.", "Better help"))
    )


def answer_version(page: str) -> str:
    return page.rpartition('data-version="')[2].partition('"')[0]


def test_browsers_are_told_when_their_page_is_another_one(served: Preview) -> None:
    version = answer_version(served.page("questions/why/"))
    query = urlencode({"page": "/questions/why/", "version": version})
    with urlopen(f"{served.url}.handrail-preview/changes?{query}", timeout=20) as events:
        record = served.records / "questions/orders/why.yml"
        record.write_text(record.read_text().replace("So.", "Because."))
        now = events.read().decode().strip().rpartition("data: ")[2]
        assert now.partition("-")[0] != version.partition("-")[0]
    served.until(lambda: "Because." in served.page("questions/why/"), 2)


def test_it_sees_what_comes_into_the_place_of_what_was_not_there(tmp_path: Path) -> None:
    """It begins with a broken configuration and without `docs/`; then records are moved away and put back."""
    records = write_company(tmp_path / "records", FILES)
    (tmp_path / "hooks").symlink_to(ROOT / "hooks")
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    (tmp_path / "mkdocs.yml").write_text(f"'{text}")
    with preview(records, tmp_path) as found:
        found.until(lambda: found.problems()[:1] == [f"{tmp_path}/mkdocs.yml:1:1 H006"])
        (tmp_path / "mkdocs.yml").write_text(text)
        found.until(lambda: found.problems() == [f"{tmp_path}/mkdocs.yml:4:11 H043"])
        (tmp_path / "docs").mkdir()
        found.until(lambda: "<h1>Why?</h1>" in found.page("questions/why/"))
        (tmp_path / "docs/by-hand.md").write_text("# By hand\n")
        found.until(lambda: "By hand" in found.page("by-hand/"))
        records.rename(tmp_path / "away")
        found.until(lambda: ".:1:1 H001" in found.problems())
        (tmp_path / "away").rename(records)
        found.until(lambda: not found.problems())
        record = records / "questions/orders/why.yml"
        record.write_text(record.read_text().replace("Why?", "Wherefore?"))
        found.until(lambda: "<h1>Wherefore?</h1>" in found.page("questions/why/"))


def test_it_sees_another_hook_and_a_folder_that_goes(tmp_path: Path) -> None:
    records = write_company(tmp_path / "records", FILES)
    shutil.copytree(ROOT / "hooks", tmp_path / "hooks")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/by-hand.md").write_text("# By hand\n")
    ours = "  - hooks/mkdocs_hooks.py"
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    (tmp_path / "mkdocs.yml").write_text(text.replace(ours, f"{ours}\n  - hooks/extra.py"))
    hook = "def on_page_content(html, **_):\n    return html + '{}'\n"
    (tmp_path / "hooks/extra.py").write_text(hook.format("One"))
    with preview(records, tmp_path) as found:
        found.until(lambda: "One" in found.page("by-hand/"))
        (tmp_path / "hooks/extra.py").write_text(hook.format("Two"))
        found.until(lambda: "Two" in found.page("by-hand/"), 20)
        assert "<h1>Why?</h1>" in found.page("questions/why/")
        (records / "questions/orders").rename(tmp_path / "elsewhere")
        found.until(lambda: "<h1>Why?</h1>" not in found.page("questions/why/"), 20)


def _processes_with(tmp: Path) -> list[Path]:
    """Those that have this folder for temporary files, where the system says so."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # it has ended meanwhile
            found += [environment] if str(tmp).encode() in environment.read_bytes() else []
    return found


def test_two_signals_at_the_same_moment_stop_it_once() -> None:
    code = """
import os, signal
from handrail.cli import sites
both = {signal.SIGINT, signal.SIGTERM}
for each in both:
    signal.signal(each, sites._stop)
signal.pthread_sigmask(signal.SIG_BLOCK, both)
for each in both:
    os.kill(os.getpid(), each)
try:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, both)
except KeyboardInterrupt:
    print("stopped")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("stopped\n", "")


def test_it_starts_with_mistakes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    unknown = QUESTION.format(asked="Where?", topic="nowhere")
    records = write_company(tmp_path / "records", FILES | {"questions/bad.yml": unknown})
    before = tree(records)
    with preview(records, tmp_path) as found:
        found.until(lambda: found.problems("anywhere/") == ["questions/bad.yml:2:8 H022"])
        assert "There is no site yet" in found.page() and "last good" not in found.page()
        assert tree(records) == before
        (records / "questions/bad.yml").unlink()
        found.until(lambda: "<h1>Why?</h1>" in found.page("questions/why/"))
        taken = ["--port", found.url.split(":")[2].strip("/")]
        again = [BIN / "handrail", "serve", "--records", records, *taken]
        done = subprocess.run(again, capture_output=True, text=True)
        assert done.returncode == 2 and "another program has port" in done.stderr
        assert "Traceback" not in done.stderr
    end = time.monotonic() + 20
    while _processes_with(found.tmp) and time.monotonic() < end:
        time.sleep(0.1)
    assert not _processes_with(found.tmp)
    assert found.left == []
    assert "Traceback" not in found.log.read_text()
