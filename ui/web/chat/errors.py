"""Why a question was not taken, in the form in which Gradio's script shows it."""

from __future__ import annotations

import json

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.guard.asgi import path_of

_JOIN = "/gradio_api/queue/join"
#: Statuses of the layers inside and of the queue itself.
_SAID = {
    401: "登录过期了，问题没有送出：请刷新页面，重新登录",
    403: "请求来自别的网站，没有执行",
    408: "问题没有及时传完，请再试一次",
    413: "内容太长，没有送出：请把问题写短一些",
    429: "问得太频繁，问题没有送出：请过一会儿再试",
    503: "正在排队的问题太多，这个问题没有送出：请过一会儿再试",
    504: "用的时间太长，问题没有送出：请再试一次",
}
#: For 503 the script has English words of its own.
_SHOWN_AS = {503: 429}


class ChatErrors:
    """Makes refusals of questions sentences that the page can show."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or path_of(scope) != _JOIN:
            await self._app(scope, receive, send)
            return
        refused = False

        async def sending(message: Message) -> None:
            nonlocal refused
            if refused:
                return  # what was said instead has been said
            if message["type"] != "http.response.start" or message["status"] not in _SAID:
                await send(message)
                return
            refused = True
            body = json.dumps({"detail": _SAID[message["status"]]}, ensure_ascii=False).encode()
            headers = MutableHeaders(raw=message["headers"])
            headers["Content-Type"] = "application/json"
            headers["Content-Length"] = str(len(body))
            status = _SHOWN_AS.get(message["status"], message["status"])
            await send({**message, "status": status, "headers": headers.raw})
            await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, sending)
