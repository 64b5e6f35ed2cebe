"""What every question must have, whatever it asks: evidence, options, key, explanation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from assistant.keycheck.fault import Fault
from assistant.keycheck.source import RegulationSource, bare
from assistant.training.question import BLANK, TRUE_FALSE, Evidence, QuizQuestion
from corpus.citing.citations import cite_own_text, find_citations, lookup

_QUOTED = re.compile(r"「([^「」]+)」|『([^『』]+)』|“([^“”]+)”")
#: A shorter quotation is a word that is spoken of, not a passage.
_PASSAGE = 5
#: So much of a quote shows which words decide.
_DECIDING = 6
_FORMS_OF = {
    "谁负责": ("单选",),
    "数字期限": ("单选",),
    "职责归属": ("多选",),
    "判断正误": ("判断",),
    "填空": ("填空",),
    "排序": ("排序",),
    "连线": ("连线",),
    "案例": ("单选", "多选", "判断"),
}


class Shape:
    """Checks that do not depend on what is asked."""

    def __init__(self, source: RegulationSource) -> None:
        self._source = source
        self._cite = lru_cache(maxsize=None)(lambda id_: cite_own_text(id_, source.regulation))
        self._texts = [leaf.text for leaf in source.leaves.values()]
        self._verbatim = lru_cache(maxsize=65536)(
            lambda words: any(words in text for text in self._texts)
        )

    def faults(self, question: QuizQuestion) -> Iterator[Fault]:
        """Everything that is wrong with the shape and the evidence."""
        if question.form not in _FORMS_OF[question.kind]:
            yield Fault("不能核对", f"{question.kind}题不能是{question.form}")
        yield from self._evidence(question)
        yield from _options(question)
        yield from _key(question)
        yield from self._explanation(question)

    def _evidence(self, question: QuizQuestion) -> Iterator[Fault]:
        if not question.evidence:
            yield Fault("条款", "没有依据的条款")
        for evidence in question.evidence:
            leaf = self._source.leaves.get(evidence.id)
            if leaf is None:
                yield Fault("条款", f"没有这一条款（{evidence.id}）")
                continue
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
        own = _own_words(question)
        quoted = [a or b or c for a, b, c in _QUOTED.findall(text)]
        for words in quoted:
            known = len(words) < _PASSAGE or bare(words) in own
            if not known and not self._verbatim(words.rstrip("。；，")):
                yield Fault("解析", f"解析引的不是原文：「{words}」")
        yield from self._cited(text, question)

    def _cited(self, text: str, question: QuizQuestion) -> Iterator[Fault]:
        """Citations outside quotations: each exists, and that of the first evidence is there."""
        outside = _QUOTED.sub("", text)
        if question.evidence and question.evidence[0].citation not in outside:
            short = question.evidence[0].citation.split("》")[-1]
            if short not in outside:
                yield Fault("解析", "解析没有写明依据的条款")
        for citation in find_citations(outside):
            other = citation.instrument and citation.instrument != self._source.regulation.title
            if other or citation.id is None or not citation.id.article:
                continue
            if lookup(self._source.regulation, citation.id) is None:
                yield Fault("解析", f"解析里的「{citation.text}」不存在")


def _holds(text: str, evidence: Evidence) -> bool:
    if evidence.quote in text:
        return True
    parts = [a or b or c for a, b, c in _QUOTED.findall(text)]
    return any(len(p) >= _DECIDING and p.rstrip("。；，") in evidence.quote for p in parts)


def _own_words(question: QuizQuestion) -> str:
    """The question's own words, which an explanation may quote."""
    words = [question.stem, question.scene, *question.options, *question.partners, *question.blanks]
    if question.altered:
        words += [question.altered.written, question.altered.printed]
    return "\n".join(map(bare, words))


def _options(question: QuizQuestion) -> Iterator[Fault]:
    for column in (question.options, question.partners):
        if len({bare(o) for o in column}) < len(column):
            yield Fault("选项", "有两个选项相同")
        if any(not bare(o) for o in column):
            yield Fault("选项", "有一个选项是空的")


def _key(question: QuizQuestion) -> Iterator[Fault]:
    check: dict[str, Callable[[QuizQuestion], str]] = {
        "单选": _single,
        "多选": _several,
        "判断": _true_false,
        "填空": _blanks,
        "排序": _ordered,
        "连线": _matched,
    }
    if reason := check[question.form](question):
        yield Fault("答案个数", reason)


def _single(question: QuizQuestion) -> str:
    if not 2 <= len(question.options) <= 6:
        return "单选题要有两个到六个选项"
    return "" if _indices(question, 1, 1) else "单选题的答案是一个选项的序号"


def _several(question: QuizQuestion) -> str:
    count = len(question.options)
    if count not in ((5,) if question.kind == "职责归属" else (4, 5, 6)):
        return "多选题要有五个选项"
    ascending = question.key == tuple(sorted(question.key))
    right = _indices(question, 2, min(4, count - 1)) and ascending
    return "" if right else "多选题的答案是两个到四个选项，从小到大，不能全选"


def _true_false(question: QuizQuestion) -> str:
    if question.options != TRUE_FALSE or not _indices(question, 1, 1):
        return "判断题的选项是正确、错误，答案是其中之一"
    return ""


def _blanks(question: QuizQuestion) -> str:
    if question.key or question.options:
        return "填空题没有选项"
    if not question.blanks or question.stem.count(BLANK) != len(question.blanks):
        return "空格与答案的个数不同"
    return ""


def _ordered(question: QuizQuestion) -> str:
    count = len(question.options)
    if count < 3 or sorted(question.key) != list(range(count)):
        return "排序题至少三步，答案是全部选项的次序"
    return ""


def _matched(question: QuizQuestion) -> str:
    count = len(question.options)
    if count < 2 or len(question.partners) != count or sorted(question.key) != list(range(count)):
        return "连线题左右个数相同，答案各连一个"
    return ""


def _indices(question: QuizQuestion, least: int, most: int) -> bool:
    key: Sequence[int] = question.key
    distinct = len(set(key)) == len(key)
    return (
        least <= len(key) <= most and distinct and all(0 <= k < len(question.options) for k in key)
    )
