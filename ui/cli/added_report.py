"""What came of many texts that were to be added: counted, and one line for each."""

from __future__ import annotations

from collections.abc import Sequence

from index.reading import AddedPath


def count_added(added: Sequence[AddedPath]) -> str:
    """How many went in, as what, and how many did not."""
    faults = sum(one.fault is not None for one in added)
    parts = sum(one.part_of is not None for one in added)
    new = [one for one in added if one.is_new and one.document is not None]
    known = len(added) - faults - parts - len(new)
    leaves = sum(len(one.document.regulation.leaves()) for one in new if one.document)
    older = sum(one.document.key != one.document.base for one in new if one.document)
    told = [f"共 {len(added)} 份文本：新收录 {len(new)} 部（{leaves} 个可引用条款）"]
    told += [f"其中 {older} 部收作另一版" if older else ""]
    told += [f"{parts} 份并入同一部法的另一份" if parts else ""]
    told += [f"{known} 份已经收录" if known else "", f"{faults} 份没有收进" if faults else ""]
    return "；".join(filter(None, told))


def report_added(added: Sequence[AddedPath]) -> str:
    """One line for each text, separated by tabs: path, what came of it, key, title, version, why not."""
    lines = ["文件\t结果\tKEY\t名称\t版本\t条款\t原因"]
    for one in added:
        cells = [str(one.path), _outcome(one)]
        if one.document is not None:
            regulation = one.document.regulation
            leaves = str(len(regulation.leaves()))
            cells += [one.document.key, regulation.title, regulation.version, leaves, ""]
        else:
            cells += ["", "", "", "", str(one.fault or "")]
        lines.append("\t".join(" ".join(cell.split()) for cell in cells))
    return "\n".join(lines) + "\n"


def _outcome(one: AddedPath) -> str:
    if one.fault is not None:
        return "没有收进"
    if one.part_of is not None:
        return "并入"
    return "新收录" if one.is_new else "已经收录"
