"""「我开了家 20 人的小旅馆，租的房子」: the duties of a described place, each with its reason.

Only a question that describes the asker's own place and asks for nothing narrower comes here; the
list itself is ``corpus.premises.applicability``'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.duty_answer import duty_line
from assistant.answering.parts import ConditionLine, OpenLine, PlaceHead, ReasonLine, SaidWords
from assistant.answering.quoting import short_citation
from assistant.answering.statement import Statement, StatementKind, note
from assistant.understanding.named import without_asking
from corpus.citing.citations import cite_all
from corpus.premises.applicability import Guide
from corpus.premises.checklist import Checklist, ChecklistLine
from corpus.premises.facts import Premises
from corpus.text.provision import ProvisionId, Regulation

_NUMBER = re.compile(r"\d+ ?(?:多)?(?:人|个人|名员工|张床|间|平米?|平方米?|层|号人)(?:的)?")
_EXPORT = "逐句的清单还写明频次和不适用的理由，可以导出。"
#: Characters beside the description up to which a question asks for the whole list.
_ASIDE = 4


def described(guide: Guide, question: str) -> Premises | None:
    """The place that a question describes and asks all duties of; None for any other question."""
    place = guide.describe(question)
    if not place.kinds and not place.facts:
        return None
    rest = question
    for said in sorted(_said(place), key=len, reverse=True):
        rest = rest.replace(said, "")
    left = without_asking(_NUMBER.sub("", rest), guide.register.regulation)
    return place if len(left) <= _ASIDE and not guide.contradictions(place) else None


def place_provisions(checklist: Checklist) -> tuple[ProvisionId, ...]:
    """Every provision on the list, in its order."""
    return tuple(dict.fromkeys(line.provision for line in checklist.lines))


def place_statements(checklist: Checklist, regulation: Regulation) -> tuple[Statement, ...]:
    """What the place must do, provision by provision, and why; what depends; what is open."""
    certain: dict[ProvisionId, list[ChecklistLine]] = {}
    depending: dict[tuple[ProvisionId, str], list[ChecklistLine]] = {}
    for line in checklist.lines:
        if line.condition:
            depending.setdefault((line.provision, line.condition), []).append(line)
        else:
            certain.setdefault(line.provision, []).append(line)
    head = PlaceHead(tuple(_said(checklist.place)), len(certain), len(depending))
    statements = [Statement(StatementKind.CONCLUSION, head, tuple(certain))]
    statements += [
        Statement(StatementKind.ITEM, duty_line([x.duty for x in lines], regulation), (address,))
        for address, lines in sorted(
            certain.items(), key=lambda pair: _commonness(pair[1], checklist)
        )
    ]
    by_reason: dict[str, list[ProvisionId]] = {}
    for address, lines in certain.items():
        by_reason.setdefault(_why(lines), []).append(address)
    for why, addresses in by_reason.items():
        reason = ReasonLine(cite_all(addresses, regulation, own_text=True), why)
        statements.append(Statement(StatementKind.ITEM, reason, tuple(addresses)))
    for address, condition in depending:
        on = ConditionLine(short_citation(address, regulation), condition)
        statements.append(Statement(StatementKind.ITEM, on, (address,)))
    statements += [
        Statement(StatementKind.ITEM, OpenLine(q.question), q.provisions)
        for q in checklist.open_questions
    ]
    statements += [Statement(StatementKind.ITEM, SaidWords(told)) for told in checklist.notes]
    return (*statements, note(_EXPORT))


def _commonness(lines: Sequence[ChecklistLine], checklist: Checklist) -> int:
    """How many lines of the list bind the same: what binds few is of this kind of place and comes first."""
    return max(sum(x.actor == line.actor for x in checklist.lines) for line in lines)


def _said(place: Premises) -> list[str]:
    """The asker's own words for the place, each once."""
    words = [kind.said for kind in place.kinds] + [fact.said for fact in place.facts]
    return list(dict.fromkeys(words))


def _why(lines: Sequence[ChecklistLine]) -> str:
    return "；".join(dict.fromkeys(r.text for line in lines for r in line.reasons[:1]))
