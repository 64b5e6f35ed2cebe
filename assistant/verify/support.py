"""Whether the words of a sentence occur in the provision, in these or in equivalent words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from assistant.verify.texts import pairs
from assistant.verify.verdict import Problem, ProblemKind
from assistant.verify.wording import PrintedWording
from index.tokens import Segmenter

#: Sanctions, consequences and their authors: never borne out by an equivalent, only by the text.
_CONSEQUENCE = re.compile(
    r"罚款|罚金|处罚|受罚|罚(?!则)|拘留|吊销|撤销|暂扣|扣留|没收|查封|扣押|责令|停业整顿|停产停业|停止供[气电水]|停供|关停|关闭|取缔|判刑|判处|徒刑|拘役|管制|坐牢|逮捕|"
    r"刑事责任|刑责|行政责任|民事责任|赔偿|补偿|赔付|警告|记过|降级|撤职|开除|免职|辞退|处分|诫勉|约谈|通报批评|黑名单|失信|从业禁止|终身禁|禁业|奖金|扣发|扣分|"
    r"滞纳金|违约金|保证金|强制执行|强制拆除|连带责任|从重|从轻|免责|免罚|问责|追责|追究|移送|无效(?=并|。|$)|作废|终止合同|解除合同|停职|降职|记入档案|继续有效|仍然?有效|失效|废止|一票否决|曝光"
)
_SAME_CONSEQUENCE = {
    "追责": r"追究|追责|问责",
    "追究": r"追究",
    "问责": r"问责|追究",
    "处罚": r"处罚|惩处",
    "曝光": r"曝光",
    "失信": r"惩戒|信用",
    "罚": r"处罚|奖罚|惩",
}
#: Ways of asking that must hold a word.
_SEVERAL = 2
#: Complements that only say that something comes about.
_ASPECT = frozenset("了着过好完")
_RESULT = frozenset("好完掉住到清走了过着起成上下开出来给里")


def check_consequences(said: str, ground: str) -> Iterator[Problem]:
    """Sanctions and consequences that the provisions do not print."""
    for match in _CONSEQUENCE.finditer(said):
        word = match.group()
        if word not in ground and not re.search(_SAME_CONSEQUENCE.get(word, r"(?!)"), ground):
            yield Problem(ProblemKind.CONSEQUENCE, f"原文没有「{word}」", (word,))


class Support:
    """Finds the words of a sentence that nothing in the provisions bears out.

    A word is borne out by being printed, by an equivalent that is printed, by falling into parts
    that are, or by abbreviating printed words (维保 for 维护保养).

    Args:
        segmenter: cuts a sentence into words.
        wording: the equivalents.
    """

    def __init__(self, segmenter: Segmenter, wording: PrintedWording) -> None:
        self._segmenter = segmenter
        self._wording = wording
        self._fits = lru_cache(maxsize=65536)(self._fits_uncached)

    def missing(
        self,
        said: str,
        ground: str,
        concepts: frozenset[int],
        *,
        abbreviated: bool = True,
        asked: Sequence[str] = (),
    ) -> tuple[str, ...]:
        """Words of a flat text that are not borne out, in order, neighbours joined.

        Args:
            ground: flat text of the provisions with their lead-ins and headings.
            concepts: what that text says.
            abbreviated: whether abbreviations of printed words count.
            asked: how people ask for the provisions; a word in several of them is theirs.
        """
        found: list[str] = []
        end = -1
        at = 0
        for word in self._segmenter.cut(said):
            start = said.find(word, at)
            at = start + len(word) if start >= 0 else at
            if self._fits(word, ground, concepts, abbreviated) or self._is_asked(word, asked):
                continue
            if found and start == end:
                found[-1] += word
            else:
                found.append(word)
            end = at
        return tuple(found)

    def _is_asked(self, word: str, asked: Sequence[str]) -> bool:
        """Whether several ways of asking hold a word.

        One that names an act must be printed, and so must one with known equivalents, of which none
        is: askers name their own 企业 or 商场.
        """
        if len(word) < 2 or word in self._wording.acts or self._wording.of(word):
            return False
        return sum(word in question for question in asked) >= _SEVERAL

    def is_empty(self, said: str) -> bool:
        """Whether every word of a flat text is one that claims nothing."""
        return all(word in self._wording.empty for word in self._segmenter.cut(said))

    def says_new_character(self, said: str, ground: str) -> bool:
        """Whether a word of one character is neither printed nor one that claims nothing (证)."""
        return any(
            len(word) == 1 and word not in self._wording.empty and word not in ground
            for word in self._segmenter.cut(said)
        )

    def words(self, said: str) -> tuple[str, ...]:
        """Words of two or more characters that claim something."""
        return tuple(
            w for w in self._segmenter.cut(said) if len(w) > 1 and w not in self._wording.empty
        )

    def bears_out(self, said: str, clause: str) -> bool:
        """Whether a flat clause prints every word of a flat text, or equivalents of them."""
        concepts = self._wording.concepts(clause)
        return not self.missing(said, clause, concepts, abbreviated=False)

    def shares(self, word: str, clause: str, topics: AbstractSet[str]) -> bool:
        """Whether a flat clause prints a word, an equivalent, or two neighbouring characters of it.

        Args:
            topics: pairs of characters that do not count.
        """
        if word in clause or self._wording.of(word) & self._wording.concepts(clause):
            return True
        return any(pair in clause for pair in pairs(word) - topics)

    def _fits_uncached(self, word: str, ground: str, concepts: frozenset[int], short: bool) -> bool:
        if word in self._wording.empty or word in ground:
            return True
        if self._wording.of(word) & concepts:
            return True
        if len(word) == 1:
            return word.isascii() is False
        if len(word) == 2 and word[1] in _ASPECT and word not in self._wording.acts:
            return True  # 堵了, 画好
        if (
            len(word) == 2
            and word[1] in _RESULT
            and (word[0] in ground or self._wording.of(word[0]) & concepts)
        ):
            return True  # 划好, 拖走
        if len(word) == 2 and not self._segmenter.frequency(word):  # no word: 再报, 写得
            return all(
                c in self._wording.empty
                or (short and c in ground)
                or self._wording.of(c) & concepts
                for c in word
            )
        if len(word) == 2 and not short:
            return False
        if len(word) == 2:
            return (
                re.search(f"{re.escape(word[0])}[^，。；、]{re.escape(word[1])}", ground)
                is not None
            )
        return any(
            self._part(word[:cut], ground, concepts, short)
            and self._part(word[cut:], ground, concepts, short)
            for cut in (range(2, len(word) - 1) if len(word) > 3 else (1, 2))
        )

    def _part(self, part: str, ground: str, concepts: frozenset[int], short: bool) -> bool:
        if len(part) == 1:
            return short and (part in ground or part in self._wording.empty)
        if len(part) == 2 and not self._segmenter.frequency(part):  # 看守所 is no 看 + 守所
            return part in ground or bool(self._wording.of(part) & concepts)
        return self._fits(part, ground, concepts, short)
