"""Clause records → whole sentences in plain words, in a few fixed forms.

Every word is the text's own but the modal word: 应当 becomes 要, 不得 becomes 不能. The subject that a
clause takes from the words before it is said with it, a case stands inside the penalty that lists it. What
has none of these forms is not said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.clauses.records import ClauseEffect, ClauseRecord, PartySource
from corpus.text.provision import Leaf

_MUST, _MUST_NOT = re.compile(r"(?<!不)应当"), re.compile(r"不得(?!不|已)")
#: Where a lead-in takes in the cases that its items list: 单位违反本法规定，有下列行为之一的，责令改正….
_CASES = re.compile(
    r"^(?:违反[^，。；：]{0,40}规定，)?(?P<who>[^。；：]{0,60}?)(?:违反[^，。；：]{0,40}规定，)?"
    r"有(?:下列|以下)[^，。；：]{0,12}(?:之一)?的?，(?P<then>.+?)[：:]$"
)
#: Where the items of a lead-in are what somebody does, and not what something consists of.
_DOES = re.compile(
    r"(?:下列|以下|如下)[^，。；：]{0,16}(?:职责|义务|工作|任务|规定|措施|职权|行为|活动)[^，。；：]{0,4}[：:]$"
)
_OFFENDS = re.compile(r"^违反本[^，。；：]{0,20}规定，")
_ENDS = "，。；：: "


def say_plainly(leaf: Leaf, records: Sequence[ClauseRecord]) -> tuple[str, ...]:
    """What a provision says, a sentence for each clause; empty where one has none of the forms.

    Args:
        leaf: the provision.
        records: its clause records, in printed order.
    """
    if leaf.is_lead_in or leaf.text.rstrip().endswith(("：", ":")):
        return ()
    said: list[str] = []
    before = "。"
    for record in records:
        words = record.text.strip(_ENDS)
        goes_on = before == "，" or words.startswith(("并", "但"))
        if said and (goes_on or (record.effect is ClauseEffect.PENALTY and before == "；")):
            said[-1] += f"{before if before == '；' else '，'}{_in_plain(words)}"
        elif sentence := _say(leaf, record, words):
            said.append(sentence)
        else:
            return ()
        before = record.text[-1]
    return tuple(said)


def _say(leaf: Leaf, record: ClauseRecord, words: str) -> str:
    if record.effect is ClauseEffect.PENALTY:
        return _of_case(leaf, words) if leaf.id.item else _in_plain(_OFFENDS.sub("", words))
    if leaf.id.item and not (_DOES.search(leaf.lead_in) or record.modal in record.text[:30]):
        return ""
    if record.effect in (ClauseEffect.DEFINITION, ClauseEffect.SCOPE, ClauseEffect.OTHER):
        return "" if leaf.id.item else _in_plain(words)
    return _with_subject(record, words)


def _of_case(leaf: Leaf, words: str) -> str:
    """A case inside the penalty that lists it: 单位占用消防车通道的，责令改正，处五千元以上…罚款."""
    lead = _CASES.match(leaf.lead_in)
    if lead is None or "其他" in words[:8] or "前款" in words or "罚款" in words:
        return ""
    return f"{lead['who']}{words.removesuffix('的')}的，{lead['then']}"


def _with_subject(record: ClauseRecord, words: str) -> str:
    """A clause with its subject, after its first condition, and its modal word."""
    names = "、".join(
        dict.fromkeys(
            p.text for p in record.subjects if p.source in (PartySource.BEFORE, PartySource.LEAD_IN)
        )
    )
    words = _in_plain(words)
    if names and not (record.modal and record.modal in record.text):
        names += _in_plain(record.modal)
    first = record.conditions[0] if names and record.conditions else ""
    if first and words.startswith(f"{_in_plain(first)}，"):
        first = _in_plain(first)
        return f"{first}，{names}{words[len(first) + 1 :]}"
    return names + words


def _in_plain(words: str) -> str:
    return _MUST_NOT.sub("不能", _MUST.sub("要", words))
