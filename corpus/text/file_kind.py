"""What a file is, told by its content, where it is no text of a regulation; and what to do then."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from corpus.text.markup import is_web_page

_SAVE = "请在{program}里打开，另存为「纯文本（*.txt）」，编码选 UTF-8"
_COPY = "请用 PDF 阅读器打开，全选复制到记事本（扫描件要先做文字识别），另存为 UTF-8 的 .txt"
#: First bytes → what the file is, and how to get a text out of it.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "PDF 文件", _COPY),
    (
        b"\xd0\xcf\x11\xe0",
        "旧版 Office 文件（.doc、.xls 或 WPS）",
        _SAVE.format(program=" Word 或 WPS "),
    ),
    (b"{\\rtf", "RTF 文件", _SAVE.format(program=" Word 或写字板")),
    (b"\x89PNG", "图片", "请先做文字识别，再存为 UTF-8 的 .txt"),
    (b"\xff\xd8\xff", "图片", "请先做文字识别，再存为 UTF-8 的 .txt"),
    (b"GIF8", "图片", "请先做文字识别，再存为 UTF-8 的 .txt"),
    (b"II*\x00", "图片", "请先做文字识别，再存为 UTF-8 的 .txt"),
    (b"MM\x00*", "图片", "请先做文字识别，再存为 UTF-8 的 .txt"),
    (b"BM", "图片", "请先做文字识别，再存为 UTF-8 的 .txt"),
    (b"\x1f\x8b", "压缩文件（gzip）", "请先解压"),
    (b"Rar!", "压缩文件（RAR）", "请先解压"),
    (b"7z\xbc\xaf", "压缩文件（7z）", "请先解压"),
    (b"SQLite format 3", "数据库文件", "请给出法规的文本文件"),
)
#: A name inside a zip archive → what the archive is.
_ARCHIVES = (
    ("word/", "Word 文档（.docx）", _SAVE.format(program=" Word 或 WPS ")),
    ("xl/", "Excel 工作簿（.xlsx）", "请把条文复制到记事本，另存为 UTF-8 的 .txt"),
    ("ppt/", "PowerPoint 文件（.pptx）", "请把条文复制到记事本，另存为 UTF-8 的 .txt"),
    ("OFD.xml", "OFD 版式文件", "请用 OFD 阅读器打开，全选复制到记事本，另存为 UTF-8 的 .txt"),
    ("content.xml", "OpenDocument 文档（.odt）", _SAVE.format(program=" LibreOffice ")),
    ("META-INF/container.xml", "EPUB 电子书", "请把条文复制到记事本，另存为 UTF-8 的 .txt"),
)
_UTF16 = "请用记事本另存为 UTF-8，或运行 iconv -f UTF-16 -t UTF-8"
_HTML = "请在浏览器里打开，选中条文复制到记事本，另存为 UTF-8 的 .txt"
#: A line break, or 第, written as an escape.
_ESCAPED = re.compile(r"\\r?\\?n(?=[ \u3000]*(?:第|[（(]|附|\\|$))|\\u7b2c", re.MULTILINE)
_COMMON = "的一是不在有和人为以第条章 法规定应当机关单位国家部门责任。，、；："
_COMMON_TRADITIONAL = "的一是不在有和人為以第條章 法規定應當機關單位國家部門責任。，、；："


def name_kind(data: bytes) -> tuple[str, str] | None:
    """What bytes are that are not the text of a regulation in UTF-8: its kind, and what to do.

    None where they may be such a text.
    """
    for magic, kind, remedy in _MAGIC:
        if data.startswith(magic) and (magic != b"BM" or b"\0" in data[:64]):
            return kind, remedy
    if data.startswith(b"PK\x03\x04"):
        return _name_archive(data)
    if wide := _name_wide(data):
        return wide, _UTF16
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _name_encoding(data)
    return None


def name_text(text: str) -> tuple[str, str] | None:
    """What a text in UTF-8 is that is no plain text of a regulation, and what to do; else None."""
    if is_web_page(text):
        return "网页（HTML）", _HTML
    if _ESCAPED.search(text) and len(_ESCAPED.findall(text)) > text.count("\n"):
        return (
            "转义过的文本（换行写成了 \\n，像 JSON 里的字符串）",
            "请先还原成真正的换行，再存为 UTF-8 的 .txt",
        )
    if _is_garbled(text):
        return "乱码（编码转错过的文本）", "请重新取得原文，用 UTF-8 保存"
    return None


def _name_archive(data: bytes) -> tuple[str, str]:
    names: list[str] = []
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        names = [n for n, _, _ in _ARCHIVES if n.encode() in data[:4096]]
    for prefix, kind, remedy in _ARCHIVES:
        if any(name.startswith(prefix) for name in names):
            return kind, remedy
    return "压缩文件（ZIP）", "请先解压，再给出其中的文本文件"


def _name_wide(data: bytes) -> str:
    """UTF-16 or UTF-32, by its mark or by the zeros of its line breaks and digits."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "UTF-32 编码的文本"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16 编码的文本（记事本里叫 Unicode）"
    sample = data[:4000]
    if b"\0" in sample and len(sample) > 8:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = sample[: len(sample) // 2 * 2].decode(encoding, "ignore")
            if _share(text, _COMMON) > 0.08 and "\0" not in text:
                return "UTF-16 编码的文本（记事本里叫 Unicode）"
    return ""


def _name_encoding(data: bytes) -> tuple[str, str] | None:
    """GBK or Big5, whichever makes words of the bytes; None where neither does."""
    readings = (
        (_share(_decoded(data, "gb18030"), _COMMON), "GBK 编码的文本", "GBK"),
        (_share(_decoded(data, "big5hkscs"), _COMMON_TRADITIONAL), "Big5 编码的繁体字文本", "BIG5"),
    )
    share, kind, name = max(readings)
    if share < 0.03:
        chinese = [r for r in readings if r[0] > 0]
        return (chinese[0][1], _convert(chinese[0][2])) if len(chinese) == 1 else None
    more = "，再转换成简体字" if name == "BIG5" else ""
    return kind, _convert(name) + more


def _convert(name: str) -> str:
    return f"请用记事本另存为 UTF-8，或运行 iconv -f {name} -t UTF-8"


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _share(text: str, common: str) -> float:
    """How much of a text is made of the commonest characters of statutes."""
    return sum(c in common for c in text) / len(text) if text else 0.0


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
        return (
            f"是繁体字文本（第 {line} 行「{found.group()}」），请先转换成简体字，例如 opencc -c t2s"
        )
    if is_traditional(text):
        return "像是繁体字文本，请先转换成简体字，例如 opencc -c t2s"
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
        _share(text, "為條應當機關單國責與實規") > 0.04
    )
