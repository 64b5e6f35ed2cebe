"""Questions that are about what they name: a name alone, two or more side by side, all duties of one.

「灭火器」, 「街道办和居委会的职责有什么不同」, 「使用单位要做什么」. A name is read for one document: its language data
know it, or the document prints it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.understanding.named import ASKING, without_asking
from corpus.clauses.naming import name_pattern
from index.expand import Expansion
from index.opened import Index
from index.tokens import fold

#: What is asked of the names: everything of one, what each of several must do, the duties of one.
AskedOf = Literal["everything", "apart", "duties"]


@dataclass(frozen=True, slots=True)
class AskedName:
    """Something that a question names.

    Attributes:
        said: the asker's word.
        bodies: the bodies of the register that it means; empty for none.
        words: how the document prints it, the asker's own word first where it prints that.
    """

    said: str
    bodies: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Finds it in the document."""
        return name_pattern(self.words or (self.said,))


@dataclass(frozen=True, slots=True)
class AskedNames:
    """What a question names, and what it wants of it.

    Attributes:
        names: in reading order.
        wanted: see ``AskedOf``.
        topic: what it asks about in particular, in the document's words; empty for nothing.
        forbidden: whether it asks what must not be done.
    """

    names: tuple[AskedName, ...]
    wanted: AskedOf
    topic: str = ""
    forbidden: bool = False


#: Words before the names that say nothing.
_BEFORE = re.compile(
    r"(?:请问|请|麻烦|想问一?下|问一?下|帮我|告诉我|说说|说一下|讲讲|介绍一?下|关于|对于|[，,、。 ])*"
)
#: Words after a name alone that only show that it is asked for.
_AFTER = re.compile(
    r"(?:的)?(?:有关|相关|方面)?的?(?:规定|条文|条款|内容|要求)?(?:有)?(?:哪些|什么|是什么)?[呢啊呀吧？?。！!， ]*"
)
_JOINT = re.compile(r"(?:以及|还有|还是|和|与|跟|同|及|、|，|,|/|vs\.?)")
#: A general kind beside a special one: 「一般单位」.
_GENERAL = re.compile(r"(?:一般的?|普通的?|其他的?|别的)(?=[\u4e00-\u9fff]{2})")
_ASKS_APART = re.compile(
    r"区别|不同|异同|不一样|(?:是?不?是?一样|一回事|一个意思|相同)(?:的)?[吗么吧]|两样|差别|差异|差在|对比|比较|分别|各自|分工|怎么分|如何分|怎么划|如何划|"
    r"各(?:负|管|担|是|做|有|要|该|干|对)|都?(?:要|该|应|需|得)(?:做|干|负)|的?(?:职责|义务|责任)(?:是什么|有哪些)?[？?]?$"
)
_ASKS_DUTIES = re.compile(
    r"(?:做|干|管|负责|履行|遵守|承担|落实|注意)(?:些|点)?(?:什么|啥|哪)|职责|义务|责任|"
    r"(?:不得|不能|不可以|禁止|不许)(?:做|干|有)?(?:些)?(?:什么|啥|哪)"
)
_FORBIDDEN = re.compile(r"不得|不能|不可以|禁止|不许|不准")
#: What a question says besides names and what it asks about.
_SAYS = re.compile(
    r"不一样|两样|差在|差(?!劲)|划分|划|分别|分工|分|由|之间|两者|二者|这事|这块|这方面|同|异|权限|范围|样|行为"
)
_LONGEST, _SHORTEST = 20, 2
#: Share of the places that print a name in which a word must follow to belong to it.
_NEARLY = 0.8
#: Characters of a question that may be a name and nothing else.
_ALONE = 24
#: No name: 派出所的, 单位的职责.
_NO_NAME = re.compile(
    r"[^\u4e00-\u9fffA-Za-z0-9、·]|[的在是对由应把被向给]$|^的|的?(?:职责|义务|责任|任务|工作)$"
)
_STARTS_ASKING = re.compile(r"[的都在由有]|[^\u4e00-\u9fff]")


def read_names(index: Index, question: str, expansions: Sequence[Expansion]) -> AskedNames | None:
    """What a question names, where it is about that and little else; None for any other question.

    Args:
        index: of the document that is asked.
        question: stands alone.
        expansions: lay words of the document's language data in it.
    """
    text = fold(question)
    if len(text) > _ALONE and not (_ASKS_APART.search(text) or _ASKS_DUTIES.search(text)):
        return None
    reader = _NameReader(index, text, expansions)
    start = _BEFORE.match(text)
    names, end = reader.read(start.end() if start else 0)
    if not names:
        return None
    rest = text[end:]
    if len(names) == 1:
        if _AFTER.fullmatch(rest):
            return AskedNames(names, "everything")
        wanted = _ASKS_DUTIES.search(rest) and not _left(index, rest)
        return AskedNames(names, "duties", "", _forbids(rest)) if wanted else None
    if not _ASKS_APART.search(rest) or len({n.words for n in names}) < len(names):
        return None
    topic = reader.topic(_ASKS_APART.sub("，", rest))
    if _left(index, rest.replace(topic, "")):
        return None
    return AskedNames(names, "apart", topic, _forbids(rest))


def _forbids(rest: str) -> bool:
    return _FORBIDDEN.search(rest) is not None


def _left(index: Index, rest: str) -> str:
    """What is said besides what only asks."""
    return without_asking(_SAYS.sub("", _FORBIDDEN.sub("", rest)), index.regulation)


class _NameReader:
    """Reads names of one document out of one question."""

    def __init__(self, index: Index, text: str, expansions: Sequence[Expansion]) -> None:
        self._index = index
        self._text = text
        self._printed = "\n".join(leaf.text for leaf in index.leaves)
        self._spans: dict[tuple[int, int], list[Expansion]] = {}
        for expansion in expansions:
            self._spans.setdefault(expansion.span, []).append(expansion)

    def read(self, at: int) -> tuple[tuple[AskedName, ...], int]:
        """The names joined to each other from a place on, and where they end."""
        found: list[AskedName] = []
        end = at
        while True:
            joined = list(self._names_at(at))
            goes_on = [(name, to, j) for name, to in joined if (j := _JOINT.match(self._text, to))]
            further = next((x for x in goes_on if any(self._names_at(x[2].end()))), None)
            if further is not None:
                found.append(further[0])
                at, end = further[2].end(), further[1]
                continue
            if joined:
                found.append(joined[0][0])
                end = joined[0][1]
            return tuple(found), end

    def prints(self, words: str) -> bool:
        """Whether the document prints some words."""
        return words in self._printed

    def _names(self, said: str) -> bool:
        """Whether the document prints a name, 的 inside it or not."""
        if said in self._printed:
            return True
        ends = said[:2] in self._printed and said[-2:] in self._printed
        return len(said) > 2 and ends and bool(re.search("的?".join(said), self._printed))

    def topic(self, rest: str) -> str:
        """The longest words of what follows the names that the document prints and that do not only ask."""
        parts = re.split(r"[^\u4e00-\u9fff]+", rest)
        words = {
            part[i:j]
            for part in parts
            for i in range(len(part))
            for j in range(i + 2, len(part) + 1)
        }
        told = (w for w in sorted(words, key=lambda w: (-len(w), w)) if self.prints(w))
        return next((w for w in told if _left(self._index, w) and not _STARTS_ASKING.match(w)), "")

    def _names_at(self, at: int) -> Iterator[tuple[AskedName, int]]:
        """Names that begin at a place, the longest first, each with its end."""
        general = _GENERAL.match(self._text, at)
        for begin in (at, general.end()) if general else (at,):
            last = min(len(self._text), begin + _LONGEST)
            for end in range(last, begin + _SHORTEST - 1, -1):
                name = self._name(begin, end)
                if name is not None:
                    yield name, end

    def _name(self, start: int, end: int) -> AskedName | None:
        said = self._text[start:end]
        known = self._spans.get((start, end), ())
        is_body = any(e.source == "body" for e in known)
        if not is_body and (_NO_NAME.search(said) or ASKING.fullmatch(said)):
            return None
        return self._known(said, known)

    def _known(self, said: str, known: Sequence[Expansion]) -> AskedName | None:
        """A name that the language data know or the document prints."""
        own = [e for e in known if e.source != "unit" or self._is_unit(e)]
        bodies = tuple(dict.fromkeys(e.name for e in own if e.source == "body"))
        words = tuple(dict.fromkeys(w for e in own for w in e.statute if self.prints(w)))
        if not bodies and self._names(said):
            whole = self._whole(said)
            words = (whole, *(w for w in words if w != whole))
        return AskedName(said, bodies, words) if bodies or words else None

    def _whole(self, said: str) -> str:
        """The term whose beginning alone is said: 公众聚集 where the text prints 公众聚集场所 nearly always."""
        if self._index.segmenter.frequency(said):
            return said
        ends = [m.end() for m in re.finditer(re.escape(said), self._printed)]
        after = Counter(self._printed[end : end + 2] for end in ends)
        word, count = after.most_common(1)[0] if after else ("", 0)
        is_word = self._index.segmenter.frequency(word) > 0
        return said + word if is_word and 1 < len(ends) <= count / _NEARLY else said

    def _is_unit(self, expansion: Expansion) -> bool:
        """Whether the word is a kind of unit itself, and not one that contains it: 公众聚集场所 is no 网吧."""
        units = (u for u in self._index.language.units if u.name == expansion.name)
        return any(expansion.found in map(fold, (u.name, *u.lay)) for u in units)
