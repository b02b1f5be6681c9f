"""What we write into a site ourselves: pages that the sidebar does not show, and what lies beside pages."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import chain

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel

from ..pages.page import Page
from ..pages.rendering import Renderer
from ..pages.twins import Twin, Twins
from ..progress import counted
from .building import Build, build_of
from .cores import divided
from .keys import Own, page_of
from .made_from import Made
from .overrides import tell_dates
from .record_pages import NOTHING, IndexPage
from .reuse import Reuse, made_as, together
from .theme_pages import Shells, Theme


def write_files(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
    """Write the files that are our own, or have MkDocs do it, but for those that can stay as they are."""
    build = build_of(config)
    own, reuse = build.own, build.reuse
    reuse.set_around(*_around(build, config.theme.dirs))
    index = {f.dest_uri: f.page for f in files.documentation_pages() if isinstance(f.page, IndexPage)}
    stays, taken = reuse.take({**own, **{name: page.made_from for name, page in index.items()}})
    build.taken |= taken | _keep_copied(files, reuse)
    filled = _fill(env, build, index, taken)
    content = _writer(build.renderer, Shells(theme_of(env, config, files)), Twins(reuse.resolve))
    new = {name: data for name, data in own.items() if name not in taken}
    build.made = stays | together(chain(filled, _write(config.site_dir, new, reuse, content)))


def _keep_copied(files: Files, reuse: Reuse) -> set[str]:
    """Have MkDocs copy no file that is on the last site as it is; the names of these files."""
    copied = [file for file in files if file.src_dir and not file.is_documentation_page()]
    same = [file for file in copied if reuse.keeps(file.dest_uri)]
    for file in same:
        file.inclusion = InclusionLevel.EXCLUDED
    return {file.dest_uri for file in same}


def _fill(
    env: jinja2.Environment, build: Build, index: Mapping[str, IndexPage], taken: Set[str]
) -> list[tuple[str, Made]]:
    """Give the pages that MkDocs writes what is on them; of those that are `taken` it writes nothing."""
    assert env.loader
    env.loader = jinja2.ChoiceLoader([env.loader, jinja2.DictLoader({NOTHING: ""})])
    filled: list[tuple[str, Made]] = []
    for name, page in index.items():
        if name in taken:
            page.stay()
        else:
            made = build.reuse.made_while(page.made_from, partial(page.fill, build.renderer))
            filled.append((made_as(name, page.made_from), made))
    return filled


def _write(
    to: str, new: Mapping[str, Own], reuse: Reuse, content: Callable[[Own], bytes]
) -> Iterator[tuple[str, Made]]:
    """Write `new` files into the folder `to`, on all cores; what each was made from."""
    names = sorted(new, key=lambda name: (*_topic_and_address(new[name]), name))
    for folder in {name.rpartition("/")[0] for name in names}:
        os.makedirs(f"{to}/{folder}", exist_ok=True)  # noqa: PTH103 -- paths are slow

    def make(part: Sequence[str]) -> list[tuple[str, Made]]:
        twins_last = sorted(part, key=lambda name: isinstance(new[name], Twin))  # templates stay at hand
        return [
            (made_as(name, new[name]), reuse.make(f"{to}/{name}", new[name], partial(content, new[name])))
            for name in counted("Pages", twins_last, len(names))
        ]

    return chain.from_iterable(divided(make, names))


def _writer(renderer: Renderer, shells: Shells, twins: Twins) -> Callable[[Own], bytes]:
    """How what a file is made from becomes what is in it."""

    def content(data: Own) -> bytes:
        if isinstance(data, Page):
            return shells.whole_page(data, renderer.html(data), renderer.head(data))
        return (twins.of(data.page) if isinstance(data, Twin) else data).encode()

    return content


def _topic_and_address(data: Own) -> tuple[str, str]:
    """What is made with what: shapes go with topics, twins with their pages."""
    page = page_of(data)
    return (page.topic or "", page.address) if page else ("", "")


def _around(build: Build, theme_dirs: Sequence[str]) -> tuple[object, ...]:
    """What records can change of what stands around pages."""
    site = build.site
    sections = [(page.address, page.title) for page in site.sections]
    updated = site.updated if tell_dates(theme_dirs) else None
    return build.around, site.topics, site.heads, sections, build.records, updated


def theme_of(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> Theme:
    """The theme of a site whose navigation is made."""
    build = build_of(config)
    return Theme(env, config, build.navigation, files, build.parents)
