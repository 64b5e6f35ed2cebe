"""How well follow-ups are read: each turn in its conversation beside the same turn as a person wrote it.

``python -m evals.turns`` asks the conversations that were written for tuning
(``evals/gold/tuning/conversations.jsonl``); the weights of a fragment's readings (``index.focus``) were fitted
on them. ``--gold`` asks the gold conversations. Beside the quality: Success@3 of the ranking, precision and
recall of what is cited, for each kind of turn. ``--failures`` lists the turns that do worse than rewritten.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from assistant.understanding.followup import core_of, kind_of
from evals.gold import GOLD, GoldConversation, GoldTurn, load_conversations
from evals.metrics import compare_citations, turn_quality
from evals.runner import with_assistant
from evals.statistics import Ratio, Unit, mean, shown
from evals.systems import SystemRecord, from_answer


@dataclass(frozen=True, slots=True)
class AskedTurn:
    """One follow-up.

    Attributes:
        group: id of the conversation.
        turn: as written.
        read: how it was understood.
        answered, alone: the answer in the conversation and the one to the rewritten turn.
    """

    group: str
    turn: GoldTurn
    read: str
    answered: SystemRecord
    alone: SystemRecord

    @property
    def quality(self) -> float:
        """Of the answer in the conversation."""
        return turn_quality(self.turn, self.answered)

    @property
    def rewritten(self) -> float:
        """Of the answer to the rewritten turn."""
        return turn_quality(self.turn, self.alone)

    @property
    def kind(self) -> str:
        """What the turn does."""
        return "不可答" if not self.turn.must else _KINDS[kind_of(core_of(self.turn.question))]


_KINDS = {"asks": "另问一点", "happens": "另一种情形", "names": "换一个名称"}
#: Provisions that are looked at first.
_FIRST = 3


def cited_well(turns: Sequence[AskedTurn]) -> str:
    """Success@3 of the rankings, precision and recall of the citations, of turns that must cite something."""
    some = [t for t in turns if t.turn.must]
    results = [
        (t, compare_citations(t.answered.cited, t.turn.must, t.turn.ok), t.answered) for t in some
    ]
    near = mean(
        (t.group, float(bool({*(r.ranking or r.cited)[:_FIRST]} & {*t.turn.must})))
        for t, _, r in results
    )
    precision = Ratio(
        tuple(Unit(t.group, c.precision or 0.0, float(bool(r.cited))) for t, c, r in results)
    )
    recall = mean((t.group, c.recall) for t, c, _ in results)
    return f"{len(some)} 轮，前三条里有 {shown(near)}，引用查准 {shown(precision)}，查全 {shown(recall)}"


def ask(assistant: Assistant, conversations: Sequence[GoldConversation]) -> Iterator[AskedTurn]:
    """Every turn after the first."""
    for conversation in conversations:
        history: list[tuple[str, Answer]] = []
        for number, turn in enumerate(conversation.turns):
            answer = assistant.answer(turn.question, history)
            history.append((turn.question, answer))
            if number:
                alone = assistant.answer(turn.standalone)
                yield AskedTurn(
                    conversation.id,
                    turn,
                    answer.standalone_question,
                    from_answer(answer),
                    from_answer(alone),
                )


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser("python -m evals.turns", description="追问")
    parser.add_argument("--failures", action="store_true", help="列出不如改写后的轮次")
    parser.add_argument("--gold", action="store_true", help="问金标的会话，不问调参的")
    args = parser.parse_args(argv)
    folder = GOLD if args.gold else GOLD / "tuning"

    def work(assistant: Assistant) -> None:
        turns = list(ask(assistant, load_conversations(folder=folder)))
        print(f"追问 {len(turns)} 轮：得分 {shown(mean((t.group, t.quality) for t in turns))}")
        print(f"改写后：{shown(mean((t.group, t.rewritten) for t in turns))}")
        share = Ratio(tuple(Unit(t.group, t.quality, t.rewritten) for t in turns))
        print(f"追问／改写：{shown(share)}")
        print(f"引用：{cited_well(turns)}")
        for kind in _KINDS.values():
            print(f"  {kind}：{cited_well([t for t in turns if t.kind == kind])}")
        if args.failures:
            for t in turns:
                if t.quality < t.rewritten - 1e-9:
                    print(
                        f"{t.group} {t.quality:.2f} < {t.rewritten:.2f} {t.turn.question} → {t.read}"
                    )

    return with_assistant(work)


if __name__ == "__main__":
    raise SystemExit(main())
