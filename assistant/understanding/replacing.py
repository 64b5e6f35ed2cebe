"""The earlier question with something else in the place of what it spoke of.

「学校呢」 after 「一般单位多久演练一次」: which words give way is told by how like they are to the new ones, in
the encoder's eyes, and by where they stand; no list of bodies is needed. Weights are fitted on
hand-written pairs (``python -m evals.tune follow``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.understanding.alone import ASKS, load_follow_rules
from index.embed import Embedder
from index.expand import Lexicon
from index.tokens import Segmenter, fold

#: Words that no replaced span begins or ends with, or holds: they ask, join, or say what is demanded.
_NEVER = frozenset(
    [
        "的",
        "了",
        "在",
        "有",
        "要",
        "是",
        "吗",
        "么",
        "呢",
        "吧",
        "啊",
        "不",
        "没",
        "会",
        "能",
        "可以",
        "应该",
        "应当",
        "必须",
        "得",
        "怎么",
        "怎样",
        "如何",
        "什么",
        "啥",
        "哪",
        "哪些",
        "哪个",
        "哪里",
        "谁",
        "多少",
        "多久",
        "几",
        "多",
        "多长",
        "多大",
        "几个",
        "几天",
        "上",
        "里",
        "中",
        "对",
        "由",
        "被",
        "把",
        "让",
        "给",
        "和",
        "与",
        "或",
        "都",
        "也",
        "还",
        "就",
        "才",
        "请问",
        "需要",
        "该",
        "向",
        "从",
        "到",
        "为",
        "用",
        "做",
        "搞",
        "个",
        "次",
        "天",
        "年",
        "月",
        "日",
        "条",
        "项",
        "一",
        "二",
        "两",
        "三",
        "多长时间",
        "时候",
        "怎么办",
        "咋",
        "办",
        "规定",
        "要求",
        "责任",
        "职责",
        "义务",
        "处理",
        "处罚",
        "罚",
        "罚款",
        "负责",
        "管",
    ]
)
#: Words of a span, and characters.
_MOST_WORDS, _MOST_CHARACTERS = 4, 10
#: Kinds of name, and what stands between two that are one.
_KINDS = ("actor", "matter")
_AND = ("", "和", "与", "及", "、")
#: Who does something is asked: a body that is named then is asked what it does.
_WHO = re.compile(
    r"(?:归|由|该|找|让|是)?(?:谁|(?:哪|什么)(?:一?个|些|家)?(?:部门|单位|机关|机构|局))"
)
_DOES = re.compile(r"要怎么|(?:应该?|要|该|得)?(?:做|干|管|负责)(?:些|哪|什么|啥|嘛|怎)")
#: Characters of a fragment beside the name in it.
_BESIDE_NAME = 2


@dataclass(frozen=True, slots=True)
class ReplacedSpan:
    """Words that may give way.

    Attributes:
        start, end: half-open range in the question.
        features: what speaks for it.
    """

    start: int
    end: int
    features: Mapping[str, float]


def replaced(question: str, new: str, segmenter: Segmenter, embedder: Embedder) -> str:
    """The question with the new words in the place that they fit best; empty where there is none."""
    weights = load_follow_rules().span

    def fits(span: ReplacedSpan) -> float:
        return sum(weights[name] * value for name, value in span.features.items())

    span = max(list_spans(question, new, segmenter, embedder), key=fits, default=None)
    return f"{question[: span.start]}{new}{question[span.end :]}" if span else ""


def list_spans(
    question: str, new: str, segmenter: Segmenter, embedder: Embedder
) -> Iterator[ReplacedSpan]:
    """Every run of words that may give way."""
    vector = np.asarray(embedder.embed_query(new))
    for start, end in _runs(question, segmenter):
        old = question[start:end]
        if old == new:
            continue
        like = float(np.dot(vector, np.asarray(embedder.embed_query(old))))
        features = {
            "like": like,
            "share": len(old) / len(question),
            "longer": abs(len(old) - len(new)) / 5,
            "tail": float(old[-1] == new[-1]),
            "first": float(start == 0),
            "short": float(len(old) == 1),
        }
        yield ReplacedSpan(start, end, features)


def _runs(question: str, segmenter: Segmenter) -> Iterator[tuple[int, int]]:
    words: list[tuple[int, int, str]] = []
    at = 0
    for word in segmenter.cut(question):
        start = question.lower().find(word, at)
        if start >= 0:
            at = start + len(word)
            words.append((start, at, word))
    for first in range(len(words)):
        for last in range(first, min(first + _MOST_WORDS, len(words))):
            start, end, word = words[last]
            if word in _NEVER or (last > first and start != words[last - 1][1]):
                break
            if end - words[first][0] <= _MOST_CHARACTERS:
                yield words[first][0], end


def replaced_name(question: str, new: str, lexicons: Sequence[Lexicon], embedder: Embedder) -> str:
    """The question with a body's name in the place of another in it, or a matter's, as the data knows
    them; of several the one that is most like it. Empty without.

    Where the question asks who does something, a body takes that place, and what it does is asked. A
    fragment that says much more than the name takes no place.
    """
    for lexicon in lexicons:
        before, now = _names(question, lexicon), _names(new, lexicon)
        for kind in _KINDS:
            spans = [span for known, span in before if known == kind]
            said = [end - start for known, (start, end) in now if known == kind]
            if not said or len(fold(new)) - max(said) > _BESIDE_NAME:
                continue
            if kind == "actor" and not spans and (who := _WHO.search(question)):
                return f"{question[: who.start()]}{new}要怎么{question[who.end() :]}"
            if spans:
                text = question if len(fold(question)) == len(question) else fold(question)
                start, end = _most_like(text, new, spans, embedder)
                return f"{text[:start]}{new}{text[end:]}"
    return ""


def asks_what_does(question: str, body: str) -> bool:
    """Whether a question asks what a body does: 「消防车通道被堵居委会要怎么管」."""
    after = question.partition(body)[2]
    return _DOES.match(after) is not None


def _most_like(
    text: str, new: str, spans: Sequence[tuple[int, int]], embedder: Embedder
) -> tuple[int, int]:
    if len(spans) == 1:
        return spans[0]
    vector = np.asarray(embedder.embed_query(new))
    return max(spans, key=lambda s: float(np.dot(vector, embedder.embed_query(text[slice(*s)]))))


def _names(words: str, lexicon: Lexicon) -> list[tuple[str, tuple[int, int]]]:
    """Where bodies and matters stand, with their kind; bodies side by side (公安城管) are one.

    What is known as a body is none of the matters, whatever else the data says of its name.
    """
    found: list[tuple[str, tuple[int, int]]] = []
    folded = fold(words)
    for name in sorted(lexicon.expand(words), key=lambda e: e.source == "thesaurus"):
        if name.source == "matter" or ASKS.search(name.found):
            continue  # its words are those of the thesaurus; 谁修 names nothing
        kind, (start, end) = _KINDS[name.source == "thesaurus"], name.span
        if any(at <= start < to for _, (at, to) in found):
            continue
        last = next((f for f in reversed(found) if f[0] == kind == "actor"), None)
        if last and folded[last[1][1] : start] in _AND:
            found.remove(last)
            start = last[1][0]
        found.append((kind, (start, end)))
    return found
