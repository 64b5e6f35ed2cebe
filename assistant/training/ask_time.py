"""数字期限: the number, deadline or frequency that the text prints, among others that it does not."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.training.altering import FIGURES, says_it_again
from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import ChoiceDraft, draft_single
from assistant.training.material import Material
from assistant.training.question import BLANK, SingleChoice
from assistant.training.times import VAGUE, find_wrong_times
from corpus.clauses.figures import amounts_of

_WRONG = 3
_VARIANTS = 3
#: A shorter clause that goes on where another ends does not say what the time is for.
_SHORTEST = 30


def ask_time(material: Material, clause: TeachableClause) -> Iterator[SingleChoice]:
    """Questions on the times of one clause, with different wrong answers."""
    if not clause.clear or (clause.goes_on and len(clause.quote) < _SHORTEST):
        return
    for time in _times(clause):
        if time in VAGUE:
            continue
        if clause.quote.count(time) != 1 or says_it_again(clause.quote, time):
            continue
        stem = f"{introduce(clause)}「{clause.quote.replace(time, BLANK)}」，括号里应填哪一项？"
        wrong = [w for w in find_wrong_times(time) if w not in clause.leaf.text]
        seen: set[frozenset[str]] = set()
        for variant in range(_VARIANTS):
            chosen = material.shuffled(wrong, clause.text, time, str(variant))[:_WRONG]
            if len(chosen) < _WRONG or frozenset(chosen) in seen:
                continue
            seen.add(frozenset(chosen))
            draft = ChoiceDraft(
                stem=stem,
                right=(time,),
                wrong=chosen,
                evidence=(material.evidence(clause),),
                difficulty=rate(near=2),
                matters=clause.matters,
            )
            yield draft_single(material, "数字期限", draft)


def _times(clause: TeachableClause) -> tuple[str, ...]:
    """Times and figures of a clause, verbatim, each once."""
    figures = (a.text for a in amounts_of(clause.leaf.text, clause.span) if a.kind in FIGURES)
    return tuple(dict.fromkeys((*(t.text for d in clause.duties for t in d.recurrence), *figures)))


def introduce(clause: TeachableClause) -> str:
    """Who is spoken of, where the clause does not print it."""
    if clause.subject or clause.names_actor or clause.names or not clause.bound:
        return "条文写的是："
    if clause.modality == "不得" and "不得" not in clause.text:
        return f"{clause.bound[0]}不得做的事："
    return f"{clause.bound[0]}的职责："
