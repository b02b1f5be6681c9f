"""`handrail new`: drafts that pass the checks, and what they take over from by-hand work."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from handrail.checking import check
from handrail.cli import main
from handrail.drafts.form import START
from handrail.reading.folder import read_library
from handrail.records.fields import TO_DO
from handrail.records.library import FOLDERS, KINDS, Library

from .company import TODAY, write_company

EXAMPLE = Path(__file__).parents[1] / "playbooks"


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["new", *words, "--records", str(folder), "--as-of", str(TODAY)])


def read(folder: Path) -> Library:
    library, problems = read_library(folder)
    assert [*problems, *check(library, TODAY)] == []
    return library


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example company, whose needs have no names yet."""
    copy = Path(shutil.copytree(EXAMPLE, tmp_path / "example"))
    (copy / "needs.yml").unlink()
    return copy


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_draft_of_each_kind_passes_the_checks(kind: str, tmp_path: Path) -> None:
    folder = write_company(tmp_path, {})
    result = run(folder, kind, "new-one")
    assert result.exit_code == 0
    [path] = folder.glob(f"{FOLDERS[kind]}/**/new-one.yml")
    assert f"{path}: written" in result.stdout
    record = getattr(read(folder), FOLDERS[kind])["new-one"]
    assert (record.topic, record.owner, record.confidence, record.audience) == (
        "orders", "support-1", "wip", "internal",
    )  # fmt: skip
    assert TO_DO in getattr(record, next(iter(START[kind])))
    text = path.read_text("utf-8")
    assert all(
        f"\n{name}:" in text or f"\n#{name}:" in text
        for name in KINDS[kind].model_fields.keys() - {"id", "path"}
    )
    path.write_text(
        "\n".join(line[1:] if line.startswith("#") and ":  #" in line else line for line in text.split("\n"))
    )
    read(folder)  # every other field can be taken in as it stands there


def test_a_question_from_a_need_has_its_words(example: Path) -> None:
    result = run(example, "question", "company-invoice", "--from", "3")
    assert result.exit_code == 0
    question = read(example).questions["company-invoice"]
    assert question.path == "questions/account-payment/company-invoice.yml"
    assert len(question.asked_as) == 8
    assert "can we get one invoice for the month with our company name" in question.asked_as
    assert question.owner == "support-1"  # did 4 of the 8, the others 2 each
    assert "- 2026-10#13: New invoice with name and tax number." in (question.staff_note or "")
    assert TO_DO in question.question
    assert TO_DO in question.answer


def test_what_it_says_to_add_to_needs_answers_the_need(example: Path) -> None:
    said = run(example, "question", "company-invoice", "--from", "3").stdout
    (example / "needs.yml").write_text(said[said.index("- id:") :], "utf-8")
    read(example)
    out = CliRunner().invoke(main, ["backlog", "--records", str(example), "--as-of", str(TODAY)]).stdout
    assert "company-invoice  invoice, name, company" in out
    assert "answered by 'company-invoice', which is internal" in out
    again = run(example, "procedure", "write-the-invoice-again", "--from", "company-invoice")
    assert (again.exit_code, "needs.yml" in again.stdout) == (0, False)
    draft = example / "questions/account-payment/company-invoice.yml"
    public = draft.read_text("utf-8").replace("audience: internal", "audience: public\npublished: 2026-11-01")
    draft.write_text(public.replace("confidence: wip", "confidence: validated"), "utf-8")
    out = CliRunner().invoke(main, ["backlog", "--records", str(example), "--as-of", str(TODAY)]).stdout
    needs, _, anyway = out.partition("done by hand anyway")
    assert "company-invoice" not in needs
    assert "company-invoice" in anyway


def test_what_a_record_was_used_for_goes_into_the_need_and_takes_no_other_along(example: Path) -> None:
    def backlog() -> dict[str, Any]:
        options = ["--records", str(example), "--as-of", str(TODAY), "--json"]
        said = CliRunner().invoke(main, ["backlog", *options]).stdout
        return {need["id"]: need["interactions"] for need in json.loads(said)["needs"]}

    before = backlog()
    said = run(example, "question", "missing-parcel", "--from", "find-a-missing-parcel").stdout
    (example / "needs.yml").write_text(said[said.index("- id:") :], "utf-8")
    after = backlog()
    assert after["missing-parcel"] == before["find-a-missing-parcel"]
    assert "find-a-missing-parcel" not in after
    assert len(after) == len(before)


def test_a_name_comes_before_a_place_in_the_list(example: Path) -> None:
    (example / "needs.yml").write_text("- {id: '2', title: Named so, interactions: [2026-10#13]}\n", "utf-8")
    assert run(example, "question", "from-two", "--from", "2").exit_code == 0
    assert "2026-10#13" in (read(example).questions["from-two"].staff_note or "")


def test_a_draft_from_an_interaction_or_a_record(example: Path) -> None:
    assert run(example, "question", "leave-one-out", "--from", "2026-10#3").exit_code == 0
    assert run(example, "question", "is-it-real", "--from", "handle-a-batch-recall").exit_code == 0
    assert run(example, "procedure", "combine-codes", "--from", "5").exit_code == 0
    library = read(example)
    assert library.questions["leave-one-out"].asked_as == ("still have 3 bags, can you leave one out",)
    assert library.questions["leave-one-out"].topic == "subscriptions"  # as what was used
    assert library.questions["is-it-real"].topic == library.procedures["handle-a-batch-recall"].topic
    assert "- can u stack 2 codes? friend said yes" in library.procedures["combine-codes"].trigger


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("question Company_Invoice", "H017 'Company_Invoice' cannot be an id"),
        ("question Company_Invoice", "→ take 'company-invoice'"),
        ("risk index", "H017"),
        ("risk ../x", "H017"),
        (f"question {'a' * 81}", "H017"),
        ("cycle track-my-order", "H018 the id 'track-my-order' is taken by a question, "),
        ("cycle track-my-order", "/questions/orders-delivery/track-my-order.yml → take another id"),
    ],
)
def test_ids_that_cannot_be(words: str, said: str, example: Path) -> None:
    before = sorted(example.rglob("*"))
    result = run(example, *words.split())
    assert (result.exit_code, said in result.stdout) == (1, True)
    assert sorted(example.rglob("*")) == before


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    files = {"risks/broken.yml": "title: [", "questions/old.yml": "was: x"}
    folder = write_company(tmp_path, files)
    for kind, id in (("risk", "broken"), ("question", "broken"), ("procedure", "old")):
        assert "H018" in run(folder, kind, id).stdout
    (folder / "risks/hidden.yml").symlink_to("/nowhere")
    assert run(folder, "risk", "hidden").exit_code == 1
    assert (folder / "risks/broken.yml").read_text() == files["risks/broken.yml"]


def test_old_ids_stay_free(tmp_path: Path) -> None:
    question = "question: Why?\nanswer: So.\ntopic: orders\nowner: founder\nconfidence: wip\nwas: [older]\n"
    assert "H030" in run(write_company(tmp_path, {"questions/now.yml": question}), "risk", "older").stdout


def test_without_a_topic_or_a_person_it_says_what_to_add(tmp_path: Path) -> None:
    assert "topics.yml:1:1: H013" in run(write_company(tmp_path, {"topics.yml": ""}), "risk", "a").stdout
    assert "team.yml:1:1: H013" in run(write_company(tmp_path, {"team.yml": ""}), "risk", "a").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("answer a", "'answer' is not one of"),
        ("risk a --from 3", "only for a question or a procedure"),
        ("question a --from 99", "handrail backlog lists the needs"),
        ("question a --from 2026-10#99", "did you mean '2026-10#"),
    ],
)
def test_wrong_use_is_2(words: str, said: str, example: Path) -> None:
    result = run(example, *words.split())
    assert (result.exit_code, said in result.stderr) == (2, True)
