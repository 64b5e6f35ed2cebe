"""The verifier as the writer uses it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.verify import Claim, Verdict, Verifier
from assistant.writer.vet import Check
from corpus import ProvisionId

#: Share of a sentence's weight that its provisions must hold for it to say anything of theirs.
_SOMETHING = 0.01


def checker(verifier: Verifier) -> Check:
    """Checks sentences; one that says nothing of its provisions (「好的。」) is not called checked."""

    def check(claims: Sequence[Claim], shown: Collection[ProvisionId]) -> tuple[Verdict, ...]:
        verdicts = verifier.verify_statements(claims, shown)
        return tuple(v if _says_something(v) else _nothing(v) for v in verdicts)

    def _says_something(verdict: Verdict) -> bool:
        if verdict.state != "已核对":
            return True
        return bool(verifier.nearest(verdict.sentence, verdict.ids, _SOMETHING))

    return check


def _nothing(verdict: Verdict) -> Verdict:
    return replace(verdict, state="未核对", reason="没有可核对的内容")
