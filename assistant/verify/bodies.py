"""Bodies that a sentence names, and whether each may stand where it stands.

A body is named by its printed form, an alias, or 市级/区级 forms of a government. It is the subject
where a sentence makes it act: at the head of a clause, after 由, or in 「…是某部门的职责」.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.verify.texts import flat
from corpus.language.body_level import BodyLevel
from corpus.language.data import Body
from corpus.register.bearing import Bearers
from corpus.register.records import Register

#: What may stand before the subject of a clause.
_LEAD = re.compile(
    r"^(?:其中|其他|其余|其它|同时|另外|此外|并且?|而且?|但是?|还|也|则|因此|所以|即|凡|各级?|全市|本市|所有|每个|规定|写明|要求|指出|根据|按照|依照|依据|细则|本细则|把|应|应当|"
    r"的|，|：|“|”|「|」|[\u4e00-\u9fff]{2,3}[省市]|市级?|区级?|市、区|上级|本级|相关|有关)*$"
)
#: Right before the one who acts, anywhere in a clause.
_AGENT = re.compile(
    r"(?:由|归|任务交给了?|交由|规定的?|接受|受到?|要求|(?:^|的)是|承担者为|依靠|在第[^，。]{1,14}(?:中|里)是)(?:本级|各级|相关|有关|市级?|区级?)?$"
)
#: 由分管负责人牵头的机制: no statement of who acts.
_MODIFIER = re.compile(r"(?:或[^，]{2,8}?)?(?:牵头|负责|组织|主持|投资|设立)的(?=[\u4e00-\u9fff])")
#: What a body has built, runs or suffers: it does not act in what follows.
_OWNS = re.compile(
    r"(?:投资建设|投资|设立|举办|所属)的(?=[\u4e00-\u9fff])|(?:要|会|将|应当?|须|都|也)*被"
)
_IS = re.compile(r"(?:是|为|属于|列为|作为|归入|算)(?:了|到)?(?:各级|市级?|区级?)?$")
_OF_DUTY = re.compile(
    r"^(?:等)?(?:的|规定的?)?[^，。的]{0,6}?(?:职责|责任|任务|义务|事|事情)(?:之一)?$"
)
#: Right after a subject: what a predicate begins with.
_PREDICATE = re.compile(
    r"^(?:等(?:单位|部门|场所|机构)?)?(?:都|均|也|还|则|既|仍|一般|及其工作人员|的工作人员|工作人员)*(?:应(?![对急用])|必须|要(?!求)|不得|不能|不用|不必|无须|无需|可以|可(?!燃)|需|须|得|负责|承担|有权|有责任|鼓励|参照|比照)"
)
#: Right before one that is acted upon: then it is no subject, whatever follows.
_OBJECT = re.compile(
    r"(?:督促|指导|监督|协助|配合|授权|对|向|报|联合|会同|代替|代|替|与|和|、|或|及|经|在|为|引导|检查|协调|鼓励|动员|组织|被|纳入对)(?:本级|有关|相关|各|上级)?$"
)
_JOIN = re.compile(r"^(?:等)?(?:、|和|与|及|以及|或者?|，?还有)(?:各|其)?$")
_LEVEL = re.compile(r"(市|区|县|乡镇|街道|国家|省)(?:级)?(?:人民)?(?:政府)?的?$")
_MOST_PRINTED = 0.25
_AND = re.compile(r"(?:、|和|与|及|或)$")
#: How names are shortened: 各级政府工作部门, 村（居）委会.
_SHORTER = (
    ("本市各级人民政府", "各级政府"),
    ("民委员会", "委会"),
    ("行政主管部门", "部门"),
    ("主管部门", "部门"),
    ("监督管理", "监管"),
    ("本级人民政府", "本级政府"),
)
#: 区 after one of these is part of another word.
_PART_OF_PLACE = frozenset("小辖社景园库片城地校厂市")


@dataclass(frozen=True, slots=True)
class BodyMention:
    """One body named in a flat clause.

    Attributes:
        start, end: half-open range.
        text: as written.
        names: names of the bodies that go by it; several for 城管.
        subject: whether the sentence makes it act.
        strong: whether 由, 是…的职责 or a predicate right after it says so, and not its place alone.
        level: 市, 区 and the like written before it or at its head, else empty.
    """

    start: int
    end: int
    text: str
    names: tuple[str, ...]
    subject: bool
    strong: bool
    level: str


class Bodies:
    """Every name of a register's bodies, and who bears its clauses.

    ``bears`` is that of ``Bearers``.
    """

    def __init__(self, register: Register) -> None:
        self.bodies = {body.name: body for body in register.bodies}
        self._forms: dict[str, tuple[str, ...]] = {}
        topics = _topics(register)
        for body in register.bodies:
            for form in dict.fromkeys(_forms(body)):
                if form not in topics:
                    self._forms[form] = (*self._forms.get(form, ()), body.name)
        longest = sorted(self._forms, key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, longest)) or r"(?!)")
        self.bears = Bearers(register).bears

    def printed(self, name: str) -> tuple[str, ...]:
        """The forms of a body that the regulation prints, flat."""
        body = self.bodies.get(name)
        return tuple(map(flat, body.printed)) if body else (flat(name),)

    def words(self) -> tuple[str, ...]:
        """Every form that is found."""
        return tuple(self._forms)

    def find(self, clause: str) -> tuple[BodyMention, ...]:
        """Bodies named in a flat clause, in order; names joined in a list share their place."""
        found: list[BodyMention] = []
        for match in self._any.finditer(clause):
            before, after = clause[: match.start()], clause[match.end() :]
            if match.group().startswith("区") and before[-1:] in _PART_OF_PLACE:
                continue  # 小区里
            if match.group().endswith("里") and after.startswith("的"):
                continue  # 市里的消防救援机构
            head = match.group()[:5] if len(match.group()) > 5 else ""
            level = _LEVEL.search(head) or _LEVEL.search(before)
            joined = bool(found and _JOIN.match(clause[found[-1].end : match.start()]))
            strong = _is_strong(before, after)
            subject = strong or (found[-1].subject if joined else bool(_LEAD.match(before)))
            if _OWNS.match(after):
                subject = strong = False
            if found and found[-1].subject and clause[found[-1].end : match.start()] == "的":
                subject = strong = False  # 乡镇的志愿消防队: the owner acts
            if joined and strong and _OBJECT.search(clause[: found[-1].start]):
                subject = strong = False
            found.append(
                BodyMention(
                    match.start(),
                    match.end(),
                    match.group(),
                    self._forms[match.group()],
                    subject,
                    strong,
                    level.group(1) if level else "",
                )
            )
        return tuple(_shared(found, clause))


def _topics(register: Register) -> frozenset[str]:
    """Aliases that so many provisions print that they are a topic there and no name (消防)."""
    leaves = [leaf.text for leaf in register.regulation.leaves()]
    return frozenset(
        flat(alias)
        for body in register.bodies
        for alias in body.aliases
        if sum(alias in text for text in leaves) > _MOST_PRINTED * len(leaves)
    )


def _forms(body: Body) -> Iterator[str]:
    if body.level is BodyLevel.UNIT:
        yield from _listed(body.name)
    for name in body.names:
        form = flat(name)
        yield form
        if form.startswith("各级") and len(form) > 5 and not form.endswith("政府"):
            yield form.removeprefix("各级")
        if len(form) == 3 and form[-1] in "委局办" and body.level is BodyLevel.DEPARTMENT:
            yield f"{form[:2]}部门"
        for long, short in _SHORTER:
            if long in form and form != long:
                yield form.replace(long, short)
        if form.endswith("人民政府"):
            head = form.removesuffix("人民政府").removesuffix("级")
            yield from (f"{head}里",) if len(head) == 1 else ()
            yield from (f"{head}政府", f"{head}级政府", f"{head}级人民政府", f"{head}人民政府")


def _listed(name: str) -> list[str]:
    """The members of a name that is a list of places: 电影院、剧场、礼堂等演出、放映场所."""
    listed = name.split("等")[0]
    if "、" not in listed or name.endswith("单位") or re.search("[和与及]", listed):
        return []
    return listed.split("、")


def _is_strong(before: str, after: str) -> bool:
    if _MODIFIER.match(after) and before.endswith("由"):
        return False
    if _AGENT.search(before) or (_IS.search(before) and _OF_DUTY.match(after)):
        return True
    listed = _AND.search(before) is not None
    return bool(_PREDICATE.match(after)) and (listed or not _OBJECT.search(before))


def _shared(found: list[BodyMention], clause: str) -> Iterator[BodyMention]:
    """A list is a subject as a whole where its last member is."""
    for i, mention in enumerate(found):
        last = i
        while (
            last + 1 < len(found)
            and not found[last].subject
            and _JOIN.match(clause[found[last].end : found[last + 1].start])
        ):
            last += 1
        acts = found[last]
        yield replace(mention, subject=True, strong=acts.strong) if acts.subject else mention
