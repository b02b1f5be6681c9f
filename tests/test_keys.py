"""The digest of a page is another one whenever anything on it is."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from handrail.pages.page import Page
from handrail.pages.website import site_of
from handrail.publish.keys import Keys
from handrail.reading.folder import read_library
from handrail.records.base import Audience
from handrail.records.fields import Whole
from handrail.records.public import PublicQuestion

from .company import TODAY
from .test_build import ROOT

LIBRARY, _ = read_library(ROOT / "playbooks")
PAGE = site_of(LIBRARY, Audience.PUBLIC, TODAY).pages["questions/where-is-my-invoice/"]
FILE = LIBRARY.questions["where-is-my-invoice"].path


def key(page: Page, file: str = "one") -> str:
    return Keys({record.id: record for record in LIBRARY.records()}, {FILE: file}).of(page)


def with_other(field: str) -> Page:
    question = PAGE.values["question"]
    value: Any = getattr(question, field)
    if isinstance(value, tuple):
        other: Any = (*value, "x")
    else:
        other = date.min if isinstance(value, date) else f"{value}x"
    return replace(PAGE, values={**PAGE.values, "question": replace(question, **{field: other})})


@pytest.mark.parametrize("field", sorted({field.name for field in fields(PublicQuestion)} - {"id"}))
def test_each_field_that_is_not_as_in_the_file_counts(field: str) -> None:
    """Such as links that lead to internal records, and what was counted of the by-hand work."""
    assert key(with_other(field)) != key(PAGE)


def test_what_the_file_says_counts_by_its_digest() -> None:
    assert key(PAGE) == key(PAGE)
    assert key(PAGE, "another") != key(PAGE)


def test_a_file_whose_digest_is_not_known_counts_by_all_that_is_shown() -> None:
    unknown = key(PAGE, "")
    assert unknown != key(PAGE)
    assert unknown != key(with_other("answer"), "")


@pytest.mark.parametrize("field", ["title", "summary", "address", "topic", "template"])
def test_so_does_what_is_around_it(field: str) -> None:
    assert key(replace(PAGE, **{field: "other"})) != key(PAGE)


INTERACTION = next(i for i in LIBRARY.interactions.values() if i.satisfaction and i.used)


@pytest.mark.parametrize(
    ("thing", "field"),
    [
        (thing, field)
        for thing in (INTERACTION, LIBRARY.questions["where-is-my-invoice"])
        for field in type(thing).model_fields
    ],
)
def test_each_value_of_a_record_or_an_interaction_counts(thing: Whole, field: str) -> None:
    def key_of(one: Whole) -> str:
        return key(replace(PAGE, values={"all": [one]}))

    assert key_of(thing.model_copy()) == key_of(thing)
    assert key_of(thing.model_copy(update={field: "other"})) != key_of(thing)
