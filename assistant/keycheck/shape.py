"""What every question must have, whatever it asks: evidence, options, key, explanation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import assert_never

from assistant.keycheck.fault import Fault
from assistant.keycheck.source import RegulationSource, bare
from assistant.training.question import (
    BLANK,
    Evidence,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
    list_columns,
)
from corpus.citing.citations import cite_own_text
from corpus.citing.follow import follow_citations
from corpus.text.quotations import outer_quotations, outside_quotations

#: A shorter quotation is a word that is spoken of, not a passage.
_PASSAGE = 5
#: What every address has.
_ADDRESS = re.compile(r"[条款项章节编]|\d")
#: So much of a quote shows which words decide.
_DECIDING = 6


class Shape:
    """Checks that do not depend on what is asked."""

    def __init__(self, source: RegulationSource) -> None:
        self._source = source
        self._cite = lru_cache(maxsize=None)(lambda id_: cite_own_text(id_, source.regulation))
        self._texts = [leaf.text for leaf in source.leaves.values()]
        self._verbatim = lru_cache(maxsize=65536)(
            lambda words: any(words in text for text in self._texts)
        )

    def find_faults(self, question: QuizQuestion) -> Iterator[Fault]:
        """Everything that is wrong with the shape and the evidence."""
        yield from self._evidence(question)
        yield from _options(question)
        yield from _key(question)
        yield from self._explanation(question)

    def _evidence(self, question: QuizQuestion) -> Iterator[Fault]:
        if not question.evidence:
            yield Fault("条款", "没有依据的条款")
        if question.evidence and question.evidence[0].document:
            yield Fault("条款", "第一处依据不是题目所讲的这部文件")
        for evidence in question.evidence:
            if not evidence.document:
                yield from self.check_evidence(evidence)

    def check_evidence(self, evidence: Evidence) -> Iterator[Fault]:
        """What is wrong with evidence of this text."""
        leaf = self._source.leaves.get(evidence.id)
        if leaf is None:
            yield Fault("条款", f"没有这一条款（{evidence.id}）")
            return
        if evidence.citation != self._cite(evidence.id):
            yield Fault("引用", f"「{evidence.citation}」应为「{self._cite(evidence.id)}」")
        if not evidence.quote or evidence.quote not in leaf.text:
            yield Fault("引文", f"引文不是原文：「{evidence.quote}」")
        labels = [a.label for a in leaf.ancestors if a.label] + [leaf.provision.label]
        if any(label and label not in evidence.path for label in labels):
            yield Fault("引用", f"路径「{evidence.path}」不是这一条款的")

    def _explanation(self, question: QuizQuestion) -> Iterator[Fault]:
        text = question.explanation
        first = question.evidence[0] if question.evidence else None
        if first and not _holds(text, first):
            yield Fault("解析", "解析里没有依据的原话")
        own = _own_words(question) + "".join(bare(e.quote) for e in question.evidence if e.document)
        quoted = [text[a:b] for a, b in outer_quotations(text)]
        for words in quoted:
            known = len(words) < _PASSAGE or bare(words) in own
            if not known and not self._verbatim(words.rstrip("。；，")):
                yield Fault("解析", f"解析引的不是原文：「{words}」")
        yield from self._cited(text, question)

    def _cited(self, text: str, question: QuizQuestion) -> Iterator[Fault]:
        """Citations outside quotations: each exists, and that of the first evidence is there."""
        outside = outside_quotations(text)
        if question.evidence and question.evidence[0].citation not in outside:
            short = question.evidence[0].citation.split("》")[-1]
            if short not in outside:
                yield Fault("解析", "解析没有写明依据的条款")
        for evidence in question.evidence:  # compared with its provision already
            short = evidence.citation.split("》")[-1]
            outside = outside.replace(evidence.citation, "").replace(short, "")
        if not _ADDRESS.search(outside):
            return
        for found in follow_citations(outside, self._source.regulation, typed=False):
            if not found.elsewhere and (found.missing or found.citation.fault):
                yield Fault("解析", f"解析里的「{found.citation.text}」不存在")


def _holds(text: str, evidence: Evidence) -> bool:
    if evidence.quote in text:
        return True
    parts = [text[a:b] for a, b in outer_quotations(text)]
    return any(len(p) >= _DECIDING and p.rstrip("。；，") in evidence.quote for p in parts)


def _own_words(question: QuizQuestion) -> str:
    """The question's own words, which an explanation may quote."""
    words = [question.stem, question.scene, *chain.from_iterable(list_columns(question))]
    if isinstance(question, FillBlank):
        words += question.key
    if isinstance(question, TrueFalse) and question.altered:
        words += [question.altered.written, question.altered.printed]
    return "\n".join(map(bare, words))


def _options(question: QuizQuestion) -> Iterator[Fault]:
    for column in list_columns(question):
        if len({bare(o) for o in column}) < len(column):
            yield Fault("选项", "有两个选项相同")
        if any(not bare(o) for o in column):
            yield Fault("选项", "有一个选项是空的")


def _key(question: QuizQuestion) -> Iterator[Fault]:
    if reason := _shape_of_key(question):
        yield Fault("答案个数", reason)


def _shape_of_key(question: QuizQuestion) -> str:
    """Why a key cannot be one; empty where it can."""
    match question:
        case SingleChoice():
            return _single(question)
        case MultipleChoice():
            return _several(question)
        case TrueFalse():
            return ""
        case FillBlank():
            fits = question.key and question.stem.count(BLANK) == len(question.key)
            return "" if fits else "空格与答案的个数不同"
        case Ordering():
            fits = len(question.steps) >= 3 and _arranges(question.key, question.steps)
            return "" if fits else "排序题至少三步，答案是全部选项的次序"
        case Matching():
            even = len(question.left) == len(question.right) >= 2
            fits = even and _arranges(question.key, question.right)
            return "" if fits else "连线题左右个数相同，答案各连一个"
        case _:
            assert_never(question)


def _single(question: SingleChoice) -> str:
    if not 2 <= len(question.options) <= 6:
        return "单选题要有两个到六个选项"
    there = 0 <= question.key < len(question.options)
    return "" if there else "单选题的答案是一个选项的序号"


def _several(question: MultipleChoice) -> str:
    count = len(question.options)
    if count not in ((5,) if question.kind == "职责归属" else (4, 5, 6)):
        return "多选题要有五个选项"
    few = 2 <= len(question.key) <= min(4, count - 1)
    ascending = list(question.key) == sorted({*question.key} & {*range(count)})
    return "" if few and ascending else "多选题的答案是两个到四个选项，从小到大，不能全选"


def _arranges(key: Sequence[int], items: Sequence[str]) -> bool:
    """Whether a key has the place of each item once."""
    return sorted(key) == list(range(len(items)))
