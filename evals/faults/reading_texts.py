"""Texts as people really have them, and what a careful reader makes of each.

``read`` is the list of provisions that must come out, ``told`` the line that a failing message must
name; with both, either will do. What is neither read nor told is lost in silence.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One text: the provisions that it holds, in order, or the line that must be complained of.

    Attributes:
        name: what is odd about it.
        text: without the title line, which is the same for all: it is line 1.
        read: addresses of all leaves, separated by spaces; empty where only a message will do.
        told: 1-based line that a message must name which fails the check; 0 where none needs be.
        absent: characters that no provision may hold.
        present: words that some provision must hold as they stand.
    """

    name: str
    text: str
    read: str = ""
    told: int = 0
    absent: str = ""
    present: str = ""


TITLE = "某镇灭火器管理办法"
ONE = "第一条 为了管好灭火器，制定本办法。\n"
THREE = "第三条 本办法自公布之日起施行。\n"
ALL = "art1 art2 art3"
LIST = "art1 art1.item1 art1.item2 art2"


def _second(line: str) -> str:
    return f"{ONE}{line}\n{THREE}"


def _list(one: str, two: str) -> str:
    return f"第一条 商户应当：\n{one}配齐灭火器；\n{two}每月查看压力。\n第二条 村民相互提醒。\n"


MARKS = (
    Reading("条标加粗", _second("**第二条** 商户每月查看。"), ALL, absent="*"),
    Reading(
        "末条加粗连空格",
        f"{ONE}第二条 商户每月查看。\n**第三条　**自公布之日起施行。",
        ALL,
        absent="*",
    ),
    Reading("下划线粗体", _second("__第二条__　商户每月查看。"), ALL, absent="_"),
    Reading(
        "引用号和列表号后的条标",
        f"{ONE}> 第二条 商户每月查看。\n- 第三条 自公布之日起施行。",
        ALL,
    ),
    Reading("正文里的粗体", _second("**第二条** 商户每**月**查看。"), ALL, present="商户每月查看"),
    Reading("条标里有空格", _second("第 二 条　商户每月查看。"), ALL),
    Reading("末条条标里有全角空格", f"{ONE}第二条 商户查看。\n第　三　条　自公布之日起施行。", ALL),
    Reading("项标里有空格", _list("（ 一 ）", "（ 二 ）"), LIST),
    Reading("条标里有零宽字符", _second("第\u200b二\u200d条 商户每月查看。"), ALL),
    *(
        Reading(f"换行符 U+{ord(c):04X}", f"{ONE}第二条 商户查看。{c}{THREE}", ALL)
        for c in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    ),
    Reading("康熙部首的条标", _second("第⼆条 商户每⽉查看⼒度。"), ALL, present="每月查看力度"),
    Reading("部首补充区的字", _second("第二条 ⻋间主任⻓期查看。"), ALL, present="车间主任长期"),
)
DAMAGED = (
    *tuple(
        Reading(f"坏条标「{label}」", f"{ONE}{label}商户每月查看。\n{THREE}", told=3)
        for label in (
            "笫二条 ",
            "弟二条\u3000",
            "第二奈 ",
            "第二絛\u3000",
            "第二條 ",
            "第兰条 ",
            "第=条 ",
            "第二 ",
            "二条\u3000",
            "第条 ",
            "苐二条",
            "第二亲 ",
            "第二杀",
            "箓二条 ",
            "第Z条 ",
            "第二.条 ",
            "第二务：",
            "第二备 ",
        )
    ),
    Reading("末条是坏条标", f"{ONE}第二条 商户查看。\n第三奈 自公布之日起施行。", told=4),
    Reading("末条缺条字", f"{ONE}第二条 商户查看。\n第三 自公布之日起施行。", told=4),
    Reading("第一条是坏条标", f"笫一条 为了安全。\n第二条 商户查看。\n{THREE}", told=2),
    Reading("坏章标", f"第一章 总则\n{ONE}第二草 职责\n第二条 商户查看。\n{THREE}", told=4),
    Reading(
        "两位数的坏条标",
        "".join(f"第{n}条 丁。\n" for n in "一二三四五六七八九十") + "第十一奈 戊。\n第十二条 己。",
        told=12,
    ),
    Reading("末条缺条字也没有空格", f"{ONE}第二条 商户查看。\n第三自公布之日起施行。", told=4),
    Reading("末条的条标后是顿号", f"{ONE}第二条 商户查看。\n第三条、自公布之日起施行。", ALL),
    Reading("坏节标", f"第一章 总则\n第一茚 目的\n{ONE}第二条 查看。\n{THREE}", told=3),
    Reading("条标在行中", f"{ONE}第二条 商户查看。第三条 自公布之日起施行。", ALL, told=3),
    Reading("行中没有空格的条标", f"{ONE}第二条 商户查看。第三条自公布之日起施行。", ALL, told=3),
    Reading("条标前有杂字", f"{ONE}第二条 商户查看。\n◆第三条 自公布之日起施行。", ALL, told=4),
    Reading("条标在书名号里", f"{ONE}【第二条】商户查看。\n{THREE}", ALL, told=3),
    Reading("编号读不通", f"{ONE}第二百千条 商户查看。\n{THREE}", told=3),
)
LISTS = (
    *(
        Reading(f"列举「{one}」", _list(one, two), LIST)
        for one, two in (
            ("㈠", "㈡"),
            ("1）", "2）"),
            ("1)", "2)"),
            ("a)", "b)"),
            ("a.", "b."),
            ("（a）", "（b）"),
            ("甲、", "乙、"),
            ("一是", "二是"),
            ("Ⅰ.", "Ⅱ."),
            ("ⅰ、", "ⅱ、"),
            ("❶", "❷"),
            ("一）", "二）"),
            ("第一，", "第二，"),
            ("其一，", "其二，"),
            ("【1】", "【2】"),
            ("〔一〕", "〔二〕"),
            ("一.", "二."),
            ("A、", "B、"),
            ("I.", "II."),
        )
    ),
    Reading(
        "二十以后的圈码",
        "第一条 商户应当：\n"
        + "".join(
            f"{c}事{i}；\n"
            for i, c in enumerate(map(chr, (*range(0x2460, 0x2474), 0x3251, 0x3252)), 1)
        )
        + "第二条 完。",
        "art1 " + " ".join(f"art1.item{i}" for i in range(1, 23)) + " art2",
    ),
    Reading(
        "项印在一行",
        "第一条 商户应当：（一）配齐；（二）查看；（三）报告。\n第二条 完。",
        "art1 art1.item1 art1.item2 art1.item3 art2",
    ),
    Reading(
        "两项一行",
        "第一条 商户应当：\n（一）配齐；（二）查看；\n（三）报告。\n第二条 完。",
        "art1 art1.item1 art1.item2 art1.item3 art2",
    ),
    Reading(
        "提到几项不算列举",
        "第一条 违反本条第（一）项、第（二）项的：依照（一）处理。\n第二条 完。",
        "art1 art2",
    ),
    Reading("圆点列举", _list("• ", "• "), "art1 art2"),
    Reading("丢了编号的列举", _list("", ""), "art1 art2"),
    Reading(
        "甲乙双方不是列举",
        "第一条 合同写明：\n甲、乙双方互查。\n第二条 完。",
        "art1 art1.para2 art2",
    ),
)
