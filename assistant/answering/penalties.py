"""Duty → the clause that punishes it: what a question on consequences wants beside or before the duty.

A penalty clause names what it punishes by number (违反本法第十六条规定), and a later 款 the 项 that it adds to
(个人有前款第二项行为的). Both are references, found when the index was built.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understanding.understood import Understood
from corpus.text.provision import Leaf
from index.opened import Index
from index.retrieve import Hit
from index.tokens import char_tokens
from index.wanted import penalty_wanted

#: What a clause that punishes prints.
_PUNISHES = re.compile(
    r"罚款|警告|拘留|吊销|没收|停产停业|停止(?:施工|使用|执业)|处分|追究(?:刑事|法律|行政)?责任|治安管理处罚|市场禁入"
)
#: Words that ask what follows, beside those of the intent.
PENALTY_WORDS = re.compile(
    r"罚|后果|会怎|处分|追责|追究|吊销|没收|拘留|坐牢|判刑|抓|怎么处理|咋处理|要紧吗|违法吗|犯法|会不会被查|"
    r"受啥处罚|承担什么|跟着罚|没事了?[吗么]|封(?:店|了|掉)|(?:会|要|被)拘|蹲(?:进去|号子|几天)|掏钱|怎么着|挨(?:罚|抓)"
)
#: 依照前款规定处罚: the penalty stands in what is referred to.
_AS_THERE = re.compile(r"依照.{0,14}规定(?:予以)?(?:处罚|处理)")
#: Whom a question is about: then what individuals are punished with is not asked.
_UNITS = re.compile(r"单位|公司|企业|工厂|厂里|物业|商场|学校|医院|机构|饭店|酒店")
_PEOPLE = re.compile(r"个人|自己|员工|工人|他|她|我(?!们)|负责人|管事|老板|经理|住户|业主|邻居|谁")
#: Share of the best hit's probability from which a penalty clause is that of the act.
_PLAUSIBLE = 0.6
#: Probability from which a penalty is wanted, where words say so and where none does.
_SAID, _UNSAID = 0.05, 0.4
#: Penalty clauses that are added for one duty.
_MOST = 2


def punishes(leaf: Leaf) -> bool:
    """Whether a clause, with the words that lead in to it, states a penalty."""
    return _PUNISHES.search(leaf.lead_in + leaf.text) is not None


def wants_penalty(index: Index, asked: Understood) -> bool:
    """Whether a question asks what follows from an act or an omission: by its words, or by how it is asked."""
    quantity = asked.quantity is not None and asked.quantity.name == "处罚的幅度"
    said = quantity or asked.intent == "consequence" or asks_penalty(asked.text)
    likely = penalty_wanted(index, asked.text)
    return said if likely is None else likely >= (_SAID if said else _UNSAID)


def asks_penalty(question: str) -> bool:
    """The same by its words alone."""
    return PENALTY_WORDS.search(question) is not None


def with_penalties(
    index: Index, asked: Understood, chosen: Sequence[Leaf], hits: Sequence[Hit] = ()
) -> tuple[Leaf, ...]:
    """The chosen provisions with the clauses that punish the first, where consequences are asked for.

    The clause for a duty comes before it, one that adds to a penalty after it.

    Args:
        index: of the document.
        asked: the question.
        chosen: the provisions, best first.
        hits: what retrieval found, best first: where nothing refers to the duty, the best that punishes.
    """
    if not chosen or not wants_penalty(index, asked):
        return tuple(chosen)
    first, *others = chosen
    clauses = punishing(index, first) or _near(index, first, hits)
    only_units = _UNITS.search(asked.text) and not _PEOPLE.search(asked.text)
    added = [
        x for x in clauses if x not in chosen and not (only_units and x.text.startswith("个人"))
    ][:_MOST]
    known = [x for x in clauses if x in others]
    rest = [x for x in others if x not in known]
    ordered = (first, *known, *added) if punishes(first) else (*known, *added, first)
    if _PEOPLE.search(asked.text) and not _UNITS.search(asked.text):
        ordered = tuple(sorted(ordered, key=lambda x: not x.text.startswith("个人")))
    return (*ordered, *rest)


def _near(index: Index, first: Leaf, hits: Sequence[Hit]) -> list[Leaf]:
    """The best hit that punishes, for a duty that no penalty clause names."""
    if punishes(first):
        return []
    near = (h for h in hits if h.score >= _PLAUSIBLE * hits[0].score)
    leaves = (index.leaf(h.id) for h in near)
    return [leaf for leaf in leaves if punishes(leaf)][:1]


def punishing(index: Index, leaf: Leaf) -> list[Leaf]:
    """The clauses that punish what a provision demands, or add to its penalty, in printed order."""
    found: dict[int, Leaf] = {}
    for source, target in index.references.tolist():
        clause, named = index.leaves[source], index.leaves[target]
        if source == index.rows[str(leaf.id)] and _AS_THERE.search(leaf.text):
            found[target] = named
        elif leaf.id.lies_in(named.id) and clause.id != leaf.id:
            own = clause.id.parent_article() == leaf.id.parent_article()
            if own or not punishes(leaf):
                found |= {index.rows[str(x.id)]: x for x in _that_punish(index, clause, leaf)}
    return [found[row] for row in sorted(found)]


def _that_punish(index: Index, clause: Leaf, leaf: Leaf) -> list[Leaf]:
    """A clause that refers to a duty; of one that only leads in to 项, the 项 that is most like the duty."""
    if _PUNISHES.search(clause.text):
        return [clause]
    items = [x for x in index.items_of(clause.id) if punishes(x)]
    words = set(char_tokens(leaf.text))
    nearest = sorted(items, key=lambda x: -len(words & set(char_tokens(x.text))))
    return nearest[:1] if clause.is_lead_in else []
