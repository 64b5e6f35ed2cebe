"""Documents that only LibreOffice reads (.doc, .wps, .rtf, .odt): converted to .docx where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from corpus.readers.report import ReadFile, refuse
from corpus.readers.word import read_word

#: Seconds that a conversion may take.
PATIENCE = 120
_PROGRAMS = ("soffice", "libreoffice")


def read_with_libreoffice(data: bytes, name: str, kind: str, suffix: str) -> ReadFile:
    """The text of a document that LibreOffice converts.

    Args:
        data: the document.
        name: of its file.
        kind: Chinese, what it is.
        suffix: by which LibreOffice knows its format.

    Raises:
        FiredutyError: LibreOffice is not installed, or cannot convert it in time.
    """
    program = next((found for p in _PROGRAMS if (found := shutil.which(p))), None)
    if program is None:
        raise refuse(
            name,
            f"是{kind}，读它要先安装 LibreOffice（例如 apt install libreoffice-writer-nogui）；"
            "或在 Word、WPS 里另存为 .docx",
        )
    with tempfile.TemporaryDirectory(prefix="fireduty-") as folder:
        given = Path(folder) / f"given{suffix}"
        given.write_bytes(data)
        _convert(program, given, name, kind)
        made = given.with_suffix(".docx")
        if not made.is_file():
            raise refuse(
                name, f"是{kind}，LibreOffice 打不开，可能已损坏或加了密码；请另存为 .docx"
            )
        read = read_word(made.read_bytes(), name)
    report = replace(read.report, kind=kind).and_also(notes=("经 LibreOffice 转换后读入",))
    return replace(read, report=report)


def _convert(program: str, given: Path, name: str, kind: str) -> None:
    """Run LibreOffice with a profile of its own, and end all of it when the time is up."""
    command = [
        program,
        f"-env:UserInstallation=file://{given.parent}/profile",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx",
        "--outdir",
        str(given.parent),
        str(given),
    ]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "HOME": str(given.parent)},
    ) as process:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise refuse(
                name,
                f"是{kind}，LibreOffice {PATIENCE} 秒没有转换完；请在 Word、WPS 里另存为 .docx",
            ) from error
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
