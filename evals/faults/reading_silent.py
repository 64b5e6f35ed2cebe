"""Texts from which something was once lost, merged or falsified without a word."""

from __future__ import annotations

from evals.faults.reading_texts import ALL, LIST, ONE, THREE, Reading

_TWO = "第二条 商户每月查看。"

INSIDE = tuple(
    Reading(f"行中的坏条标「{label}」", f"{ONE}{_TWO}{label}本办法自公布之日起施行。", told=3)
    for label in (
        "第三絛 ",
        "苐三条 ",
        "笫三条",
        "第三I条 ",
        "第1O条 ",
        "第囗条 ",
        "第三务：",
        "三条 ",
        "第三 ",
    )
)
BROKEN = (
    Reading("条标断在两行", f"{ONE}{_TWO}\n第三\n条 自公布之日起施行。", ALL),
    Reading("条标断成三行", f"{ONE}{_TWO}\n第\n三\n\n条 自公布之日起施行。", ALL),
    Reading("页码插在条标中间", f"{ONE}{_TWO}\n第三\n- 2 -\n条 自公布之日起施行。", ALL),
    Reading("句后的条标断在行尾", f"{ONE}{_TWO}第三\n条 自公布之日起施行。", told=3),
    Reading("章标断在两行", f"第一章 总则\n{ONE}第二\n章 查看\n{_TWO}\n{THREE}", ALL),
    Reading("项标断在两行", "第一条 商户应当：\n（一\n）配齐；\n（二）查看。\n第二条 完。", LIST),
)
HEADINGS = (
    *(
        Reading(f"坏标题「{heading}」", f"第一章 总则\n{ONE}{heading}\n{_TWO}\n{THREE}", told=4)
        for heading in ("第二芇 职责", "第二 职责", "二章 职责", "第1O章 职责", "第二芇职责")
    ),
    Reading("中间的编号读不通", f"{ONE}第十0条 店主报告。\n{_TWO}\n{THREE}", told=3),
    Reading("中间的编号是问号", f"{ONE}第？条 店主报告。\n{_TWO}\n{THREE}", told=3),
)
ITEMS = (
    *(
        Reading(
            f"混用的项标「{one}」「{two}」",
            f"第一条 商户应当：\n{one}配齐；\n{two}查看。\n第二条 完。",
            LIST,
        )
        for one, two in (
            ("（一）", "［二］"),
            ("(一)", "〔二〕"),
            ("〈一〉", "（二）"),
            ("（1）", "2）"),
            ("一、", "二，"),
            ("1.", "2："),
        )
    ),
    *(
        Reading(
            f"坏项标「{sign}」",
            f"第一条 商户应当：\n（一）配齐；\n{sign}查看；\n（三）报告。\n第二条 完。",
            told=4,
        )
        for sign in ("（二", "（=）", "二", "（十0）")
    ),
)
NUMBERS = (
    Reading(
        "句中单独一行的数",
        "第一条 每层配置的具数不少于\n1\n具。\n第二条 记录的保存期限为\n2\n年。",
        "art1 art2",
        present="不少于1具",
    ),
    Reading(
        "不从头数的数不是页码",
        "第一条 商户的店面超过一定面积，按照\n4\n只配。\n第二条 更换的间隔定作\n5\n年。",
        "art1 art2",
        present="按照4只",
    ),
)
HEADS = tuple(
    Reading(
        f"页眉「{head}」",
        f"第一条 商户应当每月查看灭火器，并且\n{head}\n如实记录。\n第二条 镇政府每季抽查结果，并且\n{again}\n公布。",
        "art1 art2",
        present="并且如实记录",
    )
    for head, again in (
        ("某镇灭火器管理办法 · 2 ·", "某镇灭火器管理办法 · 3 ·"),
        ("某镇灭火器管理办法 第4页", "某镇灭火器管理办法 第5页"),
        ("第二页 某镇灭火器管理办法", "第三页 某镇灭火器管理办法"),
        ("某县公报 2023年第8期", "某县公报 2023年第8期"),
        ("镇政府规章汇编", "镇政府规章汇编"),
    )
)
MARKS_INSIDE = (
    Reading("正文里的反引号", f"{ONE}第二条 商户每`月`查看。\n{THREE}", ALL, present="每月查看"),
    Reading(
        "正文里的链接",
        f"{ONE}第二条 商户[查看](x.html)。\n{THREE}",
        ALL,
        absent="html",
        present="查看",
    ),
    Reading("正文里的删除线", f"{ONE}第二条 商户每~~月~~季查看。\n{THREE}", told=3),
    Reading("写成字符的换行", f"{ONE}第二条 商户查看。\\n店主报告。\n{THREE}", told=3),
)
PAGES = (
    *(
        Reading(f"网页的残留「{words}」", f"{ONE}{_TWO}\n{THREE}{words}\n", ALL, absent=words[:4])
        for words in (
            "扫码在手机上看",
            "【打印】 【关闭】",
            "责编：李四",
            "上一篇：通知",
            "来源：镇政府网",
        )
    ),
    *(
        Reading(
            f"{name}的表", f"第一条 配置按下表：\n{rows}第二条 完。", "art1 art2", present=cells
        )
        for name, rows, cells in (
            ("制表符框", "┌──┬──┐\n│百米│二具│\n└──┴──┘\n", "│百米│二具│"),
            ("双线框", "╔══╦══╗\n║百米║二具║\n╚══╩══╝\n", "║百米║二具║"),
            ("加号框", "+--+--+\n|百米|二具|\n+--+--+\n", "|百米|二具|"),
            ("逗号", "面积,具数\n百米,2\n二百米,4\n", "面积,具数\n百米,2\n"),
        )
    ),
)
SILENT = (*INSIDE, *BROKEN, *HEADINGS, *ITEMS, *NUMBERS, *HEADS, *MARKS_INSIDE, *PAGES)
