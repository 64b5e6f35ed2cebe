"""One way in for every file: its bytes → the text of a regulation and how it was read.

What a file is, is told by its content; its name only is said in messages. Nothing else is done here:
whether the text is well read and whether it is added is for those who asked.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.files import read_file as read_bytes
from corpus.readers.apart import read_apart
from corpus.readers.collection import is_json, read_json
from corpus.readers.enclosing import take_enclosed
from corpus.readers.furniture import take_off_page
from corpus.readers.office import read_with_libreoffice
from corpus.readers.report import ReadFile, ReadingReport, refuse
from corpus.readers.web import decode_html, is_html, is_saved_mail, read_html, read_mail
from corpus.readers.word import read_word
from corpus.text.encodings import decode_text
from corpus.text.file_kind import is_traditional, name_kind
from corpus.text.load import MAX_BYTES

#: The most bytes of a file; texts and web pages are smaller.
MOST_BYTES = 60_000_000
#: Kinds that LibreOffice reads → the ending by which it knows them.
_CONVERTED = {"doc": ".doc", "ole": ".doc", "rtf": ".rtf", "odt": ".odt"}
#: Endings of files that are taken of a folder. Pictures are not: they must be named.
SUFFIXES = frozenset(
    (
        ".txt",
        ".md",
        ".markdown",
        ".docx",
        ".docm",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
        ".pdf",
        ".html",
        ".htm",
        ".mht",
        ".mhtml",
        ".json",
    )
)


def read_file(source: Path | bytes, name: str = "") -> ReadFile:
    """The text of a regulation's file, with how it was read.

    Args:
        source: the file, or its bytes.
        name: as a person knows it; the path by default.

    Raises:
        FiredutyError: it cannot be read, or holds no one regulation; one Chinese line that says why.
    """
    name = _named(source, name)
    read = read_whole(source, name)
    text, page = take_off_page(read.text)
    enclosed = take_enclosed(text, name)
    report = read.report.and_also(dropped=(*page, *enclosed.dropped))
    return ReadFile(enclosed.text, report)


def _named(source: Path | bytes, name: str) -> str:
    return name or (str(source) if isinstance(source, Path) else "文件")


def read_whole(source: Path | bytes, name: str = "") -> ReadFile:
    """The text of any file as it stands, be it a regulation or a notice about some.

    Args:
        source: the file, or its bytes.
        name: as a person knows it; the path by default.

    Raises:
        FiredutyError: it cannot be read; one Chinese line that says why.
    """
    name = _named(source, name)
    data = read_bytes(source, MOST_BYTES) if isinstance(source, Path) else source
    if len(data) > MOST_BYTES:
        raise refuse(name, f"超过 {MOST_BYTES // 1_000_000} MB，没有读入；请分成几份")
    if not data.strip():
        raise refuse(name, "是空文件")
    try:
        return _simplified(_read(data, name))
    except RecursionError as error:
        raise refuse(name, "里一层套一层太深，没有读入；请另存为文本") from error


def _read(data: bytes, name: str) -> ReadFile:
    kind = name_kind(data)
    if kind is None:
        return _read_text(data, name)
    if kind.id in ("pdf", "image"):
        return read_apart(data, name, kind.id)
    if kind.id == "docx":
        return read_word(data, name)
    if kind.id in _CONVERTED:
        return read_with_libreoffice(data, name, kind.name, _CONVERTED[kind.id])
    raise refuse(name, f"是{kind.name}，这里读不了；{kind.remedy}")


def _read_text(data: bytes, name: str) -> ReadFile:
    if len(data) > MAX_BYTES:
        raise refuse(name, f"是超过 {MAX_BYTES // 1_000_000} MB 的文本，没有读入；请分成几份")
    if is_saved_mail(data):
        return read_mail(data, name)
    found = decode_text(data)
    if found is None:
        raise refuse(name, "不是文本，也不是认得的文件，可能已损坏；请重新取得")
    text, encoding = found
    if is_html(text):
        return read_html(decode_html(data) or text, name)
    if is_json(text):
        return read_json(text, name)
    notes = () if encoding == "UTF-8" else (f"按 {encoding} 编码读入",)
    return ReadFile(text, ReadingReport(notes=notes))


def _simplified(read: ReadFile) -> ReadFile:
    """The text in simplified characters, which is what is asked and searched."""
    if not is_traditional(read.text):
        return read
    from opencc import OpenCC

    words = "原文是繁体字，已转换成简体字，引文因此不是原文的字形；请对照原件"
    return replace(
        read, text=OpenCC("t2s").convert(read.text), report=read.report.and_also(doubts=(words,))
    )
