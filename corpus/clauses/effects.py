"""What a clause does in law, told by the marks of Chinese legal drafting.

The marks are those of 《立法技术规范（试行）》 and the same in every regulation: 应当, 可以, 不得, 是指,
处……罚款, 适用本法.
"""

from __future__ import annotations

import re

from corpus.clauses.records import ClauseEffect
from corpus.clauses.segments import PENALTY
from corpus.register.records import Modality

_EFFECTIVE = re.compile(r"起(?:施行|实施|生效|执行)|同时废止|予以废止|公布之日起|发布之日起施行")
_SCOPE = re.compile(
    r"(?:适用|遵守|执行)(?:于)?本(?:法|条例|办法|规定|规则|细则)|不?适用本(?:法|条例|办法|规定|规则|细则)|本(?:法|条例|办法|规定|规则|细则)[^，。；]{0,6}适用|"
    r"(?:依照|参照|按照|适用)(?:本|国家|有关|《|其|相关|法律)[^。；，]{0,40}(?:执行|办理|适用|规定)。?$|制定本(?:法|条例|办法|规定|规则|细则)|另有规定的，?(?:从其规定|依照|适用|按照)|从其规定|"
    r"(?:依照|按照)(?:国家|有关|法律)[^。；，]{0,30}规定(?:处理|处置)[。；]?$|(?:参照|依照|适用)[^，。；]{0,20}(?:执行|规定|法律|法规)[。；]?$"
)
_BESIDE = re.compile(r"除[^，。；]{1,40}外")
_DEFINITION = re.compile(
    r"是指|系指|所称[^，。；]{1,40}(?:，|包括|为|是|指|即)|(?:本法|本条例|本办法|本规定|本细则|本规则)[^，。；]{0,12}(?:用语|术语)[^，。；]{0,6}含义|^[“][^”]+[”]，?(?:是|指|包括|系)|，指(?![导定挥令派控示])|^(?:[^，。；应须可以]{2,12}包括|[^，。；应须可以禁]{2,16}(?<![视作认称因行改变较尤更])为(?!了|[^，。；]{0,8}提供))[^，。；]{2,40}。$"
)
_POWER = re.compile(
    r"(?<!所)有权(?!机关|人)|享有|可以|(?:享受|具有)[^，。；]{0,20}(?:权|待遇)|的权利|自主[^，。；]{0,6}(?:权|决定)|不受[^，。；]{0,8}(?:限制|侵犯|干涉)"
)
_PUNISHES = re.compile(
    r"违反|行为|的[，：].{0,60}(?:罚款|处分|责令|吊销|没收|责任|处罚|警告|拘留)|情节|构成犯罪|逾期|拒不|造成|给予.{0,10}处分|滥用职权|玩忽职守|处.{1,20}罚款"
)
_PROCEDURE = re.compile(
    r"(?:下列|以下|规定的?)[^，。；]{0,8}程序|(?:提交|递交|提出|填写)[^，。；]{0,20}(?:申请|材料|文件|文书|资料|申请书|异议|复议|复核|申诉)|"
    r"书面通知[^，。；]{0,12}申请人|送达|申请(?:行政)?(?:复议|复核)|提起(?:行政)?诉讼"
)


def effect_of(words: str, says: str, modality: Modality, chapter: str = "") -> ClauseEffect | None:
    """What the words do by themselves; None where only their lead-in says it, or nobody does anything.

    Args:
        words: the clause.
        says: its words without conditions.
        modality: how its own words bind.
        chapter: the titles above it.
    """
    liable = bool(re.search(r"法律责任|罚则|处罚", chapter))
    if _DEFINITION.search(words):
        return ClauseEffect.DEFINITION
    if _EFFECTIVE.search(words) or _is_scope(words, liable):
        return ClauseEffect.SCOPE
    if PENALTY.search(says) and (liable or _PUNISHES.search(words)) and not _is_bound(words):
        return ClauseEffect.PENALTY
    if modality == "不得":
        return ClauseEffect.PROHIBITION
    if modality == "可以":
        return ClauseEffect.POWER
    if _PROCEDURE.search(words):
        return ClauseEffect.PROCEDURE
    if modality in ("应当", "必须") or re.search(r"方可|方能", says):
        return ClauseEffect.DUTY
    return ClauseEffect.POWER if _POWER.search(words) else None


def _is_scope(words: str, liable: bool) -> bool:
    kept = _BESIDE.sub("", words)  # 除应当遵守本条例第十二条规定外，还应当…: a duty
    return bool(_SCOPE.search(kept)) and not (liable and PENALTY.search(words))


def _is_bound(words: str) -> bool:
    """Whether the words bind those who punish: 不得以罚款代替."""
    return bool(
        re.search(
            r"(?:不得|禁止)[^，。；]{0,20}(?:罚款|责令|没收|处罚)|责令[^，。；]{0,6}(?:书|通知书)|(?:实施|作出)[^，。；]{0,10}(?:罚款|处罚)[^，。；]{0,8}(?:，|应当)",
            words,
        )
    )
