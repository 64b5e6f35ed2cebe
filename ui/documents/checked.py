"""What is said of a document that was checked, wherever it is shown: counts, reasons, the right words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.quoting import document_mark, status_notices
from assistant.verify.verdict import PastedFinding, State
from assistant.verify.whole import CheckedSentence, CheckedText
from corpus.citing.citations import cite_own_text
from corpus.text.provision import ProvisionId, Regulation

#: How a state is shown: what is wrong says so, and what was not checked never looks checked.
SHOWN: dict[State, str] = {"已核对": "已核对", "改用原文": "不符", "未核对": "未核对"}


def count_sentence(checked: CheckedText) -> str:
    """How many sentences are in which state."""
    counts = "，".join(f"{name} {checked.counts[state]}" for state, name in SHOWN.items())
    return f"共 {len(checked.sentences):,} 句：{counts}"


def unchecked_sentence(checked: CheckedText) -> str:
    """How many sentences could not be checked and why; empty where all could."""
    total = checked.counts["未核对"]
    whys = "，".join(f"{why} {count}" for why, count in checked.unchecked.items())
    return f"没有核对的 {total:,} 句，不等于正确：{whys}" if total else ""


def judged_by(checked: CheckedText) -> str:
    """Which documents were looked at."""
    named = "、".join(document_mark(document) for document in checked.documents)
    if not checked.of_many:
        return f"对照的文件：{named}"
    return (
        f"对照的文件：{named}（收录 {checked.of_many:,} 部，"
        f"按文中写到名称的和最接近的选出这 {len(checked.documents)} 部）"
    )


def notices_of(checked: CheckedText) -> list[str]:
    """The status of each document that was looked at, a line each."""
    return status_notices(checked.documents).split("\n")


def place_name(address: ProvisionId, documents: Sequence[Regulation]) -> str:
    """A provision by its short citation; of several documents with the document and its status."""
    regulation = next((d for d in documents if d.key == address.document), documents[0])
    mark = document_mark(regulation) if address.document else ""
    return f"{mark}{cite_own_text(address.of(''), regulation, title=False)}"


def right_lead(finding: PastedFinding) -> str:
    """What the original words of a finding are, before their place: the right clause, or the nearest."""
    if finding.state == "改用原文":
        return "应当是"
    return "可以注明的出处：" if finding.why == _BORNE_OUT else "最接近的是"


def right_heading(finding: PastedFinding, documents: Sequence[Regulation]) -> str:
    """The same with their place; empty where a finding has none."""
    places = "、".join(place_name(i, documents) for i in finding.right)
    return f"{right_lead(finding)}{places}" if finding.original and places else ""


_BORNE_OUT = "与原文相符，但没有注明出处"


def finding_lines(finding: PastedFinding, documents: Sequence[Regulation]) -> list[str]:
    """A finding as lines of text: state, kind and reason, then the right clause word for word."""
    told = [f"［{SHOWN[finding.state]}］{finding.kind}：{finding.reason}"]
    if heading := right_heading(finding, documents):
        told += [f"{heading}：", *finding.original.split("\n")]
    return told


def sentence_lines(sentence: CheckedSentence, documents: Sequence[Regulation]) -> list[str]:
    """All that was found in a sentence as lines of text."""
    if not sentence.findings:
        return [f"［未核对］{sentence.why}"]
    return [line for f in sentence.telling for line in finding_lines(f, documents)]


def offending_spans(sentence: CheckedSentence) -> list[tuple[int, int]]:
    """Where the wrong words of a sentence stand in it, none overlapping another.

    The shortest come first: a wrong number inside a wrong quotation is what to look at.
    """
    found = []
    for finding in sentence.telling if sentence.state == "改用原文" else ():
        start, end = (at - sentence.span[0] for at in finding.span)
        words = finding.offending if finding.state == "改用原文" else ()
        places = ((w, sentence.text.find(w, max(start, 0), end)) for w in words if w)
        found += [(len(w), at, at + len(w)) for w, at in places if at >= 0]
    taken: list[tuple[int, int]] = []
    for _, start, end in sorted(found):
        if all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
    return sorted(taken)
