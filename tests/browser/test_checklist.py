"""Steps to tick, for customers and for staff, and the record that staff copy at the end of a run."""

from collections.abc import Callable
from pathlib import Path

import pytest
from handrail.checking import check
from handrail.reading.folder import read_library
from playwright.sync_api import Browser, Page, expect

from ..company import TODAY
from ..test_build import ROOT, company  # noqa: F401 -- a fixture: a copy of the example's records

TUTORIAL = "tutorials/pair-your-smart-scale/"
PLAYBOOK = "playbooks/pair-your-smart-scale/"


def tick(page: Page, n: int) -> None:
    page.locator(".hr-tick input").nth(n).check()


@pytest.fixture
def guide(page: Page, sites: dict[str, str]) -> Page:
    page.goto(f"{sites['public']}/{TUTORIAL}")
    return page


def test_ticks_and_the_time_left_survive_a_reload(guide: Page) -> None:
    said = guide.locator(".hr-progress [role=status]")
    expect(said).to_have_text("0 of 5 steps done, about 11 minutes left")
    tick(guide, 0)
    tick(guide, 2)
    expect(said).to_have_text("2 of 5 steps done, about 6 minutes left")
    guide.reload()
    expect(said).to_have_text("2 of 5 steps done, about 6 minutes left")
    assert [each.is_checked() for each in guide.locator(".hr-tick input").all()] == [1, 0, 1, 0, 0]


def test_a_guide_can_be_started_again(guide: Page) -> None:
    for n in range(5):
        tick(guide, n)
    expect(guide.locator(".hr-progress [role=status]")).to_have_text("All steps done")
    guide.get_by_role("button", name="Start again").click()
    expect(guide.locator(".hr-tick input:checked")).to_have_count(0)
    assert guide.evaluate("localStorage.getItem('handrail:' + location.pathname)") is None


def test_ticks_stay_on_the_device_and_on_their_page(guide: Page, sites: dict[str, str]) -> None:
    asked: list[str] = []
    guide.wait_for_load_state("networkidle")
    guide.on("request", lambda request: asked.append(request.url))
    tick(guide, 0)
    guide.wait_for_timeout(100)
    assert asked == []
    guide.goto(f"{sites['public']}/tutorials/start-a-return/")
    expect(guide.locator(".hr-progress [role=status]")).to_contain_text("0 of 5")


def test_a_step_that_was_rewritten_is_not_done(guide: Page) -> None:
    tick(guide, 0)
    key = "'handrail:' + location.pathname"
    guide.evaluate(f"localStorage.setItem({key}, localStorage.getItem({key}).replace('Wake', 'Shake'))")
    guide.reload()
    expect(guide.locator(".hr-tick input:checked")).to_have_count(0)


@pytest.mark.parametrize("kept", ["{", "null", "7", '[{"a": 1}]', '"text"'])
def test_nothing_that_is_kept_breaks_a_guide(guide: Page, kept: str) -> None:
    guide.evaluate("kept => localStorage.setItem('handrail:' + location.pathname, kept)", kept)
    guide.reload()
    expect(guide.locator(".hr-progress [role=status]")).to_contain_text("0 of 5")


def test_ticking_works_by_keyboard(guide: Page) -> None:
    guide.locator(".hr-tick input").first.focus()
    guide.keyboard.press("Space")
    expect(guide.locator(".hr-progress [role=status]")).to_contain_text("1 of 5")


@pytest.mark.parametrize("path", [TUTORIAL, PLAYBOOK])
def test_without_script_a_page_is_whole_and_has_nothing_to_tick(
    chromium: Browser, sites: dict[str, str], path: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sites['internal']}/{path}")
    expect(page.locator(".hr-step")).to_have_count(5)
    for part in (".hr-tick", ".hr-progress", ".hr-deviated", ".hr-run"):
        for each in page.locator(part).all():
            expect(each).to_be_hidden()
    context.close()


def test_print_is_a_clean_checklist(guide: Page) -> None:
    tick(guide, 0)
    guide.emulate_media(media="print")
    for part in (
        ".md-header",
        ".md-footer",
        ".md-sidebar--primary",
        ".hr-progress",
        ".md-path",
        ".hr-search",
    ):
        for each in guide.locator(part).all():
            expect(each).to_be_hidden()
    expect(guide.locator(".hr-tick").first).to_be_hidden()
    expect(guide.locator(".hr-fails").first).to_be_visible()
    lines = "[...document.querySelectorAll('.hr-step')].map(step => getComputedStyle(step).borderLeftColor)"
    assert len(set(guide.evaluate(lines))) == 1
    box = "getComputedStyle(document.querySelectorAll('.hr-step')[{}], '::before')"
    first, second = (
        guide.evaluate(f"(s => [s.content, s.borderStyle, s.width])({box.format(n)})") for n in (0, 1)
    )
    assert first == second == ['""', "solid", first[2]]  # an empty box, whatever was ticked


def records_after(root: Path, record: str) -> list[str]:
    """What `check` says of the company's interactions when the record was pasted at the end of their file."""
    file = root / "interactions/2026-11.yml"
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n\n{record}", "utf-8")
    library, problems = read_library(root)
    return [str(p) for p in [*problems, *check(library, TODAY)] if "interactions" in p.path]


@pytest.fixture
def run(page: Page, sites: dict[str, str]) -> Callable[..., str]:
    """Fills in the form of a playbook, and copies; what was copied."""

    def run(notes: dict[int, str], **fields: str) -> str:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{sites['internal']}/{PLAYBOOK}")
        tick(page, 4)
        for n, note in notes.items():
            page.locator(".hr-deviated textarea").nth(n - 1).fill(note)
        for name, value in fields.items():
            field = page.locator(f".hr-run [name={name}]")
            if name in ("channel", "stage", "by", "outcome", "satisfaction"):
                field.select_option(value)
            else:
                field.fill(value)
        page.get_by_role("button", name="Copy the record").click()
        expect(page.locator(".hr-run [role=status]")).to_contain_text(
            "Paste it at the end of interactions/2026-11"
        )
        return str(page.evaluate("navigator.clipboard.readText()"))

    return run


NEEDED = {"on": "2026-11-20", "customer": "c-090", "channel": "call", "by": "support-2", "outcome": "solved"}


def test_a_run_becomes_a_record_that_passes_check(run: Callable[..., str], company: Path) -> None:  # noqa: F811
    asked = 'It says "Lo"\n# no: comment? \\ {a: b} \U0001f3cb\n- and: "more'
    copied = run(
        {1: "new batteries\nfrom the shelf", 3: "- held UNIT: 12 s"},
        **NEEDED,
        asked=asked + "\u2028\u200e\ufeff\x07\x85",
        satisfaction="5",
        stage="set-up",
    )
    assert records_after(company, copied) == []
    library, _ = read_library(company)
    [last] = [i for i in library.interactions.values() if i.customer == "c-090"]
    assert (last.customer, last.used, last.minutes, last.satisfaction) == (
        "c-090",
        ("pair-your-smart-scale",),
        1,
        5,
    )
    assert last.asked == asked
    assert last.deviated == "Step 1: new batteries\nfrom the shelf\nStep 3: - held UNIT: 12 s"


def test_the_least_that_a_run_says_passes_check(run: Callable[..., str], company: Path) -> None:  # noqa: F811
    assert records_after(company, run({}, **NEEDED)) == []


def test_a_record_that_check_would_refuse_is_not_copied(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['internal']}/{PLAYBOOK}")
    page.locator(".hr-run [name=customer]").fill("Jo")
    page.get_by_role("button", name="Copy the record").click()
    assert page.evaluate("document.querySelectorAll('.hr-run :invalid').length") > 0
    expect(page.locator(".hr-run [role=status]")).to_have_text("")


def test_customers_get_no_form(guide: Page) -> None:
    assert guide.locator(".hr-run, .hr-deviated").count() == 0


def test_the_form_offers_what_the_schema_takes(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['internal']}/{PLAYBOOK}")
    library, _ = read_library(ROOT / "playbooks")
    offered = page.locator(".hr-run [name=by] option").all_text_contents()
    assert offered == ["choose", *(member.handle for member in library.team.team)]
