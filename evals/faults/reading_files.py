"""Fault trials: files that are no text, what reads them, and what is said of a text that was not well read."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

from corpus.errors import USAGE, FiredutyError
from corpus.readers.read import read_file
from corpus.text.load import load_regulation
from evals.faults.trial import Trial

_TEXT = "某镇灭火器管理办法\n第一条 为了管好灭火器，制定本办法。\n第二条 商户应当查看。\n"
_TRADITIONAL = "某鎮滅火器管理辦法\n第一條 為了管好滅火器，制定本辦法。\n第二條 商戶應當查看。\n"
_UNNUMBERED = (
    "某镇灭火器管理办法\n为了管好灭火器，制定本办法。\n商户应当查看。\n本办法自公布之日起施行。\n"
)


def _archive(*names: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "内容")
    return made.getvalue()


#: What is odd → the bytes, under a name that says nothing, and words of the message.
_FILES: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ("PDF", "library add", "corpus read")),
    "Word": (_archive("[Content_Types].xml", "word/document.xml"), ("Word", "library add")),
    "截断的 Word": (_archive("[Content_Types].xml", "word/document.xml")[:120], ("Word",)),
    "Excel": (_archive("xl/workbook.xml"), ("Excel",)),
    "ZIP": (_archive("某法.txt"), ("ZIP", "解压")),
    "旧版 Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ("旧版 Office",)),
    "RTF": (b"{\\rtf1\\ansi}", ("RTF",)),
    "图片": (b"\x89PNG\r\n\x1a\n", ("图片", "library add")),
    "网页": (f"<!DOCTYPE html><html><body>{_TEXT}</body></html>".encode(), ("HTML", "library add")),
    "Big5": (_TRADITIONAL.encode("big5"), ("繁体字", "简体")),
    "繁体字": (_TRADITIONAL.encode(), ("繁体字", "第 2 行", "简体")),
    "乱码": (_TEXT.encode("gbk").decode("latin-1").encode(), ("乱码",)),
    "写成字符的换行": (_TEXT.strip().replace("\n", "\\n").encode(), ("转义", "换行")),
    "条文在表格里": (
        "某办法\n| 条 | 内容 |\n| --- | --- |\n| 第一条 | 商户应当查看。 |\n".encode(),
        ("表格", "第…条"),
    ),
    "丢了自动编号": (_UNNUMBERED.encode(), ("自动编号", "Word")),
    "不是法规": ("今天天气不错。".encode(), ("没有找到任何「第…条」",)),
}


#: Encodings in which a text is read as in UTF-8.
_ENCODINGS = ("gbk", "utf-16", "utf-16-be", "utf-32")
#: What is broken or hostile → the bytes, and words of the one line that the readers say.
_BROKEN: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "读坏的 PDF": (b"%PDF-1.7\n" + b"x" * 900, ("PDF", "已损坏")),
    "读截断的 Word": (_archive("[Content_Types].xml", "word/document.xml")[:120], ("已损坏",)),
    "读 XML 坏了的 Word": (_archive("[Content_Types].xml", "word/document.xml"), ("已损坏",)),
    "读 Excel": (_archive("xl/workbook.xml"), ("Excel", "读不了")),
    "读 ZIP": (_archive("某法.txt"), ("ZIP", "解压")),
    "读空文件": (b" \n", ("空文件",)),
}


def _encoded(encoding: str, folder: Path) -> str | None:
    (folder / "某法.txt").write_bytes(_TEXT.encode(encoding))
    title = load_regulation(folder / "某法.txt").title
    return None if title == "某镇灭火器管理办法" else title


def _unreadable(data: bytes, words: tuple[str, ...], folder: Path) -> str | None:
    (folder / "某法.docx").write_bytes(data)
    try:
        return read_file(folder / "某法.docx").text
    except FiredutyError as error:
        said = str(error)
        ok = all(w in said for w in (*words, "某法.docx")) and "\n" not in said
        return None if ok and error.exit_code == USAGE else said


def _refused(data: bytes, words: tuple[str, ...], folder: Path) -> str | None:
    file = folder / "某法.txt"
    file.write_bytes(data)
    return _says(file, words)


def _says(path: Path, words: tuple[str, ...]) -> str | None:
    try:
        load_regulation(path)
    except FiredutyError as error:
        said = str(error)
        missing = [w for w in (*words, str(path)) if w not in said]
        ok = not missing and error.exit_code == USAGE and "\n" not in said
        return None if ok else said
    return "读成了法规"


def _folder_without_text(folder: Path) -> str | None:
    (folder / "办法.docx").write_bytes(_archive("word/document.xml"))
    return _says(folder, ("regulation.txt", "办法.docx", "Word"))


def _command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "FIREDUTY_HOME": str(folder / "home"),
        "FIREDUTY_REGULATION": str(folder / "法.txt"),
    }
    command = [sys.executable, "-m", "ui.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)


def _lost_article(folder: Path) -> str | None:
    text = "某镇灭火器管理办法\n第一条 为了安全。\n苐二条 商户应当查看。\n第三条 村民报警。\n"
    (folder / "法.txt").write_text(text, "utf-8")
    checked = _command(folder, "corpus", "check", str(folder / "法.txt"))
    built = _command(folder, "index", "build")
    report = checked.stdout.strip()
    if checked.returncode != 1 or "第 3 行：「苐二条」" not in report or report not in built.stderr:
        return f"check：{report}；build：{built.stderr}"
    said = _command(folder, "ask", "第二条写了什么").stdout.splitlines()[0]
    return None if "没有读到第二条，第 3 行可能是它" in said else said


def _repeated_article(folder: Path) -> str | None:
    text = "某镇灭火器管理办法\n第一条 为了安全。\n第二条 每月查看。\n第三条 报警。\n第二条 每季查看。\n"
    (folder / "法.txt").write_text(text, "utf-8")
    checked = _command(folder, "corpus", "check", str(folder / "法.txt"))
    built = _command(folder, "index", "build")
    if built.returncode or "第 3 行和第 5 行" not in checked.stdout:
        return checked.stdout + built.stderr
    said = _command(folder, "ask", "第二条写了什么").stdout
    both = -1 < said.find("每月查看") < said.find("每季查看") and "同号的第 2 处" in said
    return None if both else said


def _several_checked(folder: Path) -> str | None:
    for name in ("甲", "丙"):
        (folder / f"{name}.txt").write_text(_TEXT, "utf-8")
    files = [str(folder / f"{name}.txt") for name in "甲乙丙"]
    checked = _command(folder, "corpus", "check", *files)
    told = checked.stdout.count("合格") == 2 and "乙.txt" in checked.stderr
    return None if told and checked.returncode == USAGE else checked.stdout + checked.stderr


def _amended(folder: Path) -> str | None:
    text = "某镇关于修改《某镇灭火器管理办法》的决定\n一、删去第三条。\n本决定自公布之日起施行。\n"
    (folder / "法.txt").write_text(text + _TEXT, "utf-8")
    regulation = load_regulation(folder / "法.txt")
    told = any("一、" in w.message for w in regulation.warnings)
    return None if regulation.title == "某镇灭火器管理办法" and told else regulation.title


def _two_texts(folder: Path) -> str | None:
    more = "某镇消火栓管理办法\n第一条 为了好用。\n第二条 不得遮挡。\n第三条 村民报告漏水。\n"
    (folder / "法.txt").write_text(f"{_TEXT}\n{more}", "utf-8")
    if not any(w.line == 5 for w in load_regulation(folder / "法.txt").warnings):
        return "没有提示另一份文本"
    _command(folder, "index", "build")
    said = _command(folder, "ask", "第三条写了什么").stdout
    return None if "后附的《某镇消火栓管理办法》第三条" in said else said


_OTHERS: tuple[tuple[str, str, Callable[[Path], str | None], bool], ...] = (
    ("文件夹里只有 Word", "说有哪个文件、是什么", _folder_without_text, False),
    ("坏条标走全程", "check、build 都指出，问那一条说在第几行", _lost_article, True),
    ("几个文件里有一个读不出", "其余的照样报告，退出码不为零", _several_checked, True),
    ("修改决定带着全文", "标题是全文的，决定的各段有提示", _amended, False),
    ("两部法规一个文件走全程", "有提示；问只有后一部有的条，指给它", _two_texts, True),
    ("重复的条走全程", "照样建立，两处都显示并分得开", _repeated_article, True),
)
FILE_TRIALS: tuple[Trial, ...] = (
    *(
        Trial("reading", f"文件：{name}", "一行话说是什么、怎么办", partial(_refused, data, words))
        for name, (data, words) in _FILES.items()
    ),
    *(
        Trial("reading", f"编码：{name}", "读成同一部法规", partial(_encoded, name))
        for name in _ENCODINGS
    ),
    *(
        Trial("reading", name, "一行话说是什么、怎么办", partial(_unreadable, data, words))
        for name, (data, words) in _BROKEN.items()
    ),
    *(Trial("reading", name, promise, run, slow) for name, promise, run, slow in _OTHERS),
)
