"""How a text came to be, as the notes under its title print it: adopted, amended, published.

Nothing is concluded here: each event is a day that is printed, with the verb, the body and the
number that stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.text.bodies import is_body, printed_body
from corpus.text.dates import PrintedDate, find_dates

#: Verbs that are printed for an event, with the word under which each is kept.
_KINDS = {
    "通过": "通过",
    "批准": "批准",
    "同意": "批准",
    "修正": "修正",
    "修改": "修正",
    "修订": "修订",
    "公布": "公布",
    "颁布": "公布",
    "公告": "公布",
    "发布": "发布",
    "印发": "发布",
    "施行": "施行",
    "实施": "施行",
    "生效": "施行",
    "执行": "施行",
    "废止": "废止",
    "失效": "废止",
}
_VERBS = re.compile("(?:" + "|".join(_KINDS) + ")+(?!之日|后)")
_VERB = re.compile("|".join(_KINDS))
#: Of several verbs in one (修订发布, 公布施行) the one that says most of the text.
_WEIGHT = ("废止", "修订", "修正", "公布", "发布", "批准", "通过", "施行")
#: By these the words of a text became what they are; 施行 and 废止 leave them alone.
_CHANGING = frozenset({"通过", "批准", "修正", "修订", "公布", "发布", ""})
#: Ends what is said of one day: what follows is said of the text or of another day.
_CUT = re.compile(r"[。；]|[，,]?(?:现予|予以|现将|同时)(?!批准)|[，,]自(?!治)")
_DECISION = re.compile(
    r"《?关于(?:修改|修订|修正|废止|清理)(?:(?!\d{4}年\d+月\d+日)[^。]){0,600}?(?:的决定|的决议|的通知)》?"
)
_TITLE = re.compile(r"《[^《》]*》")
#: 《国务院关于修改…的决定》: the body stands inside the title of its decision.
_DECIDED_BY = re.compile(r"《([\u4e00-\u9fff、]{2,30}?)(?=关于(?:修改|修订|修正|废止|清理))")
_FROM_ITS_DAY = re.compile(r"自?(?:公布|发布|颁布|印发|批准|通过)之日起?(?:施行|实施|生效)")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff、]{0,40}?(?:令|公告)(?:[〔\[（(]?(?:\d{4}|[一二三四五六七八九十]+届)[〕\]）)]?年?)?第?[\d〇零○一二三四五六七八九十百]+号令?"
    r"|[\u4e00-\u9fff、]{2,40}?第?[\d〇零○一二三四五六七八九十百]+号令"
)
_FILE_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[［（(](?:19|20)\d\d[〕\]］）)]第?\d+号")
_PUBLISHED_HERE = re.compile(r"(?:现予|予以|现)(?:公布|发布|颁布|印发)")


@dataclass(frozen=True, slots=True)
class LawEvent:
    """One event in the life of a text.

    Attributes:
        kind: 通过, 批准, 修正, 修订, 公布, 发布, 施行 or 废止; empty for a day without a verb.
        day: the printed day.
        body: who did it, without session and term; empty where none is printed.
        number: of the decree or announcement, 「国务院令第530号」; empty where none is printed.
        by_decision: whether an instrument of its own did it (《关于修改…的决定》), or an approval.
    """

    kind: str
    day: date
    body: str = ""
    number: str = ""
    by_decision: bool = False

    @property
    def changes_words(self) -> bool:
        """Whether the words of the text became what they are by this."""
        return self.kind in _CHANGING

    @property
    def is_new_text(self) -> bool:
        """Whether the whole text was made anew: a 修订 without a decision that changes parts."""
        return self.kind == "修订" and not self.by_decision


def flat_head(lines: Sequence[str]) -> str:
    """Head lines in the form in which events are looked for: no spaces, one sort of brackets."""
    text = "\n".join(lines).translate(
        str.maketrans("０１２３４５６７８９＜＞<>", "0123456789〈〉〈〉")
    )
    return re.sub(r"[^\S\n]+", "", text)


def read_events(lines: Sequence[str], title: str = "") -> tuple[LawEvent, ...]:
    """The events that head lines print, in printed order.

    Args:
        lines: the notes under a title, without the title.
        title: of the text; a 「市人大常委会」 in the notes is that of the city it names.
    """
    text = _DECIDED_BY.sub(r"\1《", flat_head(lines))
    text = _TITLE.sub("《》", _DECISION.sub("《》", text))
    while (inner := _TITLE.sub("〈〉", text.replace("《》", "\0"))).count("〈〉") > text.count(
        "〈〉"
    ):
        text = inner.replace("\0", "《》")
    text = _FROM_ITS_DAY.sub("", text)
    return tuple(_shared(list(_events(text, title))))


def read_number(lines: Sequence[str]) -> str:
    """The number of a decree or file in the head: 「公安部令第61号」, 「国办发〔2017〕87号」."""
    text = re.sub(r"\n(?=[第〔])", "", _TITLE.sub("", flat_head(lines)))
    found = _NUMBER.search(text) or _FILE_NUMBER.search(text)
    return _plain(found.group()) if found else ""


def _events(text: str, title: str) -> Iterator[LawEvent]:
    """The events of masked head lines: for each day what is said up to the next."""
    dates = find_dates(text)
    done = 0
    for i, at in enumerate(dates):
        until = dates[i + 1].start if i + 1 < len(dates) else len(text)
        said = text[at.end : until]
        cut = _CUT.search(said)
        said = said[: cut.start()] if cut else said
        before = text[done : at.start]
        found = list(_events_of_day(said, before, at.day, title, text))
        yield from found or [_without_verb(text, at, said, title)]
        verb = max((m.end() for m in _VERBS.finditer(said)), default=len(said) if not cut else 0)
        done = at.end + verb


def _events_of_day(said: str, before: str, day: date, title: str, text: str) -> Iterator[LawEvent]:
    """The events of one day; a second line may name a second body with a verb of its own."""
    bodies: list[str] = []
    done = False
    for i, line in enumerate(said.split("\n")):
        verbs = list(_VERBS.finditer(line))
        if not verbs:
            bodies.append(line)
            continue
        verb = verbs[-1]
        if i and not re.fullmatch("[）)。]*", line[verb.end() :]):
            return  # the first words of the text, or its title once more
        own = _join(*bodies, line[: verb.start()])
        if done and not all(map(is_body, own.split("、"))):
            return
        bodies, done = [], True
        if re.search(r"[\u4e00-\u9fff]{2}", own) is None:
            own = own + before.rpartition("\n")[2]
        kinds = {_KINDS[v] for v in _VERB.findall(verb.group())}
        number = _NUMBER.search(own)
        event = LawEvent(
            next(k for k in _WEIGHT if k in kinds),
            day,
            printed_body(own, title, text),
            _plain(number.group()) if number else "",
            "《》" in own or "决定" in own or "批准" in own or "批准" in kinds,
        )
        yield event
        if "施行" in kinds and event.kind != "施行":
            yield replace(event, kind="施行")


def _join(*lines: str) -> str:
    """Lines of one note: two bodies are joined as such, else a name is printed over both."""
    joined = ""
    for line in lines:
        joined += ("、" if joined and line and is_body(joined.split("、")[-1]) else "") + line
    return joined


def _without_verb(text: str, at: PrintedDate, said: str, title: str) -> LawEvent:
    """A day beside which no verb stands: a signature under a decree, else only a day."""
    own_line = said.partition("\n")[0]
    published = _PUBLISHED_HERE.search(text[: at.start])
    if published and not re.search(r"\w", own_line):
        number = read_number([text[: published.start()]])
        signed = text[: at.start].rstrip("\n").rpartition("\n")[2]
        body = printed_body(signed, title, text) or body_of_number(number)
        return LawEvent("公布", at.day, body, number)
    if own_line.endswith("、"):
        return LawEvent("、", at.day, printed_body(own_line.rstrip("、"), title, text))
    return LawEvent("", at.day, printed_body(own_line, title, text))


def body_of_number(number: str) -> str:
    """The body whose decree or announcement has a number: 「公安部令第61号」 is 公安部's."""
    return printed_body(number) if re.search("[令告]", number) else ""


def _shared(events: list[LawEvent]) -> Iterator[LawEvent]:
    """Events with the verb of the next where one verb is printed for two bodies."""
    for i, event in enumerate(events):
        if event.kind == "、":
            after = events[i + 1].kind if i + 1 < len(events) else ""
            yield replace(event, kind="" if after == "、" else after)
        else:
            yield event


def _plain(number: str) -> str:
    """A number as it is spoken of: 「国务院令第530号」, without the country and without 「由」."""
    return re.sub(r"^(?:由|经|根据|以)", "", number.replace("中华人民共和国", ""))
