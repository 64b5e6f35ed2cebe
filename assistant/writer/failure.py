"""Why there is no text by the model, and what the reader is told. No detail of any error is shown."""

from __future__ import annotations

from typing import Literal

FailureKind = Literal[
    "silent",  # no connection, or nothing within the time
    "slow",  # began, and did not end within the time
    "dropped",  # ended in the middle
    "denied",  # 401, 403
    "missing",  # 404
    "rejected",  # any other 4xx
    "busy",  # 429
    "later",  # it asks for a longer wait than the reader's
    "proxy",  # the proxy that the environment names cannot be used
    "broken",  # 5xx
    "unreadable",  # no statement in the reply
    "too_long",
    "unsupported",  # no sentence passed the check
    "resting",  # the breaker is open
    "uncheckable",  # the regulation has no register: what is read out of it stands unreviewed
    "internal",  # a fault of this program
]

_NOTES: dict[FailureKind, str] = {
    "silent": "语言模型没有响应",
    "slow": "语言模型没有在时限内写完",
    "dropped": "语言模型的回答中途断开",
    "denied": "语言模型服务不接受密钥，请检查 FIREDUTY_API_KEY",
    "missing": "语言模型服务没有这个模型或地址，请检查 FIREDUTY_MODEL 和 FIREDUTY_BASE_URL（通常以 /v1 结尾）",
    "rejected": "语言模型服务没有接受请求",
    "busy": "语言模型服务忙",
    "later": "语言模型服务忙，要求等待的时间超过了时限，没有再等",
    "proxy": "环境变量里的代理（ALL_PROXY 等）用不了，没有连上语言模型；SOCKS 代理要先运行 pip install socksio",
    "broken": "语言模型服务出错",
    "unreadable": "语言模型的回答格式不对",
    "too_long": "语言模型的回答过长",
    "unsupported": "语言模型写的句子没有通过核对",
    "resting": "语言模型连续出错，暂停使用",
    "uncheckable": "这部法规没有核对所需的职责登记，没有使用语言模型",
    "internal": "语言模型的回答没有处理成功",
}


class ModelError(Exception):
    """The model gave nothing that can be used.

    Attributes:
        kind: what happened.
        retry_after: seconds that the server asks to wait; None where it says nothing.
    """

    def __init__(self, kind: FailureKind, retry_after: float | None = None) -> None:
        super().__init__(kind)
        self.kind: FailureKind = kind
        self.retry_after = retry_after


def note(kind: FailureKind) -> str:
    """The sentence that stands before the extractive answer."""
    return f"{_NOTES[kind]}，以下是条文原话。"
