"""Fault trials: vector stores, encoders and rerankers that are away or broken; the running server."""

import json
import shutil
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from evals.faults.commands import Started, failed, first, run_command, start_command, untold
from evals.faults.damage import ANSWER, QUESTION, index_of, prepare, settings_in, works
from evals.faults.programs import programs
from evals.faults.trial import Trial
from evals.faults.ways import WAYS, Damage, replace_with_folder
from index.embed import MODEL_FILE, MODEL_FOLDER

_STORE = "一行中文说出哪个向量库、怎么办"
_NO_SERVER = "不用它，在内存里算，照样回答；一行中文说出是哪个、为什么"
_MODEL = "一行中文说出哪个模型、怎么办；原来的索引照样回答"
_SERVE = "损坏的索引自动重建，服务照常启动"
_TOKENIZER = "tokenizer.json"


class _NoChroma(BaseHTTPRequestHandler):
    """A web server that is none of Chroma's."""

    status, body = 200, b"<html>It works!</html>"

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _OtherChroma(_NoChroma):
    """What a Chroma server says of addresses that its version does not have."""

    status, body = 410, b'{"error":"Unimplemented","message":"use another version of the API"}'


class _Hung(_NoChroma):
    """A server that takes the connection and says nothing."""

    def do_GET(self) -> None:
        time.sleep(30)


@contextmanager
def _other_server(kind: type[_NoChroma]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _no_store(where: str, folder: Path) -> str | None:
    """What is no address of a store at all is a wrong setting."""
    prepare(folder)
    said = run_command("ask", QUESTION, settings=settings_in(folder, CHROMA=where))
    return first(untold(said, where, "FIREDUTY_CHROMA"), works(settings_in(folder)))


def _no_server(where: str, folder: Path) -> str | None:
    prepare(folder)
    return _answered_without(where, folder)


def _answered_without(where: str, folder: Path) -> str | None:
    """Whether a question is answered without the server, which is named in one line."""
    said = run_command("ask", QUESTION, settings=settings_in(folder, CHROMA=where))
    told = [line for line in said.err.splitlines() if line.startswith("注意：")]
    named = len(told) == 1 and where in told[0]
    return first(failed(said, ANSWER), None if named else f"not told once: {said.shown}")


def _stranger(kind: type[_NoChroma], folder: Path) -> str | None:
    with _other_server(kind) as where:
        return _no_server(where, folder)


def _store_of_another_index(folder: Path) -> str | None:
    """A server without this index is told and not used; a build with its address puts the index there."""
    prepare(folder)
    (folder / "served").mkdir()
    with programs() as started:
        where = started.chroma(folder / "served").url
        settings = settings_in(folder, CHROMA=where)
        law = folder / "lantern.txt"
        for number in ("四", "五"):
            if problem := first(
                _answered_without(where, folder),
                failed(run_command("index", "build", "--if-stale", settings=settings)),
                _answered_from(settings),
            ):
                return problem
            law.write_text(law.read_text("utf-8") + f"第{number}条 散场后应当清场。\n", "utf-8")
            built = run_command("index", "build", settings=settings_in(folder))
            if problem := failed(built):
                return problem
    return _answered_without(where, folder)


def _answered_from(settings: dict[str, str]) -> str | None:
    """Whether a question is answered with nothing told of the server."""
    said = run_command("ask", QUESTION, settings=settings)
    return first(failed(said, ANSWER), f"told: {said.err}" if "注意" in said.err else None)


# --- models ----------------------------------------------------------------------------------------


def _broken_model(name: str, damage: Damage, folder: Path) -> str | None:
    """An encoder of one's own, one file of which is damaged."""
    prepare(folder)
    model = folder / "model"
    model.mkdir()
    for file in (MODEL_FILE, _TOKENIZER):
        shutil.copy2(MODEL_FOLDER / file, model / file)
    damage(model / name)
    return _told_of_model(str(model), folder)


def _told_of_model(model: str, folder: Path) -> str | None:
    settings = settings_in(folder, EMBEDDER=model)
    return first(
        untold(run_command("index", "build", settings=settings), model, "FIREDUTY_EMBEDDER"),
        untold(run_command("ask", QUESTION, settings=settings)),
        works(settings_in(folder)),
    )


def _no_model(make: Damage | None, folder: Path) -> str | None:
    prepare(folder)
    model = folder / "model"
    model.write_text("no model", "utf-8")
    if make is not None:
        make(model)
    return _told_of_model(str(model), folder)


def _no_reranker(make: Damage | None, folder: Path) -> str | None:
    prepare(folder)
    model = folder / "model"
    model.write_text("no model", "utf-8")
    if make is not None:
        make(model)
    said = run_command("ask", QUESTION, settings=settings_in(folder, RERANKER=str(model)))
    return untold(said, str(model), "FIREDUTY_RERANKER")


# --- the server ------------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait(address: str, running: Started | None = None) -> str | None:
    """Wait until an address answers; what is wrong where it never does."""
    for _ in range(240):
        if running is not None and running.process.poll() is not None:
            return f"it ended: {running.wait().shown}"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return None
        except OSError:
            time.sleep(0.5)
    return f"{address} does not answer"


@contextmanager
def _serving(settings: dict[str, str]) -> Iterator[tuple[str, Started]]:
    port = _free_port()
    running = start_command("serve", "--port", str(port), settings=settings)
    try:
        yield f"http://127.0.0.1:{port}", running
    finally:
        running.process.kill()
        running.process.communicate()


def _served(name: str, damage: Damage, folder: Path) -> str | None:
    """`serve` over a damaged index."""
    home, settings = prepare(folder), settings_in(folder)
    damage(home / name if name == "current" else index_of(home) / name)
    with _serving(settings) as (address, running):
        return first(_wait(f"{address}/readyz", running), works(settings))


def _ask(address: str) -> tuple[int, str]:
    body = json.dumps({"question": QUESTION}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/api/v1/ask", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def _home_goes_away(chroma: str, folder: Path) -> str | None:
    """The whole home is taken away under a running server: it answers, or says why not."""
    home = prepare(folder)
    settings = settings_in(folder, **({"CHROMA": chroma} if chroma else {}))
    with _serving(settings) as (address, running):
        if problem := _wait(f"{address}/readyz", running):
            return problem
        replace_with_folder(home)
        status, said = _ask(address)
        alive = _wait(f"{address}/healthz", running)
    told = status == 200 or (status < 600 and "FIREDUTY_CHROMA" in said)
    return first(None if told else f"{status} {said[:300]}", alive)


def _of_models() -> Iterator[Trial]:
    for name in (MODEL_FILE, _TOKENIZER):
        for said, damage in WAYS.items():
            if (
                said != "错了一个字节"
            ):  # of a model of one's own that is another model, as good as any
                run = partial(_broken_model, name, damage)
                yield Trial("damage", f"向量模型的 {name} {said}", _MODEL, run, slow=True)
    for said, make in (
        ("是一个文件", None),
        ("不见了", WAYS["不见了"]),
        ("里没有模型", replace_with_folder),
    ):
        yield Trial(
            "damage", f"FIREDUTY_EMBEDDER {said}", _MODEL, partial(_no_model, make), slow=True
        )
        run = partial(_no_reranker, make)
        yield Trial("damage", f"FIREDUTY_RERANKER {said}", _MODEL, run, slow=True)


def _of_stores() -> Iterator[Trial]:
    for where in ("http://127.0.0.1:9", "http://127.0.0.1:port", "https://127.0.0.1:9"):
        run = partial(_no_server, where)
        yield Trial("damage", f"FIREDUTY_CHROMA={where}", _NO_SERVER, run, slow=True)
    run = partial(_no_store, "chroma-db")
    yield Trial("damage", "FIREDUTY_CHROMA=chroma-db", _STORE, run, slow=True)
    for said, kind in (
        ("那里不是 Chroma", _NoChroma),
        ("那里是别的版本的 Chroma", _OtherChroma),
        ("那里的 Chroma 不出声", _Hung),
    ):
        yield Trial("damage", said, _NO_SERVER, partial(_stranger, kind), slow=True)
    yield Trial("damage", "Chroma 里是别的索引", _NO_SERVER, _store_of_another_index, slow=True)


TRIALS: tuple[Trial, ...] = (
    *_of_stores(),
    *_of_models(),
    *(
        Trial(
            "damage",
            f"启动服务时 {name} {said}",
            _SERVE,
            partial(_served, name, WAYS[said]),
            slow=True,
        )
        for name, said in (
            ("current", "是文件夹"),
            ("manifest.json", "读不出来"),
            ("snapshot.npz", "是空的"),
            ("dictionary.json", "错了一个字节"),
        )
    ),
    Trial("damage", "服务时数据目录没了", "照样回答", partial(_home_goes_away, ""), slow=True),
    Trial(
        "damage",
        "服务时 Chroma 的文件没了",
        "回答，或说为什么不能",
        partial(_home_goes_away, "folder"),
        slow=True,
    ),
)
