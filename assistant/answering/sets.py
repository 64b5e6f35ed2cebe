"""Questions whose answer is a whole set: every provision on a matter, every duty of a body.

「谁管消防车通道」 and 「街道办都要做什么」 name one matter or one body and nothing else. The set is
then taken from the responsibility register and is complete; a ranking would cut it. Where a
question says more than that, a set is given only if it asks for all of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.understanding.extent import Extent
from assistant.understanding.named import without_asking
from assistant.understanding.understood import Understood
from corpus.language.body_level import BodyLevel
from corpus.language.data import UnitType
from corpus.text.provision import Leaf
from index.opened import Index
from index.retrieve import Ranking

_SET_INTENTS = (
    "list",
    "responsible",
    "duty",
    "applicability",
    "question",
    "comparison",
    "deadline",
    "consequence",
)
#: Those of whom a question for a list of duties means the general ones of every unit too.
_GENERAL = (BodyLevel.UNIT, BodyLevel.PERSON)
#: Characters beside what is named up to which a question for everything gets a set.
_ASIDE = 4
_FAR_ASIDE = 14
_MOST = 25
#: How a question speaks of printed words.
_PRINTED = re.compile(r"带|字样?|的话|表述|词|写明|开头|规矩|举行|进行|开展|定期的|频次|期限")


@dataclass(frozen=True, slots=True)
class WholeSet:
    """A set of provisions that answers a question.

    Attributes:
        leaves: in printed order, or actor by actor.
        certain: whether the question names nothing else, so that it is known to be answered.
        actors: names of the body whose duties it is, several where one everyday name means them.
        matter: name of the matter whose provisions it is, else empty.
    """

    leaves: tuple[Leaf, ...]
    certain: bool
    actors: tuple[str, ...] = ()
    matter: str = ""


def find_whole_set(index: Index, asked: Understood) -> WholeSet | None:
    """The complete set that a question asks for; None where it asks for none."""
    extent, found, intent = asked.extent, asked.subjects, asked.intent
    if extent.quoted:
        held = _holding(index, set(extent.quoted)) if extent.everywhere else ()
        return WholeSet(held, certain=True) if held else None
    if printed := _of_printed_words(index, asked):
        return printed
    if both := _own_and_supervised(index, asked):
        return both
    aside = _FAR_ASIDE if extent.thorough else _ASIDE if extent.every else 0
    if intent not in _SET_INTENTS or found.rest > aside:
        several = intent == "comparison" and found.rest <= _ASIDE and len(found.actors) > 1
        return _of_actors(index, asked) if several else None
    if found.actors and not (extent.thorough and found.matters and _counts_parties(asked)):
        return _of_actors(index, asked)
    trade = intent == "responsible" and found.pure and not extent.every and _only_units(asked)
    if found.units and (extent.every or trade or not found.matters):
        wanted = extent.every or intent in ("list", "duty", "responsible", "applicability")
        ids = _of_unit(index, asked) if wanted else ()
        return _set(index, ids if len(found.units) == 1 else (), certain=found.pure)
    if found.matters:
        return _of_matters(index, asked)
    return _of_words(index, asked)


#: A place itself and who supervises it: 「机构自己的要求和主管部门」.
_BOTH_SIDES = re.compile(
    r"(?:自己|自身|本身|本单位).*(?:主管|监管|行业)部门|(?:主管|监管|行业)部门.*(?:自己|自身|本身)"
)


def _own_and_supervised(index: Index, asked: Understood) -> WholeSet | None:
    """What binds a kind of place itself, with the departments that supervise it, where both are asked for."""
    units = find_units(index, asked) if _BOTH_SIDES.search(asked.text) else []
    if not units:
        return None
    own = [str(x.id) for x in _own_provisions(index, units[0]) if not x.is_lead_in]
    return _set(index, dict.fromkeys((*own, *units[0].regulators)), certain=False)


def _own_provisions(index: Index, unit: UnitType) -> list[Leaf]:
    """What binds a kind of unit itself: measures of a public body towards it bind that body."""
    public = {i for b in index.language.bodies if not b.level.is_private for i in b.provisions}
    return [index.leaf(i) for i in unit.provisions if i not in public]


def _counts_parties(asked: Understood) -> bool:
    """Whether the bodies named are those that shall count too: 「单位、政府、部门、居委会都算上」."""
    return len({e.span for e in asked.expansions if e.source == "body"}) > 1


def _only_units(asked: Understood) -> bool:
    """Whether every matter that a question names is the word for a kind of unit: 「幼儿园谁管」."""
    spans = {e.span for e in asked.expansions if e.source == "unit"}
    return all(e.span in spans for e in asked.expansions if e.source == "matter")


def _of_printed_words(index: Index, asked: Understood) -> WholeSet | None:
    """Every duty of a modality or a time: 「所有不得」「每季度要做什么」. Nothing else is named."""
    words = {**index.duties.times, **index.duties.modalities}
    held = sorted((w for w in words if w in asked.text), key=len, reverse=True)
    asks = asked.intent in ("list", "duty", "responsible", "deadline")
    if not held or not (asks or asked.extent.every):
        return None
    rest = without_asking(_PRINTED.sub("", asked.text.replace(held[0], "")), index.regulation)
    return _set(index, words[held[0]], certain=True) if not rest else None


def _of_matters(index: Index, asked: Understood) -> WholeSet | None:
    found, intent = asked.subjects, asked.intent
    matter = found.matters[0]
    certain = found.pure and len(found.matters) == 1
    if intent == "deadline":
        return _set(index, index.duties.timed.get(matter, ()), certain=False)
    if intent in ("list", "responsible") or asked.extent.every:
        ids = _of_matter(index, matter, asked.extent)
        return _set(index, ids, certain=certain, matter=matter)
    return None


def _of_words(index: Index, asked: Understood) -> WholeSet | None:
    """For words of the thesaurus that are no matter: every provision that holds them."""
    if not (asked.intent in ("list", "responsible") or asked.extent.every):
        return None
    spoken = [e for e in asked.expansions if e.source in ("thesaurus", "body")]
    words = {p for e in spoken for p in e.statute}
    spans = {e.span for e in spoken}
    held = _holding(index, words) if len(spans) == 1 else ()
    return WholeSet(held, certain=asked.subjects.pure) if held else None


def _of_matter(index: Index, matter: str, extent: Extent) -> tuple[str, ...]:
    """Every provision on a matter; of units or of departments alone where those are asked for."""
    duties = index.duties
    everybody = duties.matters[matter].provisions
    if not extent.side:
        return everybody
    private = extent.side == "units"
    some = {
        i
        for body, row in duties.cells.items()
        if (duties.levels[body].is_private if private else duties.levels[body].is_authority)
        for i in row.get(matter, ())
    }
    return tuple(i for i in everybody if i in some) or everybody


def _of_actors(index: Index, asked: Understood) -> WholeSet | None:
    """Duties of the one body that a question is about; of several those in the matter that it names.

    A unit has the duties of every unit besides its own: they are listed where all are asked for.
    """
    duties, found, intent, extent = index.duties, asked.subjects, asked.intent, asked.extent
    several = len(found.actors) > 1 and (intent == "comparison" or extent.each)
    actors = found.actors if several else found.actors[:1]
    if found.matters:
        cells = [_of_cell(index, place, found.matters) for place in actors]
        return _set(index, _items(index, cells), certain=found.pure) if all(cells) else None
    names = tuple(name for place in actors for name in place)
    whole = [duties.bodies[name] for name in names]
    if several:
        return None
    if extent.where:
        return _set(index, _lead_in_of(index, whole), certain=found.pure)
    private = any(duties.levels[name] in _GENERAL for name in names)
    if extent.every or (intent in ("list", "duty") and not private):
        return _set(index, _items(index, whole), certain=found.pure, actors=names)
    return None


def _of_cell(index: Index, bodies: Iterable[str], matters: Sequence[str]) -> list[str]:
    """The duties of bodies in some matters."""
    cells = index.duties.cells
    return [i for name in bodies for matter in matters for i in cells.get(name, {}).get(matter, ())]


def _items(index: Index, sets: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The union in printed order, lead-ins left out where there is more than them."""
    ids = {i for one in sets for i in one}
    leaves = sorted((index.leaf(i) for i in ids), key=lambda x: x.id.sort_key)
    items = [x for x in leaves if not x.is_lead_in] or leaves
    return tuple(str(x.id) for x in items)


def _set(
    index: Index,
    ids: Iterable[str],
    *,
    certain: bool,
    actors: tuple[str, ...] = (),
    matter: str = "",
) -> WholeSet | None:
    leaves = tuple(index.leaf(i) for i in ids)
    return WholeSet(leaves, certain, actors, matter) if 0 < len(leaves) <= _MOST else None


#: Share of the best hit's probability from which the provision of one of several actors is near.
_SIDE_SHARE = 0.3


def find_side_by_side(index: Index, asked: Understood, ranking: Ranking) -> tuple[Leaf, ...]:
    """For a question that sets several actors side by side, the best provision of each.

    Empty where fewer than two actors are named, nothing asks for them apart, or what binds one of them is
    far from what is asked: 「罚公司多少，老板要不要跟着罚」 asks for one penalty.
    """
    if asked.intent != "comparison" and not asked.extent.each:
        return ()
    actors: dict[tuple[int, int], set[str]] = {}
    for expansion in asked.expansions:
        if expansion.source in ("body", "unit"):
            actors.setdefault(expansion.span, set()).update(expansion.serves)
    if len(actors) < 2:
        return ()
    chosen: dict[str, Leaf] = {}
    near = [h for h in ranking.hits if h.score >= _SIDE_SHARE * ranking.hits[0].score]
    for own in actors.values():
        best = next((str(h.id) for h in near if str(h.id) in own), None)
        if best is not None:
            chosen[best] = index.leaf(best)
    return tuple(chosen.values()) if len(chosen) > 1 else ()


def _holding(index: Index, phrases: set[str]) -> tuple[Leaf, ...]:
    """All leaves that hold one of the phrases verbatim."""
    found = tuple(x for x in index.leaves if any(p in x.text for p in phrases))
    return found if 1 < len(found) <= _MOST else ()


def find_units(index: Index, asked: Understood) -> list[UnitType]:
    """The kinds of unit that a question names, in the order of the data."""
    names = [e.name for e in asked.expansions if e.source == "unit"]
    return [u for u in index.language.units if u.name in names]


def _of_unit(index: Index, asked: Understood) -> tuple[str, ...]:
    """What binds a kind of unit itself, what names it first; or who supervises its trade.

    The general duties are given whole where everything is asked for or no provision names the unit.
    """
    units = find_units(index, asked)
    if not units:
        return ()
    unit = units[0]
    if asked.intent == "responsible":
        return unit.regulators
    own = _own_provisions(index, unit)
    first = [x for x in own if not x.is_lead_in]
    if first and not unit.note and not asked.extent.every:
        return tuple(str(x.id) for x in (*first, *(x for x in own if x.is_lead_in)))
    within = {x.id.parent_article() for x in first}
    general = [top for top in own if top.is_lead_in and top.id not in within]
    below = [x for x in index.leaves for top in general if _is_item_of(x, top)]
    return _items(index, [[str(x.id) for x in (*own, *below)]])


def _is_item_of(leaf: Leaf, top: Leaf) -> bool:
    return bool(leaf.id.item) and leaf.id.parent_article() == top.id


def _lead_in_of(index: Index, sets: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The 条 that most of the provisions lie in: where to look a body's duties up."""
    leaves = [index.leaf(i) for one in sets for i in one]
    if not leaves:
        return ()
    (article, _), *_ = Counter(leaf.id.parent_article() for leaf in leaves).most_common(1)
    return (str(article),) if str(article) in index.rows else ()
