"""What joins with what, and what narrows an act: small words on which the meaning hangs.

甲和乙 is not 甲或者乙, 不得占用 not 不得擅自占用. Both sides are read the same way and compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.verify.texts import pairs
from assistant.verify.verdict import Problem, ProblemKind

_OR = "或者|或|还是|抑或"
_AND = "并且|而且|以及|会同|连同|加上|并|和|与|及|且"
#: 并且 and 同时 say both even where both are forbidden.
_BOTH = frozenset({"并且", "而且", "会同", "连同", "且"})
_JOINED = re.compile(
    rf"(?P<left>[\u4e00-\u9fff）]{{2}})[，、]?(?P<word>{_OR}|{_AND})(?P<right>[\u4e00-\u9fff\d（]{{2,8}})"
)
_LISTED = re.compile(r"(?P<left>[\u4e00-\u9fff）]{2})、(?P<right>[\u4e00-\u9fff（]{2,8})")
_BINDS = re.compile(r"应当|应|必须|须|要|处|给予|责令|负责|接受|报|向|可以")
_FORBIDS = re.compile(r"不得|禁止|严禁|不准|不许|不能|未|没有|无|任何")
#: 单位和个人, 单位或者个人: one says the other.
_GENERIC = re.compile(r"单位|个人|组织|公民|法人|企业|机关|人员")
#: 甲、乙是责任人 says it of both.
_ARE = re.compile(r"[^，。；：、]{2,10}?(?:是|为)")
#: Words that say that several must come together, and what bears them out.
_TOGETHER = re.compile(
    r"同时(?=具备|具有|满足|符合|存在|有)|缺一不可|两者都|二者都|两样都|两个都|任选其一|任意一个|任何一个|择一|二选一|其中之一即可"
)
_IN_COMMON = re.compile(r"共同(?!体|富)|一起|一同")
_COMMON_PRINTED = re.compile(r"共同|会同|联合|一起|一同|协同|联动|商|协作|配合")


def check_joined(said: str, ground: str) -> Iterator[Problem]:
    """「和」 where the text prints 「或者」 between the same words, and the other way round.

    Args:
        said: a flat sentence without its citations.
        ground: texts and lead-ins of the provisions, flat.
    """
    printed, listed = _conjunctions(ground)
    for match in _JOINED.finditer(said):
        word, either = match["word"], _is_or(match["word"])
        same = [p for p in printed if _same_places(match, p)]
        if not same:
            if (word in _BOTH and any(_same_places(match, p) for p in listed)) or (
                either
                and _ARE.match(said, match.start("right"))
                and any(
                    _same_places(match, p) and _ARE.match(ground, p.start("right")) for p in listed
                )
            ):
                yield Problem(ProblemKind.RELATION, f"原文没有「{word}」", (word,))
            continue
        if any(_is_or(p["word"]) == either for p in same):
            continue
        piece = _piece(said, match.start())
        binds = _BINDS.search(piece + match.group()) and not _FORBIDS.search(piece)
        generic = _GENERIC.search(match["left"]) and _GENERIC.match(match["right"])
        if word not in _BOTH and (generic or not binds):
            continue
        yield Problem(ProblemKind.RELATION, f"原文是「{same[0]['word']}」", (word,))
    for match in _TOGETHER.finditer(said):
        if match.group() not in ground:
            yield Problem(ProblemKind.RELATION, f"原文没有「{match.group()}」", (match.group(),))
    for match in _IN_COMMON.finditer(said):
        if "或" in ground and not _COMMON_PRINTED.search(ground):
            yield Problem(ProblemKind.RELATION, f"原文没有「{match.group()}」", (match.group(),))


@lru_cache(maxsize=512)
def _conjunctions(
    ground: str,
) -> tuple[tuple[re.Match[str], ...], tuple[re.Match[str], ...]]:
    """Conjunctions of a printed text, and the places where only 、 stands."""
    return tuple(_JOINED.finditer(ground)), tuple(_LISTED.finditer(ground))


def _is_or(word: str) -> bool:
    return word in _OR.split("|")


def _same_places(said: re.Match[str], printed: re.Match[str]) -> bool:
    """Whether two conjunctions stand between the same words."""
    return said["left"] == printed["left"] and bool(pairs(said["right"]) & pairs(printed["right"]))


def _piece(text: str, at: int) -> str:
    """What stands before a place in its piece between commas."""
    return re.split("[，。；：]", text[:at])[-1]


# --- words that narrow an act ---------------------------------------------------------------------

#: 不得擅自使用 does not forbid use.
_MANNER = re.compile(
    r"(?:不得|禁止|严禁|不准)(?P<how>擅自|违法|非法|违规|违反规定|无故|恶意|故意|过度|超范围|无正当理由|随意|私自|强行)(?P<act>[\u4e00-\u9fff]{2})"
)
_SAME_MANNER = re.compile(
    r"擅自|违法|非法|违规|违反|无故|恶意|故意|过度|超|无正当|没有正当|随意|随便|私自|强行|自行|乱|未经|没经|偷偷"
)
_NO = re.compile(r"不得|禁止|严禁|不准|不许|不能|不可以|不要|别|勿")
_LIFTED = re.compile(
    r"(?P<no>依法不|不再|不|无需|无须|免予|免于)(?P<act>承担|受|收取|予以|适用|追究|处罚|计入|公开|缴纳|赔偿|负责)"
)


def check_narrowed(said: str, ground: str) -> Iterator[Problem]:
    """A prohibition without the manner that it is limited to, and a denial that is dropped."""
    for match in _MANNER.finditer(ground):
        act = match["act"]
        for place in re.finditer(re.escape(act), said):
            before = _piece(said, place.start())
            if (
                _NO.search(before)
                and not _SAME_MANNER.search(said)
                and act not in ground.replace(match.group(), "")
            ):
                yield Problem(ProblemKind.CONDITION, f"原文是「{match.group()}」", (act,))
                break
    for match in _LIFTED.finditer(ground):
        act = match["act"]
        affirmed = re.search(
            rf"(?<![不无免未没])(?<!不用)(?<!不再)(?:应当|应|要|须|必须|可以)(?:依法)?{act}", said
        )
        if affirmed and not re.search(rf"(?<![不免无])(?<![免无][须需予于]){act}", ground):
            yield Problem(ProblemKind.NEGATION, f"原文是「{match.group()}」", (affirmed.group(),))
