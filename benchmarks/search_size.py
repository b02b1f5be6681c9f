"""What search costs a reader: bytes, milliseconds and memory, by the number of articles.

    python benchmarks/search_size.py --sizes 200 10000

The articles are made up from a seed: words by Zipf's law (exponent 1.3) from 40,000, which are a language
model's pieces of words and compounds of two of them; a quarter of each text from the twelve rarer words that
its article is about. A title has 8 words, each of five phrasings 10, a body 150. 125 such articles have
somewhat more different words than the 125 real ones of StackFAQ. The example's site gets the search data of
these articles and is looked at with Chromium: somebody types three questions into the dialog, key by key,
and deletes them. Bytes are gzipped, as hosts send them. Prints a Markdown table.
"""

import argparse
import gzip
import random
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from handrail.publish.sites import build_sites
from handrail.records.base import Audience
from handrail.search.documents import Document
from handrail.search.files import search_files
from handrail.search.model import train
from handrail.words.pieces import vocabulary
from playwright.sync_api import Page, sync_playwright

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from tests.browser.chromium import find  # noqa: E402 -- the repository has to be found first
from tests.browser.conftest import FLAGS  # noqa: E402

WORDS = 40_000
TYPE = """
() => {
  const list = document.querySelector(".md-search-result__list")
  let pressed = 0
  window.__waits = []
  const query = document.querySelector(".md-search__input")
  query.addEventListener("keyup", () => pressed = performance.now(), true)
  new MutationObserver(() => {
    if (pressed && list.children.length) { window.__waits.push(performance.now() - pressed); pressed = 0 }
  }).observe(list, { childList: true })
}
"""
"""Note how long after each key the first result is there."""


def articles(count: int) -> Iterator[Document]:
    """The first `count` made-up articles."""
    chance = random.Random("search")
    starts = [piece for piece in vocabulary() if piece.isascii() and piece.isalpha() and len(piece) > 2]
    words = starts[: WORDS // 2]
    words += [a + b for a, b in (chance.sample(starts, 2) for _ in range(WORDS - len(words)))]
    weights = list(accumulate((rank + 2.7) ** -1.3 for rank in range(len(words))))
    rarer = list(accumulate((rank + 100) ** -1.3 for rank in range(len(words) - 100)))

    def text(length: int, own: list[str]) -> str:
        common = chance.choices(words, cum_weights=weights, k=length - length // 4)
        mixed = common + chance.choices(own, k=length // 4)
        chance.shuffle(mixed)
        return " ".join(mixed)

    for n in range(count):
        own = chance.choices(words[100:], cum_weights=rarer, k=12)
        phrasings = tuple(text(10, own) for _ in range(5))
        yield Document(
            "question", f"question-{n}", f"{text(8, own)}?", "Topic", phrasings, (), (text(150, own),)
        )


@dataclass
class Served:
    """What a server sent: the gzipped size of each file, all of which were gzipped before."""

    files: dict[Path, bytes]
    sizes: dict[str, int] = field(default_factory=dict)


class _Gzipped(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: object, served: Served, **options: object) -> None:
        self.served = served
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # as they came

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if file not in self.served.files:
            return self.send_error(404)
        body = self.served.files[file]
        self.served.sizes[file.name] = len(body)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")  # these two let memory be measured
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, *arguments: object) -> None:
        pass


def measure(count: int, folder: Path) -> str:
    """A line of the table."""
    documents = tuple(articles(count))
    started = time.process_time()
    model = train(documents)
    trained = time.process_time() - started
    site = folder / "public"
    for old in (site / "search").glob("*.json"):
        if old.name != "search_index.json":
            old.unlink()
    for name, content in search_files(model, lambda document: f"questions/{document.id}/"):
        (site / "search" / name).write_bytes(content())
    files = [file for file in site.rglob("*") if file.is_file()]
    served = Served({file: gzip.compress(file.read_bytes(), 6) for file in files})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Gzipped, directory=str(site), served=served))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_timeout(1000)
        figures = _typed(page, documents, served)
        browser.close()
    server.shutdown()
    return f"| {count:,} | {trained:.1f} | {figures} |"


def _typed(page: Page, documents: tuple[Document, ...], served: Served) -> str:
    before = set(served.sizes)
    page.evaluate(TYPE)
    query = page.locator(".md-search__input")
    query.click()
    started = time.perf_counter()
    query.press_sequentially(documents[0].phrasings[0][:3])
    page.locator(".md-search-result__item").first.wait_for()
    loaded = time.perf_counter() - started
    query.fill(documents[0].phrasings[0])
    query.press("End")
    page.wait_for_timeout(1500)
    first = sum(size for name, size in served.sizes.items() if name not in before)
    scripts = sum(served.sizes[name] for name in ("search.js", "search_index.json"))
    page.evaluate("window.__waits = []")
    for n in (1, len(documents) // 2, len(documents) - 1):
        query.fill("")
        query.press_sequentially(documents[n].phrasings[0], delay=120)
        page.wait_for_timeout(1000)
    waits = page.evaluate("window.__waits")
    memory = page.evaluate("performance.measureUserAgentSpecificMemory().then(m => m.bytes)") / 1e6
    every = sum(size for name, size in served.sizes.items() if name not in before)
    return (
        f"{scripts / 1000:.1f} | {first / 1000:.0f} | {every / 1000:.0f} | {loaded * 1000:.0f} | "
        f"{statistics.median(waits):.0f} | {max(waits):.0f} | {memory:.0f}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 1000, 10_000])
    with TemporaryDirectory() as folder:
        build_sites(REPOSITORY / "playbooks", [Audience.PUBLIC], Path(folder), date(2026, 11, 22))
        print(
            "| articles | training, CPU s | with each page, kB | first search, kB | after four, kB | ", end=""
        )
        print("load, ms | key to result, ms | at most, ms | memory, MB |")
        print("|" + "--:|" * 9)
        for count in parser.parse_args().sizes:
            print(measure(count, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
