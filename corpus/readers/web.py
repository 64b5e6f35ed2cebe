"""Web pages, saved or pasted as HTML: the text of the regulation without what is around it.

What is around it is told by what pages are made of (navigation, footers, forms, scripts), by what such
parts are called, and by where the provisions stand: the smallest part of the page that holds them all is
the text, with the heading above it. Everything that is left out is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

from corpus.readers.beginnings import article_of
from corpus.readers.blocks import Table, put_into_lines
from corpus.readers.enclosing import NAME
from corpus.readers.report import Dropped, ReadFile, ReadingReport, refuse
from corpus.text.encodings import decode_text
from corpus.text.markup import is_web_page

_ASIDE = {
    "nav": "导航",
    "header": "页首",
    "footer": "页脚",
    "aside": "边栏",
    "form": "表单",
    "button": "按钮",
    "select": "按钮",
    "menu": "导航",
}
_UNSEEN = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "svg",
        "head",
        "link",
        "meta",
        "input",
        "textarea",
    )
)
#: Words in the id or class of a part → what it is.
_CALLED = (
    (re.compile(r"nav|menu|breadcrumb|crumb|position|location|dqwz", re.I), "导航"),
    (re.compile(r"foot|copyright|beian|icp|bottom", re.I), "页脚"),
    (
        re.compile(r"share|bdshare|social|weixin|qrcode|ewm|print|fontsize|toolbar|tools?\b", re.I),
        "分享、打印按钮",
    ),
    (
        re.compile(
            r"sidebar|related|recommend|hot|prev|next|pager|comment|banner|search|login|\bads?\b",
            re.I,
        ),
        "边栏",
    ),
)
_LINES = frozenset(
    (
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "hr",
        "section",
        "article",
        "main",
        "blockquote",
        "pre",
        "body",
        "center",
        "figure",
        "address",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "fieldset",
    )
)
_TAGS = re.compile(r"<(?:p|div|br|span|h[1-6]|li|td|section|article)\b", re.I)
#: Parts of a page that are told by what they are called; words inside a sentence are not.
_PARTS = frozenset(("div", "ul", "ol", "dl", "section", "table", "center"))
_UNSHOWN = "不显示的部分"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_TITLE_MOST = 60
_DEEPEST = 200


def is_html(text: str) -> bool:
    """Whether a text is HTML: a whole page, or a piece of one that begins with a tag."""
    start = text.lstrip("\ufeff \t\r\n")[:4000]
    if is_web_page(text):
        return True
    return start.startswith("<") and len(_TAGS.findall(text)) >= 3 and "</" in text


def is_saved_mail(data: bytes) -> bool:
    """Whether a page was saved as one file with its pictures (.mht)."""
    head = data[:2000].lower()
    return b"mime-version:" in head and b"multipart/related" in head


def read_mail(data: bytes, name: str) -> ReadFile:
    """The page inside a .mht file.

    Raises:
        FiredutyError: there is none.
    """
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return read_html(decode_html(content) or "", name)
    raise refuse(name, "是网页存档（.mht），里面没有网页；请在浏览器里另存为网页")


def decode_html(data: bytes) -> str | None:
    """The text of a page by the encoding that it names, else by its bytes; None for neither."""
    named = _CHARSET.search(data[:4000])
    if named:
        encoding = named[1].decode("ascii").lower()
        encoding = "gb18030" if encoding in ("gb2312", "gbk") else encoding
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            pass
    found = decode_text(data)
    return found[0] if found else None


def read_html(source: str, name: str) -> ReadFile:
    """The text of a page.

    Raises:
        FiredutyError: it cannot be parsed, or holds provisions in a table that is no one text.
    """
    from lxml import etree, html

    try:
        root = html.fromstring(source.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise refuse(
            name, "是网页（HTML），读不出内容；请把条文复制到记事本，另存为 .txt"
        ) from error
    dropped = list(_take_out(root))
    main = _main(root)
    heading, around = _above(root, main)
    for node, what in around:
        words = _words(node)
        if words:
            dropped.append(Dropped(what, "", words))
    blocks = list(_blocks(main))
    if heading and heading not in "".join(b for b in blocks[:6] if isinstance(b, str)):
        blocks.insert(0, heading)
    lines = put_into_lines(blocks, name)
    seen: dict[tuple[str, str], Dropped] = {(d.what, d.words): d for d in dropped if d.words}
    report = ReadingReport("网页（HTML）", (), lines.doubts, (*seen.values(), *lines.dropped))
    return ReadFile(lines.text, report)


# --- what is no text -------------------------------------------------------------------------------


def _take_out(root: Any) -> Iterator[Dropped]:
    """Remove scripts, and parts of the page that hold no provision and are not its text."""
    for node in [n for n in root.iter() if not isinstance(n.tag, str) or n.tag in _UNSEEN]:
        _remove(node)
    for node in list(root.iter()):
        what = _aside(node)
        if not what or node is root or node.getparent() is None:
            continue
        if not _articles(node) or (what == _UNSHOWN and _articles(node) < _articles(root)):
            if words := _words(node):
                yield Dropped(what, "", words)
            _remove(node)


def _aside(node: Any) -> str:
    if node.tag in ("html", "body"):
        return ""
    if _HIDDEN.search(node.get("style", "")) or node.get("hidden") is not None:
        return _UNSHOWN
    if node.tag in _ASIDE and node.find(".//h1") is None:
        return _ASIDE[node.tag]
    called = f"{node.get('id', '')} {node.get('class', '')} {node.get('role', '')}".strip()
    if not called or node.tag not in _PARTS:
        return ""
    return next((what for pattern, what in _CALLED if pattern.search(called)), "")


def _remove(node: Any) -> None:
    """Take an element out, and leave the words that follow it."""
    above, tail = node.getparent(), node.tail or ""
    if above is None:
        return
    before = node.getprevious()
    if tail:
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            above.text = (above.text or "") + tail
    node.tail = None
    above.remove(node)


# --- where the text is -----------------------------------------------------------------------------


def _main(root: Any) -> Any:
    """The smallest part that holds all provisions; the whole where there are none."""
    body = root.find(".//body")
    at = root if body is None else body
    everything = _articles(at)
    while everything:
        inside = [c for c in at if isinstance(c.tag, str) and _articles(c) == everything]
        if len(inside) != 1 or inside[0].tag in ("p", "span"):
            break
        if inside[0].tag in ("tr", "td", "tbody") and everything < 2:
            break
        at = inside[0]
    return at


def _articles(node: Any) -> int:
    return sum(bool(article_of(line)) for line in _plain_lines(node))


def _plain_lines(node: Any) -> list[str]:
    return [line.strip() for line in _text(node, 0).split("\n")]


def _above(root: Any, main: Any) -> tuple[str, list[tuple[Any, str]]]:
    """The heading above the text, and the other parts of the page around the text."""
    around: list[tuple[Any, str]] = []
    heading = ""
    node = main
    while node is not root and (above := node.getparent()) is not None:
        for sibling in above:
            if sibling is node or not isinstance(sibling.tag, str):
                continue
            before = above.index(sibling) < above.index(node)
            found = _heading(sibling) if before else ""
            heading = heading or found
            if not found or _words(sibling) != found:
                around.append((sibling, "正文前" if before else "正文后"))
        node = above
    return heading, around


def _heading(node: Any) -> str:
    """The title that an element is or holds: a heading, else a line that is the name of a regulation."""
    titles = [_words(one) for one in node.iter("h1", "h2")]
    titles += [line for line in _plain_lines(node) if NAME.fullmatch(line)]
    return next((words for words in titles if 2 < len(words) <= _TITLE_MOST), "")


# --- its words -------------------------------------------------------------------------------------


def _words(node: Any) -> str:
    return " ".join(" ".join(_text(node, 0).split("\n")).split())


def _text(node: Any, depth: int) -> str:
    """The words of an element as a browser shows them, a block a line."""
    if not isinstance(node.tag, str) or depth > _DEEPEST:
        return ""
    if node.tag == "br":
        return "\n"
    parts = [_flat(node.text, node)]
    for part in node:
        parts += [_text(part, depth + 1), _flat(part.tail, node)]
    words = "".join(parts)
    return f"\n{words}\n" if node.tag in _LINES else words


def _flat(words: str | None, node: Any) -> str:
    if not words:
        return ""
    return words if node.tag == "pre" else _BLANKS.sub(" ", words)


def _blocks(main: Any) -> Iterator[str | Table]:
    """Lines and tables of the text. A table that only lays the page out is no table."""
    tables = [t for t in main.iter("table") if not _lays_out(t)]
    tables = [t for t in tables if not any(a in tables for a in t.iterancestors("table"))]
    marks = {}
    for number, table in enumerate(tables, 1):
        marks[f"\ue000{number}\ue001"] = Table(tuple(_rows(table)), f"第 {number} 个表格")
        tail = table.tail
        table.clear()
        table.text, table.tail = f"\ue000{number}\ue001", tail
    for line in _text(main, 0).split("\n"):
        words = line.strip(" \t\xa0")
        if words in marks:
            yield marks[words]
        elif words:
            yield words


def _lays_out(table: Any) -> bool:
    """Whether a cell of a table holds several provisions, or it has one column only."""
    return any(_articles(cell) > 1 for cell in table.iter("td")) or all(
        len([c for c in row if c.tag in ("td", "th")]) < 2 for row in table.iter("tr")
    )


def _rows(table: Any) -> Iterator[tuple[tuple[str, ...], ...]]:
    for row in table.iter("tr"):
        cells = [c for c in row if c.tag in ("td", "th")]
        yield tuple(tuple(line for line in _plain_lines(c) if line) for c in cells)
