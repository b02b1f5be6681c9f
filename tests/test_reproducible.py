"""The same records give the same bytes: on another day, in another folder, time zone, locale, hash seed."""

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from handrail.publish.as_of import date_of

from .test_build import BIN, ROOT, tree

SITES = ("public", "internal")
ELSEWHEN = """
import time
_now = time.time() + 400 * 86400
def _jumping():
    # a clock that is a year ahead and jumps back an hour at every look
    global _now
    _now -= 3600
    return _now
time.time = _jumping
"""
OFFLINE = """
import socket
def _refuse(*args, **kwargs):
    raise SystemExit("the build asked the network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = _refuse
"""


def copy(folder: Path) -> Path:
    """What a clone has, in another folder."""
    folder.mkdir()
    for name in ("docs", "hooks", "playbooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "mkdocs.internal.yml"):
        shutil.copy(ROOT / name, folder)
    return folder


def built(folder: Path, startup: str = "", **environment: str) -> dict[str, bytes]:
    """Both sites of a copy, built by a process that runs `startup` first."""
    (folder / "startup").mkdir()
    (folder / "startup" / "sitecustomize.py").write_text(startup)
    environment |= {"PYTHONPATH": str(folder / "startup")}
    command = [BIN / "handrail", "build", "--as-of", "2026-11-22"]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {
        f"{name}/{file}": content for name in SITES for file, content in tree(folder / "site" / name).items()
    }


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Both sites, built without a network."""
    environment = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1000000000"}
    return built(copy(tmp_path_factory.mktemp("built") / "one"), OFFLINE, **environment)


def test_another_day_folder_time_zone_locale_and_hash_seed(one: dict[str, bytes], tmp_path: Path) -> None:
    other = built(
        copy(tmp_path / "a longer name"),
        ELSEWHEN,
        TZ="Pacific/Kiritimati",
        LC_ALL="tr_TR.UTF-8",
        PYTHONHASHSEED="2",
        SOURCE_DATE_EPOCH="1900000000",
    )
    assert [name for name in one if one[name] != other.get(name)] == []
    assert one.keys() == other.keys()


def test_dates_of_the_sitemap_are_those_of_the_records(one: dict[str, bytes]) -> None:
    sitemap = one["public/sitemap.xml"].decode()
    found = dict(
        re.findall(r"<loc>https://help\.fitstore\.example/(.*?)</loc>\s*<lastmod>(.*?)</lastmod>", sitemap)
    )
    assert found["questions/delivery-times/"] == "2026-11-03"
    assert max(found.values()) == found[""] == found["about/"]


def test_the_network_is_not_asked(one: dict[str, bytes]) -> None:
    assert one


def test_the_offline_test_would_see_a_request(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(OFFLINE)
    code = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert "asked the network" in done.stderr


def test_locks_have_hashes_and_name_no_host() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text("utf-8")
        packages = re.findall(r"^[a-z0-9][\w.-]*==.*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
        assert len(packages) > 20
        assert all("--hash=sha256:" in package for package in packages)
        assert "://" not in text
        assert "index-url" not in text


def test_foreign_javascript_in_the_project_is_named() -> None:
    """What comes from elsewhere comes through the locks. The one copy has its licence and hash beside it."""
    assets = {"checklist", "contact", "handrail", "moved", "ranking", "run", "search"}
    ours = {f"hooks/theme/assets/{name}.js" for name in assets} | {"tests/browser/watch.js"}
    ours |= {"hooks/theme/offline.js"}
    ours |= {"hooks/handrail/editor/assets/start.js", "hooks/handrail/publish/preview/assets/preview.js"}
    foreign = {"hooks/handrail/editor/vendor/sveltia-cms.js"}  # test_editor.py holds it to its hash
    said = subprocess.run(
        ["git", "ls-files", "*.js", "*.mjs", "*.css", "*.wasm"], cwd=ROOT, capture_output=True, text=True
    )
    assert {f for f in said.stdout.split() if not f.endswith(".css")} == ours | foreign


def test_a_commit_has_its_date_and_what_was_changed_since_has_todays(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        names = ("-c", "user.name=x", "-c", "user.email=x@company.example")
        on = {**os.environ, "GIT_COMMITTER_DATE": "2026-01-10T12:00:00+0000"}
        subprocess.run(["git", "-C", tmp_path, *names, *words], env=on, check=True, capture_output=True)

    records = tmp_path / "playbooks"
    records.mkdir()
    assert date_of(records) == date.today()
    (records / "settings.yml").write_text("site: {name: Help}\n")
    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "Records")
    assert date_of(records) == date(2026, 1, 10)
    (tmp_path / "notes.txt").write_text("no record")
    assert date_of(records) == date(2026, 1, 10)
    (records / "team.yml").write_text("[]\n")
    assert date_of(records) == date.today()
