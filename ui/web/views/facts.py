"""What is known about a document: status and where it is from, dates, issuer, source. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from corpus.text.history import LawEvent
from corpus.text.provision import Regulation
from corpus.text.status import is_draft, status_mark, status_origin, status_shown, status_words
from ui.web.templating import part

_NOT_PRINTED = "原文没有写明"


def facts_of(regulation: Regulation) -> tuple[tuple[str, str], ...]:
    """Pairs of a name and what is known, what is most asked for first."""
    dated = regulation.effective.isoformat() if regulation.effective else _NOT_PRINTED
    pairs = (
        ("状态", status_in_full(regulation)),
        ("状态出处", status_origin(regulation).rstrip("。")),
        ("位阶", regulation.rank),
        ("发布机关", regulation.issuer or _NOT_PRINTED),
        ("施行日期", dated),
        ("经过", "；".join(map(_event, regulation.events))),
        ("文号", regulation.number),
        ("版本", regulation.version),
        ("另存的版本", "、".join(v.key for v in regulation.others)),
        ("条数", f"{len(regulation.articles())} 条"),
        ("文本来源", regulation.source),
    )
    return tuple((name, value) for name, value in pairs if value)


def status_in_full(regulation: Regulation) -> str:
    """现行有效（据所收版本，请核对是否有新修订）; of a draft 征求意见稿，尚未施行."""
    draft = is_draft(regulation.status)
    return status_mark(regulation) if draft else status_shown(regulation)


def _event(event: LawEvent) -> str:
    return " ".join(filter(None, (event.day.isoformat(), event.kind)))


def render_pairs(pairs: Sequence[tuple[str, str]]) -> Markup:
    """Names and values as a list."""
    return part("facts", "pairs", pairs)


def render_status(regulation: Regulation, words: str) -> Markup:
    """A status that is seen at once; what is no law, or may be none, looks otherwise."""
    return mark_status(regulation.status, words)


def mark_status(status: str, words: str) -> Markup:
    """The same of a status."""
    css = {True: "", False: " draft", None: " unknown"}[status_words(status).in_force]
    return part("facts", "status", css, words)
