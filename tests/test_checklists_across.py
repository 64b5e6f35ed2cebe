"""A place's checklist from several documents: said once, asked once, every line with its document and status."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus.language.load import load_corpus
from corpus.premises.applicability import Guide
from corpus.premises.data import Option, PlaceQuestion, load_places
from corpus.premises.errors import UnknownChoiceError, UnknownUnitError
from corpus.premises.several import Guides, merge_questions
from corpus.register.registry import register_of
from corpus.text.load import shipped_folders
from ui.cli.main import main

INN = "我开了家 20 人的小旅馆，租的房子"
KEYS = ["消防法", "北京市消防条例", "细则"]

pytestmark = pytest.mark.usefixtures("shipped")


def run(*args: str, stdin: str | None = None) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(main, ["checklist", *args], input=stdin)


def record(*args: str) -> Any:
    result = run(*args, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def guides() -> Guides:
    found = []
    for folder in shipped_folders():
        regulation, language = load_corpus(folder)
        register = register_of(regulation, language)
        found.append(Guide(register, load_places(folder), language.units))
    return Guides(found)


# --- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "keys"),
    [
        (["--describe", INN], KEYS),
        (["--unit", "养老院"], KEYS),
        (["--unit", "化工企业"], ["北京市消防条例", "细则"]),
        (["--unit", "养老院", "--in", "细则", "--in", "消防法"], ["消防法", "细则"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_every_document_that_knows_the_place_lists(args: list[str], keys: list[str]) -> None:
    assert [part["document"] for part in record(*args)["data"]] == keys


def test_a_list_is_what_its_document_gives_alone() -> None:
    for part in record("--describe", INN)["data"]:
        key = part["document"]
        alone = record("--describe", INN, "--in", key)
        named = json.dumps(part["data"], ensure_ascii=False).replace(f"{key}/", "")
        assert named == json.dumps(alone["data"], ensure_ascii=False)
        assert part["status"] == ("征求意见稿" if key == "细则" else "现行有效")
        assert all(line["provision"].startswith(f"{key}/") for line in part["data"]["lines"])


def test_a_document_that_knows_no_such_place_says_so_in_one_line() -> None:
    printed = run("--unit", "化工企业").stdout
    assert "《中华人民共和国消防法》：说的场所不在它的数据里，没有列清单。" in printed


def test_every_row_names_document_and_status(tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    assert run("--describe", INN, "--out", str(path)).exit_code == 0
    rows = list(csv.reader(StringIO(path.read_text("utf-8-sig"))))
    lines = [row for row in rows if len(row) > 3 and row[3] == "□"]
    said = "\n".join(cell for row in rows for cell in row)
    for part in record("--describe", INN)["data"]:
        assert all(line["text"] in said for line in part["data"]["lines"] if not line["condition"])
    assert len(lines) > 60
    assert {(row[0], row[1]) for row in lines} == {
        ("消防法", "现行有效"),
        ("北京市消防条例", "现行有效"),
        ("细则", "征求意见稿，尚未施行"),
    }


@pytest.mark.parametrize(
    ("about", "first", "notice"),
    [
        (
            "第三十条",
            "第三十条“具有固定生产经营场所的个体工商户",
            "《北京市消防安全责任制实施细则》：征求意见稿",
        ),
        (
            "细则/art30",
            "第三十条“具有固定生产经营场所的个体工商户",
            "《北京市消防安全责任制实施细则》：征求意见稿",
        ),
        (
            "消防法第十六条",
            "第十六条第一款第（一）项“落实消防安全责任制",
            "《中华人民共和国消防法》：现行有效",
        ),
    ],
)
def test_about_one_provision_of_the_document_that_is_named(
    about: str, first: str, notice: str
) -> None:
    result = run("--describe", INN, "--about", about)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].startswith(first)
    assert lines[-1].startswith(notice)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ["--describe", "自己的房子，租的"],
            "自相矛盾：「自己的房子」（业主自用）与「租的」（承租）",
        ),
        (["--unit", "养老苑"], "不认识的单位类型「养老苑」；相近的有养老院"),
        (["--use", "借"], "--use 没有「借」这个选项"),
        (["--unit", "养老院", "--lodging", "是"], "可以是：有人居住、员工住宿、都不是"),
        (["--describe", "今天天气不错"], "没有认出是什么场所"),
        (["--unit", "养老院", "--about", "消防法第九百条"], "没有这一条款"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_faults_are_one_chinese_line(args: list[str], words: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


# --- questions ------------------------------------------------------------------------------------


def asked(text: str, *names: str, id_: str = "x") -> PlaceQuestion:
    return PlaceQuestion(id_, id_, text, tuple(Option(name) for name in names))


@pytest.mark.parametrize(
    ("questions", "text", "names"),
    [
        ([asked("租的？", "甲", "乙"), asked("租的吗？", "乙")], "租的？", ["甲", "乙"]),
        ([asked("有人住？", "甲"), asked("员工住？", "乙")], "有人住？员工住？", ["甲", "乙"]),
        (
            [asked("有物业？", "甲"), asked("有物业，或委托？", "甲", "乙")],
            "有物业，或委托？",
            ["甲", "乙"],
        ),
        (
            [asked("哪种？（可多选）", "甲"), asked("哪类？", "乙")],
            "哪类？哪种？（可多选）",
            ["甲", "乙"],
        ),
    ],
)
def test_questions_of_one_id_are_one(
    questions: list[PlaceQuestion], text: str, names: list[str]
) -> None:
    (one,) = merge_questions(questions)
    assert (one.text, [o.name for o in one.options]) == (text, names)


def test_every_question_is_asked_once(guides: Guides) -> None:
    ids = [question.id for question in guides.questions]
    assert len(ids) == len(set(ids))
    every = {q.id for guide in guides.guides for q in guide.data.questions}
    assert set(ids) == every
    relevant = [question.id for question in guides.relevant(guides.describe(INN))]
    assert len(relevant) == len(set(relevant))


def test_an_answer_goes_to_every_document_that_offers_it(guides: Guides) -> None:
    place = guides.choose(["养老院"], [("use", "承租"), ("key", "是")])
    held = [{fact.option for fact in each.facts} for each in place.of]
    assert held == [
        {"消防安全重点单位"},
        {"承租", "消防安全重点单位"},
        {"承租"},
    ]


@pytest.mark.parametrize("question", ["lodging", "building", "category"])
def test_none_of_these_denies_them_all(guides: Guides, question: str) -> None:
    place = guides.choose(answers=[(question, "都不是")])
    denied = {fact.option for each in place.of for fact in each.facts if not fact.standing}
    (merged,) = (q for q in guides.questions if q.id == question)
    assert denied == {option.name for option in merged.choices}


@pytest.mark.parametrize(
    ("units", "answers", "error"),
    [
        (["飞船"], [], UnknownUnitError),
        ([], [("use", "借")], UnknownChoiceError),
        ([], [("lodging", "是")], UnknownChoiceError),
    ],
)
def test_what_no_document_knows(
    guides: Guides, units: list[str], answers: list[tuple[str, str]], error: type[Exception]
) -> None:
    with pytest.raises(error):
        guides.choose(units, answers)


def test_one_guide_alone_is_as_it_was(guides: Guides) -> None:
    for guide in guides.guides:
        alone = Guides((guide,))
        assert alone.questions == guide.data.questions
        place = alone.describe(INN)
        assert alone.relevant(place) == guide.relevant(place.of[0])
        assert alone.listed(place) == ((guide, guide.checklist(place.of[0])),)


def test_the_interview_asks_each_wording_once() -> None:
    result = run("--format", "json", stdin="养老院\n" + "\n" * 60)
    assert result.exit_code == 0
    questions = list(re.findall(r"\n\n([^\n]+？[^\n]*)\n  1\. ", result.stderr))
    assert len(questions) > 10
    assert len(questions) == len(set(questions))
    assert [part["document"] for part in json.loads(result.stdout)["data"]] == KEYS
