"""The body that a printed event names, without its term, session and meeting."""

from __future__ import annotations

import re

_TERM = r"(?:第?[〇零一二三四五六七八九十百\d]+届)"
#: 北京市第十届人民代表大会常务委员会第三十次会议, 省十二届人大常委会, 第九届全国人民代表大会.
_CONGRESS = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{0,14}}?){_TERM}?(?P<all>全国)?"
    r"(?:人民代表大会|人大)(?P<standing>常务委员会?|常委会|常务会)?(?:主席团)?"
    r"(?=第|公告|令|会议|主席团|关于|$|[^\u4e00-\u9fff])"
)
_COURT = re.compile(rf"(最高人民法院|最高人民检察院)?{_TERM}?(审判委员会|检察委员会)")
_DECREE = re.compile(r"(?P<body>[\u4e00-\u9fff、]+?)(?:令|公告)(?=[〔\[（(第\d]|$)")
_MEETING = re.compile(
    rf"(?P<body>[\u4e00-\u9fff]+?){_TERM}?第[〇零一二三四五六七八九十百千\d]+次[\u4e00-\u9fff]*(?:会议|会)"
)
#: How the name of a body ends.
_BODY = re.compile(
    r"[\u4e00-\u9fff]{1,20}(?:部|委|委员会|局|署|院|政府|行|办公室|办公厅|厅|会|中心|总队|公司|组|大会)"
)
_LEAD = re.compile(r"^(?:由|经|于|根据|依据|以|日|，|,|（|\(|、)+")


def printed_body(words: str, title: str = "") -> str:
    """The body that words beside a date name; empty where they name none.

    Args:
        words: what is printed between the date and the verb.
        title: of the text; a 「市人大常委会」 is that of the city with which it begins.
    """
    words = re.sub(r"中?中华人民共和国", "", words.replace("《》", "|").partition("|")[0])
    words = _LEAD.sub("", words.replace("\n", "").strip("）)（("))
    if found := _CONGRESS.search(words):
        return _congress(found, title)
    if found := _COURT.search(words):
        return found[1] or ("最高人民法院" if found[2] == "审判委员会" else "最高人民检察院")
    if words.startswith("主席"):
        return ""
    if found := _DECREE.search(words) or _MEETING.search(words):
        return found["body"]
    names = [name for name in re.split("[、，和]", words) if name]
    whole = bool(names) and all(_BODY.fullmatch(name) for name in names)
    return "、".join(names) if whole else ""


def _congress(found: re.Match[str], title: str) -> str:
    place = "全国" if found["all"] else _LEAD.sub("", found["place"])
    if place in ("省", "市", "自治区", ""):
        at_head = re.match(rf"[\u4e00-\u9fff]{{2,8}}?{place}", title) if place else None
        place = at_head.group() if at_head else place
    standing = "常务委员会" if found["standing"] else ""
    return f"{place}人民代表大会{standing}" if place else ""


def body_in_title(title: str) -> str:
    """The body with which a title begins: 「国务院关于…」, 「最高人民法院、最高人民检察院关于…」."""
    name = re.sub("中华人民共和国", "", title).partition("关于")
    if not name[1]:
        return ""
    names = [n for n in re.split("[、 　]", name[0]) if n]
    return "、".join(names) if names and all(_BODY.fullmatch(n) for n in names) else ""
