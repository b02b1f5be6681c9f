"""What is new, as an Atom feed."""

from dataclasses import dataclass
from datetime import date

from ..records.public import PublicQuestion
from ..views import PublicView
from .news import ADDRESS, News, news_of
from .page import plain
from .rendering import rendered

ANNOUNCED = 30
"""So many records it has: those with the latest news."""


@dataclass(frozen=True)
class Item:
    """A question or tutorial with its latest news."""

    news: News
    published: date | None
    summary: str


def feed(view: PublicView) -> dict[str, str]:
    """The feed, when settings.yml says where the site is and there are news: it needs full addresses."""
    if view.settings.site.url is None:
        return {}
    latest: dict[str, News] = {}
    for news in news_of(view):
        latest.setdefault(news.id, news)
        if len(latest) == ANNOUNCED:
            break
    items = [_item(view, news) for news in latest.values()]
    if not items:
        return {}
    return {"feed.xml": rendered("feed.xml", site=view.settings.site, items=items, page=ADDRESS)}


def _item(view: PublicView, news: News) -> Item:
    record = view.questions.get(news.id) or view.tutorials[news.id]
    about = record.answer if isinstance(record, PublicQuestion) else record.outcome
    return Item(news, record.published, plain(about))
