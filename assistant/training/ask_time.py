"""数字期限: the number, deadline or frequency that the text prints, among others that it does not."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.training.clauses import TeachableClause
from assistant.training.drafting import ChoiceDraft, draft_single
from assistant.training.material import Material
from assistant.training.question import BLANK, SingleChoice
from assistant.training.times import find_wrong_times
from corpus.register.duties import times_of
from corpus.register.records import Recurrence

_WRONG = 3
_VARIANTS = 3


def ask_time(material: Material, clause: TeachableClause) -> Iterator[SingleChoice]:
    """Questions on the times of one clause, with different wrong answers."""
    if not clause.clear:
        return
    for time in dict.fromkeys(t for d in clause.duties for t in d.recurrence):
        if clause.quote.count(time.text) != 1 or _says_it_again(clause, time):
            continue
        stem = (
            f"{introduce(clause)}「{clause.quote.replace(time.text, BLANK)}」，括号里应填哪一项？"
        )
        wrong = [w for w in find_wrong_times(time) if w not in clause.leaf.text]
        seen: set[frozenset[str]] = set()
        for variant in range(_VARIANTS):
            chosen = material.shuffled(wrong, clause.text, time.text, str(variant))[:_WRONG]
            if len(chosen) < _WRONG or frozenset(chosen) in seen:
                continue
            seen.add(frozenset(chosen))
            draft = ChoiceDraft(
                stem=stem,
                right=(time.text,),
                wrong=chosen,
                evidence=(material.evidence(clause),),
                difficulty="中",
                matters=clause.matters,
            )
            yield draft_single(material, "数字期限", draft)


def _says_it_again(clause: TeachableClause, time: Recurrence) -> bool:
    """Whether the rest of the clause says the time as well: 每年召开年度会议."""
    rest = clause.quote.replace(time.text, BLANK)
    return any((t.count, t.unit) == (time.count, time.unit) for t in times_of(rest))


def introduce(clause: TeachableClause) -> str:
    """Who is spoken of, where the clause does not print it."""
    if clause.subject or clause.names_actor or not clause.bound:
        return "条文写的是："
    return f"{clause.bound[0]}的职责："
