"""Who does what to whom: relations that the same words can turn round.

A sentence may use only printed words and still say another thing: 甲向乙报告 for 乙向甲报告. Both sides
are read the same way and compared; no list of bodies is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.verify.evidence import Provisioned
from assistant.verify.texts import pairs
from assistant.verify.verdict import Problem, ProblemKind

# --- towards whom ---------------------------------------------------------------------------------

#: Acts that one party does to another, and the words that say the same.
_ACTS = {
    "报告": "报告|上报|汇报|报请|呈报|报送|反映",
    "通知": "通知|告知|告诉|通报|知会|抄送|抄告|提醒",
    "移交": "移交|移送|交给|转交|转给|汇交|送达|交付|提交",
    "督促": "督促|敦促|催促|监督(?!管理|检查|部门|机构)|监管(?!部门|机构|职责)|检查|考核|督查",
    "指导": "指导|培训|辅导|引导|领导(?!干部|班子|人)|指挥",
    "约谈": "约谈",
    "服从": "服从|听从",
    "委托": "委托|授权|聘请|指派|指定|派遣",
    "征求": "征求|听取|征询",
    "责令": "责令",
    "协助": "协助|配合|协同",
    "给予": "给予|发给|支付|赔偿|补偿|提供|开放|反馈|发出",
}
_VERBS = "|".join(_ACTS.values())
_ACT_OF = {
    verb: act
    for act, verbs in _ACTS.items()
    for verb in re.findall(
        r"(?<![!|\u4e00-\u9fff(])[\u4e00-\u9fff]+",
        re.sub(r"\(\?![^)]*\)", "", verbs).replace("|", " "),
    )
}


def same_act(one: str, other: str) -> bool:
    """Whether two words say one act towards a party: 告诉 and 通知."""
    return one in _ACT_OF and _ACT_OF.get(other) == _ACT_OF[one]


#: 向某某报告, 对某某进行监督: the party stands between the preposition and what is done.
_TOWARDS = re.compile(
    rf"(?P<by>向|对(?!于|应|象|外)|给(?!予)|为(?!了|主)|(?<![得收接受达感看])到(?!位|期)|至(?!少|今|于))(?P<whom>(?:[^，。；：（]|（[^）]{{1,12}}）){{2,40}}?)(?P<verb>{_VERBS}|进行|实施|开展|加强)"
)
#: 通知某某, 指导某某: the party follows.
_DIRECTLY = re.compile(
    rf"(?P<verb>{_VERBS})(?:给|至|到|其|所属)?(?P<whom>[\u4e00-\u9fff（）]{{2,24}})"
)
#: 发出指令到某某.
_LANDING = re.compile(
    r"(?P<verb>发出|送|报|移交)[\u4e00-\u9fff]{0,4}(?:到|至|给)(?P<whom>[\u4e00-\u9fff（）]{2,20})"
)
#: Where the name of a party ends.
_NAME_ENDS = re.compile(
    r"的(?!单位|部门|机构|企业|人员|组织|医院|学校|个人|人)|并|以及|及其|应当|应|要|可以|不得|如实|及时|立即|书面|每年|定期|依法|按照|根据|"
    r"报告|履行|落实|做|进行|责令|提出|发现|采取"
)
_AMONG = re.compile(r"和|与|及|、|或者?")
#: How much better a party must fit the other place, and how well.
_FITS, _BETTER, _TURNED = 0.6, 0.25, 0.5
_HEAD, _WINDOW = 12, 30


@dataclass(frozen=True, slots=True)
class _Act:
    """Something done towards a party: what, towards whom, what stands before and after it."""

    act: str
    whom: str
    before: str
    after: str


def check_parties(said: str, leaves: Sequence[Provisioned]) -> Iterator[Problem]:
    """Parties that change places: the one acted upon is, in print, the one who acts.

    Args:
        said: a flat sentence without its citations.
        leaves: the provisions.
    """
    for one in _acts(said, ""):
        if len(one.whom) < 2:
            continue
        same = [p for leaf in leaves for p in _printed_acts(leaf) if p.act == one.act]
        here = max((_likeness(one.whom, p.whom + p.after) for p in same), default=1.0)
        turned = [
            _likeness(one.whom, p.before)
            for p in same
            if any(_likeness(w, one.before) >= _TURNED for w in _AMONG.split(p.whom))
        ]
        there = max(turned, default=0.0)
        if there >= _FITS and there - here >= _BETTER:
            yield Problem(ProblemKind.RELATION, f"原文里「{one.whom}」不是对象", (one.whom,))


#: 接受某某监督, 由某某指导: who acts stands before the verb, who is acted upon before both.
_SUFFERED = re.compile(
    rf"(?:接受|受到|(?<![接感享承])受(?![托理害灾伤损益雇聘权助众邀])|由|经(?![营济])|(?<![存现])在)(?P<by>[^，。；：]{{2,24}}?)的?(?P<verb>{_VERBS})(?:、(?:{_VERBS}))*"
)
#: The shortest name, and what may stand before one.
_SHORTEST = 2
_BIND_END = re.compile(r"(?:应当|应|必须|要|须|可以|负责|依法|对|有权)+$")
_BEFORE_NAME = re.compile(
    rf"^(?:[^\u4e00-\u9fff]|应当|应|要|负责|依法|可以|必须|须|并|则|各|有关|相关|和|与|及|{_VERBS})+"
)


def check_swapped(said: str, leaves: Sequence[Provisioned]) -> Iterator[Problem]:
    """Two parties of one act that have changed places: 乙监督甲 for 甲监督乙, 由乙监督 or 受乙监督."""
    for piece in re.split("[，。；：]", said):
        for who, act, whom in _dealings(piece, ""):
            for leaf in leaves if len(whom) >= _SHORTEST else ():
                if name := _swapped(who, act, whom, _printed_dealings(leaf)):
                    yield Problem(
                        ProblemKind.RELATION, f"原文里「{name}」是对象，不是主体", (name,)
                    )
                    return


def _swapped(who: str, act: str, whom: str, printed: Sequence[tuple[str, str, str]]) -> str:
    """The party that now acts and, in print, is acted upon by the one that it acts upon.

    Or by another: one that is printed only as acted upon acts nowhere.
    """
    same = [(acting, acted) for acting, other, acted in printed if other == act]
    name = _name(_BIND_END.sub("", who))
    acts = max((len(_head(whom, acting)) for acting, _ in same), default=0)
    if any(len(_head(whom, acted)) >= max(acts, _SHORTEST) for _, acted in same) and not (
        len(name) >= _SHORTEST
        and any(acted.startswith(name) for _, acted in same)
        and not any(name in acting for acting, _ in same)
    ):
        return ""  # printed in this direction as well
    for acting, acted in same:
        patient = _head(acted, who)
        if patient and (_head(whom, acting) or acted.startswith(name)) and patient not in acting:
            return patient
    return ""


def _head(name: str, words: str) -> str:
    """The longest beginning of a name that some words hold; empty for less than a name."""
    name = _name(name)
    size = next((n for n in range(min(len(name), _SUBJECT), 0, -1) if name[:n] in words), 0)
    return name[:size] if size >= _SHORTEST else ""


def _dealings(text: str, before: str) -> Iterator[tuple[str, str, str]]:
    """Who acts, how, and upon whom, as the words before and after the verb."""
    suffered = list(_SUFFERED.finditer(text))
    for match in suffered:
        yield match["by"], _ACT_OF[match["verb"]], _bare(before + text[: match.start()])
    for match in re.finditer(
        rf"对(?P<whom>[^，。；：]{{2,40}}?)(?:进行|实施|开展|加强)(?:监督|安全|日常)?(?P<verb>{_VERBS})",
        text,
    ):
        yield before + text[: match.start()], _ACT_OF[match["verb"]], _bare(match["whom"])
    for match in re.finditer(_VERBS, text):
        if not any(m.start("verb") <= match.start() < m.end() for m in suffered):
            whom = _bare(text[match.end() : match.end() + _SUBJECT])
            yield before + text[: match.start()], _ACT_OF[match.group()], whom


def _bare(name: str) -> str:
    return _BEFORE_NAME.sub("", name)


@lru_cache(maxsize=4096)
def _printed_dealings_of(text: str, bearers: str) -> tuple[tuple[str, str, str], ...]:
    """Dealings of a printed text, each with the subjects that may stand far before it."""
    found: list[tuple[str, str, str]] = []
    pieces = re.split("[，。；：]", text)
    opening = re.split(f"对|向|{_VERBS}", pieces[0])[0]
    for before, piece in zip(["", *pieces], pieces, strict=False):
        for who, act, whom in _dealings(piece, ""):
            suffers = piece.startswith(("接受", "并接受", "受", "由", "并由", "在"))
            subjects = "" if suffers else f"{bearers}，{opening}，"
            found.append((subjects + who, act, whom or ((before or bearers) if suffers else "")))
    return tuple(found)


def _printed_dealings(leaf: Provisioned) -> tuple[tuple[str, str, str], ...]:
    actors = "，".join(sorted({a for p in leaf.pieces for a in p.record.actors}))
    return _printed_dealings_of(leaf.text, f"{leaf.lead_in}，{actors}")


def _printed_acts(leaf: Provisioned) -> tuple[_Act, ...]:
    actors = "，".join(a for p in leaf.pieces for a in sorted(p.record.actors))
    return _acts(leaf.text, f"{leaf.lead_in}，{actors}，")


@lru_cache(maxsize=4096)
def _acts(text: str, before: str) -> tuple[_Act, ...]:
    """What a flat text says is done towards somebody."""
    return tuple(_read_acts(text, before))


def _read_acts(text: str, before: str) -> Iterator[_Act]:
    taken: list[tuple[int, int]] = []
    for match in _TOWARDS.finditer(text):
        taken.append(match.span("verb"))
        act = _ACT_OF.get(match["verb"], match["by"])
        yield _act(
            act, match["whom"], before + text[: match.start()][-_BACK:], text[match.end("whom") :]
        )
    for pattern in (_LANDING, _DIRECTLY):
        for match in pattern.finditer(text):
            at = match.start("verb")
            if not any(a <= at < b for a, b in taken):
                act = _ACT_OF.get(match["verb"], "移交")
                yield _act(
                    act, match["whom"], before + text[:at][-_BACK:], text[match.start("whom") :]
                )


def _act(act: str, whom: str, before: str, after: str) -> _Act:
    return _Act(act, _name(_usual(whom)), _usual(before), _usual(after[:_WINDOW]))


def _usual(words: str) -> str:
    """Names with what may be left out of them left out."""
    return words.replace("人民政府", "政府")


def _name(words: str) -> str:
    end = _NAME_ENDS.search(words, 2)
    return (words[: end.start()] if end else words)[:24]


def _likeness(name: str, words: str) -> float:
    """Share of the character pairs of a name that some words hold."""
    own = pairs(name[:_HEAD])
    return len(own & pairs(words)) / len(own) if own else 0.0


#: The subject of such a sentence may well be what is acted upon.
_SUFFERS = re.compile(r"得到|收到|接到|获得|接受|受到|被|由|受|享有|有权|视为|是|为|属于|归|让|给")
#: What stands before a party that acts.
_ACTS_AFTER = re.compile(r"(?:^|[，。；：、）和与或及由被者])$")
_BINDS_IT = re.compile(r"应当|应|必须|须|要|不得|可以|不能|负责|依法")
_GOES_ON = re.compile(r"(?![的之和与或及等内外里])[\u4e00-\u9fff]")
_SUBJECT = 24
#: So far before an act stands whoever does it.
_BACK = 400


def check_subject(said: str, leaves: Sequence[Provisioned]) -> Iterator[Problem]:
    """A subject that the provisions print only as what is acted upon, while theirs is now that.

    旅客使用运营者信息 for 运营者使用旅客信息.
    """
    if _SUFFERS.search(said):
        return
    for leaf in leaves:
        name = _opening(said, leaf.text)
        rest = said[len(name) :]
        theirs = _opening(leaf.lead_in or leaf.text, rest)
        if min(len(name), len(theirs)) < 2 or theirs in name:
            continue
        if theirs + name in leaf.text or not _GOES_ON.match(rest):  # one name, or a part of one
            continue
        goes_on = _BINDS_IT.match(rest) or (rest[:2] in leaf.text and not rest.startswith(theirs))
        places = [m.start() for m in re.finditer(re.escape(name), leaf.text)]
        acts = any(_ACTS_AFTER.search(leaf.text[:at]) for at in places) or name in leaf.lead_in
        led = any(
            _ACTS_AFTER.search(rest[: m.start()]) for m in re.finditer(re.escape(theirs), rest)
        )
        if goes_on and places and not acts and not led:
            yield Problem(ProblemKind.RELATION, f"原文里「{name}」是对象，不是主体", (name,))
            return


def _opening(text: str, other: str) -> str:
    """The longest beginning of a text that another holds, within one piece."""
    most = ""
    for size in range(2, min(len(text), _SUBJECT) + 1):
        if text[size - 1] in "，。；：、" or text[:size] not in other:
            break
        most = text[:size]
    return most
