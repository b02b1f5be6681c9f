"""What lies beside the pages of the help center, by its address."""

import json
from collections.abc import Mapping

from ..views import PublicView
from .feed import feed
from .looks import looks
from .page import Page
from .rendering import rendered
from .twins import list_of_twins

KEPT = 100
"""So many pages are kept without having been read, some kilobytes each."""


def public_files(view: PublicView, pages: Mapping[str, Page]) -> dict[str, str]:
    """Everything for machines but the twins, and the company's colours, from the view alone."""
    lists = list_of_twins(view, pages)
    return looks(view.settings) | feed(view) | robots(view) | offline(view, pages) | lists


def robots(view: PublicView) -> dict[str, str]:
    """Where crawlers find the list of pages, when settings.yml says where the site is."""
    url = view.settings.site.url
    return {"robots.txt": rendered("robots.txt", url=url)} if url else {}


def offline(view: PublicView, pages: Mapping[str, Page]) -> dict[str, str]:
    """The pages that browsers keep without having shown them, if settings.yml lets them keep any.

    All of a small help center; of a larger one those that lead to the others.
    """
    main = ("home.html", "topic.html", "contact.html", "whats-new.html")
    kept = [p.address for p in pages.values() if len(pages) <= KEPT or p.template in main]
    return {"offline.json": json.dumps(kept)} if view.settings.site.offline else {}
