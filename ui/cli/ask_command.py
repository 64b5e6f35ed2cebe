"""``fireduty ask``: its options. What they do is in ``ui.cli.asking``."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.assistant import Assistant
from assistant.settings import style_of
from assistant.understanding.intent import seems_to_search
from corpus.errors import USAGE, FiredutyError
from index.embed import start_loading
from ui.cli import asking
from ui.cli.chinese_help import ChineseCommand
from ui.cli.documents import choose_documents, settings_for
from ui.cli.options import PATH


@click.command(cls=ChineseCommand)
@click.argument("question", required=False)
@choose_documents
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，格式同 batch。")
@click.option("--style", default="", metavar="语体", help="条文（原话）或 白话；默认条文。")
@click.option("--brief", is_flag=True, help="只要结论和条款，不附条文全文。")
@click.option("--model", metavar="名称", help="由语言模型改写回答；ollama:名称 用本机的 Ollama。")
@click.option("--base-url", metavar="地址", help="语言模型的地址（OpenAI 协议）。")
@click.option("--trace", metavar="文件", type=PATH, help="把经过写成 JSON，可以回放。")
@click.option("--replay", metavar="文件", type=PATH, help="回放 --trace 写下的经过，不用模型。")
def ask(
    *,
    question: str | None,
    documents: tuple[str, ...],
    as_json: bool,
    style: str,
    brief: bool,
    model: str | None,
    base_url: str | None,
    trace: Path | None,
    replay: Path | None,
) -> int:
    """回答一个问题；不给 QUESTION 就在终端里连续对话。密钥只从环境变量 FIREDUTY_API_KEY 读取。"""
    manner = asking.Manner(style_of(style, "--style"), brief)
    settings = settings_for(documents).with_model(model, base_url)
    if replay is not None:
        return asking.play(settings, replay, manner)
    if question is None:
        if trace is not None:
            raise FiredutyError("--trace 记录一个问题：请在命令后写上问题", exit_code=USAGE)
        asking.chat(Assistant.open(settings), manner)
    else:
        if seems_to_search(question):
            start_loading(settings.embedder)  # takes as long as opening the index
        asking.ask(Assistant.open(settings), question, manner, as_json=as_json, trace=trace)
    return 0
