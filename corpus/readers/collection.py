"""Laws as JSON, as public collections publish them: the fields that hold the text, found by what is in them.

A field with lines that begin with 「第…条」 is the text; so is a list whose members have a number and
words of their own. What else the record says (dates, sources, ids) is told, not taken for text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from corpus.readers.beginnings import article_of
from corpus.readers.report import Dropped, ReadFile, ReadingReport, refuse
from corpus.readers.web import is_html, read_html
from corpus.text.numerals import print_article

_TITLES = (
    "title",
    "name",
    "标题",
    "名称",
    "法规名称",
    "法律名称",
    "lawname",
    "law_name",
    "law",
    "flmc",
    "bt",
)
_NUMBERS = (
    "number",
    "no",
    "num",
    "index",
    "article_no",
    "article_number",
    "article",
    "label",
    "条号",
    "条",
    "序号",
    "编号",
)
_WORDS = (
    "content",
    "text",
    "body",
    "正文",
    "内容",
    "全文",
    "条文",
    "fulltext",
    "full_text",
    "html",
    "value",
    "word",
)
_HEADINGS = ("heading", "title", "name", "chapter", "section", "标题", "名称", "章", "节")
_DEEPEST = 40


def is_json(text: str) -> bool:
    """Whether a text looks like JSON."""
    start = text.lstrip("\ufeff \t\r\n")
    return start[:1] in "{[" and start.rstrip()[-1:] in "}]" and '"' in start[:2000]


def read_json(source: str, name: str) -> ReadFile:
    """The text of a law in JSON.

    Raises:
        FiredutyError: it is no JSON, or it is not clear which fields hold the text.
    """
    try:
        record = json.loads(source)
    except (ValueError, RecursionError) as error:
        raise refuse(name, "像 JSON，但格式不对，读不出；请重新取得") from error
    laws = list(_laws(record, 0))
    if not laws:
        raise refuse(
            name, "是 JSON，里面没有找到以「第…条」写成的正文，不清楚哪个字段是条文；请另存为文本"
        )
    if len(laws) > 1:
        titles = "、".join(f"《{_title(law) or '没有名称'}》" for law in laws[:5])
        raise refuse(name, f"是 JSON，里面有 {len(laws)} 部法规（{titles}），请分成一部一个文件")
    return _read_law(laws[0], name)


def _laws(node: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The records that hold a text of their own; the outermost that has a title and one text."""
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        if node and any(_is_article(member) for member in node):
            yield {"content": node}
            return
        for member in node:
            yield from _laws(member, depth + 1)
    elif isinstance(node, dict):
        below = [
            law
            for value in node.values()
            if isinstance(value, dict | list)
            for law in _laws(value, depth + 1)
        ]
        titled = sum(bool(_title(law)) for law in below)
        if any(_is_text(value) for value in node.values()) or (
            below
            and (len(below) == 1 or not titled or _goes_on(below))
            and (_title(node) or titled == 0)
        ):
            yield node
        else:
            yield from below


def _goes_on(laws: list[dict[str, Any]]) -> bool:
    """Whether parts are chapters of one law: the articles of each go on after those before."""
    firsts = [next((n for line in _lines(law, 0) if (n := article_of(line))), "") for law in laws]
    return firsts.count("1") <= 1


def _is_text(value: Any) -> bool:
    """Whether a field holds the text of a law."""
    if not isinstance(value, str) or "条" not in value:
        return False
    lines = value.split("\n") if not is_html(value) else re.sub(r"<[^>]+>", "\n", value).split("\n")
    return sum(bool(article_of(line.strip())) for line in lines) > 1


def _is_article(member: Any) -> bool:
    """Whether a member of a list is a provision: words with a number, or words that begin with one."""
    if isinstance(member, str):
        return bool(article_of(member.strip()))
    if not isinstance(member, dict):
        return False
    words = _field(member, _WORDS)
    return (
        isinstance(words, str)
        and not _is_text(words)
        and bool(article_of(words.strip()) or article_of(f"{_number(member)} 甲"))
    )


def _title(record: dict[str, Any]) -> str:
    found = _field(record, _TITLES)
    return found.strip() if isinstance(found, str) and not article_of(found + " 甲") else ""


def _field(record: dict[str, Any], names: tuple[str, ...]) -> Any:
    by_name = {key.lower(): value for key, value in record.items()}
    return next((by_name[n] for n in names if by_name.get(n) not in (None, "", [])), None)


def _number(record: dict[str, Any]) -> str:
    """The label of a provision: as it is printed, or made of its number."""
    value = _field(record, _NUMBERS)
    if value is None or isinstance(value, dict | list | bool):
        title = _field(record, ("title", "标题"))
        value = title if isinstance(title, str) and article_of(title + " 甲") else ""
    words = str(value).strip()
    return print_article(words) if re.fullmatch(r"[1-9]\d{0,3}(?:-[1-9]\d?)?", words) else words


def _lines(node: Any, depth: int) -> Iterator[str]:
    """The text below a node, in its order."""
    if depth > _DEEPEST:
        return
    if isinstance(node, str):
        yield from node.split("\n")
    elif isinstance(node, list):
        for member in node:
            yield from _lines(member, depth + 1)
    elif isinstance(node, dict):
        words, label = _field(node, _WORDS), _number(node)
        if _is_article(node) and isinstance(words, str):
            yield words if article_of(words.strip()) else f"{label}　{words}"
        elif isinstance(words, str):
            heading = _field(node, _HEADINGS)
            if depth and isinstance(heading, str) and not _is_text(words):
                yield heading
            yield from words.split("\n")
        elif depth and isinstance(heading := _field(node, _HEADINGS), str):
            yield heading
        for value in node.values():
            if isinstance(value, list) or (isinstance(value, dict) and value is not words):
                yield from _lines(value, depth + 1)


def _read_law(law: dict[str, Any], name: str) -> ReadFile:
    title = _title(law)
    used: set[str] = set()
    body: list[str] = []
    notes: list[str] = []
    dropped: list[Dropped] = []
    for key, value in law.items():
        if _is_text(value):
            used.add(key)
            if is_html(value):
                page = read_html(value, name)
                body += page.text.split("\n")
                dropped += page.report.dropped
            else:
                body += value.split("\n")
        elif isinstance(value, list | dict):
            found = [line for line in _lines(value, 1) if line.strip()]
            if any(map(article_of, (line.strip() for line in found))):
                used.add(key)
                body += found
    fields = {k: v for k, v in law.items() if k not in used and v not in (None, "", [], {})}
    dropped += [
        Dropped("字段", key, str(value))
        for key, value in fields.items()
        if str(value).strip() != title
    ]
    notes.append(f"条文取自字段 {'、'.join(sorted(used))}")
    if title and not any(line.strip() == title for line in body[:5]):
        body.insert(0, title)
    report = ReadingReport("JSON", tuple(notes), (), tuple(dropped))
    return ReadFile("\n".join(line.rstrip("\r") for line in body), report)
