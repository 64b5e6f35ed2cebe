"""The body that a printed event names, without its term, session and meeting."""

from __future__ import annotations

import re

_TERM = r"(?:第?[〇零一二三四五六七八九十百\d]+届)"
#: 北京市第十届人民代表大会常务委员会第三十次会议, 省十二届人大常委会, 第九届全国人民代表大会.
_CONGRESS = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{0,14}}?){_TERM}?(?P<all>全国)?"
    r"(?:人民代表大会|人大)(?P<standing>常务?委?员?会?)?(?:主席团)?"
    r"(?=第|[〇零一二三四五六七八九十百\d]+次|公告|令|会议|主席团|关于|$|[^\u4e00-\u9fff])"
)
_COURT = re.compile(rf"(最高人民法院|最高人民检察院)?{_TERM}?(审判委员会|检察委员会)")
_DECREE = re.compile(
    r"(?P<body>[\u4e00-\u9fff、]+?)(?:(?:令|公告)(?=[〔\[（(第\d]|$)|第?[〇零一二三四五六七八九十百\d]+号令)"
)
_MEETING = re.compile(
    rf"(?P<body>[\u4e00-\u9fff]+?)(?:\d{{4}}年)?{_TERM}?第?[〇零一二三四五六七八九十百千\d]+次[\u4e00-\u9fff]*(?:会议|会)"
)
_UNNAMED = ("省", "市", "县", "自治区", "自治州", "自治县")
#: How the name of a body ends.
_BODY = re.compile(
    r"中共中央|[\u4e00-\u9fff]{1,20}(?:部|委|委员会|局|署|院|政府|行|办公室|办公厅|厅|会|中心|总队|公司|组|大会)"
)
#: 国务院批准第一次修订: what stands between the body and the last verb.
_HOW = re.compile(r"(?:审议|批准|同意|通过)*的?(?:第[一二三四五六七八九十\d]+次)?(?:全面|部分)?$")
_LEAD = re.compile(r"^(?:已?由|已?经|于|根据|依据|以|日|，|,|（|\(|、)+")


def is_body(name: str) -> bool:
    """Whether words are the name of one body."""
    return _BODY.fullmatch(name) is not None


def printed_body(words: str, title: str = "", head: str = "") -> str:
    """The body that words beside a date name; empty where they name none.

    Args:
        words: what is printed between the date and the verb.
        title: of the text; a 「市人大常委会」 is that of the city with which it begins.
        head: all notes under the title, where that city may be named too.
    """
    words = re.sub(r"中?中华人民共和国", "", words.replace("《》", "|").partition("|")[0])
    words = _LEAD.sub("", words.replace("\n", "").strip("）)（("))
    words = _HOW.sub("", words)
    if found := _CONGRESS.search(words):
        return _congress(found, title, head)
    if found := _COURT.search(words):
        return found[1] or ("最高人民法院" if found[2] == "审判委员会" else "最高人民检察院")
    if words.startswith("主席"):
        return ""
    if found := _DECREE.search(words) or _MEETING.search(words):
        return _with_place(found["body"], title, head)
    names = [_with_place(name, title, head) for name in re.split("[、，和]", words) if name]
    return "、".join(names) if names and all(map(is_body, names)) else ""


def body_in_title(title: str) -> str:
    """The body with which a title begins: 「国务院关于…」, 「最高人民法院、最高人民检察院关于…」."""
    name = re.sub("中华人民共和国", "", title)
    found = re.match(
        r"(?P<bodies>[\u4e00-\u9fff、 　]{2,60}?)关于|(?P<office>[^对院]{2,12}?(?:部|局|署|委员会))对",
        name,
    )
    if found is None:
        return ""
    names = [
        n for n in re.split("[、 　]|(?<=院)(?=最高)", found["bodies"] or found["office"]) if n
    ]
    if len(names) == 1 and (congress := _CONGRESS.fullmatch(names[0])):
        return _congress(congress, title, "")
    return "、".join(names) if names and all(map(is_body, names)) else ""


def _congress(found: re.Match[str], title: str, head: str) -> str:
    """The full name of a people's congress or its standing committee; empty without a place."""
    place = "全国" if found["all"] else _LEAD.sub("", found["place"])
    if place in _UNNAMED:
        place = _named_place(place, title, head)
    standing = "常务委员会" if found["standing"] else ""
    return f"{place}人民代表大会{standing}" if place else ""


def _with_place(body: str, title: str, head: str) -> str:
    """「市人民政府」 with the name of its city, where title or head name it."""
    place, rest = body.partition("人民政府")[::2]
    named = _named_place(place, title, head) if place in _UNNAMED and rest == "" else ""
    return named + body.removeprefix(place) if named else body


def _named_place(kind: str, title: str, head: str) -> str:
    """The 省, 市 or 县 that a title begins with, else that the head names; empty if none."""
    if named := re.match(rf"[\u4e00-\u9fff]{{2,8}}?{kind}", title):
        return named.group()
    others = re.finditer(
        rf"(?:^|[^\u4e00-\u9fff]|日)([\u4e00-\u9fff]{{1,5}}{kind})(?=人民代表大会|人民政府|第)",
        head,
    )
    return next((o[1].lstrip("日") for o in others), "")
