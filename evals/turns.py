"""How well follow-ups are read: each turn in its conversation beside the same turn as a person wrote it.

``python -m evals.turns`` asks the conversations that were written for tuning
(``evals/gold/tuning/conversations.jsonl``); the weights of a fragment's readings (``index.focus``) were fitted on them. ``--failures`` lists the turns that do worse than rewritten.
The gold conversations are part of ``python -m evals run``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from evals.gold import GOLD, GoldConversation, GoldTurn, load_conversations
from evals.metrics import turn_quality
from evals.runner import with_assistant
from evals.statistics import Ratio, Unit, mean, shown
from evals.systems import from_answer


@dataclass(frozen=True, slots=True)
class AskedTurn:
    """One follow-up.

    Attributes:
        group: id of the conversation.
        turn: as written.
        read: how it was understood.
        quality, rewritten: of the answer in the conversation and of the one to the rewritten turn.
    """

    group: str
    turn: GoldTurn
    read: str
    quality: float
    rewritten: float


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
                    turn_quality(turn, from_answer(answer)),
                    turn_quality(turn, from_answer(alone)),
                )


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser("python -m evals.turns", description="追问（调参的会话）")
    parser.add_argument("--failures", action="store_true", help="列出不如改写后的轮次")
    args = parser.parse_args(argv)

    def work(assistant: Assistant) -> None:
        turns = list(ask(assistant, load_conversations(folder=GOLD / "tuning")))
        print(f"追问 {len(turns)} 轮：得分 {shown(mean((t.group, t.quality) for t in turns))}")
        print(f"改写后：{shown(mean((t.group, t.rewritten) for t in turns))}")
        share = Ratio(tuple(Unit(t.group, t.quality, t.rewritten) for t in turns))
        print(f"追问／改写：{shown(share)}")
        if args.failures:
            for t in turns:
                if t.quality < t.rewritten - 1e-9:
                    print(
                        f"{t.group} {t.quality:.2f} < {t.rewritten:.2f} {t.turn.question} → {t.read}"
                    )

    return with_assistant(work)


if __name__ == "__main__":
    raise SystemExit(main())
