"""Numbers and times of a sentence against those of its provisions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.verify.figures import Figure, find_figures, find_rates, find_vague_times
from assistant.verify.ground import Ground
from assistant.verify.reading import Read
from assistant.verify.texts import pairs
from assistant.verify.verdict import Problem, ProblemKind

#: Units in which a sentence counts what it lists itself.
_LISTED = frozenset(
    {"个", "项", "种", "类", "点", "方面", "条", "家", "处", "层", "部分", "件", "款", "支"}
)
_ENUMERATION = re.compile(r"、|和|与|以?及")
_TURN = re.compile(r"(?:做|搞|开展|进行|组织|来|举行|举办)(?:了|过)?$")
_WORD = re.compile(r"[\u4e00-\u9fff]")
_HOW_OFTEN = re.compile(r"定期|经常|每|年度|季度|日常|常态")
#: What may stand beside a frequency or a deadline that is given alone: 每季度一次.
_ALONE = re.compile(r"至少|一次|各|以?内|之内|有|是|为|明确|时限|期限|要求|规定")
#: How an act is repeated without a figure.
_BY_TURNS = re.compile(r"逐[级层项步]|定期|经常|日常")
#: By how many character pairs a piece must be nearer than another.
_CLEARLY = 2
_ITEM = re.compile(r"第?（[一二三四五六七八九十]+）")


def check_numbers(reads: Sequence[Read], ground: Ground) -> Iterator[Problem]:
    """Figures and times that are not printed, or that belong to something else."""
    said = "，".join(r.text for r in reads)
    printed: dict[tuple[str, str], list[str]] = {}
    for piece in (*ground.pieces, *ground.leads):  # 处…罚款： gives the sum for each 项 below it
        for figure in find_figures(piece.text):
            printed.setdefault(figure.key, []).append(piece.text)
    rates = [rate for piece in ground.pieces for rate in find_rates(piece.text)]
    for read in reads:
        for period, times, words in find_rates(read.text):
            stated = {t for p, t, _ in rates if p == period}
            if stated and times not in stated:
                yield Problem(ProblemKind.NUMBER, f"原文是{stated.pop()}次", (words,))
        for figure in find_figures(read.text):
            if _counted(figure, read.text, ground) or _listed(figure, said):
                continue
            if _is_turn(figure, read):
                continue
            number, unit = figure.key
            # 一年的计划 for 年度计划
            where = printed.get(figure.key) or printed.get((f"每{number}", unit))
            if where is None:
                yield Problem(ProblemKind.NUMBER, f"原文没有「{figure.text}」", (figure.text,))
            elif not _belongs(figure, read.text, where) or _rivalled(figure, read, where):
                yield Problem(
                    ProblemKind.NUMBER, f"「{figure.text}」在原文里说的是另一件事", (figure.text,)
                )
        for name, word, allowed in find_vague_times(read.text):
            near = "".join(p.text for p in read.pieces) + (
                read.record.clause if read.record else ""
            )
            near = near and near + "".join(ground.lead_ins)  # 责令限期改正： holds for each 项
            if word not in (near or ground.text) and not allowed.search(near or ground.text):
                yield Problem(ProblemKind.NUMBER, f"原文没有「{name}」", (word,))


def surveys(reads: Sequence[Read], ground: Ground) -> bool:
    """Whether a sentence counts the items of its provisions: 第六条列了七项职责."""
    items = sum(bool(p.leaf.id.item) for p in ground.leaves)
    return items > 1 and any(
        figure.key in {(str(items), "项"), (str(items), "条"), (str(items), "类")}
        for read in reads
        for figure in find_figures(read.text)
    )


def _is_turn(figure: Figure, read: Read) -> bool:
    """Whether 一次 is no count but says that something is done: 先做一次评估.

    It is one where the text says how often.
    """
    before, after = read.text[: figure.start], read.text[figure.start + len(figure.text) :]
    near = "".join(p.text for p in read.pieces) + (read.record.clause if read.record else "")
    return (
        figure.key == ("1", "次")
        and _TURN.search(before) is not None
        and _WORD.match(after) is not None
        and _HOW_OFTEN.search(near) is None
    )


def _counted(figure: Figure, text: str, ground: Ground) -> bool:
    """第七章; a count of the provisions themselves (下列八项职责) or of what the sentence lists."""
    if text[: figure.start].endswith("第"):
        return True
    number, unit = figure.key
    if unit not in _LISTED:
        return False
    items = sum(bool(p.leaf.id.item) for p in ground.leaves)
    named = len(_ITEM.findall(ground.text))
    after = text[figure.start + len(figure.text) :]
    sizes = (3, 2) if unit in ("家", "个") else ()
    counted = {str(ground.text.count(after[:n])) for n in sizes if len(after) >= n}  # 三家管委会
    return number in {str(items), str(len(ground.ids)), str(named), *counted}


def _listed(figure: Figure, said: str) -> bool:
    """Whether a sentence lists as many as it counts: 三类：文物保护单位、世界文化遗产和博物馆."""
    number, unit = figure.key
    graded = unit == "级" and said[: said.find(figure.text)].endswith(("分", "分为", "分成"))
    if (unit not in _LISTED and not graded) or not number.isdecimal():
        return False
    several = any(
        s.count("、") < int(number) <= len(_ENUMERATION.findall(s)) + 1 for s in said.split("，")
    )
    return several or int(number) in (said.count("，"), said.count("，") + 1)


def _belongs(figure: Figure, text: str, where: Sequence[str]) -> bool:
    rest = pairs(_ALONE.sub("，", text.replace(figure.text, "，")))
    return not rest or any(rest & pairs(printed.replace(figure.text, "，")) for printed in where)


def _rivalled(figure: Figure, read: Read, where: Sequence[str]) -> bool:
    """Whether what a piece restates has another figure of the kind: 每月研究一次 beside 每季度检查一次."""
    if not read.pieces:
        return False
    best = read.pieces[0].text
    every = figure.key[0].startswith("每")
    own = [f for f in find_figures(best) if f.key[0].startswith("每") == every]
    kind = [f for f in own if every or f.key[1] == figure.key[1]]
    if not (kind or _BY_TURNS.search(best)) or any(f.key == figure.key for f in find_figures(best)):
        return False
    rest = pairs(read.text.replace(figure.text, "，"))
    most = max(len(rest & pairs(text.replace(figure.text, "，"))) for text in where)
    return len(rest & pairs(best)) >= most + _CLEARLY
