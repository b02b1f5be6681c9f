"""JSON Schemas for editors: those of the models, at one with the reader, and of use in an editor."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from handrail.cli import main
from handrail.reading.dump import dump
from handrail.reading.folder import read_library
from handrail.reading.yaml12 import Refused, load
from handrail.records.examples import EXAMPLES
from handrail.records.files import LISTS, ONE, first_line, schema_of, written_fields
from handrail.records.json_schemas import json_schemas
from handrail.records.library import FOLDERS
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from .company import write_company
from .node import NODE, PACKAGES

ROOT = Path(__file__).parents[1]
CASES = Path(__file__).parent / "cases"
SCHEMAS = json_schemas()
VALIDATORS = {
    name: jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for name, schema in SCHEMAS.items()
}


def test_the_committed_schemas_are_those_of_the_models(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["schema", "--to", str(tmp_path)])
    assert result.exit_code == 0
    made = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_text("utf-8") for path in (ROOT / "schemas").iterdir()}, (
        "run: handrail schema"
    )


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_schema_with_words_for_every_field(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    fields = list(fields_of(SCHEMAS[name]))
    assert len(fields) >= 2
    for field, schema in fields:
        assert schema["description"], field
        assert schema["markdownDescription"], field


def fields_of(schema: Any) -> Iterator[tuple[str, Any]]:
    for part in (schema, *schema.get("$defs", {}).values()):
        yield from part.get("properties", {}).items()


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_example_is_whole_and_valid(name: str, tmp_path: Path) -> None:
    model = ONE.get(name) or LISTS[name]
    assert EXAMPLES[name].keys() == written_fields(model).keys()
    value = [EXAMPLES[name]] if name in LISTS else EXAMPLES[name]
    folder = FOLDERS.get(name, name)
    path = f"{folder}/a.yml" if folder in FOLDERS.values() else f"{name}.yml"
    _, problems = read_library(write_company(tmp_path, {path: dump(value)}))
    assert [p for p in problems if p.path.endswith(path)] == []
    assert list(VALIDATORS[name].iter_errors(as_editors_read(dump(value)))) == []


# What the one refuses, the other refuses


def as_editors_read(text: str) -> Any:
    """YAML 1.2's core schema, where a date is a text."""
    reader = YAML(typ="safe", pure=True)
    reader.Constructor.add_constructor(
        "tag:yaml.org,2002:timestamp", lambda constructor, node: constructor.construct_scalar(node)
    )
    return reader.load(text)


def golden_files() -> Iterator[tuple[str, str, str]]:
    """Every file of records in the golden cases: its case, its path, its text."""
    for case in sorted(CASES.glob("*/*.yml")):
        files = yaml.load(case.read_text("utf-8"), yaml.CBaseLoader).get("files", {})
        for path, text in files.items() if isinstance(files, dict) else ():
            if isinstance(text, str) and path.endswith(".yml") and schema_of(path):
                yield f"{case.parent.name}/{case.stem}", path, text


def refused_by_reader(path: str, text: str, folder: Path) -> bool | None:
    """The reader finds something wrong in the values of the file alone; None when it does not read it."""
    library, problems = read_library(write_company(folder, {path: text}))
    found = [p for p in problems if p.path.endswith(path)]
    return bool(found) if path in library.texts else None


EMPTY_CHOICES = {("reading/empty-optional-fields", "questions/a.yml")}
"""`audience:` with nothing behind it: as good as none to the reader, while an editor wants a choice."""


def test_the_reader_and_the_schema_agree_on_every_golden_file(tmp_path: Path) -> None:
    tried, wrong = 0, []
    for n, (case, path, text) in enumerate(golden_files()):
        try:
            places = load(text)[1]
            if places.lost or places.inside or places.cut:
                continue  # a schema sees no comment, and no lines
            value = as_editors_read(text)
        except (Refused, YAMLError):
            continue
        by_schema = bool(list(VALIDATORS[schema_of(path) or ""].iter_errors(value)))
        by_reader = refused_by_reader(path, text, tmp_path / str(n))
        tried += by_reader is not None
        if by_reader is not None and by_schema != by_reader and (case, path) not in EMPTY_CHOICES:
            wrong.append((case, path, "schema refuses" if by_schema else "reader refuses"))
    assert tried > 200
    assert wrong == []


@pytest.mark.parametrize("path", sorted((ROOT / "playbooks").rglob("*.yml")), ids=lambda path: path.name)
def test_every_record_of_the_example_names_its_schema_and_fits_it(path: Path) -> None:
    relative = path.relative_to(ROOT / "playbooks").as_posix()
    text = path.read_text("utf-8")
    assert text.startswith(first_line(relative))
    named = (path.parent / text.partition("\n")[0].partition("$schema=")[2]).resolve()
    assert named == ROOT / "schemas" / f"{schema_of(relative)}.json"
    assert named.is_file()
    assert list(VALIDATORS[named.stem].iter_errors(as_editors_read(text))) == []


def test_the_editor_knows_every_folder() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    for path in (ROOT / "playbooks").rglob("*.yml"):
        relative = path.relative_to(ROOT)
        found = [schema for schema, pattern in settings.items() if fits(relative, pattern)]
        name = schema_of(path.relative_to(ROOT / "playbooks").as_posix())
        assert found == [f"schemas/{name}.json"], relative
    assert settings.keys() == {f"schemas/{name}.json" for name in SCHEMAS}


def fits(path: Path, pattern: str) -> bool:
    """`**` as editors take it: any number of folders, none too."""
    return any(path.match(p) and len(path.parts) == len(Path(p).parts) for p in
               (pattern.replace("**/", ""), pattern.replace("**/", "*/")))  # fmt: skip


# The language server that editors use


class Editor:
    """An editor, as far as the language server can tell."""

    def __init__(self) -> None:
        program = PACKAGES / "yaml-language-server/bin/yaml-language-server"
        self.server = subprocess.Popen([NODE, program, "--stdio"], stdin=PIPE, stdout=PIPE)
        self.asked = 0
        markdown = {"hover": {"contentFormat": ["markdown"]}}
        self.ask(
            "initialize", {"processId": None, "rootUri": None, "capabilities": {"textDocument": markdown}}
        )
        self.tell("initialized", {})

    def send(self, message: dict[str, Any]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.server.stdin
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        self.server.stdin.flush()

    def tell(self, method: str, params: Any) -> None:
        self.send({"method": method, "params": params})

    def receive(self) -> dict[str, Any]:
        assert self.server.stdout
        length = 0
        while line := self.server.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self.server.stdout.read(length))
        if "method" in message and "id" in message:
            items = message["params"].get("items", [])
            self.send(
                {"id": message["id"], "result": [{"validate": True, "hover": True} for _ in items] or None}
            )
        return message

    def ask(self, method: str, params: Any) -> Any:
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": params})
        while (message := self.receive()).get("id") != self.asked or "method" in message:
            pass
        return message["result"]

    def open(self, path: Path, text: str) -> list[tuple[int, int, str]]:
        """The problems that the editor shows: line and column from 1, and what is said."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        while (message := self.receive()).get("method") != "textDocument/publishDiagnostics":
            pass
        return [
            (found["range"]["start"]["line"] + 1, found["range"]["start"]["character"] + 1, found["message"])
            for found in message["params"]["diagnostics"]
        ]

    def at(self, method: str, path: Path, line: int, column: int) -> Any:
        position = {"line": line - 1, "character": column - 1}
        return self.ask(method, {"textDocument": {"uri": path.as_uri()}, "position": position})


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    one = Editor()
    yield one
    one.server.kill()
    one.server.wait()


def test_an_editor_shows_a_wrong_value_where_check_does(editor: Editor, tmp_path: Path) -> None:
    text = (
        "question: Why?\ntopic: orders\naudience: publik\nconfidence: wip\nowner: founder\n"
        "reviewed: soon\nanswr: So.\nanswer: So.\nminutes_to_write: long\n"
    )
    _, problems = read_library(write_company(tmp_path, {"questions/a.yml": text}))
    path = ROOT / "playbooks/questions/a.yml"
    found = editor.open(path, first_line("questions/a.yml") + text)
    assert sorted((line - 1, column) for line, column, _ in found) == [
        (p.line, p.column) for p in sorted(problems)
    ]
    said = {line - 1: message for line, _, message in found}
    assert said[3] == 'Value is not accepted. Valid values: "internal", "public".'
    assert said[6] == "Write it as 2026-01-31."
    assert said[7] == "Property answr is not allowed."


def test_an_editor_finds_nothing_wrong_in_a_right_record(editor: Editor) -> None:
    for path in (ROOT / "playbooks/procedures/pair-your-smart-scale.yml", ROOT / "playbooks/settings.yml"):
        assert editor.open(path, path.read_text("utf-8")) == []


def test_an_editor_completes_fields_and_values(editor: Editor) -> None:
    path = ROOT / "playbooks/questions/orders/b.yml"
    editor.open(path, first_line("questions/orders/b.yml") + "question: Why?\naudience: \n\n")
    values = editor.at("textDocument/completion", path, 3, 11)["items"]
    assert [item["label"] for item in values] == ["internal", "public"]
    fields = editor.at("textDocument/completion", path, 4, 1)["items"]
    labels = {item["label"] for item in fields}
    assert {"answer", "topic", "confidence", "asked_as"} <= labels
    assert not {"id", "path", "audience", "steps"} & labels


def test_an_editor_says_what_a_field_is_for(editor: Editor) -> None:
    path = ROOT / "playbooks/interactions/c.yml"
    editor.open(path, first_line("interactions/c.yml") + "- on: 2026-01-31\n  customer: c-014\n")
    said = editor.at("textDocument/hover", path, 3, 5)["contents"]["value"]
    assert "A pseudonym such as c-014, never a name." in said
