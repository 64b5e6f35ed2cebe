"""Conditions, limits and scope: what the clause prints and a sentence may not drop, widen or turn.

Two kinds of printed words limit a duty. A trigger says when or on what terms it arises
(劝阻和制止无效的, 根据需要, 按照合同约定, 在隐患消除前); a restriction says of which things it speaks
(涉及拘留的案件, 无物业管理的小区). Phrases that only name the legal ground (依法, 按照有关规定, 在职责
范围内) limit nothing that a sentence could widen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import dropwhile, takewhile

from assistant.verify.evidence import EvidenceRecord, Feature
from assistant.verify.texts import flat, pairs, split_segments
from assistant.verify.verdict import Problem, ProblemKind
from assistant.verify.wording import PrintedWording

#: A piece of a clause that is a condition as a whole.
_WHOLE = re.compile(r"(?:时|前|后|期间|(?<![目标])的|情况下|外)$")
_BEGINS = re.compile(
    r"^(?:凡|如|当|除|发生|举办|在[^，]{1,30}(?:时|前|后|期间|中)$|对(?!于?工程)[^，]{2,30}的$)"
)
#: A condition inside a piece.
_INSIDE = re.compile(
    r"根据[^，]{0,16}?需要|按照[^，。；]{0,6}合同约定|在紧急情况下|[^，、；对]{2,14}?(?<!重)(?:营业|投产|停产|消除|使用)、?[^，、]{0,4}前|"
    r"在[^，、]{2,14}?(?:期间|年限内)|(?<=对)[^，、]{2,12}投诉的"
)
#: The legal ground, which may be left out.
_GROUND = re.compile(
    r"^有(?:下列|上列|前款|以下)|^(?:属于|违反|依照|依据|按照|有)本(?:条例|办法|规定|法|细则)|"
    r"^(?:依法|按照?|依照|依据|根据|结合|针对|在[^，]{0,12}(?:职责|职权|权限|管理|责任)[^，]{0,8}范围内)"
)
#: A restriction of the noun that follows.
_RESTRICTION = re.compile(
    r"(?P<words>(?:涉及|无|未|没有|具有|违反|不(?:再|符合|具备|依法)|存在|(?<!所)有(?!关|权)|符合|危及|造成|报请|居住用|确定为)[^，；、的对]{2,16})的?(?P<noun>(?<=的)[\u4e00-\u9fff]{2}|(?=出租)[\u4e00-\u9fff]{2})"
)
#: A restriction to where one governs anyway is none.
_WHERE = re.compile(r"确定为|本(?:行政区域|市|地区|辖区)内?")
#: Words that widen or narrow and must be printed.
_LIMITS = re.compile(
    r"任何|任一|任意|一切|(?<![场处住自])所有(?!权)|全部|一律|(?:无论|不论|不管)(?!是[^，]+还是)|(?<!不)仅(?!有)|只(?:有|要|能|限|对|在|由|需|是|管)|才(?!能)|方可|才能|唯一|除非|否则|以上|以下|以内|不少于|不超过|不低于|至少|最多|超过|多于|大于|小于|"
    r"(?<!大)部分(?=[\u4e00-\u9fff])(?!地区)|个别|少数|没有例外|无一例外|即使|即便|哪怕|自行|单独(?!提|列|规定|写|讲|说)|独自|独立(?!的疏散|式)|直接|(?<!不是)强制|书面|无条件|逐一|逐户|每一?[户部台个栋张名条层家辆间天]"
)
_LEVELS = re.compile(
    r"市级(?:有关|相关)?部门|(?<!以)上一级|下一级|本级|上级|下级|同级|同级别|各级|市级|区级|省级|国家级|县级|乡镇级|全国|全市|本市|全区|本区|各省市?|全省|国务院|外省|外地|首都|国外|(?<![小社辖地园景库片])区内(?!外)|(?<!城)市内"
)
_SAME_LEVEL = {
    "全市": "本市|市",
    "全区": "本行政区域|本地区|区",
    "本区": "本行政区域|本地区|区",
    "区级": "区|本级",
    "市级部门": "市(?:人民)?政府(?:有关)?部门|市、区两级",
    "市级": "市(?:政府|人民政府|、区|、县)|设区的市",
    "省级": "省、自治区|省(?:政府|人民政府)|自治区、直辖市",
    "县级": "县（|县、|区、县|区（县",
    "上级": "上级",
    "下级": "下级|下一级",
    "下一级": "下一级|下级",
    "各级": "各级|逐级|市、区",
    "本级": "本级",
    "同级": "同级",
    "首都": "首都|北京",
    "区内": "区人民政府|区政府|区级",
}
_LIMIT_SAME = {
    "所有": "所有|各|全面|全部",
    "全部": "全部|全面|各|所有",
    "才能": "不得|方可|才",
    "方可": "不得|才",
    "才": "不得|方可",
    "超过": "超过",
    "不超过": "不得超过|以内",
    "任何": "任何",
    "只要": "凡|[前时后的]，",
    "直接": "直接",
    "以上": "以上",
    "至少": "至少|不少于|不低于|以上|最低",
    "不少于": "至少|不少于|不低于|以上",
    "不低于": "至少|不少于|不低于|以上",
    "最多": "最多|至多|不超过|以下|以内|不得超过",
    "只是": "",
    "单独": "单独|独立",
    "每个": "各",
}
#: All of something, and how the text prints that it is not limited to some of them.
_ALL = re.compile(
    r"(?:(?<![场处住自])所有|全部|各类|各种|一切|任何|每[个家户栋座])的?(?P<noun>(?!权)[\u4e00-\u9fff]{2})"
)
_WITHOUT_LIMIT = (
    r"(?:(?:各|所有|全部|全体|一切|任何|每|等|内|有关|相关|其他)[^，。；、]{0,8}|^|[，。；、：])"
)
#: Opposites: where the text prints one after the same words, a sentence may not say the other.
_OPPOSITES = (("内", "外"), ("前", "后"), ("上", "下"), ("新", "旧"), ("公", "私"))


def check_dropped(
    said: str,
    whole: str,
    record: EvidenceRecord,
    restated: Collection[str],
    wording: PrintedWording,
) -> Iterator[Problem]:
    """Triggers and restrictions of the restated words of which nothing is left.

    Args:
        said: the pieces of the sentence that restate the record, flat.
        whole: the whole sentence, flat: a condition may stand anywhere in it.
        restated: the printed pieces that they restate; a condition of others is not theirs.
    """
    own = pairs(whole) | wording.every(whole)
    for condition in dict.fromkeys(_conditions(record, restated)):
        # 公众聚集场所投入使用、营业前: what is done is the condition, not to what.
        ends = [p[-4:] for p in re.split("、|或者?", _CORE.sub("", condition))]
        wanted = frozenset[Feature]().union(*(pairs(e) | wording.concepts(e) for e in ends))
        # 未成立职工大会的，向职工通报: what the restated words say anyway does not say the condition.
        denies = _LACKS.search(condition) is not None
        told = frozenset[Feature]().union(
            *(pairs(p) | wording.concepts(p) for p in restated if denies)
        )
        whole_of_it = pairs(condition)
        most = len(whole_of_it) >= _LONG and len(whole_of_it & own) >= _MOST * len(whole_of_it)
        if wanted and not most and not ((wanted - told) or wanted) & own:
            yield Problem(ProblemKind.CONDITION, f"漏了条件「{condition}」", (condition,))
    for match in _RESTRICTION.finditer(record.text):
        words, noun = match["words"], match["noun"]
        named = any(words in flat(actor) for actor in record.actors)
        if noun in said and noun not in words and not named:
            particular = _WHERE.sub("", words)
            wanted = pairs(particular) | wording.concepts(particular)
            if wanted and not wanted & own:
                yield Problem(ProblemKind.CONDITION, f"漏了限定「{words}的」", (words,))


_LACKS = re.compile(r"未|没有|无(?!论)|不(?!仅|但)")
#: Share of the character pairs of a long condition that say it in other words.
_MOST, _LONG = 0.6, 6
_CORE = re.compile(r"^(?:凡|如|当|除|在|对于?|根据|按照)|(?:的|时|前|后|期间|情况下|外)$")


def _conditions(record: EvidenceRecord, restated: Collection[str]) -> Iterator[str]:
    """Conditions of the restated pieces, verbatim.

    One that is a piece by itself holds for the pieces after it, to the next such one; one inside
    a piece for that piece.
    """
    leading = record.before.split("，")[:-1] if record.before.endswith("，") else []
    parts = [*leading, *split_segments(record.text)]
    whole = [_is_condition(p) for p in parts]
    for at, part in enumerate(parts):
        inside = [m.group() for m in _INSIDE.finditer(part)]
        if whole[at]:
            rest = list(dropwhile(lambda i: whole[i], range(at + 1, len(parts))))
            ruled = takewhile(lambda i: not whole[i], rest)
            if any(parts[i] in restated for i in ruled):
                yield part
        elif part in restated:
            yield from inside
    trigger = record.trigger
    if _is_condition(trigger) and any(trigger in part and part in restated for part in parts):
        yield trigger


def _is_condition(part: str) -> bool:
    """Whether a printed piece is a condition as a whole."""
    inside = _INSIDE.search(part)
    if inside and len(part) - len(inside.group()) <= 1:  # 可根据需要
        return True
    if not part or _GROUND.match(part):
        return False
    return bool(_WHOLE.search(part) or _BEGINS.match(part))


def check_widened(said: str, ground: str, near: str) -> Iterator[Problem]:
    """Words of scope that the provisions do not print.

    Args:
        said: a flat sentence without its citations.
        ground: text, lead-ins and headings of the provisions, flat.
        near: the clauses that the sentence restates: a level printed elsewhere is not theirs.
    """
    for pattern, same, what, text in (
        (_LIMITS, _LIMIT_SAME, "原文没有这一限定", ground),
        (_LEVELS, _SAME_LEVEL, "原文没有这一级别或地域", near),
    ):
        for match in pattern.finditer(said):
            word = match.group()
            if word not in text and not re.search(same.get(word, re.escape(word)), text):
                yield Problem(ProblemKind.SCOPE, what, (word,))
    for match in _ALL.finditer(said):
        noun = re.escape(match["noun"])
        if re.search(noun, near) and not re.search(rf"{_WITHOUT_LIMIT}{noun}", near):
            yield Problem(ProblemKind.SCOPE, "原文没有说是全部", (match.group(),))


def is_scope(word: str) -> bool:
    """Whether a word is one of scope, which ``check_widened`` checks."""
    return _LEVELS.fullmatch(word) is not None or _LIMITS.fullmatch(word) is not None


def check_turned(said: str, ground: str) -> Iterator[Problem]:
    """A word turned into its opposite: 隐患消除后 where the text prints 隐患消除前."""
    for one, other in _OPPOSITES:
        for here, there in ((one, other), (other, one)):
            for match in re.finditer(
                rf"(?P<head>[\u4e00-\u9fff]{{2}})(?P<join>[之以]?){here}", said
            ):
                head, join = match["head"], match["join"]
                if _stands(head, there, ground) and not _stands(head, here, ground):
                    yield Problem(
                        ProblemKind.CONDITION, f"原文是「{head}{join}{there}」", (match.group(),)
                    )


def _stands(head: str, side: str, ground: str) -> bool:
    """Whether a text prints a word with 前, 后 and the like, also in a list: 投产、停产前."""
    return (
        re.search(rf"{head}(?:(?:、|和|及|或者?)[^，、或]{{2,4}})*[之以]?{side}", ground)
        is not None
    )
