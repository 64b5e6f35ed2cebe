"""Fault trials: bytes, encodings and edges of every command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from assistant.settings import Settings
from assistant.verify.pasted import verify_text
from assistant.verify.verifier import Verifier
from corpus.text.load import load_default
from evals.faults.trial import Trial

#: Every command with something to say, but the servers.
_COMMANDS = (
    ("ask", "消防车通道谁管"),
    ("ask", "--json", "消防车通道谁管"),
    ("search", "房东", "--explain"),
    ("corpus", "show", "19.5"),
    ("duties", "--matter", "消防车通道"),
    ("checklist", "--unit", "养老院"),
    ("index", "status"),
    ("verify", "--help"),
    ("ask", "--no-such-option"),
)
_OF_ANY_BYTES = (
    ("ask",),
    ("search",),
    ("corpus", "show"),
    ("corpus", "check"),
    ("duties", "--actor"),
    ("checklist", "--describe"),
    ("verify",),
    ("ask", "--replay"),
    ("batch", "questions.jsonl"),
    ("user", "key"),
    ("serve", "--port"),
)
#: A line of a batch → whether it is answered.
_LINES: tuple[tuple[bytes, bool], ...] = (
    ('{"id": 1, "question": "居委会\u2028要做什么"}'.encode(), True),
    (b'{"id": 2, "question": "\\udc11"}', False),
    (b'{"id": NaN, "question": "x"}', False),
    (b'{"id": ' + b"8" * 5_000 + b"}", False),
    (b"[" * 60_000, False),
    (b'\x1e{"id": 6}', False),
    (b'{"id": 7, "question": "\xb5\xda"}', False),
    ('\ufeff{"id": 8, "question": "第一条"}\r'.encode(), True),
    (b'{"id": "\\ud800", "question": "\xe7\xac\xac\xe4\xb8\x80\xe6\x9d\xa1"}', True),
)


def _run(
    folder: Path,
    *arguments: str | bytes,
    environment: Mapping[str, str] = MappingProxyType({}),
    stdin: bytes = b"",
) -> subprocess.CompletedProcess[bytes]:
    surroundings = {**os.environ, "FIREDUTY_USERS": str(folder / "users.json"), **environment}
    command = [os.fsencode(a) for a in (sys.executable, "-m", "ui.cli", *arguments)]
    return subprocess.run(
        command, env=surroundings, input=stdin, capture_output=True, timeout=120, check=False
    )


def _built(folder: Path) -> dict[str, str]:
    home = {"FIREDUTY_HOME": str(folder / "home")}
    done = _run(folder, "index", "build", environment=home)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return home


def _gbk_terminal(folder: Path) -> str | None:
    home = _built(folder)
    for command in _COMMANDS:
        done = _run(folder, *command, environment={**home, "PYTHONIOENCODING": "gbk"})
        said = (done.stdout + done.stderr).decode("gbk", "replace")
        if "Traceback" in said or "\ufffd" in said:
            return f"{' '.join(command)}：{said.splitlines()[-1]}"
    piped = _run(
        folder,
        "verify",
        "-",
        stdin="第三条规定每日检查。".encode("gbk"),
        environment={"PYTHONIOENCODING": "gbk"},
    )
    return None if "第三条" in piped.stdout.decode("gbk") else "没有读 GBK 的标准输入"


def _any_bytes(folder: Path) -> str | None:
    home = _built(folder)
    for command in _OF_ANY_BYTES:
        done = _run(
            folder, *command, os.fsencode(folder) + b"/\xff\xfe\xe5\x9d\x8f", environment=home
        )
        said = done.stderr.decode(errors="replace")
        if "Traceback" in said or done.returncode == 0 or said.count("\n") != 1:
            return f"{' '.join(command)}：退出码 {done.returncode}，{said[-200:]}"
    return None


def _batch(folder: Path) -> str | None:
    home = _built(folder)
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_bytes(b"\n".join(line for line, _ in _LINES) + b"\n")
    _run(folder, "batch", str(source), str(target), environment=home)
    records = [json.loads(r) for r in target.read_bytes().split(b"\n")[:-1]]
    answered = [r["error"] is None for r in records]
    if answered != [wanted for _, wanted in _LINES]:
        return f"答了：{answered}"
    link = folder / "link.jsonl"
    link.symlink_to(source)
    before = source.read_bytes()
    refused = _run(folder, "batch", str(source), str(link), environment=home)
    return None if refused.returncode == 2 and source.read_bytes() == before else "写坏了输入文件"


def _full_output(folder: Path) -> str | None:
    home = _built(folder)
    surroundings = {**os.environ, **home}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ui.cli", "duties", "--all"],
            env=surroundings,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    said = done.stderr.decode()
    return None if "磁盘已满" in said and said.count("\n") == 1 else said[-200:]


def _mcp(folder: Path) -> str | None:
    ping = b'{"jsonrpc": "2.0", "id": 9, "method": "ping"}'
    broken = (b"{", b"\xff", b"[]", b"5", b'{"id": 3}', b"[" * 50_000, b'{"id": {}, "method": "x"}')
    done = _run(
        folder, "mcp", stdin=b"\n".join((*broken, ping)) + b"\n", environment=_built(folder)
    )
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    errors = sum("error" in reply for reply in replies)
    return None if errors >= len(broken) and not done.stderr else f"{errors} 个回答"


def _long_texts() -> dict[str, str]:
    law = load_default().source_text * 8
    return {
        "原文": law,
        "一句到底": law.replace("。", "，").replace("；", "，").replace("\n", "，"),
        "没有标点": law.replace("。", "").replace("，", "").replace("\n", ""),
        "全是引号": "「" * 20_000,
    }


def _quick_verify(_: Path) -> str | None:
    verifier = Verifier.open(Settings.from_environment())
    verify_text(verifier, "单位应当落实消防安全责任制。")
    for name, text in _long_texts().items():
        started = time.process_time()
        verify_text(verifier, text[:20_000])
        took = time.process_time() - started
        if took > 3:
            return f"{name}：{took:.1f} 秒"
    return None


def _trial(name: str, promise: str, run: Callable[[Path], str | None]) -> Trial:
    return Trial("bytes", name, promise, run, slow=True)


TRIALS: tuple[Trial, ...] = (
    _trial("GBK 终端和管道", "每个命令照样说话，读得懂", _gbk_terminal),
    _trial("不是 UTF-8 的参数和路径", "一行中文说明，退出码不是 0", _any_bytes),
    _trial("批量文件里的坏行", "一行进一行出，坏在哪行说哪行，不写坏输入", _batch),
    _trial("标准输出写不进", "一行中文说明", _full_output),
    _trial("MCP 收到坏行", "每一行都有回答", _mcp),
    _trial("核对两万字", "3 秒以内", _quick_verify),
)
