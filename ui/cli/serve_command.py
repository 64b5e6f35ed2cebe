"""``fireduty serve``: the page and the API, for one machine or for an office."""

from __future__ import annotations

from typing import Any, cast

import click

from assistant.assistant import Assistant
from assistant.settings import Settings
from ui.cli.chinese_help import ChineseCommand
from ui.cli.documents import choose_documents, settings_for
from ui.cli.index_commands import build
from ui.cli.options import PATH, choose_port
from ui.records.feedback import FeedbackStore
from ui.web.groups.store import GroupStore
from ui.web.live import LiveAssistant
from ui.web.ports import check_port
from ui.web.serve import configure_logs
from ui.web.serve import serve as start
from ui.web.services import Services
from ui.web.serving import options_for


@click.command(cls=ChineseCommand)
@choose_documents
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@choose_port(7860, "端口。")
@click.option("--open", "open_browser", is_flag=True, help="启动后打开浏览器。")
@click.option(
    "--auth/--no-auth",
    default=None,
    help="要不要登录；不给时，只在本机用不要，别处也能连就要。",
)
@click.option("--users", metavar="文件", type=PATH, help="用户文件，见 fireduty user。")
@click.option("--root-path", default="", metavar="路径", help="反向代理把它放在哪个路径下。")
@click.option(
    "--trusted-proxy",
    "proxies",
    multiple=True,
    metavar="地址",
    help="信任这个反向代理的 X-Forwarded-* 头，IP 或网段，可写几次。",
)
@click.option(
    "--allow-host",
    "further_hosts",
    multiple=True,
    metavar="主机名",
    help="也用这个主机名答（本机的名称和地址不用写），可写几次；* 为任何名称。",
)
@click.option(
    "--rate", type=click.IntRange(0), default=None, help="每个来源每分钟最多几次；0 不限。"
)
@click.option(
    "--queue", default=200, show_default=True, type=click.IntRange(1), help="最多几个问题排队。"
)
@click.option(
    "--read-only",
    is_flag=True,
    help="只读资料库：不建索引，网页和接口也不改它；几个进程共用一个资料库时用。",
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
    *,
    documents: tuple[str, ...],
    host: str,
    port: int,
    open_browser: bool,
    read_only: bool,
    log: bool | None,
    log_format: str,
    **asked: Any,
) -> None:
    """启动网页和接口；索引缺失或过期时先自动建立。给别人用，见 docs/deploy.md。"""
    settings = settings_for(documents)
    seconds = settings.timeout if settings.model is not None else None
    options = options_for(host, model_seconds=seconds, read_only=read_only, **asked)
    check_port(host, port)  # before the build: a busy port should be told at once
    if not read_only:
        build(settings, if_stale=True)
    configure_logs(options, access=log, text=log_format == "text")
    start(_services(settings), host, port, options=options, open_browser=open_browser)


def _services(settings: Settings) -> Services:
    home = settings.home
    live = LiveAssistant(settings)
    live.watch()
    return Services(cast(Assistant, live), FeedbackStore.of(home), GroupStore.of(home))
