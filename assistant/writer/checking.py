"""The verifier as the writer uses it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.verify.texts import flat
from assistant.verify.verdict import Claim, Verdict
from assistant.verify.verifier import Verifier
from assistant.writer.vet import Check
from corpus.text.provision import ProvisionId
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


def _nothing(verdict: Verdict) -> Verdict:
    return replace(verdict, state="未核对", reason="没有可核对的内容")
