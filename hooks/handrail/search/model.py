"""What ranks: two small tables that say how much each word of a query speaks for each article.

*Meaning*: a query's vector is the sum of its words' vectors, and an article is a direction in which the
vectors of its texts lie (`classifier.fit`). *Words*: a query is compared with each text of an article by the
words that they share, the rarer the more (the cosine of tf-idf vectors); its best text counts, and in how
many of its texts each word is. The score is meaning + `WORDS` × best text + `LEANING` × log-odds. All
numbers are small integers, so that a reader's browser gets by with little and computes what is computed
here.
"""

from dataclasses import dataclass
from functools import lru_cache

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # has no types

from . import few, many
from .documents import MANY, Document
from .index import Index, index_of
from .learnt import Learnt
from .memory import NOTHING, Memory
from .texts import compared


@dataclass(frozen=True)
class Model(Learnt):
    """All that the ranking of a query needs."""

    documents: tuple[Document, ...]
    index: Index
    phrasings: tuple[str, ...]
    """What the texts of `index` say, where it is a phrasing that readers may see, and '' elsewhere."""


def train(
    documents: tuple[Document, ...], pages: tuple[Document, ...] = (), known: Memory = NOTHING
) -> Model:
    """The model of `documents`, from their texts alone, and of some `pages` beside them, of which nothing is
    learnt. There must be one document at least. What is `known` of some from the last time saves time.

    Checking and building learn from the same documents, and only once. One thread, so that the same texts
    give the same bytes on any number of cores.
    """
    return _trained(documents, pages, known)


@lru_cache(maxsize=2)
def _trained(documents: tuple[Document, ...], pages: tuple[Document, ...], known: Memory) -> Model:
    with threadpool_limits(1):
        are_few = len(documents) < MANY
        learnt = few.learn(documents, pages) if are_few else many.learn(documents, pages, known)
    chosen = compared(learnt.texts, learnt.texts.weights > 0)
    return Model(
        **vars(learnt),
        documents=(*documents, *pages),
        index=index_of(learnt.texts, chosen),
        phrasings=tuple(map(learnt.texts.shown.__getitem__, chosen.tolist())),
    )
