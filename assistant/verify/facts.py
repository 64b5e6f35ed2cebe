"""Sentences about the regulation itself: its status and extent, and what it does not state."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.verify.absent import find_absent_parts, is_absent
from assistant.verify.figures import find_figures
from assistant.verify.ground import Ground
from assistant.verify.support import Support
from assistant.verify.texts import flat, keep_pieces, split_segments
from corpus.text.provision import Level, Regulation
from corpus.text.status import status_words

_STATUS = re.compile(r"征求意见稿|现行有效|尚未施行|已修改|已废止")
_IN_FORCE = re.compile(
    r"(?:已经?|正式|业已|现已|早已|开始|现在就)(?:正式)?(?:施行|生效|实施|颁布|发布|印发|公布)|现行(?:有效|规定|法规|的)|正式(?:稿|文件|文本|法规|规定)|"
    r"(?:具有|有)法律效力|(?:可以?|应当?|能)(?:直接)?作为(?:执法|处罚)依据|生效的(?:规定|法规|文件)|"
    r"(?:明确|规定|写明|载明|确定|给出)(?:了|出)?(?:具体|明确)?的?(?:施行|生效|印发|发布|实施)(?:的)?(?:具体)?(?:日期|时间)"
)
_DENIES = re.compile(r"[未不没非]")
_DENIES_FORCE = re.compile(r"[未不没]|征求意见稿|草案")
#: Words of which a sentence on the status may consist.
_NOTICE = re.compile(
    r"(?:尚未|还未|还没有?|并未|没有|没|未|不是)(?:正式)?(?:施行|生效|印发|公布|发布|实施)(?:的)?|征求意见稿|不是(?:已经?|正式)*(?:生效|施行|实施)的?(?:规定|法规|文件|文本|版本)?|草案|(?:只|仅)供(?:学习)?参考(?:使用)?|"
    r"(?:不|不能|不得|不可)(?:直接)?(?:拿来)?(?:作为|当作|当成|用作|当)(?:正式|现行|有效)?(?:的)?(?:执法|处罚|法律)?(?:依据|规定|法规)(?:使用|引用|来引用|来用)?|不是(?:现行|正式)?(?:的)?(?:有效)?(?:规定|法规|文件|文本)|"
    r"(?:不|不能|不得|不可)(?:拿来)?(?:当成|当作|作为|看成)(?:已经?|正式|现行)*(?:生效|施行|有效|正式)的?(?:义务|规定|法规|文件|依据|要求)?(?:来)?(?:引用|使用|执行|对待)?|(?:要|需要?|须)?等?(?:正式)?(?:自|从)?印发之日起(?:才|方|再)?(?:施行|生效|实施)|"
    r"(?:本|这份|该|这个)(?:文本|文件|稿子|版本|稿)|本文件|(?:本|这份|该|这个)?(?:实施)?细则|这?份?文件|文本|标题(?:下|中|里)?(?:注明)?|注明|目前|是|的|状态|为|《[^》]+》|现在|还|仍|只是|一份|因此|所以|也|处于|阶段|稿|属于|所以|而且|并且|但|都|就|这|一版|稿子|版本|文中|注明了|写明|它|只能|拿来|学习|参考|用来|用于|仅|只|供"
)
_EXTENT = re.compile(
    r"(?:全文|本细则|这份细则|细则|本文件|这份文件)?(?:一共|共计|总共|共|有|分为?|包括)*(?:\d+|[一二三四五六七八九十百]+)(?:章|条|项)+(?:共|、|和)?(?:(?:\d+|[一二三四五六七八九十百]+)(?:章|条|项)(?:、|和)?)*"
)
_USES = re.compile(
    r"(?P<of>[^，“”「」]*?)(?:这里|只|都|原文)*(?:用的?(?:词|字)?是|用了|用的|写的是|说的是|采用的是|表述是|措辞是)"
    r"[“「](?P<word>[^“”「」，]{1,16})[”」](?:这个|这|两个|二|一)?(?:个?[字词]|的?(?:说法|表述|措辞|字眼|字样|提法))?"
)
_LEVELS = {"章": Level.CHAPTER, "条": Level.ARTICLE, "项": Level.ITEM}


@dataclass(frozen=True, slots=True)
class RegulationFact:
    """What is known of a sentence about the regulation.

    Attributes:
        holds: True where it is so, False where its status is another, None where nothing is known.
        wrong: the words that are untrue.
    """

    holds: bool | None = None
    wrong: tuple[str, ...] = ()


def find_false_status(said: str, regulation: Regulation) -> tuple[str, ...]:
    """Words of a flat text that call a draft law in force, or law in force a draft; empty where
    none do.
    """
    in_force = status_words(regulation.status).in_force
    if in_force is None:
        return ()
    if in_force:
        return tuple(
            match.group() if (match := _STATUS.search(piece)) else piece
            for piece in split_segments(said)
            if _denies_force(_in_own_name(piece, regulation))
        )
    return tuple(
        match.group()
        for piece in split_segments(said)
        if (match := _IN_FORCE.search(piece)) and not _DENIES.search(piece)
    )


def correct_status(regulation: Regulation) -> str:
    """What a sentence with a false status is told: 本文件是征求意见稿，不是现行规定."""
    other = "" if status_words(regulation.status).in_force else "，不是现行规定"
    return f"本文件是{regulation.status}{other}"


def check_known_fact(
    sentence: str, regulation: Regulation, everything: Ground, support: Support
) -> RegulationFact:
    """Whether a sentence without provisions states what is known of the regulation.

    Known are its status and extent, and that something is stated nowhere in it. Every piece of the
    sentence must be so.

    Args:
        everything: the ground of the whole regulation.
    """
    rest = flat(sentence)
    rest = keep_pieces(rest, lambda piece: not quotes_wording(piece, everything, support))
    said = re.sub(r"[「」『』“”\"]", "", rest)
    if wrong := find_false_status(said, regulation):
        return RegulationFact(False, wrong)
    pieces = split_segments(said)
    absent = find_absent_parts(pieces)
    known = all(
        what is None or is_absent(what, everything, support) for what in absent.values()
    ) and all(
        number in absent or states_status(piece, regulation) for number, piece in enumerate(pieces)
    )
    return RegulationFact(True if pieces and known else None)


def states_status(piece: str, regulation: Regulation) -> bool:
    """Whether a flat piece says of the regulation's status or extent what is so, and no more."""
    piece = _in_own_name(piece, regulation)
    if _EXTENT.fullmatch(piece):
        return all(_counts(f.key, regulation) for f in find_figures(piece))
    words = status_words(regulation.status)
    rest = _NOTICE.sub("", piece)
    for word in words.true_words:
        rest = rest.replace(word, "")
    if rest or (words.in_force is not False and _denies_force(piece)):
        return False
    status = _STATUS.search(piece)
    return status is None or _is_status(status.group(), regulation)


def quotes_wording(piece: str, ground: Ground, support: Support) -> bool:
    """Whether a flat piece only says which word the text uses: 追究责任用的是“依法依规”的说法.

    The clause that prints the word must bear out what it is said of.
    """
    match = _USES.fullmatch(piece)
    return match is not None and any(
        match["word"] in clause and support.bears_out(match["of"], clause)
        for clause in dict.fromkeys(p.record.clause for p in ground.pieces)
    )


def _counts(key: tuple[str, str], regulation: Regulation) -> bool:
    number, unit = key
    if unit not in _LEVELS:
        return False
    level = _LEVELS[unit]
    return number == str(sum(node.level is level for node in regulation.body.walk()))


def _denies_force(piece: str) -> bool:
    """Whether a piece says of the text that it is not law, and no more."""
    return _DENIES_FORCE.search(piece) is not None and not _NOTICE.sub("", piece)


def _is_status(word: str, regulation: Regulation) -> bool:
    return word in status_words(regulation.status).true_words


def _in_own_name(said: str, regulation: Regulation) -> str:
    """The same with 本文件 where the text says what it calls itself: 本办法."""
    return said.replace(regulation.own_name, "本文件")
