"""核对引用: a pasted text, judged citation by citation and sentence by sentence. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.answering.quoting import document_mark, source_of, status_notices
from assistant.verify.verdict import PastedFinding, State
from corpus.citing.citations import cite_own_text
from corpus.text.provision import ProvisionId, Regulation
from ui.web.held import HeldDocuments
from ui.web.views.markup import Links, lines, paragraphs, text, trouble

#: How a state is shown: what is wrong says so, and what was not checked never looks checked.
STATES: dict[State, tuple[str, str, str]] = {
    "已核对": ("已核对", "✓", "checked"),
    "改用原文": ("不符", "✕", "wrong"),
    "未核对": ("未核对", "？", "unchecked"),
}
#: Longest text, in characters.
LONGEST = 20_000


def render_verify(example: str = "") -> str:
    """The view before anything is pasted; ``example``: a text that shows how it works."""
    offer = (
        f'<button type="button" class="plain example-text" data-text="{text(example)}">看一个例子</button>'
        if example
        else ""
    )
    return (
        '<div class="view"><h2 tabindex="-1">核对引用</h2>'
        '<p class="lead">粘贴一段文字，逐处核对其中引的条款、引文和说法与原文是否一致。</p>'
        '<form class="asking" data-view="verify" data-form="verify" aria-label="核对引用">'
        '<label class="field wide"><span>要核对的文字</span>'
        f'<textarea name="text" rows="8" data-most="{LONGEST}" '
        'placeholder="粘贴通知、讲稿、回答里的一段话，写明条款的最好"></textarea></label>'
        '<div class="fields"><button type="submit" class="strong">核对</button>'
        f"{offer}"
        f'<output class="size" aria-live="polite">最多 {LONGEST:,} 字</output></div></form>'
        '<div class="result"><div class="starting"><ul><li>三种结果：'
        f"{_mark('已核对')}与原文一致；{_mark('改用原文')}与原文不一样，原文列在旁边；"
        f"{_mark('未核对')}没有可对照的条款，不等于正确。</li>"
        "<li>粘贴的文字只用来核对，程序不保存，也不发往别处。</li></ul></div></div></div>"
    )


def render_too_long(length: int) -> str:
    """A text that is longer than what is checked at once."""
    return trouble(
        "文字太长", [f"共 {length:,} 字，一次最多核对 {LONGEST:,} 字。请分成几段，分别核对。"]
    )


def render_findings(words: str, findings: Sequence[PastedFinding], *documents: Regulation) -> str:
    """What checking found, beside the text.

    Args:
        words: that were pasted.
        findings: see ``verify_across``.
        documents: that they were judged by.
    """
    if not words.strip():
        return trouble("没有可核对的文字", ["请先粘贴一段文字。"])
    if not findings:
        return trouble(
            "没有找到可核对的内容",
            ["这段文字里没有引用条款，没有引文，也没有足够长的语句。请粘贴完整的句子。"],
        )
    held = HeldDocuments(documents)
    counts = Counter(f.state for f in findings)
    said = "".join(
        f'<li class="{css}"><b>{counts[state]}</b> {name}</li>'
        for state, (name, _, css) in STATES.items()
    )
    total = f"共 {len(findings)} 处：" + "，".join(
        f"{name} {counts[state]}" for state, (name, _, _) in STATES.items()
    )
    notices = "".join(
        f'<p class="notice">{text(n)}</p>' for n in status_notices(documents).split("\n")
    )
    report = render_report(words, findings, *documents)
    items = "".join(_finding(n, f, held) for n, f in enumerate(findings, 1))
    return (
        f'<div class="headline"><h3 tabindex="-1">{total}</h3><div class="acts">'
        f'<button type="button" class="copy plain" data-copy="{text(report)}">复制结果</button>'
        '<button type="button" class="plain print">打印</button></div></div>'
        f'<ul class="tally" aria-hidden="true">{said}</ul>'
        f'<div class="beside"><section><h4>您的文字</h4>'
        f'<div class="pasted">{mark_text(words, findings)}</div></section>'
        f'<section><h4>逐处结果</h4><ol class="findings">{items}</ol></section></div>'
        f'<footer class="source">{notices}</footer>'
    )


def _mark(state: State) -> str:
    name, sign, css = STATES[state]
    return f'<span class="state {css}"><span aria-hidden="true">{sign}</span>{name}</span>'


# --- the text -----------------------------------------------------------------------------------


def mark_text(words: str, findings: Sequence[PastedFinding]) -> str:
    """The pasted text with the offending words marked, each leading to what is said of it."""
    parts, at = [], 0
    for start, end, number in _marks(words, findings):
        parts.append(lines(words[at:start]))
        parts.append(
            f'<a class="offending" href="#finding-{number}" data-finding="{number}">'
            f'<span class="sr">第 {number} 处：</span>{lines(words[start:end])}</a>'
        )
        at = end
    return "".join([*parts, lines(words[at:])])


def _marks(words: str, findings: Sequence[PastedFinding]) -> Iterator[tuple[int, int, int]]:
    """Where offending words stand, none overlapping another, with the number of the finding.

    The shortest come first: a wrong number inside a wrong quotation is what to look at.
    """
    found = []
    for number, finding in enumerate(findings, 1):
        if finding.state == "已核对":
            continue
        for start, end in _offending(words, finding):
            found.append((end - start, start, end, number))
    taken: list[tuple[int, int, int]] = []
    for _, start, end, number in sorted(found):
        if all(end <= a or start >= b for a, b, _ in taken):
            taken.append((start, end, number))
    yield from sorted(taken)


def _offending(words: str, finding: PastedFinding) -> Iterator[tuple[int, int]]:
    start, end = finding.span
    for offending in finding.offending:
        if offending and (at := words.find(offending, start, end)) >= 0:
            yield at, at + len(offending)


def _finding(number: int, finding: PastedFinding, held: HeldDocuments) -> str:
    original = ""
    if finding.original:
        original = f'<dt>原文</dt><dd class="verbatim">{lines(finding.original)}</dd>'
    cited = "、".join(
        Links(held.of(i.document), held.slug(i.document)).to(i.of(""), held.name(i))
        for i in finding.ids
    )
    where = f"<dt>条款</dt><dd>{cited}</dd>" if cited else ""
    css = STATES[finding.state][2]
    return (
        f'<li class="finding {css}" id="finding-{number}" tabindex="-1"><p class="head">'
        f'<span class="number">{number}</span>{_mark(finding.state)}'
        f'<span class="kind">{finding.kind}</span></p>'
        f"<blockquote>{_own_words(finding)}</blockquote>"
        f"{paragraphs([finding.reason])}<dl>{original}{where}</dl></li>"
    )


def _own_words(finding: PastedFinding) -> str:
    """The words judged, with what is wrong in them marked."""
    if finding.state == "已核对":
        return lines(finding.text)
    parts, at = [], 0
    shifted = sorted(
        (finding.text.find(w), w) for w in finding.offending if w and w in finding.text
    )
    for start, offending in shifted:
        if start < at:
            continue
        parts += [lines(finding.text[at:start]), f"<mark>{lines(offending)}</mark>"]
        at = start + len(offending)
    return "".join([*parts, lines(finding.text[at:])])


def _place(address: ProvisionId, documents: Sequence[Regulation]) -> str:
    """A provision by its short citation; of several documents with the document and its status."""
    regulation = next((d for d in documents if d.key == address.document), documents[0])
    mark = document_mark(regulation) if address.document else ""
    return f"{mark}{cite_own_text(address.of(''), regulation, title=False)}"


def render_report(words: str, findings: Sequence[PastedFinding], *documents: Regulation) -> str:
    """The result as plain text, to paste elsewhere."""
    counts = Counter(f.state for f in findings)
    report = [
        f"核对引用：共 {len(findings)} 处，"
        + "，".join(f"{name} {counts[state]}" for state, (name, _, _) in STATES.items()),
        f"对照文本：{'、'.join(map(source_of, documents))}",
    ]
    for number, finding in enumerate(findings, 1):
        line = words.count("\n", 0, finding.span[0]) + 1
        shown = " ".join(finding.text.split())
        report += [
            "",
            f"{number}. 第 {line} 行［{STATES[finding.state][0]}］{finding.kind}：{shown}",
        ]
        report.append(f"   {finding.reason}")
        if finding.original:
            report += [f"   原文：{row}" for row in finding.original.splitlines()]
        if finding.ids:
            cited = "、".join(_place(i, documents) for i in finding.ids)
            report.append(f"   条款：{cited}")
    return "\n".join([*report, "", status_notices(documents)])
