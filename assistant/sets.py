"""Questions whose answer is a whole set: every provision on a matter, every duty of a body.

「谁管消防车通道」 and 「街道办都要做什么」 name one matter or one body and nothing else. The set is
then read from the text and the language data, and is complete; a ranking would cut it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answer import Intent
from corpus import Leaf, find_citations
from corpus.language import Body, UnitType
from index import Expansion, Index, Ranking
from index.tokens import fold

_SET_INTENTS = ("list", "responsible", "duty", "applicability", "question")
#: Levels of bodies that are units themselves and no public authority.
_PRIVATE = ("单位", "物业", "个人", "负责人")
_MOST = 25
_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]{2,12})[”\"」』]")
_EVERYWHERE = re.compile(r"哪些|哪里|哪几|地方|凡是|全文|列|所有|几处")
_WHERE = re.compile(r"第几条|哪一?条|几条(?:里|写)|在哪(?:里|儿|一)?(?:写|条)")
_EACH = re.compile(r"各|分别|都|两|三|跟|和|与|、|级|还是")
#: Words that ask and carry no matter of their own.
_ASKING = re.compile(
    r"谁|哪些|哪个|哪几|哪|什么|啥|怎么|如何|多少|几(?:个|项|条|处|家|类)|一共|总共|到底|究竟|分别|所有|全部|全套|都|各自|各|具体|内容|"
    r"部门|单位|主体|机构|局|人|职责|责任|义务|任务|工作|事项|事情|这件事|件事|事|负责|管理|管|承担|履行|做|干|办|抓|牵头|"
    r"要求|规定|条文|条款|条|项|细则|文件|里面|里|中|全文|地方|提到|写|出现|涉及|有关|相关|关于|跟|和|与|对|在|上|下|"
    r"尽量|说全|说|列出来|列一下|列出|列|清单|梳理|归纳|汇总|整理|告诉我|告诉|请问|请|帮我|帮|给我|我们|我|咱们|咱|想知道|知道|"
    r"归|遵守|注意|适用|开(?:了|着|个)?|店|家|小|用|过|建|第|查|开头|讲|担子|该干|消防安全|消防|防火|北京市?|本市|应当|应该|应|需要|必须|需|要|得|该|有份|有|是|的|了|着|呢|吗|吧|啊|呀|些|能|会|来|去|就|也|还|"
    r"从|到|企业|政府|一|这|那|个|点|方面|角度|平时|日常|主要|[^\u4e00-\u9fffA-Za-z0-9]"
)


def whole_set(
    index: Index, question: str, intent: Intent, expansions: tuple[Expansion, ...]
) -> tuple[Leaf, ...]:
    """The complete set that a question asks for, in printed order; empty where it asks for none."""
    if quoted := _QUOTED.findall(question):
        return _holding(index, set(quoted)) if _EVERYWHERE.search(question) else ()
    if intent not in _SET_INTENTS or _residue(question, expansions):
        return ()
    matters = {e.span for e in expansions if e.source == "thesaurus"}
    bodies = {e.span for e in expansions if e.source == "body"}
    if len(bodies) == 1 and not matters - bodies and _WHERE.search(question):
        return _lead_in_of(index, _of_body(index, expansions))
    if len(bodies) == 1 and not matters - bodies:
        return _of_body(index, expansions) if intent in ("list", "duty") else ()
    units = {e.span for e in expansions if e.source == "unit"}
    if len(units) == 1 and not (matters | bodies) - units:
        return _of_unit(index, expansions, intent)
    if len(matters) == 1 and not bodies and intent in ("list", "responsible"):
        return _holding(
            index, {p for e in expansions if e.source == "thesaurus" for p in e.statute}
        )
    return ()


def side_by_side(index: Index, question: str, intent: Intent, ranking: Ranking) -> tuple[Leaf, ...]:
    """For a question that sets several actors side by side, the best provision of each.

    Empty where fewer than two actors are named or nothing asks for them apart.
    """
    if intent != "comparison" and not _EACH.search(question):
        return ()
    actors: dict[tuple[int, int], set[str]] = {}
    for expansion in ranking.expansions:
        if expansion.source in ("body", "unit"):
            actors.setdefault(expansion.span, set()).update(expansion.serves)
    if len(actors) < 2:
        return ()
    chosen: dict[str, Leaf] = {}
    for own in actors.values():
        best = next((str(h.id) for h in ranking.hits if str(h.id) in own), None)
        if best is not None:
            chosen[best] = index.leaf(best)
    return tuple(chosen.values()) if len(chosen) > 1 else ()


def _residue(question: str, expansions: tuple[Expansion, ...]) -> str:
    """What is left of a question without the words found and the words that only ask."""
    folded = fold(question)
    for start, end in sorted({e.span for e in expansions}, reverse=True):
        folded = f"{folded[:start]} {folded[end:]}"
    return _ASKING.sub("", folded)


def _holding(index: Index, phrases: set[str]) -> tuple[Leaf, ...]:
    """All leaves that hold one of the phrases verbatim."""
    found = tuple(x for x in index.leaves if any(p in x.text for p in phrases))
    return found if 1 < len(found) <= _MOST else ()


def unsupervised_unit(
    index: Index, question: str, intent: Intent, expansions: tuple[Expansion, ...]
) -> str:
    """A kind of unit whose supervising department is asked for and not stated, else empty."""
    spans = {e.span for e in expansions}
    if intent != "responsible" or len(spans) != 1 or _residue(question, expansions):
        return ""
    units = _units(index, expansions)
    return units[0].name if units and not any(u.regulators for u in units) else ""


def _units(index: Index, expansions: tuple[Expansion, ...]) -> list[UnitType]:
    found = {e.found for e in expansions if e.source == "unit"}
    return [u for u in index.language.units if found & set(map(fold, (u.name, *u.lay)))]


def _of_unit(index: Index, expansions: tuple[Expansion, ...], intent: Intent) -> tuple[Leaf, ...]:
    """What binds a kind of unit itself, what names it first; or who supervises its trade.

    Measures that a public body takes towards the unit bind that body and are left out. A unit
    that no provision names is bound by the general duties, which are then given whole.
    """
    units = _units(index, expansions)
    if not units:
        return ()
    unit = units[0]
    if intent == "responsible":
        return tuple(index.leaf(i) for i in unit.regulators)
    public = {i for b in index.language.bodies if b.level not in _PRIVATE for i in b.provisions}
    own = [index.leaf(i) for i in unit.provisions if i not in public]
    named = [x for x in own if not x.is_lead_in]
    if named and not unit.note:
        return (*named, *(x for x in own if x.is_lead_in))
    below = [x for x in index.leaves for top in own if top.is_lead_in and _is_item_of(x, top)]
    return tuple(dict.fromkeys([*own, *below]))


def _is_item_of(leaf: Leaf, top: Leaf) -> bool:
    return bool(leaf.id.item) and leaf.id.parent_article() == top.id


def _of_body(index: Index, expansions: tuple[Expansion, ...]) -> tuple[Leaf, ...]:
    names = {name for e in expansions if e.source == "body" for name in e.statute}
    bodies = [b for b in index.language.bodies if b.name in names]
    if len(bodies) != 1:
        return ()
    body = bodies[0]
    named = [x for x in index.leaves if str(x.id) in body.provisions]
    own = [x for x in named if _is_subject(x, body)] or named
    own += [x for leaf in own for x in _applied_items(index, leaf) if x not in own]
    items = [x for x in own if not x.is_lead_in] or own
    return tuple(sorted(items, key=lambda x: x.id.sort_key))


def _lead_in_of(index: Index, leaves: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """The 条 that most of the leaves lie in: where to look a body's duties up."""
    if not leaves:
        return ()
    (article, _), *_ = Counter(leaf.id.parent_article() for leaf in leaves).most_common(1)
    return tuple(leaf for leaf in index.leaves if leaf.id == article)


def _is_subject(leaf: Leaf, body: Body) -> bool:
    """Whether the body acts in the provision, and is not only named as someone's object."""
    names = (body.name, *body.also)
    if any(name in leaf.lead_in for name in names):
        return True
    return any(re.search(rf"(?:^|[。；，、]|和){re.escape(name)}", leaf.text) for name in names)


def _applied_items(index: Index, leaf: Leaf) -> list[Leaf]:
    """The 项 of the same 条 that a later 款 applies to its subject (第十五条第二款)."""
    if not leaf.id.paragraph:
        return []
    numbers = {c.id.item for c in find_citations(leaf.text) if c.id and not c.id.article}
    return [
        x
        for x in index.leaves
        if x.id.article == leaf.id.article and not x.id.paragraph and x.id.item in numbers - {""}
    ]
