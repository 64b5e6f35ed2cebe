"""A comparison in words: what both texts are, how many 条 became what, what matters first.

Every medium (terminal, Markdown, Word, page, JSON) takes its sentences from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.quoting import status_notice
from assistant.comparing.comparison import TextComparison
from assistant.comparing.marking import MarkKind
from assistant.comparing.pieces import shown_pieces
from assistant.comparing.rows import ComparedRow, RowKind
from assistant.comparing.units import TextUnit
from corpus.text.provision import Regulation
from corpus.text.status import is_draft, status_shown, status_words
from corpus.text.versions import is_dated, is_earlier

_NOT_PRINTED = "没有写明"
#: Rows that a group names one by one; of more it tells how many.
_NAMED = 40


def headline(comparison: TextComparison) -> str:
    """消防法：2008-10-28 的一版与 2021-04-29 的一版对照."""
    old, new = comparison.old, comparison.new
    if old.title == new.title and edition(old) != edition(new):
        return f"《{new.title}》：{edition(old)}与 {edition(new)}对照".replace("与 没", "与没")
    if old.title == new.title:
        return f"《{new.title}》：两份文本对照"
    return f"《{old.title}》与《{new.title}》对照"


def edition(regulation: Regulation) -> str:
    """2021-04-29 的一版; a draft by its status."""
    if is_draft(regulation.status):
        return regulation.status
    version = regulation.version
    return f"{version} 的一版" if is_dated(version) else "没有写明日期的一版"


def facts_of_side(regulation: Regulation) -> tuple[tuple[str, str], ...]:
    """What a text is: names and values."""
    effective = regulation.effective.isoformat() if regulation.effective else _NOT_PRINTED
    draft = is_draft(regulation.status)
    status = status_words(regulation.status).mark if draft else status_shown(regulation)
    dated = is_dated(regulation.version)
    return (
        ("名称", f"《{regulation.title}》"),
        ("状态", status),
        ("版本", regulation.version if dated or draft else _NOT_PRINTED),
        ("施行日期", effective),
        ("条数", f"{len(regulation.articles())} 条"),
    )


def cautions(comparison: TextComparison) -> tuple[str, ...]:
    """What has to be known before reading: drafts, titles that differ, an order that is the wrong one."""
    old, new = comparison.old, comparison.new
    told = []
    if is_draft(new.status):
        more = (
            "：下面说的修改、新增、删去都是草案拟改的"
            if comparison.is_one_law
            else "，不作为执法依据"
        )
        told.append(f"新的一边是{new.status}，尚未施行{more}。")
    if is_draft(old.status):
        told.append(f"原来的一边是{old.status}，尚未施行，不作为执法依据。")
    if not comparison.is_one_law:
        told.append("两份不是同一部法规：对应的条按文字找出，一边没有的不等于新增或者废止。")
    if is_earlier(new.version, old.version):
        told.append(f"注意次序：“新”的一边（{new.version}）比“原”的一边（{old.version}）早。")
    return tuple(told)


def counts(comparison: TextComparison) -> dict[str, int]:
    """Kind of row → how many rows of 条, with those that moved and that only changed their number."""
    found = {kind.value: len(comparison.of_kind(kind)) for kind in RowKind}
    found["移动"] = sum(row.moved for row in comparison.articles)
    same = [row for row in comparison.of_kind(RowKind.SAME) if not row.moved]
    found["只变条号"] = sum(row.old[0].number != row.new[0].number for row in same)
    return found


def count_sentence(comparison: TextComparison) -> str:
    """原 218 条，新 266 条：未变 29 条，修改 153 条…."""
    found = counts(comparison)
    parts = []
    for kind in RowKind:
        number = found[kind.value]
        if not number:
            continue
        said = f"{kind_label(kind, comparison)} {number} 条"
        if kind in (RowKind.SPLIT, RowKind.MERGED):
            said = f"{kind.value} {number} 处"
        if kind is RowKind.SAME and found["只变条号"]:
            said += f"（其中 {found['只变条号']} 条只是条号变了）"
        parts.append(said)
    moved = f"；移动了位置 {found['移动']} 处" if found["移动"] else ""
    moved = moved if comparison.is_one_law else ""
    olds, news = (len(r.articles()) for r in (comparison.old, comparison.new))
    if comparison.is_equal:
        return f"两份各 {news} 条，文字没有不同。"
    return f"原 {olds} 条，新 {news} 条：{'，'.join(parts)}{moved}。"


def kind_label(kind: RowKind, comparison: TextComparison) -> str:
    """What a kind of row is called: 新增; of two different regulations 只有新的一边有."""
    if kind is RowKind.RENUMBERED:
        return "只有引用的条号随改"
    return kind.value if comparison.is_one_law else _APART.get(kind, kind.value)


#: Of two different regulations.
_APART = {
    RowKind.NEW: "只有新的一边有",
    RowKind.DELETED: "只有原的一边有",
    RowKind.CHANGED: "相近",
    RowKind.SAME: "相同",
}


def names_of(rows: Sequence[ComparedRow]) -> str:
    """Names of rows as a list; of many how many more there are."""
    named = "、".join(map(name_of, rows[:_NAMED]))
    return f"{named}等 {len(rows)} 条" if len(rows) > _NAMED else named


def name_of(row: ComparedRow) -> str:
    """第十五条（原第十二条）; of one that is gone 原第七条; of the same number the number alone."""
    before, after = (unit_names(units) for units in (row.old, row.new))
    if not after:
        return f"原{before}"
    return after if before in ("", after) else f"{after}（原{before}）"


def unit_names(units: Sequence[TextUnit]) -> str:
    """第十二条、第十三条."""
    return "、".join(unit.name for unit in units)


def row_label(row: ComparedRow, comparison: TextComparison) -> str:
    """What became of a row: 修改, 移动，修改."""
    label = kind_label(row.kind, comparison)
    return f"移动，{label}" if row.moved and comparison.is_one_law else label


def shown_rows(comparison: TextComparison, *, whole: bool = False) -> tuple[ComparedRow, ...]:
    """The rows that are read: those in which something changed, or all of them."""
    return tuple(row for row in comparison.rows if whole or not row.is_same)


def folded_sentence(comparison: TextComparison) -> str:
    """Which 条 are not shown, as nothing in them changed; empty for none."""
    same = [row for row in comparison.articles if row.is_same]
    return f"没有列出的 {len(same)} 条未变：{'、'.join(_runs(same))}。" if same else ""


def _runs(rows: Sequence[ComparedRow]) -> Iterator[str]:
    """Names of rows, those that follow each other on both sides as one: 第八条至第十条（原第七条至第九条）."""
    run: list[ComparedRow] = []
    for row in rows:
        if run and not _follows(run[-1], row):
            yield _run(run)
            run = []
        run.append(row)
    if run:
        yield _run(run)


def _follows(one: ComparedRow, other: ComparedRow) -> bool:
    pairs = (one.old[0], other.old[0]), (one.new[0], other.new[0])
    return all(
        a.annex == b.annex
        and a.number.isdecimal()
        and b.number.isdecimal()
        and int(b.number) == int(a.number) + 1
        for a, b in pairs
    )


def _run(rows: Sequence[ComparedRow]) -> str:
    if len(rows) < 3:
        return "、".join(map(name_of, rows))
    first, last = rows[0], rows[-1]
    said = f"{first.new[0].name}至{last.new[0].name}"
    if first.old[0].name == first.new[0].name:
        return said
    return f"{said}（原{first.old[0].name}至{last.old[0].name}）"


def notices(comparison: TextComparison) -> str:
    """What the status of both texts obliges to say."""
    old, new = comparison.old, comparison.new
    return "\n".join(f"《{r.title}》（{edition(r)}）：{status_notice(r)}" for r in (old, new))


def old_side(row: ComparedRow) -> Iterator[tuple[str, bool]]:
    """The old words, each piece with whether it was deleted."""
    yield from ((p.old, p.kind is not MarkKind.EQUAL) for p in shown_pieces(row.marks) if p.old)


def new_side(row: ComparedRow) -> Iterator[tuple[str, bool]]:
    """The new words, each piece with whether it was inserted."""
    yield from ((p.new, p.kind is not MarkKind.EQUAL) for p in shown_pieces(row.marks) if p.new)
