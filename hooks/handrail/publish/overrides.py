"""Templates and programs of others around our pages: whether they do with a page only what a shell shows.

A shell (`theme_pages.py`) has marks in the places of a page's texts. So a template may write these, but where
it looks at one, or asks which page it is, or where a plugin is handed each page, the theme makes every page.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import jinja2
import material  # type: ignore[import-untyped]
import mkdocs
from jinja2 import nodes
from mkdocs.config.defaults import MkDocsConfig

_META = frozenset({"meta.title", "meta.description", "meta.head"})
_WRITTEN = _META | {"title", "content", "url", "abs_url", "canonical_url", "edit_url"}
"""What a shell has marks for."""
_ALIKE = frozenset({"meta.hide", "meta.robots"})
"""What is the same on all pages of a shape."""
_MADE_OF_PAGES = frozenset({"page", "super", "self", "toc", "toc_item"})
_AS_WRITTEN = frozenset({"e", "escape", "safe", "striptags"})
_SUPER = nodes.Call(nodes.Name("super", "load"), [], [], None, None)
_CAPTURING = (nodes.AssignBlock, nodes.CallBlock, nodes.FilterBlock, nodes.Macro)
"""What is written in one of these may be changed before it comes to the page."""
_MARKUP = frozenset('"<>')
_NO_MARKUP = frozenset(
    {"site_meta", "htmltitle", "header", "tabs", "site_nav", "footer", "config", "scripts"}
)
"""The theme's blocks in which a page has texts only, and no markup of its own."""
_TELL_TIME = ("build_date_utc", "now(")
_THEIRS = tuple(Path(str(package.__file__)).parent for package in (material, mkdocs))
_KNOWN = frozenset({"_operator", "builtins", "jinja2", "markupsafe", "mkdocs", "material"})
"""Whose filters and tests come with the theme."""


def only_write(env: jinja2.Environment, config: MkDocsConfig) -> bool:
    """Whether the templates that are not Material's write the texts of a page and do no more with them."""
    events = config.plugins.events
    handlers = {*map(_module, (*events["page_context"], *events["post_page"]))}
    functions = (*env.globals.values(), *env.filters.values(), *env.tests.values())
    return (
        handlers <= {"material.plugins.search.plugin"}
        and not any(map(_is_handed_pages, functions))
        and not any(_asks(template) for template in _parsed(env, _templates(config.theme.dirs)))
    )


def tell_time(folders: Iterable[str]) -> bool:
    """Whether a template in one of these folders may write when it was rendered."""
    return any(sign in text for text in _templates(folders) for sign in _TELL_TIME)


def tell_dates(folders: Iterable[str]) -> bool:
    """Whether one may write when its page was updated, which of lists is the day of the latest record."""
    return any("update_date" in text for text in _templates(folders))


def forget_compiled(env: jinja2.Environment) -> None:
    """Keep no compiled template where others define a filter or test: compiling may work it out."""
    modules = map(_module, (*env.filters.values(), *env.tests.values()))
    if any(module.partition(".")[0] not in _KNOWN for module in modules):
        env.bytecode_cache = None


def _is_handed_pages(function: object) -> bool:
    """Whether a template gives it all that it has itself, of which the page is a part."""
    return hasattr(function, "jinja_pass_arg") and _module(function).partition(".")[0] not in _KNOWN


def _module(function: object) -> str:
    return getattr(function, "__module__", None) or ""


def _templates(folders: Iterable[str]) -> Iterator[str]:
    """The texts of all templates there but Material's. One may bring in another, whatever its name."""
    for folder in map(Path, folders):
        if any(folder.is_relative_to(theirs) for theirs in _THEIRS):
            continue
        for path in sorted(folder.rglob("*")):
            text = path.read_text("utf-8", "replace") if path.is_file() else ""
            if "{{" in text or "{%" in text:
                yield text


def _parsed(env: jinja2.Environment, texts: Iterable[str]) -> Iterator[nodes.Template]:
    for text in texts:
        with suppress(jinja2.TemplateSyntaxError):  # a script, say, that nobody renders
            yield env.parse(text)


def _asks(node: nodes.Node) -> bool:
    """Whether a part of a template does more with a page than to write it."""
    if isinstance(node, _CAPTURING):
        named = any(name.name in _MADE_OF_PAGES for name in node.find_all(nodes.Name))
        return named or not all(map(_is_of_icon, node.find_all((nodes.Include, nodes.Block))))
    if isinstance(node, nodes.Output):
        return not all(map(_is_written, node.nodes))
    if isinstance(node, nodes.If):
        return not _is_alike(node.test) or any(map(_asks, (*node.body, *node.elif_, *node.else_)))
    if isinstance(node, nodes.Name):
        return node.name in _MADE_OF_PAGES
    if isinstance(node, nodes.Block) and node.name not in _NO_MARKUP:
        return any(map(_cuts_markup, node.find_all((nodes.Filter, nodes.Call)))) or any(map(_asks, node.body))
    return not _cuts_markup(node) and any(map(_asks, node.iter_child_nodes()))


def _is_of_icon(node: nodes.Node) -> bool:
    """Whether an icon is brought in, and not a template that may write a page."""
    first = node.find(nodes.Const) if isinstance(node, nodes.Include) else None
    return first is not None and str(first.value).startswith(".icons/")


def _is_written(node: nodes.Node) -> bool:
    if isinstance(node, nodes.CondExpr):
        both = [each for each in (node.expr1, node.expr2) if each]
        return _is_alike(node.test) and all(map(_is_written, both))
    while isinstance(node, nodes.Filter) and node.name in _AS_WRITTEN and node.node:
        node = node.node
    return node == _SUPER or _of_page(node) in _WRITTEN | _ALIKE or not _asks(node)


def _cuts_markup(node: nodes.Node) -> bool:
    """Whether it looks in a block of the theme for a sign that no text of a page has as it is written."""
    if isinstance(node, nodes.Filter) and node.name == "replace":
        looked_at, others = node.node, node.args
    elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr == "split":
        looked_at, others = node.node.node, node.args
    else:
        return False
    first = others[0] if others else None
    is_markup = isinstance(first, nodes.Const) and not _MARKUP.isdisjoint(str(first.value))
    return looked_at == _SUPER and is_markup and not any(map(_asks, others))


def _is_alike(test: nodes.Node) -> bool:
    """Whether all pages of a shape give a condition the same result."""
    if isinstance(test, nodes.And | nodes.Or):
        return _is_alike(test.left) and _is_alike(test.right)
    if isinstance(test, nodes.Not):
        return _is_alike(test.node)
    return test == nodes.Name("page", "load") or not _asks_unlike(test)


def _asks_unlike(node: nodes.Node) -> bool:
    if _of_page(node) in _ALIKE:
        return False
    if isinstance(node, nodes.Name):
        return node.name in _MADE_OF_PAGES
    return any(map(_asks_unlike, node.iter_child_nodes()))


def _of_page(node: nodes.Node) -> str:
    """`meta.title` for `page.meta.title`; '' for anything else."""
    names = list[str]()
    while isinstance(node, nodes.Getattr):
        names.insert(0, node.attr)
        node = node.node
    return ".".join(names) if node == nodes.Name("page", "load") else ""
