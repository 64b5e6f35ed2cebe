"""Two texts side by side: which 条 became which, which words changed, what is said of it."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.comparing.comparison import TextComparison, compare
from assistant.comparing.finding import Finding, FindingKind
from assistant.comparing.marking import MarkKind, cut_words, mark_words, new_words, old_words
from assistant.comparing.matching import longest_rising, match_units
from assistant.comparing.pieces import shown_pieces
from assistant.comparing.rows import ComparedRow, RowKind
from assistant.comparing.units import TextUnit, TextUnitKind, units_of
from corpus.text.load import load_regulation, shipped_folders
from corpus.text.provision import Regulation
from corpus.text.render import render
from evals.versions.changing import change_law
from evals.versions.report import judge
from ui.documents.comparison import cautions, count_sentence, folded_sentence, name_of
from ui.documents.comparison_changes import key_changes
from ui.documents.comparison_record import to_record
from ui.documents.comparison_text import write_comparison

BOATS = "第一条 渡口经营人应当在每日开航前检查渡船和救生设备，并作出记录。"
LIGHTS = "第二条 渡船不得超过核定的乘客定额载客，不得在夜间或者大雾天气航行。"
SIGNS = "第三条 码头应当设置明显的标志，公布开航时间、票价和乘客须知。"
FINE = (
    "第四条 违反本办法第二条规定超载的，由海事管理机构责令改正，处五百元以上二千元以下罚款；情节严重的，"
    "吊销许可证。"
)
REPORT = "第五条 发生事故的，渡口经营人应当在十二小时内向海事管理机构报告。"
START = "第六条 本办法自2010年1月1日起施行。"
OLD = (BOATS, LIGHTS, SIGNS, FINE, REPORT, START)


class Laws:
    """Texts made up for these tests."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, *articles: str, title: str = "小河渡口管理办法") -> Regulation:
        path = self._folder / "text.txt"
        path.write_text("\n".join((title, *articles)), "utf-8")
        return load_regulation(path)

    def compared(self, *new: str) -> TextComparison:
        return compare(self.of(*OLD), self.of(*new))


@pytest.fixture
def law(tmp_path: Path) -> Laws:
    return Laws(tmp_path)


def kinds(found: TextComparison) -> list[tuple[str, str]]:
    return [(row.kind.value, name_of(row)) for row in found.articles]


def findings(found: TextComparison) -> list[tuple[FindingKind, str, str]]:
    return [(f.kind, f.old, f.new) for row in found.rows for f in row.findings]


def marked(row: ComparedRow) -> str:
    signs = {MarkKind.EQUAL: "{}", MarkKind.DELETED: "[-{}-]", MarkKind.INSERTED: "[+{}+]"}
    return "".join(signs[mark.kind].format(mark.text) for mark in row.marks)


# --- which became which -----------------------------------------------------------------------------


def test_the_same_text_has_no_difference(law: Laws) -> None:
    found = law.compared(*OLD)
    assert found.is_equal
    assert count_sentence(found) == "两份各 6 条，文字没有不同。"
    assert folded_sentence(found) == "没有列出的 6 条未变：第一条至第六条。"
    assert key_changes(found) == ()


def test_what_only_differs_in_dress_is_the_same_and_still_marked(law: Laws) -> None:
    found = law.compared(BOATS.replace("，", ","), *OLD[1:])
    assert found.is_equal
    (row,) = [row for row in found.articles if len(row.marks) > 1]
    assert new_words(row.marks) == row.new[0].text
    assert all(piece.kind is MarkKind.EQUAL for piece in shown_pieces(row.marks))


def test_new_deleted_moved_and_renumbered(law: Laws) -> None:
    found = law.compared(
        BOATS,
        "第二条 县级人民政府应当安排资金，用于渡口的建设和养护。",
        SIGNS,
        REPORT.replace("第五条", "第四条"),
        LIGHTS.replace("第二条", "第五条"),
        START,
    )
    assert kinds(found) == [
        ("未变", "第一条"),
        ("新增", "第二条"),
        ("未变", "第三条"),
        ("删去", "原第四条"),
        ("未变", "第四条（原第五条）"),
        ("未变", "第五条（原第二条）"),
        ("未变", "第六条"),
    ]
    assert [name_of(row) for row in found.articles if row.moved] == ["第五条（原第二条）"]
    assert count_sentence(found) == (
        "原 6 条，新 6 条：未变 5 条（其中 1 条只是条号变了），新增 1 条，删去 1 条；移动了位置 1 处。"
    )
    told = {changes.title: changes.lines for changes in key_changes(found)}
    assert told["移动、拆分、合并的条"] == ("原第二条 → 第五条（移动）",)
    assert told["新增的条"] == ("第二条：县级人民政府应当安排资金，用于渡口的建设和养护。",)


def test_a_number_that_only_follows_the_numbering(law: Laws) -> None:
    found = law.compared(
        "第一条 为了渡运安全，制定本办法。",
        *(f"第{n}条{text[3:]}" for n, text in zip("二三四", OLD[:3], strict=True)),
        FINE.replace("第四条", "第五条").replace("本办法第二条", "本办法第三条"),
        REPORT.replace("第五条", "第六条"),
        START.replace("第六条", "第七条"),
    )
    assert ("条号随改", "第五条（原第四条）") in kinds(found)
    assert findings(found) == []
    other = law.compared(*OLD[:3], FINE.replace("本办法第二条", "本办法第一条"), *OLD[4:])
    assert ("修改", "第四条") in kinds(other), "there the reference leads elsewhere"


def test_a_split_is_told_where_the_words_prove_it(law: Laws) -> None:
    whole = BOATS + "\n乘客应当服从渡工的指挥，不得携带易燃易爆物品上船，不得在船上打闹。"
    first, second = whole.split("\n")
    old, new = law.of(whole, LIGHTS, SIGNS), law.of(first, f"第二条 {second}", "第三条 略述。")
    (row,) = [r for r in compare(old, new).rows if r.kind is RowKind.SPLIT]
    assert name_of(row) == "第一条、第二条（原第一条）"
    assert marked(row) == row.old[0].text
    (row,) = [r for r in compare(new, old).rows if r.kind is RowKind.MERGED]
    assert name_of(row) == "第一条（原第一条、第二条）"


def test_every_unit_of_a_text_holds_all_its_words() -> None:
    for folder in shipped_folders():
        regulation = load_regulation(folder)
        units = units_of(regulation)
        written = "".join(f"{unit.label}{unit.text}" for unit in units)
        assert "".join(written.split()) == "".join(render(regulation.body).split())
        for unit in units:
            for place in unit.places:
                leaf = next(x for x in regulation.leaves() if x.id == place.id)
                assert unit.text[place.start : place.end] == leaf.text


# --- what it means ----------------------------------------------------------------------------------


CHANGES = [
    (
        FINE.replace("五百元以上二千元以下", "一千元以上五千元以下"),
        [(FindingKind.FIGURE, "五百元以上二千元以下", "一千元以上五千元以下")],
    ),
    (REPORT.replace("十二小时", "两小时"), [(FindingKind.FIGURE, "十二小时", "两小时")]),
    (REPORT.replace("在十二小时内", "立即"), [(FindingKind.FIGURE, "十二小时", "")]),
    (BOATS.replace("应当", "可以"), [(FindingKind.MODAL, "应当", "可以")]),
    (BOATS.replace("渡口经营人", "船舶所有人"), [(FindingKind.BODY, "渡口经营人", "船舶所有人")]),
    (
        FINE.replace("海事管理机构", "交通运输部门"),
        [(FindingKind.BODY, "海事管理机构", "交通运输部门")],
    ),
    (SIGNS.replace("明显", "醒目"), []),
    (SIGNS.replace("公布", "如实公布"), []),
]


@pytest.mark.parametrize(("changed", "said"), CHANGES)
def test_what_a_change_means(
    law: Laws, changed: str, said: list[tuple[FindingKind, str, str]]
) -> None:
    new = [changed if text[:3] == changed[:3] else text for text in OLD]
    found = law.compared(*new)
    assert findings(found) == said
    assert [row.kind for row in found.articles].count(RowKind.CHANGED) == 1


def test_a_figure_that_stands_elsewhere_in_the_same_provision_did_not_change(
    law: Laws,
) -> None:
    turned = "第五条 渡口经营人应当在十二小时内向海事管理机构报告发生的事故。"
    assert findings(law.compared(*OLD[:4], turned, START)) == []


def test_fines_are_told_before_other_figures(law: Laws) -> None:
    found = law.compared(
        *OLD[:3],
        FINE.replace("二千元", "三千元"),
        REPORT.replace("十二小时", "两小时"),
        START.replace("2010", "2024"),
    )
    (figures,) = [c for c in key_changes(found) if c.title.startswith("数字")]
    assert [line.partition("由")[0] for line in figures.lines] == [
        "第四条：罚款",
        "第五条：期限",
        "第六条：日期",
    ]
    assert figures.heading == "数字（期限、罚款等）（3 处，程序提取，未经复核）"


def test_the_same_words_changed_in_many_provisions_are_told_once(law: Laws) -> None:
    found = law.compared(*(text.replace("渡口", "码头渡口") for text in OLD))
    assert findings(found) == [
        (FindingKind.BODY, "渡口经营人", "码头渡口经营人"),
        (FindingKind.BODY, "渡口经营人", "码头渡口经营人"),
    ]
    (bodies,) = [c for c in key_changes(found) if c.title.startswith("主体")]
    assert bodies.lines == ("第一条、第五条：由「渡口经营人」改为「码头渡口经营人」",)


# --- two documents ----------------------------------------------------------------------------------


def test_a_draft_is_called_a_draft_everywhere() -> None:
    draft, law = (load_regulation(shipped_folders()[n]) for n in (0, 2))
    found = compare(law, draft)
    said = write_comparison(found)
    assert "状态：征求意见稿，尚未施行" in said
    assert cautions(found)[0].startswith("新的一边是征求意见稿，尚未施行")
    assert "不是同一部法规" in cautions(found)[1]
    assert "新增" not in said.replace("新增或者废止", "").split("【逐条对照】")[0]
    record = to_record(found)
    assert record["new"]["status"] == "征求意见稿"
    assert "征求意见稿" in record["notice"]
    assert cautions(compare(draft, law))[0].startswith("原来的一边是征求意见稿")


def test_an_order_that_is_turned_round_is_told(law: Laws) -> None:
    first = "（2010年1月5日小河县人民代表大会常务委员会第三次会议通过）"
    later = first[:-1] + "　2020年6月1日小河县人民代表大会常务委员会第九次会议修正）"
    old, new = law.of(first, *OLD), law.of(later, *OLD)
    assert (old.version, new.version) == ("2010-01-05", "2020-06-01")
    assert not cautions(compare(old, new))
    assert cautions(compare(new, old)) == (
        "注意次序：“新”的一边（2010-01-05）比“原”的一边（2020-06-01）早。",
    )


# --- guarantees -------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        *"应当不得可以，。；：\n的 ",
        "第十二条",
        "五万元以上",
        "十五日",
        "（三）",
        "渡口经营人",
        "海事管理机构",
        "责令改正",
        "安全",
        "<b>",
        "𠮷",
    ]
)
_TEXTS = st.lists(_PIECES, max_size=30).map("".join)


@given(_TEXTS, _TEXTS)
@settings(deadline=None, max_examples=150)
def test_marks_hold_both_wordings(old: str, new: str) -> None:
    marks = mark_words(old, new)
    assert old_words(marks) == old
    assert new_words(marks) == new
    assert all(mark.text for mark in marks)
    assert all(a.kind is not b.kind for a, b in pairwise(marks))
    pieces = shown_pieces(marks)
    assert ("".join(p.old for p in pieces), "".join(p.new for p in pieces)) == (old, new)


@given(_TEXTS)
@settings(deadline=None, max_examples=50)
def test_words_together_are_the_text(text: str) -> None:
    assert "".join(cut_words(text)) == text


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("在十日内报告", "在十五日内报告", "在[-十日-][+十五日+]内报告"),
        ("依照第六十条处罚", "依照第六十二条处罚", "依照[-第六十条-][+第六十二条+]处罚"),
        ("（三）其他情形", "（四）其他情形", "[-（三）-][+（四）+]其他情形"),
        ("甲、丙", "甲、乙、丙", "甲、[+乙、+]丙"),
        ("", "全是新的", "[+全是新的+]"),
        ("一样", "一样", "一样"),
    ],
)
def test_marks_are_readable(old: str, new: str, shown: str) -> None:
    assert marked(ComparedRow(RowKind.CHANGED, (), (), mark_words(old, new))) == shown


_ARTICLES = st.lists(
    st.sampled_from(
        [text[4:] for text in OLD] + ["渡工应当持证上岗。", "本办法所称渡口，是指码头。"]
    ),
    max_size=8,
)


@given(_ARTICLES, _ARTICLES)
@settings(deadline=None, max_examples=100)
def test_every_unit_stands_in_exactly_one_group(old: list[str], new: list[str]) -> None:
    units = [
        [
            TextUnit(TextUnitKind.ARTICLE, f"第{n}条", str(n), "", text)
            for n, text in enumerate(texts, 1)
        ]
        for texts in (old, new)
    ]
    groups = match_units(*units)
    assert sorted(i for g in groups for i in g.old) == list(range(len(old)))
    assert sorted(j for g in groups for j in g.new) == list(range(len(new)))
    assert groups == match_units(*units)


def test_the_longest_rising_row_of_pairs() -> None:
    assert longest_rising([(0, 0), (1, 3), (2, 1), (3, 2)]) == [(0, 0), (2, 1), (3, 2)]
    assert longest_rising([]) == []


def test_guarantees_over_the_shipped_texts() -> None:
    texts = [load_regulation(folder) for folder in shipped_folders()]
    for old, new in ((texts[1], texts[2]), (texts[2], texts[1]), (texts[0], texts[1])):
        found = compare(old, new)
        sides = [
            [unit for row in found.rows for unit in (row.new if late else row.old)]
            for late in (False, True)
        ]
        for units, regulation in zip(sides, (old, new), strict=True):
            assert sorted(u.text for u in units) == sorted(u.text for u in units_of(regulation))
        for row in found.rows:
            assert old_words(row.marks) == "\n".join(unit.text for unit in row.old)
            assert new_words(row.marks) == "\n".join(unit.text for unit in row.new)
            for finding in row.findings:
                _stands_in(finding, row)


def _stands_in(finding: Finding, row: ComparedRow) -> None:
    for said, words in ((finding.old, old_words(row.marks)), (finding.new, new_words(row.marks))):
        assert all(name in words for name in said.split("、")), (finding, row.name)


# --- what goes from one provision to another, and what is measured ------------------------------------


def test_a_sentence_that_went_to_another_provision_is_told(law: Laws) -> None:
    went = "乘客应当在开航前十分钟上船，并服从渡工的指挥。"
    old = law.of(BOATS + went, LIGHTS, SIGNS, FINE)
    new = law.of(BOATS, LIGHTS, SIGNS + went, FINE)
    found = compare(old, new)
    (transfer,) = found.transfers
    assert [found.rows[at].new[0].label for at in (transfer.source, transfer.target)] == [
        "第一条",
        "第三条",
    ]
    assert transfer.sentences == (went,)
    assert findings(found) == [], "the figure in it did not change"
    told = {changes.title: changes.lines for changes in key_changes(found)}
    assert told["移到别的条的句子"] == (f"原第一条 → 第三条：“{went}”",)


@pytest.mark.parametrize("seed", range(3))
def test_most_provisions_of_a_changed_law_are_found_again(seed: int, tmp_path: Path) -> None:
    law, other = (load_regulation(shipped_folders()[n]) for n in (1, 2))
    changed = change_law(law, other, random.Random(seed))
    assert {i for old, _ in changed.groups for i in old} == set(range(len(law.articles())))
    path = tmp_path / "changed.txt"
    path.write_text(changed.text, "utf-8")
    outcome = judge("law", changed, compare(law, load_regulation(path)), 0.0)
    right = [is_right for _, is_right in outcome.right]
    # What is inserted is from a text that says much of the same: some of it cannot be told apart.
    assert sum(right) >= 0.97 * len(right), outcome.wrong
    assert all(outcome.figures)
