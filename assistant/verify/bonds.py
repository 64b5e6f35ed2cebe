"""How a sentence binds: modality, negation and role, compared with the clause that it restates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.verify.evidence import EvidenceRecord, RecordPiece
from assistant.verify.reading import Read
from assistant.verify.texts import pairs, split_segments
from assistant.verify.verdict import Problem, ProblemKind

_FORBID = re.compile(
    r"(?<!个)不得|禁止|严禁|不准|不许|不允许|不可以?(?!避免|缺|少|抗|移动)|不能(?!满足|保证)|不应当?|不该|切勿|请勿|勿"
)
_EXEMPT = re.compile(
    r"无需|无须|不需要?|不须|不用(?=[\u4e00-\u9fff])|不必|毋须|免于|免除|豁免|免责|可以不|可不|没有义务|不承担|不再由|不由|不负责|不受(?!理)|概不"
)
_MAY = re.compile(
    r"可以|可(?=根据|采取|按照|依法|视|在|自行|由|向|以|酌|组)|允许|(?<!所)有权|自愿|酌情|自行决定|(?<![不才功职智性可])能(?=自行|自主|根据|按照|采取)"
)
_URGE = re.compile(r"鼓励|提倡|倡导")
#: 可以作为参考: a reference compels nothing, whether 可以 is printed or not.
_AS_REFERENCE = re.compile(r"(?:可以|可|能)(?=作为|用作|当作|作)")
_IS_REFERENCE = re.compile(r"作为[^，；。]*参考")
_REFER = re.compile(r"参照|比照|参考")
_ORDER = re.compile(r"应当|应该|必须|务必|一律")
_BIND = re.compile(
    r"应当|应该|(?<![响相对反适供])应(?![急用对征])|(?<![重主必只需])要(?!求|点|素|设|害|闻)|需要?(?!求|的)|(?<![必无不])须|必须|务必|有责任|有义务|一律|严格依照"
)
#: An answer of one word.
_ONLY_NO = re.compile(r"(?:不可以?|不能|不行|不得|不允许|禁止|不准|不许)的?")
_ONLY_YES = re.compile(r"(?:可以|能|行|允许)的?")
_PRINTED_MAY = re.compile(r"可以|可(?!燃|靠|能|持续|视|行)|(?<!所)有权|允许")
#: 不受行驶速度、指挥信号的限制: what no limit holds for may be done.
_UNLIMITED = re.compile(r"不受[^，。；]{1,30}限制")
#: What one is entitled rather than bound to do: 使用维修资金, 根据需要调集.
_POWER = re.compile(r"根据[^，。；]{0,12}需要|使用[^，。；]{0,8}资金|申请|调集|调用|征用")
#: Words with a negative sense: a sentence with one of them denies something.
_NEGATIVE = re.compile(
    r"不(?!仅|但|断|同|过)|未(?!成年|来)|无(?!论)|没(?!收)|非(?!常|法)|免(?!费)|禁|勿|拒|失(?!火|业)|缺|违|逾|异常|妨碍|障碍|别(?=[\u4e00-\u9fff])(?<![分特级区类])"
)
_DENIED = re.compile(
    r"(?:不(?!仅|但|断|同|得)(?:再|按|依法|依)?|未(?!成年|来)|无(?!论)|没有)(?P<head>[\u4e00-\u9fff]{2})"
)
_DENYING = re.compile(
    r"不(?!仅|但|断|同|过|得|符合或不)|未(?!成年|来|必)|没有?(?!收)|无(?!论|关)|并非|绝非"
)
_WHETHER = re.compile(
    r"没关系|不是[^，]{1,6}(?:就算了|就行了|了事)|([\u4e00-\u9fff])[不没]\1|是否|与否|能否|不仅|不但|不只|不光|不管|不论|不断|不同|不可移动|不动产"
)
_NOT_YET = re.compile(r"(?:还没有?|尚未|还未|没|未)[^，]{1,8}(?:时|之前|以前|前)")
_UNBLOCKED = re.compile(r"不(?:被|让|能|要|许)?(?:人|车)?[堵占挡]")
_UNDONE = re.compile(r"(?:没有?|未)(?:能|被|经|得到)?(?P<act>[\u4e00-\u9fff]{2})")
_MORE_NEGATIVE = re.compile(r"[不未无没非免拒禁缺失违]|渎职|制止|劝阻|防止|避免|杜绝")

Roles = dict[str, re.Pattern[str]]
#: Words of a role as sentences say them; 负责 is left to the role of the clause.
_ROLE_WORDS: Roles = {
    "牵头": re.compile(r"牵头"),
    "配合": re.compile(r"配合(?!比)|协同"),
    "协助": re.compile(r"协助|帮助|辅助"),
    "参与": re.compile(r"参与|参加"),
    "指导": re.compile(r"指导|辅导"),
    "督促": re.compile(r"督促|催促|敦促"),
    "监督": re.compile(r"监督(?!管理部门)|监管(?!职责的部门|部门|企业)"),
    "协调": re.compile(r"协调"),
    "联合": re.compile(r"联合|会同"),
    "代替": re.compile(r"代替|代为|代办|替(?!代)|顶替|取代"),
    "批准": re.compile(r"批准|同意|许可|审批"),
    "领导": re.compile(r"(?<![的管])领导(?!班子|下|人|干部)"),
    "全面负责": re.compile(r"全面负责|负总责|总负责"),
}
#: What bears a role word out; where it is absent here, the word itself must be printed.
_BORNE_OUT = {
    "配合": r"配合|协助|协同",
    "协助": r"协助|配合",
    "参与": r"参与|参加",
    "指导": r"指导|引导",
    "督促": r"督促|监督",
    "监督": r"监督|监管|督促|督查",
    "协调": r"协调",
    "联合": r"联合|会同|组织相关|共同|联勤|共用",
    "批准": r"批准|同意|许可|审批|核发",
    "领导": r"领导",
    "全面负责": r"全面负责|总责",
}
_REFERS_UP = re.compile(r"报请(?!挂牌)[^，；]{2,14}授权|提请[^，；]{2,10}批准")
_REFERRED = re.compile(r"报|请|授权|呈")
_LEADS = re.compile(r"负责(?!人)|承担|直接|全面")
_HELPS = re.compile(r"配合|协助|协同|参与|参加|会同|帮")
_GUIDES = re.compile(r"指导|督促|监督|引导|协调|(?<!所)监管(?!企业)|督查|督导|推动|敦促|催|辅导|盯")


def check_modality(
    said: str, record: EvidenceRecord, pieces: Sequence[RecordPiece]
) -> Iterator[Problem]:
    """Modal words of a piece against those of the clause that it restates."""
    text = record.text
    near = "".join(p.text for p in pieces) + record.lead_in
    printed_forbid = _FORBID.search(text + record.lead_in) is not None
    if (word := _EXEMPT.search(said)) and not _EXEMPT.search(near):
        yield Problem(ProblemKind.NEGATION, "原文没有免除这一责任", (word.group(),))
        return
    if (urge := _URGE.search(said)) and not _URGE.search(record.clause + near):
        yield Problem(ProblemKind.MODALITY, "原文不是鼓励，是应当履行的职责", (urge.group(),))
        return
    forbid = _FORBID.search(said)
    if forbid and not (printed_forbid or _FORBID.search(near) or _forbids(forbid, record)):
        yield Problem(ProblemKind.MODALITY, f"原文没有「{forbid.group()}」", (forbid.group(),))
        return
    may = _MAY.search(_AS_REFERENCE.sub("", said) if _IS_REFERENCE.search(near) else said)
    printed_may = _PRINTED_MAY.search(text) or _PRINTED_MAY.search(near)
    if _UNLIMITED.search(text) and ("不受" in said or not _EXEMPT.search(said)):
        return
    if may and not forbid and not printed_may and not _POWER.search(near + record.trigger):
        what = "不得" if printed_forbid else "可以，是应当履行的职责"
        yield Problem(
            ProblemKind.MODALITY, f"原文{'' if printed_forbid else '不是'}{what}", (may.group(),)
        )


def _forbids(forbid: re.Match[str], record: EvidenceRecord) -> bool:
    """Whether the clause forbids the very act that a sentence says is forbidden."""
    act = forbid.string[forbid.end() : forbid.end() + 2]
    at = record.clause.find(act) if len(act) == 2 else -1
    return at > 0 and _FORBID.search(record.clause[:at][-8:]) is not None


_PERMITS = re.compile(r"可|允许|能|有权")


def check_strength(
    said: str,
    whole: str,
    record: EvidenceRecord,
    restated: Sequence[tuple[str, RecordPiece]],
    *,
    survey: bool = False,
) -> Iterator[Problem]:
    """What the clause prints weaker or stricter than a sentence says: 可, 鼓励, 参照, 不得.

    Args:
        said: the pieces that restate the record.
        whole: the sentence.
        restated: each of those pieces with the printed piece that it restates.
        survey: whether the sentence counts the items of a provision and tells what each is about.
    """
    bind = _BIND.search(said)
    binds = bind or _MAY.search(said)
    words = (binds.group(),) if binds else ()
    parts = split_segments(record.text)
    first_may = next((i for i, p in enumerate(parts) if _PRINTED_MAY.search(p)), len(parts))
    reached = any(p.text in parts[first_may:] for _, p in restated)
    may = _PERMITS.search(said) or (_PERMITS.search(whole) and not bind)
    if record.modality == "可以" and reached and not may:
        yield Problem(ProblemKind.MODALITY, "原文是「可以」，不是必须做到", words or _claimed(said))
    urged = _URGE.search(said) or (_URGE.search(whole) and not _ORDER.search(said))
    if record.modality == "鼓励" and not urged:
        yield Problem(ProblemKind.MODALITY, "原文是「鼓励」，不是要求", words or _claimed(said))
    if "参照" in record.text and not survey and not _REFER.search(whole):
        yield Problem(ProblemKind.MODALITY, "原文是「参照」", words or _claimed(said))
    if (
        _FORBID.search(record.lead_in)
        and not _MORE_NEGATIVE.search(whole)
        and (bind or _MAY.search(said))
    ):
        yield Problem(ProblemKind.MODALITY, "原文是「不得」", words or _claimed(said))
    for _, piece in restated:
        same = "，".join(t for t, p in restated if p is piece)  # 缆绳，乘客不得解开
        if _FORBID.search(piece.text) and not _MORE_NEGATIVE.search(same):
            yield Problem(ProblemKind.MODALITY, "原文是「不得」", words or _claimed(said))
            return


def check_negation(
    said: str, pieces: Sequence[RecordPiece], trigger: str, lead_ins: Sequence[str] = ()
) -> Iterator[Problem]:
    """A denial that the restated pieces do not print, or one of theirs that is lost.

    Args:
        lead_ins: of the provisions: 责令停止使用 there is what is done to who does not stop.
    """
    near = "".join(p.text for p in pieces) + trigger
    said = _WHETHER.sub("", said)
    if "畅通" in near:  # 不被堵 says the same
        said = _UNBLOCKED.sub("", said)
    word = _DENYING.search(_FORBID.sub("", _EXEMPT.sub("", said)))
    if word and _NOT_YET.search(said) and "前" in near:  # 隐患还没消除的时候: 在隐患消除前
        word = None
    if word and (undone := _UNDONE.search(said)) and f"{undone['act']}前" in near:
        word = None
    if word and not _NEGATIVE.search(near) and "？" not in said:
        at = said.find(word.group())
        yield Problem(ProblemKind.NEGATION, "原文没有这一否定", (said[at : at + 4],))
    if _NEGATIVE.search(said):
        return
    for piece in pieces[:2]:
        for denied in _DENIED.finditer(piece.text):
            head = denied["head"]
            if any(re.search(f"责令[^，。；]*{head}", t) for t in (piece.text, *lead_ins)):
                continue  # 经责令改正拒不改正: printed with and without the denial
            if head in said and len(pairs(said) & pairs(piece.text)) > 2:
                yield Problem(ProblemKind.NEGATION, f"原文是「{denied.group()}」", (head,))
                return


def check_roles(
    unit: Sequence[tuple[str, Read]], record: EvidenceRecord, everything: str
) -> Iterator[Problem]:
    """Role words that the restated clause does not print.

    Args:
        unit: pieces that restate the record, as text without the bodies named.
        everything: the provisions' text, for lists that take from several clauses.
    """
    for text, read in unit:
        piece = read.pieces[0]
        near = piece.text if _LEADS.search(piece.text) else record.clause + piece.text
        if text.count("、") > 1:
            near += everything
        for role, pattern in _ROLE_WORDS.items():
            word = pattern.search(text)
            if word is None or word.group() in near or _is_printed_of(word.group(), read):
                continue
            if not re.search(_BORNE_OUT.get(role, r"(?!)"), near):
                yield Problem(ProblemKind.ROLE, f"原文这里没有「{word.group()}」", (word.group(),))
        if (up := _REFERS_UP.search(piece.text)) and not _REFERRED.search(text):
            yield Problem(ProblemKind.ROLE, f"原文是{up.group()}", _claimed(text))


def names_only(said: str) -> bool:
    """Whether the pieces of a survey only name duties and claim no role: 从制度一直到建档."""
    return _LEADS.search(said) is None and _BIND.search(said) is None


def _is_printed_of(word: str, read: Read) -> bool:
    """Whether the clause prints a role together with the body, or with all, that follows it."""
    clause = read.record.clause if read.record else ""
    towards = [word + mention.text for mention in read.mentions]
    towards += re.findall(rf"{word}(?:检查|管理|[^，、]{{4,}})", read.text)
    return any(words in read.text and words in clause for words in towards)


def check_lost_roles(
    unit: Sequence[tuple[str, Read]], whole: str, record: EvidenceRecord
) -> Iterator[Problem]:
    """配合, 指导, 督促 that the restated clause prints and the sentence leaves out.

    Args:
        unit: as for ``check_roles``.
        whole: the sentence without the bodies named.
    """
    said = "，".join(text for text, _ in unit)
    if record.roles == {"配合"} and not _HELPS.search(said):
        yield Problem(ProblemKind.ROLE, "原文是配合或协助，不是自己负责", _claimed(said))
    guided = _GUIDES.search(said) or (not _LEADS.search(said) and _GUIDES.search(whole))
    if record.roles == {"指导督促"} and not guided:
        yield Problem(ProblemKind.ROLE, "原文是指导、督促，不是自己去做", _claimed(said))


def _claimed(said: str) -> tuple[str, ...]:
    found = re.search(r"全面负责|负责|承担|应当|要", said)
    return (found.group(),) if found else (said.strip("，")[:8],)


def find_unsupported_bond(said: str, restated: Sequence[str]) -> str:
    """The modal word of a piece that restates nothing, empty where it has none.

    Args:
        restated: what the other pieces restate: 「不可以」 alone is borne out where they forbid,
            「可以」 where they allow.
    """
    if _ONLY_NO.fullmatch(said) and any(map(_FORBID.search, restated)):
        return ""
    if _ONLY_YES.fullmatch(said):
        allowed = any(_PRINTED_MAY.search(text) or _URGE.search(text) for text in restated)
        return "" if allowed else said
    word = _FORBID.search(said) or _EXEMPT.search(said)
    if word and any(t.endswith(("：", ":")) and _FORBID.search(t) for t in restated):
        return ""  # one of the 项 that their lead-in forbids
    return word.group() if word else ""


def find_unsupported_denial(said: str, ground: str) -> str:
    """The denial in a piece that restates nothing in particular, where the text denies nothing."""
    word = _DENYING.search(_WHETHER.sub("", said))
    return word.group() if word and not _NEGATIVE.search(ground) else ""
