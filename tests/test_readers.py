"""Files of every kind → the text of a regulation: pages, JSON, PDF, letters around it, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import FiredutyError
from corpus.readers.enclosing import refuse_several
from corpus.readers.pages import PrintedPiece, lay_out
from corpus.readers.read import read_file
from corpus.readers.summary import summarise
from corpus.text.load import make_regulation
from evals.readers.laws import Law, make_law
from evals.readers.measure import STYLES, measure

TEXT = "某镇灯会办法\n第一条 灯会主办人应当报备。\n第二条 不得放火。\n"
ARTICLES = ["第一条 灯会主办人应当报备。", "第二条 不得放火。"]


def lines_of(data: bytes | str, name: str = "灯会") -> list[str]:
    content = data.encode() if isinstance(data, str) else data
    return [
        " ".join(line.split()) for line in read_file(content, name).text.split("\n") if line.strip()
    ]


def told(data: bytes | str, name: str = "灯会") -> str:
    content = data.encode() if isinstance(data, str) else data
    report = read_file(content, name).report
    return "\n".join([*report.notes, *report.doubts, *(d.told for d in report.dropped)])


# --- what comes back of a law ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def law() -> Law:
    source = Path("corpus/data/fire-law/regulation.txt").read_text("utf-8")
    made = make_law("消防法", source)
    assert made is not None
    return made


@pytest.mark.parametrize("style", STYLES)
def test_a_law_comes_back_whole(law: Law, style: str) -> None:
    found = measure(law, style)
    assert (found.fault, found.wrong, found.extra) == ("", (), 0)


# --- plain text ------------------------------------------------------------------------------------


def test_plain_text_is_as_it_is() -> None:
    read = read_file(TEXT.encode(), "灯会.txt")
    assert read.text == TEXT
    assert read.report.is_clean


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-16-le", "utf-32", "big5"])
def test_every_encoding(encoding: str) -> None:
    text = (
        TEXT
        if encoding != "big5"
        else "某鎮燈會辦法\n第一條 燈會主辦人應當報備。\n第二條 不得放火。\n"
    )
    read = read_file(text.encode(encoding), "灯会.txt")
    assert read.text == TEXT
    assert "编码读入" in read.report.notes[0]
    assert any("繁体字" in d for d in read.report.doubts) == (encoding == "big5")


PASTED = f"首页 > 法规规章 > 正文\n发布时间：2024-05-06\n字号：大 中 小\n{TEXT}打印本页\n关闭窗口\n版权所有：某镇人民政府\n"


def test_lines_of_a_page_around_a_pasted_text_are_left_out_and_told() -> None:
    read = read_file((PASTED + "网站地图\n京ICP备00000000号\n").encode(), "灯会.txt")
    assert read.text.strip() == TEXT.strip()
    assert len(read.report.dropped) == 8
    assert "网页上的字（第 1 行）：「首页 > 法规规章 > 正文」" in told(PASTED)


# --- web pages and JSON ----------------------------------------------------------------------------

BODY = "<p>第一条&nbsp;灯会主办人应当报备。</p><p>第二条&nbsp;不得放火。</p>"
PAGES = {
    "a page": f"<html><head><title>x</title></head><body><h1>某镇灯会办法</h1><div>{BODY}</div></body></html>",
    "a piece": f"<div><h2>某镇灯会办法</h2>{BODY}</div>",
    "line breaks": "<html><body>某镇灯会办法<br>第一条 灯会主办人应当报备。<br>第二条 不得放火。</body></html>",
    "a table that lays out": f"<html><body><table><tr><td>某镇灯会办法<br>{BODY}</td></tr></table></body></html>",
    "hidden": f'<html><body><h1>某镇灯会办法</h1><div style="display: none">第三条 假的。</div><div>{BODY}</div></body></html>',
    "a footer inside": f'<html><body><h1>某镇灯会办法</h1>{BODY}<div class="footer">版权所有</div></body></html>',
    "a word that was searched": f"<html><body><h1>某镇灯会办法</h1>{BODY.replace('不得放火', '不得<span class=search-hit>放火</span>')}</body></html>",
    "a header of the text": f"<html><body><article><header><h1>某镇灯会办法</h1></header>{BODY}</article></body></html>",
    "a page that a table lays out": f"<html><body><table><tr><td>办事指南<br>某镇灯会办法</td></tr><tr><td><a>信息公开</a></td><td>{BODY}</td></tr></table></body></html>",
    "a script": f'<html><body><script>"第九条 假的。"</script><h1>某镇灯会办法</h1>{BODY}</body></html>',
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_pages(page: str) -> None:
    assert lines_of(page) == ["某镇灯会办法", *ARTICLES]


def test_a_page_names_its_encoding() -> None:
    page = PAGES["a page"].replace("<head>", '<head><meta charset="gb2312">')
    assert lines_of(page.encode("gbk")) == ["某镇灯会办法", *ARTICLES]


def test_a_page_saved_with_its_pictures() -> None:
    mail = (
        "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
        "--x\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        f"{PAGES['a page']}\n--x\nContent-Type: image/png\n\nabc\n--x--\n"
    )
    assert lines_of(mail) == ["某镇灯会办法", *ARTICLES]


LIST = [{"number": 1, "content": "灯会主办人应当报备。"}, {"number": 2, "content": "不得放火。"}]
RECORDS: dict[str, object] = {
    "one field": {"title": "某镇灯会办法", "content": "\n".join(ARTICLES), "date": "2024-01-01"},
    "a list of strings": {"name": "某镇灯会办法", "articles": ARTICLES},
    "numbers and words": {"title": "某镇灯会办法", "articles": LIST},
    "labels and words": {
        "标题": "某镇灯会办法",
        "条文": [
            {"条号": "第一条", "内容": "灯会主办人应当报备。"},
            {"条号": "第二条", "内容": "不得放火。"},
        ],
    },
    "inside an answer": {"code": 0, "data": {"title": "某镇灯会办法", "body": "\n".join(ARTICLES)}},
    "HTML inside": {"title": "某镇灯会办法", "html": f"<div>{BODY}</div>"},
    "one in a list": [{"title": "某镇灯会办法", "content": "\n".join(ARTICLES)}],
}


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_json(record: object) -> None:
    assert lines_of(json.dumps(record, ensure_ascii=False)) == ["某镇灯会办法", *ARTICLES]


def test_json_with_chapters() -> None:
    record = {
        "title": "某镇灯会办法",
        "chapters": [
            {"title": "第一章 总则", "articles": LIST[:1]},
            {"title": "第二章 罚则", "articles": LIST[1:]},
        ],
    }
    assert lines_of(json.dumps(record)) == [
        "某镇灯会办法",
        "第一章 总则",
        ARTICLES[0],
        "第二章 罚则",
        ARTICLES[1],
    ]


def test_other_fields_of_json_are_told() -> None:
    said = told(json.dumps(RECORDS["one field"]))
    assert "条文取自字段 content" in said
    assert "字段（date）：「2024-01-01」" in said


# --- printed pages ---------------------------------------------------------------------------------


def page(*rows: tuple[float, float, str], size: float = 10) -> list[PrintedPiece]:
    """Pieces of a page: where each begins, on which line, its words."""
    return [PrintedPiece(x, x + size * len(words), y, size, words) for x, y, words in rows]


def test_lines_are_joined_to_paragraphs() -> None:
    found = lay_out(
        [
            page(
                (100, 20, "某镇灯会办法"),
                (20, 60, "第一条　灯会主办人应当在开幕七日前"),
                (0, 80, "向镇公所报备。未报备的，不得开幕，并且"),
                (0, 100, "应当补报。"),
                (20, 120, "镇公所应当答复。"),
            )
        ]
    )
    assert found.text.split("\n") == [
        "某镇灯会办法",
        "第一条　灯会主办人应当在开幕七日前向镇公所报备。未报备的，不得开幕，并且应当补报。",
        "镇公所应当答复。",
    ]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        page(
            (80, 0, "某镇法规汇编"),
            (20, 40 + n, f"第{'一二三'[n]}条　灯会应当报备。"),
            (90, 300, f"— {n + 1} —"),
        )
        for n in range(3)
    ]
    found = lay_out(pages)
    assert found.text.split("\n") == [f"第{n}条　灯会应当报备。" for n in "一二三"]
    assert [(d.what, d.place) for d in found.dropped].count(("页码", "第 2 页")) == 1
    assert sum(d.what == "页眉" for d in found.dropped) == 3


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [(0, 40 + 20 * n, f"第{'一二三四五'[n]}条　左栏的字句。") for n in range(5)]
    right = [(200, 40 + 20 * n, f"第{'六七八九十'[n]}条　右栏的字句。") for n in range(5)]
    found = lay_out([page((90, 0, "某镇灯会办法"), *left, *right)])
    assert [line[:3] for line in found.text.split("\n")[1:]] == [
        f"第{n}条" for n in "一二三四五六七八九十"
    ]
    assert found.in_columns == (1,)


def test_a_full_line_before_an_unmarked_one_is_told() -> None:
    found = lay_out(
        [
            page(
                (0, 20, "第一条　甲应当报备。"),
                (0, 40, "乙应当到场看灯会了。"),
                (0, 60, "第二条　丙应当报备。"),
            )
        ]
    )
    assert "看不出是不是另起一款" in found.unsure[0]


# --- what is around a regulation, and what is none ---------------------------------------------------

LETTER = "某镇人民政府关于印发《某镇灯会办法》的通知\n某政发〔2024〕3号\n各村：\n现将《某镇灯会办法》印发给你们，请遵照执行。\n某镇人民政府\n2024年1月2日\n"
DECISION = "某镇人民政府关于修改《某镇灯会办法》的决定\n一、将第二条修改为：“不得放火。”\n二、删去第三条。\n本决定自公布之日起施行。\n"


@pytest.mark.parametrize(("around", "what"), [(LETTER, "来文"), (DECISION, "修改决定")])
def test_what_carries_a_regulation_is_left_out_and_told(around: str, what: str) -> None:
    read = read_file((around + TEXT).encode(), "灯会.txt")
    assert read.text == TEXT
    (dropped,) = read.report.dropped
    assert dropped.what == what
    assert "".join(around.split()) == "".join(dropped.words.split())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (DECISION, "修改别的法规的决定.*第 2 行起"),
        (
            "某法修正案（二）\n一、将第三条修改为：“甲。”\n二、在第五条后增加一条。\n",
            "修改别的法规的决定",
        ),
        (
            "灯会技术规范\n" + "\n".join(f"3.1.{n} 灯应当挂好。" for n in range(1, 7)),
            r"3\.1\.1.*技术标准",
        ),
        ('{"title": "x", "views": 3}', "不清楚哪个字段是条文"),
        (
            json.dumps(
                [RECORDS["one field"], {"title": "某县办法", "content": "\n".join(ARTICLES)}]
            ),
            "2 部法规",
        ),
        ('{"title": "某镇灯会办法", "content": ', "JSON，但格式不对|没有找到"),
    ],
)
def test_what_is_no_one_regulation_is_refused(text: str, why: str) -> None:
    with pytest.raises(FiredutyError, match=why) as caught:
        make_regulation(read_file(text.encode(), "灯会.txt").text, "灯会.txt")
    assert "\n" not in str(caught.value)


def test_two_regulations_are_refused_with_their_lines() -> None:
    text = TEXT + "某镇犬只办法\n第一条 狗应当登记。\n第二条 不得放狗。\n"
    with pytest.raises(FiredutyError, match="第 1 行起《某镇灯会办法》、第 4 行起《某镇犬只办法》"):
        refuse_several(make_regulation(text, "x").body, text, "x")
    annexed = TEXT + "附件：某镇犬只办法\n第一条 狗应当登记。\n第二条 不得放狗。\n"
    refuse_several(make_regulation(annexed, "x").body, annexed, "x")


def test_a_second_text_without_a_name_is_to_be_looked_at() -> None:
    text = TEXT + "。\n第一条 狗应当登记。\n第二条 不得放狗。\n"
    read = read_file(text.encode(), "灯会.txt")
    summary = summarise(make_regulation(read.text, "灯会.txt"), read.report)
    assert any("像另一部法规" in doubt for doubt in summary.doubts)


def test_what_is_to_be_confirmed() -> None:
    text = "某镇灯会办法\n（2020年1月2日公布）\n第一条 甲应当：\n（一）点灯；\n第三条 不得放火。\n第三条 乙。\n"
    read = read_file(text.encode(), "灯会.txt")
    summary = summarise(make_regulation(read.text, "灯会.txt"), read.report)
    assert not summary.is_clean
    assert summary.articles == "第一条至第三条，共 3 条"
    assert summary.dates == ("2020-01-02 公布",)
    assert "条连续：正文：第三条前面是第 1 条" in summary.to_check
    assert "条重复" in summary.to_check
