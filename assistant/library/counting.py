"""「第三项呢」「下一个」「最后一种」 after an answer → the provision that is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.answer import Answer
from assistant.understanding.of_talk import ListedItem
from corpus.citing.citations import format_citation
from corpus.text.provision import ProvisionId
from index.opened import Index

#: Items of one holder from which an answer has shown a list.
_LIST = 2


def find_counted(asked: ListedItem, last: Answer, indexes: Sequence[Index]) -> str:
    """The citation of the provision that is counted to; empty where nothing was shown to count in.

    Args:
        asked: as the question says it.
        last: the answer before.
        indexes: of the documents, one of which it rests on.
    """
    shown = last.cited or tuple(q.id for q in last.quotes)
    if not shown:
        return ""
    key = Counter(i.document for i in shown).most_common(1)[0][0]
    index = next((i for i in indexes if i.regulation.key == key), indexes[0])
    own = [i.of("") for i in shown if i.document == key]
    found = _counted(asked, own, index)
    if found is None:
        return ""
    return f"{format_citation(found, index.regulation, title=len(indexes) > 1)}写了什么"


def _counted(asked: ListedItem, own: Sequence[ProvisionId], index: Index) -> ProvisionId | None:
    if asked.counted == "step":
        return _next(asked, own[0], index)
    holder = Counter(i.holder for i in own).most_common(1)[0][0]
    items = [leaf.id for leaf in index.items_of(holder) if not leaf.id.subitem]
    listed = items or (list(own) if len(own) >= _LIST else [])
    if not listed:
        return None
    if asked.counted == "article":
        told = sum(i.holder == holder and bool(i.item) for i in own)
        if told < _LIST or asked.number > len(items):
            return None  # the 条 of that number
    if asked.counted == "from_end":
        return listed[-asked.number] if asked.number <= len(listed) else None
    if items:  # one that there is not is said not to be
        return replace(holder, item=str(asked.number))
    return listed[asked.number - 1] if 0 < asked.number <= len(listed) else None


def _next(asked: ListedItem, now: ProvisionId, index: Index) -> ProvisionId | None:
    """The 项 or 条 after or before the one that was shown."""
    if now.item.isdecimal() and not asked.of_articles:
        number = int(now.item) + asked.number
        return replace(now, item=str(number), subitem="") if number else None
    articles = [ProvisionId(a.number) for a in index.regulation.articles()]
    if not asked.of_articles or now.parent_article() not in articles:
        return None
    at = articles.index(now.parent_article()) + asked.number
    return articles[at] if 0 <= at < len(articles) else None
