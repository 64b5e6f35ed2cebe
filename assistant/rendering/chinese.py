"""Parts of statements → Chinese sentences."""

from __future__ import annotations

from functools import singledispatch

from assistant.answering.parts import (
    AllListed,
    AskedHead,
    BodiesMeant,
    BodyHead,
    CheckedLine,
    ComparedHead,
    ComparedLine,
    ConditionLine,
    DutyLine,
    ExcludedLine,
    GoesOn,
    LastAsked,
    Listing,
    MatterHead,
    ModelFailed,
    ModelLeftOut,
    NamedHead,
    NamedLine,
    NearestHead,
    OfDocument,
    OpenLine,
    OriginalFollows,
    PlaceHead,
    PlainLine,
    Quotation,
    ReadAs,
    ReasonLine,
    ReferenceLine,
    RefusalSaid,
    RestCount,
    RestsOn,
    RoleLine,
    SaidWords,
    SharedLine,
)
from assistant.rendering.quotations import quotation_text
from assistant.rendering.refusals import refusal_message
from assistant.writer.failure import note

#: How a question was read, where it was read otherwise than asked.
READ_AS = "理解为：{}"
#: Marks a provision that binds a body only because another one refers to it.
_BY_REFERENCE = "（因引用而适用）"


@singledispatch
def said(parts: object) -> str:
    """The sentence that parts make, without any mark of a list."""
    raise TypeError(f"no sentence for {type(parts).__name__}")


@said.register
def _(parts: SaidWords) -> str:
    return parts.text


@said.register
def _(parts: Quotation) -> str:
    return quotation_text(parts)


@said.register
def _(parts: Listing) -> str:
    lead = "……".join(parts.lead)
    items = "；".join(f"{label}「{words}」" for label, words in parts.items)
    left = f"（还有 {parts.left} 项，见下面的原文）" if parts.left else ""
    return f"{parts.source}规定：「{lead}」{items}{left}。"


@said.register
def _(parts: OriginalFollows) -> str:
    return f"{'、'.join(parts.names)}的原文如下。"


@said.register
def _(parts: AllListed) -> str:
    return f"没有别的了：上面的 {parts.count} 处规定已经列全。"


@said.register
def _(parts: ReadAs) -> str:
    return f"（{READ_AS.format(parts.question)}）"


@said.register
def _(parts: RestsOn) -> str:
    return f"上一个回答依据的是{'、'.join(parts.names)}，原文如下。"


@said.register
def _(parts: LastAsked) -> str:
    return f"您上一个问的是「{parts.question.rstrip('？?。')}」。"


@said.register
def _(parts: AskedHead) -> str:
    return f"{parts.number}、{parts.question}？" if parts.question else f"{parts.number}、"


@said.register
def _(parts: RefusalSaid) -> str:
    return refusal_message(parts)


# --- several documents --------------------------------------------------------------------------


@said.register
def _(parts: OfDocument) -> str:
    first = parts.said[0] if parts.said else None
    runs_on = isinstance(first, Quotation | Listing) and first.source and not parts.verdict
    verdict = f"{parts.verdict}。" if parts.verdict else ""
    return f"{parts.mark}{'' if runs_on else '：'}{verdict}{''.join(map(said, parts.said))}"


@said.register
def _(parts: GoesOn) -> str:
    return f"{parts.mark}{'的' if parts.mark else ''}其余 {parts.count} 行："


# --- the register -------------------------------------------------------------------------------


@said.register
def _(parts: MatterHead) -> str:
    covered = f"（写到这件事的条款列出 {parts.coverage}）" if parts.coverage else ""
    names = "、".join(parts.bearers)
    more = " 等" if len(parts.bearers) < parts.actors else " 共"
    count = (
        f"{parts.provisions} 处规定，涉及{f'{names}{more}' if names else ''} {parts.actors} 个主体"
    )
    lead = f"；{parts.lead}" if parts.lead else ""
    return f"{parts.matter}：{count}{covered}{lead}。"


@said.register
def _(parts: RoleLine) -> str:
    return f"{parts.role}：{'；'.join(f'{b.actor}（{b.cited}）' for b in parts.bearers)}"


@said.register
def _(parts: BodiesMeant) -> str:
    return f"这个叫法可以指{'、'.join(parts.names)}，以下分别列出。"


@said.register
def _(parts: BodyHead) -> str:
    if not parts.provisions:
        return f"{parts.body}：条文提到它，没有写它自己的职责。"
    count = f"{parts.body}的职责写在 {parts.provisions} 处规定里"
    if parts.by_reference:
        count += f"，其中 {parts.by_reference} 处因条文的引用而适用"
    return f"{count}："


@said.register
def _(parts: DutyLine) -> str:
    mark = _BY_REFERENCE if parts.by_reference else ""
    return f"{parts.source}{mark}：{parts.words}{'……' if parts.cut else ''}"


@said.register
def _(parts: ReferenceLine) -> str:
    under = f"（以“{parts.condition}”为准）" if parts.condition else ""
    return f"适用的依据：{parts.source}，由它适用{parts.applied}{under}。"


@said.register
def _(parts: ExcludedLine) -> str:
    return f"不适用：{parts.cited}。"


@said.register
def _(parts: SharedLine) -> str:
    return f"另有与同类主体共同的职责，见{'、'.join(parts.articles)}。"


@said.register
def _(parts: ComparedHead) -> str:
    names = dict.fromkeys(name for bodies, _ in parts.counts for name in bodies)
    return f"{'、'.join(names)}："


@said.register
def _(parts: ComparedLine) -> str:
    return f"{_whose(parts.bodies)}：{said(parts.line)}"


def _whose(bodies: tuple[str, ...]) -> str:
    return bodies[0] if len(bodies) == 1 else f"{'和'.join(bodies)}都有的"


@said.register
def _(parts: NamedHead) -> str:
    printed = "".join(f"“{words}”" for words in parts.printed if words != parts.said)
    return f"{parts.said}{f'（原文写到的是{printed}）' if printed else ''}：{parts.provisions} 处规定："


@said.register
def _(parts: NamedLine) -> str:
    label = f"{parts.label}：" if parts.label else ""
    return f"{label}{parts.source}：{'……'.join(parts.pieces)}{'……' if parts.cut else ''}"


# --- a place ------------------------------------------------------------------------------------


@said.register
def _(parts: PlaceHead) -> str:
    more = f"，{parts.depending} 处视情况适用" if parts.depending else ""
    return f"按您说的（{'、'.join(parts.said)}），有 {parts.certain} 处规定适用{more}："


@said.register
def _(parts: ReasonLine) -> str:
    return f"{parts.cited}：{parts.why}"


@said.register
def _(parts: ConditionLine) -> str:
    return f"如果{parts.condition}，还适用{parts.source}"


@said.register
def _(parts: OpenLine) -> str:
    return f"还要看：{parts.question}"


# --- everyday words, and a language model -------------------------------------------------------


@said.register
def _(parts: PlainLine) -> str:
    return f"{parts.sentence}（{parts.source}）{_BY_REFERENCE if parts.by_reference else ''}。"


@said.register
def _(parts: NearestHead) -> str:
    return f"拿不准是哪一条，最相近的有 {parts.count} 处："


@said.register
def _(parts: RestCount) -> str:
    return f"另有 {parts.count} 处规定，见下面的原文。"


@said.register
def _(parts: CheckedLine) -> str:
    return f"{parts.sentence}（{parts.source}）。"


@said.register
def _(parts: ModelFailed) -> str:
    return note(parts.kind)


@said.register
def _(parts: ModelLeftOut) -> str:
    told = []
    if parts.replaced:
        told.append(f"{parts.replaced} 句没有通过核对，已换成条文原话")
    if parts.dropped:
        told.append(f"{parts.dropped} 句无从核对，没有列出")
    return f"语言模型写的话有 {'，'.join(told)}。"
