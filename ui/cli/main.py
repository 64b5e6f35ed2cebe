"""The command line ``fireduty``. Answers go to stdout, notes to stderr.

Heavy libraries are imported inside the command that needs them: ``ask`` must answer within a
second of process start.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import FAILURE, USAGE, FiredutyError
from ui.cli.checklist_commands import checklist
from ui.cli.chinese_help import ChineseGroup
from ui.cli.duties_commands import duties
from ui.cli.feedback_commands import feedback
from ui.cli.mcp_command import mcp
from ui.cli.train_commands import quiz, train
from ui.cli.user_commands import user
from ui.cli.verify_commands import verify

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings
    from index.retrieve import Hit, Ranking
    from ui.web.services import Services

_FILE = click.Path(path_type=Path)
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _Group(ChineseGroup):
    """A group whose errors are one Chinese line."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; a FiredutyError or a usage error becomes one line and its exit code."""
        kwargs["standalone_mode"] = False
        try:
            result = super().main(*args, **kwargs)
        except FiredutyError as error:
            click.echo(f"错误：{error}", err=True)
            sys.exit(error.exit_code)
        except click.UsageError as error:
            click.echo(f"错误：{_translate(error)}；用 --help 查看用法", err=True)
            sys.exit(USAGE)
        except (click.Abort, KeyboardInterrupt):
            click.echo("已取消", err=True)
            sys.exit(130)
        except BrokenPipeError:
            sys.stderr.close()  # the reader of a pipe has gone: nothing left to say
            sys.exit(FAILURE)
        sys.exit(result if isinstance(result, int) else 0)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does; the program's own help names the regulation that is set."""
        if ctx.parent is None and (title := _other_title()):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(f"消防责任助手：用大白话问《{title}》，回答带逐字条文。")
        else:
            super().format_help_text(ctx, formatter)


def _other_title() -> str:
    """The title of a regulation other than the one that ships; empty for that, or a broken one."""
    from corpus.text.load import load_regulation

    try:
        path = _settings().regulation
        return load_regulation(path).title if path is not None else ""
    except FiredutyError:
        return ""


def _translate(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}"
        case click.MissingParameter():
            name = error.param.human_readable_name if error.param else ""
            return f"缺少参数 {name}"
        case click.BadParameter():
            name = error.param.human_readable_name if error.param else ""
            return f"参数 {name} 不对：{error.message}"
        case _ if "No such command" in error.message:
            return f"没有这个命令：{error.message.split(chr(39))[1]}"
        case _ if "Missing command" in error.message:
            return "缺少子命令"
        case _:
            return error.message


@click.group(cls=_Group, context_settings=_CONTEXT)
@click.version_option(package_name="fireduty", message="fireduty %(version)s")
def main() -> None:
    """消防责任助手：用大白话问《北京市消防安全责任制实施细则（征求意见稿）》，回答带逐字条文。"""


def _settings() -> Settings:
    from assistant.settings import Settings

    return Settings.from_environment()


def _assistant(settings: Settings | None = None) -> Assistant:
    from assistant.assistant import Assistant

    return Assistant.open(settings or _settings())


# --- corpus -------------------------------------------------------------------------------------


@main.group()
def corpus() -> None:
    """检查、查看法规文本。"""


@corpus.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def corpus_check(paths: tuple[Path, ...]) -> int:
    """检查法规文本能否无损解析，条、项是否连续。PATHS 可以是文本文件或数据文件夹。"""
    from ui.cli.corpus_commands import check_file

    results = [check_file(path) for path in paths]
    for result in results:
        click.echo(result.report)
    return 0 if all(r.ok for r in results) else FAILURE


@corpus.command("show")
@click.argument("provision")
def corpus_show(provision: str) -> None:
    """显示一条、一款或一项的原文。PROVISION 可写 art19.item5、19.5、第十九条第（五）项 等。"""
    from corpus.language.load import load_corpus
    from corpus.text.load import data_folder
    from ui.cli.corpus_commands import show

    settings = _settings()
    regulation, _ = load_corpus(settings.regulation)
    folder = settings.regulation or data_folder()
    click.echo(show(provision, regulation, folder if folder.is_dir() else None))


# --- index --------------------------------------------------------------------------------------


@main.group("index")
def index_group() -> None:
    """建立、查看索引。"""


@index_group.command("build")
@click.option("--if-stale", is_flag=True, help="索引是最新的就什么也不做。")
def index_build(if_stale: bool) -> None:
    """建立索引；旧索引在新索引完成之前一直可用。"""
    _build(_settings(), if_stale=if_stale)


def _build(settings: Settings, *, if_stale: bool) -> None:
    from corpus.language.load import load_corpus
    from index.build import build_index, identify_index
    from index.opened import read_manifest
    from ui.cli.progress import steps

    regulation, language = load_corpus(settings.regulation)
    if if_stale:
        try:
            _, manifest = read_manifest(settings.home / regulation.slug)
            if manifest.identity == identify_index(regulation, language, settings.embedder):
                return
        except FiredutyError:
            pass  # missing or broken: build it
    with steps("建立索引") as progress:
        folder = build_index(
            regulation, language, settings.home, settings.embedder, progress=progress
        )
    click.echo(f"索引已建立：{folder}", err=True)


@index_group.command("status")
def index_status() -> int:
    """显示索引由什么建立、是否最新。"""
    from dataclasses import asdict

    from corpus.language.load import load_corpus
    from index.build import identify_index
    from index.opened import read_manifest

    settings = _settings()
    regulation, language = load_corpus(settings.regulation)
    folder, manifest = read_manifest(settings.home / regulation.slug)
    fresh = manifest.identity == identify_index(regulation, language, settings.embedder)
    click.echo(f"位置：{folder}")
    for name, value in asdict(manifest).items():
        click.echo(f"{_MANIFEST_NAMES[name]}：{value}")
    click.echo("状态：最新" if fresh else "状态：已过期，请运行 fireduty index build")
    return 0 if fresh else FAILURE


_MANIFEST_NAMES = {
    "format": "格式",
    "identity": "标识",
    "regulation": "法规",
    "title": "名称",
    "parser": "解析器版本",
    "tokens": "分词版本",
    "index": "索引版本",
    "embedder": "向量模型",
    "leaves": "条款数",
    "questions": "问题库",
    "dimension": "向量维数",
    "built_at": "建立时间",
}


# --- asking -------------------------------------------------------------------------------------


@main.command()
@click.argument("query")
@click.option("-k", default=5, show_default=True, type=click.IntRange(1, 200), help="条数。")
@click.option(
    "--mode",
    type=click.Choice(["hybrid", "lexical", "dense"]),
    default="hybrid",
    show_default=True,
    help="检索方式：混合、词项、向量。",
)
@click.option("--explain", is_flag=True, help="显示补充了哪些词、各通道得分。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def search(query: str, k: int, mode: str, explain: bool, as_json: bool) -> None:
    """检索与 QUERY 最相关的条款。"""
    from assistant.understanding.question import clean
    from corpus.language.examples import for_example
    from index.retrieve import rank

    assistant = _assistant()
    like = for_example(assistant.examples.greeting[:1])
    asked, corrections = assistant.index.speller.correct(clean(query, like))
    for correction in corrections:
        click.echo(f"「{correction.typed}」按「{correction.term}」理解", err=True)
    expansions = assistant.index.lexicon.expand(asked)
    ranking = rank(assistant.index, asked, k, expansions=expansions, mode=mode)  # type: ignore[arg-type]
    if as_json:
        click.echo(json.dumps([_hit_record(h) for h in ranking.hits], ensure_ascii=False))
    else:
        _print_hits(assistant, ranking, explain)


def _hit_record(hit: Hit) -> dict[str, Any]:
    return {"id": str(hit.id), "score": round(hit.score, 4), "channels": dict(hit.channels)}


def _print_hits(assistant: Assistant, ranking: Ranking, explain: bool) -> None:
    from assistant.answering.quoting import quote

    if explain:
        for e in ranking.expansions:
            added = "、".join(e.statute) or "（只用于定位条款）"
            click.echo(f"「{e.found}」→ {added}")
    for place, hit in enumerate(ranking.hits, 1):
        shown = quote(assistant.index.leaf(hit.id), assistant.regulation)
        click.echo(f"{place}. [{hit.score:.3f}] {hit.id}  {shown.path}\n   {shown.text}")
        if explain:
            parts = (f"{name} {score:.2f}" for name, score in hit.channels.items())
            click.echo(f"   {'  '.join(parts)}")
    if not ranking.hits:
        click.echo("没有找到相关条款", err=True)


@main.command()
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，格式同 batch。")
@click.option("--style", default="", metavar="语体", help="条文（原话）或 白话；默认条文。")
@click.option("--brief", is_flag=True, help="只要结论和条款，不附条文全文。")
@click.option("--model", metavar="名称", help="由语言模型改写回答；ollama:名称 用本机的 Ollama。")
@click.option("--base-url", metavar="地址", help="语言模型的地址（OpenAI 协议）。")
@click.option("--trace", metavar="文件", type=_FILE, help="把经过写成 JSON，可以回放。")
@click.option("--replay", metavar="文件", type=_FILE, help="回放 --trace 写下的经过，不用模型。")
def ask(
    question: str | None,
    as_json: bool,
    style: str,
    brief: bool,
    model: str | None,
    base_url: str | None,
    trace: Path | None,
    replay: Path | None,
) -> int:
    """回答一个问题；不给 QUESTION 就在终端里连续对话。密钥只从环境变量 FIREDUTY_API_KEY 读取。"""
    from assistant.settings import style_of
    from ui.cli import asking

    manner = asking.Manner(style_of(style, "--style"), brief)
    settings = _settings().with_model(model, base_url)
    if replay is not None:
        return asking.play(settings, replay, manner)
    if question is None:
        if trace is not None:
            raise FiredutyError("--trace 记录一个问题：请在命令后写上问题", exit_code=USAGE)
        asking.chat(_assistant(settings), manner)
    else:
        asking.ask(_assistant(settings), question, manner, as_json=as_json, trace=trace)
    return 0


@main.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
def batch(source: Path, target: Path) -> None:
    """逐行回答 SOURCE（JSON Lines）里的问题，写到 TARGET；一行有错不影响其他行。"""
    from ui.cli.batch import run_batch
    from ui.cli.progress import bar

    assistant = _assistant()
    done, failed = run_batch(assistant, source, target, track=bar)
    click.echo(f"已写入 {target}：{done} 行，其中 {failed} 行有错", err=True)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option(
    "--port", default=7860, show_default=True, type=click.IntRange(1, 65535), help="端口。"
)
@click.option("--open", "open_browser", is_flag=True, help="启动后打开浏览器。")
@click.option(
    "--auth/--no-auth",
    default=None,
    help="要不要登录；不给时，只在本机用不要，别处也能连就要。",
)
@click.option("--users", metavar="文件", type=_FILE, help="用户文件，见 fireduty user。")
@click.option("--root-path", default="", metavar="路径", help="反向代理把它放在哪个路径下。")
@click.option(
    "--trusted-proxy",
    "proxies",
    multiple=True,
    metavar="地址",
    help="信任这个反向代理的 X-Forwarded-* 头，IP 或网段，可写几次。",
)
@click.option(
    "--rate", type=click.IntRange(0), default=None, help="每个来源每分钟最多几次；0 不限。"
)
@click.option(
    "--queue", default=200, show_default=True, type=click.IntRange(1), help="最多几个问题排队。"
)
@click.option("--log/--no-log", default=None, help="每个请求记一行；不给时，终端里不记。")
@click.option(
    "--log-format",
    type=click.Choice(["json", "text"]),
    default="json",
    show_default=True,
    help="日志的样子：给程序读、给人读。",
)
def serve(
    host: str,
    port: int,
    open_browser: bool,
    log: bool | None,
    log_format: str,
    **asked: Any,
) -> None:
    """启动网页和接口；索引缺失或过期时先自动建立。给别人用，见 docs/deploy.md。"""
    from ui.web.serve import check_port, configure_logs
    from ui.web.serve import serve as start
    from ui.web.serving import options_for

    settings = _settings()
    seconds = settings.timeout if settings.model is not None else None
    options = options_for(host, model_seconds=seconds, **asked)
    check_port(host, port)  # before the build: a busy port should be told at once
    _build(settings, if_stale=True)
    configure_logs(options, access=log, text=log_format == "text")
    start(_services(), host, port, options=options, open_browser=open_browser)


def _services() -> Services:
    from ui.records.feedback import FeedbackStore
    from ui.web.groups.store import GroupStore
    from ui.web.services import Services

    settings = _settings()
    return Services(
        _assistant(settings), FeedbackStore.of(settings.home), GroupStore.of(settings.home)
    )


main.add_command(checklist)
main.add_command(duties)
main.add_command(feedback)
main.add_command(mcp)
main.add_command(quiz)
main.add_command(train)
main.add_command(user)
main.add_command(verify)
