"""The verifier: sentences of an answer, or any pasted text, against the provisions."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from assistant.settings import Settings
from assistant.verify.bodies import Bodies
from assistant.verify.evidence import Alignment, features_of, prepare
from assistant.verify.facts import (
    check_known_fact,
    correct_status,
    find_false_status,
    quotes_wording,
    states_status,
)
from assistant.verify.figures import find_figures
from assistant.verify.ground import Ground, gather_ground
from assistant.verify.judge import Judge
from assistant.verify.labels import check_item_sets, check_labels, remove_labels
from assistant.verify.support import Support
from assistant.verify.texts import PASSAGE, find_passages, flat, keep_pieces
from assistant.verify.unfold import unfold
from assistant.verify.verdict import Claim, Problem, ProblemKind, Verdict, main_problems, offences
from assistant.verify.wording import PrintedWording
from corpus.citing.follow import Addressed, follow_citations
from corpus.language.data import LanguageData
from corpus.language.load import load_corpus
from corpus.register.records import Register
from corpus.register.registry import register_of
from corpus.text.compare import compare_form
from corpus.text.printed import PrintedWords, left_out
from corpus.text.provision import ProvisionId
from corpus.text.quotations import outside_quotations
from index.tokens import Dictionary, Segmenter, general_words, with_words

#: Share of the nearest provision's likeness from which another counts as well.
NEAR_EQUAL = 0.75
#: What a sentence that only quotes says besides.
_FRAME = re.compile(
    r"(?:[^\w]|的|了|和|与|也|还|又|分别|依据|根据|按照|依照|本|该|其|中|里|第|条|文|原文|原话|全文|内容|条文|规定|写明|写道|明确|要求|指出|载明|"
    r"表述|说|写|是|为|如下|以下|即|见|详见|参见|引自|摘自|出处|来源)*"
)


@dataclass(frozen=True, slots=True)
class Checked:
    """Outcome of the checks on one sentence. ``problems`` is empty where all is borne out."""

    problems: tuple[Problem, ...]
    ground: Ground


class Verifier:
    """Checks sentences against one regulation. Reusable; holds no state of a conversation.

    Args:
        register: the regulation with its responsibility register.
        language: its language data; the kinds of units and the question bank are not in the
            register.
        segmenter: of the open index, where there is one; else one is made.
        general: words of Chinese at large for that, where they have been read; see
            ``index.tokens.general_words``.
    """

    def __init__(
        self,
        register: Register,
        language: LanguageData,
        segmenter: Segmenter | None = None,
        general: Dictionary | None = None,
    ) -> None:
        if (
            not register.reviewed
        ):  # 部门, 公众: what the program takes for a body may be none elsewhere
            register = replace(register, bodies=language.bodies)
        self.register = register
        self.regulation = register.regulation
        self.bodies = Bodies(register)
        self.wording = PrintedWording(register, language.units)
        self.leaves = prepare(register, self.wording)
        bank: dict[str, list[str]] = {}
        for question in language.bank:
            bank.setdefault(question.provision, []).append(flat(question.text))
        self._bank = {id_: tuple(texts) for id_, texts in bank.items()}
        every = [piece for p in self.leaves.values() for piece in p.pieces]
        if segmenter is None:
            words = (*self.wording.words(), *self.bodies.words())
            segmenter = Segmenter(with_words(general or general_words(), words))
        self._support = Support(segmenter, self.wording)
        self._alignment = Alignment(every)
        self.printed = PrintedWords.of(self.regulation)
        self.judge = Judge(self.bodies, self.wording, self._alignment, self._support)
        self.ground = lru_cache(maxsize=512)(self._ground)

    @classmethod
    def open(cls, settings: Settings) -> Verifier:
        """The verifier of the regulation that the settings name; needs no index.

        Raises:
            FiredutyError: the regulation or its data cannot be read.
        """
        regulation, language = load_corpus(settings.regulation)
        return cls(register_of(regulation, language), language)

    def labels(self, text: str) -> tuple[Addressed, ...]:
        """Every citation of a text, with what there is instead of those that do not exist."""
        return follow_citations(text, self.regulation)

    def _ground(self, ids: tuple[ProvisionId, ...]) -> Ground:
        return gather_ground(ids, self.leaves, self.regulation, self.wording, self._bank)

    @cached_property
    def everything(self) -> Ground:
        """The ground of the whole regulation."""
        return self.ground(tuple(p.leaf.id for p in self.leaves.values()))

    def verify_statements(
        self,
        claims: Sequence[Claim],
        shown: Collection[ProvisionId] | None = None,
    ) -> tuple[Verdict, ...]:
        """A verdict on each sentence, in order.

        Args:
            claims: sentences with the provisions that are said to support them.
            shown: the provisions that the writer was given; None where that does not matter.
        """
        return tuple(self.verify(s.text, s.ids, shown) for s in claims)

    def verify(
        self,
        sentence: str,
        ids: Sequence[ProvisionId],
        shown: Collection[ProvisionId] | None = None,
        labels: Sequence[Addressed] | None = None,
    ) -> Verdict:
        """A verdict on one sentence.

        Args:
            sentence: verbatim.
            ids: the provisions that are said to support it.
            shown: as of ``verify_statements``.
            labels: its citations, where its neighbours say whose they are; None to read them.
        """
        unknown = [i for i in ids if not self.exists(i)]
        if unknown:
            names = tuple(map(str, unknown))
            return Verdict(sentence, "未核对", f"条款：没有这一条款（{'、'.join(names)}）", names)
        hidden = [i for i in ids if shown is not None and i not in shown]
        if hidden:
            names = tuple(map(str, hidden))
            rest = tuple(i for i in ids if i not in hidden)
            reason = f"条款：引用了没有给出的条款（{'、'.join(names)}）"
            return Verdict(sentence, "改用原文" if rest else "未核对", reason, names, rest)
        if not ids:
            return self._unsupported(sentence)
        found = self.labels(sentence) if labels is None else tuple(labels)
        if self._repeats(sentence, ids) or self._only_quotes(sentence, ids, found):
            return Verdict(sentence, "已核对", "与条文逐字一致", (), tuple(ids))
        checked = self.check(sentence, ids, found)
        if not checked.problems and self._says_nothing(sentence, found):
            return Verdict(sentence, "未核对", "除条款号外没有可以核对的内容", (), tuple(ids))
        if not checked.problems:
            return Verdict(sentence, "已核对", "与条文一致", (), tuple(ids))
        problems = checked.problems
        told = main_problems(problems)
        words = tuple(dict.fromkeys(w for p in told for w in p.words))
        return Verdict(sentence, "改用原文", offences(told), words, tuple(ids), problems)

    def _says_nothing(self, sentence: str, labels: Sequence[Addressed]) -> bool:
        """Whether a sentence only names provisions: 依照第十六条执行."""
        rest = flat(remove_labels(sentence, labels))
        return self._support.is_empty(rest) and not any(find_figures(rest))

    def _repeats(self, sentence: str, ids: Sequence[ProvisionId]) -> bool:
        """Whether a sentence is one or more whole clauses of a provision, word for word."""
        said = flat(sentence).rstrip("。；")
        if len(said) < PASSAGE:
            return False
        for leaf in self.ground(tuple(ids)).leaves:
            at = leaf.text.find(said)
            begins = at == 0 or (at > 0 and leaf.text[at - 1] in "。；")
            if begins and leaf.text[at + len(said) :][:1] in ("", "。", "；"):
                return True
        return False

    def _only_quotes(
        self, sentence: str, ids: Sequence[ProvisionId], labels: Sequence[Addressed]
    ) -> bool:
        """Whether a sentence says where its quotations stand and no more, and they stand there."""
        rest = outside_quotations(remove_labels(sentence, labels))
        if not _FRAME.fullmatch(compare_form(rest)):
            return False
        quoted = [sentence[a:b] for a, b in find_passages(sentence)]
        return bool(quoted) and all(self.quotes(q, ids) for q in quoted)

    def quotes(self, passage: str, ids: Sequence[ProvisionId]) -> bool:
        """Whether some provisions print a passage, with the exception that ends its sentence."""
        held = [i for i in self.printed.find(passage) if any(i.lies_in(c) for c in ids)]
        return bool(held) and not self.cut_short(passage, held)

    def cut_short(self, passage: str, ids: Sequence[ProvisionId]) -> str:
        """The exception that a passage leaves out though it ends like a sentence; else empty."""
        if not compare_form(passage).endswith("。"):
            return ""
        found = [left_out(self.leaves[str(i)].leaf.text, passage) for i in ids]
        return next(iter(found), "") if all(found) else ""

    def exists(self, id_: ProvisionId) -> bool:
        """Whether the regulation has such a provision, with words of its own or below it."""
        return bool(self.ground((id_,)).leaves)

    def text_of(self, id_: ProvisionId) -> str:
        """The verbatim words of a provision and those below it, one line each."""
        return "\n".join(p.leaf.text for p in self.ground((id_,)).leaves)

    def nearest(
        self, text: str, among: Sequence[ProvisionId], share: float = 0.3
    ) -> tuple[ProvisionId, ...]:
        """The provisions that share most with a text, best first, up to three near equals.

        Args:
            among: only these and those below them; empty for all.
            share: of the text's weight that the best must hold; none where it does not.
        """
        return tuple(id_ for _, id_ in self.nearest_shares(text, among, share))

    def nearest_shares(
        self, text: str, among: Sequence[ProvisionId] = (), share: float = 0.3
    ) -> tuple[tuple[float, ProvisionId], ...]:
        """The same, each with the share of the text's weight that it holds.

        Args:
            text, among, share: as of ``nearest``.
        """
        leaves = self.ground(tuple(among)).leaves if among else tuple(self.leaves.values())
        said = features_of(flat(text), self.wording)
        shares = zip(self._alignment.shares(said, leaves), leaves, strict=True)
        held = sorted(((value, p.leaf.id) for value, p in shares), key=_first)
        best = held[-1][0] if held else 0.0
        if best < share:
            return ()
        return tuple(pair for pair in reversed(held[-3:]) if pair[0] >= NEAR_EQUAL * best)

    def _unsupported(self, sentence: str) -> Verdict:
        """A sentence without provisions: a known fact about the regulation, or not checked."""
        fact = check_known_fact(sentence, self.regulation, self.everything, self._support)
        if fact.holds is None:
            return Verdict(sentence, "未核对", "没有注明条款，无从核对")
        if fact.holds:
            return Verdict(sentence, "已核对", "与全文相符")
        reason = f"状态：{correct_status(self.regulation)}"
        return Verdict(sentence, "未核对", reason, fact.wrong)

    def check(
        self,
        sentence: str,
        ids: Sequence[ProvisionId],
        labels: Sequence[Addressed] | None = None,
    ) -> Checked:
        """Everything that the provisions do not bear out in a sentence.

        Args:
            sentence, ids, labels: as of ``verify``.
        """
        given = self.ground(tuple(ids))
        found = self.labels(sentence) if labels is None else tuple(labels)
        problems = [
            *check_labels(found, ids, given.text),
            *check_item_sets(sentence, found, self.regulation),
            *self._quotations(sentence, ids),
        ]
        rest = unfold(flat(remove_labels(sentence, found)))
        rest = keep_pieces(rest, lambda piece: not quotes_wording(piece, given, self._support))
        said = re.sub(r"[「」『』“”\"]", "", rest)
        if wrong := find_false_status(said, self.regulation):
            problems.append(Problem(ProblemKind.STATUS, correct_status(self.regulation), wrong))
        said = keep_pieces(said, lambda piece: not states_status(piece, self.regulation))
        problems += self.judge.problems(said, given)
        return Checked(tuple(dict.fromkeys(problems)), given)

    def _quotations(self, sentence: str, ids: Sequence[ProvisionId]) -> list[Problem]:
        """Passages in quotation marks that the provisions do not hold word for word."""
        return [
            Problem(ProblemKind.QUOTATION, "引号里的话不是原文", (sentence[a:b],))
            for a, b in find_passages(sentence)
            if not self.quotes(sentence[a:b], ids)
        ]


def _first(pair: tuple[float, ProvisionId]) -> float:
    return pair[0]
