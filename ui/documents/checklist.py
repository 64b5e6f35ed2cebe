"""A place's checklist as a document to print: boxes to tick, reasons, room for evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from assistant.answering.quoting import source_of, status_notice
from corpus.premises.answers import print_reason
from corpus.premises.applicability import Guide
from corpus.premises.checklist import Checklist, ChecklistLine, Towards
from corpus.premises.facts import Premises
from corpus.register.lookups import label
from corpus.text.provision import ProvisionId, Regulation
from ui.documents.document import Document, DocumentSection

BOX = "□"
COLUMNS = (
    "完成",
    "序号",
    "要做的事（原文）",
    "条款",
    "责任主体",
    "频次、时限",
    "为什么适用",
    "佐证",
)
_WIDTHS = (5, 5, 34, 11, 12, 8, 33, 13)
_TOWARDS = ("谁", "做什么（原文）", "条款")
_TOWARDS_WIDTHS = (18, 70, 20)
CONDITIONAL = "视情况适用（先核实条件）"


def make_checklist_document(
    guide: Guide,
    checklist: Checklist,
    date: str,
    *,
    why_not: bool = False,
    to_print: bool = True,
    key: str = "",
) -> Document:
    """The document of a checklist.

    Args:
        guide: the guide that made it.
        checklist: what applies.
        date: ISO date that the document bears.
        why_not: whether to list what does not apply as well.
        to_print: whether there is a column for evidence and one for the box alone; on a screen
            the box stands beside the number.
        key: of the regulation, where several are asked; addresses in records begin with it.
    """
    regulation = guide.register.regulation
    return Document(
        title_of(checklist, regulation),
        status_notice(regulation),
        source_of(regulation),
        date,
        (*sum_up(checklist), *checklist.legend),
        tuple(_sections(guide, checklist, why_not, to_print)),
        _data(guide, checklist, key),
        _name_of(regulation),
    )


def title_of(checklist: Checklist, regulation: Regulation) -> str:
    """What the checklist is of."""
    return f"{_name_of(regulation)}：{'、'.join(_about(checklist.place)) or '未说明类型的场所'}"


def _name_of(regulation: Regulation) -> str:
    return f"{regulation.subject}职责清单"


def _about(place: Premises) -> list[str]:
    said = [k.said for k in place.kinds] or [f.said for f in place.facts if f.standing]
    return list(dict.fromkeys(said))[:4]


def sum_up(checklist: Checklist) -> Iterator[str]:
    """Sentences before the lists; how to read the printed columns is not among them."""
    place = checklist.place
    said = [k.said for k in place.kinds] + [f.said for f in place.facts]
    yield f"按你说的：{'、'.join(f'「{w}」' for w in dict.fromkeys(said))}"
    counts = [f"确定适用 {len(checklist.certain)} 项"]
    counts += [f"视情况适用 {n} 项"] if (n := len(checklist.conditional)) else []
    counts += [f"待核实 {n} 处"] if (n := len(checklist.open_questions)) else []
    yield "，".join(counts)
    yield from checklist.notes


def _sections(
    guide: Guide, checklist: Checklist, why_not: bool, to_print: bool
) -> Iterator[DocumentSection]:
    number = 0
    for name, lines in group_lines(checklist):
        yield _lines(guide, name, lines, number, to_print)
        number += len(lines)
    yield from list_besides(guide, checklist, why_not=why_not)


def group_lines(checklist: Checklist) -> Iterator[tuple[str, Sequence[ChecklistLine]]]:
    """The lines under their headings, those that depend on a condition last."""
    for name, group in groupby(checklist.certain, lambda line: line.section):
        yield name, tuple(group)
    if checklist.conditional:
        yield CONDITIONAL, checklist.conditional


def list_besides(guide: Guide, checklist: Checklist, *, why_not: bool) -> Iterator[DocumentSection]:
    """The tables after the lines: what is open, others' duties, and what does not apply."""
    if checklist.open_questions:
        yield _questions(guide, checklist)
    if checklist.others:
        yield _towards(guide, "别人的职责，与本场所有关", checklist.others)
    if checklist.regulators:
        yield _towards(guide, "主管部门（供了解，不是本场所的职责）", checklist.regulators)
    if why_not:
        yield from _why_not(guide, checklist)


def _lines(
    guide: Guide, name: str, lines: Sequence[ChecklistLine], before: int, to_print: bool
) -> DocumentSection:
    rows = tuple(
        (
            BOX,
            str(number),
            line.text,
            guide.cite(line.provision),
            tell_bearer(line),
            "\n".join(label(t) for t in line.times),
            "\n".join((*_if(line), *tell_reasons(guide, line))),
            "",
        )
        for number, line in enumerate(lines, before + 1)
    )
    if to_print:
        return DocumentSection(name, COLUMNS, rows, widths=_WIDTHS)
    short = tuple((f"{box} {number}", *cells[:-1]) for box, number, *cells in rows)
    return DocumentSection(name, COLUMNS[1:-1], short, widths=_WIDTHS[1:-1])


def tell_bearer(line: ChecklistLine) -> str:
    """Who acts: inside the unit where the text says so, else whom it binds."""
    return f"单位内：{line.inside}" if line.inside else line.actor


def _if(line: ChecklistLine) -> Sequence[str]:
    return (f"如果{line.condition}，则适用。",) if line.condition else ()


def tell_reasons(guide: Guide, line: ChecklistLine) -> Iterator[str]:
    """The reason in full; further ones by their provision."""
    first, *further = line.reasons
    yield print_reason(guide, first)
    if further:
        also = dict.fromkeys(
            f"{guide.cite(r.provision)}{r.via and f'（{r.via}）'}" for r in further
        )
        yield f"另据{'、'.join(also)}"


def _questions(guide: Guide, checklist: Checklist) -> DocumentSection:
    rows = tuple(
        (q.question, f"如果{q.condition}", "、".join(map(guide.cite, q.provisions)))
        for q in checklist.open_questions
    )
    return DocumentSection(
        "待核实：没有说到，说了会多出职责", ("问题", "条件", "要看哪条"), rows, widths=(36, 46, 26)
    )


def _towards(guide: Guide, heading: str, duties: Sequence[Towards]) -> DocumentSection:
    rows = tuple((t.who, t.duty.text, guide.cite(t.duty.provision)) for t in duties)
    return DocumentSection(heading, _TOWARDS, rows, widths=_TOWARDS_WIDTHS)


def _why_not(guide: Guide, checklist: Checklist) -> Iterator[DocumentSection]:
    columns, widths = ("条款", "针对的是（原文）", "为什么不适用"), (20, 40, 48)
    rows = [(guide.cite(n.provision), n.trigger, n.reason) for n in checklist.not_applicable]
    rows += [
        (guide.cite(o.provision), "、".join(o.actors), "写的是别的主体的职责")
        for o in checklist.elsewhere
    ]
    yield DocumentSection("不适用的，以及为什么", columns, tuple(rows), widths=widths)


def _data(guide: Guide, checklist: Checklist, key: str) -> dict[str, Any]:
    def id_(provision: ProvisionId) -> str:
        return str(provision.of(key))

    return {
        "lines": [
            {
                "id": f"{key}/{line.duty.id}" if key else line.duty.id,
                "provision": id_(line.provision),
                "citation": guide.cite(line.provision),
                "text": line.text,
                "section": line.section,
                "actor": line.actor,
                "inside": line.inside,
                "times": [label(t) for t in line.times],
                "condition": line.condition,
                "reasons": [
                    {"provision": id_(r.provision), "text": r.text, "quote": r.quote, "via": r.via}
                    for r in line.reasons
                ],
            }
            for line in checklist.lines
        ],
        "not_applicable": [
            {"provision": id_(n.provision), "trigger": n.trigger, "reason": n.reason}
            for n in checklist.not_applicable
        ],
        "open_questions": [
            {
                "question": q.question,
                "condition": q.condition,
                "provisions": [id_(p) for p in q.provisions],
            }
            for q in checklist.open_questions
        ],
        "others": [_towards_record(t, id_(t.duty.provision)) for t in checklist.others],
        "regulators": [_towards_record(t, id_(t.duty.provision)) for t in checklist.regulators],
        "notes": list(checklist.notes),
    }


def _towards_record(towards: Towards, provision: str) -> dict[str, str]:
    return {"who": towards.who, "provision": provision, "text": towards.duty.text}
