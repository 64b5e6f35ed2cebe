"""What a file is, told by its content, where it is no text of a regulation; and what to do then."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from corpus.text.encodings import share_of
from corpus.text.markup import is_web_page

#: What to do with what only the readers take.
READ_FIRST = (
    "请用 fireduty library add 收录，或先运行 fireduty corpus read 文件 > 文本.txt 存成文本"
)
#: What to do where no reader takes a file.
_UNPACK = "请先解压，再给出其中的文件"
_COPY = "请把条文复制到记事本，另存为 UTF-8 的 .txt"


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is, told by its content.

    Attributes:
        id: short name, by which a reader is chosen.
        name: Chinese.
        remedy: what to do, where no reader takes it; else empty.
    """

    id: str
    name: str
    remedy: str = ""


_IMAGE = FileKind("image", "图片")
#: First bytes → what the file is.
_MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"%PDF-", FileKind("pdf", "PDF 文件")),
    (b"\xd0\xcf\x11\xe0", FileKind("ole", "旧版 Office 文件（.doc、.xls 或 WPS）")),
    (b"{\\rtf", FileKind("rtf", "RTF 文件")),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"MM\x00*", _IMAGE),
    (b"BM", _IMAGE),
    (b"RIFF", _IMAGE),
    (b"\x1f\x8b", FileKind("gzip", "压缩文件（gzip）", _UNPACK)),
    (b"Rar!", FileKind("rar", "压缩文件（RAR）", _UNPACK)),
    (b"7z\xbc\xaf", FileKind("7z", "压缩文件（7z）", _UNPACK)),
    (b"SQLite format 3", FileKind("sqlite", "数据库文件", "请给出法规的文件")),
)
#: A name inside a zip archive → what the archive is.
_ARCHIVES = (
    ("word/", FileKind("docx", "Word 文档（.docx）")),
    ("xl/", FileKind("xlsx", "Excel 工作簿（.xlsx）", _COPY)),
    ("ppt/", FileKind("pptx", "PowerPoint 文件（.pptx）", _COPY)),
    (
        "OFD.xml",
        FileKind("ofd", "OFD 版式文件", "请用 OFD 阅读器另存为 PDF 或 Word，再给出那个文件"),
    ),
    ("content.xml", FileKind("odt", "OpenDocument 文档（.odt）")),
    ("META-INF/container.xml", FileKind("epub", "EPUB 电子书", _COPY)),
)
_ZIP = FileKind("zip", "压缩文件（ZIP）", _UNPACK)
_BROKEN = FileKind("broken", "损坏了的 Word 文档或压缩文件", "请重新取得")
#: The name of a stream inside an old Office file → what it is.
_STREAMS = (
    (
        "EncryptedPackage",
        FileKind("encrypted", "加了密码的 Office 文件", "请在 Word 或 WPS 里取消密码，另存一份"),
    ),
    ("WordDocument", FileKind("doc", "旧版 Word 或 WPS 文档（.doc、.wps）")),
    ("Workbook", FileKind("xls", "旧版 Excel 工作簿（.xls）", _COPY)),
    ("PowerPoint Document", FileKind("ppt", "旧版 PowerPoint 文件（.ppt）", _COPY)),
)
#: First bytes of an image that others may have too: then a zero stands soon after.
_SHORT = (b"BM",)
#: A line break, or 第, written as an escape.
_ESCAPED = re.compile(r"\\r?\\?n(?=[ \u3000]*(?:第|[（(]|附|\\|$))|\\u7b2c", re.MULTILINE)


def name_kind(data: bytes) -> FileKind | None:
    """What bytes are that are no text; None where they may be one, in whatever encoding."""
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (magic not in _SHORT or b"\0" in data[:64]):
            if magic == b"RIFF" and data[8:12] != b"WEBP":
                continue
            return _name_streams(data, kind) if kind.id == "ole" else kind
    if b"%PDF-" in data[:1024]:  # other bytes may stand before it
        return FileKind("pdf", "PDF 文件")
    return _name_archive(data) if data.startswith(b"PK\x03\x04") else None


def name_text(text: str) -> tuple[str, str] | None:
    """What a text in UTF-8 is that is no plain text of a regulation, and what to do; else None."""
    if is_web_page(text):
        return "网页（HTML）", READ_FIRST
    if _ESCAPED.search(text) and len(_ESCAPED.findall(text)) > text.count("\n"):
        return (
            "转义过的文本（换行写成了 \\n，像 JSON 里的字符串）",
            "请先还原成真正的换行，再存为 UTF-8 的 .txt",
        )
    if _is_garbled(text):
        return "乱码（编码转错过的文本）", "请重新取得原文，用 UTF-8 保存"
    return None


def _name_archive(data: bytes) -> FileKind:
    names: list[str] = []
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        names = [n for n, _ in _ARCHIVES if n.encode() in data[:4096]]
        if not names:
            return _BROKEN
    for prefix, kind in _ARCHIVES:
        if any(name.startswith(prefix) for name in names):
            return kind
    return _ZIP


def _name_streams(data: bytes, kind: FileKind) -> FileKind:
    """What an old Office file is, by the names of its streams; the directory may stand anywhere."""
    for stream, found in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return found
    return kind


def _is_garbled(text: str) -> bool:
    """Whether bytes were once read with the wrong encoding and saved so."""
    if "锟斤拷" in text or "烫烫烫" in text:
        return True
    latin = sum("\u00a0" <= c <= "\u00ff" for c in text)
    return latin > 0.3 * len(text) and not re.search("[\u4e00-\u9fff]", text)


# --- texts without a label ------------------------------------------------------------------------

_TRADITIONAL = re.compile(r"第 ?[〇零一二三四五六七八九十百千\d]+ ?條")
_SIMPLE = re.compile(r"第 ?[〇零一二三四五六七八九十百千\d]+ ?条")
_IN_TABLE = re.compile(r"^ *[|│┃].*第 ?[〇零一二三四五六七八九十百千\d]+ ?条.*[|│┃]", re.MULTILINE)
_NORM = re.compile(r"应当|不得|制定本|负责|施行")


def name_unlabelled(text: str) -> str:
    """Why no 条 was found in a text, and what to do: traditional characters, or numbers that are lost."""
    if _IN_TABLE.search(text):
        return "条文都在表格里（每行以「|」分栏），请把各格改成一行一条的正文，以「第…条」开头"
    if found := _TRADITIONAL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        return f"是繁体字文本（第 {line} 行「{found.group()}」）；{READ_FIRST}，会转换成简体字"
    if is_traditional(text):
        return f"像是繁体字文本；{READ_FIRST}，会转换成简体字"
    paragraphs = [p for p in text.splitlines() if p.strip().endswith(("。", "；"))]
    if len(paragraphs) >= 2 and _NORM.search(text):
        return (
            "各段前没有「第…条」：可能是 Word 的自动编号没有存下来，请在 Word 里全选，"
            "按 Ctrl+Shift+F9 或用「将编号转换为文本」，再另存为纯文本"
        )
    return "不是可用的法规文本"


def is_traditional(text: str) -> bool:
    """Whether the labels of a text are in traditional characters."""
    return len(_TRADITIONAL.findall(text)) > len(_SIMPLE.findall(text)) or (
        share_of(text, "為條應當機關單國責與實規") > 0.04
    )
