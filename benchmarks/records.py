"""Made-up help centers of any size: as Handrail records, and as the same pages for other builders.

Everything comes from a seed. Record `n` is the same whatever the number of records, so that the page of
a record can be compared between sizes.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml
from handrail.reading.dump import dump

REPOSITORY = Path(__file__).parent.parent
SEED = "handrail"

TOPICS = (
    "accounts", "billing", "bookings", "calendar", "contracts", "delivery", "devices", "discounts",
    "exports", "imports", "invoices", "messages", "orders", "permissions", "printing", "refunds",
    "reports", "security", "subscriptions", "warranty",
)  # fmt: skip

WORDS = tuple(
    """
    able about above accept account across action active add address after again against agree air all
    allow almost alone along already also always amount another answer any appear apply area around ask
    attach back balance bank base basket become before begin behind below best better between bill board
    body book bottom box branch bring browser build button call cancel card care carry case cause change
    charge chart check choice choose city clear click close code collect color column come common company
    complete confirm connect contact contain continue control copy correct cost count country cover create
    credit current customer cut daily damage date day decide deliver depend describe desk detail device
    different digit direct display document door double down draw drive drop due during each early easy
    edit effect either email empty end enough enter entry equal error even evening event every example
    exchange expect explain extra fact fail family far fast feature few field file fill final find finish
    first fit fix floor folder follow form former forward free fresh friend from front full further future
    general get give glass good great green group grow guide half hand happen hard have head hear heavy
    help here high history hold home hour house however idea image important include inform inside install
    instead into item join just keep key kind know label large last late later lead learn leave left
    length less letter level light limit line link list little local lock long look lose low machine
    mail main make manage many mark market match matter maximum mean measure meet member menu message
    method middle minute miss mobile moment money month more morning most mount move much must name near
    need never new next night normal note notice number object offer office often old once only open
    option order other outside over own owner package page paper parcel part pass past pay people perhaps
    person phone photo pick piece place plan play point possible post power prepare present press price
    print private problem process product profile proof protect public purchase put quarter question
    quick quiet quite range rate reach read ready reason receive recent record reduce refund region
    register regular remain remember remove rent repair repeat replace reply report request require rest
    result return review right room round rule run safe same save scan screen search second section see
    select send separate service set several share sheet shelf ship shop short should show side sign
    simple single size small smart some soon sort sound space special speed staff stage stand start state
    status stay step still stop store street strong subject such supply support sure switch system table
    take team tell term test text thank their then there thing think third those through ticket time today
    together tomorrow tool top total touch toward track trade train travel try turn type under unit until
    update upper use usual value version very view visit wait walk want warm watch water week weight well
    what when where which while white whole wide window wish with within without word work world write
    wrong year yes yesterday young
    """.split()  # noqa: SIM905 -- a list of words reads better than 500 quoted ones
)


@dataclass(frozen=True)
class Entry:
    """One question with its answer. `answer` is Markdown and links to `linked` as `question:its-id`."""

    id: str
    topic: str
    question: str
    asked_as: tuple[str, ...]
    answer: str
    linked: tuple[str, str]
    """The topic and id of the record that the answer links to."""


def entries(count: int) -> Iterator[Entry]:
    """The first `count` records, each with an answer of 150 to 300 words."""
    for n in range(count):
        yield _entry(n)


def write_records(count: int, to: Path) -> None:
    """A folder that `handrail build --records` takes."""
    settings = {"site": {"name": "Benchmark"}, "contact": {"email": "help@example.org"}}
    # no review may fall due one day: the warnings would be part of what is measured
    _write(to / "settings.yml", dump(settings | {"review_every": "36500d"}))
    _write(to / "team.yml", dump([{"handle": "support-1", "does": "Answers everything"}]))
    _write(to / "topics.yml", dump([{"id": t, "title": t.title(), "description": _about(t)} for t in TOPICS]))
    for entry in entries(count):
        record = {
            "question": entry.question,
            "topic": entry.topic,
            "audience": "public",
            "confidence": "validated",
            "owner": "support-1",
            "published": date(2026, 1, 5),
            "reviewed": date(2026, 6, 1),
            "asked_as": list(entry.asked_as),
            "answer": entry.answer,
        }
        _write(to / "questions" / entry.topic / f"{entry.id}.yml", dump(record))


def write_interactions(count: int, records: int, to: Path) -> None:
    """Beside so many records: pieces of by-hand work in a year, 500 a file, most of which used a record."""
    for first in range(0, count, 500):
        rng = random.Random(f"{SEED}-interactions-{first}")
        found = [_interaction(rng, records) for _ in range(first, min(count, first + 500))]
        _write(to / "interactions" / f"week-{first // 500}.yml", dump(found))


def write_stock(count: int, to: Path) -> None:
    """`mkdocs.yml` and `docs/` with the same texts in the same dialect, every page in the navigation."""
    sections: dict[str, list[str]] = {topic: [f"{topic}/index.md"] for topic in TOPICS}
    for entry in entries(count):
        name = f"{entry.topic}/{entry.id}.md"
        sections[entry.topic].append(name)
        topic, id = entry.linked
        answer = entry.answer.replace(f"(question:{id})", f"(../{topic}/{id}.md)")
        _write(to / "docs" / name, f"# {entry.question}\n\n{answer}")
    for topic in TOPICS:
        _write(to / "docs" / topic / "index.md", f"# {topic.title()}\n\n{_about(topic)}\n")
    _write(to / "docs" / "index.md", "# Benchmark\n\nAnswers to everything.\n")
    ours = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text("utf-8"))
    config = {
        "site_name": "Benchmark",
        "theme": {
            "name": "material",
            "font": False,
            "features": ["navigation.prune", "navigation.indexes", "navigation.path"],
        },
        "plugins": ["search"],
        "markdown_extensions": ours["markdown_extensions"],
        "nav": ["index.md", *({topic.title(): pages} for topic, pages in sections.items())],
    }
    _write(to / "mkdocs.yml", yaml.safe_dump(config, sort_keys=False))


def write_bare_hugo(count: int, to: Path) -> None:
    """The same texts for Hugo, with a theme of a few lines: no search, no sidebar, no link followed."""
    _write(to / "hugo.toml", 'baseURL = "https://help.example/"\ntitle = "Benchmark"\n')
    _write(to / "layouts/_default/baseof.html", _HUGO_PAGE.replace("SIDEBAR", ""))
    _write_hugo(count, to, "/{}/{}/")


def write_hugo_with_sidebar(count: int, to: Path) -> None:
    """The same, with a sidebar as stock has it (`navigation.prune`): the topics, the own topic's pages."""
    _write(to / "hugo.toml", 'baseURL = "https://help.example/"\ntitle = "Benchmark"\n')
    _write(to / "layouts/_default/baseof.html", _HUGO_PAGE.replace("SIDEBAR", _HUGO_SIDEBAR))
    _write_hugo(count, to, "/{}/{}/")


def write_hugo(count: int, to: Path) -> None:
    """The same with what a page of stock's has: the topics and the own topic's pages, contents, the pages
    before and behind it; and with data for a search, and links that Hugo follows (`ref`)."""
    _write(to / "hugo.toml", _HUGO_SETTINGS)
    _write(to / "layouts/_default/baseof.html", _HUGO_PAGE.replace("SIDEBAR", _HUGO_SIDEBAR + _HUGO_AROUND))
    _write(to / "layouts/index.json", _HUGO_SEARCH)
    _write_hugo(count, to, '{{{{< relref "/{}/{}" >}}}}')


def _write_hugo(count: int, to: Path, link: str) -> None:
    _write(to / "layouts/_default/single.html", '{{ define "main" }}{{ .Content }}{{ end }}')
    _write(to / "layouts/_default/list.html", _HUGO_LIST)
    for topic in TOPICS:
        _write(to / "content" / topic / "_index.md", f"---\ntitle: {topic.title()}\n---\n{_about(topic)}\n")
    for entry in entries(count):
        topic, id = entry.linked
        answer = entry.answer.replace(f"(question:{id})", f"({link.format(topic, id)})")
        text = f"---\ntitle: {entry.question}\n---\n{answer}"
        _write(to / "content" / entry.topic / f"{entry.id}.md", text)


def edit_record(sources: Path, title: str) -> None:
    """Give the first record of a folder of records another title."""
    file = sources / "questions" / _topic(0) / f"{_id(0)}.yml"
    text = re.sub("(?m)^question: .*$", f"question: {title}", file.read_text("utf-8"))
    file.write_text(text, "utf-8")


def edit_page(folder: str) -> Callable[[Path, str], None]:
    """The same for a folder of Markdown pages below the sources."""

    def edit(sources: Path, title: str) -> None:
        file = sources / folder / _topic(0) / f"{_id(0)}.md"
        text = re.sub("(?m)^(# |title: ).*$", rf"\g<1>{title}", file.read_text("utf-8"), count=1)
        file.write_text(text, "utf-8")

    return edit


_HUGO_PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }} - {{ site.Title }}</title></head>
<body><nav><a href="/">{{ site.Title }}</a> {{ range .Ancestors.Reverse }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav>
<main><h1>{{ .Title }}</h1>{{ block "main" . }}{{ end }}</main>SIDEBAR</body>
</html>
"""  # noqa: E501 -- a template
_HUGO_SETTINGS = """\
baseURL = "https://help.example/"
title = "Benchmark"
[outputs]
home = ["html", "json"]
"""
_HUGO_SIDEBAR = """
<aside><ul>{{ $page := . }}{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
{{ if eq . $page.CurrentSection }}<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}"{{ if eq . $page }} aria-current="page"{{ end }}>{{ .Title }}</a></li>{{ end }}</ul>{{ end }}</li>{{ end }}</ul></aside>
"""  # noqa: E501 -- a template
_HUGO_AROUND = """\
<nav>{{ .TableOfContents }}</nav>
<footer>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</footer>
"""
_HUGO_SEARCH = """\
{{ $pages := slice }}{{ range site.RegularPages }}
{{ $pages = $pages | append (dict "title" .Title "location" .RelPermalink "text" .Plain) }}{{ end }}
{{- $pages | jsonify }}
"""
_HUGO_LIST = """\
{{ define "main" }}{{ .Content }}
<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
"""


def _entry(n: int) -> Entry:
    rng = random.Random(f"{SEED}-{n}")
    question = _sentence(rng, rng.randint(5, 9), end="?")
    linked = rng.randrange(n) if n else 0
    return Entry(
        id=_id(n),
        topic=_topic(n),
        question=question,
        asked_as=tuple(_words(rng, rng.randint(3, 9)) for _ in range(3)),
        answer=_answer(rng, _id(linked)),
        linked=(_topic(linked), _id(linked)),
    )


def _interaction(rng: random.Random, records: int) -> dict[str, object]:
    interaction: dict[str, object] = {
        "on": date(2025, 11, 1) + timedelta(days=rng.randrange(380)),
        "channel": rng.choice(("email", "call", "chat")),
        "customer": f"c-{rng.randrange(5000)}",
        "asked": _sentence(rng, rng.randint(4, 12), end="?"),
        "by": "support-1",
        "minutes": rng.randint(2, 40),
        "outcome": rng.choice(("solved", "solved", "workaround", "unsolved")),
    }
    if rng.random() < 0.7:
        interaction["used"] = [_id(rng.randrange(records))]
    return interaction


def _id(n: int) -> str:
    return f"{_words(random.Random(f'{SEED}-id-{n}'), 3).replace(' ', '-')}-{n}"


def _topic(n: int) -> str:
    return TOPICS[n % len(TOPICS)]


def _about(topic: str) -> str:
    return f"What customers ask about {topic}."


def _answer(rng: random.Random, linked: str) -> str:
    """Paragraphs, a list, in one of three a table; bold, code and a link in the text."""
    wanted = rng.randint(165, 280)
    blocks = [
        f"{_sentence(rng, 12)} Open **{_words(rng, 2).title()}** and enter "
        f"`{_words(rng, 1)}-{rng.randint(1, 99)}`. {_sentence(rng, 14)}",
        _list(rng),
        f"{_sentence(rng, 10)} See also [{_words(rng, 4)}](question:{linked}). {_sentence(rng, 12)}",
    ]
    if rng.random() < 1 / 3:
        blocks.insert(2, _table(rng))
    while (missing := wanted - count_words("\n".join(blocks))) > 8:
        sentences = [_sentence(rng, rng.randint(7, 16)) for _ in range(max(1, min(4, missing // 14)))]
        blocks.insert(rng.randint(1, len(blocks)), " ".join(sentences))
    return "\n\n".join(blocks) + "\n"


def count_words(markdown: str) -> int:
    """The words that a reader sees, roughly: the address of a link is not one."""
    return len(re.findall(r"[A-Za-z]+", re.sub(r"\(question:[^)]*\)", "", markdown)))


def _list(rng: random.Random) -> str:
    ordered = rng.random() < 0.5
    items = [_sentence(rng, rng.randint(5, 11)) for _ in range(rng.randint(3, 5))]
    return "\n".join(f"{f'{n}.' if ordered else '-'} {item}" for n, item in enumerate(items, 1))


def _table(rng: random.Random) -> str:
    rows = [[_words(rng, rng.randint(1, 3)).capitalize() for _ in range(3)] for _ in range(4)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|---|---|---|", *lines[1:]])


def _sentence(rng: random.Random, length: int, end: str = ".") -> str:
    return f"{_words(rng, length).capitalize()}{end}"


def _words(rng: random.Random, length: int) -> str:
    return " ".join(rng.choices(WORDS, k=length))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
