"""对照: two documents of the library side by side. Pure functions; every text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.comparing.choosing import Candidate
from assistant.comparing.comparison import TextComparison
from assistant.comparing.rows import ComparedRow
from corpus.text.provision import Regulation
from corpus.text.status import status_words
from ui.documents.comparison import (
    cautions,
    count_sentence,
    facts_of_side,
    folded_sentence,
    headline,
    name_of,
    new_side,
    notices,
    old_side,
    row_label,
    shown_rows,
)
from ui.documents.comparison_changes import KeyChanges, key_changes
from ui.web.views.facts import render_pairs, render_status
from ui.web.views.markup import lines, paragraphs, text, trouble
from ui.web.views.reader import page_style

#: Lines of a group that are seen at once; the others are one click away.
_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class DiffQuery:
    """What is compared, as the address names it."""

    old: str = ""
    new: str = ""

    @property
    def address(self) -> str:
        """The query of the view's address."""
        return urlencode([(k, v) for k, v in (("a", self.old), ("b", self.new)) if v])


def render_diff(
    query: DiffQuery,
    candidates: Sequence[Candidate],
    comparison: TextComparison | None = None,
    fault: str = "",
) -> str:
    """The whole view: the choice of two documents, and what was found.

    Args:
        query: what was asked.
        candidates: what may be chosen.
        comparison: of what was asked; None where nothing was.
        fault: why there is none, in Chinese.
    """
    result = trouble("不能对照", [f"{fault}。"]) if fault else ""
    if comparison is not None:
        result = render_comparison(comparison, query)
    shown = _suggested(candidates) if not query.old else query
    if comparison is not None:
        shown = DiffQuery(comparison.old.key, comparison.new.key)
    return (
        '<div class="view diff"><h2 tabindex="-1">对照</h2>'
        '<p class="lead">两个版本，或者草案和法律：逐条找到对应的条，标出改了的字。</p>'
        f"{_form(shown, candidates)}"
        f'<div class="result">{result}</div></div>'
    )


def _suggested(candidates: Sequence[Candidate]) -> DiffQuery:
    """What the choice begins with: an old version with the one that answers, else the first two."""
    keys = [c.listed.key for c in candidates]
    old = next((c.listed for c in candidates if not c.listed.is_current), None)
    if old is not None and old.base in keys:
        return DiffQuery(old.key, old.base)
    return DiffQuery(*keys[:2])


def _form(query: DiffQuery, candidates: Sequence[Candidate]) -> str:
    fields = "".join(
        f'<label class="field wide switch"><span>{label}</span><select name="{name}">'
        f"{_options(candidates, chosen)}</select></label>"
        for name, label, chosen in (("a", "原来的", query.old), ("b", "新的", query.new))
    )
    return (
        '<form class="asking" data-view="diff" data-form="diff" method="get" action="" '
        f'aria-label="选两份文件"><div class="fields">{fields}'
        '<button type="submit" class="strong">对照</button></div></form>'
    )


def _options(candidates: Sequence[Candidate], chosen: str) -> str:
    return "".join(
        f'<option value="{text(c.listed.key)}"{" selected" if c.listed.key == chosen else ""}>'
        f"{text(_shown(c))}</option>"
        for c in candidates
    )


def _shown(candidate: Candidate) -> str:
    listed = candidate.listed
    dated = "" if listed.version in ("", "unversioned", "draft") else f"（{listed.version}）"
    return f"{listed.base}{dated}" if dated else listed.key


def render_comparison(comparison: TextComparison, query: DiffQuery) -> str:
    """What both texts are, what matters first, and the rows in which something changed."""
    rows = shown_rows(comparison)
    download = f"download/diff.docx?{query.address}"
    folded = folded_sentence(comparison)
    body = (
        '<section class="rows"><h4>逐条对照 <span class="legend"><del>删去的字</del> '
        f"<ins>增加的字</ins></span></h4>{''.join(_row(row, comparison) for row in rows)}</section>"
        if rows
        else ""
    )
    sides = _side("原", comparison.old) + _side("新", comparison.new)
    style = page_style(notices(comparison).replace("\n", "　"), headline(comparison), "comparison")
    return (
        f"<style>{style}</style>"
        f'<div class="headline"><h3 tabindex="-1">{text(headline(comparison))}</h3>'
        f'<div class="acts"><a class="plain" href="{text(download)}" download>存成 Word</a></div></div>'
        f'<div class="sides">{sides}</div>'
        f'<div class="cautions">{paragraphs(cautions(comparison))}</div>'
        f'<p class="counts">{text(count_sentence(comparison))}</p>'
        f"{''.join(map(_changes, key_changes(comparison)))}{body}"
        + (f'<p class="summary">{text(folded)}</p>' if folded else "")
        + f'<footer class="source"><p class="notice">{lines(notices(comparison))}</p></footer>'
    )


def _side(name: str, regulation: Regulation) -> str:
    facts = dict(facts_of_side(regulation))
    status = facts.pop("状态")
    draft = " draft" if status_words(regulation.status).in_force is False else ""
    return (
        f'<section class="side{draft}"><h4>{name} {render_status(regulation, status)}</h4>'
        f"{render_pairs([*facts.items()])}</section>"
    )


def _changes(changes: KeyChanges) -> str:
    items = [f"<li>{text(line)}</li>" for line in changes.lines]
    more = items[_AT_ONCE:]
    rest = (
        f"<details><summary>其余 {len(more)} 处</summary><ul>{''.join(more)}</ul></details>"
        if more
        else ""
    )
    return (
        f'<section class="changes"><h4>{text(changes.heading)}</h4>'
        f"<ul>{''.join(items[:_AT_ONCE])}</ul>{rest}</section>"
    )


def _row(row: ComparedRow, comparison: TextComparison) -> str:
    kinds = {"新增": "new", "删去": "gone"}
    css = kinds.get(row.kind.value, "changed")
    old = _words(old_side(row), "del") if row.old else '<p class="none">没有这一条</p>'
    new = _words(new_side(row), "ins") if row.new else '<p class="none">没有这一条</p>'
    return (
        f'<article class="diff-row {css}"><h5>{text(name_of(row))} '
        f'<span class="state">{text(row_label(row, comparison))}</span></h5>'
        f'<div class="pair"><div class="was"><b>原</b>{old}</div>'
        f'<div class="is"><b>新</b>{new}</div></div></article>'
    )


def _words(pieces: Iterable[tuple[str, bool]], tag: str) -> str:
    """Words in paragraphs; what changed is marked in each of them."""
    shown = [
        "\n".join(f"<{tag}>{text(line)}</{tag}>" if line else "" for line in words.split("\n"))
        if changed
        else text(words)
        for words, changed in pieces
    ]
    return "".join(f"<p>{line}</p>" for line in "".join(shown).split("\n") if line)
