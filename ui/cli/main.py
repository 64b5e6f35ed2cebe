"""The command line ``fireduty``. Answers go to stdout, notes to stderr.

A command is imported when it is used: ``ask`` must answer within a second of process start.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any

import click

from corpus.errors import FAILURE, USAGE, FiredutyError
from corpus.files import reason_of
from ui.cli.lazy_group import LazyCommand, LazyGroup
from ui.cli.terminal import use_any_terminal
from ui.cli.usage import describe_usage_error
from ui.records.brand import BRAND

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_COMMANDS = {
    "ask": LazyCommand(
        "ui.cli.ask_command:ask",
        "回答一个问题；不给 QUESTION 就在终端里连续对话。密钥只从环境变量 FIREDUTY_API_KEY 读取。",
    ),
    "batch": LazyCommand(
        "ui.cli.batch_command:batch",
        "逐行回答 SOURCE（JSON Lines）里的问题，写到 TARGET；一行有错不影响其他行。",
    ),
    "checklist": LazyCommand(
        "ui.cli.checklist_command:checklist",
        "列出一个场所的职责和理由；什么都不给就逐项提问。",
    ),
    "corpus": LazyCommand("ui.cli.corpus_commands:corpus", "检查、查看法规文本。"),
    "duties": LazyCommand(
        "ui.cli.duties_command:duties",
        "查谁该做什么：按主体、事项、要求、时间，或两个主体并列；--actor 等条件可以合用。",
    ),
    "feedback": LazyCommand(
        "ui.cli.feedback_commands:feedback",
        "网页上「有用／没用／报告问题」存下的反馈；FIREDUTY_FEEDBACK 指定文件，off 为不存。",
    ),
    "index": LazyCommand("ui.cli.index_commands:index", "建立、查看索引。"),
    "library": LazyCommand(
        "ui.cli.library_commands:library", "管理资料库：收录了哪些法规，添加、更新、去掉。"
    ),
    "mcp": LazyCommand(
        "ui.cli.mcp_command:mcp",
        "启动 MCP 服务，供支持 MCP 的程序调用；工具都只读。先用 fireduty index build 建索引。",
    ),
    "plan": LazyCommand(
        "ui.cli.train_commands:plan",
        "排一份学习计划：哪一天读哪几条、测什么，答错的哪天再来。",
    ),
    "quiz": LazyCommand(
        "ui.cli.train_commands:quiz",
        "在终端里自测：一题一答，马上看解析；最后按事项计分，可以重做错题。",
    ),
    "search": LazyCommand("ui.cli.search_command:search", "检索与 QUERY 最相关的条款。"),
    "serve": LazyCommand(
        "ui.cli.serve_command:serve",
        "启动网页和接口；索引缺失或过期时先自动建立。给别人用，见 docs/deploy.md。",
    ),
    "train": LazyCommand(
        "ui.cli.train_commands:train",
        "做一套培训材料：讲师手册、讲义、A/B 试卷、答题卡、题库、幻灯片。",
    ),
    "user": LazyCommand("ui.cli.user_commands:user", "管理能登录的用户；密码和密钥只存摘要。"),
    "verify": LazyCommand(
        "ui.cli.verify_command:verify",
        "逐句核对 FILE（文本、Word、PDF、网页，- 为标准输入）里的引用、引文和语句；有不符的退出码为 1。",
    ),
}


class _Program(LazyGroup):
    """A group whose errors are one Chinese line."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; a FiredutyError or a usage error becomes one line and its exit code."""
        use_any_terminal()
        kwargs["standalone_mode"] = False
        try:
            result = super().main(*args, **kwargs)
            sys.stdout.flush()  # a full disk is told here, and not after the exit code is known
        except FiredutyError as error:
            click.echo(f"错误：{_printable(str(error))}", err=True)
            sys.exit(error.exit_code)
        except click.UsageError as error:
            said = _printable(describe_usage_error(error))
            click.echo(f"错误：{said}；用 --help 查看用法", err=True)
            sys.exit(USAGE)
        except (click.Abort, KeyboardInterrupt):
            click.echo("已取消", err=True)
            sys.exit(130)
        except BrokenPipeError:
            sys.stderr.close()  # the reader of a pipe has gone: nothing left to say
            sys.exit(FAILURE)
        except OSError as error:
            where = f"文件 {error.filename}" if error.filename else "输出"
            click.echo(f"错误：{where} 无法读写（{reason_of(error)}），请处理后再试", err=True)
            _forget_output()
            sys.exit(FAILURE)
        sys.exit(result if isinstance(result, int) else 0)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does; the program's own help names the regulation that is set."""
        if ctx.parent is None and (title := _other_title()):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(f"{BRAND}：用大白话问《{title}》，回答带逐字条文。")
        else:
            super().format_help_text(ctx, formatter)


def _printable(text: str) -> str:
    """Bytes that are no UTF-8, from a path or an argument, as the sign for what cannot be shown."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _forget_output() -> None:
    """Let nothing be written at exit to where nothing can be written."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _other_title() -> str:
    """The title of a regulation other than the one that ships; empty for that, or a broken one."""
    if not os.environ.get("FIREDUTY_REGULATION"):
        return ""  # the list of commands opens at once: nothing to read
    from assistant.settings import Settings
    from corpus.text.load import load_regulation

    try:
        path = Settings.from_environment().regulation
        return load_regulation(path).title if path is not None else ""
    except FiredutyError:
        return ""


@click.group(cls=_Program, lazy=_COMMANDS, context_settings=_CONTEXT)
@click.version_option(package_name="fireduty", message="fireduty %(version)s")
def main() -> None:
    """消防责任助手：用大白话问《北京市消防安全责任制实施细则（征求意见稿）》，回答带逐字条文。"""
