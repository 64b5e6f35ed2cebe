"""Questions whose answer is a whole set: every provision on a matter, every duty of a body.

「谁管消防车通道」 and 「街道办都要做什么」 name one matter or one body and nothing else. The set is
then read from the text and the language data, and is complete; a ranking would cut it.
"""

from __future__ import annotations

import re

from assistant.answer import Intent
from assistant.quoting import is_lead_in
from corpus import Leaf
from corpus.language import Body
from index import Expansion, Index
from index.tokens import fold

_SET_INTENTS = ("list", "responsible", "duty")
_MOST = 25
#: Words that ask and carry no matter of their own.
_ASKING = re.compile(
    r"谁|哪些|哪个|哪几|哪|什么|啥|怎么|如何|多少|几(?:个|项|条|处|家|类)|一共|总共|到底|究竟|分别|所有|全部|全套|都|各自|各|具体|内容|"
    r"部门|单位|主体|机构|局|人|职责|责任|义务|任务|工作|事项|事情|这件事|件事|事|负责|管理|管|承担|履行|做|干|办|抓|牵头|"
    r"要求|规定|条文|条款|条|项|细则|文件|里面|里|中|全文|地方|提到|写|出现|涉及|有关|相关|关于|跟|和|与|对|在|上|下|"
    r"尽量|说全|说|列出来|列一下|列出|列|清单|梳理|归纳|汇总|整理|告诉我|告诉|请问|请|帮我|帮|给我|我们|我|咱们|咱|想知道|知道|"
    r"消防安全|消防|防火|北京市?|本市|应当|应该|应|需要|必须|需|要|得|该|有份|有|是|的|了|着|呢|吗|吧|啊|呀|些|能|会|来|去|就|也|还|"
    r"从|到|企业|政府|一|这|那|个|点|方面|角度|平时|日常|主要|[^\u4e00-\u9fffA-Za-z0-9]"
)


def whole_set(
    index: Index, question: str, intent: Intent, expansions: tuple[Expansion, ...]
) -> tuple[Leaf, ...]:
    """The complete set that a question asks for, in printed order; empty where it asks for none."""
    if intent not in _SET_INTENTS or _residue(question, expansions):
        return ()
    matters = {e.span for e in expansions if e.source == "thesaurus"}
    bodies = {e.span for e in expansions if e.source == "body"}
    if bodies and not matters - bodies and len(bodies) == 1:
        return _of_body(index, expansions) if intent != "responsible" else ()
    if len(matters) == 1 and not bodies and intent != "duty":
        return _on_matter(index, [e for e in expansions if e.source == "thesaurus"])
    return ()


def _residue(question: str, expansions: tuple[Expansion, ...]) -> str:
    """What is left of a question without the words found and the words that only ask."""
    folded = fold(question)
    for start, end in sorted({e.span for e in expansions}, reverse=True):
        folded = f"{folded[:start]} {folded[end:]}"
    return _ASKING.sub("", folded)


def _on_matter(index: Index, expansions: list[Expansion]) -> tuple[Leaf, ...]:
    phrases = {phrase for e in expansions for phrase in e.statute}
    found = tuple(x for x in index.leaves if any(p in x.text for p in phrases))
    return found if 1 < len(found) <= _MOST else ()


def _of_body(index: Index, expansions: tuple[Expansion, ...]) -> tuple[Leaf, ...]:
    names = {name for e in expansions if e.source == "body" for name in e.statute}
    bodies = [b for b in index.language.bodies if b.name in names]
    if len(bodies) != 1:
        return ()
    return _own_duties(index, bodies[0])


def _own_duties(index: Index, body: Body) -> tuple[Leaf, ...]:
    wanted = set(body.provisions)
    found = [x for x in index.leaves if str(x.id) in wanted]
    items = [x for x in found if not is_lead_in(x)]
    return tuple(items or found)
