"""A training pack as files: made in memory, written all or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path

from assistant.training.pack import Pack
from corpus.errors import USAGE, FiredutyError
from ui.documents.training.text import write_json, write_markdown

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack.

    Attributes:
        name: Chinese, with suffix.
        content: its bytes.
        media_type: for a download.
    """

    name: str
    content: bytes
    media_type: str


def make_files(pack: Pack) -> tuple[PackFile, ...]:
    """All files of a pack. The same pack gives the same bytes."""
    from ui.documents.training.bank import make_bank
    from ui.documents.training.moodle import make_moodle
    from ui.documents.training.participants import make_answer_sheet, make_exam, make_handout
    from ui.documents.training.qti import make_qti
    from ui.documents.training.slides import make_slides
    from ui.documents.training.trainer import make_handbook

    first, second = pack.papers
    return (
        PackFile("讲师手册.docx", make_handbook(pack), _WORD),
        PackFile("学员讲义.docx", make_handout(pack), _WORD),
        PackFile(f"学员试卷{first.name}.docx", make_exam(pack, first), _WORD),
        PackFile(f"学员试卷{second.name}.docx", make_exam(pack, second), _WORD),
        PackFile("答题卡.docx", make_answer_sheet(pack), _WORD),
        PackFile("题库.xlsx", make_bank(pack), _EXCEL),
        PackFile("题库-Moodle.xml", make_moodle(pack), "application/xml"),
        PackFile("题库-QTI.zip", make_qti(pack), "application/zip"),
        PackFile("幻灯片.pptx", make_slides(pack), _SLIDES),
        PackFile("培训包.md", write_markdown(pack).encode(), "text/markdown; charset=utf-8"),
        PackFile("培训包.json", write_json(pack).encode(), "application/json"),
    )


def write_pack(pack: Pack, folder: Path) -> tuple[Path, ...]:
    """Write all files of a pack, or none; those of an earlier pack are replaced, others left.

    Args:
        folder: made where there is none.

    Raises:
        FiredutyError: the folder cannot be written; it then is as it was before.
    """
    made = make_files(pack)
    absent = [p for p in (folder, *folder.parents) if not os.path.lexists(p)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".fireduty-") as beside:
            for file in made:
                (Path(beside) / file.name).write_bytes(file.content)
            _replace(folder, Path(beside), [file.name for file in made])
    except OSError as error:
        for path in absent:  # from the folder upwards; only empty ones go
            with suppress(OSError):
                path.rmdir()
        raise FiredutyError(
            f"无法写入 {folder}：{_reason(folder, error)}，请换一个文件夹；没有写入任何文件",
            exit_code=USAGE,
        ) from error
    return tuple(folder / file.name for file in made)


def _replace(folder: Path, beside: Path, names: list[str]) -> None:
    """Move files into their folder; what they replace comes back where one cannot be moved."""
    before = beside / "before"
    before.mkdir()
    moved: list[str] = []
    try:
        for name in names:
            if (folder / name).is_dir():
                raise IsADirectoryError(0, "", name)
            if (folder / name).exists():
                os.replace(folder / name, before / name)
            moved.append(name)
            os.replace(beside / name, folder / name)
    except OSError:
        for name in moved:
            with suppress(FileNotFoundError):
                (folder / name).unlink()
            if (before / name).exists():
                shutil.move(before / name, folder / name)
        raise


def _reason(folder: Path, error: OSError) -> str:
    if isinstance(error, IsADirectoryError):
        return f"其中的 {Path(error.filename).name} 是一个文件夹"
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return "这个位置上已有一个同名的文件"
    if isinstance(error, PermissionError):
        return "没有写入权限，或者其中的文件正在别的程序里打开"
    return "磁盘已满" if error.errno == ENOSPC else "系统不允许写在这里"
