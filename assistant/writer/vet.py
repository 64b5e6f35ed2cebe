"""A model's sentence → the sentence that may be shown, or the provision's own words, or nothing.

1. Every id must be one that the model was given; an invented one condemns the statement.
2. Marks of emphasis and control characters are taken out; a statement with HTML, a link, code or an
   address of ours is condemned.
3. A statement that repeats the instructions or a secret is condemned.
4. What remains is checked against its provisions, sentence by sentence.
A condemned statement gives way to the words of those of its provisions that it was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.answer import DraftSentence
from assistant.answering.parts import CheckedLine, Quotation
from assistant.answering.quoting import best_sentence, document_mark, short_citation
from assistant.answering.statement import Quote, Statement, StatementKind
from assistant.verify.texts import split_sentences
from assistant.verify.verdict import Claim, Verdict
from assistant.writer.marks import with_mark
from assistant.writer.reply import Draft
from corpus.citing.citations import parse_id
from corpus.errors import FiredutyError
from corpus.text.compare import compare_form
from corpus.text.provision import ProvisionId, Regulation
from corpus.text.quotations import outer_quotations
from index.tokens import char_tokens

#: Claims, and the provisions that the model was given → a verdict on each.
Check = Callable[[Sequence[Claim], Collection[ProvisionId]], Sequence[Verdict]]

_LONGEST = 300
_LONGEST_ID = 100
#: Provisions whose words may stand for one condemned sentence.
_MOST_ORIGINALS = 3
#: Characters in a row of the instructions that are a leak and no coincidence.
_LEAK = 12
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_EMPHASIS = re.compile(r"\*+|_{2,}|^\s*(?:[-•·]|#{1,6}|\d{1,2}[.、)）])\s*")
_MARKUP = re.compile(
    r"[<>＜＞`\\|{}]|\]\s*[(（]|!\[|https?:|www\.|javascript|data:|&\w+;|&#|"
    r"\bart_?\d|~{2}|\$\(|\b\w+\.(?:com|cn|net|org)\b|[/／][A-Za-z0-9_.~-]+[/／]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Vetted:
    """What became of one sentence.

    Attributes:
        record: for the record of the answer.
        statements: what is shown for it, in order.
    """

    record: DraftSentence
    statements: tuple[Statement, ...] = ()


class Vetting:
    """Vets the sentences of one reply.

    Args:
        quotes: the provisions that the model was given.
        documents: key → the document, for citations; the key is empty where all is of one.
        check: the verifier.
        instructions: the system message, of which nothing may be shown.
        secrets: other words that may never be shown.
    """

    def __init__(
        self,
        quotes: Sequence[Quote],
        documents: Mapping[str, Regulation],
        check: Check,
        instructions: str,
        secrets: Sequence[str] = (),
    ) -> None:
        self._quotes = {q.id: q for q in quotes}
        self._documents = documents
        self._told_of: set[str] = set()
        self._check = check
        given = compare_form("".join(q.lead_in + q.text for q in quotes))
        told = compare_form(instructions)
        runs = {told[i : i + _LEAK] for i in range(len(told) - _LEAK + 1)}
        self._told = {run for run in runs if run not in given}
        self._secrets = tuple(s for s in secrets if s)
        self._seen: set[str] = set()

    def vet(self, draft: Draft) -> Iterator[Vetted]:
        """The sentences of a draft, one by one; what was said already is skipped."""
        ids = tuple(map(self._address, draft.ids))
        known = tuple(dict.fromkeys(i for i in ids if i is not None and i in self._quotes))
        text = _clean(draft.text)
        if reason := self._condemned(text, ids, known):
            record = DraftSentence(text[:_LONGEST], draft.ids, "删去", reason)
            yield self._original(record, known)
            return
        for start, end in split_sentences(text):
            key = compare_form(text[start:end])
            if key not in self._seen:
                self._seen.add(key)
                yield self._vet(DraftSentence(text[start:end], draft.ids, "删去", ""), known)

    def _vet(self, record: DraftSentence, ids: tuple[ProvisionId, ...]) -> Vetted:
        verdict = self._check([Claim(record.text, ids)], tuple(self._quotes))[0]
        record = replace(record, reason=verdict.reason)
        match verdict.state:
            case "已核对":
                said = _open_end(record.text)
                quoted = tuple(said[a:b] for a, b in outer_quotations(said) if b > a)
                line = CheckedLine(self._marked(said, ids), self._cite_all(ids), quoted)
                statement = Statement(StatementKind.ITEM, line, ids, state="已核对")
                return Vetted(replace(record, state="已核对"), (statement,))
            case "改用原文":
                return self._original(record, ids)
            case "未核对":
                return Vetted(record)

    def _condemned(
        self, text: str, ids: Sequence[ProvisionId | None], known: Sequence[ProvisionId]
    ) -> str:
        """Why a draft is not even worth checking; empty where it is."""
        if not ids:
            return "没有注明条款"
        if any(i not in known for i in ids):
            return "引用了没有给出的条款"
        if len(text) > _LONGEST:
            return "句子过长"
        if _MARKUP.search(text):
            return "含有链接、标签或代码"
        flat = compare_form(text)
        if any(flat[i : i + _LEAK] in self._told for i in range(len(flat) - _LEAK + 1)):
            return "重复了给模型的说明"
        if any(secret in text for secret in self._secrets):
            return "含有不得显示的内容"
        return ""

    def _original(self, record: DraftSentence, ids: Sequence[ProvisionId]) -> Vetted:
        """The provisions' own words in place of a sentence, each passage once in an answer."""
        wanted = dict.fromkeys(char_tokens(record.text), 1.0)
        statements = []
        for id_ in ids[:_MOST_ORIGINALS]:
            quote = self._quotes[id_]
            # Whole sentences: a clause that is cut off may be the condition.
            words = best_sentence(quote.text, wanted, limit=len(quote.text))
            if (key := compare_form(words)) not in self._seen:
                self._seen.add(key)
                said = Quotation(words, self._cite(id_))
                statements.append(Statement(StatementKind.QUOTATION, said, (id_,), state="原文"))
        return Vetted(replace(record, state="原文" if ids else "删去"), tuple(statements))

    def _address(self, written: str) -> ProvisionId | None:
        """The provision that a model names; of several documents only with the key of one."""
        key, _, inside = written.strip().rpartition("/")
        document = key if key in self._documents else ""
        address = _address(inside if document else written)
        return address.of(document) if address else None

    def _marked(self, said: str, ids: Sequence[ProvisionId]) -> str:
        """A checked sentence with its document's name; the first of a document with its status."""
        key = ids[0].document
        if not key:
            return said
        first = key not in self._told_of
        self._told_of.add(key)
        return with_mark(said, self._documents[key], first=first)

    def _cite_all(self, ids: Sequence[ProvisionId]) -> str:
        """What a sentence was checked against: 消防法第六十条."""
        cited = (short_citation(i, self._documents[i.document]) for i in ids)
        return f"{ids[0].document}{'、'.join(cited)}"

    def _cite(self, address: ProvisionId) -> str:
        """Where words stand: of several documents with the document's status."""
        regulation = self._documents[address.document]
        mark = document_mark(regulation) if address.document else ""
        self._told_of.add(address.document)
        return f"{mark}{short_citation(address, regulation)}"


def _clean(text: str) -> str:
    """Without control characters, marks of emphasis and stops before the first word."""
    return _EMPHASIS.sub("", _CONTROL.sub(" ", text)).strip().lstrip("，,。；;：:、！!？? ")


def _open_end(sentence: str) -> str:
    return sentence.rstrip().rstrip("。；;.，,")


def _address(written: str) -> ProvisionId | None:
    if len(written) > _LONGEST_ID:
        return None
    try:
        return parse_id(written)
    except FiredutyError:
        return None
