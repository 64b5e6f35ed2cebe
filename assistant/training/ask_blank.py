"""填空: a time, a figure, a body or a term that the text prints and that must be exact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.training.altering import slots_of
from assistant.training.ask_time import introduce
from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import make_id
from assistant.training.given_away import echoes
from assistant.training.material import Material
from assistant.training.near_words import WEAK
from assistant.training.question import BLANK, FillBlank

_SHORTEST, _LONGEST = 2, 12
#: Blanks of one question, and questions with one blank for a clause.
_DOUBLE = 2
_SINGLES = 3
#: Words that a sentence may go without, so that nobody knows that they are asked for.
_SPARE = re.compile(
    r"定期|及时|立即|经常性|日常|依法|统一|共同|应当|可以|鼓励|或者|年度|前|有权|本级|根据需要|书面"
)
#: Two terms in one blank.
_SEVERAL = re.compile(r"[、和及]")
_FIGURE = re.compile(r"[\d一二两三四五六七八九十半]|每")
_VAGUE = re.compile(r"^(?:当地|有关|相关|所在|上级|本)|[“”]")
_QUOTED = re.compile(r"“([^”]{2,10})”")
#: What is asked for, by the point on which it may be mistaken.
_SORTS = {"数字": "一个数字", "时间": "一个时间", "主体": "一个主体"}
_TERM = "一个词"


def ask_blank(
    material: Material, clause: TeachableClause, *, exact: bool = True
) -> Iterator[FillBlank]:
    """Questions on one clause: with one blank each, and one with two.

    Args:
        exact: whether only a figure or a body is left out: of other
            words several would do.
    """
    if not clause.clear or (exact and clause.goes_on):
        return
    words = _words(material, clause)
    if exact:
        words = {w: s for w, s in words.items() if _is_exact(w, s) and not _is_listed(w, clause)}
    for word in list(words)[:_SINGLES]:
        yield from _question(material, clause, {word: words[word]})
    if len(words) >= _DOUBLE:
        chosen = sorted(list(words)[:_DOUBLE], key=clause.quote.index)
        if clause.quote.index(chosen[0]) + len(chosen[0]) < clause.quote.index(chosen[1]):
            yield from _question(material, clause, {w: words[w] for w in chosen})


def _is_exact(word: str, sort: str) -> bool:
    """Whether only these words would do: a figure, or a body without 当地."""
    if sort == _TERM:
        return False
    if WEAK.search(word):
        return False
    return not _VAGUE.search(word) if sort == "一个主体" else bool(_FIGURE.search(word))


def _is_listed(word: str, clause: TeachableClause) -> bool:
    """Whether words stand in a list beside others of their sort, which tell them: 居民委员会、村民委员会."""
    before, _, after = clause.quote.partition(word)
    neighbours = (
        re.split(r"[，、和]", before.rstrip("、和"))[-1],
        re.split(r"[，、和]", after.lstrip("、和"))[0],
    )
    beside = (before.endswith(("、", "和")), after.startswith(("、", "和")))
    return any(n and b and word[-3:] in n for n, b in zip(neighbours, beside, strict=True))


def ask_words(
    material: Material, clause: TeachableClause, words: Sequence[str]
) -> Iterator[FillBlank]:
    """Questions on one clause, of which one of some words is left out."""
    if clause.clear:
        for word in list(_fitting(clause, dict.fromkeys(words, _TERM)))[:_SINGLES]:
            yield from _question(material, clause, {word: _TERM})


def _words(material: Material, clause: TeachableClause) -> dict[str, str]:
    """What may be left out, with its sort."""
    quote = clause.quote
    found = {s.printed: _SORTS.get(s.point, _TERM) for s in slots_of(material, clause, quote)}
    found |= {w: "一个数字" for w in found if re.search(r"\d", w)}
    found |= {w: _SORTS["时间"] for w in found if w.startswith("每")}
    return _fitting(clause, found | dict.fromkeys(_QUOTED.findall(quote), _TERM))


def _fitting(clause: TeachableClause, found: Mapping[str, str]) -> dict[str, str]:
    """The words that one blank can stand for: whole, once in what is shown, none inside another."""
    quote, shown = clause.quote, introduce(clause)
    kept: dict[str, str] = {}
    for word, sort in found.items():
        once = quote.count(word) == 1 and word not in shown + quote.replace(word, "")
        whole = _SHORTEST <= len(word) <= _LONGEST and not _SEVERAL.search(word)
        told = any(echoes(n, word) for n in (shown, *clause.actors)) and sort == _TERM
        apart = not any(word in k or k in word for k in kept)
        if once and whole and apart and not told and not _SPARE.search(word):
            kept[word] = sort
    return kept


def _question(
    material: Material, clause: TeachableClause, blanks: Mapping[str, str]
) -> Iterator[FillBlank]:
    shown = clause.quote
    for word in blanks:
        shown = shown.replace(word, BLANK)
    if len(shown.replace(BLANK, "")) < len("".join(blanks)) + _LONGEST:
        return  # too little is left to know what is asked
    evidence = (material.evidence(clause),)
    sorts = "、".join(blanks.values())
    stem = (
        f"{introduce(clause)}「{shown}」（依次填{sorts}）"
        if len(blanks) > 1
        else (f"{introduce(clause)}「{shown}」（填{sorts}）")
    )
    yield FillBlank(
        id=make_id("填空", str(clause.id), stem),
        stem=stem,
        key=tuple(blanks),
        explanation=material.told(evidence),
        evidence=evidence,
        difficulty=rate(near=1, steps=len(blanks)),
        matters=clause.matters,
    )
