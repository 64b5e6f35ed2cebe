"""The title of a text and what it is called for short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.text.dates import find_dates
from corpus.text.printed_fields import is_field
from corpus.text.provision import Level, Provision

_FRONT_MATTER = re.compile(
    r"附件|附：|.*(?:主席令|令第|第.+号)|[（(].*[）)]$|\d{4}年|.*(?:通过|修正|修订|公布|发布|施行|批准)"
    r"|目 ?[录次]$|.*[。：；:]$|.*(?:印发|转发).*通知$|.*(?:文件|委员会令|人民政府令|公告)$|.*[〔\[]\d{4}[〕\]]"
    r"|签发人|[^\w]+$"
)
_TITLE_END = re.compile(
    r"(?:法|法典|条例|规定|办法|细则|规则|决定|解释|规范|标准|修正案|安排)(?:[（(].{1,12}[）)])*$"
)
_NOTICE = re.compile(r".*(?:印发|转发|发布|公布).*的?(?:通知|公告|决定)$")
#: A decision to amend, which may stand before the whole text as amended.
_AMENDMENT = re.compile(r".*关于(?:修改|修订|修正|废止).+的决定$")
_ENCLOSED = re.compile(r"附件?\d*[：:](.+)")
_LONGEST_TITLE = 80
#: What may be the head of a text: more is a text without labels.
_MOST_LINES, _LONGEST_LINE = 60, 4000
#: 「消防法（1998年4月29日…通过）」: a title with its history in the same line.
_WITH_HISTORY = re.compile(r"(?P<title>[^（(。]{2,60}?)[（(](?P<note>[^（(].*\d{4}.*)$", re.DOTALL)
#: Under a decree: 总理 …, 中华人民共和国主席 …, and the bodies that sign.
_SIGNED = re.compile(
    r"[\u4e00-\u9fff]{0,12}(?:总理|主席|省长|市长|区长|州长|县长|部长|局长|主任|署长|行长|院长|检察长)[\u4e00-\u9fff·]{2,4}"
)
#: A title with such words in it is a title all the same.
_NAMED = re.compile(
    r"[^。：；，]{2,}(?:法|条例|规定|办法|细则|规则|解释|安排|修正案)(?:[（(].{1,12}[）)])*$"
)
#: Parentheses of a title that count (（二）, （试行）) and are no note.
_COUNTS = re.compile(r"[（(][〇零一二三四五六七八九十百\d]{1,4}[）)]")


def head_lines(body: Provision) -> tuple[str, ...]:
    """The notes before the first heading or provision, without a table of contents."""
    lines: list[str] = []
    for node in body.children[:_MOST_LINES]:
        if node.level is not Level.NOTE or re.fullmatch(r"目\s*[录次]", node.text):
            break
        lines.append(node.text[:_LONGEST_LINE])
    return tuple(lines)


def guess_title(body: Provision) -> str:
    """Title from the lines before the first heading; two printed lines are joined.

    Below a notice that carries the text it is the last that ends as titles do, else the first.
    """
    groups: list[str] = [""]
    carried = False
    for line in _title_lines(body):
        text = line.replace(" ", "")
        amended = any(map(_AMENDMENT.match, groups))
        if amended and (enclosed := _ENCLOSED.fullmatch(text)):
            groups.append(enclosed[1].strip("《》"))
            continue
        carried = carried or _NOTICE.match(text) is not None
        front = _is_front_matter(line)
        if front or _TITLE_END.search(groups[-1]):
            groups.append("")
        if not front:
            groups[-1] += text.strip("《》") if text.startswith("《") else text
    titles = [g for g in groups if _TITLE_END.search(g) and len(g) <= _LONGEST_TITLE]
    carried = carried or any(map(_AMENDMENT.match, titles))
    if titles:
        return titles[-1 if carried else 0]
    return next((g for g in groups if g), "")[:_LONGEST_TITLE]


def short_key(title: str) -> str:
    """What a text is called for short: its title without the country and without notes.

    「中华人民共和国消防法（2021年修正）」 is 消防法; numbers stay: 刑法修正案（十一）.
    """
    kept = re.sub(
        r"[（(][^（()）]*[）)]",
        lambda note: note.group() if _COUNTS.fullmatch(note.group()) else "",
        title,
    )
    return kept.replace("中华人民共和国", "").replace(" ", "").strip() or title


def _title_lines(body: Provision) -> Iterator[str]:
    for node in body.children[:_MOST_LINES]:
        if node.level is not Level.NOTE:
            return
        line = node.text[:_LONGEST_LINE]
        found = _WITH_HISTORY.match(line)
        if found and _TITLE_END.search(found["title"]) and find_dates(found["note"]):
            yield found["title"].strip()
            yield f"（{found['note']}"
        else:
            yield line


def _is_front_matter(line: str) -> bool:
    """Whether a head line is something other than a title: a note, a number, a field."""
    if is_field(line):
        return True
    plain = re.sub(r"\s+", "", line)
    if _SIGNED.fullmatch(plain) or any(d.end - d.start == len(plain) for d in find_dates(plain)):
        return True
    if _FRONT_MATTER.match(line) is None:
        return False
    named = _NAMED.fullmatch(plain) and not find_dates(plain) and "会议" not in plain
    numbered = re.search(r"令第|第.+号|[〔\[]\d{4}[〕\]]", plain)
    return not named or numbered is not None or plain.startswith(("（", "("))


def without_title(lines: Iterable[str], title: str) -> tuple[str, ...]:
    """Head lines without the title, which may be printed over two lines or before a note."""
    joined = "\n".join(re.sub(r"[^\S\n]+", "", line) for line in lines)
    pattern = r"\s*".join(map(re.escape, title.replace(" ", "")))
    return tuple(filter(None, re.sub(f"《?{pattern}》?", "", joined, count=1).split("\n")))
