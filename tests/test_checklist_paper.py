"""A checklist as a working paper: whole sentences, what is no work, columns filled in, a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar
from openpyxl import load_workbook

from corpus.errors import FiredutyError
from corpus.language.load import load_corpus
from corpus.premises.applicability import Guide
from corpus.premises.checklist import Checklist
from corpus.premises.data import load_places
from corpus.premises.several import Guides
from corpus.premises.work import WorkKind, WorkLine, work_of
from corpus.register.records import Recurrence
from corpus.register.registry import register_of
from corpus.text.load import shipped_folders
from ui.documents.checklist import BOX, COLUMNS, TICKED, group_work, key_of
from ui.documents.checklist_calendar import make_calendar, recurring
from ui.documents.checklist_filled import FilledLine, read_filled
from ui.documents.checklists_across import make_checklists_document
from ui.documents.export import content_of

HOME, MALL, ESTATE = "有地下车库的养老院", "商场，是消防安全重点单位", "物业公司"
PLACES = (HOME, MALL, ESTATE, "我开了家 20 人的小旅馆，租的房子", "学校", "加油站", "建筑工地")
DAY = "2026-12-01"


@pytest.fixture(scope="module")
def guides() -> Guides:
    found = []
    for folder in shipped_folders():
        regulation, language = load_corpus(folder)
        found.append(Guide(register_of(regulation, language), load_places(folder), language.units))
    return Guides(found)


def listed(guides: Guides, words: str) -> tuple[tuple[Guide, Checklist], ...]:
    return guides.listed(guides.describe(words))


def works(guides: Guides, words: str) -> list[WorkLine]:
    return [x for g, c in listed(guides, words) for x in work_of(c, g.register.regulation)]


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_no_line_is_lost_and_every_word_is_printed(guides: Guides, place: str) -> None:
    for guide, checklist in listed(guides, place):
        regulation = guide.register.regulation
        work = work_of(checklist, regulation)
        assert [line for one in work for line in one.lines] == list(checklist.lines)
        leaves = {leaf.id: leaf for leaf in regulation.leaves()}
        for one in work:
            leaf = leaves[one.provision]
            assert one.text in leaf.text
            assert one.lead in leaf.lead_in
            assert len({line.condition for line in one.lines}) == 1


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (
            HOME,
            "机关、团体、企业、事业等单位应当履行下列消防安全职责：……按照国家标准、行业标准配置消防设施、"
            "器材，设置消防安全标志，并定期组织检验、维修，确保完好有效；",
        ),
        (
            HOME,
            "任何单位、个人不得损坏、挪用或者擅自拆除、停用消防设施、器材，不得埋压、圈占、遮挡消火栓或者占用"
            "防火间距，不得占用、堵塞、封闭疏散通道、安全出口、消防车通道。",
        ),
        (HOME, "任何单位和个人不得实施下列行为：……占用消防车通道。"),
        (
            ESTATE,
            "物业服务企业应当履行下列职责：……及时劝阻和制止占用、堵塞、封闭疏散通道、安全出口、消防车通道等"
            "行为，劝阻和制止无效的，立即向消防救援机构、公安派出所等主管部门报告。",
        ),
    ],
)
def test_a_line_is_a_whole_sentence_with_its_subject(
    guides: Guides, place: str, sentence: str
) -> None:
    assert sentence in [one.sentence for one in works(guides, place)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("单位的主要负责人是本单位的消防安全责任人。", WorkKind.GUIDING),
        ("任何单位和成年人都有参加有组织的灭火工作的义务。", WorkKind.GUIDING),
        ("法律、法规规定的其他消防安全职责。", WorkKind.GUIDING),
        (
            "本市行政区域内的机关、团体、企业、事业等单位及个人，应当遵守本条例。",
            WorkKind.GUIDING,
        ),
        (
            "机关、团体、企业、事业等单位以及村民委员会、居民委员会根据需要，建立志愿消防队等多种形式的消防组织，"
            "开展群众性自防自救工作。",
            WorkKind.OPTIONAL,
        ),
        (
            "落实消防安全责任制，制定本单位的消防安全制度、消防安全操作规程，制定灭火和应急疏散预案；",
            WorkKind.TO_DO,
        ),
        ("组织防火检查，及时消除火灾隐患；", WorkKind.TO_DO),
        ("作业人员应当遵守消防安全规定。", WorkKind.TO_DO),
        ("禁止在具有火灾、爆炸危险的场所吸烟、使用明火。", WorkKind.TO_DO),
    ],
)
def test_principles_are_no_work(guides: Guides, words: str, kind: WorkKind) -> None:
    assert {one.kind for one in works(guides, HOME) if one.text == words} == {kind}


# --- columns that are filled in -------------------------------------------------------------------


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_what_is_filled_in_stands_beside_its_line_and_nowhere_else(
    guides: Guides, format: str
) -> None:
    place = guides.describe(HOME)
    guide, checklist = guides.listed(place)[1]
    regulation = guide.register.regulation
    _, lines = group_work(work_of(checklist, regulation))[0]
    filled = {key_of(lines[2], regulation): FilledLine(done=True, who="张三", proof="检测报告")}
    document = make_checklists_document(place, guides.checklists(place), (), DAY, filled=filled)
    ticked = [row for row in _rows(content_of(document, format), format) if TICKED in row]
    ((_, *row),) = [row[row.index(TICKED) :] for row in ticked]
    told = lines[2].text if format == "docx" else lines[2].sentence  # print: the lead stands above
    assert row[1] == told
    assert row[-4:] == ["张三", "", "", "检测报告"]
    assert len(COLUMNS) == len(row) + 1


def test_print_says_a_lead_once_over_its_lines(guides: Guides) -> None:
    place = guides.describe(HOME)
    guide, checklist = guides.listed(place)[0]
    groups = group_work(work_of(checklist, guide.register.regulation))
    led_lines = [x for _, group in groups for x in group if x.lead]
    leads = [x.lead for x in led_lines]
    document = make_checklists_document(place, guides.checklists(place), (), DAY)
    rows = _rows(content_of(document, "docx"), "docx")
    lines = [row for row in rows if len(row) == len(COLUMNS) and len(set(row)) > 1]
    over = [row[0] for row in rows if len(set(row)) == 1 and row[0].endswith("：……")]
    led = [lead for lead in dict.fromkeys(leads) if leads.count(lead) > 1]
    assert led
    for lead in led:
        assert over.count(f"{lead}……") == 1
        assert not [row for row in lines if f"{lead}……" in row[2]]
    words = [row[2] for row in lines]
    assert all(x.text in words for x in led_lines if x.lead in led)


def _rows(content: bytes, format: str) -> list[list[str]]:
    if format == "docx":
        tables = docx.Document(BytesIO(content)).tables
        return [[c.text for c in row.cells] for t in tables for row in t.rows]
    sheets = load_workbook(BytesIO(content)).worksheets
    return [[str(c or "") for c in row] for s in sheets for row in s.iter_rows(values_only=True)]


def test_a_paper_names_place_documents_and_day(guides: Guides) -> None:
    place = guides.describe("养老院")
    document = make_checklists_document(place, guides.checklists(place), (), DAY)
    assert document.title.startswith("养老院消防安全工作清单：见 3 部文件")
    assert document.name == f"养老院消防安全工作清单 {DAY}"
    for part in document.parts:
        assert f"制表日期：{DAY}" in part.document.summary
        boxes = [row for s in part.document.sections if s.columns == COLUMNS for row in s.rows]
        assert {row[0] for row in boxes} == {BOX}
        assert [row[1] for row in boxes] == [str(n) for n in range(1, len(boxes) + 1)]


@pytest.mark.parametrize("text", ["[]", "{", '{"a": 1}', '{"a": {"who": "%s"}}' % ("长" * 301)])
def test_what_cannot_be_read_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(FiredutyError, match="填写的内容读不懂"):
        read_filled(text)


def test_nothing_filled_in_is_nothing() -> None:
    assert read_filled("") == {}
    assert read_filled('{"a": {"done": true, "who": " 张三 "}}') == {
        "a": FilledLine(done=True, who="张三")
    }


# --- calendar -------------------------------------------------------------------------------------


def events(guides: Guides, place: str, start: str = DAY) -> list[Any]:
    content = make_calendar(listed(guides, place), "日历", start, DAY, {})
    return Calendar.from_ical(content).walk("VEVENT")


@pytest.mark.parametrize(
    ("place", "rules"),
    [
        (HOME, ["YEARLY 1"] * 2),
        (
            MALL,
            [
                *["YEARLY 1", "DAILY 1"],
                *["YEARLY 1", "YEARLY 1", "DAILY 1", "YEARLY 1", "MONTHLY 6"],
            ],
        ),
        (ESTATE, ["YEARLY 1"] * 2),
    ],
)
def test_only_printed_periods_recur(guides: Guides, place: str, rules: list[str]) -> None:
    found = events(guides, place)
    assert [f"{e['rrule']['freq'][0]} {e['rrule']['interval'][0]}" for e in found] == rules
    for one, event in zip(recurring(listed(guides, place)), found, strict=True):
        assert one.period.text in one.line.text
        assert one.period.text.startswith("每")
        assert f"「{one.line.sentence}」" in event["description"]
        assert one.guide.cite(one.line.provision) in event["summary"]
        assert "现行有效" in event["summary"]
    assert len({str(e["uid"]) for e in found}) == len(found)


@pytest.mark.parametrize(
    ("start", "days"),
    [
        ("2026-12-01", ["2026-12-01", "2027-06-01"]),
        ("2026-08-31", ["2026-08-31", "2027-02-28"]),
        ("2028-02-29", ["2028-02-29", "2028-08-29"]),
        ("2026-08-30", ["2026-08-30", "2027-02-28"]),
    ],
)
def test_half_a_year_on_whatever_day_it_begins(guides: Guides, start: str, days: list[str]) -> None:
    (half,) = [e for e in events(guides, MALL, start) if "MONTHLY" in e["rrule"]["freq"]]
    assert half["dtstart"].dt == date.fromisoformat(start)
    rule = half["rrule"].to_ical().decode()
    found = rrulestr(rule, dtstart=datetime.combine(half["dtstart"].dt, time()))
    assert [f"{day:%Y-%m-%d}" for day in found] == days
    assert half["rrule"]["until"][0] == half["dtstart"].dt + timedelta(days=364)


@pytest.mark.parametrize("place", PLACES)
def test_what_only_may_apply_or_is_no_work_does_not_recur(guides: Guides, place: str) -> None:
    for one in recurring(listed(guides, place)):
        assert (one.line.kind, one.line.condition) == (WorkKind.TO_DO, "")


def test_a_draft_is_called_one(guides: Guides) -> None:
    """A period of the shipped draft, which has none, as if it were printed."""
    guide, checklist = listed(guides, HOME)[-1]
    assert guide.register.regulation.status == "征求意见稿"
    line = checklist.certain[-1]
    duty = replace(line.duty, recurrence=(Recurrence("每月", "frequency", 1, "月"),))
    monthly = replace(checklist, lines=(replace(line, duty=duty),))
    content = make_calendar([(guide, monthly)], "日历", DAY, DAY, {})
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert "征求意见稿，尚未施行" in event["summary"]


def test_who_is_named_stands_in_the_event(guides: Guides) -> None:
    lists = listed(guides, HOME)
    one = next(recurring(lists))
    filled = {key_of(one.line, one.guide.register.regulation): FilledLine(who="张三")}
    event, *_ = Calendar.from_ical(make_calendar(lists, "日历", DAY, DAY, filled)).walk("VEVENT")
    assert "责任人：张三" in event["description"]


@pytest.mark.parametrize(
    ("documents", "start", "said"),
    [(0, DAY, "做不成日历"), (3, "12月1日", "日历的开始日期「12月1日」读不懂")],
)
def test_a_calendar_that_cannot_be_made_says_why(
    guides: Guides, documents: int, start: str, said: str
) -> None:
    with pytest.raises(FiredutyError, match=said):
        make_calendar(listed(guides, HOME)[:documents], "日历", start, DAY, {})
