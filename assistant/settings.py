"""Settings, read from the environment in this one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path

from corpus.errors import USAGE, FiredutyError
from index.embed import BUILTIN

#: How an answer speaks: in everyday words, or in the statute's own.
Style = Literal["plain", "statute"]
STYLES: Mapping[str, Style] = {
    "plain": "plain",
    "白话": "plain",
    "statute": "statute",
    "条文": "statute",
}
#: Where Ollama listens unless told otherwise.
_OLLAMA = "http://127.0.0.1:11434/v1"
_LONGEST_WAIT = 600.0


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of the program.

    Attributes:
        home: folder of the indexes (``FIREDUTY_HOME``).
        regulation: folder or text file of another regulation (``FIREDUTY_REGULATION``); None
            for the one that ships.
        documents: keys of the documents that are asked; empty for all (``--in``).
        embedder: ``builtin``, a folder or a hub name (``FIREDUTY_EMBEDDER``).
        chroma: None scores vectors in memory; ``folder`` or a server address asks Chroma
            (``FIREDUTY_CHROMA``).
        reranker: folder or hub name of a cross-encoder (``FIREDUTY_RERANKER``); None for none.
        model: name of a language model that may rephrase answers (``FIREDUTY_MODEL``); None for
            none, which is the default.
        base_url: address of its OpenAI-compatible server (``FIREDUTY_BASE_URL``).
        api_key: its key (``FIREDUTY_API_KEY``); never printed.
        timeout: seconds after which the answer is given without it (``FIREDUTY_TIMEOUT``).
        style: how answers speak (``FIREDUTY_STYLE``); None for the provisions' own words, and
            everyday words of a language model.
    """

    home: Path
    regulation: Path | None = None
    embedder: str = BUILTIN
    chroma: str | None = None
    reranker: str | None = None
    model: str | None = None
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    timeout: float = 30.0
    style: Style | None = None
    documents: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read ``FIREDUTY_*``; empty values count as unset.

        Raises:
            FiredutyError: a value cannot be used; says which.
        """
        _check_text(environment)
        home = environment.get("FIREDUTY_HOME")
        regulation = environment.get("FIREDUTY_REGULATION")
        return cls(
            home=Path(home).expanduser() if home else _default_home(),
            regulation=Path(regulation).expanduser() if regulation else None,
            embedder=environment.get("FIREDUTY_EMBEDDER") or BUILTIN,
            chroma=_chroma(environment.get("FIREDUTY_CHROMA")),
            reranker=environment.get("FIREDUTY_RERANKER") or None,
            api_key=environment.get("FIREDUTY_API_KEY") or None,
            timeout=_seconds(environment.get("FIREDUTY_TIMEOUT") or "30"),
            style=style_of(environment.get("FIREDUTY_STYLE") or "", "FIREDUTY_STYLE"),
        ).with_model(environment.get("FIREDUTY_MODEL"), environment.get("FIREDUTY_BASE_URL"))

    def with_model(self, model: str | None, base_url: str | None = None) -> Settings:
        """The same with another language model; empty values leave what is set.

        ``ollama:qwen3`` is the model ``qwen3`` of an Ollama on this machine.

        Raises:
            FiredutyError: there is no usable address for the model.
        """
        name, address = model or self.model, base_url or self.base_url
        if name and name.startswith("ollama:"):
            name, address = name.removeprefix("ollama:").strip(), address or _OLLAMA
            if not name:
                raise FiredutyError("ollama: 后面要写模型名称，例如 ollama:qwen3", exit_code=USAGE)
        if name:
            _check_address(address)
        return replace(self, model=name, base_url=address)


#: What libraries take that know only text; a regulation's path may be of any bytes.
_TEXT = ("HOME", "EMBEDDER", "CHROMA", "RERANKER", "MODEL", "BASE_URL", "API_KEY")


def _check_text(environment: Mapping[str, str]) -> None:
    """Bytes that are no UTF-8 come in as halves of characters, which nothing could write again."""
    for name in (f"FIREDUTY_{end}" for end in _TEXT):
        if any("\ud800" <= c <= "\udfff" for c in environment.get(name, "")):
            raise FiredutyError(
                f"环境变量 {name} 里有不是 UTF-8 的字节：请换一个值，或换一个只含普通文字的路径",
                exit_code=USAGE,
            )
    if not environment.get("FIREDUTY_API_KEY", "").isascii():
        raise FiredutyError(
            "FIREDUTY_API_KEY 里有不能用在密钥里的字符：密钥只含英文字母、数字和符号",
            exit_code=USAGE,
        )
    for name in ("FIREDUTY_EMBEDDER", "FIREDUTY_RERANKER"):
        written = environment.get(name, "")
        if written.startswith(("/", ".", "~")) and not os.path.isdir(written):
            raise FiredutyError(
                f"{name} 写的 {written} 不是文件夹：请写模型所在的文件夹，或去掉它",
                exit_code=USAGE,
            )


def _check_address(address: str | None) -> None:
    """Nothing is sent to an address that nobody has named."""
    if not address:
        raise FiredutyError(
            "设置了语言模型，还要设置它的地址：FIREDUTY_BASE_URL 或 --base-url，"
            "例如 http://127.0.0.1:8000/v1",
            exit_code=USAGE,
        )
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise FiredutyError(
            "语言模型的地址（FIREDUTY_BASE_URL）不对：应以 http:// 或 https:// 开头，"
            "例如 http://127.0.0.1:8000/v1",
            exit_code=USAGE,
        )


def _chroma(written: str | None) -> str | None:
    if written and written != "folder" and not written.startswith(("http://", "https://")):
        raise FiredutyError(
            f"FIREDUTY_CHROMA 只能是 folder 或 http://主机:端口，现在是「{written[:40]}」",
            exit_code=USAGE,
        )
    return written or None


def _seconds(written: str) -> float:
    try:
        seconds = float(written)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _LONGEST_WAIT:
        raise FiredutyError(
            f"FIREDUTY_TIMEOUT 应是 0 到 {_LONGEST_WAIT:.0f} 之间的秒数，现在是「{written[:20]}」",
            exit_code=USAGE,
        )
    return seconds


def style_of(written: str, where: str) -> Style | None:
    """The style that a setting or an option names; None for an empty one.

    Raises:
        FiredutyError: there is none such.
    """
    if written and written not in STYLES:
        raise FiredutyError(
            f"{where} 只能是 plain（白话）或 statute（条文），现在是「{written[:20]}」",
            exit_code=USAGE,
        )
    return STYLES.get(written)


def _default_home() -> Path:
    return user_data_path("fireduty", appauthor=False) / "index"
