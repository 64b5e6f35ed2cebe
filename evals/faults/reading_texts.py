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
_ONE = "第一条 为了管好灭火器，制定本办法。\n"
_THREE = "第三条 本办法自公布之日起施行。\n"
_ALL = "art1 art2 art3"
_LIST = "art1 art1.item1 art1.item2 art2"


def _second(line: str) -> str:
    return f"{_ONE}{line}\n{_THREE}"


def _list(one: str, two: str) -> str:
    return f"第一条 商户应当：\n{one}配齐灭火器；\n{two}每月查看压力。\n第二条 村民相互提醒。\n"


MARKS = (
    Reading("条标加粗", _second("**第二条** 商户每月查看。"), _ALL, absent="*"),
    Reading("末条加粗连空格", f"{_ONE}第二条 商户每月查看。\n**第三条　**自公布之日起施行。", _ALL, absent="*"),
    Reading("下划线粗体", _second("__第二条__　商户每月查看。"), _ALL, absent="_"),
    Reading("引用号和列表号后的条标", f"{_ONE}> 第二条 商户每月查看。\n- 第三条 自公布之日起施行。", _ALL),
    Reading("正文里的粗体", _second("**第二条** 商户每**月**查看。"), _ALL, present="商户每月查看"),
    Reading("条标里有空格", _second("第 二 条　商户每月查看。"), _ALL),
    Reading("末条条标里有全角空格", f"{_ONE}第二条 商户查看。\n第　三　条　自公布之日起施行。", _ALL),
    Reading("项标里有空格", _list("（ 一 ）", "（ 二 ）"), _LIST),
    Reading("条标里有零宽字符", _second("第\u200b二\u200d条 商户每月查看。"), _ALL),
    *(
        Reading(f"换行符 U+{ord(c):04X}", f"{_ONE}第二条 商户查看。{c}{_THREE}", _ALL)
        for c in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    ),
    Reading("康熙部首的条标", _second("第⼆条 商户每⽉查看⼒度。"), _ALL, present="每月查看力度"),
    Reading("部首补充区的字", _second("第二条 ⻋间主任⻓期查看。"), _ALL, present="车间主任长期"),
)
DAMAGED = tuple(
    Reading(f"坏条标「{label}」", f"{_ONE}{label}商户每月查看。\n{_THREE}", told=3)
    for label in (
        "笫二条 ", "弟二条　", "第二奈 ", "第二絛　", "第二條 ", "第兰条 ", "第=条 ", "第二 ", "二条　", "第条 ",
        "苐二条", "第二亲 ", "第二杀", "箓二条 ", "第Z条 ", "第二.条 ", "第二务：", "第二备 ",
    )
) + (
    Reading("末条是坏条标", f"{_ONE}第二条 商户查看。\n第三奈 自公布之日起施行。", told=4),
    Reading("末条缺条字", f"{_ONE}第二条 商户查看。\n第三 自公布之日起施行。", told=4),
    Reading("第一条是坏条标", f"笫一条 为了安全。\n第二条 商户查看。\n{_THREE}", told=2),
    Reading("坏章标", f"第一章 总则\n{_ONE}第二草 职责\n第二条 商户查看。\n{_THREE}", told=4),
    Reading("两位数的坏条标", "".join(f"第{n}条 丁。\n" for n in "一二三四五六七八九十") + "第十一奈 戊。\n第十二条 己。", told=12),
    Reading("条标在行中", f"{_ONE}第二条 商户查看。第三条 自公布之日起施行。", _ALL, told=3),
    Reading("行中没有空格的条标", f"{_ONE}第二条 商户查看。第三条自公布之日起施行。", _ALL, told=3),
    Reading("条标前有杂字", f"{_ONE}第二条 商户查看。\n◆第三条 自公布之日起施行。", _ALL, told=4),
    Reading("条标在书名号里", f"{_ONE}【第二条】商户查看。\n{_THREE}", _ALL, told=3),
    Reading("编号读不通", f"{_ONE}第二百千条 商户查看。\n{_THREE}", told=3),
)
LISTS = (
    *(
        Reading(f"列举「{one}」", _list(one, two), _LIST)
        for one, two in (
            ("㈠", "㈡"), ("1）", "2）"), ("1)", "2)"), ("a)", "b)"), ("a.", "b."), ("（a）", "（b）"), ("甲、", "乙、"),
            ("一是", "二是"), ("Ⅰ.", "Ⅱ."), ("ⅰ、", "ⅱ、"), ("❶", "❷"), ("一）", "二）"), ("第一，", "第二，"),
            ("其一，", "其二，"), ("【1】", "【2】"), ("〔一〕", "〔二〕"), ("一.", "二."), ("A、", "B、"), ("I.", "II."),
        )
    ),
    Reading(
        "二十以后的圈码",
        "第一条 商户应当：\n" + "".join(f"{c}事{i}；\n" for i, c in enumerate(map(chr, (*range(0x2460, 0x2474), 0x3251, 0x3252)), 1)) + "第二条 完。",
        "art1 " + " ".join(f"art1.item{i}" for i in range(1, 23)) + " art2",
    ),
    Reading("项印在一行", "第一条 商户应当：（一）配齐；（二）查看；（三）报告。\n第二条 完。", "art1 art1.item1 art1.item2 art1.item3 art2"),
    Reading("两项一行", "第一条 商户应当：\n（一）配齐；（二）查看；\n（三）报告。\n第二条 完。", "art1 art1.item1 art1.item2 art1.item3 art2"),
    Reading("提到几项不算列举", "第一条 违反本条第（一）项、第（二）项的：依照（一）处理。\n第二条 完。", "art1 art2"),
    Reading("圆点列举", _list("• ", "• "), "art1 art2"),
    Reading("丢了编号的列举", _list("", ""), "art1 art2"),
    Reading("甲乙双方不是列举", "第一条 合同写明：\n甲、乙双方互查。\n第二条 完。", "art1 art1.para2 art2"),
)
SEVERAL = (
    Reading("旧条文附在末尾", f"{_ONE}第二条 商户查看。\n{_THREE}第二条 商户每季查看。（原条文）", told=5),
    Reading("中间重复一条", f"{_ONE}第二条 商户查看。\n第二条 店主报告。\n{_THREE}", told=4),
    Reading("重复的项", "第一条 应当：\n（一）甲；\n（一）乙；\n（二）丙。\n第二条 完。", told=2),
    Reading(
        "两部法规在一个文件",
        f"{_ONE}第二条 商户查看。\n\n某镇消火栓管理办法\n第一条 为了管好消火栓。\n第二条 商户不得遮挡。",
        "art1 art2 annex1.art1 annex1.art2",
    ),
    Reading(
        "附件有自己的条",
        f"{_ONE}第二条 商户查看。\n附件：\n检查规程\n第一条 看压力。\n第二条 看铅封。",
        "art1 art2 annex1.art1 annex1.art2",
    ),
    Reading(
        "通知带着规定",
        f"关于印发《某镇灭火器管理办法》的通知\n各村：\n现印发给你们，请遵照执行。\n某镇人民政府\n2024年5月1日\n{TITLE}\n{_ONE}第二条 商户查看。",
        "art1 art2",
    ),
    Reading(
        "修改决定",
        "一、将第三条修改为：“第三条　商户每季查看。”\n二、删去第五条。\n本决定自公布之日起施行。",
        "art1 art2 art2.para2",
    ),
    Reading(
        "分编里的章连着编号",
        "第一编 通则\n第一分编 一般\n第一章 甲\n第一条 子。\n第二分编 特别\n第二章 乙\n第二条 丑。\n第二编 分则\n第一章 丙\n第三条 寅。",
        _ALL,
    ),
)
LAYOUT = (
    Reading("目录有点线", f"目　录\n第一章 总则......1\n第二章 附则......2\n第一章 总则\n{_ONE}第二章 附则\n第二条 完。", "art1 art2", absent="......"),
    Reading("目录用制表符", f"目录\n第一章 总则\t1\n第二章 附则\t3\n\n第一章 总则\n{_ONE}第二章 附则\n第二条 完。", "art1 art2"),
    Reading("目录列到条", f"目次\n第一条 目的…………1\n第二条 职责…………2\n\n{_ONE}第二条 完。", "art1 art2", absent="…"),
    Reading("页码", f"{_ONE}第二条 商户应当每月查看灭火器的压力表，\n— 1 —\n发现失压的立即更换。\n- 2 -\n{_THREE}", _ALL, absent="—", present="压力表，发现失压"),
    Reading("第几页共几页", f"{_ONE}第 1 页 共 3 页\n第二条 商户查看。\n第 2 页 共 3 页\n{_THREE}", _ALL, absent="页"),
    Reading("只有数字的页码", f"{_ONE}1\n第二条 商户应当每月查看，\n2\n并且记录。\n{_THREE}3\n", _ALL, absent="123"),
    Reading("页眉是标题", f"{_ONE}第二条 商户应当每月查看，\n\x0c{TITLE}\n并且记录。\n\x0c{TITLE}\n{_THREE}", _ALL, present="查看，并且"),
    Reading("公文版头和版记", f"{_ONE}第二条 商户查看。\n抄送：各村民委员会。\n某镇人民政府办公室　　2024年5月2日印发", "art1 art2"),
    Reading("HTML 残留", "第一条&nbsp;&nbsp;为了安全。<br>每人有责。\n<p>第二条&#12288;商户<b>每月</b>查看。</p>", "art1 art1.para2 art2", absent="&<"),
    Reading("表格", "第一条 配置按下表：\n面积\t具数\n一百平方米\t2\n二百平方米\t4\n第二条 完。", "art1 art2", present="一百平方米 2\n"),
    Reading("Markdown 表", "第一条 配置按下表：\n| 面积 | 具数 |\n| --- | --- |\n| 百米 | 2 |\n第二条 完。", "art1 art2", absent="---".replace("-", "–")),
    Reading(
        "两栏",
        "".join(
            f"{a}　　　　　{b}\n"
            for a, b in (
                ("第一条 为了加强灭火器的管理，", "第三条 村民发现火情应当报警，"),
                ("保护村民的生命财产安全，制定", "任何人不得阻拦他人报警，也不"),
                ("本办法，结合本镇实际情况。", "得谎报火警，违者给予批评。"),
                ("第二条 商户应当配齐灭火器，", "第四条 本办法由镇政府负责解"),
                ("每月查看压力，做好检查记录。", "释，自公布之日起正式施行吧。"),
            )
        ),
        told=2,
    ),
    Reading(
        "满行以句号结尾",
        "第一条 商户应当在营业场所显著的位置配齐灭火器，\n每月查看一次并如实记录。\n第二条 镇政府有关部门应当每季度组织一次抽查检查。\n抽查的结果向村民公布，履行下列职责：\n（一）核对商户记录，查看灭火器压力并现场进行试喷。\n发现失压立即更换。\n（二）宣传使用的方法。",
        "art1 art2 art2.item1 art2.item2",
    ),
    Reading("行首提到本条的项", "第一条 商户应当：\n（一）配齐；\n（二）违反前面所说的情形并且属于屡教不改，或者有第\n（一）项行为的，停业。\n第二条 完。", _LIST),
    Reading("续行以条号开头带空格", "第一条 商户除了应当遵守\n第二条 的要求外，还要记录。\n第二条 村民报警。\n第三条 完。", _ALL),
    Reading("标题分两行", "第一章 商户、村民、\n游客\n第一条 子。\n第二章 附则\n第二条 丑。", "art1 art2"),
)
READINGS = (*MARKS, *DAMAGED, *LISTS, *SEVERAL, *LAYOUT)
