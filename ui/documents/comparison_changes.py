"""What of a comparison is told first, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.comparing.comparison import TextComparison
from assistant.comparing.finding import FindingKind
from assistant.comparing.rows import ComparedRow, RowKind
from assistant.comparing.summary import SameChange, changes_of, repeated_words
from corpus.clauses.records import NOT_REVIEWED
from ui.documents.comparison import kind_label, name_of, names_of, unit_names

_TITLES = {
    FindingKind.FIGURE: "数字（期限、罚款等）",
    FindingKind.MODAL: "应当、不得、可以",
    FindingKind.BODY: "主体（谁来做）",
    FindingKind.TARGET: "被罚、被处理的",
}


@dataclass(frozen=True, slots=True)
class KeyChanges:
    """What is told first.

    Attributes:
        title: of what kind they are.
        lines: a sentence each.
        reviewed: whether the words alone prove it, without what the program read out of a clause.
    """

    title: str
    lines: tuple[str, ...]
    reviewed: bool = True

    @property
    def heading(self) -> str:
        """The title with how many there are."""
        more = "" if self.reviewed else f"，{NOT_REVIEWED}"
        return f"{self.title}（{len(self.lines)} 处{more}）"


def key_changes(comparison: TextComparison, *, apart: bool = True) -> tuple[KeyChanges, ...]:
    """What matters first, then the new and the deleted ones, then what moved; only what there is.

    Args:
        apart: whether, of two different regulations, what only one of them has is listed.
    """
    found = [
        KeyChanges(
            title,
            tuple(_change_line(kind, change) for change in changes_of(comparison, kind)),
            reviewed=False,
        )
        for kind, title in _TITLES.items()
    ]
    words = [_words_line(change) for change in repeated_words(comparison)]
    found.append(KeyChanges("多处同样改的字", tuple(words)))
    for kind in (RowKind.NEW, RowKind.DELETED) if apart or comparison.is_one_law else ():
        rows = comparison.of_kind(kind)
        found.append(KeyChanges(f"{kind_label(kind, comparison)}的条", tuple(map(_opening, rows))))
    found.append(KeyChanges("移到别的条的句子", tuple(_transfer_lines(comparison))))
    placed = [
        r for r in comparison.articles if r.moved or r.kind in (RowKind.SPLIT, RowKind.MERGED)
    ]
    if comparison.is_one_law:
        found.append(KeyChanges("移动、拆分、合并的条", tuple(map(_placed_line, placed))))
    return tuple(changes for changes in found if changes.lines)


def _change_line(kind: FindingKind, change: SameChange) -> str:
    names = names_of(change.rows)
    what = {FindingKind.FIGURE: change.about}.get(kind, "")
    shown = change.words not in ("", change.old, change.new)
    words = f"（“{change.words}”）" if shown else ""
    return f"{names}：{what}{_from_to(change)}{words}"


def _words_line(change: SameChange) -> str:
    return f"{_from_to(change)}：{len(change.rows)} 条，{names_of(change.rows)}"


def _from_to(change: SameChange) -> str:
    if change.old and change.new:
        return f"由「{change.old}」改为「{change.new}」"
    return f"增加「{change.new}」" if change.new else f"去掉「{change.old}」"


def _opening(row: ComparedRow) -> str:
    """The name of a 条 and how it begins, verbatim."""
    (unit,) = row.new or row.old
    first = unit.text.partition("\n")[0]
    return f"{name_of(row)}：{first[:40]}{'……' if len(first) > 40 else ''}"


def _transfer_lines(comparison: TextComparison) -> Iterator[str]:
    for transfer in comparison.transfers:
        source, target = (comparison.rows[at] for at in (transfer.source, transfer.target))
        yield f"原{unit_names(source.old)} → {unit_names(target.new)}：“{''.join(transfer.sentences)}”"


def _placed_line(row: ComparedRow) -> str:
    what = [row.kind.value] if row.kind in (RowKind.SPLIT, RowKind.MERGED) else []
    what += ["移动"] if row.moved else []
    if row.kind is RowKind.CHANGED:
        what.append("有修改")
    before, after = unit_names(row.old), unit_names(row.new)
    return f"原{before} → {after}（{'，'.join(what)}）"
