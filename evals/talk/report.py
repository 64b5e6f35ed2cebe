"""``python -m evals.talk [--half tuning|report] [--laws laws.tar.xz] [--failures]``.

Noise: answered right is that of every group of provisions one is cited, and of what asks nothing that nothing
is. A second turn: complete ones must be answered as alone, fragments must cite what answers. Small talk must
cite nothing. Each kind by itself, with bootstrap intervals of 95 %.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.answer import Answer, Turn
from assistant.assistant import Assistant
from assistant.settings import Settings
from evals.laws.questions import open_in_memory, read_texts
from evals.library.questions import load_library_questions
from evals.statistics import mean, shown
from evals.talk.questions import (
    Groups,
    Noisy,
    SmallTalk,
    TalkHalf,
    TurnPair,
    UnseenTalk,
    UnseenTurn,
    load_english,
    load_noisy,
    load_pairs,
    load_small_talk,
    load_unseen,
)
from index.library import Library

#: Measures beside those of the kinds.
REWRITTEN, NOT_MERGED = "（改写后）", "完整的没有并入前一问"


@dataclass(frozen=True, slots=True)
class TalkOutcome:
    """What became of one input.

    Attributes:
        group: what is drawn together by the bootstrap.
        kind: as written.
        right: whether it was answered right.
        told: for reading: what was typed, and what came of it.
    """

    group: str
    kind: str
    right: bool
    told: str


def cites(answer: Answer, groups: Groups) -> bool:
    """Whether one provision of every group is cited; of a list whose 条 is named one of its 项."""
    cited = set(answer.cited) | {i.holder for i in answer.cited if i.item}
    return all(group & cited for group in groups)


def ask_noisy(assistant: Assistant, inputs: Sequence[Noisy]) -> Iterator[TalkOutcome]:
    """Every noisy input."""
    for one in inputs:
        answer = assistant.answer(one.text)
        right = cites(answer, one.cited) if one.cited else not answer.cited
        yield TalkOutcome(one.id, one.kind, right, _told(one.text, answer))


def ask_clean(
    assistant: Assistant, inputs: Sequence[Noisy], half: TalkHalf
) -> Iterator[TalkOutcome]:
    """The questions inside noisy input as they were written."""
    written = {q.id: q for q in load_library_questions(half)}
    for one in inputs:
        if one.base:
            asked = [written[i] for i in one.base]
            right = all(cites(assistant.answer(q.text), q.cited) for q in asked)
            yield TalkOutcome(one.id, one.kind, right, "")


def ask_first(assistant: Assistant, inputs: Sequence[Noisy]) -> Iterator[TalkOutcome]:
    """Whether the first provision that is cited is one of those that answer; Args as of ``ask_noisy``."""
    for one in inputs:
        if one.cited:
            answer = assistant.answer(one.text)
            first = {j for i in answer.cited[:1] for j in (i, i.holder)}
            right = any(group & first for group in one.cited)
            yield TalkOutcome(one.id, one.kind, right, _told(one.text, answer))


def ask_pairs(assistant: Assistant, pairs: Sequence[TurnPair]) -> Iterator[TalkOutcome]:
    """Every second turn; of a complete one whether it is read as it stands, too."""
    for pair in pairs:
        history = [(pair.first, assistant.answer(pair.first))]
        answer = assistant.answer(pair.second, history)
        told = _told(f"{pair.first} ／ {pair.second}", answer)
        right = cites(answer, pair.cited) if pair.cited else not answer.cited
        yield TalkOutcome(pair.id, "完整" if pair.complete else "残句", right, told)
        if pair.complete:
            alone = assistant.answer(pair.second)
            merged = alone.cited != answer.cited
            yield TalkOutcome(pair.id, NOT_MERGED, not merged, told)


def ask_small_talk(assistant: Assistant, lines: Sequence[SmallTalk]) -> Iterator[TalkOutcome]:
    """Every line of small talk after its history."""
    for one in lines:
        history: list[Turn] = []
        for question in one.history:
            history.append((question, assistant.answer(question, history)))
        answer = assistant.answer(one.text, history)
        # A joke that is asked for lies outside the documents, and so it is said.
        talked = answer.refusal is None or answer.refusal.reason in ("chitchat", "off_topic")
        right = one.may_cite or (talked and not answer.cited)
        yield TalkOutcome(one.id, one.kind, right, _told(one.text, answer))


def ask_unseen(archive: Path, talks: Sequence[UnseenTalk]) -> Iterator[TalkOutcome]:
    """Every later turn on laws without data: one of three first provisions answers (Success@3).

    Beside them the same turns as a person rewrote them, and whether complete ones are read as they stand.
    """
    texts = read_texts(archive, [t.law for t in talks])
    open_ = {law: Assistant(Library((open_in_memory(r),))) for law, r in texts.items()}
    for talk in talks:
        history: list[Turn] = []
        for number, turn in enumerate(talk.turns):
            answer = open_[talk.law].answer(turn.text, history)
            history.append((turn.text, answer))
            if not number:
                continue
            kind = turn.kind if turn.answerable else "不可答"
            told = _told(turn.text, answer)
            yield TalkOutcome(talk.id, kind, _found(answer, turn), told)
            alone = open_[talk.law].answer(turn.standalone)
            if kind != "smalltalk":
                yield TalkOutcome(talk.id, REWRITTEN, _found(alone, turn), told)
            if kind == "new":
                merged = alone.cited != answer.cited
                yield TalkOutcome(talk.id, NOT_MERGED, not merged, told)


def _found(answer: Answer, turn: UnseenTurn) -> bool:
    """Whether one of three first provisions answers; of what is not answerable whether none is cited."""
    cited = {str(i) for i in answer.cited[:3]}
    cited |= {str(i.holder) for i in answer.cited[:3] if i.item}
    return bool(cited & turn.cited) if turn.cited else not answer.cited


def _told(typed: str, answer: Answer) -> str:
    reason = answer.refusal.reason if answer.refusal else ""
    cited = "、".join(map(str, answer.cited[:5]))
    return f"{typed[-90:]!r} → {answer.standalone_question[:60]!r} {cited} {reason}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures of one half."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.talk", description="闲聊、杂音、追问、英文"
    )
    parser.add_argument("--half", choices=["tuning", "report"], default="report")
    parser.add_argument("--laws", type=Path, help="LawRefBook 的压缩包：连没有数据的法规上的对话")
    parser.add_argument("--only", choices=["noise", "clean", "pairs", "chat", "english", "unseen"])
    parser.add_argument("--failures", action="store_true", help="列出没有答对的")
    args = parser.parse_args(argv)
    assistant = Assistant.open(Settings.from_environment())
    parts: dict[str, Callable[[], Iterator[TalkOutcome]]] = {
        "noise": lambda: ask_noisy(assistant, load_noisy(args.half)),
        "clean": lambda: ask_clean(assistant, load_noisy(args.half), args.half),
        "pairs": lambda: ask_pairs(assistant, load_pairs(args.half)),
        "chat": lambda: ask_small_talk(assistant, load_small_talk(args.half)),
        "english": lambda: ask_noisy(assistant, load_english(args.half)),
        "english-first": lambda: ask_first(assistant, load_english(args.half)),
    }
    if args.laws:
        parts["unseen"] = lambda: ask_unseen(args.laws, load_unseen(args.half))
    for name, ask in parts.items():
        if args.only in (None, name.partition("-")[0]):
            print_outcomes(_TITLES[name], list(ask()), failures=args.failures)
    return 0


_TITLES = {
    "noise": "杂音里的问题",
    "clean": "同样的题，不带杂音",
    "pairs": "第二问",
    "chat": "闲聊",
    "english": "英文问题",
    "english-first": "英文问题，首条引用",
    "unseen": "没有数据的法规上的追问（前三条）",
}


def print_outcomes(title: str, outcomes: Sequence[TalkOutcome], *, failures: bool) -> None:
    """One measure with its kinds."""
    own = [o for o in outcomes if o.kind not in (REWRITTEN, NOT_MERGED)]
    print(f"{title}：{len(own)} 条，答对 {shown(mean((o.group, float(o.right)) for o in own))}")
    kinds = dict.fromkeys(o.kind for o in outcomes)
    for kind in kinds if len(kinds) > 1 else ():
        some = [o for o in outcomes if o.kind == kind]
        print(f"  {kind} {sum(o.right for o in some)}/{len(some)}")
    for outcome in outcomes if failures else ():
        if not outcome.right and outcome.kind != REWRITTEN:
            print(f"  × {outcome.group} {outcome.kind} {outcome.told}")
