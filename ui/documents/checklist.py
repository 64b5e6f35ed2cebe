"""A place's checklist as a working paper: what to tick off, and columns to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from assistant.answering.quoting import document_mark, source_of, status_notice
from corpus.premises.answers import print_reason
from corpus.premises.applicability import Guide
from corpus.premises.checklist import Checklist, ReasonToApply, Towards
from corpus.premises.facts import Premises
from corpus.premises.work import WorkKind, WorkLine, work_of
from corpus.register.lookups import label
from corpus.text.provision import ProvisionId, Regulation
from ui.documents.checklist_filled import NOTHING_FILLED, FilledLines
from ui.documents.document import Document, DocumentSection

BOX, TICKED = "□", "☑"
_SAYS = ("要做的事（原文）", "条款", "谁来做", "条文写明的期限")
COLUMNS = ("完成", "序号", *_SAYS, "责任人", "期限", "完成日期", "证据")
_WIDTHS = (5, 5, 38, 14, 11, 10, 9, 12, 12, 14)
_SHOWN = ("序号", *_SAYS, "为什么适用")
_SHOWN_WIDTHS = (6, 36, 12, 12, 10, 32)
_TOWARDS = ("谁", "做什么（原文）", "条款")
_TOWARDS_WIDTHS = (18, 70, 20)
CONDITIONAL = "视情况适用（先核实条件）"
#: What is no work, by kind: its heading.
BESIDE = {
    WorkKind.GUIDING: "总的要求（不用打勾）",
    WorkKind.OPTIONAL: "可以做、鼓励做的（不是必须）",
}
_MOST = 4


def make_checklist_document(
    guide: Guide,
    checklist: Checklist,
    date: str,
    *,
    why_not: bool = False,
    to_print: bool = True,
    key: str = "",
    filled: FilledLines | None = None,
) -> Document:
    """The document of a checklist.

    Args:
        guide: the guide that made it.
        checklist: what applies.
        date: ISO date that the document bears.
        why_not: whether to list what does not apply as well.
        to_print: whether there are columns to fill in and the reasons have a table of their own; on
            a screen the reason stands beside each line.
        key: of the regulation, where several are asked; addresses in records begin with it.
        filled: what has been filled in.
    """
    regulation = guide.register.regulation
    work = work_of(checklist, regulation)
    name = name_of((guide,), (checklist.place,))
    legend = (f"制表日期：{date}", *checklist.legend) if to_print else checklist.legend
    return Document(
        f"{name}：{document_mark(regulation)}",
        status_notice(regulation),
        source_of(regulation),
        date,
        (*sum_up(checklist, work), *legend),
        (
            *_to_do(guide, work, filled or {} if to_print else None),
            *list_besides(guide, checklist, why_not=why_not),
        ),
        _data(guide, checklist, key),
        f"{name} {date}",
    )


def name_of(guides: Sequence[Guide], places: Sequence[Premises]) -> str:
    """What a checklist is called: the kind of place, and what the regulations are about."""
    subjects = {guide.register.regulation.subject for guide in guides}
    subject = subjects.pop() if len(subjects) == 1 else ""
    return f"{kind_of(guides, places) or '未说明类型的场所'}{subject}工作清单"


def kind_of(guides: Sequence[Guide], places: Sequence[Premises]) -> str:
    """The words for the kind of place, as each guide knows it; else those for what is known of it."""
    pairs = list(zip(guides, places, strict=True))
    facts = [(guide, fact) for guide, of in pairs for fact in of.facts if fact.standing]
    kinds = [kind.said for place in places for kind in place.kinds]
    kinds += [fact.said for guide, fact in facts if guide.facts.question[fact.option].of_kind]
    said = kinds or [fact.said for _, fact in facts]
    short = [w for w in dict.fromkeys(said) if not any(w != x and w in x for x in said)]
    return "、".join(short[:_MOST])


def key_of(line: WorkLine, regulation: Regulation) -> str:
    """What tells a line apart from all others, as browsers keep it."""
    return f"{regulation.id}/{line.key}"


def sum_up(checklist: Checklist, work: Sequence[WorkLine]) -> Iterator[str]:
    """Sentences before the lists; how to read the printed columns is not among them."""
    place = checklist.place
    said = [k.said for k in place.kinds] + [f.said for f in place.facts]
    yield f"按你说的：{'、'.join(f'「{w}」' for w in dict.fromkeys(said))}"
    to_do = [line for line in work if line.kind is WorkKind.TO_DO]
    certain = sum(not line.condition for line in to_do)
    counts = [f"要做、要守的 {certain} 项"]
    counts += [f"视情况适用 {n} 项"] if (n := len(to_do) - certain) else []
    for kind in BESIDE:
        counts += [f"{kind.value} {n} 项"] if (n := sum(x.kind is kind for x in work)) else []
    counts += [f"待核实 {n} 处"] if (n := len(checklist.open_questions)) else []
    yield "，".join(counts)
    yield from checklist.notes


def _to_do(
    guide: Guide, work: Sequence[WorkLine], filled: FilledLines | None
) -> Iterator[DocumentSection]:
    """The lines to do, what is no work, and the reasons where they stand apart."""
    lines: list[WorkLine] = []
    for name, group in group_work(work):
        yield _lines(guide, name, group, len(lines), filled)
        lines += group
    for name, group in group_beside(work):
        rows = tuple((line.sentence, cite_line(guide, line)) for line in group)
        yield DocumentSection(name, ("条文原文", "条款"), rows, widths=(80, 28))
    if filled is not None and lines:
        yield _reasons(guide, lines)


def group_work(work: Sequence[WorkLine]) -> Sequence[tuple[str, Sequence[WorkLine]]]:
    """The lines to do under their headings, those that depend on a condition last."""
    to_do = [line for line in work if line.kind is WorkKind.TO_DO]
    certain = groupby((x for x in to_do if not x.condition), lambda line: line.section)
    groups = [(name, tuple(lines)) for name, lines in certain]
    depending = tuple(line for line in to_do if line.condition)
    return [*groups, *([(CONDITIONAL, depending)] if depending else [])]


def group_beside(work: Sequence[WorkLine]) -> Iterator[tuple[str, Sequence[WorkLine]]]:
    """The lines that are no work, under their headings."""
    for kind, heading in BESIDE.items():
        if lines := tuple(line for line in work if line.kind is kind):
            yield heading, lines


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
    guide: Guide, name: str, lines: Sequence[WorkLine], before: int, filled: FilledLines | None
) -> DocumentSection:
    """The table of some lines; with what is filled in, or with the reasons where that is None."""
    rows: list[tuple[str, ...]] = []
    for number, line in enumerate(lines, before + 1):
        times = "\n".join(label(t) for t in line.times)
        says = (line.sentence, cite_line(guide, line), tell_bearer(line), times)
        if filled is None:
            rows.append((f"{BOX} {number}", *says, "\n".join(tell_reasons(guide, line))))
            continue
        beside = filled.get(key_of(line, guide.register.regulation), NOTHING_FILLED)
        box = TICKED if beside.done else BOX
        rows.append((box, str(number), *says, *beside.cells))
    columns, widths = (_SHOWN, _SHOWN_WIDTHS) if filled is None else (COLUMNS, _WIDTHS)
    leads = tuple(line.lead and f"{line.lead}……" for line in lines)
    return DocumentSection(name, columns, tuple(rows), widths=widths, leads=leads)


def cite_line(guide: Guide, line: WorkLine) -> str:
    """Where a line stands, and on what condition it applies."""
    condition = f"\n如果{line.condition}，则适用" if line.condition else ""
    return f"{guide.cite(line.provision)}{condition}"


def tell_bearer(line: WorkLine) -> str:
    """Who acts: inside the unit where the text says so, else whom it binds."""
    inside = dict.fromkeys(one.inside for one in line.lines if one.inside)
    return f"单位内：{'、'.join(inside)}" if inside else line.lines[0].actor


def tell_reasons(guide: Guide, line: WorkLine) -> Iterator[str]:
    """The reason in full; further ones by their provision."""
    first, *further = dict.fromkeys(reason for one in line.lines for reason in one.reasons)
    yield print_reason(guide, first)
    also = dict.fromkeys(_shortly(guide, r) for r in further)
    also.pop(_shortly(guide, first), None)
    if also:
        yield f"另据{'、'.join(also)}"


def _shortly(guide: Guide, reason: ReasonToApply) -> str:
    return f"{guide.cite(reason.provision)}{reason.via and f'（{reason.via}）'}"


def _reasons(guide: Guide, lines: Sequence[WorkLine]) -> DocumentSection:
    rows = tuple(
        (str(number), guide.cite(line.provision), "\n".join(tell_reasons(guide, line)))
        for number, line in enumerate(lines, 1)
    )
    columns = ("序号", "条款", "为什么适用")
    return DocumentSection("每一项为什么适用", columns, rows, widths=(8, 24, 76))


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
