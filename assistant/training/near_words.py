"""Words of legislation that take each other's place, and none of which means another.

What people take a rule for when they half remember it: filed or approved, before or after, one level
or the next, one standard or another. General words only: those of one regulation are its data
(``contrast`` in ``training.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a sentence that can be made wrong.

    Attributes:
        printed: the words there, once in the sentence.
        written: what may stand for them, each near and false.
        point: as of ``Alteration``.
    """

    printed: str
    written: tuple[str, ...]
    point: str


_TO = r"[^，。；、]{1,24}?"
_WORDS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (rf"(?:报送?|报请){_TO}(?P<x>备案)", ("批准", "验收"), "角色"),
    (rf"向{_TO}(?P<x>备案)", ("报告",), "角色"),
    (rf"报{_TO}(?P<x>验收)", ("备案", "批准"), "角色"),
    (rf"(?:报送?|报请){_TO}(?P<x>审查)", ("备案", "批准"), "角色"),
    (rf"经{_TO}(?P<x>批准)", ("审查", "备案"), "角色"),
    (rf"向{_TO}(?P<x>报告)(?![^，。；]*备案)", ("备案",), "角色"),
    (r"(?:营业|开工|投产|停产|使用|承保|开业|停用)(?P<x>前)(?!款)", ("后",), "时间"),
    (r"(?P<x>每日)", ("每周", "每月", "每季度"), "时间"),
    (r"(?P<x>定期)", ("每月", "每季度", "每半年"), "时间"),
    (r"(?P<x>国家标准、行业标准)", ("国家标准、地方标准", "行业标准、企业标准"), "范围"),
    (r"(?<!、)(?P<x>国家标准)(?!、|和)", ("地方标准", "行业标准", "团体标准"), "范围"),
    (r"(?P<x>县级以上)", ("乡级以上",), "范围"),
    (r"(?P<x>本级)(?=人民政府|政府|公安|应急)", ("上一级", "下一级"), "范围"),
    (r"(?P<x>下一级)", ("上一级", "同级"), "范围"),
    (r"(?P<x>所在地)", ("注册地", "户籍地"), "范围"),
    (r"(?P<x>书面)", ("口头", "当面"), "角色"),
    (r"(?<!共)(?P<x>无偿)", ("有偿",), "角色"),
    (r"(?P<x>免费)", ("收费", "低价"), "角色"),
    (r"(?P<x>统一)(?=管理|规划|组织|领导|制定)", ("分别", "自行"), "角色"),
    (r"(?<!由)(?P<x>共同)(?=履行|承担|做好|负责)", ("分别", "按比例"), "角色"),
    (r"(?P<x>协助)(?=开展|做好|人民|主要|清)", ("牵头", "督促"), "角色"),
    (r"(?P<x>配合)(?=制定|做好|有关|相关)", ("牵头", "督促"), "角色"),
    (r"(?P<x>主要负责人)", ("分管负责人", "直接责任人"), "主体"),
    (r"(?P<x>直接负责的主管人员)", ("主要负责人", "法定代表人"), "主体"),
    (r"(?P<x>全面检测)", ("抽样检测", "功能检测"), "范围"),
    (r"(?P<x>年度)", ("季度", "半年度"), "时间"),
    (r"(?P<x>按照各自职责)", ("在本级人民政府统一组织下", "按照属地原则"), "范围"),
    (r"(?P<x>承担终身责任)", ("在保修期内承担责任",), "时间"),
    (r"(?P<x>专人)", ("兼职人员", "主要负责人"), "主体"),
    (r"(?P<x>限期)(?=改正|解决|消除|整改)", ("立即", "择期"), "时间"),
    (r"(?<!不)(?P<x>及时)(?=消除|整改|核实|移送|调整|清理)", ("限期", "逐步"), "时间"),
    (r"(?P<x>可以)(?!证)", ("应当",), "情态"),
    (r"(?P<x>有权)(?=根据|决定|强制)", ("经批准可以",), "情态"),
    (r"(?P<x>鼓励)(?!、|办法)", ("要求",), "情态"),
    (r"(?P<x>根据需要)", ("按照核定编制",), "范围"),
    (
        r"(?P<x>应当)(?=(?:予以|提供|给予|定期|依法给予|开设|成立|建立|签订|公布|安装|编印|免费))",
        ("可以",),
        "情态",
    ),
)
#: All of them: what people really write in the place of another.
USUAL = frozenset(word for _, written, _ in _WORDS for word in written)
#: Printed words at whose place another word is seen to be odd, or may be true as well: common sense
#: tells them.
WEAK = re.compile(
    r"定期|统一|共同|协助|配合|及时|限期|立即|前|后|应当|有权|根据需要|免费|无偿|书面|县级以上|按照各自职责"
    r"|年度|承担终身责任|专人|本级|下一级|所在地"
)
_FOUND = tuple((re.compile(pattern), written, point) for pattern, written, point in _WORDS)


def find_slots(sentence: str) -> Iterator[Slot]:
    """The places of a sentence that general words of legislation make wrong."""
    for pattern, written, point in _FOUND:
        match = pattern.search(sentence)
        if match and sentence.count(match["x"]) == 1:
            fresh = tuple(w for w in written if w not in sentence)
            if fresh:
                yield Slot(match["x"], fresh, point)
