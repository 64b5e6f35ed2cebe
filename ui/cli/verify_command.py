"""``fireduty verify``: any text, judged citation by citation and sentence by sentence."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from assistant.answering.quoting import status_notices
from assistant.verify.across import verify_across
from assistant.verify.opening import open_verifiers
from assistant.verify.verdict import PastedFinding
from corpus.errors import FAILURE, USAGE, FiredutyError
from corpus.text.load import read_text
from corpus.text.provision import Regulation
from ui.cli.chinese_help import ChineseCommand
from ui.cli.documents import choose_documents, settings_for
from ui.cli.terminal import decode_input
from ui.records.documents import name_record
from ui.records.findings import findings_record, line_of

#: How a state is printed: what is wrong says so, and what was not checked never looks checked.
_SHOWN = {"已核对": "已核对", "改用原文": "不符", "未核对": "未核对"}
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
def verify(source: Path, documents: tuple[str, ...], format_: str) -> int:
    """逐条核对 FILE（- 为标准输入）里的引用、引文和语句是否与条文一致；有不符的退出码为 1。"""
    text = _read(source)
    library = open_verifiers(settings_for(documents))
    findings = verify_across(library, text)
    if format_ == "json":
        record = findings_record(findings, text) | {
            "status": library.regulations[0].status,
            "documents": [name_record(r) for r in library.regulations],
        }
        click.echo(json.dumps(record, ensure_ascii=False))
    else:
        click.echo(_report(findings, library.regulations, text))
    return FAILURE if any(f.state == "改用原文" for f in findings) else 0


def _read(source: Path) -> str:
    """The text to check.

    Raises:
        FiredutyError: it cannot be read, is empty or too long.
    """
    text = _standard_input() if str(source) == "-" else read_text(source)
    if not text.strip():
        raise FiredutyError("没有可核对的文字：内容是空的", exit_code=USAGE)
    if len(text) > _MOST_BYTES or len(text.encode()) > _MOST_BYTES:
        raise FiredutyError(_TOO_LONG, exit_code=USAGE)
    return text


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


def _report(findings: tuple[PastedFinding, ...], documents: Sequence[Regulation], text: str) -> str:
    """The conclusion, each finding with its reason, the status of each document."""
    counts = Counter(_SHOWN[f.state] for f in findings)
    total = "，".join(f"{name} {counts[name]}" for name in _SHOWN.values())
    lines = [f"共 {len(findings)} 处：{total}" if findings else "没有找到可核对的引用、引文或语句"]
    for finding in findings:
        shown = " ".join(finding.text.split())
        lines.append(
            f"\n第 {line_of(text, finding.span[0])} 行 [{_SHOWN[finding.state]}] {finding.kind}：{shown}"
        )
        lines.append(f"    {finding.reason}")
        if finding.offending and finding.state != "已核对":
            lines.append(f"    问题字样：{'、'.join(f'「{w}」' for w in finding.offending)}")
        lines += [f"    原文：{line}" for line in finding.original.splitlines()]
    return "\n".join([*lines, "", status_notices(documents)])
