"""How the form is set up: from the schema, as Sveltia's own schema wants it, and for the staff site alone."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from handrail.editor import __path__ as editor_path
from handrail.editor.configuration import configuration
from handrail.publish.editor import form_of
from handrail.reading.folder import read_library
from handrail.records.describing import Form, shapes
from handrail.records.expects import Expects
from handrail.records.interaction import Interaction
from handrail.records.library import KINDS
from handrail.records.moved import Moved
from handrail.records.needs import Needs
from handrail.records.settings import Settings, Site, Team, Topics
from pydantic import BaseModel

from .company import write_company
from .test_build import ROOT

VENDOR = Path(editor_path[0]) / "vendor"
SCHEMA = Path(__file__).parent / "cases/editor/sveltia-cms.json"
HOSTS = {
    "host: github": ("https://api.github.com", None),
    "host: gitlab": ("https://gitlab.com", None),
    "host: gitea": ("https://gitea.com", None),
    "host: github, address: 'https://git.shop.example/'": ("https://git.shop.example", "/api/v3"),
    "host: gitlab, address: 'https://git.shop.example'": ("https://git.shop.example", "/api/v4"),
    "host: gitea, address: 'https://git.shop.example'": ("https://git.shop.example", "/api/v1"),
}


def form(folder: Path) -> dict[str, Any]:
    library, problems = read_library(folder)
    assert not problems
    return form_of(library, "playbooks")


def wrong_in(config: dict[str, Any]) -> list[str]:
    """What Sveltia's own schema has against a configuration."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    found = jsonschema.validators.validator_for(schema)(schema).iter_errors(config)
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in found]


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    """The configuration for the example company."""
    return form(ROOT / "playbooks")["configuration"]  # type: ignore[no-any-return]


def test_sveltias_schema_takes_it(example):
    assert wrong_in(example) == []


def test_sveltias_schema_would_say_what_is_wrong(example):
    collections = example["collections"]
    assert wrong_in({**example, "collections": [{**collections[0], "folder": 3}, *collections[1:]]})


def paths(fields: list[dict[str, Any]], above: str = "") -> Iterator[str]:
    for field in fields:
        yield f"{above}{field['name']}"
        yield from paths(field.get("fields", []), f"{above}{field['name']}.")


def written(model: type[BaseModel], above: str = "", depth: int = 0) -> Iterator[str]:
    """The path of every field of a model; topics go some levels deep."""
    for shape in shapes(model):
        if depth < 3 or shape.parts is not model:
            yield f"{above}{shape.name}"
            if shape.parts:
                yield from written(shape.parts, f"{above}{shape.name}.", depth + 1)


def test_every_field_of_every_kind_is_there(example):
    by_name = {collection["name"]: collection for collection in example["collections"]}
    for kind, model in KINDS.items():
        assert set(paths(by_name[f"{kind}s"]["fields"])) == set(written(model))
    [interactions] = by_name["interactions"]["fields"]
    assert set(paths(interactions["fields"])) == set(written(Interaction))
    files = {file["name"]: file["fields"] for file in by_name["company"]["files"]}
    models = {"settings": Settings, "topics": Topics, "team": Team, "needs": Needs, "expects": Expects}
    models["moved"] = Moved
    assert files.keys() == models.keys()
    for name, model in models.items():
        assert set(written(model)) <= set(paths(files[name]))


def test_what_is_needed_and_what_it_takes_comes_from_the_schema(example):
    [procedures] = [c for c in example["collections"] if c["name"] == "procedures"]
    fields = {field["name"]: field for field in procedures["fields"]}
    for shape in shapes(KINDS["procedure"]):
        assert fields[shape.name]["required"] is shape.required
        if shape.form is Form.DURATION:
            assert re.fullmatch(fields[shape.name]["pattern"][0], "30m")
    assert fields["risks"]["collection"] == "risks"
    assert fields["owner"]["value_field"] == "team.*.handle"
    options = {option["value"]: option["label"] for option in fields["related"]["options"]}
    assert options["delivery-times"] == "Question: How long does delivery take?"
    assert fields["steps"]["min"] == 1


@pytest.mark.parametrize("editor", HOSTS)
def test_a_git_host_of_settings_is_where_it_saves_and_all_it_may_ask(tmp_path, editor):
    settings = f"site: {{name: Help}}\neditor: {{repository: shop/help, branch: next, {editor}}}\n"
    found = form(write_company(tmp_path, {"settings.yml": settings}))
    origin, api = HOSTS[editor]
    backend = found["configuration"]["backend"]
    assert wrong_in(found["configuration"]) == []
    assert (backend["repo"], backend["branch"], backend["auth_methods"]) == ("shop/help", "next", ["token"])
    assert backend.get("api_root") == (f"{origin}{api}" if api else None)
    assert f"connect-src 'self' blob: data: {origin};" in found["policy"]
    assert set(re.findall(r"https?://[^\s;]+", found["policy"])) == {origin}


def test_yes_or_no_is_chosen():
    shape = next(shape for shape in shapes(Site) if shape.name == "offline")
    assert (shape.form, shape.choices, shape.default) == (Form.CHOICE, ("yes", "no"), "no")


def test_without_a_git_host_it_may_ask_nobody(tmp_path):
    found = form(write_company(tmp_path, {}))
    assert found["host"] == ""
    assert "http" not in found["policy"]


def test_questions_in_no_topics_folder_have_a_collection_of_their_own(tmp_path):
    question = "question: Why?\ntopic: orders\nconfidence: wip\nowner: founder\nanswer: So.\n"
    found = form(write_company(tmp_path, {"questions/why.yml": question}))["configuration"]
    folders = {
        c["name"]: c.get("path") for c in found["collections"] if c.get("folder") == "playbooks/questions"
    }
    assert folders == {"questions": "{{topic}}/{{slug}}", "questions-without-folder": None}
    assert wrong_in(found) == []


def test_what_is_not_ours_is_what_it_says_it_is():
    table = (VENDOR / "README.md").read_text("utf-8")
    said = re.findall(r"^\| `([\w.-]+)` .*?\| ([\d,]+) \| `(\w{64})` \|$", table, re.MULTILINE)
    licences = {"LICENSE.txt", "material-symbols-outlined.LICENSE.txt", "README.md"}
    assert {name for name, _, _ in said} == {path.name for path in VENDOR.iterdir()} - licences
    for name, size, digest in said:
        content = (VENDOR / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (int(size.replace(",", "")), digest)


def test_a_library_without_records_has_a_form_too(tmp_path):
    library, _ = read_library(write_company(tmp_path, {}))
    assert wrong_in(configuration(library, "playbooks")) == []
