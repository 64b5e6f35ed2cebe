"""The chat model: LangChain's, on any server that speaks the OpenAI protocol.

``ChatModel`` is a ``ReplySource``: called with messages it gives the reply in pieces. LangChain is
imported at the first call, in the thread that makes it.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.writer.failure import FailureKind, ModelError
from assistant.writer.prompt import Messages

if TYPE_CHECKING:
    import httpx2
    from langchain_core.language_models import BaseChatModel

#: Tokens that a reply may have; eight sentences need a tenth.
_MOST_TOKENS = 4_000
#: Bytes of one reply on the wire, framing included: no server can fill the memory.
_MOST_BYTES = 4_000_000
_ATTEMPTS = 3
_FIRST_WAIT = 0.3
#: Digits of a number of seconds; longer ones only say the same.
_LONGEST_NUMBER = 9
_CONNECT = 5.0

#: The reply as a server that supports it must shape it.
_SCHEMA = {
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "ids": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["text", "ids"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["statements"],
    "additionalProperties": False,
}
_OPTIONS: dict[str, Any] = {
    "temperature": 0,
    "max_tokens": _MOST_TOKENS,
    "response_format": {
        "type": "json_schema",
        "json_schema": {"name": "answer", "strict": True, "schema": _SCHEMA},
    },
}


@dataclass(frozen=True, slots=True)
class ReplyPiece:
    """Part of a reply.

    Attributes:
        text: what was added; may be empty.
        finish: why the reply ends here, in the server's word (``stop``, ``length``); else empty.
        tokens: (of the request, of the reply) where the server counts them.
        attempt: which call this is part of, from 1.
    """

    text: str
    finish: str = ""
    tokens: tuple[int, int] | None = None
    attempt: int = 1


#: Messages → the reply in pieces. Ends early once the event is set. Raises ModelError.
ReplySource = Callable[[Messages, threading.Event], Iterator[ReplyPiece]]


class ChatModel:
    """One model on one server; safe for threads.

    Args:
        name: as the server knows it.
        base_url: address of the server's API, ending in ``/v1``.
        api_key: None for servers that want none.
        timeout: seconds without a byte, and seconds of a whole reply, after which a call is given
            up: a server that only sends comments would never end.
    """

    def __init__(self, name: str, base_url: str, api_key: str | None, timeout: float) -> None:
        self.name = name
        self._base_url = base_url
        self._api_key = api_key
        self._timeout = timeout
        self._lock = threading.Lock()
        self._model: BaseChatModel | None = None
        self._plain = False  # the server has rejected the options

    def __call__(self, messages: Messages, stop: threading.Event) -> Iterator[ReplyPiece]:
        """The reply in pieces; calls that fail before the first piece are repeated.

        None is repeated when the wait before it would end after the time that there is.
        """
        attempt, wait, started = 1, _FIRST_WAIT, time.monotonic()
        while True:
            begun = False
            plain = self._plain
            try:
                for piece in self._stream(messages, attempt, plain=plain):
                    begun = True
                    yield piece
                    if stop.is_set():
                        return
                return
            except ModelError as error:
                if begun:
                    raise
                if error.kind == "rejected" and not plain:
                    self._plain = True  # no structured output here: the tolerant parser will do
                    continue
                if error.kind not in ("silent", "busy", "broken") or attempt == _ATTEMPTS:
                    raise
                pause = wait if error.retry_after is None else error.retry_after
                if time.monotonic() - started + pause >= self._timeout:
                    raise ModelError("later" if error.retry_after else error.kind) from error
                if stop.wait(pause):
                    raise
            attempt, wait = attempt + 1, wait * 2

    def _stream(self, messages: Messages, attempt: int, *, plain: bool) -> Iterator[ReplyPiece]:
        begun = False
        try:
            # extra_body and not response_format: LangChain would hold the reply back to parse it.
            options: dict[str, Any] = (
                {} if plain else {"extra_body": _OPTIONS, "stream_usage": True}
            )
            for chunk in self._chat().stream(list(messages), **options):
                begun = True
                usage = chunk.usage_metadata
                yield ReplyPiece(
                    chunk.text,
                    str(chunk.response_metadata.get("finish_reason") or ""),
                    (usage["input_tokens"], usage["output_tokens"]) if usage else None,
                    attempt,
                )
        except ModelError:
            raise
        except Exception as error:
            raise _failure(error, begun=begun) from error

    def _chat(self) -> BaseChatModel:
        with self._lock:
            if self._model is None:
                self._model = self._open()
            return self._model

    def _open(self) -> BaseChatModel:
        import httpx2
        from langchain.chat_models import init_chat_model

        try:
            client = httpx2.Client(
                timeout=httpx2.Timeout(self._timeout, connect=min(_CONNECT, self._timeout)),
                trust_env=not _is_local(self._base_url),
                event_hooks={"response": [partial(_limit, seconds=self._timeout)]},
            )
        except (ImportError, ValueError) as error:  # SOCKS without its package, or no address
            raise ModelError("proxy") from error
        model: BaseChatModel = init_chat_model(
            self.name,
            model_provider="openai",
            base_url=self._base_url,
            # Never the key of another service that happens to be in the environment.
            api_key=self._api_key or "none",
            max_retries=0,
            timeout=self._timeout,
            use_responses_api=False,
            http_client=client,
        )
        return model


def _is_local(address: str) -> bool:
    """Whether a proxy cannot be meant for it."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _limit(response: httpx2.Response, seconds: float) -> None:
    """Let no more than ``_MOST_BYTES`` of a reply in, and nothing after so many seconds."""
    import httpx2

    end = time.monotonic() + seconds

    class Limited(httpx2.SyncByteStream):
        def __init__(self, stream: httpx2.SyncByteStream) -> None:
            self._stream = stream

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for part in self._stream:
                size += len(part)
                if size > _MOST_BYTES:
                    raise ModelError("too_long")
                if time.monotonic() > end:
                    raise ModelError("slow")
                yield part

        def close(self) -> None:
            self._stream.close()

    if isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = Limited(response.stream)


def _failure(error: Exception, *, begun: bool) -> ModelError:
    """What an error of LangChain, of the OpenAI client or of the network means."""
    import httpx2
    import openai

    cause: BaseException | None = error
    while cause is not None:  # the client may wrap what the limit raised
        if isinstance(cause, ModelError):
            return cause
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, openai.APIStatusError):
        return ModelError(_of_status(error.status_code), retry_after(error.response.headers))
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return ModelError("slow" if begun else "silent")
    if isinstance(error, openai.APIConnectionError | httpx2.TransportError):
        return ModelError("dropped" if begun else "silent")
    if isinstance(error, openai.APIError):  # an error event inside the stream
        return ModelError("dropped" if begun else "broken")
    return ModelError("unreadable")


def _of_status(status: int) -> FailureKind:
    if status >= 500:
        return "broken"
    kinds: dict[int, FailureKind] = {401: "denied", 403: "denied", 404: "missing", 429: "busy"}
    return kinds.get(status, "rejected")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a server asks to wait, written as such or as a date; None where it says nothing."""
    written = headers.get("retry-after", "").strip()
    if written.isdecimal():
        return float(written[:_LONGEST_NUMBER])
    try:
        until = parsedate_to_datetime(written)
    except ValueError:
        return None
    now = datetime.now(until.tzinfo)
    return max((until - now).total_seconds(), 0.0)
