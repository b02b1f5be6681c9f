"""Where the numbers of the staff site lead: a page for each file of interactions, more for a long one."""

from datetime import date
from pathlib import Path

from handrail.evidence.history import history
from handrail.pages.interactions import interactions_pages
from handrail.pages.page import A_PAGE, Page, address
from handrail.reading.folder import read_library
from handrail.records.library import Library

from .company import TODAY, write_company

ONE = "- {{on: {on}, channel: call, customer: c-1, by: founder, minutes: 5, outcome: solved}}\n"


def library_of(folder: Path, files: dict[str, list[str]]) -> Library:
    """A library with an interaction on each of these days, by file."""
    texts = {
        f"interactions/{name}.yml": "".join(ONE.format(on=on) for on in days) for name, days in files.items()
    }
    return read_library(write_company(folder, texts))[0]


def pages_of(library: Library, today: date = TODAY) -> dict[str, Page]:
    return {page.address: page for page in interactions_pages(library, history(library, today))}


def test_every_interaction_is_where_its_address_says(tmp_path: Path) -> None:
    library = library_of(tmp_path, {"2026-10": ["2026-10-01"] * (2 * A_PAGE + 1), "2026-11": ["2026-11-01"]})
    pages = pages_of(library)
    assert list(pages) == [
        "interactions/",
        "interactions/2026-11/",
        "interactions/2026-10/",
        "interactions/2026-10/2/",
        "interactions/2026-10/3/",
    ]
    for id in library.interactions:
        page, _, place = address("interaction", id).partition("#")
        assert place == f"i-{id.partition('#')[2]}"
        assert id in {i.id for i in pages[page].values["interactions"]}
    assert [len(p.values["interactions"]) for p in list(pages.values())[2:]] == [A_PAGE, A_PAGE, 1]


def test_they_are_in_the_order_of_the_file_and_lead_to_the_next_page(tmp_path: Path) -> None:
    pages = pages_of(library_of(tmp_path, {"a": ["2026-10-01"] * (A_PAGE + 2)}))
    first, last = pages["interactions/a/"].values, pages["interactions/a/2/"].values
    assert [i.id for i in first["interactions"]] == [f"a#{n}" for n in range(1, A_PAGE + 1)]
    assert (first["earlier"], first["later"]) == (None, "interactions/a/2/")
    assert (last["earlier"], last["later"]) == ("interactions/a/", None)


def test_the_file_with_the_latest_work_comes_first_whatever_it_is_called(tmp_path: Path) -> None:
    files = {"a-new": ["2026-11-02"], "b-empty": [], "z-old": ["2026-01-01", "2026-11-01"]}
    assert list(pages_of(library_of(tmp_path, files))) == [
        "interactions/",
        "interactions/a-new/",
        "interactions/z-old/",
    ]


def test_without_any_there_is_the_list(tmp_path: Path) -> None:
    assert list(pages_of(library_of(tmp_path, {}))) == ["interactions/"]
