"""Any text: each citation, quotation and sentence judged.

A sentence is checked against the provisions that it cites, or that a bracket after it or a heading
line before it cites. One that cites nothing is compared with the provision that it comes nearest
to: word for word the same is checked, a contradiction is told, and all else stays unchecked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.rendering.addresses import does_not_exist, why_not
from assistant.verify.labels import remove_labels
from assistant.verify.quoted_from import quoted_from
from assistant.verify.quoting import find_differences
from assistant.verify.texts import PASSAGE, find_passages, flat, split_sentences
from assistant.verify.verdict import PastedFinding, ProblemKind, State, Verdict
from assistant.verify.verifier import Verifier
from corpus.citing.citations import canonical, cite_own_text
from corpus.citing.follow import Addressed
from corpus.citing.instruments import is_instrument
from corpus.text.printed import left_out
from corpus.text.provision import ProvisionId, Regulation

#: Share of a sentence's weight that the nearest provision must hold for a comparison.
_SAME_MATTER = 0.45
#: A citation without a sentence of its own: a bracket or a heading line.
_BRACKETS = ("（", "(", "[", "【")
_ONLY_CITES = re.compile(
    r"[（(【\[]?(?:见|详见|依据|根据|出处|来源|引自|摘自)?[：:]?[）)】\]]?[：:。，、]?"
)
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


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with what it cites. ``cited`` holds what a neighbour cites for it, too."""

    start: int
    end: int
    text: str
    labels: tuple[Addressed, ...]
    cited: tuple[Addressed, ...]


def verify_text(verifier: Verifier, text: str) -> tuple[PastedFinding, ...]:
    """Every citation, quotation of some length and sentence of a text, in printed order."""
    found: list[PastedFinding] = []
    for sentence in _sentences(verifier, text):
        found += _citations(verifier, sentence)
        found += _quotations(verifier, sentence)
        if judged := _judged(verifier, sentence):
            found.append(judged)
    return tuple(sorted(found, key=lambda f: (f.span[0], -f.span[1])))


def _sentences(verifier: Verifier, text: str) -> Iterator[_Sentence]:
    """Sentences in order; a citation that stands alone counts for its neighbour."""
    cut: list[_Sentence] = []
    labels = verifier.labels(text)
    for start, end in split_sentences(text):
        words = text[start:end]
        quoted = list(find_passages(words))
        inside = (_shifted(x, start) for x in labels if start <= x.citation.span[0] < end)
        found = tuple(  # what a quotation cites is the quoted text's own matter
            label for label in inside if not any(a <= label.citation.span[0] < b for a, b in quoted)
        )
        cut.append(_Sentence(start, end, words, found, found))
    heading: tuple[Addressed, ...] = ()
    for i, sentence in enumerate(cut):
        if _stands_alone(sentence):
            if sentence.text[:1] not in _BRACKETS:
                heading = sentence.labels
            yield sentence
            continue
        after = cut[i + 1] if i + 1 < len(cut) else None
        bracket = (
            after.labels if after and _stands_alone(after) and after.text[:1] in _BRACKETS else ()
        )
        yield _Sentence(
            sentence.start,
            sentence.end,
            sentence.text,
            sentence.labels,
            sentence.labels or bracket or heading,
        )
        blank = text[sentence.end :].lstrip(" \t\r").startswith("\n\n")
        if sentence.labels or blank:
            heading = ()


def _shifted(label: Addressed, start: int) -> Addressed:
    """A citation with its place counted from where its sentence begins."""
    a, b = label.citation.span
    return replace(label, citation=replace(label.citation, span=(a - start, b - start)))


def _stands_alone(sentence: _Sentence) -> bool:
    rest = remove_labels(sentence.text, sentence.labels)
    return (
        bool(sentence.labels)
        and _ONLY_CITES.fullmatch(re.sub(r"\s|《[^》]*》", "", rest)) is not None
    )


# --- citations ------------------------------------------------------------------------------------


def _citations(verifier: Verifier, sentence: _Sentence) -> Iterator[PastedFinding]:
    for label in sentence.labels:
        a, b = label.citation.span
        words, span = label.citation.text, (sentence.start + a, sentence.start + b)
        if label.elsewhere or label.citation.fault or label.backwards:
            yield PastedFinding("引用", span, words, "未核对", _unknown(label, verifier.regulation))
        if label.elsewhere:
            continue
        if (label.ids or label.divisions) and not label.missing:
            ids = tuple(dict.fromkeys(map(canonical, label.ids)))
            there = "有这些条款" if len(ids) > 1 else "有这一条款" if ids else "有这一章节"
            yield PastedFinding("引用", span, words, "已核对", there, (), ids)
        for asked, instead in label.missing:
            reason = does_not_exist(asked, instead)
            above = (asked.parent_article(),) if asked is not None else ()
            nearest = tuple(i for i in above if verifier.exists(i))
            yield PastedFinding("引用", span, words, "改用原文", reason, (words,), nearest)


def _unknown(label: Addressed, regulation: Regulation) -> str:
    """Why a citation cannot be checked."""
    if label.belonging == "other":
        named = label.citation.instrument
        titled = f"《{named}》" if is_instrument(named) else f"「{named}」"
        return f"{titled}不在收录范围内，无从核对"
    return f"{why_not(label, regulation).rstrip('。')}；无从核对"


def _ids(labels_: tuple[Addressed, ...]) -> tuple[ProvisionId, ...]:
    """The provisions that some citations lead to, each once."""
    return tuple(dict.fromkeys(canonical(i) for x in labels_ if not x.elsewhere for i in x.ids))


# --- quotations -----------------------------------------------------------------------------------


def _quotations(verifier: Verifier, sentence: _Sentence) -> Iterator[PastedFinding]:
    for a, b in find_passages(sentence.text):
        quoted = sentence.text[a:b]
        span = (sentence.start + a, sentence.start + b)
        cited = _ids(sentence.cited)
        holding = verifier.printed.find(quoted)
        if another := quoted_from(sentence.text[:a], sentence.cited, verifier.regulation):
            here = f"；{_names(verifier, holding)}里有同样的字句" if holding else ""
            reason = f"注明的出处{another}不在收录范围内，无从核对{here}"
            yield PastedFinding("引文", span, quoted, "未核对", reason, (), holding)
            continue
        inside = [i for i in holding if any(i.lies_in(c) for c in cited)]
        if inside or (holding and not cited):
            ids = tuple(inside or holding)
            where = _names(verifier, ids)
            if cut := verifier.cut_short(quoted, ids):
                reason = f"字句见{where}，但原文这一句没有完，后面还有「{cut}」"
                yield PastedFinding("引文", span, quoted, "未核对", reason, (), ids)
                continue
            yield PastedFinding("引文", span, quoted, "已核对", f"与{where}逐字一致", (), ids)
        elif holding:
            reason = f"是原文，但出自{_names(verifier, holding)}，不是所引条款"
            yield PastedFinding("引文", span, quoted, "改用原文", reason, (quoted,), holding)
        else:
            yield _altered(verifier, quoted, span, cited)


def _altered(
    verifier: Verifier, quoted: str, span: tuple[int, int], cited: tuple[ProvisionId, ...]
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
    reason = f"不是原文；与{_names(verifier, near[:1])}最接近，{told}"
    words = tuple(dict.fromkeys(d.said for d in differing if d.said)) or (quoted,)
    return PastedFinding("引文", span, quoted, "改用原文", reason, words, (nearest,), original)


def _names(verifier: Verifier, ids: Sequence[ProvisionId]) -> str:
    return "、".join(cite_own_text(i, verifier.regulation, title=False) for i in ids[:3])


# --- sentences ------------------------------------------------------------------------------------


def _judged(verifier: Verifier, sentence: _Sentence) -> PastedFinding | None:
    if _stands_alone(sentence) or len(flat(sentence.text)) < PASSAGE:
        return None
    span = (sentence.start, sentence.end)
    if any(x.elsewhere for x in sentence.cited) and not _ids(sentence.cited):
        return PastedFinding(
            "语句", span, sentence.text, "未核对", "依据的文件或版本不在收录范围内，无从核对"
        )
    if ids := _ids(sentence.cited):
        return _finding(verifier, span, verifier.verify(sentence.text, ids))
    if any(x.citation.fault or x.backwards for x in sentence.cited):
        return PastedFinding("语句", span, sentence.text, "未核对", "所引条号读不懂，无从核对")
    if any(x.missing for x in sentence.cited):
        return PastedFinding("语句", span, sentence.text, "未核对", "所引条款不存在，无从核对")
    return _uncited(verifier, sentence, span)


def _uncited(verifier: Verifier, sentence: _Sentence, span: tuple[int, int]) -> PastedFinding:
    """A sentence that names no provision: verbatim, contradicting the nearest, or unchecked."""
    known = verifier.verify(sentence.text, ())
    if known.state == "已核对":
        return _finding(verifier, span, known)
    if known.offending:  # calls a draft law in force
        words = known.offending
        return PastedFinding("语句", span, sentence.text, "改用原文", known.reason, words)
    if holding := verifier.printed.find(sentence.text):
        state: State = "已核对"
        reason = f"与{_names(verifier, holding)}逐字一致"
        if all(limits := [left_out(verifier.text_of(i), sentence.text) for i in holding]):
            reason = f"字句见{_names(verifier, holding)}，但漏了同一句的「{limits[0]}」"
            state = "未核对"
        return PastedFinding("语句", span, sentence.text, state, reason, (), holding)
    near = verifier.nearest(sentence.text, (), _SAME_MATTER)
    if not near:
        return PastedFinding(
            "语句", span, sentence.text, "未核对", "没有注明条款，也没有相近的规定"
        )
    verdicts = [verifier.verify(sentence.text, (i,)) for i in near]
    verdict = min(verdicts, key=_distance)  # of near equals, the one that it fits best
    (nearest,) = verdict.ids
    name = _names(verifier, (nearest,))
    if verdict.state == "已核对":
        reason = f"没有注明条款；与{name}相符，请补上出处后再核对"
        return PastedFinding("语句", span, sentence.text, "未核对", reason, (), (nearest,))
    if verdict.problems and verdict.problems[0].kind in _CONTRADICTS:
        reason = f"没有注明条款；与{name}不符：{verdict.reason}"
        original = verifier.text_of(nearest)
        return PastedFinding(
            "语句", span, sentence.text, "改用原文", reason, verdict.offending, (nearest,), original
        )
    reason = f"没有注明条款；最接近的是{name}，但有原文没有的内容：{verdict.reason}"
    return PastedFinding(
        "语句", span, sentence.text, "未核对", reason, verdict.offending, (nearest,)
    )


def _distance(verdict: Verdict) -> tuple[bool, int]:
    """Whose duty it is comes first, then how much is wrong."""
    return any(p.kind is ProblemKind.ACTOR for p in verdict.problems), len(verdict.offending)


def _finding(verifier: Verifier, span: tuple[int, int], verdict: Verdict) -> PastedFinding:
    state: State = verdict.state
    original = "\n".join(map(verifier.text_of, verdict.ids)) if state == "改用原文" else ""
    return PastedFinding(
        "语句",
        span,
        verdict.sentence,
        state,
        verdict.reason,
        verdict.offending,
        verdict.ids,
        original,
    )
