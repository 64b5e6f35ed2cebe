"""The program that reads duties out of a regulation: role, modality, times, scope and objects.

It knows how Chinese regulations word duties and no regulation in particular.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.register.records import Matter, Modality, NoDutyReason, Recurrence, Role, TimeKind
from corpus.text.numerals import NUMERAL_CHARS, to_int

_ADVERB = (
    r"(?:并|同时|其中|还|也|应当|应|要|必须|可以|可|负责|依法依规|依法|依规|依各自职责|按照?职责|积极|及时|充分|"
    r"严格|切实|定期|统筹|每年|每季度|具体|有计划地|大力|全面|按照?规定|因地制宜的|立即|通过[^，。；]{2,16}?的方式|"
    r"按照?(?:合同约定|有关规定)|根据需要|"
    r"(?:依据|根据|按照|依照|针对)[^，。；]{2,12}?(?=配合|负责|制定|及时)|"
    r"在[^，。；]{2,24}?(?:内|中|下|时|期间|过程中)|对[^，。；]{2,40}?(?=进行|实施|开展|依法|及时|加强|定期))*"
)
_SUPERVISION = r"(?:(?:监督|执法|安全|专项|联合)检查|检查行动|检查治理|抽查|监督管理|安全监管)"
#: In this order; the first that matches decides.
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("牵头", re.compile(rf"{_ADVERB}牵头")),
    ("配合", re.compile(rf"{_ADVERB}(?:配合|协助|协同|参与)")),
    (
        "执法",
        re.compile(
            rf"{_ADVERB}(?:查处|清拖|处罚|取缔|决定[^，；。]{{0,12}}处罚|办理[^，；。]{{0,16}}案)"
            r"|.*(?:予以处理|予以清理|依法处理|查处[^，；。]{0,30}行为|清理障碍物)"
        ),
    ),
    (
        "审批",
        re.compile(
            rf"{_ADVERB}(?:实施|进行|开展|办理|要)?(?:有关|依法|严格)*(?:行政)?(?:审批(?!或)|核发|核准|许可|批准)"
            r"|.*(?:进行|实施|开展)[^，；。]{0,14}(?:审批|设计审查|验收|许可)(?!过程|中)|.*作出同意|.*严格审批|.*不得核发"
        ),
    ),
    (
        "指导督促",
        re.compile(
            rf"{_ADVERB}(?:组织、|检查)?(?:指导|督促|引导|监督、?指导|监督、督促|监督(?=[^，；。]{{2,30}}(?:落实|履行)))"
            rf"|{_ADVERB}(?:开展|组织)?工作督(?:导|查)|.*进行(?:指导|监督(?!检查|管理))"
        ),
    ),
    (
        "监督检查",
        re.compile(
            rf"{_ADVERB}(?:组织|开展|实施|进行|组织开展|组织实施)*[^，；。、]{{0,12}}{_SUPERVISION}"
            rf"|.*(?:进行|实施){_SUPERVISION}|.*负责[^，；。]{{0,8}}监督检查|.*情况进行监督检查|{_ADVERB}实施监督管理"
        ),
    ),
    (
        "保障",
        re.compile(
            rf"{_ADVERB}(?:安排[^，；。]{{0,8}}资金|保障(?![^，；。]{0, 4}安全)|支持|提供[^，；。]{{0,8}}(?:支持|保障)"
            r"|保证[^，；。]{0,80}资金投入|落实[^，；。]{0,20}(?:保障|经费|支持)|对[^，；。]{0,8}资金)"
        ),
    ),
)
_EARNEST = "依法|定期|加强|严格|认真|组织|积极"
_MODAL: tuple[tuple[Modality, re.Pattern[str]], ...] = (
    ("不得", re.compile(r"不得|禁止|严禁")),
    (
        "必须",
        re.compile(
            r"(?<!行业)(?<!业务)(?<!经营)必须|(?<![必无需])须(?=经|向|在|持|由|取得|符合|具备|按|报|遵守|将|有|依|提前|凭|于|提交)"
        ),
    ),
    (
        "应当",
        re.compile(
            rf"应当|(?<![响相对反适供效感呼])应(?![急用对税届]|解缴|纳(?!入)|缴(?!纳|清|存|交))|(?<![需重主必只])要(?={_EARNEST})"
        ),
    ),
    ("可以", re.compile(r"可以|可(?=根据|采取|按照|依法)")),
    ("鼓励", re.compile(rf"^{_ADVERB}鼓励")),
)
_N = f"[{NUMERAL_CHARS}]"
_TIMES: tuple[tuple[TimeKind, re.Pattern[str]], ...] = (
    ("deadline", re.compile(rf"(?P<n>{_N}+)个?(?P<u>工作日|日|天|个?月|小时|年)(?:以?内|之前|前)")),
    (
        "frequency",
        re.compile(
            rf"每(?P<n>{_N}+)?个?(?P<u>季度|年|月|周|日|天|半年)|(?P<year>年度)|定期|经常性|常态化"
            r"|日常(?=[^，；。]{0,4}检查)"
        ),
    ),
    ("deadline", re.compile(r"秒级|立即|及时|限期")),
    (
        "season",
        re.compile(r"[^，；。、在]{2,6}期间|[^，；。、在]{2,4}[多高]发季节|重大节假日|夜间"),
    ),
)
_ABOUT_ITSELF: tuple[tuple[NoDutyReason, re.Pattern[str]], ...] = (
    (NoDutyReason.BASIS, re.compile(r".*制定本(?:细则|办法|条例|规定|法)")),
    (NoDutyReason.EFFECTIVE_DATE, re.compile(r".*自[^，。；]{2,14}起施行")),
)
_GUIDE = r"(?:督促|指导|监督(?!管理)|检查|协调|引导|联合|会同|协助|动员|组织(?=、|相关|有关|驻)|鼓励|配合|清拖)"
_OBJECT_VERB = re.compile(
    rf"(?:{_GUIDE}(?:、|和)?)+(?P<o>[^，。；的]{{2,40}}?)"
    r"(?=的|履行|落实|建立|做好|加强|开展|制定|依法|按照|严格|发挥|对|排查|依照|积极|安全|规范|每年|应对|"
    r"制作|发布|整改|消除|指导|协调|拟订|推动|同步|全面|生产的|$|，|。|；)"
)
#: What stands before the name of a body that is acted upon or with.
_TOWARDS = r"(?:对|向|与|报本级|报|由|联合|会同|、|和|及|或|为|根据|经|纳入对|在|（|上级人民政府、)"
_BODY_END = re.compile(
    r"(?:部门|机构|企业|单位|委员会|办事处|政府|机关|人员|网点|公司|经营者|用户|媒体|力量|志愿者|售房单位|院校|学校|幼儿园|物业)$"
)


def role_of(words: str, public: bool = True) -> Role:
    """The role that a predicate speaks of: its first duty verb.

    Args:
        words: clause without its subject.
        public: whether the actor is an authority. The checks that a unit makes in its own house
            are its duty, and no supervision of others.
    """
    for role, pattern in _ROLES:
        if role == "监督检查" and not public:
            continue
        if pattern.match(words):
            return role
    return "负责"


def modality_of(words: str) -> tuple[Modality, str]:
    """Modality with the printed modal word; 陈述 and an empty word where none is printed."""
    for modality, pattern in _MODAL:
        if match := pattern.search(words):
            return modality, "鼓励" if modality == "鼓励" else match.group()
    return "陈述", ""


def times_of(words: str) -> tuple[Recurrence, ...]:
    """Frequencies, deadlines and seasons, in printed order; 年度 after 每年 says nothing more."""
    found = [
        (m.start(), _time(kind, m)) for kind, pattern in _TIMES for m in pattern.finditer(words)
    ]
    kept: list[Recurrence] = []
    for _, time in sorted(found, key=lambda pair: pair[0]):
        if not any((t.kind, t.count, t.unit) == (time.kind, time.count, time.unit) for t in kept):
            kept.append(time)
    return tuple(kept)


def _time(kind: TimeKind, match: re.Match[str]) -> Recurrence:
    group = match.groupdict()
    text = match.group().removesuffix("内").removesuffix("以") if group.get("u") else match.group()
    if group.get("year"):
        return Recurrence(text, kind, 1, "年")
    if unit := group.get("u"):
        number = group.get("n")
        return Recurrence(text, kind, to_int(number) if number else 1, unit.removeprefix("个"))
    return Recurrence(text, kind, None, text)


def objects_of(words: str, named: Sequence[str] = ()) -> tuple[str, ...]:
    """Bodies and people acted upon: what follows a verb of guiding, and bodies named."""
    found = [
        (m.start("o"), m.group("o"))
        for m in _OBJECT_VERB.finditer(words)
        if _BODY_END.search(m.group("o"))
    ]
    for name in named:
        towards = re.search(_TOWARDS + re.escape(name), words)
        found += [(towards.end() - len(name), name)] if towards else []
    kept: list[str] = []
    for _, guided in sorted(found, key=lambda pair: (pair[0], -len(pair[1]))):
        if not any(guided in k for k in kept):
            kept.append(guided)
    return tuple(kept)


def scope_of(words: str) -> NoDutyReason:
    """What a clause on the text itself says: on what it rests, from when and on what it is applied."""
    found = (reason for reason, p in _ABOUT_ITSELF if p.match(words.rstrip("。；")))
    return next(found, NoDutyReason.SCOPE)


def matters_of(words: str, matters: Sequence[Matter]) -> tuple[str, ...]:
    """Names of the matters whose words a clause holds, in the vocabulary's order."""
    return tuple(m.name for m in matters if any(w in words for w in m.words))


def opens_a_duty(words: str) -> bool:
    """Whether words after a comma begin with a verb of duty, and so may stand for themselves."""
    return bool(_OPENING.match(words))


_OPENING = re.compile(
    rf"{_ADVERB}(?:应当|应|必须|不得|可|负责|组织|开展|制定|督促|指导|监督|配合|协助|落实|建立|健全|加强|保障|安排|"
    r"推动|推广|查处|清拖|决定|办理|实施|承担|明确|联合|会同|鼓励|检查|审批|支持|清理|劝阻|维护|部署|引导|作出|报|上报|做好)"
)
