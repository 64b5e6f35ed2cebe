"""Follow-up questions → questions that stand alone, without a language model.

「街道呢」 after 「乡镇要做哪些消防工作」 becomes 「街道要做哪些消防工作」: a new actor or matter takes
the place of the old one; a fragment that names neither is put after the earlier question. A
question that stands alone is left alone. The rewritten question is shown with the answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.understanding.understood import Understood, reread
from corpus.text.numerals import NUMERAL_CHARS, to_int
from corpus.text.provision import ProvisionId
from index.expand import Expansion, Lexicon
from index.opened import Index
from index.tokens import fold

_NUMERAL = f"[{NUMERAL_CHARS}]+"
#: Words that point back.
_POINTS_BACK = re.compile(
    r"^(?:(?:我)?(?:说|问|打|搞)错了|那|那么|还有|另外|然后|这|其|它|他|她|上面|刚才|前面|同样|换成|如果是|要是|改成|不对|不是|我是说|我说的是|我问的是)|"
    r"它|他们|她们|其中|这个|那个|这些|那些|这种|这事|这项|具体|该(?:条|项|部门)|上面(?:说|那)|刚才|前面说|呢[？?]?$|也(?:是|要|归|得|管|有|能|算|一样)"
)
_LEAD = re.compile(
    r"^(?:那么|那|还有|另外|然后|同样|换成|如果是|要是|改成|不对|不是|(?:我)?(?:说|问|打|搞)错了|应该是|"
    r"对了|说回|说到|好的?(?=[，,。])|嗯|哦|我是说|我说的是|我问的是|我想问的是|我指的是|[，,。\s])+"
)
#: 「不是居委会，我问的是物业」「我说错了，是乡镇」: what is meant instead.
_CORRECTION = re.compile(
    r"^(?:嗯|哦|啊|呃|[，, ])*(?:不对|错了|(?:我)?(?:说|问|打|搞)错了|不是(?!所有|每|必须|应当|要).{1,10}?)[，,。！!哦啊呀 ]+"
    r"(?:我)?(?:是想|想)?(?:问|说|指)?的?(?:应该)?是?(?P<meant>.{2,})$"
)
#: 「回到刚才消防规划，乡镇也要弄吗」: an earlier topic, named again.
_BACK = re.compile(
    r"^(?:再)?(?:回到|说回|倒回去|回过头)(?:刚才|前面|上面)?(?:的|说说|讲讲|那个)?[，, ]?"
)
_TAIL = re.compile(
    r"(?:也(?:是|一样|要|算|行|归他们?|得管?|适用)(?:的|这样)?)?(?:呢|吗|嘛|啊|呀|吧)?[？?。！!\s]*$"
)
#: Two bodies that were spoken of one after the other.
_BOTH = re.compile(
    r"他俩|它俩|他们俩|它们俩|这俩|两家|两者|二者|这两个(?:部门|单位|机构)?|两个部门"
)
_PRONOUN = re.compile(r"它们|他们|她们|它|他|她|这个|那个|这些|那些|这种|这事|这项")
#: Words that make even a short question one of its own: 「逃生绳要多长」.
_ASKS = re.compile(
    r"谁|哪|几|多(?:少|久|长|大|高|宽|远)|什么|啥|怎么?|咋|吗|吧|要不要|能不能|可不可以|是不是"
)
#: 「跟乡镇比有啥不同」: the other side of the comparison is what was spoken of.
_COMPARES = re.compile(r"^(?:跟|和|与|同|比)(?=.{2,}(?:不同|不一样|区别|差|分工|多|少|一样))")
#: A fragment that says what happened or what is not done is no name.
_EVENT = re.compile(r"了$|^(?:被|不|没)")
#: Words that only ask: 「归哪个局管」「多久一次」 say nothing of what they ask about.
_ONLY_ASKS = re.compile(
    r"(?:归|由|是|该|应该|要|得|找|谁|哪|个|些|家|级|什么|啥|怎么|咋|几|多少|多久|多长|时间|一次|部门|局|单位|机构|人|"
    r"管|负责|牵头|主管|办|做|弄|来|去|有|会|能|可以|不|没|天|次|年|月|需要|必须|罚|钱|款|期限|规定|要求|依据|"
    r"根据|条|款|项|第|写|说|在|里|的|了|吗|呢|呀|啊|吧|样|处|理|[？?，, ])+"
)
#: A fragment longer than this says enough by itself.
_SHORT = 14
#: A question longer than this is never read with an earlier one unless it points back.
_LONG = 20
#: One longer than this never is: no fragment is so long, and what is read with an earlier question
#: is shown again, which must not become a way to have any text repeated.
_LONGEST = 28
#: Handicaps of the further readings, chosen on the dev half and on ``evals/gold/tuning``.
_ALONE = 0.0
_BARE = 0.2
_COMPLETED = 0.5
_JOINED = 0.1
#: Longest fragment that is taken for a name.
_NAME = 5
#: 「第八个」「第三项呢」「再下一项」: a 项 of the 条 that was just answered.
_ITEM = re.compile(
    rf"^(?:那|那么|再|倒?回去|说说|讲讲|看看)*[，, ]?第 ?({_NUMERAL}) ?(?:个|项|条内容|点)|^第?[（(]({_NUMERAL})[）)]"
)
#: Between two bodies that are spoken of together.
_BESIDE = re.compile(r"[和与及、]?")
_LAST = re.compile(r"(?:最后|末尾)的?(?:一)?(?:项|个|条)")
_NEXT = re.compile(r"(?:再)?(?:往后|往下|下)(?:面)?(?:的)?一?(?:个|项)")


@dataclass(frozen=True, slots=True)
class _Said:
    """Words with the last actor and the last matter that they name, as printed there."""

    text: str
    named: Mapping[str, str]


def list_readings(
    index: Index, asked: Understood, before: str, *, answered: str = "", earlier: str = ""
) -> tuple[Understood, ...]:
    """Ways to read a question after an earlier one, the likeliest first.

    Args:
        index: knows what the questions name.
        asked: as asked now, by its own words.
        before: the earlier question as it was understood.
        answered: the body that was the answer to it, where it asked for one: what a pronoun means.
        earlier: the question before that one.
    """
    if len(asked.text) > _LONGEST:
        return (asked,)

    def reading(text: str, handicap: float, about: frozenset[str] = frozenset()) -> Understood:
        return replace(reread(index, asked, text), handicap=handicap, about=about)

    old = _say(before, index.lexicon.expand(before))
    core = reread(index, asked, _both(_core(asked.text), old, earlier, index.lexicon))
    new = _say(core.text, core.expansions)
    completed, joined = _completed(new, old, answered), f"{before}，{core.text}"
    if _says_enough(new):
        # Nothing ties it to what went before: 吗 at its end asks.
        own = asked if asked.text.startswith(core.text) else core
        return (own, reading(completed, _COMPLETED), reading(joined, _JOINED))
    if _depends(_say(asked.text, asked.expansions)):
        bare = any(_is_fragment(core.text, name) for name in new.named.values())
        about = frozenset(i for e in core.expansions for i in e.serves)
        alone = replace(core, handicap=_BARE if bare else _ALONE, about=about)
        return (reading(completed, 0.0, about), alone, reading(joined, _JOINED, about))
    if len(asked.text) > _LONG:
        return (asked,)
    return (asked, reading(completed, _COMPLETED), reading(joined, _JOINED))


def _say(text: str, expansions: Sequence[Expansion]) -> _Said:
    return _Said(text, _find_named(text, expansions))


def _core(question: str) -> str:
    """What a question says without the words that tie it to what went before."""
    if correction := _CORRECTION.match(question):
        question = correction["meant"]
    return _TAIL.sub("", _LEAD.sub("", _BACK.sub("", question)))


def _both(core: str, old: _Said, earlier: str, lexicon: Lexicon) -> str:
    """「他俩有什么区别」: with the names of the two bodies that were asked about last."""
    if not _BOTH.search(core):
        return core
    bodies = [s.named.get("actor", "") for s in (_say(earlier, lexicon.expand(earlier)), old)]
    if not all(bodies) or bodies[0] == bodies[1]:
        return core
    return _BOTH.sub("和".join(bodies), core, count=1)


def _completed(new: _Said, old: _Said, answered: str) -> str:
    core, before = new.text, old.text
    for source in ("actor", "matter"):
        if (
            new.named.get(source)
            and old.named.get(source)
            and _is_fragment(core, new.named[source])
        ):
            return _replace(before, old.named[source], new.named[source])
    actor, matter = old.named.get("actor", ""), old.named.get("matter", "")
    if new.named.get("actor") and not new.named.get("matter") and not actor:
        return f"{core}，{before}"
    subject = answered or actor or matter
    if subject and _COMPARES.match(core):
        return f"{matter if actor else ''}{subject}{core}"
    if _PRONOUN.search(core):
        return _PRONOUN.sub(subject, core, count=1) if subject else f"{before}，{core}"
    named = actor or matter
    if named and not new.named and _is_name(core):
        return _replace(before, named, core)  # 「人社呢」: a name that the data does not know
    if named and not new.named.get("actor") and named not in core and len(core) > 3:
        return f"{named}{core}"
    return f"{before}，{core}"


def _is_name(core: str) -> bool:
    """Whether a short fragment may be the name of something that the data does not know."""
    return 1 < len(core) <= _NAME and not _ASKS.search(core) and not _EVENT.search(core)


def find_listed_item(
    question: str, cited: Sequence[ProvisionId], items: Callable[[str], int]
) -> str:
    """「第八个呢」「最后一项呢」 after an answer from one 条, as a citation; empty where it is none.

    Args:
        cited: provisions of that answer.
        items: how many 项 a 条 has.
    """
    if not cited or len(question) > _SHORT:
        return ""
    (article, _), *_ = Counter(address.article for address in cited).most_common(1)
    if match := _ITEM.search(question):
        return f"第{article}条第{to_int(match[1] or match[2])}项写了什么"
    if _LAST.search(question) and (last := items(article)):
        return f"第{article}条第{last}项写了什么"
    if _NEXT.search(question) and cited[0].item:
        return f"第{article}条第{int(cited[0].item) + 1}项写了什么"
    return ""


def _depends(whole: _Said) -> bool:
    """Whether a question needs an earlier one: it points back, or is a fragment that asks nothing."""
    question = whole.text
    if _POINTS_BACK.search(question) or _CORRECTION.match(question):
        return True
    if len(question) > _SHORT or whole.named:
        return False
    return not _ASKS.search(question) or _ONLY_ASKS.fullmatch(question) is not None


def _says_enough(new: _Said) -> bool:
    """Whether what is left without 那 and 呢 is a matter with something said of it."""
    matter = new.named.get("matter", "")
    return bool(matter) and not _PRONOUN.search(new.text) and not _is_fragment(new.text, matter)


def _find_named(question: str, expansions: Sequence[Expansion]) -> dict[str, str]:
    """The last actor and the last matter that a question names, as printed there.

    Actors side by side (公安城管, 住建委和城管委) are one.
    """
    folded = fold(question)
    spans: dict[str, tuple[int, int]] = {}
    for expansion in expansions:
        if expansion.source == "matter" or _ASKS.search(expansion.found):
            continue  # its words are those of the thesaurus; 谁修 names nothing
        kind, (start, end) = _kind(expansion), expansion.span
        before = spans.get(kind)
        if kind == "actor" and before and _BESIDE.fullmatch(folded[before[1] : start]):
            start = before[0]
        spans[kind] = (start, end)
    found = {kind: folded[slice(*span)] for kind, span in spans.items()}
    if found.get("matter") and found["matter"] in found.get("actor", ""):
        found.pop("matter")
    return found


def _kind(expansion: Expansion) -> str:
    return "matter" if expansion.source == "thesaurus" else "actor"


def _is_fragment(core: str, name: str) -> bool:
    """Whether a fragment says little more than the name."""
    return len(fold(core)) - len(name) <= 3


def _replace(question: str, old: str, new: str) -> str:
    folded = fold(question)
    start = folded.rindex(old)
    if len(folded) != len(question):  # compatibility forms changed the length
        question = folded
    return question[:start] + new + question[start + len(old) :]
