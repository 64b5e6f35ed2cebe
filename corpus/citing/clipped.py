"""Addresses in short or relative words, written out: 14条9, 第十条最后一款, 第十九条前三项, 第八条的下一条.

What the words alone say is written out by ``written_out``; which 款 is the last, or whether 60条3 is a 项 or
a 款, only a text knows: ``written_for``. What names nothing of the text is left as it was written.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.citing.citations import canonical, lookup
from corpus.citing.printed_numbers import NUMBER, read_number
from corpus.text.provision import Level, Provision, ProvisionId, Regulation

#: What may follow an address that a question only wants to see.
_END = (
    r"(?=(?:到底|具体|主要|都|是|写|说|讲|规定|内容|原文|全文|条文|的|了|着|有|怎么|什么|啥|哪些|帮我|看看|看|查|念|一下|"
    r"[呢吗吧啊，,。？?！! ])*$)"
)
#: 整改了5条 counts.
_BEGINS = r"(?:第 ?|(?<![\u4e00-\u9fff\d.．])|(?<=[法例则定看查问说]))"
_ARTICLE = rf"{_BEGINS}(?P<article>{NUMBER}) ?条(?: ?第 ?(?P<paragraph>{NUMBER}) ?款)?"
_CLIPPED = re.compile(rf"{_ARTICLE} ?的?第? ?[（(]?(?P<part>{NUMBER})[）)]?{_END}")
_RELATIVE = re.compile(
    rf"{_ARTICLE} ?(?:的|里的?|中的?|里面的?)?"
    rf"(?:(?P<last>最后|末尾|倒数第一)(?:的?(?:那|这)?一?|的)个?(?P<last_unit>款|项|段|句话?)"
    rf"|(?P<side>前|头|开头|后|最后)面?(?P<many>{NUMBER})个?(?P<many_unit>款|项)"
    r"|(?P<next>下面?|后面?|接下来|上面?|前面?)的?(?:那|这)?一?条)"
    rf"{_END}"
)
_LAST = re.compile(r"最后的?(?:那|这)?一?(?=[条章](?!件|例|程))")
_ENDS = re.compile(_END)


def written_out(text: str) -> str:
    """A question with the short addresses that its words alone write out; others as they were.

    A number after a 条 is taken for that of a 项; the 条 of a relative address is written with 第.
    """
    if (match := _CLIPPED.search(text)) is not None:
        return _put(text, match, f"{_above(match)}第{match['part']}项")
    if (match := _RELATIVE.search(text)) is not None:
        article = f"第{match['article']}条"
        start = match.start()
        return f"{text[:start]}{article}{text[match.end('article') :].lstrip(' ')[1:]}"
    match = _LAST.search(text)
    if match is not None and _ENDS.match(text, match.end() + 1):
        return _put(text, match, "倒数第一")
    return text


def written_for(text: str, regulation: Regulation) -> str:
    """The same with what depends on the text: a 款 where there is no such 项, the last, the next."""
    if (match := _CLIPPED.search(text)) is not None:
        return _put(text, match, _part(match, regulation))
    if (match := _RELATIVE.search(text)) is not None:
        address = ProvisionId(read_number(match["article"]) or "")
        words = _next(match, regulation) if match["next"] else _members(match, address, regulation)
        return _put(text, match, words) if words else written_out(text)
    return written_out(text)


def _put(text: str, match: re.Match[str], words: str) -> str:
    return f"{text[: match.start()]}{words}{text[match.end() :]}"


def _above(match: re.Match[str]) -> str:
    paragraph = f"第{match['paragraph']}款" if match["paragraph"] else ""
    return f"第{match['article']}条{paragraph}"


def _part(match: re.Match[str], regulation: Regulation) -> str:
    """60条3: the 项 with that number; the 款 where the 条 has no such 项."""
    number = read_number(match["part"]) or ""
    item = ProvisionId(
        read_number(match["article"]) or "", read_number(match["paragraph"] or "") or "", number
    )
    paragraph = replace(item, item="", paragraph=number)
    there = (lookup(regulation, canonical(i)) is not None for i in (item, paragraph))
    unit = "款" if not next(there) and next(there) and not match["paragraph"] else "项"
    return f"{_above(match)}第{match['part']}{unit}"


def _next(match: re.Match[str], regulation: Regulation) -> str:
    """The 条 after or before one; after the last the number that is missing; empty before the first."""
    numbers = [a.number for a in regulation.articles()]
    number = read_number(match["article"]) or ""
    if number not in numbers:
        return ""
    at = numbers.index(number) + (1 if match["next"][0] in "下后接" else -1)
    if at == len(numbers) and number.isdecimal():
        return f"第{int(number) + 1}条"
    return f"第{numbers[at]}条" if 0 <= at < len(numbers) else ""


def _members(match: re.Match[str], article: ProvisionId, regulation: Regulation) -> str:
    """The last 款 or 项 of a 条, or so many from its beginning or end; empty where it has none."""
    node = lookup(regulation, article)
    if node is None:
        return ""
    paragraph = read_number(match["paragraph"] or "") or ""
    if paragraph:
        node = lookup(regulation, canonical(replace(article, paragraph=paragraph))) or node
    unit = match["last_unit"] or match["many_unit"]
    of_items = unit == "项"
    numbers = _items(node) if of_items else _paragraphs(node)
    if not numbers:
        return _above(match) if not of_items else ""
    count = 1 if match["last"] else int(read_number(match["many"]) or 0)
    taken = numbers[-count:] if match["last"] or "后" in match["side"] else numbers[:count]
    if not count or len(taken) < count:
        return ""
    name = "项" if of_items else "款"
    run = f"第{taken[0]}{name}"
    return f"{_above(match)}{run}" + (f"至第{taken[-1]}{name}" if len(taken) > 1 else "")


def _items(node: Provision) -> list[str]:
    """Numbers of the 项 of the 款 that has the most of them."""
    found = [c.number for c in node.children if c.level is Level.ITEM]
    below = [_items(c) for c in node.children if c.level is Level.PARAGRAPH]
    return max([found, *below], key=len)


def _paragraphs(node: Provision) -> list[str]:
    """Numbers of the 款 of a 条; none where it is one."""
    count = sum(c.level is Level.PARAGRAPH for c in node.children)
    return [str(n) for n in range(1, count + 2)] if count else []
