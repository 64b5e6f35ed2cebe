"""The register's clauses as material for questions: who is bound, to do what, in which words.

A clause is cut into acts: verbatim parts that say by themselves what is to be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.language.body_level import BodyLevel
from corpus.register.bearing import UNIVERSAL, Bearers
from corpus.register.clauses import BodyNames, split_segments
from corpus.register.duties import opens_a_duty
from corpus.register.lookups import Lookups
from corpus.register.records import ClauseKey, Duty, Modality
from corpus.text.provision import Leaf, ProvisionId

_PUNCTUATION = "，。；：、.;, "
_MODAL = re.compile(r"^(?:还应当|还应|应当|应(?![急用对])|要(?=定期|依法|严格|组织))")
_MODAL_INSIDE = re.compile(r"应当|(?<![响相反适])应(?![急用对])|必须")
#: What forbids; where it stands in the lead-in alone, a sentence has to say it.
_FORBIDDEN = re.compile(r"不得|禁止|严禁|不准|不能")
_JOINING = re.compile(r"^(?:并(?=[^列])|其中，|同时，|以及)")
#: A word that points at something outside the words themselves, or says nothing without them.
_POINTING = re.compile(
    r"(?<![在对及，])其(?!他|中|余)|该|上述|下列|前[一二两三]?款|第（|本行业(?!、)|限期消除$|工作督导$|^(?:定期)?组织开展演练$|予以清理$|依法处理$|^当事人"
)
#: 「…规定的其他职责」 is no act of its own.
_OTHER_DUTIES = re.compile(r"规定的其他[^，。；]{0,6}职责$")
_STANDING = ("是", "为")
#: A part that needs what stands before it, or has no verb.
_FRAGMENT = re.compile(r"^不得|^负责(?:针对|通过)|的$")
#: A whole predicate that is no act of whoever is bound: an item that only names what is meant
#: (大型仓库、基地, 灭火器材的使用方法), what others are encouraged to, what holds in a case elsewhere.
_NO_ACT = re.compile(
    r"的$|包括$|^(?:其他|有关|第|距离)|^(?:国家|本\w)?(?:鼓励|倡导|支持)"
    r"|的[^，。的]{0,10}(?:仓库|基地|单位|企业|方法|规程)$"
)
#: What is listed under such a lead-in is named there, and not done; or others do it, whom somebody guides.
_NAMED_BELOW = re.compile(
    r"(?:包括|内容|下列(?:单位|情形|[^，：]{0,2}隐患|区域|条件)[^，：]*)[：:]$"
    r"|(?:指导|督促|监督|协助|引导|教育|组织)[^，。：；]{2,24}(?:做好|履行|遵守|落实|开展|实施)下列[^，：]*[：:]$"
)
_SHORTEST, _LONGEST = 8, 64
#: A part that only says under what circumstances.
_CIRCUMSTANCE = re.compile(
    r"^(?:在|对|按照|依照|根据|结合|通过|依据|依托|当|由|凡|针对|除|充分发挥|采取)|(?:时|后|前|的|中|期间|下)$"
)


@dataclass(frozen=True, eq=False)
class TeachableClause:
    """One clause of the register; there is one object of each.

    Attributes:
        leaf: where it stands.
        span, text: as of ``Duty``.
        duties: its records, one for each actor and role.
        subject: words of the subject printed in it, empty for none.
        condition: words printed before the subject, empty for none.
        predicate: what follows subject and 应当, verbatim, without the closing mark.
        acts: parts of the predicate that stand alone, verbatim; the whole first where it does.
        names_actor: whether the predicate names the actor.
    """

    leaf: Leaf
    span: tuple[int, int]
    text: str
    duties: tuple[Duty, ...]
    subject: str
    condition: str
    predicate: str
    acts: tuple[str, ...]
    names_actor: bool = False

    def __str__(self) -> str:
        return f"{self.leaf.id}:{self.span[0]}"

    @property
    def id(self) -> ProvisionId:
        """The provision."""
        return self.leaf.id

    @property
    def actors(self) -> tuple[str, ...]:
        """Names of those whom it binds, each once."""
        return tuple(dict.fromkeys(d.actor for d in self.duties))

    @property
    def bound(self) -> tuple[str, ...]:
        """Those of its actors as whom its words can be said; others have a part in it only."""
        role = self.duties[0].role
        return tuple(dict.fromkeys(d.actor for d in self.duties if d.role == role))

    @property
    def deed(self) -> str:
        """The first act that is something done, empty for none: 「为第一责任人」 is a standing."""
        acts = [a for a in self.acts if not a.startswith(_STANDING)]
        standing = self.names or self.duties[0].level is BodyLevel.HEAD
        return acts[0] if acts and not standing else ""

    @property
    def universal(self) -> bool:
        """Whether it binds everybody, as the unit that every organisation is."""
        return any(a in UNIVERSAL for a in self.actors)

    @property
    def open_ended(self) -> bool:
        """Whether its subject is a list that goes on: 医院、养老服务机构等."""
        return "等" in self.subject

    @property
    def goes_on(self) -> bool:
        """Whether it goes on where another clause ends, whose object it may be of: 并定期检验、维修."""
        return bool(_JOINING.match(self.text))

    @property
    def says(self) -> bool:
        """Whether a sentence can be made of its words: 「…规定的其他职责」 has no verb."""
        return self.clear and not self.names and not _OTHER_DUTIES.search(self.predicate)

    @property
    def names(self) -> bool:
        """Whether it names things, or things are named below it, where others say what is done."""
        return bool(_NAMED_BELOW.search(self.leaf.lead_in) or _NAMED_BELOW.search(self.text))

    @property
    def clear(self) -> bool:
        """Whether its words say enough by themselves."""
        return len(self.predicate) >= _SHORTEST and not _POINTING.search(self.predicate)

    @property
    def modality(self) -> Modality:
        """How it binds."""
        return self.duties[0].modality

    @property
    def matters(self) -> tuple[str, ...]:
        """What it is about."""
        return tuple(dict.fromkeys(m for d in self.duties for m in d.matters))

    @property
    def key(self) -> ClauseKey:
        """Its address."""
        return self.leaf.id, self.span

    @property
    def quote(self) -> str:
        """Its words without a comma or semicolon at the end."""
        return self.text.rstrip("，；")

    def sentence(self, actor: str) -> str:
        """A whole sentence: its own words, with the actor's name where it prints no subject.

        Args:
            actor: one of ``actors``.
        """
        if self.subject or self._speaks_of_itself:
            return f"{self.text.removeprefix('其中，').rstrip(_PUNCTUATION)}。"
        words, trigger = self.predicate, self.duties[0].trigger
        told = ""
        if trigger and (trigger not in self.text or words.startswith(f"{trigger}，")):
            told, words = f"{trigger}，", words.removeprefix(f"{trigger}，")
        modal = self.duties[0].modal or self.modality
        said = {"应当": _MODAL_INSIDE, "不得": _FORBIDDEN}.get(self.modality)
        binds = modal if said is not None and not said.search(words) else ""
        return f"{told}{actor}{binds}{words}。"

    @property
    def _speaks_of_itself(self) -> bool:
        """Whether the words name who acts somewhere else than at their beginning."""
        trigger = self.duties[0].trigger
        opening = self.predicate.removeprefix(f"{trigger}，")
        inside = _MODAL_INSIDE.search(opening)
        return self.names_actor or (inside is not None and inside.start() > 0)


class Clauses:
    """Every clause that binds somebody, and the clauses of a body.

    Args:
        lookups: over the register.
    """

    def __init__(self, lookups: Lookups) -> None:
        self.lookups = lookups
        self.register = lookups.register
        self._names = BodyNames(self.register.bodies)
        self._also = {b.name: b.also for b in self.register.bodies}
        self.bearers = Bearers(self.register)
        self.level = self.bearers.level
        self.all = tuple(self._read())
        self.by_key = {c.key: c for c in self.all}

    def _read(self) -> Iterator[TeachableClause]:
        leaves = {leaf.id: leaf for leaf in self.register.regulation.leaves()}
        grouped: dict[ClauseKey, list[Duty]] = {}
        for duty in self.register.duties:
            grouped.setdefault(duty.key, []).append(duty)
        for (id_, span), duties in grouped.items():
            yield self._clause(leaves[id_], span, tuple(duties))

    def _clause(
        self, leaf: Leaf, span: tuple[int, int], duties: tuple[Duty, ...]
    ) -> TeachableClause:
        text = leaf.text[slice(*span)]
        subject = self._names.subject(text)
        start, end = (subject.start, subject.end) if subject else (0, 0)
        predicate = text[end:].rstrip(_PUNCTUATION)
        predicate = _JOINING.sub("", predicate)
        predicate = _MODAL.sub("", predicate).lstrip("，")
        forms = (duties[0].actor, *self._also.get(duties[0].actor, ()))
        named = not subject and any(
            re.search(rf"^{f}|由{f}|{f}(?:负责|应)", predicate) for f in forms
        )
        verbless = bool(_NAMED_BELOW.search(leaf.lead_in) or _NAMED_BELOW.search(text))
        acts = () if named or verbless else tuple(dict.fromkeys(_acts(predicate, duties[0])))
        words = text[start:end].rstrip("，")
        return TeachableClause(
            leaf, span, text, duties, words, text[:start], predicate, acts, named
        )

    # --- of bodies and matters ------------------------------------------------------------------

    @cached_property
    def general(self) -> frozenset[str]:
        """Matters in which a collective of bodies has duties: any of its members may say a word."""
        names = {c.name for c in self.register.collectives}
        return frozenset(m for n in names for c in self.own(n) for m in c.matters)

    def own(self, name: str) -> tuple[TeachableClause, ...]:
        """The clauses that name a body as actor."""
        return self._own.get(name, ())

    @cached_property
    def _own(self) -> dict[str, tuple[TeachableClause, ...]]:
        found: dict[str, list[TeachableClause]] = {}
        for clause in self.all:
            for actor in clause.actors:
                found.setdefault(actor, []).append(clause)
        return {name: tuple(clauses) for name, clauses in found.items()}

    def certain(self, name: str) -> tuple[TeachableClause, ...]:
        """Own clauses and those that a reference applies without condition, in printed order."""
        own = (self.by_key[key] for key in self.bearers.certain(name))
        return tuple(sorted(own, key=lambda c: (c.id.sort_key, c.span)))


def _acts(predicate: str, duty: Duty) -> Iterator[str]:
    if _OTHER_DUTIES.search(predicate):
        return
    if duty.trigger and duty.trigger not in predicate:
        return  # depends on words elsewhere
    bare = _MODAL.sub("", predicate)
    if _stands_alone(bare) and not _NO_ACT.search(bare):
        yield bare
    if duty.role == "指导督促" or duty.objects:
        return  # what follows is what the guided body does
    before: list[str] = []
    for start, end in split_segments(predicate, 0, len(predicate)):
        part = predicate[start:end].rstrip(_PUNCTUATION)
        alone = _stands_alone(part) and opens_a_duty(part) and not _FRAGMENT.search(part)
        alone = alone and not _CIRCUMSTANCE.search(part)
        if alone and not any(map(_CIRCUMSTANCE.search, before)):
            yield _MODAL.sub("", _JOINING.sub("", part))
        before.append(part)


def _stands_alone(words: str) -> bool:
    return _SHORTEST <= len(words) <= _LONGEST and not _POINTING.search(words)


def core_of(act: str) -> str:
    """An act without the circumstances that it begins with: 按照…要求，在…范围内."""
    spans = split_segments(act, 0, len(act))
    while len(spans) > 1 and _CIRCUMSTANCE.search(act[slice(*spans[0])].rstrip(_PUNCTUATION)):
        spans = spans[1:]
    return act[spans[0][0] :] if spans else act
