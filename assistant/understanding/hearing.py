"""What was typed → the questions in it.

A row of questions is a conversation typed at once: each is a turn after those before it. A long story holds
one question, at its end or in its midst; a pasted page may hold several. Which sentences ask is told by their
words; which of those before it belong to one, and whether two ask different things, by what the documents
hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.text.provision import ProvisionId

#: How likely the best provision for some words is, and which it is; None for none.
Nearest = Callable[[str], tuple[float, ProvisionId | None]]

#: What is no longer than this is one question as it stands, whatever else it tells.
_SHORT = 120
#: Probability of its best provision from which a sentence is a question of its own beside others.
_OWN = 0.5
#: Share of the likeliest's from which another is one of several questions.
_SHARE = 0.7
#: In pasted material the question stands first or last: added to the probability there.
_LONG, _EDGE = 6, 0.2
#: Questions of one input that are answered.
_MOST = 4
#: Characters of a row of questions, and sentences in it that only tell.
_ROW, _TELLING = 400, 1
#: Chinese characters from which a question takes no other question along.
_WHOLE = 10
#: Sentences before an asking one that may belong to it, and characters of all.
_BEFORE, _ROOM = 3, 240
_HAN = re.compile(r"[\u3400-\u9fff]")
_ENDS = re.compile(r"(?<=[。！？!?；;\n])")
_ASKS = re.compile(
    r"[?？]|[吗么]\s*[。！!]?$|谁|哪(?!怕)|什么|啥|怎么|怎样|咋|如何|多少|多久|多长|多大|多高|多宽|"
    r"几(?:天|年|月|次|个|人|时|点|级|项|条|米|层|万|块|分|百|小时|日)|"
    r"是不是|能不能|可不可以|要不要|该不该|用不用|会不会|有没有|行不行|合不合|算不算|允不允许|是否"
)
#: Words by which one only says that one asks, or that one talks.
_ANNOUNCES = re.compile(
    r"你好|您好|请问|请教|求助|在吗|各位|大家好?|老师|麻烦|谢谢|(?:所以|就|还|只)?(?:是)?(?:我)?(?:就)?想(?:问|知道|请教|了解)(?:问|一下|下)?(?:的)?(?:是|其实是)?|问一?下|"
    r"懂法的|懂的|心里有个底|[，,：:。?？!！ 、]"
)


_NUMBERED = re.compile(
    r"(?:^|[：:])[ \t]*[（(]?(?:\d{1,2}|[一二三四五六七八九十])[）).、][ \t]*(?P<words>.+)$"
)
_DIGITS = "一二三四五六七八九"
_MARK = re.compile(rf"(?<![\d第])[（(]?(?P<number>[1-9]|[{_DIGITS}])[）)、．.](?!\d)[ \t]*")
_EACH = re.compile(r"分别|各自|(?:以上|上面|这)(?:几|[二两三四])(?:个|种|件)(?:情况|案例|事|问题)?")


@dataclass(frozen=True, slots=True)
class Heard:
    """The questions in what was typed.

    Attributes:
        questions: at least one, in the order of the text.
    """

    questions: tuple[str, ...]


def hear(plain: str, nearest: Nearest) -> Heard:
    """The questions in what was typed.

    Args:
        plain: its words, as of ``unwrap``; characters made one, line breaks kept.
        nearest: what the documents hold to some words; asked only where there is more than one sentence.
    """
    sentences = _once(list(_sentences(plain)))
    if len(sentences) < 2:
        return Heard(("".join(sentences) or plain,))
    if cases := _cases(sentences):
        return Heard(cases)
    asking = [n for n, s in enumerate(sentences) if asks(s)]
    if row := _in_a_row(sentences, asking):
        return Heard(row)
    found = [_at_edge(_best_window(sentences, n, nearest), n, len(sentences)) for n in asking]
    own = _apart(found)
    if len(own) > 1:
        return Heard(tuple(w.words for w in own[:_MOST]))
    if len(plain) <= _SHORT:
        return Heard(("".join(sentences),))
    if not found:
        found = [_best_window(sentences, n, nearest) for n in range(len(sentences))]
    return Heard((max(found, key=lambda w: w.likely).words,))


def _in_a_row(sentences: Sequence[str], asking: Sequence[int]) -> tuple[str, ...]:
    """The questions of a row, each with what is told before it; none where it is no row."""
    telling = len(sentences) - len(asking)
    if len(asking) < 2 or telling > _TELLING or sum(map(len, sentences)) > _ROW:
        return ()
    starts = [0, *(n + 1 for n in asking[:-1])]
    ends = [n + 1 for n in asking]
    ends[-1] = len(sentences)
    return tuple("".join(sentences[i:j]) for i, j in zip(starts, ends, strict=True))[:_MOST]


@dataclass(frozen=True, slots=True)
class _Window:
    """An asking sentence with those before it that belong to it."""

    words: str
    likely: float
    provision: ProvisionId | None


def _best_window(sentences: Sequence[str], at: int, nearest: Nearest) -> _Window:
    """The sentence with as many of those before it as make its best provision likeliest."""
    windows: list[_Window] = []
    whole = len(_HAN.findall(sentences[at])) >= _WHOLE
    for start in range(at, max(at - _BEFORE, 0) - 1, -1):
        words = "".join(sentences[start : at + 1])
        if start < at and (len(words) > _ROOM or (whole and asks(sentences[start]))):
            break
        windows.append(_Window(words[-2 * _ROOM :], *nearest(words)))
    return max(windows, key=lambda w: w.likely)


def _at_edge(window: _Window, at: int, count: int) -> _Window:
    edge = count >= _LONG and (at == 0 or at >= count - 2)
    return replace(window, likely=window.likely + _EDGE) if edge else window


def _apart(windows: Sequence[_Window]) -> list[_Window]:
    """Those that ask something likely, and each something else."""
    kept: list[_Window] = []
    least = max([_OWN, *(_SHARE * w.likely for w in windows)])
    for window in windows:
        known = {w.provision.parent_article() for w in kept if w.provision}
        new = window.provision and window.provision.parent_article() not in known
        if new and window.likely >= least and not any(window.words in w.words for w in kept):
            kept = [w for w in kept if w.words not in window.words] + [window]
    return kept


def _sentences(plain: str) -> Iterator[str]:
    """Sentences; a line that ends within one is joined to the next."""
    joined = re.sub(
        r"(?<=[，,、\u3400-\u9fff])[ \t]*\n[ \t]*(?=[，。？！,?!、])|(?<=[，,、])\s*\n\s*",
        "",
        plain,
    )
    for part in _ENDS.split(joined):
        for one in _numbered(part):
            if re.search(r"[\w\u3400-\u9fff]", one):
                yield one.strip()


def _numbered(part: str) -> list[str]:
    """「1）能不能断电 2）能不能占楼」: what stands after each number that counts up; else the part itself."""
    marks = list(_MARK.finditer(part))
    if len(marks) < 2 or [_count(m["number"]) for m in marks] != list(range(1, len(marks) + 1)):
        return [part]
    ends = [m.start() for m in marks[1:]] + [len(part)]
    heads = [part[: marks[0].start()]]
    return heads + [part[m.end() : end] for m, end in zip(marks, ends, strict=True)]


def _count(number: str) -> int:
    return int(number) if number.isdigit() else _DIGITS.index(number) + 1


def _once(sentences: Sequence[str]) -> list[str]:
    """Sentences without their repetitions."""
    return list({re.sub(r"[\W_]", "", s): s for s in sentences}.values())


def _cases(sentences: Sequence[str]) -> tuple[str, ...]:
    """「1）…；2）…。分别会怎么样？」: the question of each numbered case; none where it is not so put."""
    *before, last = sentences
    numbered = [m["words"] for s in before if (m := _NUMBERED.search(s))]
    if len(numbered) < 2 or not _EACH.search(last):
        return ()
    asked = _EACH.sub("", last)
    return tuple(f"{case.rstrip('；;。')}，{asked}" for case in numbered[:_MOST])


def has_asking_word(words: str) -> bool:
    """Whether some words hold one that asks, whatever mark they end with."""
    return _ASKS.search(words.rstrip("?？")) is not None


def asks(sentence: str) -> bool:
    """Whether a sentence asks something by its words, and not only says that it asks."""
    return (
        _ASKS.search(sentence) is not None and len(_HAN.findall(_ANNOUNCES.sub("", sentence))) > 3
    )
