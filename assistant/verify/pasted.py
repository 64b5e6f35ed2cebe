"""Any text: each citation, quotation and sentence judged.

A sentence is checked against the provisions that it cites, or that a bracket after it or a heading
line before it cites. One that cites nothing is compared with the provision that it comes nearest
to: word for word the same is checked, a contradiction is told, and all else stays unchecked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.rendering.addresses import does_not_exist, why_not
from assistant.verify.proposing import (
    TellPlace,
    Verifiers,
    find_right_place,
    with_right_place,
    words_of,
)
from assistant.verify.quoted_from import quoted_from
from assistant.verify.quoting import find_differences
from assistant.verify.sentences import PastedSentence, ids_of, read_sentences
from assistant.verify.texts import PASSAGE, find_passages, flat
from assistant.verify.unasked import ALL_ASKED, Unasked
from assistant.verify.verdict import (
    PastedFinding,
    ProblemKind,
    SentenceFindings,
    State,
    Verdict,
    Why,
)
from assistant.verify.verifier import Verifier
from corpus.citing.citations import canonical, cite_own_text
from corpus.citing.follow import Addressed
from corpus.citing.instruments import is_instrument
from corpus.text.printed import left_out
from corpus.text.provision import ProvisionId, Regulation

#: Share of a sentence's weight that the nearest provision must hold for a comparison.
SAME_MATTER = 0.45
_NOT_HELD: Why = "依据的文件没有收录，或没有选来核对"
_NO_PLACE: Why = "所引条号读不懂或不存在"
#: Problems that contradict a provision, where others only go beyond it.
_CONTRADICTS = frozenset(
    {
        ProblemKind.NUMBER,
        ProblemKind.MODALITY,
        ProblemKind.NEGATION,
        ProblemKind.ACTOR,
        ProblemKind.ROLE,
        ProblemKind.CONSEQUENCE,
        ProblemKind.CONDITION,
        ProblemKind.SCOPE,
        ProblemKind.RELATION,
    }
)


def verify_text(verifier: Verifier, text: str) -> tuple[PastedFinding, ...]:
    """Every citation, quotation of some length and sentence of a text, in printed order."""
    return in_order([f for judged in judge_sentences(verifier, text) for f in judged.findings])


def judge_sentences(
    verifier: Verifier, text: str, unasked: Unasked = ALL_ASKED
) -> Iterator[SentenceFindings]:
    """Every sentence of a text with what is found in it, one after the other.

    Args:
        verifier, text: what is checked, and with what.
        unasked: documents that are held and that it is not checked by.
    """
    for sentence in read_sentences(text, verifier.labels(text)):
        found: list[PastedFinding] = []
        for label in sentence.labels:
            found += judge_citation(verifier, label, sentence.start, unasked)
        found += _quotations(verifier, sentence, unasked)
        if judged := _judged(verifier, sentence, unasked):
            found.append(judged)
        yield SentenceFindings(sentence.span, sentence.text, in_order(found))


def in_order(found: Sequence[PastedFinding]) -> tuple[PastedFinding, ...]:
    """Findings as they are printed: where they begin, the longer first."""
    return tuple(sorted(found, key=lambda f: (f.span[0], -f.span[1])))


# --- citations ------------------------------------------------------------------------------------


def judge_citation(
    verifier: Verifier, label: Addressed, start: int, unasked: Unasked = ALL_ASKED
) -> Iterator[PastedFinding]:
    """Whether what a citation addresses exists.

    Args:
        start: where its sentence begins in the text.
    """
    a, b = label.citation.span
    words, span = label.citation.text, (start + a, start + b)
    if label.elsewhere or label.citation.fault or label.backwards:
        yield uncheckable(label, start, verifier.regulation, unasked)
    if label.elsewhere:
        return
    if (label.ids or label.divisions) and not label.missing:
        ids = tuple(dict.fromkeys(map(canonical, label.ids)))
        there = "有这些条款" if len(ids) > 1 else "有这一条款" if ids else "有这一章节"
        yield PastedFinding("引用", span, words, "已核对", there, (), ids)
    for asked, instead in label.missing:
        reason = does_not_exist(asked, instead)
        above = (asked.parent_article(),) if asked is not None else ()
        nearest = tuple(i for i in above if verifier.exists(i))
        yield PastedFinding("引用", span, words, "改用原文", reason, (words,), nearest)


def uncheckable(
    label: Addressed, start: int, regulation: Regulation, unasked: Unasked = ALL_ASKED
) -> PastedFinding:
    """That a citation cannot be checked, and why: of another instrument, or not to be read."""
    a, b = label.citation.span
    span, words = (start + a, start + b), label.citation.text
    why: Why = "依据的文件没有收录，或没有选来核对" if label.elsewhere else "所引条号读不懂或不存在"
    return PastedFinding(
        "引用", span, words, "未核对", _unknown(label, regulation, unasked), why=why
    )


def _unknown(label: Addressed, regulation: Regulation, unasked: Unasked) -> str:
    """Why a citation cannot be checked."""
    if label.belonging == "other":
        named = label.citation.instrument
        titled = f"《{named}》" if is_instrument(named) else f"「{named}」"
        return f"{titled}{unasked.why(named)}，无从核对"
    return f"{why_not(label, regulation).rstrip('。')}；无从核对"


# --- quotations -----------------------------------------------------------------------------------


def _quotations(
    verifier: Verifier, sentence: PastedSentence, unasked: Unasked
) -> Iterator[PastedFinding]:
    for a, b in find_passages(sentence.text):
        quoted = sentence.text[a:b]
        span = (sentence.start + a, sentence.start + b)
        if another := quoted_from(sentence.text[:a], sentence.cited, (verifier.regulation,)):
            holding = verifier.printed.find(quoted)
            here = f"；{names(verifier, holding)}里有同样的字句" if holding else ""
            reason = f"注明的出处{another}{unasked.why(another)}，无从核对{here}"
            yield PastedFinding(
                "引文",
                span,
                quoted,
                "未核对",
                reason,
                (),
                holding,
                why="依据的文件没有收录，或没有选来核对",
            )
        else:
            yield judge_quotation(verifier, quoted, span, ids_of(sentence.cited))


def judge_quotation(
    verifier: Verifier, quoted: str, span: tuple[int, int], cited: Sequence[ProvisionId]
) -> PastedFinding:
    """Whether a quotation is printed, in the provisions that are cited where some are.

    Args:
        span: its place in the text.
    """
    holding = verifier.printed.find(quoted)
    inside = [i for i in holding if any(i.lies_in(c) for c in cited)]
    if inside or (holding and not cited):
        ids = tuple(inside or holding)
        where = names(verifier, ids)
        if cut := verifier.cut_short(quoted, ids):
            reason = f"字句见{where}，但原文这一句没有完，后面还有「{cut}」"
            return PastedFinding("引文", span, quoted, "未核对", reason, (), ids, why="引得不全")
        return PastedFinding("引文", span, quoted, "已核对", f"与{where}逐字一致", (), ids)
    if holding:
        reason = f"是原文，但出自{names(verifier, holding)}，不是所引条款"
        original = words_of(verifier, holding[:1])
        return PastedFinding(
            "引文",
            span,
            quoted,
            "改用原文",
            reason,
            (quoted,),
            holding,
            original,
            right=holding[:1],
        )
    return _altered(verifier, quoted, span, cited)


def _altered(
    verifier: Verifier, quoted: str, span: tuple[int, int], cited: Sequence[ProvisionId]
) -> PastedFinding:
    """A quotation that no provision holds: the nearest one and the first words that differ."""
    near = verifier.nearest(quoted, cited)
    if not near:
        return PastedFinding("引文", span, quoted, "改用原文", "全文没有这句话", (quoted,))
    nearest = near[0]
    original = verifier.text_of(nearest)
    differing = find_differences(quoted, original)
    told = "；".join(
        f"「{d.said or '（无）'}」处原文是「{d.printed or '（无）'}」" for d in differing[:3]
    )
    reason = f"不是原文；与{names(verifier, near[:1])}最接近，{told}"
    words = tuple(dict.fromkeys(d.said for d in differing if d.said)) or (quoted,)
    return PastedFinding(
        "引文", span, quoted, "改用原文", reason, words, (nearest,), original, right=(nearest,)
    )


def names(verifier: Verifier, ids: Sequence[ProvisionId]) -> str:
    """Up to three provisions by their short citations."""
    return "、".join(cite_own_text(i, verifier.regulation, title=False) for i in ids[:3])


# --- sentences ------------------------------------------------------------------------------------


def _judged(verifier: Verifier, sentence: PastedSentence, unasked: Unasked) -> PastedFinding | None:
    if not says_something(sentence):
        return None

    def tell(_: str, ids: Sequence[ProvisionId]) -> str:
        return names(verifier, ids)

    if ids := ids_of(sentence.cited):
        verdict = verifier.verify(sentence.text, ids)
        finding = verdict_finding(sentence.span, verdict)
        return with_right_place(finding, sentence, verdict, {"": verifier}, tell)
    if unread := cites_nothing_held(sentence, unasked):
        return place_unread(unread, sentence, {"": verifier}, tell)
    return _uncited(verifier, sentence)


def says_something(sentence: PastedSentence) -> bool:
    """Whether there is anything to judge in a sentence besides what it cites."""
    return not sentence.stands_alone and len(flat(sentence.text)) >= PASSAGE


def cites_nothing_held(
    sentence: PastedSentence, unasked: Unasked = ALL_ASKED
) -> PastedFinding | None:
    """What is said of a sentence that cites, and no provision that is held; None of another."""
    cited, text = sentence.cited, sentence.text
    reason, why = "", None
    if others := [x for x in cited if x.elsewhere]:
        missing = unasked.why("" if others[0].edition else others[0].citation.instrument)
        reason, why = f"依据的文件或版本{missing}，无从核对", _NOT_HELD
    elif any(x.citation.fault or x.backwards for x in cited):
        reason, why = "所引条号读不懂，无从核对", _NO_PLACE
    elif any(x.missing for x in cited):
        reason, why = "所引条款不存在，无从核对", _NO_PLACE
    return PastedFinding("语句", sentence.span, text, "未核对", reason, why=why) if why else None


def place_unread(
    unread: PastedFinding, sentence: PastedSentence, verifiers: Verifiers, tell: TellPlace
) -> PastedFinding:
    """What is said of a sentence that cites nothing to be found, with the provision that says it."""
    place = None if unread.why == _NOT_HELD else find_right_place(verifiers, sentence, ())
    if place is None:
        return unread
    return replace(
        unread,
        reason=f"{unread.reason}；这样规定的是{tell(place.document, (place.id,))}",
        original=place.words(verifiers),
        right=(place.address,),
    )


def _uncited(verifier: Verifier, sentence: PastedSentence) -> PastedFinding:
    """A sentence that names no provision: verbatim, contradicting the nearest, or unchecked."""
    known = verifier.verify(sentence.text, ())
    if known.state == "已核对":
        return verdict_finding(sentence.span, known)
    if known.offending:  # calls a draft law in force
        words = known.offending
        return PastedFinding("语句", sentence.span, sentence.text, "改用原文", known.reason, words)
    if holding := verifier.printed.find(sentence.text):
        return judge_verbatim(verifier, sentence.text, sentence.span, holding)
    if near := verifier.nearest(sentence.text, (), SAME_MATTER):
        return judge_near(verifier, sentence.text, sentence.span, near)[1]
    return nothing_near(sentence)


def judge_verbatim(
    verifier: Verifier, text: str, span: tuple[int, int], holding: tuple[ProvisionId, ...]
) -> PastedFinding:
    """A sentence that is printed in some provisions: checked, unless it leaves a limit out."""
    where = names(verifier, holding)
    if all(limits := [left_out(verifier.text_of(i), text) for i in holding]):
        reason = f"字句见{where}，但漏了同一句的「{limits[0]}」"
        return PastedFinding("语句", span, text, "未核对", reason, (), holding, why="引得不全")
    return PastedFinding("语句", span, text, "已核对", f"与{where}逐字一致", (), holding)


def nothing_near(sentence: PastedSentence) -> PastedFinding:
    """That a sentence names no provision and comes near none."""
    reason = "没有注明条款，也没有相近的规定"
    why: Why = "没有相近的规定"
    return PastedFinding("语句", sentence.span, sentence.text, "未核对", reason, why=why)


def judge_near(
    verifier: Verifier, text: str, span: tuple[int, int], near: Sequence[ProvisionId]
) -> tuple[Verdict, PastedFinding]:
    """A sentence beside the provisions that it comes nearest to.

    Of near equals the one that it fits best is what it is compared with.
    """
    verdict = min((verifier.verify(text, (i,)) for i in near), key=distance)
    (nearest,) = verdict.ids
    name = names(verifier, (nearest,))
    if verdict.state == "已核对":
        reason = f"没有注明条款；与{name}相符，请补上出处后再核对"
        return verdict, PastedFinding(
            "语句",
            span,
            text,
            "未核对",
            reason,
            (),
            (nearest,),
            words_of(verifier, (nearest,)),
            right=(nearest,),
            why="与原文相符，但没有注明出处",
        )
    if verdict.problems and verdict.problems[0].kind in _CONTRADICTS:
        reason = f"没有注明条款；与{name}不符：{verdict.reason}"
        original = words_of(verifier, (nearest,))
        return verdict, PastedFinding(
            "语句",
            span,
            text,
            "改用原文",
            reason,
            verdict.offending,
            (nearest,),
            original,
            right=(nearest,),
        )
    reason = f"没有注明条款；最接近的是{name}，但有原文没有的内容：{verdict.reason}"
    return verdict, PastedFinding(
        "语句",
        span,
        text,
        "未核对",
        reason,
        verdict.offending,
        (nearest,),
        words_of(verifier, (nearest,)),
        right=(nearest,),
        why="没有注明出处，有原文没有的内容",
    )


def distance(verdict: Verdict) -> tuple[bool, int]:
    """How far a sentence is from a provision: whose duty it is first, then how much is wrong."""
    return any(p.kind is ProblemKind.ACTOR for p in verdict.problems), len(verdict.offending)


def verdict_finding(span: tuple[int, int], verdict: Verdict) -> PastedFinding:
    """A verdict on a sentence as a finding."""
    state: State = verdict.state
    why: Why | None = "只有条款号，没有说法" if state == "未核对" else None
    return PastedFinding(
        "语句",
        span,
        verdict.sentence,
        state,
        verdict.reason,
        verdict.offending,
        verdict.ids,
        why=why,
    )
