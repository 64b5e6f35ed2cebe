"""The verifier as the writer uses it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from assistant.verify.attribution import find_named, in_own_words
from assistant.verify.facts import correct_status
from assistant.verify.force import find_false_force
from assistant.verify.texts import flat
from assistant.verify.verdict import Claim, Verdict
from assistant.verify.verifier import Verifier
from assistant.writer.marks import without_name
from assistant.writer.vet import Check
from corpus.text.provision import ProvisionId, Regulation
from index.tokens import Segmenter

#: Chinese characters that it takes to say what anybody must do: 「零宽通过」 says nothing.
_SHORTEST = 6
_HAN = re.compile(r"[\u4e00-\u9fff]")


def checker(verifier: Verifier, segmenter: Segmenter) -> Check:
    """Checks sentences; one without a word that claims anything (「好的。」) is not called checked."""

    def check(claims: Sequence[Claim], shown: Collection[ProvisionId]) -> tuple[Verdict, ...]:
        verdicts = verifier.verify_statements(claims, shown)
        return tuple(v if claims_something(v.sentence) else _nothing(v) for v in verdicts)

    def claims_something(sentence: str) -> bool:
        if len(_HAN.findall(sentence)) < _SHORTEST:
            return False
        words = segmenter.cut(flat(sentence))
        return any(len(w) > 1 and w not in verifier.wording.empty for w in words)

    return check


def check_across(checks: Mapping[str, Check], documents: Sequence[Regulation]) -> Check:
    """Checks sentences each against the document that its ids name.

    A sentence may rest on one document, speak of no other, and give it no force that it has not.

    Args:
        checks: key of a document → what checks sentences against it.
        documents: those documents.
    """
    held = {d.key: d for d in documents}

    def check(claims: Sequence[Claim], shown: Collection[ProvisionId]) -> tuple[Verdict, ...]:
        return tuple(_check(claim, shown) for claim in claims)

    def _check(claim: Claim, shown: Collection[ProvisionId]) -> Verdict:
        key, *others = dict.fromkeys(i.document for i in claim.ids) or [""]
        if others or key not in held:
            return Verdict(claim.text, "改用原文", "一句里是几部文件的规定", (), claim.ids)
        named = find_named(claim.text, documents, key)
        if wrong := [n for n in named if n.key != key]:
            words = tuple(claim.text[slice(*n.span)] for n in wrong)
            return Verdict(claim.text, "改用原文", "写的不是所依据的文件", words, claim.ids)
        own = tuple(i.of("") for i in claim.ids)
        inside = [i.of("") for i in shown if i.document == key]
        said = Claim(without_name(claim.text, held[key]), own)
        verdict = checks[key]([said], inside)[0]
        verdict = replace(verdict, sentence=claim.text, ids=tuple(i.of(key) for i in verdict.ids))
        force = find_false_force(in_own_words(claim.text, named, key), held[key])
        if force and verdict.state != "未核对":
            reason = f"状态：{correct_status(held[key])}"
            return replace(verdict, state="改用原文", reason=reason, offending=force)
        return verdict

    return check


def _nothing(verdict: Verdict) -> Verdict:
    return replace(verdict, state="未核对", reason="没有可核对的内容")
