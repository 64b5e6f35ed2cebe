"""The parts of a clause between its commas, and where one clause ends and the next begins.

Guarantees, tested over laws: the spans of ``cut_clauses`` are not empty, do not overlap and together
are the text; none begins within brackets or quotation marks that it does not end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.clauses.parties import (
    acting_bodies,
    before_modal,
    in_condition,
    is_name,
    named_at_start,
    opens_with_verb,
)
from corpus.clauses.records import ClauseSpan
from corpus.register.clauses import split_segments, split_sentences
from corpus.register.duties import modality_of
from corpus.register.records import Modality

_OPEN, _CLOSE = "（(《“〈【", "）)》”〉】"
#: How a part ends that says when, or of whom, the next speaks.
_WHEN = re.compile(
    r"(?:的|时|后|之前|(?<!目)(?<!提)(?<!事)前|外|期间|情况下|情形下|过程中|之日起|[日月年]内|范围内|活动中|工作中|以内)[，：]?$"
)
#: How a part begins that only leads to the next.
_LEADS = re.compile(
    r"(?:但是?|并|同时|其中|另外|此外|，)*(?:为(?!人)|因|根据|依照|依据|按照|按|在|对于?|经(?!营)|未经|除|自(?!觉|主|行|愿)|违反|凡|如果?|若|有(?:下列|前款|本)|"
    r"通过|以(?!上)|从(?!事)|属于|结合|针对|围绕|本(?:法|条例|办法|规定)(?:施行|实施)|必要时|其中|同时|此外|情节|构成|逾期|拒不|发生|需要|确需|不服|对)"
)
_ACTS = re.compile(
    r"进行|实施|给予|处以?[^，理]|予以|开展|加强|提供|制定|组织|承担|制定本|建立|采取"
)
_BUT = re.compile(r"但(?:是|书)?(?!其他)")
#: What a penalty says.
PENALTY = re.compile(
    r"罚款|责令(?!书)|给予[^，。；]{0,12}(?:处分|处罚|警告)|(?:处以?|并处)警告|吊销|没收|(?:处|予以)[^，。；]{0,8}拘留|追究[^，。；]{0,20}责任|"
    r"(?:予以|依法|给予|进行)[^，。；]{0,16}(?:处罚|处分|处理|惩处|取缔)|承担[^，。；]{0,30}(?:赔偿|法律|民事|刑事|行政|连带|违约|侵权|相应|全部|次要|主要|补充)的?责任|有期徒刑|撤职|开除|"
    r"依照[^，。；]{0,50}规定[^，。；]{0,6}处罚|依法[^，。；]{0,6}赔偿|照价赔偿|(?:应当|依法)[^，。；]{0,4}赔偿损失|罪论处|定罪处罚|暂扣|撤销[^，。；]{0,12}(?:登记|许可|资格|证)|通报批评|列入[^，。；]{0,12}名单|"
    r"记入[^，。；]{0,16}档案|扣留|收缴|强制[^，。；]{0,8}(?:拆除|报废|执行)|代为|治安管理处罚|刑事责任|限制从业|终身不|取消[^，。；]{0,12}资格|降低资质等级|不得[^，。；]{0,12}从事[^，。；]{0,30}(?:年内|终身)"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands between two commas.

    Attributes:
        span: with the comma that ends it.
        leads: whether it only leads to the next: a condition or an adverb.
        modality, modal: as of ``modality_of``, of the words after the name that it opens with.
        at: where the modal word stands, -1 where there is none.
        name: the name that it opens with, where a predicate follows.
    """

    span: ClauseSpan
    leads: bool
    modality: Modality
    modal: str
    at: int
    name: ClauseSpan | None


def read_segments(text: str, start: int, end: int) -> tuple[Segment, ...]:
    """The parts of one sentence."""
    spans = whole(text, split_segments(text, start, end))
    found = [_read(text, span, last=span is spans[-1]) for span in spans]
    offends = re.match(r"(?:对)?违反", text[start:])
    for n, segment in enumerate(found[:-1]):
        if not offends or acting_bodies(text, *segment.span) or PENALTY.search(text, *segment.span):
            break
        found[n] = replace(segment, leads=True)
    within = False
    for n in range(len(found) - 1, 0, -1):
        before = found[n - 1]
        within = found[n].leads and (
            within or text[slice(*found[n].span)].endswith(("的，", "的："))
        )
        if not before.leads and (
            (within and _goes_on(text, before)) or _happens(text, before, found[n])
        ):
            found[n - 1] = replace(before, leads=True)
    return tuple(found)


def _happens(text: str, segment: Segment, after: Segment) -> bool:
    """X发生事故，Y应当…: what happens to somebody before it is said who must."""
    if segment.modal or segment.name is None or after.name is None or after.at < 0:
        return False
    return re.match(r"发生|出现|不服|需要|认为|发现|有", text[segment.name[1] :]) is not None


#: What a condition says before its end: X违反…规定，擅自…的，.
_OFFENDS = re.compile(
    r"违反|未|欠|拖欠|采取|擅自|拒|不履行|不再|不按|不服|虚|伪造|逾期|提出|超过|已经|经|有|在|发生|因|认为|连续|属于|取得|没有|需要|申请"
)


def _goes_on(text: str, segment: Segment) -> bool:
    """Whether a part before …的， belongs to the same condition."""
    if segment.modal or PENALTY.search(text, *segment.span) or acting_bodies(text, *segment.span):
        return False
    after = text[segment.name[1] if segment.name else segment.span[0] : segment.span[1]]
    return after == "，" or bool(_OFFENDS.match(after)) or segment.name is None


def _read(text: str, span: ClauseSpan, *, last: bool) -> Segment:
    forbids = _FORBIDS.match(text, *span)
    name = named_at_start(text, *span)
    if forbids:
        return Segment(
            span,
            False,
            "不得",
            forbids[1],
            forbids.start(1),
            name or _anybody(text, forbids.end(), span[1]),
        )
    after = name[1] if name else span[0]
    first = _first_modal(text, after, span)
    rest = _FORBID.sub("　　", text[after : span[1]])
    modality, modal = modality_of(first.group() if first else rest)
    if name and first and _STATE.fullmatch(text[slice(*name)]):
        whole_name = before_modal(text, span[0], first.start())
        name = whole_name if whole_name and is_name(text[slice(*whole_name)], bound=True) else name
    at = first.start() if first else text.find(modal, after, span[1]) if modal else -1
    words = text[slice(*span)]
    leads = not last and _is_leading(words, modal)
    return Segment(span, leads, modality, modal, at, name)


def _first_modal(text: str, start: int, span: ClauseSpan) -> re.Match[str] | None:
    """The modal word that binds; not the 禁止 of 公布禁止进口的货物目录."""
    for match in _FIRST_MODAL.finditer(text, start, span[1]):
        before = text[start : match.start()]
        verb = opens_with_verb(before) and not _PLACE.search(before)
        within = start > span[0] or verb or _LISTS.search(before)
        if not (before and within and _FORBID.fullmatch(match.group())):
            return match
    return None


_FORBID = re.compile(r"禁止|严禁")
#: 在保护区范围内禁止…
_PLACE = re.compile(
    r"^(?:在|对|从|于).*(?:内|中|上|下|时|区|域|带|段|道路|期间|场所|范围|期|周边)$"
)
_LISTS = re.compile(r"(?:限制|或者|和|、|的)$")
#: 本市经营药品的企业应当: what stands before the name, and no name.
_STATE = re.compile(r"国家|本[市省区县]")


def _anybody(text: str, start: int, end: int) -> ClauseSpan | None:
    """禁止任何单位和个人…: whom a prohibition names, whatever they do."""
    match = _ANYBODY.match(text, start, end)
    if match:
        return match.span()
    name = in_condition(text, start, end)
    return name if name and name[1] - name[0] <= _LONGEST else None


_FORBIDS = re.compile(r"(?:但(?:是)?，?|并|同时，?)?(禁止|严禁)")
#: So long may a name be that no known verb follows.
_LONGEST = 12
_ANYBODY = re.compile(
    r"(?:任何|其他)?(?:单位|组织|个人)(?:(?:和|或者?|、|及)(?:单位|组织|个人))*(?!的|内)"
)
#: The first of several binds: 可以规定禁止通行.
_FIRST_MODAL = re.compile(r"应当|必须|不得|禁止|严禁|可以")


def _is_leading(words: str, modal: str) -> bool:
    if re.search(r"的[，：]?$", words):
        return True
    if modal:
        return False
    if _WHEN.search(words):
        return not _ACTS.match(words)
    return bool(_LEADS.match(words)) and not _ACTS.search(words)


def cut_clauses(text: str) -> tuple[ClauseSpan, ...]:
    """Where the clauses of a leaf are."""
    found: list[ClauseSpan] = []
    for start, end in whole(text, split_sentences(text)):
        cuts = [start, *_cuts(text, read_segments(text, start, end)), end]
        found += [(a, b) for a, b in pairwise(cuts) if b > a]
    return tuple(found)


def whole(text: str, spans: Sequence[ClauseSpan]) -> tuple[ClauseSpan, ...]:
    """Neighbours joined where a cut would lie within brackets or quotation marks."""
    found: list[ClauseSpan] = []
    for start, end in spans:
        if found and _is_open(text[slice(*found[-1])]):
            start = found.pop()[0]
        found.append((start, end))
    return tuple(found)


def _is_open(words: str) -> bool:
    return sum(c in _OPEN for c in words) > sum(c in _CLOSE for c in words)


def _cuts(text: str, segments: Sequence[Segment]) -> Iterator[int]:
    """Where, within a sentence, somebody else is spoken of or is bound in another way."""
    begun: Segment | None = None  # the last part that says something, of the clause that is read
    punishes = False
    pending = -1  # where the parts begin that lead to the next
    for segment in segments:
        words = text[slice(*segment.span)]
        start = pending if pending >= 0 else segment.span[0]
        if begun is not None and _BUT.match(words) and not words.startswith("但书"):
            yield segment.span[0] if pending < 0 else pending
            begun, pending, punishes = None, -1, False
            start = segment.span[0]
        if segment.leads:
            pending = start
            continue
        penalty = bool(PENALTY.search(words))
        if begun is not None and _differs(text, segment, begun, pending, (punishes, penalty)):
            yield start
            punishes = False
        begun = segment if segment.modal or begun is None or segment.name else begun
        punishes = punishes or penalty
        pending = -1


def is_bare(text: str, segment: Segment) -> bool:
    """Whether a part is a name and nothing else, whose predicate is still to come."""
    start, end = segment.span
    bare = segment.name is None or segment.name[1] == end - 1
    bound = _FIRST_MODAL.match(text, end) is not None and "的" in text[start:end]
    return bare and text[end - 1] == "，" and is_name(text[start : end - 1], bound=bound)


#: What may stand between a comma and the modal word of a subject before it.
_ADVERBS = re.compile(r"(?:也|还|均|都|并|每[年月日季周]度?|定期|及时|依法|一律|一般)*")
_BINDING = ("应当", "必须", "不得", "可以")


def _differs(
    text: str, segment: Segment, begun: Segment, pending: int, punish: tuple[bool, bool]
) -> bool:
    punishes, penalty = punish
    words = text[slice(*segment.span)]
    if is_bare(text, begun):
        return False  # X，Y的，应当…
    if begun.modality == "陈述" and not punishes:
        if segment.modality in _BINDING and _ADVERBS.fullmatch(text[segment.span[0] : segment.at]):
            return False  # X及其Y，应当…
        if words.startswith("由") and begun.name is None:
            return False  # 对…的监督检查，由Y实施
    if pending >= 0 and re.search(r"的，$", text[pending : segment.span[0]]):
        return True
    if segment.name is not None or acting_bodies(text, *segment.span):
        return True
    if punishes and penalty:
        return bool(
            re.match(
                r"(?:并|同时)?(?:可以)?对[^，]{2,40}?(?:人员|者|人|单位)[^，]{0,6}(?:处|给予)",
                words,
            )
        )
    return bool(segment.modal) and _bound(segment) != _bound(begun)


def _bound(segment: Segment) -> str:
    return "应当" if segment.modality == "必须" else segment.modality
