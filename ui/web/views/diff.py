"""对照: two documents of the library side by side. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

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
from ui.web.printing import page_style
from ui.web.templating import part
from ui.web.views.facts import render_status

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
    result = part("parts", "trouble", "不能对照", [f"{fault}。"]) if fault else Markup()
    if comparison is not None:
        result = render_comparison(comparison, query)
    shown = _suggested(candidates) if not query.old else query
    if comparison is not None:
        shown = DiffQuery(comparison.old.key, comparison.new.key)
    options = [(c.listed.key, _shown(c)) for c in candidates]
    return str(part("diff", "view", shown, options, result))


def _suggested(candidates: Sequence[Candidate]) -> DiffQuery:
    """What the choice begins with: an old version with the one that answers, else the first two."""
    keys = [c.listed.key for c in candidates]
    old = next((c.listed for c in candidates if not c.listed.is_current), None)
    if old is not None and old.base in keys:
        return DiffQuery(old.key, old.base)
    return DiffQuery(*keys[:2])


def _shown(candidate: Candidate) -> str:
    listed = candidate.listed
    dated = "" if listed.version in ("", "unversioned", "draft") else f"（{listed.version}）"
    return f"{listed.base}{dated}" if dated else listed.key


@dataclass(frozen=True, slots=True)
class _Side:
    """What one of the two is."""

    name: str
    css: str
    status: Markup
    facts: tuple[tuple[str, str], ...]


#: Paragraphs of pieces, each with whether it changed.
_Paragraphs = tuple[tuple[tuple[str, bool], ...], ...]


@dataclass(frozen=True, slots=True)
class _ShownRow:
    """A row in which something changed; nothing on a side without the provision."""

    css: str
    name: str
    label: str
    old: _Paragraphs
    new: _Paragraphs


@dataclass(frozen=True, slots=True)
class _ShownComparison:
    """A comparison as the template shows it."""

    style: Markup
    headline: str
    download: str
    sides: tuple[_Side, ...]
    cautions: Sequence[str]
    counts: str
    changes: Sequence[KeyChanges]
    at_once: int
    rows: tuple[_ShownRow, ...]
    folded: str
    notices: str
    course: str


def render_comparison(comparison: TextComparison, query: DiffQuery) -> Markup:
    """What both texts are, what matters first, and the rows in which something changed."""
    said, title = notices(comparison), headline(comparison)
    shown = _ShownComparison(
        style=Markup(page_style(said, title, "comparison")),
        headline=title,
        download=f"download/diff.docx?{query.address}",
        sides=(_side("原", comparison.old), _side("新", comparison.new)),
        cautions=cautions(comparison),
        counts=count_sentence(comparison),
        changes=key_changes(comparison),
        at_once=_AT_ONCE,
        rows=tuple(_row(row, comparison) for row in shown_rows(comparison)),
        folded=folded_sentence(comparison),
        notices=said,
        course=_course(comparison),
    )
    return part("diff", "comparison", shown)


def _course(comparison: TextComparison) -> str:
    """The address of the training on what differs; an older version teaches nothing."""
    old, new = comparison.old, comparison.new
    if comparison.is_equal or "@" in new.key:
        return ""
    return f"train?{urlencode([('in', new.key), ('against', old.key)])}"


def _side(name: str, regulation: Regulation) -> _Side:
    facts = dict(facts_of_side(regulation))
    status = render_status(regulation, facts.pop("状态"))
    draft = " draft" if status_words(regulation.status).in_force is False else ""
    return _Side(name, draft, status, tuple(facts.items()))


def _row(row: ComparedRow, comparison: TextComparison) -> _ShownRow:
    kinds = {"新增": "new", "删去": "gone"}
    css = kinds.get(row.kind.value, "changed")
    old = _paragraphs(old_side(row)) if row.old else ()
    new = _paragraphs(new_side(row)) if row.new else ()
    return _ShownRow(css, name_of(row), row_label(row, comparison), old, new)


def _paragraphs(pieces: Iterable[tuple[str, bool]]) -> _Paragraphs:
    """Words in paragraphs; what changed is marked in each of them."""
    shown: list[list[tuple[str, bool]]] = [[]]
    for words, changed in pieces:
        first, *rest = words.split("\n")
        shown[-1].append((first, changed))
        shown += [[(line, changed)] for line in rest]
    kept = (tuple(piece for piece in line if piece[0]) for line in shown)
    return tuple(line for line in kept if line)
