"""What must not be published is found in every form that a file can give it, and stops a build.

Each protection is taken away once, and the leak that it is there for is then seen to be missed.
"""

import base64
import gzip
import html
import io
import json
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
import yaml
from handrail import views
from handrail.leaks import forbidden, gate, hashes, markup, published
from handrail.leaks.forbidden import secrets_of
from handrail.problems import Code, Problem, errors, problem
from handrail.publish import build
from handrail.publish.gate import leaked as leaked_from
from handrail.publish.sites import build_sites
from handrail.reading.folder import read_library
from handrail.reading.people import read_people
from handrail.records.base import Audience
from handrail.records.public import PublicQuestion
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config import load_config
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from .company import write_company

CASES = Path(__file__).parent / "cases" / "leaks"
BIN = Path(sys.executable).parent
NOTE = "Never refund more than fifty euros without asking the boss first"
SECRETS = {
    "phrase": (NOTE, Code.LEAKED_WORDS),
    "canary": ("The violet heron sings", Code.LEAKED_NAME),
    "handle": ("night-owl", Code.LEAKED_NAME),
    "pseudonym": ("c-014", Code.LEAKED_NAME),
    "name": ("José Pérez Roe", Code.LEAKED_PERSON),
    "phone": ("07700 900 123", Code.LEAKED_PERSON),
    "pattern": ("sam.smith@mail.example", Code.LEAKED_PATTERN),
}
OTHERS = SECRETS | {
    "number": ("541-714-1388", Code.LEAKED_PATTERN),
    "the phone, grouped in another way": ("+44 7700 900123", Code.LEAKED_PERSON),
}
RECORDS = {
    "settings.yml": "site: {name: Help}\nleaks: {canaries: [The violet heron sings]}\n",
    "team.yml": "- {handle: night-owl, does: Answers}\n",
    "questions/open.yml": f"""\
question: Open?
topic: orders
audience: public
confidence: validated
owner: night-owl
published: 2026-05-01
answer: An answer.
staff_note: {NOTE}.
""",
    "interactions/a.yml": (
        "- {on: 2026-05-01, channel: call, customer: c-014, by: night-owl, minutes: 5, outcome: solved}\n"
    ),
}
PEOPLE = "- {name: José Pérez Roe, phone: 07700 900 123}\n"

Form = Callable[[str], tuple[str, bytes]]


def page(body: str) -> tuple[str, bytes]:
    return "index.html", f"<!doctype html><title>Help</title><main>{body}</main>".encode()


def split_by_markup(text: str) -> str:
    """`Nev<b>er</b> refund` …"""
    half = len(text.split()[0]) // 2
    return f"{text[:half]}<b class='x'>{text[half : half + 2]}</b><!-- -->{text[half + 2 :]}"


def png(kind: bytes, content: bytes) -> bytes:
    chunk = struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IEND" + struct.pack(">I", 0xAE426082)


def zipped(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{html.escape(text)}</w:t>")
    return file.getvalue()


def pdf(text: str, in_metadata: bool) -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    sheet = writer.add_blank_page(300, 300)
    if in_metadata:
        writer.add_metadata({"/Author": text})
    else:
        font = {
            "/Type": "/Font",
            "/Subtype": "/Type1",
            "/BaseFont": "/Helvetica",
            "/Encoding": "/WinAnsiEncoding",
        }
        fonts = DictionaryObject(
            {NameObject("/F1"): DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})}
        )
        sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        stream.set_data(b"BT /F1 12 Tf 9 99 Td (" + text.encode("cp1252") + b") Tj ET")
        sheet[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    writer.write(file)
    return file.getvalue()


def script_escapes(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" for c in text)


FORMS: dict[str, Form] = {
    "text": page,
    "capitals": lambda text: page(text.upper()),
    "split by markup": lambda text: page(split_by_markup(text)),
    "over lines": lambda text: page(text.replace(" ", " \n   ")),
    "beside a badge": lambda text: page(f"<span>{text}</span><span>2 minutes</span>"),
    "soft hyphens": lambda text: page(text[:3] + "\u00ad" + text[3:5] + "\u200b" + text[5:]),
    "fullwidth letters": lambda text: page(
        "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    ),
    "between dashes": lambda text: page(f"made\u2014{text}\u2014so, and {text}\u2013or not"),
    "with a footnote": lambda text: page(f"{text}\u00b9 and {text}\u2122"),
    "bold capitals": lambda text: page(
        "".join(chr(0x1D400 + ord(c) - 65) if "A" <= c <= "Z" else c for c in text)
    ),
    "letters and accents apart": lambda text: page(__import__("unicodedata").normalize("NFD", text)),
    "attribute": lambda text: page(f'<img alt="{text}">'),
    "attribute without quotes": lambda text: page(f"<i data-x={text.replace(' ', '&#32;')}>x</i>"),
    "description": lambda text: ("index.html", f"<meta name=description content='{text}'>".encode()),
    "link": lambda text: page(f'<a href="https://x.example/?q={quote(text)}">x</a>'),
    "comment": lambda text: page(f"<!-- {text} -->"),
    "markup in a comment": lambda text: page(f"<!-- <p>{text[:3]}<b>{text[3:]}</b></p> -->"),
    "unclosed": lambda text: page(f'<a title="{text}'),
    "entities": lambda text: page("".join(f"&#{ord(c)};" for c in text)),
    "hexadecimal entities": lambda text: page("".join(f"&#x{ord(c):x};" for c in text)),
    "escaped twice": lambda text: page("".join(f"&amp;#{ord(c)};" for c in text)),
    "escaped markup": lambda text: page(html.escape(f"<em>{html.escape(script_escapes(text))}</em>")),
    "percent": lambda text: ("robots.txt", "".join(f"%{b:02X}" for b in text.encode()).encode()),
    "inline script": lambda text: page(f"<script>const x = '{text}'</script>"),
    "escapes in a script": lambda text: page(f"<script>const x = '{script_escapes(text)}'</script>"),
    "data in a page": lambda text: page(
        f'<script type="application/ld+json">{json.dumps({"a": [text]})}</script>'
    ),
    "script": lambda text: ("app.js", f"alert('{text}')".encode()),
    "script's hexadecimal": lambda text: (
        "app.js",
        "".join(f"\\x{ord(c):02x}" if ord(c) < 256 else c for c in text).encode(),
    ),
    "script's code points": lambda text: ("app.js", "".join(f"\\u{{{ord(c):x}}}" for c in text).encode()),
    "comment of a style sheet": lambda text: ("main.css", f"a{{}}/* {text} */".encode()),
    "style sheet": lambda text: (
        "main.css",
        ("a::after{content:'" + "".join(f"\\{ord(c):x} " for c in text) + "'}").encode(),
    ),
    "source map": lambda text: (
        "main.css.map",
        json.dumps({"version": 3, "mappings": "AAAA", "sourcesContent": [f"/* {text} */"]}).encode(),
    ),
    "JSON": lambda text: ("search/search_index.json", json.dumps({"docs": [{"text": text}]}).encode()),
    "JSON key": lambda text: ("data.json", json.dumps({text: 1}).encode()),
    "markup in JSON": lambda text: (
        "search/search_index.json",
        json.dumps({"docs": [{"text": f"<p>{split_by_markup(text)}</p>"}]}).encode(),
    ),
    "broken JSON": lambda text: ("data.json", f'{{"a": "{script_escapes(text)}"'.encode()),
    "JSON in JSON": lambda text: (
        "data.json",
        json.dumps({"a": json.dumps({"b": json.dumps(text)})}).encode(),
    ),
    "XML": lambda text: ("sitemap.xml", f"<?xml version='1.0'?><urlset><loc>{text}</loc></urlset>".encode()),
    "CDATA": lambda text: ("feed.xml", f"<?xml version='1.0'?><a><![CDATA[{text}]]></a>".encode()),
    "SVG": lambda text: ("logo.svg", f"<svg><desc>{text}</desc></svg>".encode()),
    "text file": lambda text: ("humans.txt", text.encode()),
    "text file that starts as JSON does": lambda text: ("humans.txt", f"[note] {text}".encode()),
    "table as Excel writes it": lambda text: ("a.csv", f"say;M\u00fcller;{text}".encode("cp1252")),
    "words in runs": lambda text: (
        "word.xml",
        f"<w:p><w:r><w:t>{text[:3]}</w:t></w:r><w:proofErr/><w:r><w:t>{text[3:]}</w:t></w:r></w:p>".encode(),
    ),
    "UTF-16": lambda text: ("humans.txt", text.encode("utf-16")),
    "gzip": lambda text: ("sitemap.xml.gz", gzip.compress(f"<loc>{text}</loc>".encode())),
    "ZIP": lambda text: ("form.docx", zipped(text)),
    "PDF page": lambda text: ("form.pdf", pdf(text, in_metadata=False)),
    "PDF metadata": lambda text: ("form.pdf", pdf(text, in_metadata=True)),
    "PNG text": lambda text: ("a.png", png(b"tEXt", b"Author\0" + text.encode())),
    "PNG text, as the standard has it": lambda text: (
        "a.png",
        png(b"tEXt", b"Author\0" + text.encode("latin-1")),
    ),
    "PNG compressed text": lambda text: (
        "a.png",
        png(b"zTXt", b"Comment\0\0" + zlib.compress(text.encode())),
    ),
    "JPEG comment": lambda text: ("a.jpg", b"\xff\xd8\xff\xfe\0\x60" + text.encode() + b"\xff\xd9\0\1"),
    "JPEG comment in Latin-1": lambda text: (
        "a.jpg",
        b"\xff\xd8\xff\xfe\0\x60 by " + text.encode("latin-1") + b"\xff\xd9\0\1",
    ),
    "JPEG, as Windows writes it": lambda text: (
        "a.jpg",
        b"\xff\xd8\xff\xe1\0\1\2" + text.encode("utf-16-le"),
    ),
    "data address": lambda text: page(
        f'<a href="data:text/plain;base64,{base64.b64encode(text.encode()).decode()}">x</a>'
    ),
    "name of a file": lambda text: (f"{text.replace(' ', '-')}/x.txt", b"x"),
}


@pytest.fixture
def library(tmp_path):
    root = write_company(tmp_path / "playbooks", RECORDS)
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "people.yml").write_text(PEOPLE, "utf-8")
    found, problems = read_library(root)
    assert problems == []
    return found


def leaked(library, site: Path, form: Form, text: str) -> set[str]:
    """The codes of what is found when `text` is published in this form."""
    name, content = form(text)
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_bytes(content)
    people, _ = read_people(Path(library.root))
    return {p.number for p in gate.leaks(site, Path("site"), secrets_of(library, people))}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("secret", SECRETS)
def test_it_is_found_in_every_form(library, tmp_path, form, secret):
    text, code = SECRETS[secret]
    assert code.number in leaked(library, tmp_path / "site", FORMS[form], text)


@pytest.mark.parametrize("form", FORMS)
def test_what_may_be_published_is_not_found_in_any_form(library, tmp_path, form):
    assert leaked(library, tmp_path / "site", FORMS[form], "An answer that anybody may read") == set()


@pytest.mark.parametrize(
    ("taken_away", "by", "form", "secret"),
    [
        ((gate, "unescaped"), lambda text: [], "escapes in a script", "phrase"),
        ((gate, "unescaped"), lambda text: [], "style sheet", "name"),
        ((gate, "unescaped"), lambda text: [], "link", "phrase"),
        ((hashes, "_OF_BYTE"), np.arange(256, dtype=np.uint64), "capitals", "phrase"),
        ((hashes, "folded"), str.lower, "soft hyphens", "handle"),
        ((gate, "folded"), str.lower, "soft hyphens", "handle"),
        ((gate, "visible"), lambda text: text, "soft hyphens", "number"),
        ((gate, "_phrases"), lambda of_it, secrets: [], "text", "phrase"),
        ((forbidden.Secrets, "may_be_among"), lambda secrets, texts: [], "text", "phrase"),
        ((forbidden.Secrets, "may_be_among"), lambda secrets, texts: [], "text", "pseudonym"),
        ((gate, "personal_in"), lambda text: [], "text", "pattern"),
        ((gate, "same_number"), lambda one, other: False, "text", "the phone, grouped in another way"),
        ((markup, "unescape"), lambda text: text.replace("&", ""), "entities", "phrase"),
        ((published, "glue_of"), lambda markup: "\0", "split by markup", "canary"),
        ((published, "_BADGES"), re.compile("(?!)"), "beside a badge", "handle"),
        ((published.Reader, "_of_markup"), lambda self, new: [], "attribute", "canary"),
        ((published.Reader, "_of_markup"), lambda self, new: [], "comment", "phrase"),
        ((published.Reader, "_embedded"), lambda self, text: [], "data address", "phrase"),
        ((published, "_FORMS"), {}, "gzip", "phrase"),
        ((published, "_FORMS"), {}, "PDF page", "phrase"),
        ((published, "_FORMS"), {}, "PNG compressed text", "phrase"),
        ((forbidden, "_names"), lambda library, told: [], "text", "pseudonym"),
        ((forbidden, "_canaries"), lambda library: [], "text", "canary"),
        ((forbidden, "_of_people"), lambda known: forbidden.Secret("name", (), "", ""), "text", "name"),
    ],
)
def test_without_what_finds_it_the_leak_is_missed(
    library, tmp_path, monkeypatch, taken_away, by, form, secret
):
    text, code = OTHERS[secret]
    assert code.number in leaked(library, tmp_path / "site", FORMS[form], text)
    monkeypatch.setattr(*taken_away, by)
    assert code.number not in leaked(library, tmp_path / "site", FORMS[form], text)


def test_a_known_number_is_found_beside_another_one(library, tmp_path):
    text = "const numbers = '07700 900123 / 020 7946 0018'"
    assert leaked(library, tmp_path / "site", lambda text: ("a.js", text.encode()), text) == {"H064"}


@pytest.mark.parametrize("name", ["form.docx", "form.zip"])
def test_a_spoilt_zip_is_said_whatever_is_wrong_with_it(library, tmp_path, name):
    whole = zipped("An answer that anybody may read")
    for at in range(0, len(whole), 3):
        spoilt = whole[:at] + b"\x0e\xff" + whole[at + 2 :]
        assert leaked(library, tmp_path / "site", lambda _, c=spoilt: (name, c), "") <= {"H066"}


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yml")), ids=lambda path: path.stem)
def test_it_says_what_leaked_and_where(path, tmp_path, request):
    case = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    records = write_company(tmp_path / "playbooks", case["files"])
    files = {f"site/{name}": text.encode("latin-1") for name, text in case["site"].items()}
    for name, content in (files | {"private/people.yml": case.get("private", "[]").encode()}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    library, problems = read_library(records)
    assert problems == []
    found = gate.leaks(tmp_path / "site", Path("site"), secrets_of(library, read_people(records)[0]))
    lines = [str(p).replace(f"{records}/", "") for p in found]
    if request.config.getoption("--write-golden"):
        text = path.read_text("utf-8").partition("\nproblems:")[0]
        path.write_text(
            text + "\n" + yaml.safe_dump({"problems": lines}, width=10_000, allow_unicode=True), "utf-8"
        )
        case["problems"] = lines
    assert lines == case["problems"]


def test_hand_written_pages_are_public_wherever_the_site_lies(library, tmp_path):
    docs = tmp_path / "staff" / "docs"
    docs.mkdir(parents=True)
    (docs / "about.md").write_text(f"Our rule: {NOTE}.")
    config = load_config(str(Path(__file__).parents[1] / "mkdocs.yml"), docs_dir=str(docs))
    assert leaked_from(library, config, docs) == []


def test_the_name_of_one_file_among_many_is_looked_at(library, tmp_path, monkeypatch):
    site = tmp_path / "site"
    site.mkdir()
    for name in (
        "541-714.txt",
        "-1388.txt",
        "@mail.example",
        "c-014.txt",
        "c-015.txt",
        "&#99;-014",
        "\\x.txt",
    ):
        (site / name).write_text("An answer", "utf-8")
    secrets = secrets_of(library, read_people(Path(library.root))[0])
    found = lambda: {p.path for p in gate.leaks(site, Path("site"), secrets)}  # noqa: E731
    assert found() == {"site/c-014.txt", "site/&#99;-014"}
    monkeypatch.setattr(gate, "_odd_names", lambda names, secrets: frozenset())
    assert found() == set()


def test_a_secret_in_a_template_is_not_said_for_every_page(library, tmp_path):
    for n in range(60):
        leaked(
            library,
            tmp_path / "site",
            lambda text, n=n: (f"{n:02}.html", f"<p>{text}</p>{n}".encode()),
            "c-014",
        )
    people, _ = read_people(Path(library.root))
    found = gate.leaks(tmp_path / "site", Path("site"), secrets_of(library, people))
    assert len(found) == gate.MOST_FILES + 1
    assert "so do 39 more files" in found[-1].message


def test_the_themes_own_files_are_not_looked_into_unless_they_were_changed(library, tmp_path):
    for folder in ("site", "theme"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "lunr.js").write_text("/* (c) sam@mail.example */", "utf-8")
    found = lambda: gate.leaks(tmp_path / "site", Path("site"), secrets_of(library), [tmp_path / "theme"])  # noqa: E731
    assert found() == []
    (tmp_path / "site" / "lunr.js").write_text("/* (c) joe@mail.example */", "utf-8")
    assert [p.number for p in found()] == ["H065"]


def broken_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the public view give staff's note for the answer."""
    original = views._pick

    def leaky(public, record, **given):
        if public is PublicQuestion:
            given["answer"] = record.staff_note
        return original(public, record, **given)

    monkeypatch.setattr(views, "_pick", leaky)


def built(records: Path, to: Path) -> list[Problem]:
    return errors(build_sites(records, [Audience.PUBLIC], to, date(2026, 6, 1)).problems)


def test_a_leak_stops_the_build_and_the_old_site_stays(library, tmp_path, monkeypatch):
    records, site = Path(library.root), tmp_path / "to"
    assert built(records, site) == []
    (site / ".handrail-public.made").unlink()  # another filter would be another program
    before = {f: f.read_bytes() for f in site.rglob("*") if f.is_file()}
    broken_filter(monkeypatch)
    found = built(records, site)
    assert {p.number for p in found} == {"H062"}
    assert any("questions/open/index.html" in p.path for p in found)
    after = {f: f.read_bytes() for f in site.rglob("*") if f.is_file()}
    published = site / "public"
    assert {f for f in after if f.is_relative_to(published)} == {
        f for f in before if f.is_relative_to(published)
    }
    assert after.items() <= before.items()  # of what was refused nothing is left, wherever it was built


def say(records: Path, more: str) -> None:
    file = records / "questions/open.yml"
    file.write_text(file.read_text("utf-8").replace("answer:", f"{more}\nanswer:"), "utf-8")


def refused(*_: object) -> list[Problem]:
    return [problem("x", 1, 1, Code.BUILD_FAILED, "x", "y")]


def test_of_a_build_that_was_refused_nothing_stays_in_the_double(library, tmp_path, monkeypatch):
    """Whether the gate refused it, or the disk was full while the gate looked; files that are out stay."""
    records, site = Path(library.root), tmp_path / "to"
    assert built(records, site) == []
    double = site / ".handrail-public-double"
    page = records / "questions/open.yml"
    page.write_text(
        page.read_text("utf-8").replace("answer:", "symptoms: Zwiebelhut everywhere.\nanswer:"), "utf-8"
    )

    def full(*_):
        raise OSError(28, "No space left on device")

    for looks in (refused, full):
        monkeypatch.setattr(build, "_leaked", looks)
        assert built(records, site)
        files = [file for file in site.rglob("*") if file.is_file()]
        assert not [file for file in files if b"Zwiebelhut" in file.read_bytes()]
        assert (double / "contact/index.html").is_file()


def test_what_a_link_in_the_place_of_the_double_leads_to_is_left_alone(library, tmp_path, monkeypatch):
    records, site = Path(library.root), tmp_path / "to"
    assert built(records, site) == []
    double = site / ".handrail-public-double"
    double.rename(tmp_path / "elsewhere")
    double.symlink_to(tmp_path / "elsewhere")
    before = {f: f.read_bytes() for f in (tmp_path / "elsewhere").rglob("*") if f.is_file()}
    page = records / "questions/open.yml"
    page.write_text(page.read_text("utf-8").replace("answer:", "symptoms: Other.\nanswer:"), "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(build, "_leaked", lambda *_: [problem("x", 1, 1, Code.BUILD_FAILED, "x", "y")])
        assert built(records, site)
    assert built(records, site) == []
    assert {f: f.read_bytes() for f in (tmp_path / "elsewhere").rglob("*") if f.is_file()} == before
    assert double.is_dir()
    assert not double.is_symlink()


def test_without_the_gate_the_leak_is_published(library, tmp_path, monkeypatch):
    broken_filter(monkeypatch)
    monkeypatch.setattr(build, "_leaked", lambda *_: [])
    assert built(Path(library.root), tmp_path / "to") == []
    assert NOTE in (tmp_path / "to/public/questions/open/index.html").read_text("utf-8")


def test_the_command_line(library, tmp_path):
    site = tmp_path / "to"
    assert built(Path(library.root), site) == []

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [BIN / "handrail", "leaks", *map(str, arguments)], cwd=tmp_path, capture_output=True, text=True
        )

    clean = run(site / "public")
    assert (clean.returncode, clean.stdout) == (0, "")
    (site / "public/late.txt").write_text(f"{NOTE}. José Pérez Roe, night-owl", "utf-8")
    leaky = run(site / "public", "--records", tmp_path / "playbooks")
    assert leaky.returncode == 1
    assert {line.split()[1] for line in leaky.stdout.splitlines()} == {"H062", "H063", "H064"}
    assert "Pérez" not in leaky.stdout
    assert run(tmp_path / "nowhere").returncode == 2
    (site / "public/edit").mkdir()
    (site / "public/edit/kinds.json").write_text("{}")  # as the form on a staff site
    assert "name the public one" in run(site / "public").stderr


def test_the_example_holds_no_personal_data():
    root = Path(__file__).parents[1]
    command = [BIN / "handrail", "check", "--as-of", "2026-11-22"]  # later, reviews are due
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@given(
    st.lists(
        st.sampled_from(["ab", " ", "&#97;", "%61", "\\u0061", "](x y)", "][x]", "{x}", "</b>", "é"])
    ).map("".join)
)
def test_a_text_without_marks_reads_in_one_way(text: str) -> None:
    quickly = {*forbidden._readings(text)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forbidden, "_MARKS", lambda text: True)
        assert {*forbidden._readings(text)} == quickly
