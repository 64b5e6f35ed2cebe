"""Fields above a pasted text, as databases of laws print them: 「时效性：现行有效」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.text.dates import read_date
from corpus.text.ranks import RANKS

_FIELD = re.compile(r"[【\[]?(?P<name>[\u4e00-\u9fff]{2,6})[】\]]?[：:|](?P<value>[^：:]{1,60})")
_NAMES = {
    "时效性": "status",
    "效力状态": "status",
    "有效性": "status",
    "状态": "status",
    "制定机关": "issuer",
    "发布机关": "issuer",
    "发文机关": "issuer",
    "发布部门": "issuer",
    "颁布机关": "issuer",
    "公布机关": "issuer",
    "发布单位": "issuer",
    "发文字号": "number",
    "发布文号": "number",
    "文号": "number",
    "公布日期": "published",
    "发布日期": "published",
    "颁布日期": "published",
    "成文日期": "published",
    "发文日期": "published",
    "施行日期": "effective",
    "实施日期": "effective",
    "生效日期": "effective",
    "法律性质": "rank",
    "效力级别": "rank",
    "效力位阶": "rank",
    "法规类别": "rank",
}
_STATUSES = {
    "有效": "现行有效",
    "现行有效": "现行有效",
    "现行": "现行有效",
    "尚未生效": "尚未施行",
    "尚未施行": "尚未施行",
    "未生效": "尚未施行",
    "已修改": "已修改",
    "已被修改": "已修改",
    "已废止": "已废止",
    "废止": "已废止",
    "失效": "已废止",
    "已失效": "已废止",
}


@dataclass(frozen=True, slots=True)
class PrintedFields:
    """What the fields above a text state; empty or None for what they do not.

    Attributes:
        status: one of the status words.
        status_words: the field as it is printed.
        issuer: the body that made the text.
        number: of its decree or file.
        rank: its rank.
        published: the day of publication.
        effective: since when it is in force.
    """

    status: str = ""
    status_words: str = ""
    issuer: str = ""
    number: str = ""
    rank: str = ""
    published: date | None = None
    effective: date | None = None


def is_field(line: str) -> bool:
    """Whether a line is such a field."""
    found = _FIELD.fullmatch(re.sub(r"\s+", "", line).strip("|"))
    return found is not None and found["name"] in _NAMES


def read_fields(lines: Sequence[str]) -> PrintedFields:
    """The fields among head lines; the first of a name counts."""
    given: dict[str, str] = {}
    printed = ""
    for line in lines:
        plain = re.sub(r"\s+", "", line).strip("|")
        found = _FIELD.fullmatch(plain)
        name = _NAMES.get(found["name"]) if found else None
        if found is None or name is None or name in given:
            continue
        given[name] = found["value"]
        printed = plain if name == "status" else printed
    status = _STATUSES.get(given.get("status", ""), "")
    rank = given.get("rank", "")
    return PrintedFields(
        status=status,
        status_words=printed if status else "",
        issuer=given.get("issuer", ""),
        number=given.get("number", ""),
        rank=next((r for r in RANKS if r in rank), ""),
        published=read_date(given.get("published", "")),
        effective=read_date(given.get("effective", "")),
    )
