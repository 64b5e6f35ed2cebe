"""Questions about the regulation itself: name, status, dates, how many 条, what a 章 holds.

Answered from the provision tree and the metadata; what neither states is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.answering.parts import Quotation, SaidWords
from assistant.answering.statement import Statement, StatementKind
from corpus.text.numerals import NUMERAL_CHARS, normalise_number, to_chinese, to_int
from corpus.text.provision import Leaf, Level, Provision, Regulation
from corpus.text.status import status_words

_ABOUT = r"(?:细则|文件|规定|办法|条例|材料|东西|法规|规章|文本|稿|征求意见稿)"
_STATUS = re.compile(
    rf"征求意见|草案|草稿|正式(?:稿|文件|版|实施|施行|生效|执行)|效力|算数|作数|(?:生效|施行|实施|执行)了(?:吗|没|么)|"
    rf"(?:现在|目前|已经)?有没有(?:生效|效力)|能(?:不能)?(?:当|作为).{{0,6}}(?:依据|执法)|{_ABOUT}.{{0,4}}(?:状态|有效)"
)
_EFFECTIVE = re.compile(
    r"(?:什么时候|啥时候|何时|哪天|哪一天|几时|从哪).{0,8}(?:施行|生效|实施|执行|算数|起效|开始)|(?:施行|生效|实施|起效)(?:的)?(?:日期|时间)"
)
_N = rf"([{NUMERAL_CHARS}]+)"
_PRINTED_DAY = re.compile(rf"自 *{_N} *年 *{_N} *月 *{_N} *日起 *(?:施行|生效|实施)")
_DATE = re.compile(
    r"(?:印发|发布|公布|出台|颁布|通过).{0,8}(?:哪年|几月|几号|日期|时间|什么时候|哪天|何时)|(?:哪年|几月|哪天|何时|什么时候).{0,6}(?:印发|发布|公布|出台|颁布)"
)
_ISSUER = re.compile(
    rf"(?:谁|哪个.{{0,4}}|什么.{{0,4}})(?:发布|印发|制定|出台|起草|颁布|发)的?|发布机关|制定机关|{_ABOUT}.{{0,3}}(?:谁|哪).{{0,4}}(?:发|定|出)的"
)
_INTERPRETER = re.compile(
    rf"(?:谁|哪|什么).{{0,8}}(?:负责|来)?解释(?!一下|说明)|解释权|{_ABOUT}.{{0,6}}解释(?:机关|部门)"
)
_REPEAL = re.compile(r"(?:老|旧|原来|以前|之前|过去).{0,10}(?:废止|作废|失效|不算|还用)|废止")
_TITLE = re.compile(rf"(?:全称|全名|全称|正式名称|叫什么名|{_ABOUT}.{{0,4}}叫(?:什么|啥)|标题)")
_COUNT = re.compile(
    r"(?:一共|总共|共|有|到底)?(?:有|分|是|共)?(?:多少|几)(?:个)?(?P<unit>章|条|项)(?<!第几条)(?<!第几项)(?<!第几章)(?!.{0,6}(?:通道|路|线|要求|规定|职责|任务))"
)
_CHAPTER = re.compile(
    r"第 ?([一二三四五六七八九十\d]+) ?章|(附则|总则)(?:里|中|都|部分|一章|说|讲|有|是|管|那)"
)
_CHAPTERS = re.compile(
    r"(?:哪|几)(?:些|几)?个?章|章节(?:结构|目录|安排)|目录|分(?:了|成|为)?几(?:个)?(?:部分|章)|(?:各|每)章"
)


@dataclass(frozen=True, slots=True)
class MetaAnswer:
    """An answer from the tree or the metadata.

    Attributes:
        parts: what is said.
        leaves: provisions that support it.
        stated: False where the regulation does not state it (a refusal).
    """

    parts: SaidWords | Quotation
    leaves: tuple[Leaf, ...] = ()
    stated: bool = True

    @property
    def statement(self) -> Statement:
        """What is said, with its provisions."""
        quotes = isinstance(self.parts, Quotation)
        kind = StatementKind.QUOTATION if quotes else StatementKind.CONCLUSION
        return Statement(kind, self.parts, tuple(leaf.id for leaf in self.leaves))


def answer_meta(question: str, regulation: Regulation) -> MetaAnswer | None:
    """An answer where the question is about the regulation itself, else None."""
    if _DATE.search(question):
        return _not_dated(regulation)
    if _EFFECTIVE.search(question):
        return _effective(regulation)
    if _ISSUER.search(question) and re.search(_ABOUT, question):
        return _issuer(regulation)
    if _INTERPRETER.search(question):
        return _stated_by("负责解释", "文本没有写明由谁负责解释。", regulation)
    if _REPEAL.search(question):
        return _stated_by("废止", "文本没有写明废止哪个旧文件。", regulation)
    if _TITLE.search(question):
        return _told(f"全称是《{regulation.title}》（{regulation.status}）。")
    if match := _CHAPTER.search(question):
        return _chapter(match, regulation)
    if _CHAPTERS.search(question):
        chapters = _chapters(regulation)
        return _told(f"共 {len(chapters)} 章：{'；'.join(c.heading for c in chapters)}。")
    if match := _COUNT.search(question):
        return _count(question, match["unit"], regulation)
    if _STATUS.search(question):
        return _status(regulation)
    return None


def _told(text: str, leaf: Leaf | None = None, *, stated: bool = True) -> MetaAnswer:
    return MetaAnswer(SaidWords(text), (leaf,) if leaf else (), stated)


def _status(regulation: Regulation) -> MetaAnswer:
    words = status_words(regulation.status)
    if words.in_force is not None:
        return _told(words.answer)
    return _told(words.answer, _last_with(regulation, "施行"), stated=False)


def _effective(regulation: Regulation) -> MetaAnswer:
    leaf = _last_with(regulation, "施行")
    if day := regulation.effective or (_printed_day(leaf.text) if leaf else None):
        return _told(f"自 {day.year} 年 {day.month} 月 {day.day} 日起施行。", leaf)
    if leaf is None:
        return _told("文本没有写明施行日期。", stated=False)
    after = f"，没有写具体日期；目前的状态是「{regulation.status}」。"
    words = Quotation(leaf.text.rstrip("。"), before="只写明", after=after)
    return MetaAnswer(words, (leaf,))


def _printed_day(text: str) -> date | None:
    """The day of 「自2024年5月1日起施行」; None where no such day is printed."""
    match = _PRINTED_DAY.search(text)
    try:
        return date(*map(to_int, match.groups())) if match else None
    except ValueError:
        return None


def _not_dated(regulation: Regulation) -> MetaAnswer:
    leaf = _last_with(regulation, "施行")
    return _told("文本没有载明印发或公布的日期，不能给出。", leaf, stated=False)


def _issuer(regulation: Regulation) -> MetaAnswer:
    if regulation.issuer:
        return _told(f"由{regulation.issuer}发布。")
    return _told("文本没有载明起草或发布的机关，不能给出。", stated=False)


def _stated_by(words: str, otherwise: str, regulation: Regulation) -> MetaAnswer:
    """The provision that holds certain words; where none does, that it is not stated."""
    leaf = _last_with(regulation, words)
    if leaf is not None:
        return MetaAnswer(Quotation(leaf.text, before="写明：", after=""), (leaf,))
    return _told(otherwise, _last_with(regulation, "施行"), stated=False)


def _chapters(regulation: Regulation) -> list[Provision]:
    return [n for n in regulation.body.walk() if n.level is Level.CHAPTER]


def _chapter(match: re.Match[str], regulation: Regulation) -> MetaAnswer | None:
    wanted = normalise_number(match.group(1)) if match.group(1) else ""
    for chapter in _chapters(regulation):
        title = chapter.words.replace(" ", "")
        if (wanted and chapter.number == wanted) or (match.group(2) and title == match.group(2)):
            articles = [n for n in chapter.walk() if n.level is Level.ARTICLE]
            inside = [
                leaf
                for leaf in regulation.leaves()
                if any(leaf.id.article == a.number for a in articles) and not leaf.id.item
            ]
            span = (
                articles[0].label
                if len(articles) == 1
                else f"{articles[0].label}至{articles[-1].label}"
            )
            said = SaidWords(f"{chapter.heading}，共 {len(articles)} 条，即{span}。")
            return MetaAnswer(said, tuple(inside))
    count = len(_chapters(regulation))
    return _told(f"没有这一章：全文共 {count} 章。", stated=False) if wanted else None


def _count(question: str, unit: str, regulation: Regulation) -> MetaAnswer | None:
    if not re.search(
        rf"{_ABOUT}|全文|一共|总共|整(?:个|部|份)|到底有?{unit}", question
    ) or _names_matter(question):
        return None
    items = sum(n.level is Level.ITEM for n in regulation.body.walk())
    counts = {"章": len(_chapters(regulation)), "条": len(regulation.articles()), "项": items}
    return _told(
        f"全文共 {counts['章']} 章、{counts['条']} 条、{counts['项']} 项"
        f"（最后一条是第{to_chinese(counts['条'])}条）。"
    )


def _names_matter(question: str) -> bool:
    """Whether 「几项」 counts duties of something and not the whole text."""
    return (
        re.search(r"职责|责任|义务|要求|规定(?:了|的)|追责|任务|要履行|应当", question) is not None
    )


def _last_with(regulation: Regulation, word: str) -> Leaf | None:
    return next((x for x in reversed(regulation.leaves()) if word in x.text), None)
