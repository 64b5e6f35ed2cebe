"""Whether a sentence gives a document a force that it has not: a draft called law, law called a draft.

Read from a sentence in which the document is called 本文件, see ``attribution.in_own_words``. What a status
does not tell is not judged.
"""

from __future__ import annotations

import re

from assistant.verify.attribution import OWN
from corpus.text.provision import Regulation
from corpus.text.quotations import outside_quotations
from corpus.text.status import status_words

_NOT = r"(?:尚未|还未|仍未|还没有?|并未|没有|未)(?:正式)?"
_BEGINS = r"(?:施行|生效|实施|颁布|公布施行)"
_DRAFT = r"(?:征求意见稿|草案|送审稿|讨论稿)"
_IS = r"(?:目前|现在|如今|当前|现|还|仍|仍然|尚|只|仅|都|均|也|是|为|属于|处于|的?状态|一[部份]|，|（|\()*"
#: What is said of a text that is no law, or no more.
_NO_LAW = re.compile(
    rf"{_NOT}{_BEGINS}的?{OWN}|{OWN}{_IS}{_NOT}{_BEGINS}|{OWN}{_IS}(?<![不非]是){_DRAFT}|"
    rf"{_DRAFT}的?{OWN}|{OWN}{_IS}(?:已经?)?(?:被)?(?:废止|失效)|"
    rf"{OWN}[^，。；：]{{0,6}}(?:不(?:能|得|可以?)?作为(?:执法|处罚)?依据|没有法律效力|不具有法律效力)"
)
#: What is said of law.
_LAW = re.compile(
    rf"现行(?:有效)?的?{OWN}|(?:已经?|正式|现已)(?:正式)?{_BEGINS}的?{OWN}|{_BEGINS}中的{OWN}|"
    rf"{OWN}{_IS}(?:已经?|早已|业已|现已|正式|开始|自)*(?:现行有效|现行|有效|{_BEGINS})(?!之?[日后前]|日期|时间)|"
    rf"{OWN}(?:可以?|应当?|能)?(?:直接)?(?:作为|是)(?:执法|处罚)(?:的)?依据|{OWN}(?:具有|有)法律效力"
)
#: A draft obliges nobody by law.
_BY_LAW = re.compile(r"依法(?!依规)")


def find_false_force(said: str, regulation: Regulation) -> tuple[str, ...]:
    """Words that give a document a force that it has not, without its name; empty where none do.

    Args:
        said: a sentence in which it is called 本文件.
        regulation: the document.
    """
    in_force = status_words(regulation.status).in_force
    if in_force is None:
        return ()
    pattern = _NO_LAW if in_force else _LAW
    found = pattern.finditer(outside_quotations(said))
    return tuple(m.group().replace(OWN, "").strip("（()）的，是") or m.group() for m in found)


def says_by_law(sentence: str, printed: str, regulation: Regulation) -> tuple[str, ...]:
    """「依法」 that a sentence adds to the rule of a draft; empty where it does not.

    Args:
        sentence: that cites the rule.
        printed: the words of the rule.
        regulation: the document.
    """
    if status_words(regulation.status).in_force is not False or "依法" in printed:
        return ()
    found = _BY_LAW.search(outside_quotations(sentence))
    return (found.group(),) if found else ()
