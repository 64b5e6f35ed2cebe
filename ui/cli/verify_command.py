"""``fireduty verify``: any text or file, judged citation by citation and sentence by sentence."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from assistant.answering.quoting import status_notices
from assistant.verify.opening import open_verifiers
from assistant.verify.pasted import in_order
from assistant.verify.verdict import PastedFinding
from assistant.verify.whole import CheckedText, check_text
from corpus.errors import FAILURE, USAGE, FiredutyError
from corpus.files import read_file
from corpus.readers.read import MOST_BYTES, read_whole
from corpus.readers.report import ReadFile
from ui.cli.chinese_help import ChineseCommand
from ui.cli.documents import choose_documents, settings_for
from ui.cli.options import PATH
from ui.cli.terminal import decode_input
from ui.documents.checked import SHOWN, judged_by, right_heading, unchecked_sentence
from ui.documents.export import marked_docx, write
from ui.records.documents import name_record
from ui.records.findings import finding_record, line_of, sentence_record

_MOST_BYTES = 2_000_000
_TOO_LONG = "文字太长：一次最多核对 2 MB，请分开核对"


@click.command(cls=ChineseCommand)
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@choose_documents
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="输出格式。",
)
@click.option(
    "--out",
    type=PATH,
    metavar="DOCX",
    help="另存一份带标注的 Word：不符的字样高亮，批注写明原因和应当是哪一条；FILE 是 .docx 就在它的副本上标。",
)
def verify(source: Path, documents: tuple[str, ...], format_: str, out: Path | None) -> int:
    """逐句核对 FILE（文本、Word、PDF、网页，- 为标准输入）里的引用、引文和语句；有不符的退出码为 1。"""
    if out is not None:
        _refuse_target(out, source)
    data, read = _read(source)
    checked = check_text(open_verifiers(settings_for(documents), read.text), read.text)
    findings = in_order([f for sentence in checked.sentences for f in sentence.findings])
    if out is not None:
        write(out, marked_docx(checked, data))
        click.echo(f"已存 {out}", err=True)
    for doubt in read.report.doubts:
        click.echo(f"读取时：{doubt}", err=True)
    if format_ == "json":
        click.echo(json.dumps(_record(checked, findings), ensure_ascii=False))
    else:
        click.echo(_report(checked, findings))
    return FAILURE if checked.wrong else 0


def _refuse_target(out: Path, source: Path) -> None:
    """Refuse a marked copy that is no docx or would take the place of the file itself.

    Raises:
        FiredutyError: it is one of these.
    """
    if out.suffix.lower() != ".docx":
        raise FiredutyError(
            f"带标注的一份是 Word：请用 .docx 结尾的文件名，现在是 {out.name}", exit_code=USAGE
        )
    if out.exists() and source.exists() and out.samefile(source):
        raise FiredutyError(
            "--out 就是要核对的文件本身，会盖掉原件；请换一个文件名", exit_code=USAGE
        )


def _record(checked: CheckedText, findings: tuple[PastedFinding, ...]) -> dict[str, object]:
    text, documents = checked.text, checked.documents
    return {
        "findings": [finding_record(f, text) for f in findings],
        "sentences": [sentence_record(s, text) for s in checked.sentences],
        "status": documents[0].status,
        "documents": [name_record(r) for r in documents],
    }


def _read(source: Path) -> tuple[bytes | None, ReadFile]:
    """The text to check, with the file that it was read from.

    Raises:
        FiredutyError: it cannot be read, is empty or too long.
    """
    data = None if str(source) == "-" else read_file(source, MOST_BYTES)
    if data is not None and not data.strip():
        raise FiredutyError(f"没有可核对的文字：{source} 是空的", exit_code=USAGE)
    read = ReadFile(_standard_input()) if data is None else read_whole(data, str(source))
    if not read.text.strip():
        raise FiredutyError("没有可核对的文字：内容是空的", exit_code=USAGE)
    if len(read.text) > _MOST_BYTES or len(read.text.encode()) > _MOST_BYTES:
        raise FiredutyError(_TOO_LONG, exit_code=USAGE)
    return data, read


def _standard_input() -> str:
    """Everything that is piped in, and no more than may be checked.

    Raises:
        FiredutyError: it is neither UTF-8 nor what the terminal writes, or too long.
    """
    data = sys.stdin.buffer.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise FiredutyError(_TOO_LONG, exit_code=USAGE)
    text = decode_input(data)
    if text is None:
        raise FiredutyError(
            "标准输入不是 UTF-8 文本，也不是终端的编码：请先转换，例如 iconv -f GBK -t UTF-8",
            exit_code=USAGE,
        )
    return text


def _report(checked: CheckedText, findings: tuple[PastedFinding, ...]) -> str:
    """The conclusion, each finding with its reason, what was not checked, the status of each document."""
    states = [f.state for f in findings]
    total = "，".join(f"{name} {states.count(state)}" for state, name in SHOWN.items())
    lines = [f"共 {len(findings)} 处：{total}" if findings else "没有找到可核对的引用、引文或语句"]
    for finding in findings:
        shown, line = " ".join(finding.text.split()), line_of(checked.text, finding.span[0])
        lines.append(f"\n第 {line} 行 [{SHOWN[finding.state]}] {finding.kind}：{shown}")
        lines.append(f"    {finding.reason}")
        if finding.offending and finding.state != "已核对":
            lines.append(f"    问题字样：{'、'.join(f'「{w}」' for w in finding.offending)}")
        if heading := right_heading(finding, checked.documents):
            lines.append(f"    {heading}")
        lines += [f"    原文：{line}" for line in finding.original.splitlines()]
    told = unchecked_sentence(checked)
    more = [told] if told else []
    more += [judged_by(checked)] if checked.of_many else []
    return "\n".join([*lines, "", *more, status_notices(checked.documents)])
