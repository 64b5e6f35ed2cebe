"""填空: words that the text prints and that must be exact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.training.ask_time import introduce
from assistant.training.clauses import TeachableClause
from assistant.training.drafting import make_id
from assistant.training.material import Material, echoes
from assistant.training.question import BLANK, Difficulty, FillBlank

_SHORTEST, _LONGEST = 2, 10
#: Blanks of one question, and questions with one blank for a clause.
_DOUBLE = 2
_SINGLES = 3
#: Two terms in one blank.
_SEVERAL = re.compile(r"[、和及]")
_QUOTED = re.compile(r"“([^”]{2,10})”")


def ask_blank(material: Material, clause: TeachableClause) -> Iterator[FillBlank]:
    """Questions on one clause: with one blank each, and one with two."""
    if not clause.clear:
        return
    words = _words(material, clause)
    for word in words[:_SINGLES]:
        yield from _question(material, clause, (word,), "易" if len(word) <= 4 else "中")
    if len(words) >= _DOUBLE:
        chosen = sorted(material.shuffled(words, clause.text)[:_DOUBLE], key=clause.quote.index)
        if clause.quote.index(chosen[0]) + len(chosen[0]) < clause.quote.index(chosen[1]):
            yield from _question(material, clause, tuple(chosen), "难")


def _words(material: Material, clause: TeachableClause) -> list[str]:
    """What may be left out: times, quoted terms, reviewed words, words of the matters."""
    quote = clause.quote
    times = [t.text for d in clause.duties for t in d.recurrence]
    quoted = _QUOTED.findall(quote)
    reviewed = [c.word for c in material.contrasts(clause.leaf)]
    of_matters = [
        word
        for matter in material.clauses.register.matters
        if matter.name in clause.matters
        for word in matter.words
    ]
    every = tuple(dict.fromkeys((*times, *quoted, *reviewed, *of_matters)))
    telling = [
        w for w in every if not any(echoes(n, w) for n in (introduce(clause), *clause.actors))
    ]
    # Rather a word that the body's name suggests than a provision that nobody can be asked about.
    return _fitting(clause, telling) or _fitting(clause, every)


def _fitting(clause: TeachableClause, words: Sequence[str]) -> list[str]:
    """The words that one blank can stand for: whole, once in what is shown, none inside another."""
    quote, shown = clause.quote, introduce(clause)
    kept: list[str] = []
    for word in words:
        once = quote.count(word) == 1 and word not in shown + quote.replace(word, "")
        whole = _SHORTEST <= len(word) <= _LONGEST and not _SEVERAL.search(word)
        if once and whole and not any(word in k or k in word for k in kept):
            kept.append(word)
    return kept


def _question(
    material: Material, clause: TeachableClause, blanks: tuple[str, ...], difficulty: Difficulty
) -> Iterator[FillBlank]:
    shown = clause.quote
    for word in blanks:
        shown = shown.replace(word, BLANK)
    if len(shown.replace(BLANK, "")) < len("".join(blanks)) + _LONGEST:
        return  # too little is left to know what is asked
    evidence = (material.evidence(clause),)
    stem = f"{introduce(clause)}「{shown}」"
    yield FillBlank(
        id=make_id("填空", str(clause.id), stem),
        stem=stem,
        key=blanks,
        explanation=material.told(evidence),
        evidence=evidence,
        difficulty=difficulty,
        matters=clause.matters,
    )
