"""Whether the provisions bear out what a yes/no or leading question asserts.

Borne out in every word that claims anything (是), contradicted in a way that can be named (不是), or a
figure or claim of which the provision says nothing (未规定); else there is no finding: lay words are
too loose for a guess. The verifier compares; what it finds amiss in loose words alone (内容) decides
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from assistant.answering.entailment import Entailment, asked_mode, load_rule, named_bodies
from assistant.answering.opposed import find_opposed, nearest_part, share_of
from assistant.answering.penalties import punishes
from assistant.understanding.assertion import Assertion
from assistant.verify.figures import find_figures, is_time
from assistant.verify.texts import flat
from assistant.verify.verdict import Problem, ProblemKind
from corpus.clauses.records import ClauseRecord
from corpus.text.provision import Leaf

if TYPE_CHECKING:
    from assistant.verify.verifier import Verifier
    from corpus.language.data import Body
    from corpus.register.lookups import Lookups

#: Provisions that an assertion is held against, each alone: those that the answer would cite.
MOST_HELD = 3
#: Clauses of a plain question that can be borne out: what happened, and whether one must.
_MOST_CLAUSES = 2
#: No 是 is said where it is at least so likely that a provision says otherwise.
_DOUBT = 0.5
#: Modal words oppose each other only in a clause that says something to the matter at all.
_ABOUT = 0.15
#: What words bear out must not look unlikely to the learned rule either.
_AGREED = 0.3
#: Share of an assertion's characters in the clause from which it is about it whatever was learned.
_CLOSE = 0.75
#: Provisions say nothing to a figure that none of them prints where both words are less likely than this.
_SILENT = 0.1
#: How much likelier 不是 must be where a plain question takes nothing for granted.
_PLAIN = 0.1
#: Checks whose finding contradicts; the others find what may be no more than loose wording.
_DECISIVE = frozenset(
    {
        ProblemKind.NEGATION,
        ProblemKind.SCOPE,
        ProblemKind.ACTOR,
        ProblemKind.STATUS,
        ProblemKind.CITATION,
        ProblemKind.CONSEQUENCE,
        ProblemKind.MODALITY,
    }
)
#: Modal words that contradict 应当 and 可以; 要 and 可以 of a question are how one asks.
_STRONG = re.compile(r"不得|不准|不许|禁止|严禁|不能|必须|非得|强制|免")
#: What a provision forbids, waives or frees from: no plain yes rests on it.
_DENIES = re.compile(r"不得|禁止|严禁|免收|免费|免缴|无偿|不受")
#: Whether something may be done is asked.
_LEAVE = re.compile(r"可以|(?<![功可性智职技])能(?!源|力|耗)|让|准|许|可")
#: What a provision prints that allows something, or says who is to do it.
_ALLOWS = re.compile(r"可以|允许|有权|准许|应当|负责|可(?=根据|采取|按照|依法|向)")
#: Words that narrow, deny or waive: what holds them is never simply borne out.
_NARROWS = re.compile(
    r"只|仅|才|就(?:行|够|没|不)|不|没|甭|别(?!人|墅)|免(?!费)|无(?:须|需)|落不|各管各|随便|都中|一律|完全|任何|一概|顶多|最多|至少|甩手|管不着|跑得?掉|逃|躲"
)
#: A provision that leaves something open bears out no plain yes.
_OPTIONAL = re.compile(
    r"可以|可(?=根据|采取|按照|依法)|根据.{0,8}需要|鼓励|参照|按照合同约定|紧急情况"
)
#: What may be done under a condition may not simply be done.
_CONDITIONAL = re.compile(r"方可|方能|才(?:能|可|可以)|后[^，。；]{0,2}可以")
#: 未成年人 is not 成年人.
_CONTRARY = re.compile(r"[未非无]([\u4e00-\u9fff]{2})")
#: 「去一个人行吗」: what is counted must be counted so.
_COUNTED = re.compile(r"(?:\d+|[一二两三四五六七八九十百]+)个?(?:人|名|家|层)")
_QUOTED = re.compile(r"[“「『]([^”」』]+)[”」』]")
#: 「归民政办」「由应急局管」: the body that is said to be in charge.
_IN_CHARGE = re.compile(
    r"(?:归|由)(?P<body>[\u4e00-\u9fff]{2,10}?)(?:来|去|在)?(?:管|办|负责|查|抓|牵头|维护|审|干|组织|调查|验|批|发|$)"
)

#: 「我们公司」 may be of any class of units.
_ANY_UNIT = re.compile(r"我们?|咱们?|公司|单位|企业|店|商户|老板")
#: What subjects end in that say of themselves no class of units, and words that take all in.
_GENERAL = re.compile(
    r"任何|所有|各|等|单位|个人|企业|事业|机关|团体|公司|组织|场所|的?(?:负责人|责任人|经营者|所有权?人|管理人|使用人)|或者|其他|和|与|及|、"
)
#: A body of the State: put in place of another it makes an assertion wrong, however like it is.
_AUTHORITY = re.compile(r"政府|部门|机构|机关|[局委厅署队所]$")

_MEASURED = frozenset(
    {"元", "万元", "亿元", "米", "厘米", "公里", "平方米", "%", "人", "名", "岁", "个", "倍"}
)

#: What the name of an authority ends in.
_OFFICE = re.compile(r"(?:局|委|办|部门|厅|署|站|所|队)$")

StanceFinding = Literal["是", "不是", "未规定"]


@dataclass(frozen=True, slots=True)
class Stance:
    """What the provisions say to an assertion.

    Attributes:
        finding: see the module.
        words: what of the question they do not say; empty for 是.
        opposed: whether they say the opposite.
        leaf: the provision that says it; None where it is that none says so.
        bound: of 是, whom the clause binds where that is a class that the question does not name.
    """

    finding: StanceFinding
    words: str = ""
    opposed: bool = False
    leaf: Leaf | None = None
    bound: str = ""

    @property
    def named(self) -> str:
        """The words of the question to say that they are not printed: figures, bodies and quotations."""
        if self.opposed or not (any(find_figures(self.words)) or named_bodies(self.words)):
            return ""
        return "" if self.words in ("个人", "单位", "人员", "部门") else self.words


#: What the learned rule makes of an assertion and a provision; None where it knows nothing.
AssertionJudge = Callable[[Leaf], Entailment | None]


def find_stance(
    assertion: Assertion,
    leaves: Sequence[Leaf],
    lookups: Lookups,
    verifier: Verifier,
    judge: AssertionJudge,
) -> Stance | None:
    """The finding, None for neither: what can be named first, else what is learned of such questions."""
    named = _by_words(assertion, leaves, lookups, verifier)
    plain = named is not None and named.finding != "是" and not named.opposed
    if named is not None and plain and (named.finding == "未规定" or _is_figure(named)):
        return named
    judged = [(leaf, found) for leaf in leaves[:MOST_HELD] if (found := judge(leaf)) is not None]
    if not judged:
        return named
    leaf, best = max(judged, key=lambda pair: pair[1].yes + pair[1].no)
    rule = load_rule()
    if named is not None and named.opposed:
        learned = best.yes + best.no >= _ABOUT
        on_it = learned or share_of(assertion.text, best.clause.text) >= _CLOSE
        return named if on_it and best.no >= best.yes else None
    if named is not None and plain:
        # 单位一把手 of 单位的主要负责人: the words differ, and what is said does not.
        borne = best.yes >= rule.yes and best.certain
        return named if not borne or _AUTHORITY.search(named.words) else None
    if _CONDITIONAL.search(best.clause.text) and _LEAVE.search(assertion.text):
        return None
    if named is not None:
        agreed = best.no < _DOUBT and best.certain and best.yes >= _AGREED
        return (
            _borne_out(assertion.text, best.clause, named.leaf)
            if agreed and named.finding == "是"
            else None
        )
    if best.no >= rule.no + (0 if assertion.leading else _PLAIN):
        leave = "可以" if _LEAVE.search(assertion.text + assertion.ending) else ""
        return Stance("不是", leave, opposed=True, leaf=leaf)
    borne = best.yes >= rule.yes and best.certain
    optional = _OPTIONAL.search(best.clause.text) and asked_mode(assertion) != "leave"
    if borne and not optional:
        problems = verifier.check(assertion.text, (leaf.id,)).problems
        if not any(p.kind in _DECISIVE for p in problems):
            return _borne_out(assertion.text, best.clause, leaf)
    if max(pair[1].yes + pair[1].no for pair in judged) < _SILENT:
        printed = {f.key for leaf in leaves for f in find_figures(leaf.lead_in + leaf.text)}
        asserted = find_figures(assertion.text)
        if figure := next((f.text for f in asserted if f.key not in printed), ""):
            return Stance("未规定", figure)
    return None


def _borne_out(text: str, clause: ClauseRecord, leaf: Leaf | None) -> Stance | None:
    """是, with whom it binds where that is a class of units; None where 「我们公司」 is asked about, which
    may not be of it."""
    bound = _class_of(text, clause)
    return None if bound and _ANY_UNIT.search(text) else Stance("是", leaf=leaf, bound=bound)


def _class_of(text: str, clause: ClauseRecord) -> str:
    """The class of units that a clause binds; empty where the question names it, or all are bound."""
    classes = [(p.text, _GENERAL.sub("", p.text)) for p in clause.subjects]
    if not classes or any(not c or _names(c, text, clause.text) for _, c in classes):
        return ""
    return "、".join(words for words, _ in classes)


def _names(words: str, text: str, act: str) -> bool:
    """Whether a text holds two characters running of some words, other than those of the act itself."""
    pairs = {words[i : i + 2] for i in range(max(len(words) - 1, 1))}
    telling = {pair for pair in pairs if pair not in act} or pairs
    return any(pair in text for pair in telling)


def _is_figure(stance: Stance) -> bool:
    return any(find_figures(stance.words))


def _by_words(
    assertion: Assertion, leaves: Sequence[Leaf], lookups: Lookups, verifier: Verifier
) -> Stance | None:
    """What the checks of the verifier and the modal words tell."""
    if not assertion.leading and assertion.clauses > _MOST_CLAUSES:
        return None
    ids = tuple(leaf.id for leaf in leaves[:MOST_HELD])
    nearest = verifier.nearest(assertion.text, ids, share=0.0)
    order = sorted(leaves[:MOST_HELD], key=lambda leaf: leaf.id not in nearest[:1])
    for leaf in order:
        if words := find_opposed(assertion.text, leaf.text):
            return Stance("不是", words, opposed=True, leaf=leaf)
    judged = ((_against(assertion, leaf, lookups, verifier), leaf) for leaf in order)
    found = (replace(stance, leaf=leaf) if stance else None for stance, leaf in judged)
    first = next(found, None)
    if first is None or first.finding == "是":
        return first
    if not assertion.leading and assertion.clauses > 1:
        return None
    # Another provision may bear it out.
    doubted = any(o.finding == "是" if o else not assertion.leading for o in found)
    return None if doubted else first


def _against(
    assertion: Assertion, leaf: Leaf, lookups: Lookups, verifier: Verifier
) -> Stance | None:
    said = leaf.lead_in + leaf.text
    problems = verifier.check(assertion.text, (leaf.id,)).problems
    loose = any(p.kind is ProblemKind.CONTENT for p in problems)
    if figure := next((p for p in problems if p.kind is ProblemKind.NUMBER), None):
        return _by_figure(figure.words[0], assertion.text, said)
    if wrong := [w for p in problems if _contradicts(p) for w in _certain(p, verifier)]:
        if assertion.leading:
            return Stance("不是", wrong[0])
        return Stance("未规定", wrong[0]) if loose and wrong[0] not in said else None
    body, certain = _other_body(assertion.text, leaf, lookups, verifier)
    if body:
        return Stance("不是", body) if certain else None
    if quoted := next((q for q in _QUOTED.findall(assertion.text) if q not in said), ""):
        return Stance("不是", quoted)
    if problems or _NARROWS.search(assertion.text) or _OPTIONAL.search(said):
        return None
    if any(m[0] not in said and m[1] in said for m in _CONTRARY.finditer(assertion.text)):
        return None
    if any(count not in said for count in _COUNTED.findall(assertion.text)):
        return None
    if _denies(assertion.text, leaf):
        return None
    printed = {f.key for f in find_figures(said)}
    if any(f.key not in printed for f in find_figures(assertion.text)):
        return None
    if _LEAVE.search(assertion.text) and (not _ALLOWS.search(said) or _CONDITIONAL.search(said)):
        return None
    return Stance("是")


def _by_figure(words: str, asserted: str, said: str) -> Stance | None:
    """What a figure that a provision does not print comes to: 不是 beside another of its kind; not stated
    where the nearest sentence prints none. 「带两个小孩」 beside 「限载一名」 is for the reader to compare."""
    rival = _rival(words, said)
    if rival is not False:
        return Stance("不是", words) if rival else None
    return (
        None
        if find_figures(nearest_part(asserted, re.split("[。；]", said)))
        else Stance("未规定", words)
    )


def _denies(text: str, leaf: Leaf) -> bool:
    """Whether the nearest sentence only forbids, waives or punishes something: that bears out no yes."""
    if _DENIES.search(text):
        return False
    sentence = nearest_part(text, re.split(r"[。；]", leaf.text))
    lead = re.split(r"[。；]", leaf.lead_in)[-1]  # empty where the 项 stand under a whole sentence
    leave = _LEAVE.search(text) is not None
    return bool(_DENIES.search(lead + sentence)) or (leave and punishes(leaf))


def _contradicts(problem: Problem) -> bool:
    if problem.kind is ProblemKind.MODALITY:
        return bool(_STRONG.search("".join(problem.words)))
    return problem.kind in _DECISIVE


def _certain(problem: Problem, verifier: Verifier) -> tuple[str, ...]:
    """The words of a problem that can be wrong: an actor must be a body that is known to be one."""
    if problem.kind is not ProblemKind.ACTOR:
        return problem.words
    return tuple(w for w in problem.words if verifier.bodies.find(flat(w)))


def _rival(words: str, said: str) -> bool | None:
    """Whether a provision states another figure of the same kind; None where words are no measure."""
    asserted = list(find_figures(words))
    if not asserted:
        return None
    stated = list(find_figures(said))
    _, unit = asserted[0].key
    if is_time(asserted[0]):
        return any(map(is_time, stated))
    if unit not in _MEASURED:
        return None
    return any(f.key[1] in (unit, f"周{unit}") for f in stated)


def _other_body(text: str, leaf: Leaf, lookups: Lookups, verifier: Verifier) -> tuple[str, bool]:
    """An authority that is named and of which the provision does not speak; empty for none.

    Returns:
        Its name as written, and whether the question says that it is in charge.
    """
    said = leaf.lead_in + leaf.text
    if match := _IN_CHARGE.search(text):
        bodies = lookups.resolve(match["body"]).bodies
        if bodies and not _speaks_of(leaf, said, bodies, lookups):
            return match["body"], True
        if not bodies and _OFFICE.search(match["body"]) and match["body"] not in said:
            return match["body"], False
    register = {body.name: body for body in lookups.register.bodies}
    for mention in verifier.bodies.find(flat(text)):
        bodies = tuple(register[name] for name in mention.names if name in register)
        public = [body for body in bodies if body.level.is_authority]
        if public and not _speaks_of(leaf, said, bodies, lookups):
            return mention.text, mention.strong
    return "", False


def _speaks_of(leaf: Leaf, said: str, bodies: Sequence[Body], lookups: Lookups) -> bool:
    """Whether a provision names one of some bodies, or binds it."""
    named = any(name in said for body in bodies for name in body.printed)
    return named or any(
        d.provision == leaf.id for body in bodies for d in lookups.actor(body).borne
    )
