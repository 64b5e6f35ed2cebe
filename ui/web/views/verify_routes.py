"""核对引用 as routes. What is sent is read, judged and forgotten; how far it has come is told meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import PurePath

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from assistant.verify.whole import check_text
from corpus.errors import FiredutyError
from corpus.readers.read import read_whole
from corpus.readers.report import ReadFile, ReadingReport
from ui.documents.export import marked_docx
from ui.web.api.documents import pin_documents
from ui.web.guard.gate import BusyError, Gate
from ui.web.services import Services
from ui.web.views.downloads import Download, download_bytes
from ui.web.views.responses import PRIVATE, body_of, fragment
from ui.web.views.verify import LARGEST, LONGEST, render_checked, render_verify, trouble_of

#: A text has up to four bytes for each character.
_TEXT_BYTES = 4 * LONGEST + 4
#: Seconds that judging may take, and between two words on how far it is.
_PATIENCE, _BETWEEN = 150.0, 0.7
#: A larger original is not sent back with marks: the copy is made from its text.
_MOST_MARKED = 10_000_000
_BUSY = "正在核对别的文件，请过一会儿再试。"


class _LeftError(Exception):
    """Nobody waits for the result any more."""


@dataclass
class _Work:
    """A document that is being judged in a thread.

    Attributes:
        services: of the library at this moment.
        body: that was sent.
        name: of the file; empty for a pasted text.
        percent: how far it is.
        left: whether nobody waits for it any more.
    """

    services: Services
    body: bytes
    name: str
    percent: int = 0
    left: bool = False

    def run(self) -> str:
        """The result as a fragment."""
        try:
            read = self._read()
        except FiredutyError as error:
            return trouble_of("没有读出来", f"{error}。".replace("。。", "。"))
        text = read.text
        if len(text) > LONGEST:
            said = f"共 {len(text):,} 字，一次最多核对 {LONGEST:,} 字。请分成几份，分别核对。"
            return trouble_of("文字太长", said)
        library = self.services.assistant.verifiers_for(text)
        checked = check_text(library, text, seconds=_PATIENCE, told=self._told)
        original = self.body if self.name and len(self.body) <= _MOST_MARKED else None
        marked: Download | None = None
        if checked.sentences:
            stem = PurePath(self.name).stem or "核对的文字"
            marked = download_bytes(marked_docx(checked, original), f"{stem}（标注）", "docx")
        return render_checked(checked, name=self.name, reading=_how(read.report), marked=marked)

    def _read(self) -> ReadFile:
        if self.name:
            return read_whole(self.body, self.name)
        return ReadFile(self.body.decode("utf-8", "replace"), ReadingReport())

    def _told(self, done: int, of: int) -> None:
        if self.left:
            raise _LeftError
        self.percent = 100 * done // max(of, 1)


def _how(report: ReadingReport) -> list[str]:
    dropped = [f"没有核对的{d.told}" for d in report.dropped]
    return [*report.doubts, *dropped, *report.notes]


def add_verify(routes: APIRouter, services: Services) -> None:
    """Add the routes of the view."""
    gate = Gate(2, 6)

    @routes.get("/view/verify")
    def verify_form() -> Response:
        return fragment(render_verify(services.examples.pasted))

    @routes.post("/view/verify")
    async def verify(request: Request) -> Response:
        is_text = request.headers.get("content-type", "text/plain").startswith("text/")
        body = await body_of(request, _TEXT_BYTES if is_text else LARGEST)
        if body is None:
            most = f"{LONGEST:,} 字" if is_text else f"{LARGEST // 1_000_000} MB"
            return fragment(trouble_of("内容太长", f"一次最多 {most}，请分成几份。"), 413)
        name = "" if is_text else request.query_params.get("name", "")[:120] or "文件"
        work = _Work(pin_documents(services), body, name)
        return StreamingResponse(_told(gate, work), media_type="text/html", headers=PRIVATE)


async def _told(gate: Gate, work: _Work) -> AsyncIterator[str]:
    """How far it is, as comments, then the result."""
    task = asyncio.ensure_future(gate.run(work.run))
    try:
        while True:
            done, _ = await asyncio.wait({task}, timeout=_BETWEEN)
            if done:
                break
            yield f"<!--{work.percent}-->"
        yield task.result()
    except BusyError:
        yield trouble_of("请稍等", _BUSY)
    finally:
        work.left = True
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
