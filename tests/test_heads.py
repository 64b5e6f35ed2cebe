"""What a text says of itself: read from heads of many shapes, and never made up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.meta import answer_meta
from assistant.rendering.text import sentence
from assistant.understanding.about import read_meta
from corpus.citing.editions import edition_year, find_edition
from corpus.errors import FiredutyError
from corpus.text.bodies import printed_body
from corpus.text.dates import find_dates, read_date
from corpus.text.heads import DocumentHead, read_head
from corpus.text.history import read_events
from corpus.text.load import data_folder, load_regulation
from corpus.text.numerals import to_chinese
from corpus.text.parse import parse
from corpus.text.provision import Regulation
from corpus.text.status import (
    NOT_STATED,
    STATUSES,
    status_mark,
    status_of,
    status_origin,
    status_shown,
)
from corpus.text.titles import guess_title, short_key
from evals.heads import FIELDS, compare_heads, expected_heads, head_fields

TODAY = date(2026, 11, 30)
SHIPPED = data_folder().parent
STANDING = "全国人民代表大会常务委员会"
COUNCIL_DECREE = """中华人民共和国国务院令
第530号
《民用建筑节能条例》已经2008年7月23日国务院第18次常务会议通过，现予公布，自2008年10月1日起施行。
总理 某某某
二○○八年八月一日
民用建筑节能条例
"""
CITY_DECREE = """北京市人民政府令
第143号
《北京市消防安全责任监督管理办法》已经2004年3月2日市人民政府第21次常务会议通过，现予公布，自2004年5月1日起施行。
市长 某某
二〇〇四年三月二十五日
北京市消防安全责任监督管理办法
"""
NOTICE = """国务院办公厅关于印发消防安全责任制实施办法的通知
国办发〔2017〕87号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
《消防安全责任制实施办法》已经国务院同意，现印发给你们，请认真贯彻执行。
国务院办公厅
2017年10月29日
消防安全责任制实施办法
"""
ANNOUNCEMENT = """北京市人民代表大会常务委员会公告
〔十五届〕第84号
《北京市消防条例》已由北京市第十五届人民代表大会常务委员会第四十五次会议于2022年11月25日修订通过，现予公布，自2023年5月1日起施行。
北京市人民代表大会常务委员会
2022年11月25日
北京市消防条例
"""
DATABASE = """中华人民共和国消防法
制定机关：全国人民代表大会常务委员会
法律性质：法律
时效性：有效
公布日期：2021-04-29
施行日期：2021-04-29
"""


def text_of(head: str, last: str) -> str:
    return f"{head}\n第一章 总则\n第一条 甲。\n第二条 {last}\n"


def read(head: str, last: str) -> tuple[str, DocumentHead]:
    body = parse(text_of(head, last))
    title = guess_title(body)
    return title, read_head(body, title, TODAY)


@pytest.mark.parametrize(
    ("head", "last", "title", "version", "effective", "issuer", "rank", "number"),
    [
        (
            "中华人民共和国消防法\n（1998年4月29日第九届全国人民代表大会常务委员会第二次会议通过　2008年10月28日第十一届全国人民代表大会常务委员会第五次会议修订　根据2019年4月23日第十三届全国人民代表大会常务委员会第十次会议《关于修改〈中华人民共和国建筑法〉等八部法律的决定》第一次修正）",
            "本法自2009年5月1日起施行。",
            "中华人民共和国消防法",
            "2019-04-23",
            "2009-05-01",
            STANDING,
            "法律",
            "",
        ),
        (
            "中华人民共和国民事诉讼法（1991年4月9日第七届全国人民代表大会第四次会议通过 根据2023年9月1日第十四届全国人民代表大会常务委员会第五次会议《关于修改〈中华人民共和国民事诉讼法〉的决定》第五次修正）",
            "本法自公布之日起施行。",
            "中华人民共和国民事诉讼法",
            "2023-09-01",
            "",
            "全国人民代表大会",
            "法律",
            "",
        ),
        (
            "# 北京市消防条例\n\n1996年9月6日北京市第十届人民代表大会常务委员会第三十次会议通过 根据2002年3月29日北京市第十一届人民代表大会常务委员会第三十三次会议《关于修改〈北京市消防条例〉的决定》修正 2011年5月27日北京市第十三届人民代表大会常务委员会第二十五次会议修订）\n<!-- INFO END -->",
            "本条例自2011年9月1日起施行。",
            "北京市消防条例",
            "2011-05-27",
            "2011-09-01",
            "北京市人民代表大会常务委员会",
            "地方性法规",
            "",
        ),
        (
            COUNCIL_DECREE,
            "本条例自2008年10月1日起施行。",
            "民用建筑节能条例",
            "2008-08-01",
            "2008-10-01",
            "国务院",
            "行政法规",
            "国务院令第530号",
        ),
        (
            CITY_DECREE,
            "本办法自2004年5月1日起施行。",
            "北京市消防安全责任监督管理办法",
            "2004-03-25",
            "2004-05-01",
            "北京市人民政府",
            "规章",
            "北京市人民政府令第143号",
        ),
        (
            NOTICE,
            "本办法自印发之日起施行。",
            "消防安全责任制实施办法",
            "2017-10-29",
            "2017-10-29",
            "国务院办公厅",
            "规范性文件",
            "国办发〔2017〕87号",
        ),
        (
            ANNOUNCEMENT,
            "本条例自2023年5月1日起施行。",
            "北京市消防条例",
            "2022-11-25",
            "2023-05-01",
            "北京市人民代表大会常务委员会",
            "地方性法规",
            "北京市人民代表大会常务委员会公告〔十五届〕第84号",
        ),
        (
            "机关、团体、企业、事业单位消防安全管理规定\n（公安部令第61号）",
            "本规定自2002年5月1日起施行。",
            "机关、团体、企业、事业单位消防安全管理规定",
            "",
            "2002-05-01",
            "公安部",
            "规章",
            "公安部令第61号",
        ),
        (
            "社会消防技术服务管理规定\n（2021年9月13日应急管理部令第7号公布，自2021年11月9日起施行）",
            "本规定由应急管理部负责解释。",
            "社会消防技术服务管理规定",
            "2021-09-13",
            "2021-11-09",
            "应急管理部",
            "规章",
            "应急管理部令第7号",
        ),
        (
            "中华人民共和国计量法实施细则\n1987年1月19日 国务院批准\n1987年2月1日 国家计量局发布\n2016年2月6日 《国务院关于修改部分行政法规的决定》第一次修订",
            "本细则自发布之日起施行。",
            "中华人民共和国计量法实施细则",
            "2016-02-06",
            "1987-02-01",
            "国家计量局",
            "行政法规",
            "",
        ),
        (
            "进口影片管理办法\n1981年10月13日 国务院批准\n文化部\n海关总署发布",
            "本办法自发布之日起施行。",
            "进口影片管理办法",
            "1981-10-13",
            "1981-10-13",
            "文化部、海关总署",
            "行政法规",
            "",
        ),
        (
            "宁波市爱国卫生条例\n2006年9月28日 市十二届人大常委会第三十二次会议通过\n2006年12月27日 浙江省第十届人民代表大会常务委员会第二十九次会议批准\n2012年3月31日 浙江省第十一届人民代表大会常务委员会第三十二次会议批准的《宁波市人民代表大会常务委员会关于修改部分地方性法规的决定》修正",
            "本条例自公布之日起施行。",
            "宁波市爱国卫生条例",
            "2012-03-31",
            "",
            "宁波市人民代表大会常务委员会",
            "地方性法规",
            "",
        ),
        (
            "最高人民法院、最高人民检察院关于办理某类刑事案件的解释\n2018年9月17日 最高人民法院审判委员会第1749次会议、2018年12月12日最高人民检察院第十三届检察委员会第十一次会议通过\n2019年2月1日 施行",
            "以前的解释与本解释不一致的，以本解释为准。",
            "最高人民法院、最高人民检察院关于办理某类刑事案件的解释",
            "2018-12-12",
            "2019-02-01",
            "最高人民法院、最高人民检察院",
            "司法解释",
            "",
        ),
        (
            "中华人民共和国外汇管理条例\n1996年1月29日 中华人民共和国国务院令第193号发布\n1997年1月14日 《国务院关于修改〈中华人民共和国外汇管理条例〉的决定》修订\n2008年8月1日 国务院第20次常务会议修订通过\n2008年8月5日 中华人民共和国国务院令第532号公布",
            "本条例自公布之日起施行。",
            "中华人民共和国外汇管理条例",
            "2008-08-05",
            "2008-08-05",
            "国务院",
            "行政法规",
            "国务院令第532号",
        ),
        (
            "小镇养犬办法",
            "本办法自公布之日起施行。1990年1月1日起施行的《小镇养狗办法》同时废止。",
            "小镇养犬办法",
            "",
            "",
            "",
            "",
            "",
        ),
        ("小镇养犬办法", "本办法自公布之日起施行。", "小镇养犬办法", "", "", "", "", ""),
        (
            "某市人民代表大会议事规则\n（一九八九年四月四日某市第七届人民代表大会第二次会议通过）",
            "本规则自通过之日起施行。",
            "某市人民代表大会议事规则",
            "1989-04-04",
            "1989-04-04",
            "某市人民代表大会",
            "地方性法规",
            "",
        ),
    ],
)
def test_heads(
    head: str,
    last: str,
    title: str,
    version: str,
    effective: str,
    issuer: str,
    rank: str,
    number: str,
) -> None:
    found_title, found = read(head, last)
    day = found.effective.isoformat() if found.effective else ""
    assert found_title == title
    assert (found.version, day) == (version, effective)
    assert (found.issuer, found.rank, found.number) == (issuer, rank, number)
    assert found.status == NOT_STATED


@pytest.mark.parametrize(
    ("head", "last", "status", "source"),
    [
        (
            "北京市消防条例（修订草案征求意见稿）",
            "本条例自 年 月 日起施行。",
            "征求意见稿",
            "征求意见稿",
        ),
        ("某市消防条例\n（草案二次审议稿）", "本条例自2020年1月1日起施行。", "草案", "草案"),
        ("某市消防条例\n（送审稿）", "本条例自公布之日起施行。", "送审稿", "送审稿"),
        ("某市消防规定（讨论稿）", "本规定自公布之日起施行。", "讨论稿", "讨论稿"),
        (
            "某局关于公开征求意见的通知\n某市消防规定",
            "本规定自印发之日起施行。",
            "征求意见稿",
            "征求",
        ),
        ("某市消防办法（已废止）", "本办法自2001年4月1日起施行。", "已废止", "已废止"),
        (
            "某市消防办法\n（2001年3月1日某市人民政府令第5号发布 根据2015年1月1日某市人民政府令第88号废止）",
            "本办法自2001年4月1日起施行。",
            "已废止",
            "2015-01-01",
        ),
        ("某市消防办法", "本办法自2026年12月1日起施行。", "尚未施行", "2026-12-01"),
        ("某市消防办法", "本办法自2026年11月30日起施行。", NOT_STATED, ""),
        ("某市消防办法", "本办法自印发之日起施行。", NOT_STATED, ""),
        ("某市消防办法", "本办法自2001年4月1日起施行，原办法同时废止。", NOT_STATED, ""),
        (DATABASE, "本法自2009年5月1日起施行。", "现行有效", "时效性：有效"),
        (DATABASE.replace("有效", "已废止"), "本法自2009年5月1日起施行。", "已废止", "已废止"),
    ],
)
def test_status_is_printed_or_unknown(head: str, last: str, status: str, source: str) -> None:
    found = read(head, last)[1]
    assert found.status == status
    assert status in (*STATUSES, NOT_STATED)
    assert source in found.status_source
    assert bool(source) == bool(found.status_source)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("中华人民共和国消防法", "消防法"),
        ("中华人民共和国消防法（2021年修正）", "消防法"),
        ("北京市消防条例（修订草案征求意见稿）", "北京市消防条例"),
        ("中华人民共和国刑法修正案（十一）", "刑法修正案（十一）"),
        ("北京市实施《中华人民共和国义务教育法》办法", "北京市实施《义务教育法》办法"),
        ("（草案）", "（草案）"),
    ],
)
def test_key(title: str, key: str) -> None:
    assert short_key(title) == key


@pytest.mark.parametrize(
    ("words", "title", "body"),
    [
        ("第十一届全国人民代表大会常务委员会第五次会议", "", STANDING),
        ("第七届全国人民代表大会第四次会议", "", "全国人民代表大会"),
        ("市十四届人大五次会议", "宁波市历史文化名城保护条例", "宁波市人民代表大会"),
        ("省十二届人大常委会第十八次会议", "某地条例", ""),
        (
            "中华人民共和国国务院、中华人民共和国中央军事委员会令第22号",
            "",
            "国务院、中央军事委员会",
        ),
        ("海关总署第61号令", "", "海关总署"),
        ("国家互联网信息办公室2021年第20次室务会议审议", "", "国家互联网信息办公室"),
        ("中华人民共和国主席令第二十九号", "", ""),
        ("由最高人民法院审判委员会第1182次会议", "", "最高人民法院"),
        ("《关于修改部分法规的决定》", "", ""),
        ("某某讲话", "", ""),
    ],
)
def test_bodies(words: str, title: str, body: str) -> None:
    assert printed_body(words.replace("《关于修改部分法规的决定》", "《》"), title) == body


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_dates_are_read_in_every_shape(day: date) -> None:
    year = "".join("〇一二三四五六七八九"[int(c)] for c in str(day.year))
    for printed in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{year}年{to_chinese(day.month)}月{to_chinese(day.day)}日",
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
    ):
        found = find_dates(f"自{printed}起施行")
        assert [(f.day, f.start, f.end) for f in found] == [(day, 1, 1 + len(printed))]


@given(st.text("年月日一二三0123456789.-/第号条", max_size=30))
def test_what_is_no_day_is_none(text: str) -> None:
    read_date(text)  # never raises


@given(
    st.lists(st.text("2020年1月日通过修订《》（）关于的决定 \n市人大常委会令第号、。", max_size=40))
)
def test_events_never_fail(lines: list[str]) -> None:
    for event in read_events(lines, "某市条例"):
        assert event.day.year > 0


def write(folder: Path, source: str, metadata: str = "") -> Path:
    (folder / "regulation.txt").write_text(source, "utf-8")
    if metadata:
        (folder / "metadata.toml").write_text(metadata, "utf-8")
        return folder
    return folder / "regulation.txt"


def test_metadata_wins_over_the_text(tmp_path: Path) -> None:
    source = text_of(COUNCIL_DECREE, "本条例自2008年10月1日起施行。")
    bare = load_regulation(write(tmp_path, source), TODAY)
    assert (bare.version, bare.number, bare.rank) == ("2008-08-01", "国务院令第530号", "行政法规")
    assert bare.key == bare.title == "民用建筑节能条例"
    stated = (
        'key = "节能条例"\nrank = "规章"\nnumber = "第1号"\nversion = "2020"\nstatus = "已修改"\n'
        'status_source = "某汇编"\nas_of = 2024-01-02\nissuer = "某部"\neffective = 2020-03-04\n'
    )
    loaded = load_regulation(write(tmp_path, source, stated), TODAY)
    assert (loaded.key, loaded.rank, loaded.number) == ("节能条例", "规章", "第1号")
    assert (loaded.version, loaded.status, loaded.issuer) == ("2020", "已修改", "某部")
    assert (loaded.effective, loaded.as_of) == (date(2020, 3, 4), date(2024, 1, 2))
    assert status_origin(loaded) == "状态出自某汇编，截至 2024-01-02。"
    assert loaded.events == bare.events


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ("key = 1", "key 应是一段文字"),
        ('as_of = "2024"', "as_of 必须是日期"),
        ("as_of = 2024-01-01T00:00:00", "as_of 必须是日期"),
        ("number = []", "number 应是一段文字"),
    ],
)
def test_wrong_metadata(tmp_path: Path, metadata: str, message: str) -> None:
    folder = write(tmp_path, "第一条 甲。", f'status = "现行有效"\n{metadata}\n')
    with pytest.raises(FiredutyError, match=message):
        load_regulation(folder)


@pytest.mark.parametrize(
    ("folder", "key", "rank", "version", "effective", "mark", "events"),
    [
        ("fire-law", "消防法", "法律", "2021-04-29", date(2009, 5, 1), "现行有效", 4),
        (
            "beijing-fire-regulation",
            "北京市消防条例",
            "地方性法规",
            "2011-05-27",
            date(2011, 9, 1),
            "现行有效",
            4,
        ),
        ("beijing-fire-duty", "细则", "", "draft", None, "征求意见稿，尚未施行", 0),
    ],
)
def test_shipped(
    folder: str,
    key: str,
    rank: str,
    version: str,
    effective: date | None,
    mark: str,
    events: int,
) -> None:
    stated = load_regulation(SHIPPED / folder)
    assert (stated.key, stated.rank, stated.version) == (key, rank, version)
    assert (stated.effective, status_mark(stated), len(stated.events)) == (effective, mark, events)
    found = read_head(stated.body, stated.title, TODAY)
    assert (found.version or "draft", found.effective) == (version, effective)
    assert (found.issuer or None) == stated.issuer


def test_status_of_a_collected_text_names_its_source() -> None:
    law = load_regulation(SHIPPED / "fire-law")
    assert status_shown(law) == "现行有效（据所收版本，请核对是否有新修订）"
    words = status_of(law)
    for said in (words.notice, words.answer):
        assert status_shown(law).removeprefix("现行有效") in said
        assert "LawRefBook/Laws 汇编（提交 2f4c5c2）" in said
    assert status_shown(law) in words.banner


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("消防法是哪年修订的？", "amended"),
        ("最近一次修正是什么时候", "amended"),
        ("这部法修改过几次", "amended"),
        ("应急预案什么时候修订", None),
        ("预案多久修订一次", None),
        ("这个条例是谁通过的", "adopted"),
        ("是谁通过的？", "adopted"),
        ("消防法什么时候通过的", "adopted"),
        ("谁通过验收", None),
        ("这是第几号令", "number"),
        ("国务院令第几号？", "number"),
        ("消防法是哪个机关制定的", "issuer"),
        ("消防法什么时候施行", "effective"),
        ("什么时候公布的", "date"),
    ],
)
def test_questions_about_the_text(question: str, kind: str | None) -> None:
    asked = read_meta(question)
    assert (asked.kind if asked else None) == kind


DECREED = text_of(COUNCIL_DECREE, "本条例自2008年10月1日起施行。")
BY_EVENT = text_of(NOTICE, "本办法自印发之日起施行。")
BARE = text_of("小镇养犬办法", "本办法自印发之日起施行。")


@pytest.mark.parametrize(
    ("source", "question", "said", "stated"),
    [
        ("fire-law", "什么时候施行", "自2009年5月1日起施行。", True),
        (
            "fire-law",
            "消防法是哪年修订的？",
            "最近一次是2021年4月29日全国人民代表大会常务委员会修正；此前：2019年4月23日",
            True,
        ),
        ("fire-law", "这部法是谁通过的", "1998年4月29日全国人民代表大会常务委员会通过。", True),
        ("fire-law", "什么时候公布的", "载明的是：1998年4月29日", False),
        ("fire-law", "消防法是谁制定的", "由全国人民代表大会常务委员会制定。", True),
        ("fire-law", "这是第几号令", "没有载明令号", False),
        ("fire-law", "现在有效力吗", "据所收版本，请核对是否有新修订", True),
        (DECREED, "这是第几号令", "国务院令第530号。", True),
        (DECREED, "什么时候公布的", "2008年8月1日国务院公布（国务院令第530号）。", True),
        (BY_EVENT, "什么时候施行", "「本办法自印发之日起施行」，即2017年10月29日。", True),
        (BARE, "什么时候施行", "没有写具体日期", True),
        (BARE, "什么时候公布的", "没有载明印发或公布的日期", False),
        (BARE, "这个办法哪年修订的", "没有载明修订或者修正的日期", False),
    ],
)
def test_answers_about_the_text(
    tmp_path: Path, source: str, question: str, said: str, stated: bool
) -> None:
    shipped = SHIPPED / source if "\n" not in source else None
    regulation = load_regulation(shipped or write(tmp_path, source), TODAY)
    asked = read_meta(question)
    assert asked is not None
    found = answer_meta(asked, regulation)
    assert found is not None
    assert said in sentence(found.statement)
    assert found.stated is stated


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("2021年的消防法第六十条", ""),
        ("2008年版的消防法第六十条", "2008年版"),
        ("修订后的条例第六十条", ""),
        ("最新修订的第六十条", ""),
    ],
)
def test_edition_of_a_text_with_a_history(question: str, asks: str) -> None:
    law = load_regulation(SHIPPED / "fire-law")
    assert edition_year(law) == "2021"
    assert find_edition(question, law) == asks


def test_measure_compares_every_field() -> None:
    expected = expected_heads()
    assert len(expected) == 100
    assert all(row.keys() == FIELDS.keys() for row in expected.values())
    fields = head_fields(DECREED, TODAY)
    assert compare_heads({"a": fields}, {"a": dict(fields)}) == []
    changed = {**fields, "issuer": "某部"}
    assert compare_heads({"a": fields}, {"a": changed}) == [("a", "issuer", "国务院", "某部")]


def test_a_text_without_a_head_stays_as_it_was() -> None:
    regulation = Regulation("dogs", "1", "小镇养犬办法", NOT_STATED, parse(BARE), BARE)
    assert (regulation.events, regulation.number, regulation.as_of) == ((), "", None)
    assert status_mark(regulation) == "效力状态未注明"
    assert status_origin(regulation) == ""
