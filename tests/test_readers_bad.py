"""Files that are broken, hostile or not what they say: one Chinese line each, within bounds."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import FiredutyError
from corpus.readers import apart, office, read, scans
from corpus.readers.read import read_file
from index.reading import read_documents
from tests.support.word_files import paragraph, word_file

ONE = paragraph("第一条　灯会主办人应当报备。")
TEXT = "某镇灯会办法\n第一条 灯会主办人应当报备。\n第二条 不得放火。\n"


def printed(*, encrypted: bool = False, words: str = "") -> bytes:
    made = BytesIO()
    canvas = Canvas(made, encrypt=StandardEncryption("geheim") if encrypted else None)
    if words:
        canvas.drawString(100, 700, words)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def bomb() -> bytes:
    made = BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as stream,
    ):
        for _ in range(100):
            stream.write(b" " * 1_000_000)
    return made.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, content)
    return made.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    b"<a>&c;</a>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "是空文件"),
    "blanks": (lambda: b" \n\t", "是空文件"),
    "bytes": (lambda: bytes(range(128, 256)) * 9, "不是文本，也不是认得的文件"),
    "an encrypted PDF": (lambda: printed(encrypted=True), "加了密码的 PDF"),
    "a broken PDF": (lambda: b"%PDF-1.7\n" + b"x" * 900, "是 PDF，但已损坏"),
    "50 MB that are no PDF": (lambda: b"%PDF-1.7\n" + b"\0" * 50_000_000, "是 PDF，但已损坏"),
    "too large": (lambda: b"%PDF-1.7\n" + b"\0" * 60_000_001, "超过 60 MB，没有读入"),
    "a PDF without a word": (printed, "没有文字也没有图的 PDF"),
    "half a Word file": (lambda: word_file(ONE)[:300], "已损坏"),
    "a Word file without its text": (lambda: with_part("word/styles.xml", b"<a/>"), "已损坏"),
    "a Word file with broken XML": (lambda: with_part("word/document.xml", b"<a><b>"), "已损坏"),
    "entities": (lambda: with_part("word/document.xml", ENTITIES), "已损坏"),
    "a bomb": (bomb, "像压缩炸弹，没有解压"),
    "an encrypted Word file": (
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "加了密码的 Office 文件",
    ),
    "Excel": (lambda: with_part("xl/workbook.xml", b""), "Excel 工作簿.*复制到记事本"),
    "a ZIP": (lambda: with_part("某法.txt", b"x"), "ZIP.*请先解压"),
    "bytes that begin as a Word file": (lambda: b"PK\x03\x04" + bytes(900), "损坏.*重新取得"),
    "a broken picture": (lambda: b"\x89PNG\r\n\x1a\nabc", "是图片，但已损坏|pip install"),
}


@pytest.mark.parametrize(("make", "why"), BAD.values(), ids=BAD)
def test_one_line_says_why(make: Callable[[], bytes], why: str) -> None:
    with pytest.raises(FiredutyError, match=rf"^灯会\.docx .*(?:{why})") as caught:
        read_file(make(), "灯会.docx")
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_macros_are_not_read() -> None:
    data = word_file(ONE, {"word/vbaProject.bin": "Sub AutoOpen()"})
    found = read_file(data, "灯会.docm")
    assert found.text == "第一条　灯会主办人应当报备。"
    assert "有宏，没有运行" in found.report.notes[0]


def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.01)
    with pytest.raises(FiredutyError, match="没有读完，已停止"):
        read_file(printed(words="x"), "灯会.pdf")


def test_a_reader_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(FiredutyError, match="文件已损坏，或者要的内存太多"):
        read_file(printed(words="x"), "灯会.pdf")


def test_without_libreoffice_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda _: None)
    with pytest.raises(FiredutyError, match=r"旧版 Word.*LibreOffice.*另存为 \.docx"):
        read_file(OLE + "WordDocument".encode("utf-16-le"), "灯会.doc")
    with pytest.raises(FiredutyError, match=r"RTF 文件.*LibreOffice"):
        read_file(b"{\\rtf1 x}", "灯会.rtf")


def test_without_the_extra_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "find_spec", lambda _: None)
    with pytest.raises(FiredutyError, match=r"是图片.*pip install 'fireduty\[ocr\]'"):
        scans.read_picture(b"\x89PNG\r\n\x1a\n", "灯会.png")


def test_of_a_folder_the_broken_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number:02}.txt").write_text(TEXT.replace("某镇", f"第{number}镇"), "utf-8")
    (tmp_path / "20.docx").write_bytes(word_file(ONE)[:200])
    (tmp_path / "21.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "22.txt").write_bytes(b"")
    found = read_documents([tmp_path], "builtin")
    assert sum(one.fault is None for one in found) == 20
    assert [one.path.name for one in found if one.fault] == ["20.docx", "21.pdf", "22.txt"]
    assert all(str(one.path) in str(one.fault) for one in found if one.fault)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "灯会.txt")
    with pytest.raises(FiredutyError, match="管道"):
        read_file(tmp_path / "灯会.txt")


def test_bounds_are_those_of_the_page() -> None:
    from ui.web.guard.limits import TEXTS
    from ui.web.views.library import MOST_BYTES

    assert TEXTS["/view/library/reading"] == MOST_BYTES <= read.MOST_BYTES
