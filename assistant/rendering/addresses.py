"""Why an address leads to no words of the regulation, in Chinese: the same sentences everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.citing.citations import format_citation
from corpus.citing.editions import asks_what_changed, edition_year
from corpus.citing.follow import Addressed
from corpus.citing.missing import (
    MisplacedArticle,
    NoSuch,
    NoSuchArticle,
    NoSuchDivision,
    NoSuchPart,
    NoSuchSubitem,
)
from corpus.text.provision import ProvisionId, Regulation


def why_not(addressed: Addressed, regulation: Regulation, titles: Sequence[str] = ()) -> str:
    """What is wrong with an address, one sentence; empty where it leads to provisions only.

    Args:
        addressed: where it leads in a regulation.
        regulation: see there.
        titles: of all documents that are held; none for that of the regulation alone.
    """
    citation, name = addressed.citation, f"《{regulation.title}》"
    held = "".join(f"《{title}》" for title in titles) or name
    if addressed.belonging == "other":
        return not_collected(citation.instrument, held)
    if addressed.belonging == "unsure":
        return f"不能确定「{citation.instrument}」指哪一部文件，这里只收录{held}。"
    if addressed.edition:
        return no_edition(addressed.edition, regulation)
    if citation.fault == "decimal":
        return f"「{citation.text}」是技术标准的编号写法，{name}没有这样编号的条，这里也不收录技术标准。"
    if citation.fault == "from_end":
        return f"「{citation.text}」数不到：{name}共 {len(regulation.articles())} 条。"
    if citation.fault:
        return f"「{citation.text}」的数字读不懂，没有当作别的条号；请写成第一百一十条或第110条这样的编号。"
    if addressed.backwards:
        ends = [i for i in (citation.until, citation.id) if i is not None]
        names = [format_citation(i, regulation, title=False) for i in ends]
        right = f"写成{'至'.join(names)}" if names else "先小后大"
        return f"「{citation.text}」的起止写反了，请{right}。"
    return "".join(is_missing(instead, name) for _, instead in addressed.missing)


def is_missing(instead: NoSuch, name: str) -> str:
    """That something does not exist, or was not read, and what there is; one sentence.

    Args:
        name: of the regulation, in 《》.
    """
    if isinstance(instead, MisplacedArticle):
        return f"{_misplaced(instead)}。"
    if isinstance(instead, NoSuchArticle | NoSuchDivision) and instead.unread:
        return f"{instead.unread}；请对照原件改正文本的标号，再重建索引。"
    there, written = instead.elsewhere if isinstance(instead, NoSuchArticle) else ("", "")
    also = f"同一文件里有{there}，要看它请写「{written}」。" if there else ""
    return f"没有{instead.name}：{there_is(instead, name)}。{also}"


def _misplaced(instead: MisplacedArticle) -> str:
    where = f"在{instead.stands_in}" if instead.stands_in else "不在任何一个里"
    return f"{instead.division}没有{instead.article}，{instead.article}{where}"


def not_collected(instrument: str, name: str) -> str:
    """That another instrument or place is not answered for."""
    return f"{instrument}不在本系统收录范围内，这里只收录{name}，不能代答其他文件或其他地区的规定。"


def held_unasked(documents: Sequence[tuple[str, str]], name: str) -> str:
    """That documents are held and were not asked.

    Args:
        documents: title and key of each.
        name: of those that were asked, in 《》.
    """
    titles = "、".join(f"《{title}》" for title, _ in documents)
    keys = "、".join(f"「{key}」" for _, key in documents)
    return (
        f"{titles}在资料库里，这次没有问它，只问了{name}；要问它，请加选{keys}，或者改问全部文件。"
    )


def no_edition(words: str, regulation: Regulation) -> str:
    """That another edition is not held, and which is."""
    year = edition_year(regulation)
    held = f"{year}年的文本，" if year else ""
    if regulation.others:
        others = "、".join(f"「{v.key}」" for v in regulation.others)
        cannot = f"没有拿来对比，说不出{words}" if asks_what_changed(words) else "不能给出"
        return (
            f"{cannot}：这次问的是《{regulation.title}》的一个版本，{held}状态是「{regulation.status}」；"
            f"资料库里另有 {others}，没有一起问，点名才问。"
        )
    if asks_what_changed(words):
        return (
            f"没有可以对比的文本，说不出{words}。《{regulation.title}》这里只收录一个版本，"
            f"状态是「{regulation.status}」，没有收录别的版本。"
        )
    return (
        f"没有收录「{words}」的文本，不能给出。《{regulation.title}》这里只收录一个版本："
        f"{held}状态是「{regulation.status}」；不拿现在的条文当作别的版本。"
    )


def there_is(instead: NoSuch, name: str) -> str:
    """What there is instead of something that does not exist.

    Args:
        name: of the regulation, in 《》.
    """
    match instead:
        case NoSuchArticle(_, count, first, last):
            return f"{name}共 {count} 条，从{first}到{last}"
        case NoSuchDivision(_, unit, headings):
            if not headings:
                return f"{name}不分{unit}"
            return f"共 {len(headings)} {unit}，从{headings[0]}到{headings[-1]}"
        case MisplacedArticle():
            return _misplaced(instead)
        case NoSuchSubitem(_, item, subitems):
            return f"{item}有 {len(subitems)} 目" if subitems else f"{item}没有分目"
        case NoSuchPart(_, article, paragraphs, items):
            several = f"有 {paragraphs} 款" if paragraphs > 1 else "只有一款"
            if not items:
                return f"{article}{several}，没有分项"
            return f"{article}{several}，{items[0]}至{items[-1]}共 {len(items)} 项"


def does_not_exist(asked: ProvisionId | None, instead: NoSuch) -> str:
    """The same in one clause with the range that there is."""
    match instead:
        case NoSuchArticle() | NoSuchDivision() if instead.unread:
            return instead.unread
        case MisplacedArticle():
            return _misplaced(instead)
        case NoSuchSubitem(name, item, subitems):
            there = f"有 {len(subitems)} 目" if subitems else "没有分目"
            return f"{name}不存在：{item}{there}"
        case NoSuchArticle(name, _, first, last):
            return f"{name}不存在：范围 {first}–{last}"
        case NoSuchDivision(name, unit, headings):
            some = f"共 {len(headings)} {unit}" if headings else f"全文不分{unit}"
            return f"{name}不存在：{some}"
        case NoSuchPart(name, article, paragraphs, items):
            if asked is None or not asked.item:
                return f"{name}不存在：{article}共 {paragraphs} 款"
            if not items:
                return f"{name}不存在：{article}没有分项"
            return f"{name}不存在：范围 {items[0]}–{items[-1]}"
