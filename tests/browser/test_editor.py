"""The form of the staff site in a real browser; the origin's private file system stands in for a folder."""

import re
from collections.abc import Iterator
from difflib import Differ
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from handrail.cli import main
from handrail.editor import __path__ as editor_path
from handrail.reading.yaml12 import load
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import ROOT

PICKED = """
window.showDirectoryPicker = async () => (await navigator.storage.getDirectory()).getDirectoryHandle("picked")
window.__against = []
const note = event => window.__against.push(`${event.effectiveDirective} ${event.blockedURI}`)
addEventListener("securitypolicyviolation", note)
"""
FILL = """async files => {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("picked", {create: true})
  await root.getDirectoryHandle(".git", {create: true})
  for (const [path, text] of Object.entries(files)) {
    const parts = path.split("/")
    let folder = root
    for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, {create: true})
    const file = await (await folder.getFileHandle(parts.at(-1), {create: true})).createWritable()
    await file.write(text)
    await file.close()
  }
}"""
READ = """async () => {
  const found = {}
  const walk = async (folder, path) => {
    for await (const [name, handle] of folder.entries())
      if (handle.kind == "directory") await walk(handle, `${path}${name}/`)
      else found[path + name] = await (await handle.getFile()).text()
  }
  await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle("picked"), "")
  return found
}"""
BEFORE = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted((ROOT / "playbooks").rglob("*.yml"))
}
RETURN = "playbooks/procedures/start-a-return.yml"
STAFF = "steps.0.staff"
BLOCKED = {
    "connect-src https://unpkg.com/@sveltia/cms/package.json",
    *(f"font-src https://cdn.jsdelivr.net/fontsource/fonts/{font}.woff2" for font in (
        "source-sans-3:vf@5.3.0/latin-wght-normal",
        "noto-mono@5.3.0/latin-400-normal",
        "material-symbols-outlined:vf@5.3.7/latin-wght-normal",
    )),
}  # fmt: skip
"""What the form would ask of other hosts, and may not: whether it is the newest, and for fonts."""

STUBS = """
window.CMS = {registerCustomFormat: (name, extension, methods) => Object.assign(window, methods)}
const kind = {isList: false, needs: [], fields: ["text", "long", "list"], long: ["long"]}
window.fetch = async () => ({json: async () => [kind]})
"""
SIGNS = [*"aé01.-?:#'\"\\|>!&*%@`{}[], \n\tex~🙂\u2028", "- ", ": ", " #", "\n\n", "\n  ", "...", "---"]
NUMBERS = ["null", "true", "~", "12", "1.10", "-3", "1e3", ".5", "0x1f", "0o7", ".inf", "+1"]
"""Not texts, to the form's reader, unless they stand in quotes."""
WORDS = [*NUMBERS, "no", "Yes", "12:30", "2026-01-31", "=", "<<"]


@pytest.fixture(scope="module")
def form(chromium: Browser, sites: dict[str, str]) -> Iterator[Page]:
    """The form with the example's records open. No request of it may have left for another host."""
    context = chromium.new_context(viewport={"width": 1280, "height": 6000})  # it draws what is seen
    context.set_default_timeout(15_000)
    context.add_init_script(PICKED)
    left: list[str] = []
    context.route(
        lambda url: not url.startswith((sites["internal"], "data:", "blob:")),
        lambda route: (left.append(route.request.url), route.abort()),
    )
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(f"{sites['internal']}/edit/")
    page.evaluate(FILL, BEFORE)
    page.get_by_role("button", name="Work with Local Repository").click()
    expect(page.get_by_text("How long does delivery take?")).to_be_visible(timeout=15_000)
    yield page
    assert set(page.evaluate("window.__against")) <= BLOCKED
    assert (left, broken) == ([], [])
    context.close()


def field(form: Page, path: str) -> Locator:
    """The part of the form that edits the value at `path`, such as `steps.0.staff`."""
    found = form.locator(f'section.field[data-key-path="{path}"]')
    found.scroll_into_view_if_needed()
    return found


def expand(form: Page, path: str) -> None:
    """Open the first entry of a list, if it is not. It may still move, so no mouse clicks it."""
    toggles = field(form, path).get_by_role("button", name=re.compile("^(Expand|Collapse)$"))
    expect(toggles.nth(1)).to_be_attached(timeout=15_000)  # the first is that of the whole list
    toggles.nth(1).evaluate("it => it.ariaExpanded == 'true' || it.click()")


def open_entry(form: Page, path: str) -> None:
    for where, button in ((path.partition("/")[0], "Create New Entry"), (path, "Save")):
        form.evaluate("path => { location.hash = `#/collections/${path}` }", where)
        expect(form.get_by_role("button", name=button, exact=True)).to_be_visible(timeout=15_000)


def save(form: Page) -> dict[str, str]:
    """Save, and what then lies in the folder."""
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form.get_by_text("Entry saved.")).to_be_visible(timeout=15_000)
    after: dict[str, str] = form.evaluate(READ)
    return after


def assert_fine(folder: Path, files: dict[str, str]) -> None:
    """The files that the form has written have no problem, and are in the usual order and style."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    for words in (["check", "--as-of", "2026-11-22"], ["fmt", "--check"]):
        done = CliRunner().invoke(main, [*words, "--records", str(folder / "playbooks")])
        assert (done.exit_code, done.stdout) == (0, ""), words


def test_the_page_says_what_saving_does(form: Page) -> None:
    bar = form.locator("header.hr-bar")
    expect(bar).to_contain_text("lines that start with # are lost")
    expect(bar.get_by_role("link", name="How it works")).to_have_attribute("href", "../guide/edit-in-a-form/")
    expect(form.get_by_role("button", name="Sign In Using Access Token")).to_have_count(0)


def test_its_icons_come_from_this_site(form: Page) -> None:
    loaded = (
        "() => [...document.fonts].filter(f => f.status == 'loaded').map(f => f.family.replaceAll('\"', ''))"
    )
    assert "Material Symbols Outlined" in form.evaluate(loaded)


def test_a_step_is_edited_and_all_else_stays(form: Page, tmp_path: Path) -> None:
    before = form.evaluate(READ)
    open_entry(form, "procedures/entries/start-a-return")
    expand(form, "steps")
    box = field(form, STAFF).get_by_role("textbox")
    box.click()
    form.keyboard.press("Control+End")
    form.keyboard.type(" Ask which **reason** it was.")
    preview = form.locator(f'section[data-key-path="{STAFF}"]:not(.field)')
    expect(preview.locator("strong")).to_have_text("reason")
    after = save(form)
    assert [name for name in after if after[name] != before[name]] == [RETURN]
    old, new = load(before[RETURN])[0], load(after[RETURN])[0]
    old["steps"][0]["staff"] += " Ask which **reason** it was."
    assert trimmed(new) == trimmed(old)
    changes = Differ().compare(*(sorted(text.splitlines()) for text in (before[RETURN], after[RETURN])))
    assert [line for line in changes if line[0] in "+-"] == ["+        Ask which **reason** it was."], (
        "no other line is written in another way"
    )
    assert_fine(tmp_path, after)


def trimmed(value: object) -> object:
    """The same without space at the ends of texts, which no field keeps."""
    if isinstance(value, dict):
        return {key: trimmed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [trimmed(item) for item in value]
    return value.rstrip() if isinstance(value, str) else value


def test_a_question_is_added(form: Page, tmp_path: Path) -> None:
    before = form.evaluate(READ)
    open_entry(form, "questions/new")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form.get_by_text(re.compile("errors? in the form|required", re.IGNORECASE)).first).to_be_visible(
        timeout=15_000
    )
    field(form, "question").get_by_role("textbox").fill("Do you sell vouchers?")
    field(form, "topic").get_by_role("combobox").click()
    form.get_by_role("option", name="Account and payment").click()
    field(form, "confidence").get_by_role("radio", name="wip", exact=True).click()
    field(form, "owner").get_by_role("radio", name="support-1").click()
    field(form, "answer").get_by_role("textbox").click()
    form.keyboard.type("Yes: **10 to 200 USD**.")
    form.keyboard.press("Enter")
    form.keyboard.type("They hold for 3 years.")
    field(form, "related").get_by_role("combobox").click()
    form.get_by_role("option", name="Question: Where do I find my invoice?").click()
    field(form, "procedure").get_by_role("combobox").click()
    form.get_by_role("option", name="Take back a return").click()
    after = save(form)
    new = "playbooks/questions/account-payment/do-you-sell-vouchers.yml"
    assert {*after} - {*before} == {new}
    assert {name: after[name] for name in before} == before
    assert trimmed(load(after[new])[0]) == {
        "question": "Do you sell vouchers?",
        "topic": "account-payment",
        "confidence": "wip",
        "owner": "support-1",
        "answer": "Yes: **10 to 200 USD**.\nThey hold for 3 years.",
        "related": ["where-is-my-invoice"],
        "procedure": "start-a-return",
    }
    assert_fine(tmp_path, after)


def test_a_list_in_a_file_stays_one(form: Page, tmp_path: Path) -> None:
    before = form.evaluate(READ)
    button = form.get_by_role("button", name="Save", exact=True)
    for _ in range(4):  # what is typed while the list still unfolds is lost
        open_entry(form, "interactions/entries/2026-11")
        unfold = field(form, "interactions").get_by_role("button", name="Expand", exact=True)
        unfold.first.evaluate("it => it.click()")
        minutes = field(form, "interactions.0.minutes").get_by_role("spinbutton")
        expect(minutes).to_have_value("20", timeout=15_000)
        form.wait_for_timeout(1000)
        minutes.press("Control+a")
        minutes.press_sequentially("21")
        form.wait_for_timeout(1000)
        if button.is_enabled():
            break
        open_entry(form, "interactions/entries/2026-10")
    after = save(form)
    name = "playbooks/interactions/2026-11.yml"
    assert [one for one in after if after[one] != before[one]] == [name]
    old, new = load(before[name])[0], load(after[name])[0]
    assert new[0].pop("minutes") == "21"
    del old[0]["minutes"]
    assert trimmed(new) == trimmed(old)
    assert_fine(tmp_path, after)


def test_what_is_not_written_as_it_should_be_is_not_saved(form: Page) -> None:
    before = form.evaluate(READ)
    open_entry(form, "procedures/entries/find-a-missing-parcel")
    field(form, "sla").get_by_role("textbox").fill("soon")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(field(form, "sla")).to_contain_text("30m, 2h, 90d or 12w")
    assert form.evaluate(READ) == before


def test_what_is_written_is_read_as_the_same(chromium: Browser) -> None:
    page = chromium.new_page()
    page.evaluate(STUBS)
    page.add_script_tag(content=(Path(editor_path[0]) / "assets/start.js").read_text("utf-8"))
    dice = Random(6)
    texts = [*WORDS, *("".join(dice.choices(SIGNS, k=dice.randint(1, 9))) for _ in range(400))]
    for text in filter(str.strip, texts):
        record = {"text": text, "long": text, "list": [text, {"text": text, "number": 3.5, "none": ""}]}
        written = page.evaluate("value => toFile(value)", record)
        assert trimmed(load(f"{written}\n")[0]) == trimmed(
            {"text": text, "long": text, "list": [text, {"text": text, "number": "3.5"}]}
        ), written
        assert text not in NUMBERS or f'text: "{text}"\n' in written
    page.close()


def test_each_pattern_is_one_for_the_browser_too(form: Page) -> None:
    code = """async () => {
      const found = []
      const text = await (await fetch("config.json")).text()
      JSON.parse(text, (key, value) => {
        if (key == "pattern") found.push(new RegExp(value[0]))
        return value
      })
      return found.length
    }"""
    assert form.evaluate(code) > 10


def test_the_form_is_reached_by_loading_it(chromium: Browser, sites: dict[str, str]) -> None:
    """Instant navigation would show it under the policy of the page before."""
    page = chromium.new_page()
    page.goto(f"{sites['internal']}/guide/edit-in-a-form/")
    page.evaluate("window.__same_document = true")
    page.get_by_role("link", name="Open the form").click()
    expect(page.get_by_role("button", name="Work with Local Repository")).to_be_visible(timeout=15_000)
    assert page.evaluate("window.__same_document") is None
    page.close()
