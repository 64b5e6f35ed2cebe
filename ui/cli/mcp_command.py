"""``fireduty mcp``: the program as tools for other programs."""

from __future__ import annotations

from typing import cast

import click

from assistant.assistant import Assistant
from ui.cli.chinese_help import ChineseCommand
from ui.cli.documents import choose_documents, settings_for
from ui.cli.options import choose_port
from ui.web.api.mcp_stdio import serve_stdio
from ui.web.api.mcp_tools import build_server
from ui.web.live import LiveAssistant
from ui.web.ports import check_port
from ui.web.services import Services


@click.command(cls=ChineseCommand)
@choose_documents
@click.option("--http", is_flag=True, help="用 HTTP（只在本机），不用标准输入输出。")
@choose_port(7861, "HTTP 的端口。")
def mcp(documents: tuple[str, ...], http: bool, port: int) -> None:
    """启动 MCP 服务，供支持 MCP 的程序调用；工具都只读。先用 fireduty index build 建索引。"""
    live = LiveAssistant(settings_for(documents))
    live.watch()
    server = build_server(Services(cast(Assistant, live)))
    if not http:
        serve_stdio(server)
        return
    check_port("127.0.0.1", port)
    click.echo(f"已启动：http://127.0.0.1:{port}/mcp", err=True)
    server.run("streamable-http", host="127.0.0.1", port=port, stateless_http=True)
